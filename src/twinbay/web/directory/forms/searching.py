"""What is asked of the search, read from the address."""

from dataclasses import dataclass
from typing import Any

from twinbay.lake.schema import ORGANISATION_KINDS
from twinbay.match.search import RECORD_KINDS, Filters
from twinbay.regions import RegionPair
from twinbay.web.directory.forms.listing import LONGEST_TEXT, page_number, text_of


@dataclass(frozen=True)
class SearchRequest:
    """A query with its filters.

    Attributes:
        text: what was typed, tidied and cut to ``LONGEST_TEXT`` characters.
        cut: whether more was typed.
        filters: what hits must be; unknown values are as if not given.
        page: the page asked for, from 1.
    """

    text: str
    cut: bool
    filters: Filters
    page: int


def search_request(query: Any, pair: RegionPair) -> SearchRequest:
    """Read a request's query (a Django ``QueryDict``)."""
    filters = Filters(
        record_kinds=_chosen(query, "record", RECORD_KINDS),
        regions=_chosen(query, "region", [region.region_id for region in pair.regions]),
        organisation_kinds=_chosen(query, "kind", ORGANISATION_KINDS),
        fields=_chosen(query, "field", [candidate.field_id for candidate in pair.fields]),
        year_from=_year(query, "from"),
        year_to=_year(query, "to"),
    )
    cut = len(" ".join(query.get("q", "").split())) > LONGEST_TEXT
    return SearchRequest(text_of(query), cut, filters, page_number(query))


def _chosen(query: Any, key: str, known: list[str] | tuple[str, ...]) -> frozenset[str]:
    return frozenset(query.getlist(key)) & frozenset(known)


def _year(query: Any, key: str) -> int | None:
    text = query.get(key, "").strip()
    return int(text) if len(text) == 4 and text.isascii() and text.isdigit() else None
