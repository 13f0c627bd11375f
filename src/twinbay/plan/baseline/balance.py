"""The energy balance of a region and year: supply and use of each carrier by flow and sector.

Signs follow the International Recommendations for Energy Statistics: what makes a carrier available
is positive, what uses it negative, so that the rows of a carrier add up to zero.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

import polars as pl

from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.programme import Grade, Programme, Provenance, TechnologyKind

ELECTRICITY = "electricity"

BALANCE = pl.Schema(
    {
        "region": pl.String,
        "year": pl.Int32,
        "flow": pl.String,
        "sector": pl.String,
        "item": pl.String,
        "carrier": pl.String,
        "twh": pl.Float64,
        "source": pl.String,
        "source_year": pl.Int32,
        "grade": pl.String,
    }
)
"""``item`` is the end use, technology or line; a computed figure has the source ``computed``."""


class Flow(StrEnum):
    """What a row of the balance is."""

    PURCHASE = "purchase"
    """Fuel from outside the region: what its uses take."""
    IMPORT = "import"
    """Electricity from outside the programme."""
    TRADE = "trade"
    """From (positive, after losses) and to (negative) another region of the programme."""
    PRODUCTION = "production"
    """Given by a plant, or by a storage when it discharges."""
    TRANSFORMATION = "transformation"
    """Taken by a plant, or by a storage when it charges."""
    FINAL = "final"
    """Final use, losses of networks included, by sector."""
    ADDED = "added"
    """Final use that measures put on another carrier."""


Row = tuple[str, int, str, str, str, str, float, str, int | None, str]
COMPUTED = Provenance("computed", None, Grade.DERIVED)


def reference_balance(programme: Programme, year: int) -> pl.DataFrame:
    """Return the final use of every region on the reference path, before any measure.

    Arguments:
        year: a milestone.

    Result:
        Rows of ``BALANCE`` of the flow ``final`` alone, with the sources of the end uses.
    """
    return _frame(
        _row(
            use.region, year, Flow.FINAL, use.sector, use.id, use.carrier, -use.demand[year], source
        )
        for use in programme.end_uses
        for source in (use.provenance,)
    )


def energy_balance(programme: Programme, pathway: Pathway, year: int) -> pl.DataFrame:
    """Return the whole balance of every region in a year of a pathway.

    The first milestone is the baseline: its final uses are the figures of the programme, its plants
    those that stand, and what they give is computed by least cost.

    Result:
        Rows of ``BALANCE``; those of a carrier and region add up to zero (``checks``).
    """
    sources = {use.id: use.provenance for use in programme.end_uses}
    rows = [
        *_final(pathway, year, sources),
        *_plants(programme, pathway, year),
        *_lines(programme, pathway, year),
    ]
    return _frame([*rows, *_purchases(rows, programme)])


def by_sector(balance: pl.DataFrame) -> pl.DataFrame:
    """Return final use in TWh, positive, with a row for each region, year and sector and a column
    for each carrier, as the table of a report."""
    final = balance.filter(pl.col("flow").is_in([Flow.FINAL, Flow.ADDED]))
    table = final.group_by("region", "year", "sector", "carrier", maintain_order=True).agg(
        -pl.col("twh").sum()
    )
    wide = table.pivot("carrier", index=["region", "year", "sector"], values="twh")
    return wide.fill_null(0.0)


def _row(
    region: str,
    year: int,
    flow: Flow,
    sector: str,
    item: str,
    carrier: str,
    twh: float,
    source: Provenance = COMPUTED,
) -> Row:
    place = (region, year, str(flow), str(sector), item, carrier)
    return (*place, twh, source.source, source.year, str(source.grade))


def _frame(rows: Iterable[Row]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=BALANCE, orient="row")


def _final(pathway: Pathway, year: int, sources: Mapping[str, Provenance]) -> Iterable[Row]:
    for row in pathway.energy.filter(pl.col("year") == year).iter_rows(named=True):
        known = row["end_use"] in sources and row["final_twh"] == row["reference_twh"]
        yield _row(
            row["region"],
            year,
            Flow.FINAL if row["end_use"] else Flow.ADDED,
            row["sector"],
            row["end_use"],
            row["carrier"],
            -row["final_twh"],
            sources[row["end_use"]] if known else COMPUTED,
        )


def _plants(programme: Programme, pathway: Pathway, year: int) -> Iterable[Row]:
    technologies = {technology.id: technology for technology in programme.technologies}
    for row in pathway.generation.filter(pl.col("year") == year).iter_rows(named=True):
        technology = technologies[row["technology"]]
        region, item = row["region"], row["technology"]
        yield _row(
            region, year, Flow.PRODUCTION, "power", item, technology.output, row["output_twh"]
        )
        if row["fuel_twh"]:
            stores = technology.kind is TechnologyKind.STORAGE
            fuel = technology.output if stores else row["fuel"]
            yield _row(region, year, Flow.TRANSFORMATION, "power", item, fuel, -row["fuel_twh"])


def _lines(programme: Programme, pathway: Pathway, year: int) -> Iterable[Row]:
    lines = {line.id: line for line in programme.lines}
    for row in pathway.trade.filter(pl.col("year") == year).iter_rows(named=True):
        name, start, end, twh = row["line"], row["start"], row["end"], row["twh"]
        if name not in lines:
            yield _row(end, year, Flow.IMPORT, "power", name, ELECTRICITY, twh)
            continue
        line = lines[name]
        yield _row(start, year, Flow.TRADE, "power", name, line.carrier, -twh)
        yield _row(end, year, Flow.TRADE, "power", name, line.carrier, twh * (1.0 - line.loss))


def _purchases(rows: Iterable[Row], programme: Programme) -> Iterable[Row]:
    """Return what each region buys: as much of each carrier with a price as its uses take."""
    priced = {(region.id, carrier) for region in programme.regions for carrier in region.prices}
    taken: dict[tuple[str, int, str], float] = {}
    for region, year, _, _, _, carrier, twh, *_ in rows:
        if (region, carrier) in priced:
            taken[region, year, carrier] = taken.get((region, year, carrier), 0.0) + twh
    for (region, year, carrier), twh in taken.items():
        yield _row(region, year, Flow.PURCHASE, "", "", carrier, max(-twh, 0.0))
