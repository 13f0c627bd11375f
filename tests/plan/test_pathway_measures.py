"""Measures and learning: savings, switches, interactions, stock turnover."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from tests.plan.pathway_cases import (
    YEARS,
    constant,
    measure,
    two_regions,
)
from tests.plan.pathway_figures import assert_balanced, level
from twinbay.plan.measure import Interaction, InteractionKind, MeasureKind
from twinbay.plan.pathway import solve


def test_learned_costs_are_those_that_the_additions_imply() -> None:
    base = two_regions()
    steep = tuple(
        replace(t, learning_rate=0.3, learning_base=2.0) if t.id == "solar" else t
        for t in base.technologies
    )
    pathway = solve(replace(base, technologies=steep))
    solar = pathway.capacity.filter(pl.col("technology") == "solar")
    new = {y: float(solar.filter(pl.col("year") == y)["new_gw"].sum()) for y in YEARS}
    spent = pathway.costs.filter(
        (pl.col("item") == "solar") & (pl.col("kind") == "investment") & (pl.col("year") == 2035)
    )["million_usd"].sum()
    expected = 600.0 * ((2.0 + new[2030]) / 2.0) ** np.log2(0.7)
    assert spent / new[2035] == pytest.approx(expected, rel=0.01)


def test_savings_on_one_use_are_multiplicative() -> None:
    free = {"investment": constant(0.0), "uptake": 1.0}
    pair = tuple(
        measure(name, "motors_west", "west", potential=constant(share), **free)
        for name, share in (("first", 0.3), ("second", 0.4), ("third", 0.5))
    )
    pathway = solve(two_regions(measures=pair))
    motors = 30.0 * 1.2
    reached = sum(level(pathway, m.id) for m in pair)
    assert reached == pytest.approx(motors * (1 - 0.7 * 0.6 * 0.5), rel=1e-6)


def test_a_switch_takes_its_share_of_what_savings_leave() -> None:
    free = {"investment": constant(0.0), "uptake": 1.0}
    both = (
        measure("save", "heating_west", "west", potential=constant(0.5), **free),
        measure(
            "switch",
            "heating_west",
            "west",
            kind=MeasureKind.SWITCH,
            potential=constant(0.8),
            **free,
        ),
    )
    pathway = solve(two_regions(measures=both))
    heating = 25.0 * 1.2
    assert level(pathway, "save") == pytest.approx(0.5 * heating, rel=1e-6)
    assert level(pathway, "switch") == pytest.approx(0.4 * heating, rel=1e-6)


@pytest.mark.parametrize(
    ("kind", "share", "reached"),
    [
        (InteractionKind.EXCLUSIVE, 1.0, 1.0),
        (InteractionKind.OVERLAP, 0.5, 0.6 + 0.8 - 0.3),
        (InteractionKind.REQUIRES, 4.0, 0.2 + 0.8),
    ],
)
def test_interactions_limit_what_two_measures_reach(
    kind: InteractionKind, share: float, reached: float
) -> None:
    free = {"kind": MeasureKind.SWITCH, "investment": constant(0.0), "uptake": 1.0}
    # They act on uses of the same size, so that shares compare.
    pair = (
        measure(
            "first",
            "motors_west",
            "west",
            potential=constant(0.6),
            interactions=(Interaction(kind, "second", share),),
            **free,
        ),
        measure("second", "twin", "west", potential=constant(0.8), **free),
    )
    base = two_regions(measures=pair)
    motors = next(u for u in base.end_uses if u.id == "motors_west")
    pathway = solve(replace(base, end_uses=(*base.end_uses, replace(motors, id="twin"))))
    shares = pathway.measures.filter(pl.col("year") == 2035)["share"]
    assert shares.sum() == pytest.approx(reached, rel=1e-6)


def test_stock_turns_over_and_wears_out() -> None:
    cheap = measure(
        "motors",
        "motors_west",
        "west",
        potential=constant(0.9),
        uptake=0.02,
        investment=constant(0.0),
        lifetime=5.0,
    )
    pathway = solve(two_regions(measures=(cheap,)))
    for year in YEARS[1:]:
        motors = 30.0 * (1 + 0.02 * (year - 2025))
        assert level(pathway, "motors", year) == pytest.approx(5 * 0.02 * motors, rel=1e-6)


def test_learning_ends_at_a_fixed_point() -> None:
    base = two_regions()
    cheap = solve(base)
    steep = tuple(
        replace(t, learning_rate=0.3, learning_base=2.0) if t.id == "solar" else t
        for t in base.technologies
    )
    learned = solve(replace(base, technologies=steep))
    assert learned.learning_rounds > 1
    assert learned.present_cost < cheap.present_cost
    assert_balanced(replace(base, technologies=steep), learned)
    alone = replace(
        base, technologies=steep, settings=replace(base.settings, shared_learning=False)
    )
    assert solve(alone).present_cost > learned.present_cost
