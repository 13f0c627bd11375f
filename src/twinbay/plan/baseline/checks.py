"""Whether a balance and an inventory agree with themselves."""

import polars as pl

from twinbay.plan.problems import Problem

TOLERANCE = 1e-6
"""Relative to the larger side: the accuracy to which balances close."""


def check_balance(balance: pl.DataFrame, tolerance: float = TOLERANCE) -> tuple[Problem, ...]:
    """Return a problem for each region, year and carrier whose supply is not its demand."""
    keys = ["region", "year", "carrier"]
    sums = balance.group_by(keys, maintain_order=True).agg(
        pl.col("twh").filter(pl.col("twh") > 0.0).sum().alias("supply"),
        (-pl.col("twh").filter(pl.col("twh") < 0.0).sum()).alias("demand"),
    )
    scale = pl.max_horizontal("supply", "demand", pl.lit(1.0))
    wrong = sums.filter((pl.col("supply") - pl.col("demand")).abs() > tolerance * scale)
    return tuple(
        Problem(
            "balance",
            f"{row['region']} {row['year']}",
            row["carrier"],
            f"supply of {row['supply']:.6g} TWh is not the demand of {row['demand']:.6g} TWh",
            "Correct the flow that was left out or counted twice.",
        )
        for row in wrong.iter_rows(named=True)
    )


def check_inventory(rows: pl.DataFrame, tolerance: float = TOLERANCE) -> tuple[Problem, ...]:
    """Return a problem for each row whose emissions are not its activity times its factor."""
    expected = pl.col("activity") * pl.col("factor")
    scale = pl.max_horizontal(pl.col("kt").abs(), expected.abs(), pl.lit(1e-9))
    wrong = rows.filter((pl.col("kt") - expected).abs() > tolerance * scale)
    return tuple(
        Problem(
            "inventory",
            f"{row['region']} {row['year']}",
            f"{row['origin']} {row['gas']}",
            f"{row['kt']:.6g} kt is not {row['activity']:.6g} {row['activity_unit']} times "
            f"{row['factor']:.6g}",
            "Correct the emission, the activity or the factor.",
        )
        for row in wrong.iter_rows(named=True)
    )


def check_against_pathway(
    rows: pl.DataFrame, emissions: pl.DataFrame, tolerance: float = TOLERANCE
) -> tuple[Problem, ...]:
    """Return a problem for each region and year in which an inventory and the table of emissions
    of a pathway (``pathway_tables.EMISSIONS``) disagree about Mt CO2e of scope 1 or 2.

    Electricity from other regions of the programme, which the pathway's table leaves to the scope 1
    of who made it, is left out.
    """
    keys = ["region", "year", "scope"]
    mine = rows.filter("joint").group_by(keys).agg(pl.col("mt_co2e").sum().alias("inventory"))
    theirs = emissions.group_by(keys).agg(pl.col("mt_co2e").sum().alias("pathway"))
    both = mine.join(theirs, on=keys, how="left").sort(keys)
    both = both.with_columns(pl.col("pathway").fill_null(0.0))
    scale = pl.max_horizontal(pl.col("inventory").abs(), pl.col("pathway").abs(), pl.lit(1.0))
    wrong = both.filter((pl.col("inventory") - pl.col("pathway")).abs() > tolerance * scale)
    return tuple(
        Problem(
            "inventory",
            f"{row['region']} {row['year']}",
            f"scope {row['scope']}",
            f"{row['inventory']:.6g} Mt CO2e, but the pathway has {row['pathway']:.6g}",
            "Compare the origins of both tables.",
        )
        for row in wrong.iter_rows(named=True)
    )
