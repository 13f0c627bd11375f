"""What is asked of the search and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np


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
