"""What is known of words from a large collection of works: how rare they are, what goes with what.

For every word and frequent pair of neighbouring words there is the share of works that have it
(Spärck Jones: A statistical interpretation of term specificity, Journal of Documentation 28(1),
1972) and a vector from latent semantic analysis (Deerwester et al.: Indexing by latent semantic
analysis, JASIS 41(6), 1990). The file holds aggregate figures only; ``scripts/
derive_expertise_words.py`` makes it and says of what.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from twinbay.errors import ConfigurationError
from twinbay.match.expertise.records import Work
from twinbay.match.tokens import has_chinese, tokens

TITLE_WEIGHT = 2.0  # of a word in the title, in occurrences in the abstract
TELLING = 1.0  # rarity from which on a word is named as a reason: in less than every third work
CHARACTERS = 20_000  # of a title or abstract; longer ones are cut
# Chinese words that say nothing about the subject; single characters are left out as well.
CHINESE_STOP_WORDS = frozenset(
    (
        *("研究", "进行", "方法", "基于", "通过", "一种", "以及", "我们", "提出", "分析", "结果"),
        *("表明", "利用", "采用", "实现", "应用", "可以", "具有", "不同", "相关", "其中", "同时"),
        *("主要", "对于", "问题", "技术", "系统", "关键", "面向", "及其", "需要", "寻找", "合作"),
        *("希望", "能够", "用于"),
    )
)


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Words and pairs of words with their statistics.

    Attributes:
        rows: row by word, or by pair with a space between.
        rarity: logarithm of works per work with the word, shape (words,).
        unknown: rarity of a word that no work has.
        vectors: of latent semantic analysis, shape (words, dimensions).
        centre: mean vector of works, shape (dimensions,).
    """

    rows: dict[str, int]
    rarity: NDArray[np.float32]
    unknown: float
    vectors: NDArray[np.float32]
    centre: NDArray[np.float32]

    @classmethod
    @lru_cache(maxsize=1)
    def shipped(cls) -> "Vocabulary":
        """Return the vocabulary in the package."""
        folder = Path(str(resources.files("twinbay.match") / "data"))
        return cls.load(folder / "expertise_words.npz")

    @classmethod
    def load(cls, path: Path) -> "Vocabulary":
        """Read a vocabulary; ConfigurationError when it cannot be read."""
        try:
            with np.load(path, allow_pickle=False) as file:
                words = file["words"].tobytes().decode().split("\n")
                works, having = int(file["works"]), file["having"].astype(np.float64)
                vectors = file["levels"].astype(np.float32) * file["scales"][:, None]
                centre = file["centre"].astype(np.float32)
        except (OSError, ValueError, KeyError) as error:
            raise ConfigurationError(
                f"the vocabulary cannot be read: {error}",
                where=str(path),
                remedy="Install the package again, or make the file with "
                "python scripts/derive_expertise_words.py.",
            ) from error
        rarity = np.log((works + 1) / (having + 1)).astype(np.float32)
        rows = {word: row for row, word in enumerate(words)}
        return cls(rows, rarity, float(np.log(works + 1)), vectors, centre)


@dataclass(frozen=True, eq=False)
class WordVectors:
    """Works in terms of words.

    Attributes:
        lexical: weights of words and pairs, rows of unit length, (works, columns).
        latent: vectors of latent semantic analysis, of unit length or zero, (works, dimensions).
    """

    lexical: sparse.csr_matrix
    latent: NDArray[np.float32]


class WordColumns:
    """Gives words that the vocabulary lacks columns of their own as they are met.

    Arguments:
        vocabulary: whose words come first.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._new: dict[str, int] = {}
        self._names: list[str] = []

    def vectors(self, works: Sequence[Work]) -> WordVectors:
        """Return the works in terms of words.

        The weight of a word is ``(1 + log(frequency)) * rarity`` (Salton, Buckley: Term-weighting
        approaches in automatic text retrieval, IPM 24(5), 1988).
        """
        known = len(self._vocabulary.rows)
        columns: list[int] = []
        weights: list[float] = []
        ends = [0]
        for work in works:
            for word, frequency in word_frequencies(work).items():
                column = self._column(word)
                if column is not None:
                    columns.append(column)
                    weights.append((1 + np.log(frequency)) * self._rarity(column))
            ends.append(len(columns))
        shape = (len(works), known + len(self._new))
        weighted = sparse.csr_matrix(
            (np.array(weights, np.float32), np.array(columns, np.int32), np.array(ends)),
            shape=shape,
        )
        return WordVectors(unit_rows(weighted), self._latent(weighted[:, :known]))

    def word(self, column: int) -> str:
        """Return the word or pair of words of a column."""
        if not self._names:
            self._names = list(self._vocabulary.rows)
        known = len(self._names)
        return self._names[column] if column < known else list(self._new)[column - known]

    def telling(self, column: int) -> bool:
        """Return whether a word, or each word of a pair, is rare enough to name as a reason."""
        parts = self.word(column).split()
        found = (self._vocabulary.rows.get(part) for part in parts)
        return all(row is None or self._vocabulary.rarity[row] >= TELLING for row in found)

    def _column(self, word: str) -> int | None:
        column = self._vocabulary.rows.get(word)
        if column is None and " " not in word:
            known = len(self._vocabulary.rows)
            column = self._new.setdefault(word, known + len(self._new))
        return column

    def _rarity(self, column: int) -> float:
        if column < len(self._vocabulary.rarity):
            return float(self._vocabulary.rarity[column])
        return self._vocabulary.unknown

    def _latent(self, weighted: sparse.csr_matrix) -> NDArray[np.float32]:
        vectors = np.asarray(unit_rows(weighted) @ self._vocabulary.vectors)
        filled = np.asarray(weighted.getnnz(axis=1)) > 0
        vectors[filled] -= self._vocabulary.centre
        return unit_vectors(vectors)


def word_frequencies(work: Work) -> dict[str, float]:
    """Return how often words and pairs of neighbouring words occur in a work.

    A word of the title counts ``TITLE_WEIGHT`` times.
    """
    counts: Counter[str] = Counter()
    frequencies: dict[str, float] = {}
    for text, weight in ((work.title, TITLE_WEIGHT), (work.abstract, 1.0)):
        found = tokens(text[:CHARACTERS])
        counts.clear()
        counts.update(word for word in found if _says_something(word))
        counts.update(f"{first} {second}" for first, second in pairwise(found))
        for word, count in counts.items():
            frequencies[word] = frequencies.get(word, 0.0) + weight * count
    return frequencies


def _says_something(word: str) -> bool:
    if not has_chinese(word):
        return True
    return len(word) > 1 and word not in CHINESE_STOP_WORDS


def unit_rows(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """Return a sparse matrix with its rows scaled to unit length; empty rows stay empty."""
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    length[length == 0] = 1
    return sparse.csr_matrix(sparse.diags((1 / length).astype(np.float32)) @ matrix)


def unit_vectors(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return vectors scaled to unit length; zero vectors stay zero."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = np.zeros_like(vectors)
    np.divide(vectors, length, out=unit, where=length > 1e-9)
    return unit
