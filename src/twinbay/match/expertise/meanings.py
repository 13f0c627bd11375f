"""Nearness in meaning, with what all works have in common taken away.

Vectors of a text encoder lie in a narrow cone; without its middle their angles tell more (Mu,
Viswanath: All-but-the-top, ICLR 2018). The cosines that are left differ in scale from encoder to
encoder; they are brought to one by those of works taken at random.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from twinbay.match.encoders import Encoder
from twinbay.match.expertise.records import Work
from twinbay.match.expertise.vocabulary import unit_vectors
from twinbay.regions.taxonomy import load_topics

ENCODED_CHARACTERS = 1_000  # of an abstract; the rest adds time and little else
TOPICS_BETWEEN = 15  # every such topic stands for works where an encoder's middle is not known


@dataclass(frozen=True, eq=False)
class Middle:
    """What the vectors of works by one encoder have in common.

    Attributes:
        vector: their mean, shape (dimensions,).
        mean: mean cosine of two different works after the vector is taken away.
        deviation: its standard deviation.
    """

    vector: NDArray[np.float32]
    mean: float
    deviation: float

    @classmethod
    def of_vectors(cls, vectors: NDArray[np.float32]) -> "Middle":
        """Return the middle of some works' vectors, at least three, (works, dimensions)."""
        middle = vectors.mean(axis=0)
        centred = unit_vectors(vectors - middle)
        cosines = (centred @ centred.T)[np.triu_indices(len(centred), 1)]
        return cls(middle, float(cosines.mean()), float(cosines.std()))


class Meanings:
    """An encoder with its middle.

    Arguments:
        encoder: makes the vectors.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: Middle | None = None

    def of_works(self, works: Sequence[Work]) -> NDArray[np.float32]:
        """Return vectors of unit length, or zero for works without a word, (works, dimensions)."""
        if not works:
            return np.zeros((0, self._encoder.dimensions), dtype=np.float32)
        vectors = self._encoder.encode([encoded_text(work) for work in works], "passage").copy()
        filled = np.linalg.norm(vectors, axis=1) > 0
        vectors[filled] -= self._middle().vector
        return unit_vectors(vectors)

    def similarities(
        self, texts: NDArray[np.float32], works: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Return how much nearer texts and works are than two works taken at random.

        Arguments:
            texts: of ``of_works``.
            works: of ``of_works``.

        Returns:
            Shape (texts, works), in standard deviations.
        """
        middle = self._middle()
        scaled: NDArray[np.float32] = (texts @ works.T - middle.mean) / middle.deviation
        return scaled

    def _middle(self) -> Middle:
        if self._known is None:
            self._known = _shipped().get(self._encoder.name) or self._of_topics()
        return self._known

    def _of_topics(self) -> Middle:
        topics = load_topics()[::TOPICS_BETWEEN]
        texts = [f"{topic.name}. {', '.join(topic.keywords)}" for topic in topics]
        return Middle.of_vectors(self._encoder.encode(texts, "passage"))


def encoded_text(work: Work) -> str:
    """Return what is encoded of a work."""
    return Work(work.title, work.abstract[:ENCODED_CHARACTERS]).text


@lru_cache(maxsize=1)
def _shipped() -> dict[str, Middle]:
    """Return middles by encoder name; ``scripts/derive_expertise_middles.py`` makes the file."""
    path = resources.files("twinbay.match") / "data" / "expertise_middles.npz"
    with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
        return {
            name: Middle(file[name][:-2], float(file[name][-2]), float(file[name][-1]))
            for name in file.files
        }
