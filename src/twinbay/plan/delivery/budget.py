"""What is to be invested, year by year and payer by payer; it adds up to the pathway exactly."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from twinbay.plan.pathway_tables import Pathway

BUDGET = pl.Schema(
    {
        "year": pl.Int32,
        "region": pl.String,
        "payer": pl.String,
        "item": pl.String,
        "million_usd": pl.Float64,
    }
)


def yearly_budget(milestones: Sequence[int], pathway: Pathway) -> pl.DataFrame:
    """Return the investment of each year, in million USD of the price year.

    What the pathway spends in the years up to a milestone is spread evenly over them: from the
    year after the milestone before (the first milestone has as many years as the second, or five
    when there is only one).

    Arguments:
        milestones: of the programme, ascending.
        pathway: with its table of costs.

    Result:
        Rows of ``BUDGET``; for every milestone, region, payer and item they sum to the pathway's
        investment without any rounding error.
    """
    spans = years_up_to(milestones)
    rows: list[tuple[int, str, str, str, float]] = []
    spent = pathway.costs.filter(pl.col("kind") == "investment").select(
        "year", "region", "payer", "item", "million_usd"
    )
    for milestone, region, payer, item, amount in spent.iter_rows():
        years = spans[milestone]
        for year, part in zip(years, even_parts(amount, len(years)), strict=True):
            rows.append((year, region, payer, item, part))
    return pl.DataFrame(rows, schema=BUDGET, orient="row").sort("year", "region", "payer", "item")


def years_up_to(milestones: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """Return milestone to the years that lead up to it, itself included."""
    gaps = np.diff(milestones).tolist() if len(milestones) > 1 else []
    spans = [gaps[0], *gaps] if gaps else [5]
    return {
        year: tuple(range(year - span + 1, year + 1))
        for year, span in zip(milestones, spans, strict=True)
    }


def even_parts(amount: float, count: int) -> list[float]:
    """Return an amount in equal parts that sum to it exactly, in whatever order they are added.

    All but the last are rounded to 24 binary digits, so that their sums and the rest are exact in
    double precision; the last differs from them by less than one part in ten million.
    """
    if count == 1:
        return [amount]
    part = float(np.float32(amount / count))
    return [part] * (count - 1) + [amount - part * (count - 1)]


def by_year_and_payer(budget: pl.DataFrame) -> pl.DataFrame:
    """Return the budget with one row a year and one column a payer, and the ``total``."""
    wide = (
        budget.group_by("year", "payer")
        .agg(pl.col("million_usd").sum())
        .pivot("payer", index="year", values="million_usd", sort_columns=True)
        .sort("year")
        .fill_null(0.0)
    )
    payers = [name for name in wide.columns if name != "year"]
    return wide.with_columns(total=pl.sum_horizontal(payers) if payers else pl.lit(0.0))
