"""A query as the word index understands it: which words must be found, and what stands for them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twinbay.match.index_words import ZONES, WordIndex
from twinbay.match.tokens import tokens_as_written

NEEDED = 0.6  # share of the query's rarity that a record's words must make up
CORRECTED = 0.7  # weight of a corrected word
COMMON = 0.02  # share of the records from which on a word is everywhere
LOOKED_UP = 8  # entries of a word that are added in the time in which one is looked up


@dataclass(frozen=True)
class QueryWord:
    """One word of a query.

    Attributes:
        written: as typed, case folded.
        words: (word number, weight): the word itself and what it may be a slip of.
        rarity: inverse record frequency of the most common of them.
    """

    written: str
    words: tuple[tuple[int, float], ...]
    rarity: float


@dataclass(frozen=True)
class Query:
    """A text and the words in it that the index knows.

    Attributes:
        text: as typed.
        name: its words in their order, slips replaced by the likeliest word.
        words: those that the index knows, each once.
    """

    text: str
    name: tuple[str, ...]
    words: tuple[QueryWord, ...]

    @classmethod
    def of(cls, text: str, index: WordIndex) -> "Query":
        """Read a text; words that nothing in the index resembles are left out."""
        typed = tokens_as_written(text)
        spelled = {word: index.spellings(word) for word, _ in typed}
        known: list[QueryWord] = []
        for word, written in dict(typed).items():
            spellings = spelled[word]
            numbers = [index.ids[spelling] for spelling in spellings]
            if numbers:
                weights = [1.0 if s == word else CORRECTED for s in spellings]
                rarity = min(float(index.rarity[number]) for number in numbers)
                words = tuple(zip(numbers, weights, strict=True))
                known.append(QueryWord(written, words, rarity))
        name = tuple((*spelled[word], word)[0] for word, _ in typed)
        return cls(text, name, tuple(known))

    def matches(
        self, index: WordIndex, also: Sequence[NDArray[np.int32]] = ()
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Return every record's word score, and the records with enough of the words.

        Words that are everywhere come last and are looked up only in records that can still have
        enough of the words, which saves most of the work.

        Arguments:
            index: the words of the records.
            also: numbers of records whose score is wanted in any case, ascending.

        Returns:
            Scores by record, complete for the records with enough of the words and for ``also``;
            of other records only that of rarer words.
        """
        scores = np.zeros(index.count, dtype=np.float32)
        covered = np.zeros(index.count, dtype=np.float32)
        words = sorted(self.words, key=lambda word: -word.rarity)
        left = sum(word.rarity for word in words)
        needed = max(NEEDED * left - 1e-4, 1e-6)
        candidates: NDArray[np.int64] | None = None
        for word in words:
            records, gained = _entries_of(word, index)
            if left < needed and len(records) > index.count * COMMON:
                if candidates is None:
                    possible = covered >= needed - left
                    for part in also:
                        possible[part] = True
                    candidates = np.flatnonzero(possible)
                if len(candidates) * LOOKED_UP < len(records):
                    places = np.searchsorted(records, candidates)
                    places[places == len(records)] = 0
                    there = np.flatnonzero(records[places] == candidates)
                    records, gained = records[places[there]], gained[places[there]]
            scores[records] += gained
            covered[records] += word.rarity
            left -= word.rarity
        return scores, np.flatnonzero(covered >= needed)

    def rarest(self, index: WordIndex) -> int:
        """Return how many records have the query's rarest word; 0 when the index knows none."""
        return min((index.found_in(word.words[0][0]) for word in self.words), default=0)

    def found_in(
        self, index: WordIndex, records: NDArray[np.int32]
    ) -> list[dict[str, tuple[str, ...]]]:
        """Return the words found in each record, by the zone that says most, zones in their order.

        Of a Chinese word and a part of it in the same zone only the longer is named.
        """
        by_record: list[dict[int, list[str]]] = [{} for _ in range(len(records))]
        for word in self.words:
            bits = index.zones_in(word.words[0][0], records)
            for number, _ in word.words[1:]:
                bits = np.where(bits, bits, index.zones_in(number, records))
            for by_zone, found in zip(by_record, bits.tolist(), strict=True):
                if found:
                    zone = (found & -found).bit_length() - 1
                    by_zone.setdefault(zone, []).append(word.written)
        return [
            {ZONES[zone]: _without_parts(words) for zone, words in sorted(by_zone.items())}
            for by_zone in by_record
        ]


def _without_parts(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if not any(word != w and word in w for w in words))


def _entries_of(word: QueryWord, index: WordIndex) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Return the records of a word, ascending, with the score that each gains."""
    if len(word.words) > 1:
        return _best_of(word, index)
    ((number, weight),) = word.words
    entries = index.entries(number)
    scores = index.scores[entries]
    return index.records[entries], scores if weight == 1 else scores * np.float32(weight)


def _best_of(word: QueryWord, index: WordIndex) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Return the records of a word's spellings, each once with its best score."""
    entries = [index.entries(number) for number, _ in word.words]
    records = np.concatenate([index.records[e] for e in entries])
    gained = np.concatenate(
        [index.scores[e] * weight for e, (_, weight) in zip(entries, word.words, strict=True)]
    )
    order = np.lexsort((gained, records))
    last = np.flatnonzero(np.diff(records[order], append=-1))
    best = order[last]
    return records[best], gained[best]
