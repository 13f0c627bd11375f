"""Indicators year by year: the path between milestones that actuals are held against."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from twinbay.plan.delivery.budget import yearly_budget, years_up_to
from twinbay.plan.delivery.records import CAPACITY, INDICATORS, INVESTMENT, LEVEL
from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.programme import Programme

PATHS = pl.Schema(
    {
        "indicator": pl.String,
        "item": pl.String,
        "region": pl.String,
        "year": pl.Int32,
        "value": pl.Float64,
        "unit": pl.String,
    }
)


def yearly_paths(programme: Programme, pathway: Pathway) -> pl.DataFrame:
    """Return every indicator for every year from the first milestone to the last.

    Between milestones the path is a straight line; what the pathway counts over several years
    (jobs, investment) is spread evenly over them.

    Result:
        Rows of ``PATHS``; ``item`` is empty but for levels of measures (in the measure's unit),
        capacities and the investment of each payer.
    """
    milestones = programme.milestones
    parts = [
        _spread(milestones, _indicators(pathway, of_sums=False)),
        _shared_out(milestones, _indicators(pathway, of_sums=True)),
        _spread(milestones, _levels(programme, pathway)),
        _spread(milestones, _capacities(pathway)),
        _investments(milestones, pathway),
    ]
    order = ("indicator", "item", "region", "year")
    return pl.concat([part.select(list(PATHS)).cast(PATHS) for part in parts]).sort(order)


def _indicators(pathway: Pathway, *, of_sums: bool) -> pl.DataFrame:
    sums = [name for name, indicator in INDICATORS.items() if indicator.yearly]
    chosen = pl.col("indicator").is_in(sums)
    return pathway.indicators.filter(chosen if of_sums else ~chosen).with_columns(item=pl.lit(""))


def _levels(programme: Programme, pathway: Pathway) -> pl.DataFrame:
    units = {measure.id: measure.unit for measure in programme.measures}
    return pathway.measures.filter(pl.col("measure").is_in(list(units))).select(
        pl.lit(LEVEL).alias("indicator"),
        pl.col("measure").alias("item"),
        "region",
        "year",
        pl.col("units").alias("value"),
        pl.col("measure").replace_strict(units, default="").alias("unit"),
    )


def _capacities(pathway: Pathway) -> pl.DataFrame:
    return pathway.capacity.select(
        pl.lit(CAPACITY).alias("indicator"),
        pl.col("technology").alias("item"),
        "region",
        "year",
        pl.col("capacity_gw").alias("value"),
        pl.lit(INDICATORS[CAPACITY].unit).alias("unit"),
    )


def _investments(milestones: Sequence[int], pathway: Pathway) -> pl.DataFrame:
    budget = yearly_budget(milestones, pathway).filter(pl.col("year") >= milestones[0])
    each = budget.group_by("region", "payer", "year").agg(pl.col("million_usd").sum())
    return each.select(
        pl.lit(INVESTMENT).alias("indicator"),
        pl.col("payer").alias("item"),
        "region",
        "year",
        pl.col("million_usd").alias("value"),
        pl.lit(INDICATORS[INVESTMENT].unit).alias("unit"),
    )


def _spread(milestones: Sequence[int], table: pl.DataFrame) -> pl.DataFrame:
    """Return a table of milestones with the years between them on straight lines."""
    years = np.arange(milestones[0], milestones[-1] + 1)
    rows: list[tuple[str, str, str, int, float, str]] = []
    keys = ("indicator", "item", "region", "unit")
    for (indicator, item, region, unit), group in table.group_by(keys, maintain_order=True):
        ordered = group.sort("year")
        values = np.interp(years, ordered["year"].to_numpy(), ordered["value"].to_numpy())
        rows += [
            (str(indicator), str(item), str(region), int(year), float(value), str(unit))
            for year, value in zip(years, values, strict=True)
        ]
    return pl.DataFrame(rows, schema=PATHS, orient="row")


def _shared_out(milestones: Sequence[int], table: pl.DataFrame) -> pl.DataFrame:
    """Return a table of sums up to milestones, shared out evenly over the years."""
    spans = years_up_to(milestones)
    rows = [
        (indicator, item, region, each, value / len(spans[year]), unit)
        for indicator, item, region, year, value, unit in table.select(list(PATHS)).iter_rows()
        for each in spans[year]
        if each >= milestones[0]
    ]
    return pl.DataFrame(rows, schema=PATHS, orient="row")
