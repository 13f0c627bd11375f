"""The least-cost pathway: its optimum, its tables and balances, its duals."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from benchmarks.plan_pypsa import solve_ours, solve_theirs
from tests.plan.pathway_cases import (
    ASSUMED,
    NAMES,
    YEARS,
    constant,
    fleet,
    region,
    target,
    technology,
    two_regions,
    without_learning,
)
from tests.plan.pathway_figures import BALANCE, assert_balanced, capacity, emissions
from twinbay.plan import pathway_tables
from twinbay.plan.pathway import Resolver, highs, residuals, solve
from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.programme import (
    EndUse,
    Money,
    Programme,
    Sector,
    Settings,
    TargetKind,
)


@pytest.fixture(scope="module")
def reference() -> Pathway:
    return solve(two_regions())


def test_the_optimum_is_that_of_pypsa() -> None:
    ours, theirs = solve_ours(72), solve_theirs(72)
    assert ours["cost"] == pytest.approx(theirs["cost"], rel=1e-6)


def test_the_textbook_screening_curves_give_the_known_capacities() -> None:
    """PyPSA 0.18 examples, "generation investment screening curve".

    The load falls evenly from 1,000 to 0; coal costs 15 and 2, gas 10 and 12, shedding 0 and 1,012
    EUR/MWh of capacity and of output. The curves cross at 1 % and at half of the time: coal 500,
    gas 490, shedding 10.
    """
    hours = 1200
    year = (2030,)
    load = tuple(1000 * (1 - (h + 0.5) / hours) for h in range(hours))
    options = {"coal": (15.0, 2.0), "gas": (10.0, 12.0), "shedding": (0.0, 1012.0)}
    twh = sum(load) * 8760 / hours / 1000
    programme = Programme(
        id="screening",
        names=NAMES,
        milestones=year,
        money=Money(2024, 0.0, 7.0, ASSUMED),
        carriers=(),
        regions=(
            region(
                "one",
                year,
                prices={},
                import_limit=constant(0.0, year),
                carbon_price=constant(0.0, year),
                adequacy_margin=-1.0,
            ),
        ),
        end_uses=(
            EndUse("load", "one", Sector.INDUSTRY, "electricity", NAMES, {2030: twh}, ASSUMED),
        ),
        direct_emissions=(),
        technologies=tuple(
            technology(
                name,
                year,
                investment={2030: fixed * 8.76},
                lifetime=1.0,
                fixed_cost=0.0,
                variable_cost=variable,
            )
            for name, (fixed, variable) in options.items()
        ),
        fleets=tuple(fleet(name, "one", year) for name in options),
        lines=(),
        joint_projects=(),
        measures=(),
        targets=(),
        profiles={"load": load},
        profile_sources={},
        settings=Settings(representative_days=0),
    )
    pathway = solve(programme)
    step = 1000 / hours
    assert capacity(pathway, "coal", 2030) == pytest.approx(500, abs=step)
    assert capacity(pathway, "gas", 2030) == pytest.approx(490, abs=step)
    shed = pathway.dispatch.filter(pl.col("item") == "shedding")["power_gw"]
    assert float(shed.max() or 0.0) == pytest.approx(10, abs=1.01 * step)  # type: ignore[arg-type]


def test_every_table_has_its_schema_and_balances(reference: Pathway) -> None:
    for name in (
        "capacity",
        "generation",
        "dispatch",
        "trade",
        "energy",
        "measures",
        "emissions",
        "costs",
        "targets",
        "prices",
        "indicators",
    ):
        schema = getattr(pathway_tables, name.upper())
        assert getattr(reference, name).schema == schema
    assert_balanced(two_regions(), reference)
    assert reference.status == "optimal"


def test_nothing_is_added_to_the_present(reference: Pathway) -> None:
    present = reference.capacity.filter(pl.col("year") == YEARS[0])
    assert present["new_gw"].sum() == 0
    assert present["retired_gw"].sum() == 0
    assert reference.measures.filter(pl.col("year") == YEARS[0])["level"].sum() == 0
    assert reference.capacity.filter(pl.col("year") > YEARS[0])["new_gw"].sum() > 0


def test_residuals_notice_a_wrong_table(reference: Pathway) -> None:
    generation = reference.generation.with_columns(pl.col("fuel_twh") * 1.001)
    energy = reference.energy.with_columns(pl.col("final_twh") + 0.01)
    dispatch = reference.dispatch.with_columns(
        pl.when(pl.col("item") == "gas").then(pl.col("power_gw") * 1.001).otherwise("power_gw")
    )
    costs = reference.costs.with_columns(pl.col("million_usd") * 1.00001)
    for name, table, balance in (
        ("generation", generation, "emissions"),
        ("energy", energy, "energy"),
        ("dispatch", dispatch, "electricity"),
        ("costs", costs, "money"),
    ):
        wrong = residuals(two_regions(), replace(reference, **{name: table}))
        assert wrong[balance] > BALANCE, name


def test_trade_costs_one_what_it_pays_the_other(reference: Pathway) -> None:
    trade = reference.costs.filter(pl.col("kind") == "trade")
    assert trade["million_usd"].abs().sum() > 0
    by_year = trade.group_by("year").agg(pl.col("million_usd").sum())
    assert by_year["million_usd"].abs().max() < 1e-6  # type: ignore[operator]


def test_the_dual_of_the_emission_limit_is_the_cost_of_tightening(reference: Pathway) -> None:
    limit = 0.7 * emissions(reference)
    costs = {}
    for step in (-1e-3, 0.0, 1e-3):
        kept = target(TargetKind.EMISSIONS, limit + step)
        # Learning would make the second solve another programme than the first.
        programme = replace(without_learning(two_regions()), targets=(kept,))
        costs[step] = solve(programme)
    middle = costs[0.0].targets.row(0, named=True)
    assert middle["value"] == pytest.approx(limit, rel=1e-7)
    slope = (costs[-1e-3].present_cost - costs[1e-3].present_cost) / 2e-3
    assert middle["shadow_price"] > 0
    assert slope == pytest.approx(middle["shadow_price"], rel=1e-3)


def test_representative_days_keep_the_year() -> None:
    longer = {
        name: tuple(np.tile(values, 5) * np.linspace(0.9, 1.0, 240))
        for name, values in two_regions().profiles.items()
    }
    programme = replace(
        without_learning(two_regions()),
        profiles=longer,
        settings=replace(two_regions().settings, representative_days=3),
    )
    pathway = solve(programme)
    hours = pathway.dispatch.filter((pl.col("item") == "demand") & (pl.col("region") == "west"))
    assert hours.filter(pl.col("year") == 2025)["weight"].sum() == pytest.approx(8760)
    assert_balanced(programme, pathway)
    whole = solve(replace(programme, settings=replace(programme.settings, representative_days=0)))
    assert pathway.present_cost == pytest.approx(whole.present_cost, rel=0.03)


def test_every_method_finds_the_same_optimum(monkeypatch: pytest.MonkeyPatch) -> None:
    programme = without_learning(two_regions(targets=(target(TargetKind.EMISSIONS, 15.0),)))
    by_simplex = solve(programme)
    monkeypatch.setattr(highs, "SMALL", 0)
    by_interior_point = solve(programme)
    assert by_interior_point.present_cost == pytest.approx(by_simplex.present_cost, rel=1e-6)
    assert_balanced(programme, by_interior_point)
    resolver = Resolver()
    resolver.solve(programme)
    # No step of the simplex method is allowed, so that the interior point has to take over.
    monkeypatch.setattr(highs, "WARM_PART", 10**9)
    eased = replace(programme, targets=(target(TargetKind.EMISSIONS, 17.0),))
    again = resolver.solve(eased)
    assert again.present_cost == pytest.approx(solve(eased).present_cost, rel=1e-6)
