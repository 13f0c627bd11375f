"""Topics for works whose source has none: the nearest topic by text embedding."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from twinbay.regions.taxonomy import Topic, load_topics

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts to unit vectors, shape (texts, dimensions)."""

ABSTRACT_CHARACTERS = 1_500
BATCH = 2_048


@dataclass(frozen=True, eq=False)
class TopicAssigner:
    """Assigns the nearest topics to texts.

    Attributes:
        topic_ids: ids, one per row of the vectors.
        vectors: unit vectors of the topics, shape (topics, dimensions).
        encode: makes vectors of texts, in the same space.
        centre: mean topic vector, taken off both sides so that what all texts share does not
            count (the mean of such embeddings is far from zero: Ethayarajh 2019, arXiv:1909.00512).
    """

    topic_ids: tuple[str, ...]
    vectors: NDArray[np.float32]
    encode: Encode
    centre: NDArray[np.float32]

    @classmethod
    def of_taxonomy(cls, encode: Encode, topics: Sequence[Topic] | None = None) -> "TopicAssigner":
        """Prepare the assignment to topics, by default all of the taxonomy."""
        chosen = topics if topics is not None else load_topics()
        vectors = encode([topic_text(topic) for topic in chosen])
        centre = vectors.mean(axis=0)
        return cls(tuple(t.topic_id for t in chosen), _centred(vectors, centre), encode, centre)

    def assign(self, texts: Sequence[str], best: int = 3) -> list[list[str]]:
        """Return the nearest topics of each text, the nearest first; none for an empty text."""
        if not texts:
            return []
        vectors = _centred(self.encode(texts), self.centre)
        similarity = vectors @ self.vectors.T
        top = np.argpartition(-similarity, best - 1, axis=1)[:, :best]
        order = np.argsort(-np.take_along_axis(similarity, top, axis=1), axis=1)
        nearest = np.take_along_axis(top, order, axis=1)
        return [
            [self.topic_ids[column] for column in row] if text.strip() else []
            for row, text in zip(nearest.tolist(), texts, strict=True)
        ]


def topic_text(topic: Topic) -> str:
    """Return the text that stands for a topic: its name and keywords."""
    return f"{topic.name}. {', '.join(topic.keywords)}"


def work_text(title: str, abstract: str | None) -> str:
    """Return the text that stands for a work: its title twice, and the abstract's beginning."""
    beginning = (abstract or "")[:ABSTRACT_CHARACTERS]
    return f"{title}. {title}. {beginning}".strip()


def batched(texts: Iterable[str], size: int = BATCH) -> Iterator[list[str]]:
    """Yield texts in lists of at most ``size``."""
    iterator = iter(texts)
    while batch := list(islice(iterator, size)):
        yield batch


def _centred(vectors: NDArray[np.float32], centre: NDArray[np.float32]) -> NDArray[np.float32]:
    moved = vectors - centre
    length = np.linalg.norm(moved, axis=1, keepdims=True)
    unit: NDArray[np.float32] = (moved / np.where(length > 0, length, 1.0)).astype(np.float32)
    return unit
