"""What a sample says: bands, robust decisions, drivers of the cost."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from twinbay.plan.programme import Names
from twinbay.plan.uncertainty.factors import Factor
from twinbay.plan.uncertainty.outcome import Quantity
from twinbay.plan.uncertainty.running import Runs
from twinbay.plan.uncertainty.sampling import Array

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
ROBUST = 0.9
"""Share of the runs in which a robust decision is taken."""
FEWEST_RUNS, PENALTIES, LEAST_PENALTY = 20, 80, 1e-3
"""Runs from which on the lasso chooses factors, how many penalties it tries, and the least of them
as a share of the one that leaves no factor."""
TINY = 1e-12
"""Deviation below which a factor does not vary."""
BUILT_GW = 0.05
BUILT_SHARE = 0.01
"""Least capacity, and share of what a measure acts on, that counts as built."""

ROBUSTNESS = pl.Schema(
    {
        "kind": pl.String,
        "region": pl.String,
        "item": pl.String,
        "year": pl.Int32,
        "share_of_runs": pl.Float64,
        "low": pl.Float64,
        "median": pl.Float64,
        "high": pl.Float64,
        "robust": pl.Boolean,
    }
)
"""``low``, ``median``, ``high``: 5 %, 50 % and 95 % of the amount over the runs that keep the
targets (GW added since the first milestone; share that a measure reaches)."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a tornado.

    Attributes:
        low, high: present cost in million USD expected where the factor is at its 10 % and 90 %
            quantile and the others are anywhere.
        correlation: rank correlation of factor and cost (-1 to 1).
    """

    factor: Factor
    names: Names
    low: float
    high: float
    correlation: float

    @property
    def width(self) -> float:
        """Return how far the bar reaches."""
        return abs(self.high - self.low)


@dataclass(frozen=True, slots=True)
class Feasibility:
    """In how many runs the targets can be kept.

    Attributes:
        runs, feasible: numbers.
        misses: target to (share of runs in which it is missed, mean miss where it is).
    """

    runs: int
    feasible: int
    misses: dict[str, tuple[float, float]]


def feasibility(runs: Runs) -> Feasibility:
    """Return in how many runs the targets can be kept, and which are missed."""
    flags = runs.table.filter(pl.col("quantity") == Quantity.FEASIBLE)
    missed = (
        runs.table.filter(pl.col("quantity") == Quantity.MISS)
        .group_by("item", maintain_order=True)
        .agg(pl.len().alias("times"), pl.col("value").mean())
        .sort("item")
    )
    count = len(flags)
    misses = {t: (times / count, value) for t, times, value in missed.iter_rows()}
    return Feasibility(count, int(flags["value"].sum()), misses)


def bands(runs: Runs, quantity: Quantity) -> pl.DataFrame:
    """Return quantiles of a quantity over the runs that keep the targets.

    Result:
        region, item, year and a column for each of ``QUANTILES``, named ``p05`` and so on.
    """
    rows = runs.table.filter(pl.col("quantity") == quantity)
    columns = [
        pl.col("value").quantile(q, "linear").alias(f"p{round(100 * q):02}") for q in QUANTILES
    ]
    keys = ["region", "item", "year"]
    return rows.group_by(keys, maintain_order=True).agg(columns).sort(keys)


def robust_decisions(runs: Runs, years: Sequence[int], threshold: float = ROBUST) -> pl.DataFrame:
    """Return in what share of the feasible runs each technology and measure is built by each year.

    Arguments:
        years: milestones in ascending order.
        threshold: share of runs from which on a decision is robust.

    Result:
        Rows of ``ROBUSTNESS``; a decision that is taken in no run has no row.
    """
    flags = runs.table.filter(pl.col("quantity") == Quantity.FEASIBLE)
    feasible = flags.filter(pl.col("value") == 1.0)["run"]
    added = runs.table.filter(pl.col("quantity") == Quantity.ADDED)
    measures = runs.table.filter(pl.col("quantity") == Quantity.MEASURE)
    frames = []
    for year in years:
        until = added.filter(pl.col("year") <= year)
        built = until.group_by("run", "region", "item", maintain_order=True).agg(
            pl.col("value").sum()
        )
        frames.append(_shares(built, "technology", year, BUILT_GW, feasible, threshold))
        reached = measures.filter(pl.col("year") == year)
        frames.append(_shares(reached, "measure", year, BUILT_SHARE, feasible, threshold))
    return pl.concat(frames) if frames else pl.DataFrame(schema=ROBUSTNESS)


def tornado(runs: Runs, most: int = 12) -> tuple[Bar, ...]:
    """Return the factors that move the present cost most, widest first.

    The effect of each factor is its coefficient in a plane through the feasible runs, over the
    factor's 10 % to 90 % quantile. Which factors the plane has is chosen by the lasso
    (``_slopes``); the others have no bar.
    """
    cost = runs.table.filter((pl.col("quantity") == Quantity.COST) & (pl.col("region") == ""))
    values = runs.table.filter(pl.col("quantity") == Quantity.FACTOR)
    wide = values.pivot("item", index="run", values="value").join(
        cost.select("run", pl.col("value").alias("cost")), on="run"
    )
    if len(wide) < 3:
        return ()
    points = wide.select([factor.id for factor in runs.factors]).to_numpy()
    costs = wide["cost"].to_numpy()
    middle, spread = points.mean(axis=0), np.maximum(points.std(axis=0), TINY)
    slopes = _slopes((points - middle) / spread, costs - costs.mean()) / spread
    ranks = _ranks(costs)
    bars = [
        Bar(
            factor,
            factor.names,
            float(costs.mean() + slope * (factor.value(0.1) - middle[column])),
            float(costs.mean() + slope * (factor.value(0.9) - middle[column])),
            float(np.corrcoef(_ranks(points[:, column]), ranks)[0, 1]),
        )
        for column, (factor, slope) in enumerate(zip(runs.factors, slopes, strict=True))
        if slope != 0.0
    ]
    return tuple(sorted(bars, key=lambda bar: (-bar.width, bar.factor.id))[:most])


def _slopes(points: Array, costs: Array) -> Array:
    """Return the coefficients of a plane; 0 for factors that it can do without.

    With about as many runs as factors, the plane through all of them follows chance. The lasso (R.
    Tibshirani 1996, J. R. Stat. Soc. B 58, 267-288) chooses factors, its penalty by five-fold
    cross-validation, and least squares over the chosen ones takes away its shrinkage (A. Belloni,
    V. Chernozhukov 2013, Bernoulli 19, 521-547). Below ``FEWEST_RUNS`` all factors are kept.

    Arguments:
        points: of the factors, each with mean 0 and deviation 1, shape (runs, factors).
        costs: less their mean.
    """
    from sklearn.linear_model import LassoCV

    chosen = np.ones(points.shape[1], bool)
    if len(costs) >= FEWEST_RUNS and costs.std() > 0.0:
        size = costs.std()
        strongest = np.abs(points.T @ costs).max() / size / len(costs)
        penalties = strongest * np.geomspace(1.0, LEAST_PENALTY, PENALTIES)
        lasso = LassoCV(alphas=penalties, cv=5, fit_intercept=False, max_iter=100_000)
        chosen = lasso.fit(points, costs / size).coef_ != 0.0
    slopes = np.zeros(points.shape[1])
    slopes[chosen] = np.linalg.lstsq(points[:, chosen], costs, rcond=None)[0]
    return slopes


def _ranks(values: Array) -> Array:
    return pl.Series(values).rank("average").to_numpy()


def _shares(
    amounts: pl.DataFrame, kind: str, year: int, least: float, runs: pl.Series, threshold: float
) -> pl.DataFrame:
    """Return rows of ``ROBUSTNESS`` from the amount of each feasible run, region and item.

    A run without a row has built nothing of the item.
    """
    items = amounts.select("region", "item").unique(maintain_order=True)
    every = items.join(runs.to_frame("run"), how="cross")
    whole = every.join(amounts, on=["run", "region", "item"], how="left")
    value = pl.col("value").fill_null(0.0)
    shares = whole.group_by("region", "item", maintain_order=True).agg(
        (value > least).mean().alias("share_of_runs"),
        value.quantile(0.05, "linear").alias("low"),
        value.median().alias("median"),
        value.quantile(0.95, "linear").alias("high"),
    )
    return (
        shares.filter(pl.col("share_of_runs") > 0.0)
        .with_columns(
            pl.lit(kind).alias("kind"),
            pl.lit(year, pl.Int32).alias("year"),
            (pl.col("share_of_runs") >= threshold).alias("robust"),
        )
        .select(list(ROBUSTNESS))
        .cast(dict(ROBUSTNESS))  # type: ignore[arg-type]
        .sort("region", "item")
    )
