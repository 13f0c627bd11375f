"""Authorships with their organisations and regions, before people are resolved.

The region of an authorship is decided row by row, by the first rule that applies: the city the
source gives, the organisation's seat, a place named in the raw affiliation.
"""

from pathlib import Path

import ibis
from ibis import _

from twinbay.lake.assemble.organisations import FROM_WORKS
from twinbay.lake.assemble.workspace import Workspace, memory_table
from twinbay.lake.derive.locations import AffiliationScanner, assign_city

TEXTS_AT_ONCE = 50_000


def locate_authorships(space: Workspace, kept_works: Path) -> Path:
    """Write one row per work, author and organisation with its region and the rule.

    Arguments:
        space: the build.
        kept_works: what ``assemble_works`` returned; other rows are left out.

    Returns:
        A passing Parquet file: work_id, position, author_id, author_name, org_id, region,
        region_rule, raw_affiliation.
    """
    affiliations = space.staged("affiliations")
    kept = affiliations.semi_join(space.read(kept_works), ["work_id", "part"])
    keyed = kept.mutate(
        name_key=ibis.coalesce(_.org_name, ""),
        country_key=ibis.coalesce(_.country, ""),
        city_key=ibis.coalesce(_.city, ""),
        raw_key=ibis.coalesce(_.raw_affiliation, ""),
    )
    resolved = keyed.left_join(_organisation_of_mention(space), ["name_key", "country_key"])
    resolved = resolved.mutate(org=ibis.coalesce(_.org_id, _.resolved_org)).drop(
        "name_key_right", "country_key_right"
    )
    seats = space.table("organisations").select(
        org="org_id", seat_region="region", seat_rule="region_rule"
    )
    placed = resolved.left_join(seats, "org").drop("org_right")
    placed = placed.left_join(_cities(space, affiliations), ["city_key", "country_key"]).drop(
        "city_key_right", "country_key_right"
    )
    placed = placed.left_join(_raw_places(space, placed), "raw_key").drop("raw_key_right")
    target = space.scratch / "located.parquet"
    _with_region(placed).distinct().to_parquet(str(target), compression="zstd")
    return target


def _organisation_of_mention(space: Workspace) -> ibis.Table:
    return (
        space.table("organisation_names")
        .filter(_.source == FROM_WORKS)
        .filter(_.works.notnull())
        .select(name_key="name", country_key=ibis.coalesce(_.country, ""), resolved_org="org_id")
        .distinct()
    )


def _cities(space: Workspace, affiliations: ibis.Table) -> ibis.Table:
    distinct = affiliations.filter(_.city.notnull()).select("city", "country").distinct()
    rows = []
    for row in distinct.to_pyarrow().to_pylist():
        found = assign_city(space.pair, row["city"], row["country"])
        rows.append((row["city"], row["country"] or "", found.region))
    schema = {"city_key": "string", "country_key": "string", "city_region": "string"}
    return memory_table(schema, rows)


def _raw_places(space: Workspace, placed: ibis.Table) -> ibis.Table:
    """Scan the affiliations of rows that neither a city nor a seat places."""
    unplaced = placed.filter(
        _.city.isnull()
        & (_.seat_rule.isnull() | (_.seat_rule == "none"))
        & _.raw_affiliation.notnull()
    )
    scanner = AffiliationScanner(space.pair)
    rows = []
    for batch in space.batches(unplaced.select("raw_key").distinct(), TEXTS_AT_ONCE):
        for text in batch.column(0).to_pylist():
            region = scanner.assign(text).region
            if region:
                rows.append((text, region))
    return memory_table({"raw_key": "string", "raw_region": "string"}, rows)


def _with_region(placed: ibis.Table) -> ibis.Table:
    has_city = placed.city.notnull()
    has_seat = placed.seat_rule.notnull() & (placed.seat_rule != "none")
    return placed.select(
        "work_id",
        "position",
        "author_id",
        "author_name",
        "raw_affiliation",
        org_id=placed.org,
        region=ibis.cases(
            (has_city, placed.city_region),
            (has_seat, placed.seat_region),
            else_=placed.raw_region,
        ),
        region_rule=ibis.cases(
            (has_city, "city-name"),
            (has_seat, "organisation-seat"),
            (placed.raw_region.notnull(), "city-name"),
            else_="none",
        ),
    )
