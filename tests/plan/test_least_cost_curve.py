"""The curve from the optimisation, against a cost function that can be solved by hand."""

from dataclasses import replace

import polars as pl
import pytest

from tests.plan.pathways_by_hand import FREE, YEAR, pathway
from tests.plan.plan_examples import small_programme
from twinbay.plan.measures.grid import power_of
from twinbay.plan.measures.least_cost_curve import (
    SWEPT,
    carbon_price_curve,
    least_cost_curve,
)
from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.problems import InfeasibleError
from twinbay.plan.programme import Programme, TargetKind

LEAST = 35.0


def solve(programme: Programme) -> Pathway:
    """The least cost: emit as much as the limit allows, or abate until a tonne costs its price."""
    limits = [t.value for t in programme.targets if t.kind is TargetKind.EMISSIONS]
    price = programme.regions[0].carbon_price[YEAR]
    emitted = min([FREE - max(0.0, price - 45.0) / 2, *limits])
    if emitted < LEAST:
        raise InfeasibleError(("too tight",), {SWEPT: LEAST - emitted})
    return pathway(programme, emitted)


@pytest.fixture
def programme() -> Programme:
    return replace(small_programme(), targets=small_programme().targets)


def test_the_limit_is_tightened_and_the_last_tonne_costs_its_dual(programme: Programme) -> None:
    curve = least_cost_curve(programme, solve, YEAR, steps=4, deepest=40.0)
    assert curve.reference == FREE
    assert [p.emissions for p in curve.points] == pytest.approx([100, 85, 70, 55, 40])
    assert [p.usd_per_t for p in curve.points] == pytest.approx([0, 30, 60, 90, 120])
    # of the tonnes between two points: the difference of squares, less the price of 45 not paid
    assert [p.average_usd_per_t for p in curve.points[1:]] == pytest.approx(
        [15 - 45, 45 - 45, 75 - 45, 105 - 45]
    )
    assert [p.measures["m"] for p in curve.points] == pytest.approx([0, 0.15, 0.3, 0.45, 0.6])
    assert curve.table().height == 5


def test_an_infeasible_limit_ends_the_curve_and_says_the_least(programme: Programme) -> None:
    told: list[tuple[int, int]] = []
    curve = least_cost_curve(
        programme, solve, YEAR, steps=5, progress=lambda done, whole: told.append((done, whole))
    )
    assert [p.emissions for p in curve.points] == pytest.approx([100, 80, 60, 40])
    assert curve.least == pytest.approx(LEAST)
    assert told == [(1, 6), (2, 6), (3, 6), (4, 6)]


def test_a_carbon_price_finds_the_same_curve_without_what_is_paid(programme: Programme) -> None:
    curve = carbon_price_curve(programme, solve, YEAR, [0, 40, 80])
    assert [p.emissions for p in curve.points] == pytest.approx([100, 80, 60])
    assert [p.average_usd_per_t for p in curve.points[1:]] == pytest.approx([20, 60])
    assert [p.usd_per_t for p in curve.points] == [0, 40, 80]


def test_other_targets_on_emissions_are_set_aside(programme: Programme) -> None:
    seen: list[set[TargetKind]] = []

    def watching(one: Programme) -> Pathway:
        seen.append({t.kind for t in one.targets if t.id != SWEPT})
        return solve(one)

    least_cost_curve(programme, watching, YEAR, steps=1, deepest=50.0)
    kept = {t.kind for t in programme.targets} - {
        TargetKind.EMISSIONS,
        TargetKind.EMISSIONS_BUDGET,
        TargetKind.EMISSIONS_INTENSITY,
    }
    assert seen == [kept, kept]


def test_the_power_sector_is_read_from_a_solved_pathway() -> None:
    from twinbay.plan.pathway import solve as least_cost

    whole = small_programme()
    days = replace(whole.settings, representative_days=2)
    solved = least_cost(replace(whole, settings=days, targets=(), measures=(), joint_projects=()))
    for region, power in power_of(whole, solved, 2025).items():
        here = (pl.col("region") == region) & (pl.col("year") == 2025)
        demand = solved.indicators.filter(here & (pl.col("indicator") == "electricity_demand"))
        assert power.supply >= 0.9 * demand["value"][0]
        home = next(r for r in whole.regions if r.id == region)
        arriving = (pl.col("start") == "outside") & (pl.col("end") == region)
        outside = solved.trade.filter(arriving & (pl.col("year") == 2025))["twh"].sum()
        burned = solved.generation.filter(here & pl.col("fuel").is_in(["gas", "coal"]))
        emitting = burned["output_twh"].sum() + outside * (1 - home.non_fossil_imports)
        assert power.emitting_share == pytest.approx(emitting / power.supply)
        emitted = solved.emissions.filter(
            here & ((pl.col("sector") == "power") | (pl.col("scope") == 2))
        )
        assert power.factor * power.supply == pytest.approx(emitted["mt_co2e"].sum())
        price = solved.prices.filter(here & (pl.col("carrier") == "electricity"))["usd_per_mwh"]
        assert price.min() <= power.price <= price.max()
