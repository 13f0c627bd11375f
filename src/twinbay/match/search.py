"""Search over organisations, topics, people and works, in English and Chinese.

Two rankings are fused: by words (BM25F, ``index_words``) and by nearness of meaning
(``index_vectors``). Fusion is by reciprocal ranks (Cormack, Clarke, Büttcher: Reciprocal rank
fusion outperforms Condorcet and individual rank learning methods, SIGIR 2009), after the records
that go by exactly the query's name. Every hit says why it matched.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Filters:
    """What hits must be; an empty set or None asks for nothing.

    Attributes:
        record_kinds: of ``RECORD_KINDS``.
        regions: region ids.
        organisation_kinds: as in the lake.
        fields: ids of fields of cooperation.
        year_from: first year; records without a year then do not pass.
        year_to: last year.
    """

    record_kinds: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    organisation_kinds: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    year_from: int | None = None
    year_to: int | None = None

    def by_facet(self) -> dict[str, Any]:
        """Return what is asked for by facet, facets without a filter left out."""
        wanted: dict[str, Any] = {
            "record_kind": self.record_kinds,
            "region": self.regions,
            "organisation_kind": self.organisation_kinds,
            "field": self.fields,
        }
        if self.year_from is not None or self.year_to is not None:
            wanted["year"] = (self.year_from or 0, self.year_to or np.iinfo(np.int16).max)
        return {facet: value for facet, value in wanted.items() if value}


NO_FILTERS = Filters()


@dataclass(frozen=True)
class MatchReason:
    """Why a hit matched.

    Attributes:
        kind: "words" or "meaning".
        words: the query's words that were found, as typed.
        place: the zone they were found in (``index_words.ZONES``), "" for meaning.
        similarity: cosine of the meanings, -1 to 1; None for words.
    """

    kind: str
    words: tuple[str, ...] = ()
    place: str = ""
    similarity: float | None = None


@dataclass(frozen=True)
class Hit:
    """One record that matched; ``score`` only orders the hits of one result."""

    record_id: str
    record_kind: str
    title: str
    title_zh: str
    region: str | None
    organisation_kind: str | None
    place: str | None
    year: int | None
    score: float
    reasons: tuple[MatchReason, ...]


@dataclass(frozen=True)
class SearchResult:
    """A page of hits.

    Attributes:
        hits: best first.
        total: how many records matched and pass the filters.
        facets: counts by facet and value. A facet's own filter does not count, so that the other
            values stay in sight.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, eq=False)
class _Found:
    """Records that match a query, before filters."""

    records: NDArray[np.int32]
    scores: NDArray[np.float32]  # of words, for every record of the index
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
        query = Query.of(text[:QUERY_CHARACTERS], self._words)
        found = self._match(query) if text.strip() else self._everything()
        passing = self._records.passing(found.records, filters.by_facet())
        kept = found.records[_all_of(passing, len(found.records))]
        order, scores = self._ranked(found, kept, offset + limit)
        page = slice(offset, offset + limit)
        hits = tuple(
            self._hit(int(record), float(score), query, found)
            for record, score in zip(order[page], scores[page], strict=True)
        )
        return SearchResult(hits, len(kept), self._facets(found.records, passing))

    def nearest(self, text: str, filters: Filters = NO_FILTERS, limit: int = 20) -> tuple[str, ...]:
        """Return the ids of the records that are nearest in meaning, near or not, nearest first.

        For texts too long or too free for ``search``, where the caller judges the nearness.

        Arguments:
            text: in English or Chinese.
            filters: what the records must be.
            limit: how many at most.
        """
        vector = self._encoder.encode([text[:QUERY_CHARACTERS]], "query")[0]
        near = self._vectors.near(vector, least=NOT_FAR)
        passing = self._records.passing(near.records, filters.by_facet())
        kept = np.flatnonzero(_all_of(passing, len(near.records)))
        best = near.records[kept[_best(near.similarity[kept], limit)]]
        shown = self._records.shown["record_id"]
        return tuple(shown[int(record)].as_py() for record in best)

    def _match(self, query: Query) -> _Found:
        exact = self._records.named(query.name)
        abbreviated = not len(exact) and not self._words.knows(query.text)
        if abbreviated:
            exact = self._records.abbreviated(query.text)
        scores, lexical = query.matches(self._words)
        near = NOTHING_NEAR
        if not self._is_a_name(query, exact):
            near = self._vectors.near(self._encoder.encode([query.text], "query")[0])
        matching = np.zeros(len(self._records), dtype=bool)
        for part in (lexical, near.records, exact):
            matching[part] = True
        records = np.flatnonzero(matching).astype(np.int32)
        return _Found(records, scores, near, exact, abbreviated)

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

    def _ranked(
        self, found: _Found, kept: NDArray[np.int32], wanted: int
    ) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """Return the first records and their fused scores, best first."""
        prominence = self._records.columns["prominence"][kept]
        most = max(RANKED, wanted)
        kinds = self._records.columns["record_kind"][kept]
        words = found.scores[kept] * np.array(KIND_WEIGHTS, np.float32)[kinds]
        words *= 1 + PROMINENCE * np.log10(1 + prominence)
        meaning = np.zeros(len(self._records), dtype=np.float32)
        meaning[found.near.records] = found.near.distinction
        fused = np.zeros(len(kept))
        for ranking in (words, meaning[kept]):
            best = _best(ranking, most)
            best = best[ranking[best] > 0]
            fused[best] += 1 / (FUSION + 1 + np.arange(len(best)))
        fused[np.isin(kept, found.exact)] += 1
        first_kind = np.where(fused >= 1, kinds, len(RECORD_KINDS))
        if not fused.any():
            first_kind = kinds
        candidates = np.union1d(_best(fused, most), _best(prominence, most))
        keys = (kept[candidates], -prominence[candidates], -fused[candidates])
        order = candidates[np.lexsort((*keys, first_kind[candidates]))]
        return kept[order], fused[order]

    def _facets(
        self, records: NDArray[np.int32], passing: Mapping[str, NDArray[np.bool_]]
    ) -> dict[str, dict[str, int]]:
        facets = {}
        for facet in FACETS:
            others = {name: mask for name, mask in passing.items() if name != facet}
            facets[facet] = self._records.counts(records[_all_of(others, len(records))], facet)
        return facets

    def _hit(self, record: int, score: float, query: Query, found: _Found) -> Hit:
        columns = self._records.columns
        shown = {
            name: self._records.shown[name][record].as_py()
            for name in self._records.shown.schema.names
        }
        reasons = [
            MatchReason("words", words, zone)
            for zone, words in query.found_in(self._words, record).items()
        ]
        if found.abbreviated and record in found.exact:
            reasons = [MatchReason("words", (query.text.strip(),), "name")]
        place = int(np.searchsorted(found.near.records, record))
        if place < len(found.near.records) and found.near.records[place] == record:
            similarity = round(float(found.near.similarity[place]), 3)
            reasons.append(MatchReason("meaning", similarity=similarity))
        return Hit(
            record_id=shown["record_id"],
            record_kind=RECORD_KINDS[columns["record_kind"][record]],
            title=shown["title"],
            title_zh=shown["title_zh"],
            region=self._records.value("region", int(columns["first_region"][record])),
            organisation_kind=self._records.value(
                "organisation_kind", int(columns["organisation_kind"][record])
            ),
            place=shown["place"],
            year=int(columns["year"][record]) or None,
            score=score,
            reasons=tuple(reasons),
        )


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


def _all_of(masks: Mapping[str, NDArray[np.bool_]], length: int) -> NDArray[np.bool_]:
    together = np.ones(length, dtype=bool)
    for mask in masks.values():
        together &= mask
    return together


def _best(scores: NDArray[Any], most: int) -> NDArray[np.int64]:
    """Return the places of the highest scores, highest first, equal ones in their order."""
    if len(scores) > most:
        top = np.sort(np.argpartition(-scores, most - 1)[:most])
    else:
        top = np.arange(len(scores))
    return top[np.argsort(-scores[top], kind="stable")]
