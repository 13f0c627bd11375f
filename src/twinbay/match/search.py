"""Search over organisations, topics, people and works, in English and Chinese.

Two rankings are fused: by words (BM25F, ``index_words``) and by nearness of meaning
(``index_vectors``). Fusion is by reciprocal ranks (Cormack, Clarke, Büttcher: Reciprocal rank
fusion outperforms Condorcet and individual rank learning methods, SIGIR 2009), after the records
that go by exactly the query's name. Every hit says why it matched.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twinbay.errors import LakeError
from twinbay.lake.store import Lake
from twinbay.match.documents import RECORD_KINDS, Document
from twinbay.match.encoders import Encoder
from twinbay.match.index_files import Progress, open_or_build, read_manifest, write_index
from twinbay.match.index_records import Records
from twinbay.match.index_vectors import NOTHING_NEAR, Near, VectorIndex
from twinbay.match.index_words import WordIndex
from twinbay.match.search_query import Query
from twinbay.match.search_results import NO_FILTERS, Filters, Hit, MatchReason, SearchResult
from twinbay.match.turns import Turns
from twinbay.regions import RegionPair

__all__ = [
    "RECORD_KINDS",
    "Filters",
    "Hit",
    "MatchReason",
    "SearchIndex",
    "SearchResult",
    "open_index",
]

FUSION = 60  # the constant of reciprocal rank fusion (Cormack et al. 2009, section 3)
RANKED = 1_000  # records of each ranking that are fused; more when a later page asks for it
PROMINENCE = 0.05  # share that a ten times more prominent record's word score rises by
UNUSUAL = 0.02  # share of the records that has a word; a name without a rarer one is no name
KIND_WEIGHTS = (1.2, 1.2, 0.8, 1.0)  # of word scores, by record kind: people's texts are short
NOT_FAR = 1.0  # distinction of what ``nearest`` looks through
FACETS = ("record_kind", "region", "organisation_kind", "field", "year")
QUERY_CHARACTERS = 2_000  # a longer query is cut


@dataclass(frozen=True, eq=False)
class _Found:
    """Records that match a query, by number, ascending, before filters."""

    records: NDArray[np.int32]
    scores: NDArray[np.float32]  # of words, one for each of the records
    near: Near
    exact: NDArray[np.int32]  # go by exactly the query's name
    abbreviated: bool = False  # the query is a short form of that name


class SearchIndex:
    """A search index in a folder, opened read-only; safe to use from several threads."""

    def __init__(
        self, encoder: Encoder, records: Records, words: WordIndex, vectors: VectorIndex
    ) -> None:
        self._encoder = encoder
        self._records = records
        self._words = words
        self._vectors = vectors
        self._turns = Turns(os.cpu_count() or 1)
        columns = records.columns
        self._word_weights = np.array(KIND_WEIGHTS, np.float32)[columns["record_kind"]]
        self._word_weights *= 1 + PROMINENCE * np.log10(1 + columns["prominence"])

    @classmethod
    def build(
        cls,
        documents: Iterable[Document],
        encoder: Encoder,
        folder: Path,
        progress: Progress | None = None,
    ) -> "SearchIndex":
        """Index documents into a folder, which is replaced in one step, and open it.

        Raises:
            LakeError: the disk is full or the folder may not be written.
        """
        write_index(documents, encoder, folder, progress)
        return cls.open(folder, encoder)

    @classmethod
    def open(cls, folder: Path, encoder: Encoder) -> "SearchIndex":
        """Open an index.

        Raises:
            LakeError: there is none, it is damaged, or another encoder or version made it.
        """
        manifest = read_manifest(folder)
        if manifest is None or manifest["encoder"] != encoder.name:
            raise LakeError(
                "there is no search index for this version and encoder",
                where=str(folder),
                remedy="It is made when the lake is opened for search: twinbay search TEXT.",
            )
        try:
            records = Records.open(folder, manifest["values"])
            words = WordIndex.open(folder, manifest["records"])
            vectors = VectorIndex.open(folder, records.columns["record_kind"])
        except (OSError, ValueError) as error:
            raise LakeError(
                f"the search index is damaged: {error}",
                where=str(folder),
                remedy="Remove the folder; it is made again when needed.",
            ) from error
        return cls(encoder, records, words, vectors)

    def __len__(self) -> int:
        return len(self._records)

    def search(
        self, text: str, filters: Filters = NO_FILTERS, limit: int = 20, offset: int = 0
    ) -> SearchResult:
        """Find the records that a text asks for.

        Arguments:
            text: words in English, Chinese (Simplified or Traditional) or both; with none, every
                record that passes the filters is listed, the most prominent first.
            filters: what hits must be.
            limit: how many hits to return, at least 0.
            offset: how many to leave out before them.
        """
        with self._turns:
            query = Query.of(text[:QUERY_CHARACTERS], self._words)
            found = self._match(query) if text.strip() else self._everything()
            passing = self._records.passing(found.records, filters.by_facet())
            kept = _all_of(passing)
            order, scores = self._ranked(found, kept, offset + limit)
            page = slice(offset, offset + limit)
            hits = self._hits(order[page], scores[page], query, found)
            total = len(found.records) if kept is None else int(np.count_nonzero(kept))
            return SearchResult(hits, total, self._facets(found.records, passing))

    def nearest(self, text: str, filters: Filters = NO_FILTERS, limit: int = 20) -> tuple[str, ...]:
        """Return the ids of the records that are nearest in meaning, near or not, nearest first.

        For texts too long or too free for ``search``, where the caller judges the nearness.

        Arguments:
            text: in English or Chinese.
            filters: what the records must be.
            limit: how many at most.
        """
        with self._turns:
            vector = self._encoder.encode([text[:QUERY_CHARACTERS]], "query")[0]
            near = self._vectors.near(vector, least=NOT_FAR)
            kept = _all_of(self._records.passing(near.records, filters.by_facet()))
            records, similarity = near.records, near.similarity
            if kept is not None:
                records, similarity = records[kept], similarity[kept]
            best = records[_best(similarity, limit)]
            shown = self._records.shown_of(best, ("record_id",))
            return tuple(row["record_id"] for row in shown)

    def _match(self, query: Query) -> _Found:
        exact = self._records.named(query.name)
        abbreviated = not len(exact) and not self._words.knows(query.text)
        if abbreviated:
            exact = self._records.abbreviated(query.text)
        near = NOTHING_NEAR
        if not self._is_a_name(query, exact):
            vector = self._encoder.encode([query.text], "query")[0]
            near = self._vectors.near(vector, foreign=self._records.foreign_to(query.text))
        scores, lexical = query.matches(self._words, (near.records, exact))
        matching = np.zeros(len(self._records), dtype=bool)
        for part in (lexical, near.records, exact):
            matching[part] = True
        records = np.flatnonzero(matching).astype(np.int32)
        return _Found(records, scores[records], near, exact, abbreviated)

    def _is_a_name(self, query: Query, exact: NDArray[np.int32]) -> bool:
        """Return whether the query is the name of an organisation or a person, and nothing else.

        Who types a name wants its owner, not what sounds alike; but "machine learning" is asked
        for by more people than the institute of that name.
        """
        kinds = self._records.columns["record_kind"][exact]
        named = np.isin(kinds, [RECORD_KINDS.index(kind) for kind in ("organisation", "person")])
        return bool(named.any()) and query.rarest(self._words) <= UNUSUAL * len(self._records)

    def _everything(self) -> _Found:
        count = len(self._records)
        nothing = np.zeros(0, dtype=np.int32)
        everything = np.arange(count, dtype=np.int32)
        return _Found(everything, np.zeros(count, np.float32), NOTHING_NEAR, nothing)

    @cached_property
    def _listing(self) -> NDArray[np.int64]:
        """Every record in the order of a list without a query: by kind, the prominent first."""
        columns = self._records.columns
        return np.lexsort((-columns["prominence"], columns["record_kind"]))

    def _ranked(
        self, found: _Found, kept: NDArray[np.bool_] | None, wanted: int
    ) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """Return the first records and their fused scores, best first.

        Arguments:
            found: what matches.
            kept: which of it passes the filters; None for all.
            wanted: how many records at most.
        """
        everything = len(found.records) == len(self._records)
        if everything and not found.scores.any() and not len(found.near.records):
            order = self._listing if kept is None else self._listing[kept[self._listing]]
            first = found.records[order[:wanted]]
            return first, np.zeros(len(first))
        records, scores = found.records, found.scores
        if kept is not None:
            records, scores = records[kept], scores[kept]
        most = max(RANKED, wanted)
        fused = np.zeros(len(records))
        words = scores * self._word_weights[records]
        best = _best(words, most)
        best = best[words[best] > 0]
        fused[best] += 1 / (FUSION + 1 + np.arange(len(best)))
        places, near = _places(found.near.records, records)
        best = places[_best(found.near.distinction[near], most)]
        fused[best] += 1 / (FUSION + 1 + np.arange(len(best)))
        # Records of the query's name come first, by kind; no fused score reaches 1.
        exact, _ = _places(found.exact, records)
        kinds = self._records.columns["record_kind"][records[exact]]
        fused[exact] += 1 + len(RECORD_KINDS) - kinds
        order = _first(fused, self._records.columns["prominence"][records], wanted)
        return records[order], fused[order]

    def _facets(
        self, records: NDArray[np.int32], passing: Mapping[str, NDArray[np.bool_]]
    ) -> dict[str, dict[str, int]]:
        kept = _all_of(passing)
        counted = self._records.counts(
            records if kept is None else records[kept],
            [facet for facet in FACETS if facet not in passing],
        )
        for facet in passing:
            others = _all_of({name: mask for name, mask in passing.items() if name != facet})
            own = records if others is None else records[others]
            counted |= self._records.counts(own, [facet])
        return {facet: counted[facet] for facet in FACETS}

    def _hits(
        self,
        records: NDArray[np.int32],
        scores: NDArray[np.float64],
        query: Query,
        found: _Found,
    ) -> tuple[Hit, ...]:
        shown = self._records.shown_of(records)
        facts = self._records.facts_of(records)
        reasons = self._reasons(records, query, found)
        return tuple(
            Hit(**texts, **known, score=score, reasons=tuple(why))
            for texts, known, score, why in zip(shown, facts, scores.tolist(), reasons, strict=True)
        )

    def _reasons(
        self, records: NDArray[np.int32], query: Query, found: _Found
    ) -> list[list[MatchReason]]:
        """Return why each record matched."""
        reasons = [
            [MatchReason("words", words, zone) for zone, words in zones.items()]
            for zones in query.found_in(self._words, records)
        ]
        if found.abbreviated:
            for place in np.flatnonzero(np.isin(records, found.exact)).tolist():
                reasons[place] = [MatchReason("words", (query.text.strip(),), "name")]
        order = np.argsort(records)
        places, near = _places(found.near.records, records[order])
        for place, similarity in zip(
            order[places].tolist(), found.near.similarity[near].tolist(), strict=True
        ):
            reasons[place].append(MatchReason("meaning", similarity=round(similarity, 3)))
        return reasons


def open_index(
    lake: Lake,
    pair: RegionPair,
    encoder: Encoder | None = None,
    progress: Progress | None = None,
) -> SearchIndex:
    """Return the search index of a build, made at the first call.

    Arguments:
        lake: an opened build.
        pair: gives the fields of cooperation and the names of places.
        encoder: by default ``encoders.default_encoder``.
        progress: told how many documents are indexed.

    Raises:
        LakeError: the disk is full or may not be written. Two callers at once are safe: the second
            waits for the first.
    """
    folder, chosen = open_or_build(lake, pair, encoder, progress)
    return SearchIndex.open(folder, chosen)


def _all_of(masks: Mapping[str, NDArray[np.bool_]]) -> NDArray[np.bool_] | None:
    """Return what passes every mask; None for everything when there is none."""
    together: NDArray[np.bool_] | None = None
    for mask in masks.values():
        together = mask if together is None else together & mask
    return together


def _places(
    some: NDArray[np.int32], ascending: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where records are in an ascending list, and which of them are in it."""
    places = np.searchsorted(ascending, some)
    inside = np.flatnonzero(places < len(ascending))
    inside = inside[ascending[places[inside]] == some[inside]]
    return places[inside], inside


def _best(scores: NDArray[Any], most: int) -> NDArray[np.int64]:
    """Return the places of the highest scores, highest first, equal ones in their order."""
    if len(scores) > most:
        top = np.sort(np.argpartition(-scores, most - 1)[:most])
    else:
        top = np.arange(len(scores))
    return top[np.argsort(-scores[top], kind="stable")]


def _first(
    fused: NDArray[np.float64], prominence: NDArray[np.float32], wanted: int
) -> NDArray[np.int64]:
    """Return the places of the highest scores, of equal ones the most prominent first."""
    scored = np.flatnonzero(fused)
    if len(scored) < wanted:
        rest = np.flatnonzero(fused == 0)
        rest = rest[_best(prominence[rest], wanted - len(scored))]
        scored = np.concatenate([scored, rest])
    elif len(scored) > wanted > 0:
        least = -np.partition(-fused[scored], wanted - 1)[wanted - 1]
        scored = scored[fused[scored] >= least]
    order = np.lexsort((scored, -prominence[scored], -fused[scored]))
    return scored[order[:wanted]]
