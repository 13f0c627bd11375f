"""The figures of the home page and the maps, from the lake.

A fixed number of queries, however large the lake; results are kept per build.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any, TypeVar

import duckdb

from twinbay.lake.store import Lake
from twinbay.regions import RegionPair

Result = TypeVar("Result")
YEARS_COMPARED = 3
# A last year with fewer works than this share of the year before is still being collected.
COMPLETE_SHARE = 0.8
MOST_POINTS = 5_000


@dataclass(frozen=True)
class FieldStrength:
    """A region's works in a field of cooperation.

    Attributes:
        works: works of the region in the field's topics, each once.
        specialisation: (share of the region's works that lie in the field) / (the same share in
            the world of the data); 1 is average, None without works to compare.
    """

    works: int
    specialisation: float | None


@dataclass(frozen=True)
class Growth:
    """Shared works in the last complete years and in as many years before.

    Attributes:
        ratio: later divided by earlier, None when there were none earlier.
    """

    earlier_from: int
    earlier_to: int
    earlier_works: int
    later_from: int
    later_to: int
    later_works: int

    @property
    def ratio(self) -> float | None:
        """Later works divided by earlier ones."""
        return self.later_works / self.earlier_works if self.earlier_works else None


@dataclass(frozen=True)
class HomeFigures:
    """What the home page says.

    Attributes:
        kinds: organisations by (region id, kind).
        places: (organisations, works) by (region id, place id).
        works: works by region, each once per region.
        strengths: by (region id, field id).
        shared: works that both regions took part in, by year; years without are 0.
        incomplete_year: the last year when it is still being collected.
        growth: None when there are not enough years.
        sources: source keys by figure: organisations, works, shared.
    """

    kinds: Mapping[tuple[str, str], int]
    places: Mapping[tuple[str, str], int]
    works: Mapping[str, int]
    strengths: Mapping[tuple[str, str], FieldStrength]
    shared: Mapping[int, int]
    incomplete_year: int | None
    growth: Growth | None
    sources: Mapping[str, tuple[str, ...]]

    def organisations(self, region_id: str) -> int:
        """Return how many organisations a region has."""
        return sum(n for (region, _kind), n in self.kinds.items() if region == region_id)


def _once_per_build(
    function: Callable[..., Result],
) -> Callable[..., Result]:
    """Keep the last results by build; a new build has a new id."""
    kept: dict[tuple[Any, ...], Result] = {}

    @wraps(function)
    def cached(lake: Lake, *rest: Any) -> Result:
        key = (lake.home, lake.build_id, *(getattr(part, "pair_id", part) for part in rest))
        if key not in kept:
            if len(kept) >= 8:
                kept.clear()
            kept[key] = function(lake, *rest)
        return kept[key]

    return cached


def _rows(lake: Lake, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """Run one query; ``{table}`` in it stands for the table's Parquet file."""
    names = {name: f"read_parquet('{_quoted(lake, name)}')" for name in _named_in(sql)}
    with duckdb.connect() as connection:
        connection.execute("SET threads = 2")
        return list(connection.execute(sql.format(**names), list(parameters)).fetchall())


def _quoted(lake: Lake, name: str) -> str:
    return str(lake.path(name)).replace("'", "''")


@lru_cache(maxsize=64)
def _named_in(sql: str) -> tuple[str, ...]:
    return tuple({part.split("}")[0] for part in sql.split("{")[1:]})


@_once_per_build
def home_figures(lake: Lake, pair: RegionPair) -> HomeFigures:
    """Compute the home page's figures in six queries."""
    regions = [region.region_id for region in pair.regions]
    organisations = _rows(
        lake,
        "SELECT region, kind, place, count(*) FROM {organisations}"
        " WHERE region IN (?, ?) GROUP BY ALL",
        *regions,
    )
    works = _rows(
        lake,
        "SELECT region, topic, sum(works) FROM {region_portfolio}"
        " WHERE region IN (?, ?) GROUP BY ALL",
        *regions,
    )
    world = _rows(lake, "SELECT topic, year, sum(works) FROM {topic_totals} GROUP BY ALL")
    shared = _rows(
        lake,
        "SELECT year, sum(works) FROM {region_collaboration}"
        " WHERE region_a = least(?, ?) AND region_b = greatest(?, ?)"
        " GROUP BY year ORDER BY year",
        *regions,
        *regions,
    )
    by_year = _filled({int(year): int(number) for year, number in shared})
    incomplete = _incomplete_year(_totals((year, number) for _topic, year, number in world))
    return HomeFigures(
        kinds=_totals(((region, kind), n) for region, kind, _place, n in organisations),
        places=_totals(((r, place), n) for r, _kind, place, n in organisations if place),
        works=_totals((region, n) for region, _topic, n in works),
        strengths=_strengths(
            pair, works, _totals((topic, n) for topic, _year, n in world if topic)
        ),
        shared=by_year,
        incomplete_year=incomplete,
        growth=growth_of(by_year, incomplete),
        sources=_sources(lake),
    )


def _totals(pairs: Iterable[tuple[Any, int]]) -> dict[Any, int]:
    totals: dict[Any, int] = {}
    for key, number in pairs:
        totals[key] = totals.get(key, 0) + int(number)
    return totals


def _filled(by_year: dict[int, int]) -> dict[int, int]:
    if not by_year:
        return {}
    return {year: by_year.get(year, 0) for year in range(min(by_year), max(by_year) + 1)}


def _strengths(
    pair: RegionPair, works: list[tuple[Any, ...]], world: Mapping[str, int]
) -> dict[tuple[str, str], FieldStrength]:
    all_of_world = sum(world.values())
    strengths = {}
    for region in pair.regions:
        own = _totals((t, n) for region_id, t, n in works if region_id == region.region_id and t)
        all_of_region = sum(own.values())
        for candidate in pair.fields:
            mine = sum(own.get(topic, 0) for topic in candidate.topics)
            worlds = sum(world.get(topic, 0) for topic in candidate.topics)
            comparable = all_of_region and worlds
            ratio = (mine / all_of_region) / (worlds / all_of_world) if comparable else None
            strengths[region.region_id, candidate.field_id] = FieldStrength(mine, ratio)
    return strengths


def _incomplete_year(world_by_year: Mapping[int, int]) -> int | None:
    if len(world_by_year) < 2:
        return None
    last = max(world_by_year)
    before = world_by_year.get(last - 1, 0)
    return last if world_by_year[last] < COMPLETE_SHARE * before else None


def growth_of(by_year: Mapping[int, int], incomplete_year: int | None) -> Growth | None:
    """Compare the last complete years with as many before them.

    Arguments:
        by_year: shared works by year, without gaps.
        incomplete_year: a last year to leave out.

    Returns:
        None when there are fewer than twice ``YEARS_COMPARED`` complete years.
    """
    years = sorted(year for year in by_year if incomplete_year is None or year < incomplete_year)
    if len(years) < 2 * YEARS_COMPARED:
        return None
    later, earlier = years[-YEARS_COMPARED:], years[-2 * YEARS_COMPARED : -YEARS_COMPARED]
    return Growth(
        earlier[0],
        earlier[-1],
        sum(by_year[year] for year in earlier),
        later[0],
        later[-1],
        sum(by_year[year] for year in later),
    )


def _sources(lake: Lake) -> dict[str, tuple[str, ...]]:
    rows = _rows(
        lake,
        "SELECT DISTINCT 'organisations', source FROM {organisations} WHERE source IS NOT NULL"
        " UNION SELECT DISTINCT 'works', source FROM {region_portfolio} WHERE source IS NOT NULL"
        " UNION SELECT DISTINCT 'shared', source FROM {region_collaboration}"
        " WHERE source IS NOT NULL ORDER BY 1, 2",
    )
    found: dict[str, list[str]] = {"organisations": [], "works": [], "shared": []}
    for figure, source in rows:
        found[figure].append(source)
    return {figure: tuple(keys) for figure, keys in found.items()}


@_once_per_build
def located_organisations(lake: Lake, region_id: str) -> tuple[dict[str, Any], ...]:
    """Return a region's organisations whose coordinates or place are known, most works first."""
    rows = _rows(
        lake,
        "SELECT o.org_id, o.name, o.name_zh, o.place, o.lat, o.lon,"
        " coalesce(sum(p.works), 0) AS works"
        " FROM {organisations} o LEFT JOIN {portfolio} p USING (org_id)"
        " WHERE o.region = ? AND (o.lat IS NOT NULL AND o.lon IS NOT NULL OR o.place IS NOT NULL)"
        f" GROUP BY ALL ORDER BY works DESC, o.org_id LIMIT {MOST_POINTS}",
        region_id,
    )
    keys = ("org_id", "name", "name_zh", "place", "lat", "lon", "works")
    return tuple({**dict(zip(keys, row, strict=True)), "works": int(row[6])} for row in rows)
