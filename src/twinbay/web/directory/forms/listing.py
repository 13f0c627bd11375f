"""The choices above the list of organisations, read from the address."""

from collections.abc import Mapping

from twinbay.lake.schema import ORGANISATION_KINDS
from twinbay.regions import RegionPair
from twinbay.web.directory.queries.listing import ELSEWHERE, SORTS, OrganisationFilter

LONGEST_TEXT = 200  # characters of a query that are used


def page_number(query: Mapping[str, str]) -> int:
    """Return the page asked for, 1 when it is missing or not a number."""
    text = query.get("page", "")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def text_of(query: Mapping[str, str], key: str = "q") -> str:
    """Return a typed text: without control characters, spaces joined, not too long."""
    words = "".join(c if c.isprintable() else " " for c in query.get(key, "")).split()
    return " ".join(words)[:LONGEST_TEXT].strip()


def organisation_filter(query: Mapping[str, str], pair: RegionPair) -> OrganisationFilter:
    """Return the choices an address names; unknown values are as if not given."""
    region = _known(query, "region", [r.region_id for r in pair.regions] + [ELSEWHERE])
    places = [p.place_id for r in pair.regions for p in r.places if region in ("", r.region_id)]
    return OrganisationFilter(
        region=region,
        kind=_known(query, "kind", ORGANISATION_KINDS),
        place=_known(query, "place", places),
        field=_known(query, "field", [f.field_id for f in pair.fields]),
        name=text_of(query),
        sort=next((sort for sort in SORTS if sort == query.get("sort")), "works"),
    )


def _known(query: Mapping[str, str], key: str, values: list[str] | tuple[str, ...]) -> str:
    value = query.get(key, "")
    return value if value in values else ""
