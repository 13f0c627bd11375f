"""The least-cost pathway: its optimum, its balances, its duals, what it says of bad programmes."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.plan_pypsa import solve_ours, solve_theirs
from tests.plan.pathway_cases import (
    ASSUMED,
    NAMES,
    YEARS,
    constant,
    fleet,
    measure,
    region,
    target,
    technology,
    two_regions,
)
from twinbay.plan import pathway_tables
from twinbay.plan.measure import Interaction, InteractionKind, MeasureKind
from twinbay.plan.pathway import Resolver, alternatives, highs, ranges, residuals, solve
from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.problems import InfeasibleError
from twinbay.plan.programme import (
    EndUse,
    Foresight,
    JointProject,
    Money,
    Programme,
    Sector,
    Settings,
    TargetKind,
)

BALANCE = 1e-6


def emissions(pathway: Pathway, year: int = 2035) -> float:
    rows = pathway.emissions.filter(pl.col("year") == year)
    return float(rows["mt_co2e"].sum())


def capacity(pathway: Pathway, name: str, year: int = 2035) -> float:
    rows = pathway.capacity.filter((pl.col("technology") == name) & (pl.col("year") == year))
    return float(rows["capacity_gw"].sum())


def level(pathway: Pathway, name: str, year: int = 2035) -> float:
    rows = pathway.measures.filter((pl.col("measure") == name) & (pl.col("year") == year))
    return float(rows["level"].sum())


def assert_balanced(programme: Programme, pathway: Pathway) -> None:
    found = residuals(programme, pathway)
    assert max(found.values()) < BALANCE, found


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
        programme = replace(_without_learning(two_regions()), targets=(kept,))
        costs[step] = solve(programme)
    middle = costs[0.0].targets.row(0, named=True)
    assert middle["value"] == pytest.approx(limit, rel=1e-7)
    slope = (costs[-1e-3].present_cost - costs[1e-3].present_cost) / 2e-3
    assert middle["shadow_price"] > 0
    assert slope == pytest.approx(middle["shadow_price"], rel=1e-3)


def _without_learning(programme: Programme) -> Programme:
    return replace(
        programme,
        technologies=tuple(replace(t, learning_rate=0.0) for t in programme.technologies),
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
    free = solve(replace(_without_learning(two_regions()), targets=(target(kind, 1e9),)))
    value = free.targets["value"][0]
    programme = replace(_without_learning(two_regions()), targets=(target(kind, part * value),))
    pathway = solve(programme)
    row = pathway.targets.row(0, named=True)
    assert row["met"]
    assert row["value"] == pytest.approx(part * value, rel=1e-6)
    assert pathway.present_cost > free.present_cost
    assert_balanced(programme, pathway)


@pytest.mark.parametrize("kind", [TargetKind.NON_FOSSIL_POWER, TargetKind.NON_FOSSIL_ENERGY])
def test_a_least_share_is_kept_and_its_dual_is_right(kind: TargetKind) -> None:
    base = _without_learning(two_regions())
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
    base = _without_learning(two_regions())
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


def test_planning_without_foresight_costs_more() -> None:
    limit = target(TargetKind.EMISSIONS, 14.0)
    perfect = _without_learning(two_regions(targets=(limit,)))
    myopic = replace(perfect, settings=replace(perfect.settings, foresight=Foresight.MYOPIC))
    first, second = solve(perfect), solve(myopic)
    assert second.present_cost > first.present_cost
    assert second.targets["met"].all()
    assert_balanced(myopic, second)


def test_early_retirement_saves_when_carbon_is_dear() -> None:
    base = _without_learning(two_regions())
    regions = tuple(replace(r, carbon_price=constant(200.0)) for r in base.regions)
    dear = replace(base, regions=regions)
    kept = replace(dear, settings=replace(dear.settings, early_retirement=False))
    pathway = solve(dear)
    assert pathway.capacity["retired_gw"].sum() > 0
    assert pathway.present_cost < solve(kept).present_cost
    assert_balanced(dear, pathway)


def test_what_was_retired_does_not_come_back() -> None:
    base = _without_learning(two_regions())
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
    base = _without_learning(two_regions(targets=(target(TargetKind.EMISSIONS, 14.0),)))
    pathway = solve(replace(base, settings=replace(base.settings, foresight=foresight)))
    solar = pathway.capacity.filter(pl.col("technology") == "solar").sort("region", "year")
    added = solar.select(pl.col("new_gw").cum_sum().over("region"))["new_gw"]
    assert added.sum() > 0
    assert solar["capacity_gw"].to_list() == pytest.approx(added.to_list(), abs=1e-6)


def test_firm_capacity_covers_the_peak_with_its_margin() -> None:
    base = _without_learning(two_regions())
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
    base = _without_learning(two_regions())
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
    base = _without_learning(two_regions())
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


def test_alternatives_stay_within_the_slack_and_differ() -> None:
    programme = two_regions()
    pathway = solve(programme)
    found = alternatives(programme, pathway, 0.02, groups={"sun": ["solar"], "gas": ["gas"]})
    assert len(found) == 4
    assert all(one.present_cost <= pathway.present_cost * 1.0201 for one in found)
    table = ranges(found)
    for group, name in (("sun", "solar"), ("gas", "gas")):
        row = table.filter(pl.col("group") == group).row(0, named=True)
        at = capacity(pathway, name)
        assert row["least_gw"] <= at + 1e-6
        assert row["most_gw"] >= at - 1e-6
        assert row["most_gw"] - row["least_gw"] > 0.5


def test_representative_days_keep_the_year() -> None:
    longer = {
        name: tuple(np.tile(values, 5) * np.linspace(0.9, 1.0, 240))
        for name, values in two_regions().profiles.items()
    }
    programme = replace(
        _without_learning(two_regions()),
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
    programme = _without_learning(two_regions(targets=(target(TargetKind.EMISSIONS, 15.0),)))
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
