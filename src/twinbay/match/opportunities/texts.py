"""What records say, ready for comparison: vectors, key words, and mentions of excluded things."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from twinbay.match.encoders import Encoder
from twinbay.match.opportunities.features import VECTOR_LEVELS, WORD_LEVELS
from twinbay.match.opportunities.record import Record
from twinbay.match.tokens import has_chinese, normalise, stem, tokens
from twinbay.regions.taxonomy import load_topics

KEY_WORDS = 24  # of a record: those that tell it apart best
FEWEST_WORDS = 2  # a shorter text says too little to be compared
BATCH = 4_096  # texts encoded at once
_CHINESE_STOP_WORDS = frozenset(
    re.findall(
        r"\S+",
        "以及 或者 并且 一个 一种 我们 他们 可以 需要 进行 通过 用于 对于 具有 没有 这个 那个 相关 "
        "主要 其中 同时 由于 因此 但是 如果 根据 为了 能够 已经 包括",
    )
)
_CENTRES: dict[str, NDArray[np.float32]] = {}  # by the encoder's name
STOP_WORDS = frozenset(map(stem, ENGLISH_STOP_WORDS)) | _CHINESE_STOP_WORDS


def centre_of(encoder: Encoder) -> NDArray[np.float32]:
    """Return the mean vector of the topics' names in both languages, shape (dimensions,).

    Taken off every vector, it leaves unrelated texts a similarity near zero: what all texts share
    does not count (Ethayarajh 2019, arXiv:1909.00512).
    """
    if encoder.name not in _CENTRES:
        topics = load_topics()
        names = [topic.name for topic in topics] + [topic.name_zh for topic in topics]
        _CENTRES[encoder.name] = encoder.encode(names).mean(axis=0)
    return _CENTRES[encoder.name]


def said(records: Sequence[Record]) -> NDArray[np.bool_]:
    """Return which records have text enough to be compared."""
    return np.array([len(words_of(r)) >= FEWEST_WORDS for r in records], dtype=bool)


def vectors_of(records: Sequence[Record], encoder: Encoder) -> NDArray[np.float32]:
    """Return text vectors without their common part, in whole numbers.

    Products of whole numbers this small are exact in single precision, in whatever order they are
    added up. Texts that say too little have the zero vector.
    """
    centre = centre_of(encoder)
    enough = said(records)
    levels = np.zeros((len(records), encoder.dimensions), dtype=np.float32)
    for start in range(0, len(records), BATCH):
        part = slice(start, start + BATCH)
        vectors = encoder.encode([record.text.joined() for record in records[part]])
        filled = vectors.any(axis=1) & enough[part]
        moved = np.where(filled[:, None], vectors - centre, 0.0)
        length = np.linalg.norm(moved, axis=1, keepdims=True)
        unit = moved / np.where(length > 0, length, 1.0)
        levels[part] = np.rint(unit * VECTOR_LEVELS)
    return levels


def key_words_of(
    left: Sequence[Record], right: Sequence[Record]
) -> tuple[sparse.csr_matrix, sparse.csr_matrix, tuple[str, ...]]:
    """Return the weights of each record's key words, and the words.

    The weight is the logarithm of the term frequency times the inverse document frequency (Salton
    and Buckley 1988, doi:10.1016/0306-4573(88)90021-0) among the records of both sides, scaled to
    unit length and then to whole numbers.
    """
    counts = [[_counted(record) for record in side] for side in (left, right)]
    found = Counter(word for side in counts for words in side for word in words)
    total = len(left) + len(right)
    rarity = {word: float(np.log1p(total / number)) for word, number in found.items()}
    vocabulary = tuple(sorted(found))
    column = {word: position for position, word in enumerate(vocabulary)}
    matrices = [_weighted(side, rarity, column) for side in counts]
    return matrices[0], matrices[1], vocabulary


def _counted(record: Record) -> Counter[str]:
    words = words_of(record)
    return Counter(words) if len(words) >= FEWEST_WORDS else Counter()


def _weighted(
    counts: Sequence[Counter[str]], rarity: dict[str, float], column: dict[str, int]
) -> sparse.csr_matrix:
    rows, columns, values = [], [], []
    for row, words in enumerate(counts):
        weights = {word: (1.0 + np.log(number)) * rarity[word] for word, number in words.items()}
        kept = sorted(weights, key=lambda word: (-weights[word], word))[:KEY_WORDS]
        length = float(np.sqrt(sum(weights[word] ** 2 for word in kept)))
        for word in kept:
            rows.append(row)
            columns.append(column[word])
            values.append(round(WORD_LEVELS * weights[word] / length))
    return sparse.csr_matrix(
        (np.array(values, dtype=np.float32), (rows, columns)), shape=(len(counts), len(column))
    )


def words_of(record: Record) -> list[str]:
    """Return the words of a record that say something, in their order."""
    return telling_words(record.text.joined())


def telling_words(text: str) -> list[str]:
    """Return the words of a text that say something, in their order."""
    return [
        word
        for word in tokens(text)
        if word not in STOP_WORDS and len(word) > 1 and not word.isdigit()
    ]


def excluded_members(
    left: Sequence[Record], right: Sequence[Record]
) -> tuple[list[list[str]], list[list[str]]]:
    """Return what each record is or mentions of what the records of the other side exclude."""
    terms = [{normalise(e) for r in side for e in r.exclusions} for side in (left, right)]
    return (
        [hits(record, terms[1]) for record in left],
        [hits(record, terms[0]) for record in right],
    )


def hits(record: Record, terms: Iterable[str]) -> list[str]:
    """Return which terms a record is, has or mentions; terms as ``normalise`` gives them."""
    wanted = sorted(terms)
    if not wanted:
        return []
    has = {normalise(term) for term in _terms(record)}
    text = normalise(record.text.joined())
    words = f" {' '.join(tokens(text))} "
    return [term for term in wanted if term in has or _mentions(text, words, term)]


def _mentions(text: str, words: str, term: str) -> bool:
    if has_chinese(term):
        return term in text
    phrase = _phrase(term)
    return bool(phrase) and f" {phrase} " in words


@lru_cache(maxsize=10_000)
def _phrase(term: str) -> str:
    return " ".join(tokens(term))


def _terms(record: Record) -> Iterable[str]:
    return (
        *record.fields,
        *record.topics,
        *record.stages,
        *record.cooperation,
        *record.ip,
        *record.locations,
        *(term for term in (record.organisation_kind, record.kind) if term),
    )
