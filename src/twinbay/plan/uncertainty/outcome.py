"""What is kept of a run: one long table, small enough for hundreds of them."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

import polars as pl

from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.problems import InfeasibleError
from twinbay.plan.uncertainty.factors import Factor

OUTCOME = pl.Schema(
    {
        "quantity": pl.String,
        "region": pl.String,
        "item": pl.String,
        "year": pl.Int32,
        "value": pl.Float64,
    }
)


class Quantity(StrEnum):
    """What a row of an outcome is."""

    QUANTILE = "quantile"
    """Of a factor (item), as it was sampled."""
    FACTOR = "factor"
    """The multiplier that the quantile stands for."""
    FEASIBLE = "feasible"
    """1 when every target could be kept, else 0 and there is no more but ``MISS``."""
    MISS = "miss"
    """By how much a target (item) is missed at least, in its unit."""
    COST = "cost"
    """Present cost in million USD; by region, and of all with the region empty."""
    EMISSIONS = "emissions"
    """Mt CO2e a year; of all with the region empty."""
    CAPACITY = "capacity"
    """GW standing of a technology (item); a line has its id and no region."""
    ADDED = "added"
    """GW added in the five years up to the year."""
    MEASURE = "measure"
    """Share that a measure (item) reaches of what it acts on."""
    INVESTMENT = "investment"
    """Million USD in the five years up to the year."""
    SHADOW_PRICE = "shadow price"
    """Of a target (item), million USD of present cost per unit."""


Row = tuple[str, str, str, int, float]


def sampled(factors: Sequence[Factor], quantiles: Sequence[float]) -> list[Row]:
    """Return the rows that say what was sampled."""
    pairs = list(zip(factors, quantiles, strict=True))
    return [
        *((str(Quantity.QUANTILE), "", factor.id, 0, q) for factor, q in pairs),
        *((str(Quantity.FACTOR), "", factor.id, 0, factor.value(q)) for factor, q in pairs),
    ]


def kept(pathway: Pathway) -> list[Row]:
    """Return the rows of a pathway that was found."""
    total = [(str(Quantity.COST), "", "", 0, pathway.present_cost)]
    regions = [(str(Quantity.COST), r, "", 0, cost) for r, cost in pathway.region_costs.items()]
    emissions = pathway.indicators.filter(pl.col("indicator") == "emissions")
    spent = (
        pathway.costs.filter(pl.col("kind") == "investment")
        .group_by("region", "year", maintain_order=True)
        .agg(pl.col("million_usd").sum())
    )
    return [
        (str(Quantity.FEASIBLE), "", "", 0, 1.0),
        *total,
        *regions,
        *_rows(Quantity.EMISSIONS, emissions, "region", None, "value"),
        *_rows(Quantity.CAPACITY, pathway.capacity, "region", "technology", "capacity_gw"),
        *_rows(Quantity.ADDED, pathway.capacity, "region", "technology", "new_gw"),
        *_rows(Quantity.MEASURE, pathway.measures, "region", "measure", "share"),
        *_rows(Quantity.INVESTMENT, spent, "region", None, "million_usd"),
        *_rows(Quantity.SHADOW_PRICE, pathway.targets, "region", "target", "shadow_price"),
    ]


def missed(error: InfeasibleError) -> list[Row]:
    """Return the rows of a run whose targets cannot be kept."""
    return [
        (str(Quantity.FEASIBLE), "", "", 0, 0.0),
        *((str(Quantity.MISS), "", target, 0, by) for target, by in error.misses.items()),
    ]


def table(rows: Iterable[Row]) -> pl.DataFrame:
    """Return rows as a table of ``OUTCOME``."""
    return pl.DataFrame(list(rows), schema=OUTCOME, orient="row")


def _rows(
    quantity: Quantity, frame: pl.DataFrame, region: str, item: str | None, value: str
) -> Iterable[Row]:
    name = pl.col(item) if item else pl.lit("")
    chosen = frame.select(pl.col(region), name.alias("item"), pl.col("year"), pl.col(value))
    for where, what, year, number in chosen.iter_rows():
        if number is not None:
            yield str(quantity), where, what, year, float(number)
