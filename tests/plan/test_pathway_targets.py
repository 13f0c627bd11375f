"""Targets of every kind: kept, priced, and measured as the tables say."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plan.pathway_cases import (
    YEARS,
    constant,
    target,
    two_regions,
    without_learning,
)
from tests.plan.pathway_figures import assert_balanced, emissions
from twinbay.plan.pathway import solve
from twinbay.plan.programme import (
    TargetKind,
)

LIMITS = (
    (TargetKind.EMISSIONS, 0.75),
    (TargetKind.EMISSIONS_INTENSITY, 0.75),
    (TargetKind.EMISSIONS_BUDGET, 0.9),
    (TargetKind.ENERGY_INTENSITY, 0.99),
    (TargetKind.AIR_POLLUTION, 0.75),
    (TargetKind.INVESTMENT_BUDGET, 0.8),
)


@pytest.mark.parametrize(("kind", "part"), LIMITS)
def test_an_upper_limit_is_kept_and_costs(kind: TargetKind, part: float) -> None:
    free = solve(replace(without_learning(two_regions()), targets=(target(kind, 1e9),)))
    value = free.targets["value"][0]
    programme = replace(without_learning(two_regions()), targets=(target(kind, part * value),))
    pathway = solve(programme)
    row = pathway.targets.row(0, named=True)
    assert row["met"]
    assert row["value"] == pytest.approx(part * value, rel=1e-6)
    assert pathway.present_cost > free.present_cost
    assert_balanced(programme, pathway)


@pytest.mark.parametrize("kind", [TargetKind.NON_FOSSIL_POWER, TargetKind.NON_FOSSIL_ENERGY])
def test_a_least_share_is_kept_and_its_dual_is_right(kind: TargetKind) -> None:
    base = without_learning(two_regions())
    free = solve(replace(base, targets=(target(kind, 0.0),)))
    wanted = free.targets["value"][0] + 0.1
    found = {
        step: solve(replace(base, targets=(target(kind, wanted + step),)))
        for step in (-1e-5, 0.0, 1e-5)
    }
    row = found[0.0].targets.row(0, named=True)
    assert row["met"] and row["value"] == pytest.approx(wanted, abs=1e-6)
    slope = (found[1e-5].present_cost - found[-1e-5].present_cost) / 2e-5
    assert slope == pytest.approx(row["shadow_price"], rel=1e-2)


@settings(max_examples=15, deadline=None)
@given(
    part=st.floats(0.6, 1.1),
    slack=st.floats(0.0, 0.3),
    price=st.floats(0.0, 150.0),
    margin=st.floats(-1.0, 0.3),
)
def test_slackening_a_limit_never_costs(
    part: float, slack: float, price: float, margin: float
) -> None:
    base = without_learning(two_regions())
    regions = tuple(
        replace(r, carbon_price=constant(price), adequacy_margin=margin) for r in base.regions
    )
    tight, loose = (
        replace(base, regions=regions, targets=(target(TargetKind.EMISSIONS, limit),))
        for limit in (22.0 * part, 22.0 * (part + slack))
    )
    first, second = solve(tight), solve(loose)
    assert second.present_cost <= first.present_cost * (1 + 1e-9)
    for programme, pathway in ((tight, first), (loose, second)):
        assert_balanced(programme, pathway)


def test_what_targets_limit_is_what_the_tables_say() -> None:
    kinds = [kind for kind in TargetKind if not kind.startswith("non_fossil")]
    loose = [target(kind, 1e9) for kind in kinds]
    shares = [target(kind, 0.0) for kind in TargetKind if kind.startswith("non_fossil")]
    payer = replace(loose[-1], id="government", payer="government")
    programme = two_regions(targets=(*loose, *shares, payer))
    pathway = solve(programme)
    value = {row["target"]: row["value"] for row in pathway.targets.iter_rows(named=True)}

    def of(kind: TargetKind) -> float:
        return float(value[f"{kind}-2035"])

    by_year = [emissions(pathway, year) for year in YEARS]
    assert of(TargetKind.EMISSIONS) == pytest.approx(by_year[-1])
    assert of(TargetKind.EMISSIONS_INTENSITY) == pytest.approx(by_year[-1] / 200.0)
    each = np.interp(np.arange(2025, 2036), YEARS, by_year)
    assert of(TargetKind.EMISSIONS_BUDGET) == pytest.approx(each.sum())
    last = {
        name: getattr(pathway, name).filter(pl.col("year") == 2035)
        for name in ("energy", "generation", "costs", "trade")
    }
    final = last["energy"]["final_twh"].sum()
    assert of(TargetKind.ENERGY_INTENSITY) == pytest.approx(final / 200.0)
    burning = last["energy"].filter(pl.col("carrier").is_in(["coal", "gas"]))["final_twh"].sum()
    burned = last["generation"].filter(pl.col("fuel").is_in(["coal", "gas"]))["fuel_twh"].sum()
    assert of(TargetKind.AIR_POLLUTION) == pytest.approx(0.3 * (burning + burned))
    spent = last["costs"].filter(pl.col("kind") == "investment")
    assert of(TargetKind.INVESTMENT_BUDGET) == pytest.approx(spent["million_usd"].sum())
    government = spent.filter(pl.col("payer") == "government")["million_usd"].sum()
    assert value["government"] == pytest.approx(government)
    plants = last["generation"].filter(~pl.col("technology").is_in(["battery", "electrolyser"]))
    clean = plants.filter(~pl.col("fuel").is_in(["coal", "gas"]))["output_twh"].sum()
    outside = last["trade"].filter(pl.col("line") == "outside")["twh"].sum()
    whole = plants["output_twh"].sum() + outside
    assert of(TargetKind.NON_FOSSIL_POWER) == pytest.approx(clean / whole)
