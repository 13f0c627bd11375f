"""Organisations of a build: those the sources identify, and those found by name in works."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

import ibis
from ibis import _

from twinbay.lake.assemble.workspace import Workspace
from twinbay.lake.derive.locations import assign_organisation
from twinbay.lake.derive.organisation_kinds import guess_kind
from twinbay.lake.derive.organisations import (
    KnownOrganisation,
    Mention,
    Resolution,
    resolve_organisations,
)

# A city is an organisation's seat when at least this share of its placed authorships name it.
SEAT_SHARE = 0.5
FROM_WORKS = "found-by-name"  # source of organisations, names and people found in affiliations
FROM_DEALS = "deals"

Cities = dict[tuple[str, str | None], Counter[tuple[str, str | None]]]
"""How often a name with its country goes with a city and its country."""


def assemble_organisations(space: Workspace) -> None:
    """Resolve organisations; write organisations and organisation_names."""
    known, names = _known(space)
    placed_mentions = _mentions(space)
    cities = _cities(placed_mentions)
    mentions = _without_cities(placed_mentions)
    deals = _deal_mentions(space, cities)
    aliases: dict[str, list[str]] = defaultdict(list)
    for name in names:
        aliases[name["org_id"]].append(name["name"])
    resolutions = resolve_organisations(
        [*mentions, *deals],
        [
            KnownOrganisation(org_id, tuple(aliases[org_id]), row["country"], row["url"])
            for org_id, row in known.items()
        ],
    )
    rows = list(known.values())
    rows += _newcomers(resolutions, set(known), cities)
    for row in rows:
        _assign(space, row)
    space.write_rows("organisations", rows)
    sources = [FROM_WORKS] * len(mentions) + [FROM_DEALS] * len(deals)
    names += [
        {
            "org_id": resolution.org_id,
            "name": resolution.mention.name,
            "country": resolution.mention.country,
            "works": resolution.mention.rows if source == FROM_WORKS else None,
            "rule": resolution.rule,
            "source": source,
        }
        for resolution, source in zip(resolutions, sources, strict=True)
    ]
    space.write_rows("organisation_names", names)


def _known(space: Workspace) -> tuple[dict[str, dict[str, Any]], list[dict[str, Any]]]:
    """Merge the organisations that sources identify: one row per id, the first source leads."""
    known: dict[str, dict[str, Any]] = {}
    names: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row in [*space.staged_rows("organisations"), *_identified_in_works(space)]:
        aliases = row.pop("aliases", None) or []
        kept = known.setdefault(row["org_id"], row)
        for column, value in row.items():
            if kept.get(column) is None:
                kept[column] = value
        for name in (row["name"], row["name_zh"], *aliases):
            if name:
                names.setdefault(
                    (row["org_id"], name, row["source"]),
                    {
                        "org_id": row["org_id"],
                        "name": name,
                        "country": row["country"],
                        "rule": "source",
                        "source": row["source"],
                    },
                )
    return known, list(names.values())


def _identified_in_works(space: Workspace) -> Iterable[dict[str, Any]]:
    """Return organisations that affiliations identify, for those that no list describes."""
    found = (
        space.staged("affiliations")
        .filter(_.org_id.notnull() & _.org_name.notnull())
        .group_by("org_id")
        .aggregate(
            name=_.org_name.max(), country=_.country.max(), url=_.org_url.max(), city=_.city.max()
        )
        .order_by("org_id")
        .to_pyarrow()
    )
    for row in found.to_pylist():
        yield {
            **row,
            "kind": guess_kind(row["name"], row["url"]),
            "name_zh": None,
            "source": FROM_WORKS,
        }


def _mentions(space: Workspace) -> list[dict[str, Any]]:
    """Return the names in affiliations without an id, by country and city, the frequent first."""
    rows: list[dict[str, Any]] = (
        space.staged("affiliations")
        .filter(_.org_name.notnull() & _.org_id.isnull())
        .group_by("org_name", "country", "city")
        .aggregate(url=_.org_url.max(), rows=_.count())
        .order_by(ibis.desc("rows"), "org_name", "country", "city")
        .to_pyarrow()
        .to_pylist()
    )
    return rows


def _without_cities(placed: Iterable[dict[str, Any]]) -> list[Mention]:
    rows: Counter[tuple[str, str | None]] = Counter()
    urls: dict[tuple[str, str | None], str] = {}
    for row in placed:
        key = row["org_name"], row["country"]
        rows[key] += row["rows"]
        if row["url"]:
            urls.setdefault(key, row["url"])
    return [Mention(*key, urls.get(key), count) for key, count in rows.most_common()]


def _cities(placed: Iterable[dict[str, Any]]) -> Cities:
    """Return how often each mention names each city, by name and country."""
    cities: Cities = defaultdict(Counter)
    for row in placed:
        if row["city"]:
            cities[row["org_name"], row["country"]][row["city"], row["country"]] += row["rows"]
    return cities


def _deal_mentions(space: Workspace, cities: Cities) -> list[Mention]:
    """Return the names in deals by country; add the cities they give."""
    rows: Counter[tuple[str, str | None]] = Counter()
    for deal in space.staged_rows("deals"):
        for side in ("from", "to"):
            key = deal[f"{side}_name"], deal[f"{side}_country"]
            rows[key] += 1
            if deal[f"{side}_city"]:
                cities[key][deal[f"{side}_city"], deal[f"{side}_country"]] += 1
    return [
        Mention(name, country, None, count)
        for (name, country), count in sorted(rows.items(), key=str)
    ]


def _newcomers(
    resolutions: Iterable[Resolution],
    known: set[str],
    cities: Cities,
) -> list[dict[str, Any]]:
    """Return a row for each organisation that was found by name only."""
    members: dict[str, list[Resolution]] = defaultdict(list)
    for resolution in resolutions:
        if resolution.org_id not in known:
            members[resolution.org_id].append(resolution)
    rows = []
    for org_id, group in members.items():
        countries: Counter[str] = Counter()
        seats: Counter[tuple[str, str | None]] = Counter()
        for resolution in group:
            mention = resolution.mention
            if mention.country:
                countries[mention.country] += mention.rows
            seats.update(cities.get((mention.name, mention.country), {}))
        url = next((r.mention.url for r in group if r.mention.url), None)
        city, country = _seat(seats)
        rows.append(
            {
                "org_id": org_id,
                "name": group[0].canonical,
                "kind": guess_kind(group[0].canonical, url),
                "city": city,
                "country": country or (countries.most_common(1)[0][0] if countries else None),
                "url": url,
                "source": FROM_WORKS,
            }
        )
    return rows


def _seat(cities: Counter[tuple[str, str | None]]) -> tuple[str | None, str | None]:
    """Return the city, with its country, that most placed authorships name, if it is clear."""
    if not cities:
        return None, None
    (city, country), count = min(cities.items(), key=lambda item: (-item[1], str(item[0])))
    return (city, country) if count >= SEAT_SHARE * cities.total() else (None, None)


def _assign(space: Workspace, row: dict[str, Any]) -> None:
    """Add region, place and rule; an organisation in a place of the pair has its country."""
    assignment = assign_organisation(
        space.pair,
        lat=row.get("lat"),
        lon=row.get("lon"),
        city=row.get("city"),
        country=row.get("country"),
        ror=row.get("ror"),
    )
    row.update(region=assignment.region, region_rule=assignment.rule, place=assignment.place)
    if assignment.region and assignment.place:
        for place in space.pair.region(assignment.region).places:
            if place.place_id == assignment.place:
                row["country"] = place.country
