"""The abatement cost curve from the optimisation: every interaction is in it by construction.

The emission limit of one year is tightened step by step and the whole pathway is solved again each
time (or a carbon price is raised). What the last tonne costs is the dual of the limit.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from twinbay.plan.pathway.inputs import read_milestones
from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.problems import InfeasibleError
from twinbay.plan.programme import Grade, Names, Programme, Provenance, Target, TargetKind

Solve = Callable[[Programme], Pathway]
Progress = Callable[[int, int], None]
"""Told how many of how many pathways have been solved."""

SWEPT = "abatement-curve"
"""Id of the target that is swept."""


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """One pathway of the sweep.

    Attributes:
        emissions: Mt CO2e of the region in the year; ``abated`` less than the reference.
        usd_per_t: what the last tonne of that year costs, in money of that year (undiscounted).
        present_cost: million USD over the horizon more than the reference.
        average_usd_per_t: of all tonnes abated against the point before, in the present value of
            the years that the milestone stands for.
        measures: share of what it acts on that each measure reached in the year.
    """

    emissions: float
    abated: float
    usd_per_t: float
    present_cost: float
    average_usd_per_t: float
    measures: dict[str, float]


@dataclass(frozen=True, slots=True)
class LeastCostCurve:
    """A curve for one year.

    Attributes:
        year, region: of the emissions (an empty region is all together).
        reference: Mt CO2e without a limit.
        points: with falling emissions, the reference first.
        least: Mt CO2e below which no pathway exists; None when the sweep did not get there.
    """

    year: int
    region: str
    reference: float
    points: tuple[CurvePoint, ...]
    least: float | None

    def table(self) -> pl.DataFrame:
        """Return the points as a table, numbered from the reference, which is 0."""
        return pl.DataFrame(
            [
                (n, p.emissions, p.abated, p.usd_per_t, p.present_cost, p.average_usd_per_t)
                for n, p in enumerate(self.points)
            ],
            schema={
                "point": pl.Int32,
                "emissions_mt": pl.Float64,
                "abated_mt": pl.Float64,
                "usd_per_t": pl.Float64,
                "present_cost": pl.Float64,
                "average_usd_per_t": pl.Float64,
            },
            orient="row",
        )


def least_cost_curve(
    programme: Programme,
    solve: Solve,
    year: int,
    *,
    region: str = "",
    steps: int = 8,
    deepest: float = 0.0,
    progress: Progress | None = None,
) -> LeastCostCurve:
    """Return the curve by tightening the limit of one year evenly.

    Arguments:
        programme: its targets on emissions are set aside (they would hide the curve); others stay.
        solve: programme to pathway.
        year: a milestone.
        region: whose emissions; empty for all together.
        steps: limits below the reference.
        deepest: Mt CO2e of the last limit.
        progress: told after each pathway.

    Result:
        The first infeasible limit ends the curve; ``least`` is what its explanation names.
    """
    free = replace(programme, targets=tuple(_kept(programme)))
    reference = solve(free)
    start = emissions_of(reference, year, region)
    if progress:
        progress(1, steps + 1)
    weight = _weight(programme, year)
    points = [CurvePoint(start, 0.0, 0.0, 0.0, 0.0, _shares(reference, year))]
    least: float | None = None
    for number in range(1, steps + 1):
        limit = start + (deepest - start) * number / steps
        found = _limited(free, solve, year, region, limit)
        if isinstance(found, InfeasibleError):
            least = limit + found.misses.get(SWEPT, 0.0)
            break
        points.append(_point(found, reference, points, (year, region), weight))
        if progress:
            progress(number + 1, steps + 1)
    return LeastCostCurve(year, region, start, tuple(points), least)


def carbon_price_curve(
    programme: Programme,
    solve: Solve,
    year: int,
    prices: Sequence[float],
    *,
    region: str = "",
    progress: Progress | None = None,
) -> LeastCostCurve:
    """Return the curve by adding a carbon price to that of every region in the year.

    Arguments:
        prices: USD per t CO2e added, rising from 0.
        (others as for ``least_cost_curve``.)

    Result:
        The present cost leaves out what is paid for emissions, so that it is comparable.
    """
    free = replace(programme, targets=tuple(_kept(programme)))
    weight = _weight(programme, year)
    points: list[CurvePoint] = []
    first: Pathway | None = None
    for number, price in enumerate(prices, start=1):
        found = solve(_priced(free, year, price))
        first = first or found
        points.append(_point(found, first, points, (year, region), weight, programme, price))
        if progress:
            progress(number, len(prices))
    return LeastCostCurve(year, region, points[0].emissions, tuple(points), None)


def emissions_of(pathway: Pathway, year: int, region: str = "") -> float:
    """Return Mt CO2e of a region (empty: all) in a year."""
    here = pathway.emissions.filter(pl.col("year") == year)
    if region:
        here = here.filter(pl.col("region") == region)
    return float(here["mt_co2e"].sum())


def _kept(programme: Programme) -> Iterator[Target]:
    about_emissions = {
        TargetKind.EMISSIONS,
        TargetKind.EMISSIONS_BUDGET,
        TargetKind.EMISSIONS_INTENSITY,
    }
    return (target for target in programme.targets if target.kind not in about_emissions)


def _limited(
    programme: Programme, solve: Solve, year: int, region: str, limit: float
) -> Pathway | InfeasibleError:
    swept = Target(
        SWEPT,
        TargetKind.EMISSIONS,
        Names("Swept emission limit", "扫描的排放上限"),
        year,
        limit,
        Provenance("assumption", None, Grade.ASSUMED),
        region,
    )
    try:
        return solve(replace(programme, targets=(*programme.targets, swept)))
    except InfeasibleError as error:
        return error


def _priced(programme: Programme, year: int, price: float) -> Programme:
    regions = tuple(
        replace(one, carbon_price={**one.carbon_price, year: one.carbon_price[year] + price})
        for one in programme.regions
    )
    return replace(programme, regions=regions)


def _weight(programme: Programme, year: int) -> float:
    """Return the present value of 1 a year over the years that a milestone stands for."""
    milestones = read_milestones(programme.milestones, programme.money.discount_rate)
    return float(milestones.weight[list(programme.milestones).index(year)])


def _point(
    found: Pathway,
    reference: Pathway,
    before: Sequence[CurvePoint],
    of: tuple[int, str],
    weight: float,
    programme: Programme | None = None,
    price: float | None = None,
) -> CurvePoint:
    year, region = of
    emitted = emissions_of(found, year, region)
    start = before[0].emissions if before else emitted
    if programme is None:
        cost = found.present_cost - reference.present_cost
        swept = found.targets.filter(pl.col("target") == SWEPT)["shadow_price"]
        marginal = float(swept[0]) / weight
    else:
        cost = _without_carbon(programme, found) - _without_carbon(programme, reference)
        marginal = price or 0.0
    earlier = before[-1] if before else None
    less = earlier.emissions - emitted if earlier else 0.0
    more = cost - earlier.present_cost if earlier else 0.0
    average = more / (less * weight) if less > 1e-9 else 0.0
    shares = _shares(found, year)
    return CurvePoint(emitted, start - emitted, marginal, cost, average, shares)


def _without_carbon(programme: Programme, pathway: Pathway) -> float:
    """Return the present cost without what is paid for emissions."""
    paid = pathway.costs.filter(pl.col("kind") == "carbon").group_by("year")
    total = sum(
        _weight(programme, year) * amount
        for year, amount in paid.agg(pl.col("million_usd").sum()).iter_rows()
    )
    return pathway.present_cost - float(total)


def _shares(pathway: Pathway, year: int) -> dict[str, float]:
    reached = pathway.measures.filter(pl.col("year") == year)
    return dict(zip(reached["measure"], reached["share"], strict=True))
