"""The lexical half of the search index: which word is where in which record, ranked by BM25F.

A record's text lies in zones (name, topic, abstract, ...). Word counts of the zones are weighted
and normalised by the zone's length before they saturate, as in BM25F (Robertson, Zaragoza: The
probabilistic relevance framework: BM25 and beyond, 2009, section 3.6):

    tf'(w, r) = sum over zones z of  weight_z * tf_z / (1 - b + b * length_z / average length_z)
    score(w, r) = idf(w) * (k1 + 1) * tf' / (k1 + tf'),  idf(w) = ln(1 + (N - n + 0.5) / (n + 0.5))

The score of each word in each record is computed once, when the index is built, and kept in arrays
that are mapped into memory: a query only adds them up, over *all* records that match, so that
totals and facets are exact. ``docs/decisions/0004-word-index.md`` compares this with tantivy.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from twinbay.match.tokens import normalise, tokens

# In the order in which they explain a match best.
ZONES = ("name", "title", "alias", "focus", "topic", "abstract", "location")
ZONE_WEIGHTS = (3.0, 2.5, 2.5, 2.0, 1.0, 1.0, 1.0)
K1, B = 1.2, 0.75  # the usual values (Robertson and Zaragoza 2009)

SHORTEST_TYPO = 4  # letters; shorter words are not corrected
LONG_WORD = 8  # letters, from which on two slips are forgiven instead of one
CORRECTIONS = 4  # spellings tried for a word that is nowhere
FEW = 3  # records; a word found in more is no typo
RARER = 100  # times; how much more common the word must be that a rare one is taken for


class WordIndexWriter:
    """Collects the words of records, then computes and saves the index.

    Records are numbered from 0 in the order in which they are added.
    """

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._keys = array("q")  # (record, word, zone) in one number per occurrence
        self._lengths = [array("i") for _ in ZONES]
        self._records = 0
        self._counted: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []

    def add(self, texts: Sequence[tuple[str, str]]) -> None:
        """Add a record.

        Arguments:
            texts: (zone, text) pairs; a zone may come several times.
        """
        lengths = [0] * len(ZONES)
        ids = self._ids
        base = self._records << 32
        for zone, text in texts:
            number = ZONES.index(zone)
            words = tokens(text)
            lengths[number] += len(words)
            self._keys.extend([base | ids.setdefault(w, len(ids)) << 3 | number for w in words])
        for number, length in enumerate(lengths):
            self._lengths[number].append(length)
        self._records += 1
        if len(self._keys) > 4_000_000:
            self._count()

    def _count(self) -> None:
        if self._keys:
            self._counted.append(
                np.unique(np.frombuffer(self._keys, dtype=np.int64), return_counts=True)
            )
            self._keys = array("q")

    def save(self, folder: Path) -> None:
        """Compute the scores and write the index's files into a folder."""
        self._count()
        empty = np.zeros(0, dtype=np.int64)
        keys = np.concatenate([empty, *(keys for keys, _ in self._counted)])
        counts = np.concatenate([empty, *(counts for _, counts in self._counted)])
        record, word, zone = keys >> 32, (keys >> 3) & 0x1FFFFFFF, keys & 7
        weighted = self._weighted(record, zone, counts)
        # Keys are sorted by record, then word: the zones of one word in one record are neighbours.
        first = np.flatnonzero(np.diff(keys >> 3, prepend=-1))
        record, word = record[first].astype(np.int32), word[first].astype(np.int32)
        frequency = np.add.reduceat(weighted, first) if len(first) else weighted
        zones = np.bitwise_or.reduceat(1 << zone, first) if len(first) else zone
        order = np.argsort(word, kind="stable")
        found_in = np.bincount(word, minlength=len(self._ids))
        idf = np.log1p((self._records - found_in + 0.5) / (found_in + 0.5)).astype(np.float32)
        score = idf[word] * (K1 + 1) * frequency / (K1 + frequency)
        np.save(folder / "word_records.npy", record[order])
        np.save(folder / "word_scores.npy", score[order].astype(np.float32))
        np.save(folder / "word_zones.npy", zones[order].astype(np.uint8))
        np.save(folder / "word_starts.npy", np.concatenate([[0], np.cumsum(found_in)]))
        np.save(folder / "word_rarity.npy", idf)
        (folder / "words.txt").write_text("\n".join(self._ids), encoding="utf-8")

    def _weighted(
        self, record: NDArray[np.int64], zone: NDArray[np.int64], counts: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        weighted = counts.astype(np.float64)
        for number, weight in enumerate(ZONE_WEIGHTS):
            lengths = np.frombuffer(self._lengths[number], dtype=np.int32)
            filled = lengths[lengths > 0]
            average = float(filled.mean()) if len(filled) else 1.0
            here = zone == number
            weighted[here] *= weight / (1 - B + B * lengths[record[here]] / average)
        return weighted


@dataclass(frozen=True, eq=False)
class WordIndex:
    """A saved word index, mapped into memory; safe to use from several threads.

    Attributes:
        records: record of each entry, entries of one word together, ascending.
        scores: BM25F score of each entry.
        zones: bits of the zones of each entry, the bit's place being the zone's in ``ZONES``.
        starts: where each word's entries begin; one more than there are words.
        count: how many records there are.
        rarity: inverse record frequency of each word.
        ids: number of each word.
    """

    records: NDArray[np.int32]
    scores: NDArray[np.float32]
    zones: NDArray[np.uint8]
    starts: NDArray[np.int64]
    rarity: NDArray[np.float32]
    ids: dict[str, int]
    count: int

    @classmethod
    def open(cls, folder: Path, count: int) -> "WordIndex":
        """Open the files that ``WordIndexWriter.save`` wrote, of ``count`` records."""
        words = (folder / "words.txt").read_text(encoding="utf-8").split("\n")
        return cls(
            records=_mapped(folder / "word_records.npy"),
            scores=_mapped(folder / "word_scores.npy"),
            zones=_mapped(folder / "word_zones.npy"),
            starts=np.load(folder / "word_starts.npy"),
            rarity=np.load(folder / "word_rarity.npy"),
            ids={word: number for number, word in enumerate(words) if word},
            count=count,
        )

    def knows(self, word: str) -> bool:
        """Return whether a text is, as it is, a word of the index."""
        return normalise(word.strip()) in self.ids

    def entries(self, word: int) -> slice:
        """Return where the entries of a word are."""
        return slice(int(self.starts[word]), int(self.starts[word + 1]))

    def found_in(self, word: int) -> int:
        """Return how many records have a word."""
        return int(self.starts[word + 1] - self.starts[word])

    def zones_in(self, word: int, records: NDArray[np.int32]) -> NDArray[np.uint8]:
        """Return the zones of each record that have a word, as bits; 0 for none."""
        entries = self.entries(word)
        having = self.records[entries]
        places = np.searchsorted(having, records)
        places[places == len(having)] = 0
        return np.where(having[places] == records, self.zones[entries][places], np.uint8(0))

    @cached_property
    def _by_look(self) -> dict[tuple[str, int], list[str]]:
        """Words that may be meant by a misspelt one, by first letter and length."""
        groups: dict[tuple[str, int], list[str]] = {}
        for word in self.ids:
            if len(word) >= SHORTEST_TYPO - 1 and word.isalpha():
                groups.setdefault((word[0], len(word)), []).append(word)
        return groups

    @lru_cache(maxsize=10_000)  # noqa: B019 - indexes are few and live as long as the process
    def spellings(self, word: str) -> tuple[str, ...]:
        """Return the words to look for when a user typed a word.

        A word that is nowhere, or hardly anywhere while a neighbour is common, is taken for a typo:
        one slip (a letter changed, left out, added or swapped with the next; Damerau 1964) is
        forgiven, two in a long word, none in the first letter. Chinese words are left as they are.
        """
        own = self.ids.get(word)
        if len(word) < SHORTEST_TYPO or not word.isascii() or not word.isalpha():
            return (word,) if own is not None else ()
        if own is not None and self.found_in(own) > FEW:
            return (word,)
        slips = 2 if len(word) >= LONG_WORD else 1
        lengths = range(len(word) - slips, len(word) + slips + 1)
        near = process.extract(
            word,
            [other for length in lengths for other in self._by_look.get((word[0], length), ())],
            scorer=OSA.distance,
            score_cutoff=slips,
            limit=None,
        )
        known = [(distance, self.found_in(self.ids[other]), other) for other, distance, _ in near]
        if own is None:
            known.sort(key=lambda entry: (entry[0], -entry[1]))
            nearest = known[0][0] if known else 0
            return tuple(o for distance, _, o in known if distance == nearest)[:CORRECTIONS]
        common = [o for d, n, o in known if d == 1 and n >= RARER * self.found_in(own)]
        return (word, *common[: CORRECTIONS - 1])


def _mapped(path: Path) -> NDArray[Any]:
    """Map a file into memory; as a plain array, whose parts are cheaper to take than a memmap's."""
    return np.asarray(np.load(path, mmap_mode="r"))
