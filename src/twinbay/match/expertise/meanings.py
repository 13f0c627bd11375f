"""Vectors of what works mean, with what all works have in common taken away.

Vectors of a text encoder lie in a narrow cone; without its middle their angles tell more (Mu,
Viswanath: All-but-the-top, ICLR 2018).
"""

from collections.abc import Sequence
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from twinbay.match.encoders import Encoder
from twinbay.match.expertise.records import Work
from twinbay.match.expertise.vocabulary import unit_vectors
from twinbay.regions.taxonomy import load_topics

ENCODED_CHARACTERS = 1_000  # of an abstract; the rest adds time and little else
TOPICS_BETWEEN = 15  # every such topic describes the middle of an encoder without a known one


class Meanings:
    """An encoder with its middle.

    Arguments:
        encoder: makes the vectors.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._middle: NDArray[np.float32] | None = None

    def of_works(self, works: Sequence[Work]) -> NDArray[np.float32]:
        """Return vectors of unit length, or zero for works without a word, (works, dimensions)."""
        if not works:
            return np.zeros((0, self._encoder.dimensions), dtype=np.float32)
        texts = [_cut(work).text for work in works]
        vectors = self._encoder.encode(texts, "passage").copy()
        filled = np.linalg.norm(vectors, axis=1) > 0
        vectors[filled] -= self._centre()
        return unit_vectors(vectors)

    def _centre(self) -> NDArray[np.float32]:
        if self._middle is None:
            self._middle = _known_middles().get(self._encoder.name)
        if self._middle is None:
            topics = load_topics()[::TOPICS_BETWEEN]
            texts = [f"{topic.name}. {', '.join(topic.keywords)}" for topic in topics]
            self._middle = self._encoder.encode(texts, "passage").mean(axis=0)
        return self._middle


def _cut(work: Work) -> Work:
    return Work(work.title, work.abstract[:ENCODED_CHARACTERS])


@lru_cache(maxsize=1)
def _known_middles() -> dict[str, NDArray[np.float32]]:
    """Return mean vectors of works by encoder name, from ``data/expertise_middles.npz``."""
    path = resources.files("twinbay.match") / "data" / "expertise_middles.npz"
    with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
        return {name: file[name].astype(np.float32) for name in file.files}
