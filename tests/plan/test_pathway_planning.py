"""Foresight, retirement, adequacy, joint projects, infeasible targets, edits."""

from dataclasses import replace

import polars as pl
import pytest

from tests.plan.pathway_cases import (
    ASSUMED,
    NAMES,
    YEARS,
    constant,
    target,
    two_regions,
    without_learning,
)
from tests.plan.pathway_figures import assert_balanced, capacity
from twinbay.plan.pathway import Resolver, solve
from twinbay.plan.problems import InfeasibleError
from twinbay.plan.programme import (
    Foresight,
    JointProject,
    TargetKind,
)


def test_planning_without_foresight_costs_more() -> None:
    limit = target(TargetKind.EMISSIONS, 14.0)
    perfect = without_learning(two_regions(targets=(limit,)))
    myopic = replace(perfect, settings=replace(perfect.settings, foresight=Foresight.MYOPIC))
    first, second = solve(perfect), solve(myopic)
    assert second.present_cost > first.present_cost
    assert second.targets["met"].all()
    assert_balanced(myopic, second)


def test_early_retirement_saves_when_carbon_is_dear() -> None:
    base = without_learning(two_regions())
    regions = tuple(replace(r, carbon_price=constant(200.0)) for r in base.regions)
    dear = replace(base, regions=regions)
    kept = replace(dear, settings=replace(dear.settings, early_retirement=False))
    pathway = solve(dear)
    assert pathway.capacity["retired_gw"].sum() > 0
    assert pathway.present_cost < solve(kept).present_cost
    assert_balanced(dear, pathway)


def test_what_was_retired_does_not_come_back() -> None:
    base = without_learning(two_regions())
    price = {2025: 0.0, 2030: 400.0, 2035: 0.0}
    regions = tuple(replace(r, carbon_price=price) for r in base.regions)
    fleets = tuple(
        replace(f, existing=constant(f.existing[2025]), build_limit=constant(1e-9))
        if f.technology == "coal"
        else f
        for f in base.fleets
    )
    pathway = solve(replace(base, regions=regions, fleets=fleets))
    assert capacity(pathway, "coal", 2030) < 0.9 * capacity(pathway, "coal", 2025)
    assert capacity(pathway, "coal", 2035) <= capacity(pathway, "coal", 2030) + 1e-6


@pytest.mark.parametrize("foresight", list(Foresight))
def test_what_stands_is_what_was_added(foresight: Foresight) -> None:
    base = without_learning(two_regions(targets=(target(TargetKind.EMISSIONS, 14.0),)))
    pathway = solve(replace(base, settings=replace(base.settings, foresight=foresight)))
    solar = pathway.capacity.filter(pl.col("technology") == "solar").sort("region", "year")
    added = solar.select(pl.col("new_gw").cum_sum().over("region"))["new_gw"]
    assert added.sum() > 0
    assert solar["capacity_gw"].to_list() == pytest.approx(added.to_list(), abs=1e-6)


def test_firm_capacity_covers_the_peak_with_its_margin() -> None:
    base = without_learning(two_regions())
    credit = {t.id: t.capacity_credit for t in base.technologies if t.output == "electricity"}
    costs = []
    for margin in (0.0, 0.6):
        regions = tuple(replace(r, adequacy_margin=margin) for r in base.regions)
        pathway = solve(replace(base, regions=regions))
        costs.append(pathway.present_cost)
        last = pathway.capacity.filter((pl.col("year") == 2035) & (pl.col("region") != ""))
        firm = sum(
            gw * credit.get(t, 0.0)
            for t, gw in last.select("technology", "capacity_gw").iter_rows()
        )
        peaks = pathway.indicators.filter(
            (pl.col("indicator") == "peak_demand")
            & (pl.col("year") == 2035)
            & (pl.col("region") != "")
        )["value"].sum()
        assert firm + 2 * 5.0 / 8.76 >= (1 + margin) * peaks - 1e-6
    assert costs[1] > costs[0]


def test_a_joint_project_is_done_wholly_or_not_at_all() -> None:
    project = JointProject(
        "joint",
        NAMES,
        {"west": 0.5, "east": 0.5},
        2030,
        ASSUMED,
        host="west",
        technology="solar",
        capacity=3.0,
        cost_factor=0.3,
    )
    help_heat = JointProject(
        "procurement",
        NAMES,
        {"west": 0.5, "east": 0.5},
        2030,
        ASSUMED,
        measure="heat_pump",
        cost_factor=0.5,
        fixed_investment=1.0,
    )
    base = without_learning(two_regions())
    alone = solve(base)
    for integer in (False, True):
        joint = replace(
            base,
            joint_projects=(project, help_heat),
            settings=replace(base.settings, integer=integer),
        )
        pathway = solve(joint)
        assert pathway.present_cost < alone.present_cost
        assert_balanced(joint, pathway)
        paid = pathway.costs.filter((pl.col("item") == "joint") & (pl.col("kind") == "annuity"))
        assert set(paid["region"]) == {"west", "east"}
    new = pathway.costs.filter((pl.col("item") == "joint") & (pl.col("kind") == "investment"))
    whole = 3.0 * 600.0 * 0.3
    assert new["million_usd"].sum() == pytest.approx(whole, rel=1e-6)


def test_what_cannot_be_is_explained_by_the_least_that_helps() -> None:
    limit = target(TargetKind.EMISSIONS, 0.5)
    with pytest.raises(InfeasibleError, match=r"2035 target .* misses by .* Mt CO2e") as caught:
        solve(two_regions(targets=(limit,)))
    missed = caught.value.misses[limit.id]
    nearest = replace(limit, value=limit.value + missed + 1e-4)
    assert solve(two_regions(targets=(nearest,))).targets["met"].all()
    too_near = replace(limit, value=limit.value + missed - 1e-2)
    with pytest.raises(InfeasibleError):
        solve(two_regions(targets=(too_near,)))


def test_an_edit_is_solved_from_the_last_optimum() -> None:
    resolver = Resolver()
    base = without_learning(two_regions())
    assert resolver.solve(base).present_cost == pytest.approx(solve(base).present_cost, rel=1e-9)
    dearer = replace(base.measures[0], investment=constant(900.0))
    edits = (
        replace(base, measures=(dearer, *base.measures[1:])),
        replace(base, measures=base.measures[2:]),
        replace(base, targets=(target(TargetKind.EMISSIONS, 15.0),)),
        replace(base, milestones=YEARS[:2]),
    )
    for edited in edits:
        again = resolver.solve(edited)
        assert again.present_cost == pytest.approx(solve(edited).present_cost, rel=1e-9)
        assert_balanced(edited, again)
