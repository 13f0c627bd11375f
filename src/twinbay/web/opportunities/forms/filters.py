"""The choices above the list of opportunities, read from the address."""

from collections.abc import Mapping
from dataclasses import dataclass

from twinbay.regions import RegionPair
from twinbay.web.opportunities.models import OpportunityKind

LONGEST_TEXT = 200  # characters of a query that are used


@dataclass(frozen=True)
class OpportunityFilter:
    """Which opportunities are listed; empty values choose nothing.

    Attributes:
        text: words in either language that all must be in it.
        kind: one of the six.
        field: id of a field of cooperation.
        region: id of the owner's region.
        owner: stable id of the owning organisation (``org:...``).
    """

    text: str = ""
    kind: str = ""
    field: str = ""
    region: str = ""
    owner: str = ""


def opportunity_filter(query: Mapping[str, str], pair: RegionPair) -> OpportunityFilter:
    """Return the choices an address names; unknown values are as if not given."""
    words = "".join(c if c.isprintable() else " " for c in query.get("q", "")).split()
    return OpportunityFilter(
        text=" ".join(words)[:LONGEST_TEXT].strip(),
        kind=_known(query, "kind", OpportunityKind.values),
        field=_known(query, "field", [field.field_id for field in pair.fields]),
        region=_known(query, "region", [region.region_id for region in pair.regions]),
        owner=query.get("owner", "")[:200].replace("\x00", ""),
    )


def _known(query: Mapping[str, str], key: str, values: list[str]) -> str:
    value = query.get(key, "")
    return value if value in values else ""
