"""A fast encoder: a text's vector is the weighted sum of the vectors of its words.

The word vectors are distilled from the transformer: each word and frequent pair of words is
encoded alone, centred by language, reduced by principal components, weighted by its rarity (Arora,
Liang, Ma: A simple but tough-to-beat baseline for sentence embeddings, ICLR 2017), and then fitted
so that sums of word vectors come near the transformer's vectors of whole texts. A word that is not
in the table counts with its known parts and with a vector drawn from its spelling, so that two
texts with the same unknown name are near each other. The table is ``data/static_encoder.npz``, made
by ``scripts/distil_static_encoder.py``.
"""

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from twinbay.errors import ConfigurationError
from twinbay.match.tokens import tokens

CHARACTERS = 20_000  # longer texts are cut, so that a hostile one costs no more than a long page
BATCH = 4_096  # texts whose words are counted at once
SHORTEST_PIECE = {True: 1, False: 4}  # characters of a part of an unknown word: Chinese, other
_SEPARATOR = " "  # between the words of a pair


@dataclass(frozen=True, eq=False)
class StaticEncoder:
    """Sums of word vectors.

    Attributes:
        name: ``static-`` and a digest of the table.
        vocabulary: words as ``tokens`` gives them, and pairs of them with a space between.
        vectors: one row per word, shape (words + drawn, dimensions); longer ones weigh more. The
            drawn rows are random: an unknown word gets two of them, chosen by a checksum of it.
    """

    name: str
    vocabulary: tuple[str, ...]
    vectors: NDArray[np.float32]
    _words: dict[str, int] = field(default_factory=dict, repr=False)
    _pairs: dict[tuple[str, str], int] = field(default_factory=dict, repr=False)
    _pieces: dict[str, tuple[int, ...]] = field(default_factory=dict, repr=False)
    _longest: int = field(init=False, repr=False)  # characters of the longest word
    _drawn: int = field(init=False, repr=False)  # random rows

    def __post_init__(self) -> None:
        for row, entry in enumerate(self.vocabulary):
            first, separator, second = entry.partition(_SEPARATOR)
            if separator:
                self._pairs[first, second] = row
            else:
                self._words[entry] = row
        object.__setattr__(self, "_longest", max(map(len, self._words), default=0))
        object.__setattr__(self, "_drawn", len(self.vectors) - len(self.vocabulary))

    @classmethod
    @lru_cache(maxsize=1)
    def shipped(cls) -> "StaticEncoder":
        """Return the encoder whose table is in the package."""
        return cls.load(Path(str(resources.files("twinbay.match") / "data" / "static_encoder.npz")))

    @classmethod
    def load(cls, path: Path) -> "StaticEncoder":
        """Read a table that ``save`` wrote; ConfigurationError when it cannot be read."""
        try:
            content = path.read_bytes()
            with np.load(path, allow_pickle=False) as table:
                levels, scales = table["levels"], table["scales"]
                vocabulary = table["vocabulary"].tobytes().decode().split("\n")
        except (OSError, ValueError, KeyError) as error:
            raise ConfigurationError(
                f"the table of word vectors cannot be read: {error}",
                where=str(path),
                remedy="Make it again: python scripts/distil_static_encoder.py.",
            ) from error
        digest = hashlib.sha256(content).hexdigest()[:8]
        vectors = levels.astype(np.float32) * scales.astype(np.float32)[:, None]
        return cls(f"static-{digest}", tuple(vocabulary), vectors)

    @property
    def dimensions(self) -> int:
        """Return the length of a vector."""
        return int(self.vectors.shape[1])

    def encode(self, texts: Sequence[str], role: str = "passage") -> NDArray[np.float32]:
        """Return one vector per text; see ``encoders.Encoder.encode``.

        The role makes no difference: queries and passages are sums of the same vectors.
        """
        del role
        encoded = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        if len(texts) == 1:  # a query: adding its rows is faster than a matrix of counts
            encoded[0] = self.vectors[self._rows(texts[0])].sum(axis=0)
        else:
            for start in range(0, len(texts), BATCH):
                counts = self.word_counts(texts[start : start + BATCH])
                encoded[start : start + BATCH] = counts @ self.vectors
        length = np.linalg.norm(encoded, axis=1, keepdims=True)
        np.divide(encoded, length, out=encoded, where=length > 0)
        return encoded

    def word_counts(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """Return how often each row of the table is in each text, (texts, words + drawn)."""
        columns: list[int] = []
        ends = [0]
        for text in texts:
            columns.extend(self._rows(text))
            ends.append(len(columns))
        ones = np.ones(len(columns), dtype=np.float32)
        shape = (len(texts), len(self.vectors))
        return sparse.csr_matrix((ones, np.array(columns, np.int32), np.array(ends)), shape=shape)

    def _rows(self, text: str) -> list[int]:
        words = tokens(text[:CHARACTERS])
        known, pieces = self._words, self._pieces
        rows: list[int] = []
        for word in words:
            row = known.get(word)
            if row is not None:
                rows.append(row)
            else:
                if word not in pieces:
                    self._remember(word)
                rows.extend(pieces[word])
        if self._drawn and all(row >= len(self.vocabulary) for row in rows):
            return []  # spelling alone is no meaning: chance would make it near to something
        found = map(self._pairs.get, pairwise(words))
        rows.extend(row for row in found if row is not None)
        return rows

    def _remember(self, word: str) -> None:
        if len(self._pieces) >= 500_000:  # words; a bound on memory, far above any real corpus
            self._pieces.clear()
        parts = tuple(split_unknown(word, self._words, self._longest))
        if self._drawn and not (parts and word[0] >= "\u3400"):  # Chinese is what its parts are
            parts += drawn_rows(word, len(self.vocabulary), self._drawn)
        self._pieces[word] = parts


def drawn_rows(word: str, first: int, count: int) -> tuple[int, int]:
    """Return the two random rows of an unknown word.

    Random vectors for words are those of Kanerva, Kristoferson, Holst (Random indexing of text
    samples for latent semantic analysis, CogSci 2000); two of a few rows for each word keep the
    table small (Svenstrup, Hansen, Winther: Hash embeddings, NIPS 2017).

    Arguments:
        word: as ``tokens`` gives it.
        first: the first of the random rows.
        count: how many there are, at least 1.
    """
    checksum = zlib.crc32(word.encode())
    return first + checksum % count, first + checksum // count % count


def split_unknown(word: str, known: dict[str, int], longest: int) -> Iterable[int]:
    """Return the rows of the longest known parts of a word that the vocabulary lacks.

    Arguments:
        word: as ``tokens`` gives it.
        known: rows by word.
        longest: characters of the longest known word; longer parts are not looked up, so that the
            cost grows with the length of a hostile word and not with its cube.

    Returns:
        Rows of the parts from left to right; what lies between them is left out.
    """
    shortest = SHORTEST_PIECE[word[0] >= "\u3400"]
    rows: list[int] = []
    start = 0
    while start <= len(word) - shortest:
        for end in range(min(len(word), start + longest), start + shortest - 1, -1):
            row = known.get(word[start:end])
            if row is not None:
                rows.append(row)
                start = end
                break
        else:
            start += 1
    return rows


def save_table(path: Path, vocabulary: Sequence[str], vectors: NDArray[np.float32]) -> None:
    """Write a table in eight bits a number, each word with its own scale.

    Arguments:
        path: ends in ``.npz``.
        vocabulary: words and pairs of words.
        vectors: shape (words + drawn, dimensions); see ``StaticEncoder``.
    """
    largest = np.abs(vectors).max(axis=1)
    scales = np.where(largest > 0, largest / 127, 1).astype(np.float32)
    levels = np.rint(vectors / scales[:, None]).astype(np.int8)
    words = np.frombuffer("\n".join(vocabulary).encode(), dtype=np.uint8)
    np.savez_compressed(path, levels=levels, scales=scales, vocabulary=words)
