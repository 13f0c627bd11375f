"""The list of organisations with its facets."""

from dataclasses import dataclass, replace
from typing import Any, Literal

from twinbay.web.directory.queries.organisations import (
    FROM_ORGANISATIONS,
    SELECT_ORGANISATIONS,
    Organisation,
    organisation_of,
)
from twinbay.web.directory.queries.serving import ServingDatabase

Sort = Literal["works", "across", "name"]
SORTS: tuple[Sort, ...] = ("works", "across", "name")
ELSEWHERE = "elsewhere"
_ORDERS: dict[Sort, str] = {
    "works": "shown_works DESC, o.name, o.org_id",
    "across": "partners_across DESC, shown_works DESC, o.name, o.org_id",
    "name": "o.name, o.org_id",
}


@dataclass(frozen=True)
class OrganisationFilter:
    """Which organisations to list.

    Attributes:
        region: a region id, ``elsewhere`` for the rest of the world, empty for both regions.
        kind, place, field: ids, empty for all.
        name: part of a name in any language.
        sort: most works first (within the field when one is chosen), most partners across
            first, or by name.
    """

    region: str = ""
    kind: str = ""
    place: str = ""
    field: str = ""
    name: str = ""
    sort: Sort = "works"


@dataclass(frozen=True)
class ListedOrganisation:
    """One line of the list.

    Attributes:
        works: works in the data, within the field when one is chosen.
        across: organisations of the other region with joint works.
    """

    organisation: Organisation
    works: int
    across: int


def listed_organisations(
    database: ServingDatabase, wanted: OrganisationFilter, limit: int | None, offset: int = 0
) -> tuple[list[ListedOrganisation], list[str]]:
    """Return one page of the list and the sources; ``limit`` None returns all of it."""
    condition, parameters = _condition(wanted)
    works, join, given = "coalesce(t.works, 0)", "", []
    if wanted.field:
        works, join = "f.works", "JOIN org_fields f ON f.org_id = o.org_id AND f.field_id = ?"
        given = [wanted.field]
    select = SELECT_ORGANISATIONS.replace(
        "FROM organisations o",
        f", {works} AS shown_works, coalesce(a.partners, 0) AS partners_across"
        " FROM organisations o",
    )
    rows = database.rows(
        f"{select} LEFT JOIN across a ON a.org_id = o.org_id {join} WHERE {condition}"
        f" ORDER BY {_ORDERS[wanted.sort]} LIMIT ? OFFSET ?",
        *given,
        *parameters,
        limit if limit is not None else 1_000_000,
        offset,
    )
    found = [
        ListedOrganisation(organisation_of(r), r["shown_works"], r["partners_across"]) for r in rows
    ]
    return found, sorted({r["source"] for r in rows})


def facet_counts(
    database: ServingDatabase, wanted: OrganisationFilter
) -> dict[str, dict[str, int]]:
    """Count organisations by the values of each facet, in one query.

    Returns:
        Counts by value for region, kind, place and field, each under all the other choices;
        under ``total`` the number of organisations listed, with an empty value.
    """
    parts, parameters = [], []
    facets = {
        "region": (replace(wanted, region="", place=""), "coalesce(o.region, 'elsewhere')", True),
        "kind": (replace(wanted, kind=""), "o.kind", False),
        "place": (replace(wanted, place=""), "o.place", False),
        "total": (wanted, "''", False),
    }
    for name, (others, value, everywhere) in facets.items():
        condition, given = _condition(others, everywhere=everywhere)
        condition += _in_field(others.field, given)
        parts.append(
            f"SELECT '{name}' AS facet, {value} AS value, count(*) AS number"
            f" {FROM_ORGANISATIONS} WHERE {condition} GROUP BY ALL"
        )
        parameters += given
    condition, given = _condition(wanted)
    parts.append(
        "SELECT 'field', f.field_id, count(*) FROM organisations o"
        f" JOIN org_fields f USING (org_id) WHERE {condition} GROUP BY ALL"
    )
    counts: dict[str, dict[str, int]] = {name: {} for name in (*facets, "field")}
    for row in database.rows(" UNION ALL ".join(parts), *parameters, *given):
        if row["value"] is not None:
            counts[row["facet"]][row["value"]] = row["number"]
    return counts


def _in_field(field_id: str, parameters: list[Any]) -> str:
    if not field_id:
        return ""
    parameters.append(field_id)
    return " AND o.org_id IN (SELECT org_id FROM org_fields WHERE field_id = ?)"


def _condition(wanted: OrganisationFilter, *, everywhere: bool = False) -> tuple[str, list[Any]]:
    """Return the WHERE condition but for the field, and its parameters."""
    parts, parameters = ["true"], []
    if wanted.region == ELSEWHERE:
        parts.append("o.region IS NULL")
    elif wanted.region:
        parts.append("o.region = ?")
        parameters.append(wanted.region)
    elif not everywhere:
        parts.append("o.region IN (SELECT region FROM pair_regions)")
    for column, value in (("kind", wanted.kind), ("place", wanted.place)):
        if value:
            parts.append(f"o.{column} = ?")
            parameters.append(value)
    if wanted.name:
        parts.append(
            "(contains(lower(o.name), ?) OR contains(coalesce(o.name_zh, ''), ?) OR o.org_id IN"
            " (SELECT org_id FROM organisation_names WHERE contains(lower(name), ?)))"
        )
        parameters += [wanted.name.lower()] * 3
    return " AND ".join(parts), parameters
