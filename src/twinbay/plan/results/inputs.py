"""What a programme assumes, as tables beside those of its pathway."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from twinbay.plan.pathway.inputs import read_milestones
from twinbay.plan.programme import Programme, Provenance

DRIVERS = pl.Schema(
    {"region": pl.String, "quantity": pl.String, "year": pl.Int32, "value": pl.Float64}
)
DEMAND = pl.Schema(
    {
        "region": pl.String,
        "sector": pl.String,
        "carrier": pl.String,
        "end_use": pl.String,
        "year": pl.Int32,
        "twh": pl.Float64,
        "source": pl.String,
        "source_year": pl.Int32,
        "grade": pl.String,
    }
)
RELEASES = pl.Schema(
    {
        "region": pl.String,
        "sector": pl.String,
        "gas": pl.String,
        "origin": pl.String,
        "year": pl.Int32,
        "kt": pl.Float64,
        "source": pl.String,
        "source_year": pl.Int32,
        "grade": pl.String,
    }
)
FLEETS = pl.Schema(
    {
        "region": pl.String,
        "technology": pl.String,
        "year": pl.Int32,
        "existing_gw": pl.Float64,
        "potential_gw": pl.Float64,
        "build_limit_gw_per_year": pl.Float64,
        "investment_usd_per_kw": pl.Float64,
        "source": pl.String,
        "source_year": pl.Int32,
        "grade": pl.String,
    }
)
POTENTIALS = pl.Schema(
    {
        "region": pl.String,
        "measure": pl.String,
        "year": pl.Int32,
        "potential_share": pl.Float64,
        "million_usd_per_unit": pl.Float64,
        "lifetime_years": pl.Float64,
        "source": pl.String,
        "source_year": pl.Int32,
        "grade": pl.String,
    }
)
SETTINGS = pl.Schema({"setting": pl.String, "value": pl.Float64})
PROJECT_SHARES = pl.Schema({"project": pl.String, "region": pl.String, "share": pl.Float64})
DISCOUNTING = pl.Schema({"year": pl.Int32, "factor": pl.Float64})
SOURCES = pl.Schema(
    {
        "table": pl.String,
        "record": pl.String,
        "key": pl.String,
        "source": pl.String,
        "source_year": pl.Int32,
        "grade": pl.String,
    }
)
QUANTITIES = ("population", "gdp", "carbon_price", "import_limit", "import_price")


def input_tables(programme: Programme) -> dict[str, pl.DataFrame]:
    """Return what a programme assumes: table name to table.

    Tables: ``drivers`` (with the prices of carriers), ``demand`` (TWh on the reference path),
    ``releases`` (kt of gas on the reference path), ``fleets``, ``potentials``, ``settings``,
    ``project_shares``, ``discounting`` (present value of 1 paid in each year that a milestone
    stands for) and ``sources`` (where each record comes from).
    """
    technologies = {technology.id: technology for technology in programme.technologies}
    years = programme.milestones
    return {
        "drivers": _table(DRIVERS, _drivers(programme)),
        "demand": _table(
            DEMAND,
            (
                (u.region, u.sector.value, u.carrier, u.id, y, u.demand[y], *_from(u.provenance))
                for u in programme.end_uses
                for y in years
            ),
        ),
        "releases": _table(
            RELEASES,
            (
                (d.region, d.sector.value, d.gas, d.id, y, d.amount[y], *_from(d.provenance))
                for d in programme.direct_emissions
                for y in years
            ),
        ),
        "fleets": _table(
            FLEETS,
            (
                (
                    f.region,
                    f.technology,
                    y,
                    f.existing[y],
                    f.potential[y],
                    f.build_limit[y],
                    technologies[f.technology].investment[y] * f.cost_factor,
                    *_from(f.provenance),
                )
                for f in programme.fleets
                for y in years
            ),
        ),
        "settings": _table(SETTINGS, _settings(programme)),
        "project_shares": _table(
            PROJECT_SHARES,
            (
                (project.id, region, share)
                for project in programme.joint_projects
                for region, share in project.cost_shares.items()
            ),
        ),
        "discounting": _table(DISCOUNTING, _discounting(programme)),
        "sources": _table(SOURCES, _sources(programme)),
        "potentials": _table(
            POTENTIALS,
            (
                (
                    m.region,
                    m.id,
                    y,
                    m.potential.get(y),
                    m.investment.get(y),
                    m.lifetime,
                    m.source,
                    m.source_year,
                    m.grade,
                )
                for m in programme.measures
                for y in years
            ),
        ),
    }


def _settings(programme: Programme) -> Iterable[tuple[object, ...]]:
    money, settings = programme.money, programme.settings
    yield "price_year", float(money.price_year)
    yield "discount_rate", money.discount_rate
    yield "cny_per_usd", money.cny_per_usd
    yield "representative_days", float(settings.representative_days)


def _discounting(programme: Programme) -> Iterable[tuple[object, ...]]:
    found = read_milestones(programme.milestones, programme.money.discount_rate)
    return zip(programme.milestones, found.weight.tolist(), strict=True)


def _sources(programme: Programme) -> Iterable[tuple[object, ...]]:
    for table, record, *provenance in _provenances(programme):
        yield table, record, f"{table}/{record}", *provenance


def _provenances(programme: Programme) -> Iterable[tuple[object, ...]]:
    yield "money", "cny_per_usd", *_from(programme.money.provenance)
    parts: Mapping[str, Sequence[Any]] = {
        name: getattr(programme, name)
        for name in (
            "carriers",
            "end_uses",
            "direct_emissions",
            "technologies",
            "fleets",
            "lines",
            "joint_projects",
            "targets",
        )
    }
    for name, records in parts.items():
        for record in records:
            key = f"{record.region}/{record.technology}" if name == "fleets" else record.id
            yield name, key, *_from(record.provenance)
    for measure in programme.measures:
        yield "measures", measure.id, measure.source, measure.source_year, measure.grade
    for profile, provenance in programme.profile_sources.items():
        yield "profiles", profile, *_from(provenance)


def _drivers(programme: Programme) -> Iterable[tuple[object, ...]]:
    for region in programme.regions:
        series: Mapping[str, Mapping[int, float]] = {
            **{name: getattr(region, name) for name in QUANTITIES},
            **{f"price of {carrier}": path for carrier, path in region.prices.items()},
        }
        for name, path in series.items():
            for year in programme.milestones:
                yield region.id, name, year, path[year]


def _from(provenance: Provenance) -> tuple[object, ...]:
    return provenance.source, provenance.year, provenance.grade.value


def _table(schema: pl.Schema, rows: Iterable[tuple[object, ...]]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=schema, orient="row")
