"""Topics for works whose source has none: the nearest topic by words and by text embedding."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from twinbay.regions.taxonomy import Topic, load_topics

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts to unit vectors, shape (texts, dimensions)."""

ABSTRACT_CHARACTERS = 1_500
# Words tell topics of one discipline apart better than embeddings do; these place texts that share
# no word with a topic, in any language. Chosen on one half of the labelled works
# (tests/labels/topics.csv); docs/explanation/evidence.md has the measurement on the other.
EMBEDDING_WEIGHT = 0.2


@dataclass(frozen=True, eq=False)
class TopicAssigner:
    """Assigns the nearest topics to texts.

    Attributes:
        topic_ids: ids, one per row of the vectors.
        vectors: unit vectors of the topics, shape (topics, dimensions).
        encode: makes vectors of texts, in the same space.
        words: weighs the words of a text: term frequency (logarithmic) times inverse topic
            frequency (Salton and Buckley 1988, doi:10.1016/0306-4573(88)90021-0), unit length.
        topic_words: the topics' weighted words, sparse, shape (words, topics).
        centre: mean topic vector, taken off both sides so that what all texts share does not
            count (the mean of such embeddings is far from zero: Ethayarajh 2019, arXiv:1909.00512).
    """

    topic_ids: tuple[str, ...]
    vectors: NDArray[np.float32]
    encode: Encode
    centre: NDArray[np.float32]
    words: TfidfVectorizer
    topic_words: Any

    @classmethod
    def of_taxonomy(cls, encode: Encode, topics: Sequence[Topic] | None = None) -> "TopicAssigner":
        """Prepare the assignment to topics, by default all of the taxonomy."""
        chosen = topics if topics is not None else load_topics()
        texts = [topic_text(topic) for topic in chosen]
        vectors = encode(texts)
        centre = vectors.mean(axis=0)
        words = TfidfVectorizer(stop_words="english", sublinear_tf=True, dtype=np.float32)
        topic_words = words.fit_transform(texts).T.tocsr()
        ids = tuple(topic.topic_id for topic in chosen)
        return cls(ids, _centred(vectors, centre), encode, centre, words, topic_words)

    def assign(self, texts: Sequence[str], best: int = 3) -> list[list[str]]:
        """Return the nearest topics of each text, the nearest first; none for an empty text."""
        if not texts:
            return []
        encoded = self.encode(texts)
        words = self.words.transform(texts)
        similarity = EMBEDDING_WEIGHT * (_centred(encoded, self.centre) @ self.vectors.T)
        similarity += (words @ self.topic_words).toarray()
        known = encoded.any(axis=1) | (words.getnnz(axis=1) > 0)
        top = np.argpartition(-similarity, best - 1, axis=1)[:, :best]
        order = np.argsort(-np.take_along_axis(similarity, top, axis=1), axis=1)
        nearest = np.take_along_axis(top, order, axis=1)
        return [
            [self.topic_ids[column] for column in row] if placed else []
            for row, placed in zip(nearest.tolist(), known.tolist(), strict=True)
        ]


def topic_text(topic: Topic) -> str:
    """Return the text that stands for a topic: its name and keywords."""
    return f"{topic.name}. {', '.join(topic.keywords)}"


def work_text(title: str, abstract: str | None) -> str:
    """Return the text that stands for a work: its title twice, and the abstract's beginning."""
    beginning = (abstract or "")[:ABSTRACT_CHARACTERS]
    return f"{title}. {title}. {beginning}".strip()


def _centred(vectors: NDArray[np.float32], centre: NDArray[np.float32]) -> NDArray[np.float32]:
    moved = vectors - centre
    length = np.linalg.norm(moved, axis=1, keepdims=True)
    unit: NDArray[np.float32] = (moved / np.where(length > 0, length, 1.0)).astype(np.float32)
    return unit
