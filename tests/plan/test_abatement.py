"""The ordered curve against a case solved by hand, and what every curve must keep."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plan.example_measures import path
from tests.plan.plan_examples import ASSUMED, small_programme
from twinbay.plan.measure import Interaction, InteractionKind, Measure, MeasureKind
from twinbay.plan.measures.abatement import AbatementCurve, abatement_curve
from twinbay.plan.measures.evolving import Power
from twinbay.plan.programme import EndUse, Names, Programme, Sector, TechnologyKind

YEAR = 2035
POWER = Power(supply=200.0, factor=0.4, emitting_share=0.8, price=80.0, avoided=40.0)
"""The emitting part of the supply has 0.4 / 0.8 = 0.5 kg/kWh."""


def measure(key: str, kind: MeasureKind, acts_on: str, share: float, **more: object) -> Measure:
    usual: dict[str, object] = {
        "investment": path(0.0, 0.0),
        "operation": 0.0,
        "lifetime": 10.0,
    }
    return Measure(
        id=key,
        base_id=key,
        kind=kind,
        region="west",
        name=key,
        name_zh=key,
        group="g",
        acts_on=acts_on,
        potential=path(0.0, share),
        uptake=1.0,
        unit="TWh",
        per_unit=1.0,
        source="assumption",
        source_year=None,
        grade="D",
        **{**usual, **more},
    )  # type: ignore[arg-type]


def use(key: str, carrier: str, amount: float) -> EndUse:
    return EndUse(key, "west", Sector.INDUSTRY, carrier, Names("", ""), path(0, amount), ASSUMED)


def programme(*measures: Measure) -> Programme:
    whole = small_programme()
    gas = next(c for c in whole.carriers if c.id == "gas")
    carriers = [c for c in whole.carriers if c.id != "gas"]
    west = replace(whole.regions[0], prices={"gas": path(30.0, 30.0), "coal": path(10.0, 10.0)})
    return replace(
        whole,
        regions=(west, whole.regions[1]),
        carriers=(*carriers, replace(gas, emissions={"CO2": 0.2})),
        money=replace(whole.money, discount_rate=0.0),
        end_uses=(use("power", "electricity", 100.0), use("heat", "gas", 50.0)),
        direct_emissions=(),
        measures=measures,
    )


def curve(*measures: Measure, power: Power = POWER) -> AbatementCurve:
    return abatement_curve(programme(*measures), YEAR, {"west": power})


def found(solved: AbatementCurve) -> dict[str, tuple[float, float]]:
    return {s.measure: (s.abated, s.cost) for s in solved.steps}


def test_a_case_solved_by_hand() -> None:
    """Motors, lights, wind and heat pumps.

    Reference: 200 TWh * 0.4 + 50 TWh * 0.2 = 90 Mt.

    Motors save 20 % of 100 TWh: 20 TWh * 0.4 = 8 Mt; annuity 500 / 10 * 20 = 1,000, saved
    20 * 80 = 1,600: -600 million USD a year. Lights save 10 % of 100 = 10 TWh: annuity
    500 / 10 * 10 = 500, saved 800: -300. Motors save more money, so they are first; lights then
    reach 10 % of the 80 TWh left: 8 TWh * 0.4 = 3.2 Mt at 400 - 640 = -240.

    Wind: 100 GW-equivalent is capped by what can be built; here 10 GW at 2,000 h = 20 TWh of
    200 - 28 = 172 TWh. It displaces the emitting part: 20 * 0.5 = 10 Mt. Cost: annuity
    1,000 / 10 * 10 = 1,000, avoided 20 * 40 = 800: 200 million, 20 USD/t. The emitting share falls
    from 0.8 by 20 / 172 and electricity counts 0.5 * (0.8 - 20 / 172) = 0.34186 kg/kWh.

    Heat pumps replace 40 % of 50 TWh of gas = 20 TWh by 0.25 * 20 = 5 TWh of electricity:
    20 * 0.2 - 5 * 0.34186 = 2.29070 Mt. Cost: annuity 400 / 10 * 20 = 800, gas -600, electricity
    400: 600 million. Before wind they would have cost 600 / (4 - 5 * 0.4) = 300 USD/t.
    """
    wind_farm = next(f for f in small_programme().fleets if f.technology == "wind")
    solved_for = programme(
        measure("heat-pumps", MeasureKind.SWITCH, "heat", 0.4, investment=path(400, 400),
                adds={"electricity": 0.25}),
        measure("lights", MeasureKind.SAVE, "power", 0.1, investment=path(500, 500)),
        measure("wind", MeasureKind.SUPPLY, "wind", 1.0, investment=path(1000, 1000)),
        measure("motors", MeasureKind.SAVE, "power", 0.2, investment=path(500, 500)),
    )  # fmt: skip
    fleet = replace(
        wind_farm,
        existing=path(0, 0),
        potential=path(10, 10),
        build_limit=path(5, 5),
        availability="",
        availability_factor=2_000 / 8_760,
    )
    solved = abatement_curve(replace(solved_for, fleets=(fleet,)), YEAR, {"west": POWER})
    grid = 0.5 * (0.8 - 20 / 172)
    assert [s.measure for s in solved.steps] == ["motors", "lights", "wind", "heat-pumps"]
    expected = {
        "motors": (8.0, -600.0),
        "lights": (3.2, -240.0),
        "wind": (10.0, 200.0),
        "heat-pumps": (4 - 5 * grid, 600.0),
    }
    for key, values in found(solved).items():
        assert values == pytest.approx(expected[key], rel=1e-12)
    assert solved.reference == pytest.approx(90.0)
    assert solved.remaining == pytest.approx(90 - 21.2 - (4 - 5 * grid), rel=1e-12)
    assert [s.grid_factor for s in solved.steps] == pytest.approx([0.4, 0.4, 0.4, grid])
    pumps = solved.steps[-1]
    assert (pumps.alone, pumps.alone_usd_per_t) == pytest.approx((2.0, 300.0))
    assert solved.steps[1].alone == pytest.approx(4.0)


@pytest.mark.parametrize("states", ["lights", "motors"])
def test_an_overlap_takes_its_share_of_the_smaller_potential_away(states: str) -> None:
    """Half of the lights' 10 % is in common: 5 % of the 80 TWh left is 4 TWh, 1.6 Mt."""

    def stated(key: str, other: str) -> tuple[Interaction, ...]:
        return (Interaction(InteractionKind.OVERLAP, other, 0.5),) if key == states else ()

    lights = measure(
        "lights", MeasureKind.SAVE, "power", 0.1, interactions=stated("lights", "motors")
    )
    motors = measure(
        "motors", MeasureKind.SAVE, "power", 0.2, interactions=stated("motors", "lights")
    )
    assert found(curve(lights, motors))["lights"][0] == pytest.approx(1.6)


def test_exclusive_measures_share_the_units() -> None:
    """Pumps take 70 % of 50 TWh; of hydrogen's 50 % only 30 % of the 50 TWh is there: 15 TWh.

    Half of what the pumps replace comes back as rebound, but their units are taken all the same.
    """
    exclusive = (Interaction(InteractionKind.EXCLUSIVE, "pumps"),)
    for saving in (1.0, 0.5):
        pumps = measure(
            "pumps", MeasureKind.SWITCH, "heat", 0.7, adds={"electricity": 0.1}, saving=saving
        )
        other = measure(
            "other", MeasureKind.SWITCH, "heat", 0.5, interactions=exclusive,
            adds={"biomass": 1.0}, operation=100.0,
        )  # fmt: skip
        solved = curve(pumps, other)
        assert [s.measure for s in solved.steps] == ["pumps", "other"]
        assert [s.level for s in solved.steps] == pytest.approx([35.0, 15.0])


def test_a_measure_waits_for_the_one_it_requires() -> None:
    """The cheap one needs half as much of the dear one, which reaches 5 %: 10 % is allowed."""
    needs = (Interaction(InteractionKind.REQUIRES, "dear", 0.5),)
    cheap = measure("cheap", MeasureKind.SAVE, "power", 0.3, interactions=needs)
    dear = measure("dear", MeasureKind.SAVE, "heat", 0.05, operation=900.0)
    solved = curve(cheap, dear)
    assert [s.measure for s in solved.steps] == ["dear", "cheap"]
    assert solved.steps[1].level == pytest.approx(10.0)
    alone = curve(cheap, replace(dear, potential=path(0.0, 0.0)))
    assert not alone.steps
    assert "needs another measure" in alone.left_out["cheap"][0]


def test_a_switch_to_dirty_electricity_is_left_out_with_its_reason() -> None:
    switch = measure("switch", MeasureKind.SWITCH, "heat", 0.4, adds={"electricity": 0.9})
    solved = curve(switch)
    assert not solved.steps
    assert "does not abate" in solved.left_out["switch"][0]
    assert solved.remaining == solved.reference


def test_a_switch_becomes_a_step_once_the_grid_is_clean_enough() -> None:
    """0.9 kWh a kWh of gas: 0.2 - 0.9 * 0.4 is negative, 0.2 - 0.9 * 0.5 * 0.2 is not."""
    wind_farm = next(f for f in small_programme().fleets if f.technology == "wind")
    fleet = replace(
        wind_farm, existing=path(0, 0), potential=path(60, 60), build_limit=path(60, 60),
        availability="", availability_factor=2_000 / 8_760,
    )  # fmt: skip
    switch = measure("switch", MeasureKind.SWITCH, "heat", 0.4, adds={"electricity": 0.9})
    wind = measure("wind", MeasureKind.SUPPLY, "wind", 1.0, investment=path(100, 100))
    whole = replace(programme(switch, wind), fleets=(fleet,))
    solved = abatement_curve(whole, YEAR, {"west": POWER})
    assert [s.measure for s in solved.steps] == ["wind", "switch"]
    assert solved.steps[1].abated == pytest.approx(20 * (0.2 - 0.9 * 0.5 * 0.2))


def test_what_burns_hydrogen_made_from_electricity_abates_nothing_alone() -> None:
    """Its fuel has no price to buy it at, yet it is not free: it is a store of electricity."""
    whole = programme(measure("turbine", MeasureKind.SUPPLY, "turbine", 1.0))
    wind = next(t for t in whole.technologies if t.id == "wind")
    turbine = replace(wind, id="turbine", fuel="hydrogen", efficiency=0.57)
    maker = replace(
        wind, id="maker", kind=TechnologyKind.CONVERTER, fuel="electricity", output="hydrogen"
    )
    wind_farm = next(f for f in whole.fleets if f.technology == "wind")
    fleet = replace(wind_farm, technology="turbine", availability="", availability_factor=0.9)
    whole = replace(whole, technologies=(*whole.technologies, turbine, maker), fleets=(fleet,))
    solved = abatement_curve(whole, YEAR, {"west": POWER})
    assert solved.steps == ()
    assert solved.left_out["turbine"][0] == "storage and lines abate only with others"


def test_measures_that_pay_are_ordered_by_the_money_they_save() -> None:
    """A tiny measure has the lowest cost per tonne but must not come before a large saving."""
    tiny = measure("tiny", MeasureKind.SAVE, "power", 0.001, operation=-500.0)
    large = measure("large", MeasureKind.SAVE, "power", 0.3, investment=path(100, 100))
    solved = curve(tiny, large)
    assert [s.measure for s in solved.steps] == ["large", "tiny"]
    assert solved.steps[0].usd_per_t > solved.steps[1].usd_per_t


def test_ranges_are_those_of_the_investment_and_of_the_potential() -> None:
    (step,) = curve(
        measure(
            "m", MeasureKind.SAVE, "heat", 0.2, investment=path(1000, 1000),
            investment_range=(0.5, 2.0), potential_range=(0.8, 1.1),
        )
    ).steps  # fmt: skip
    # 10 TWh, 2 Mt: annuity 1,000, gas -300
    assert (step.low, step.usd_per_t, step.high) == pytest.approx((100.0, 350.0, 850.0))
    assert (step.abated_low, step.abated_high) == pytest.approx((1.6, 2.2))


def test_hydrogen_counts_the_electricity_it_is_made_from() -> None:
    """20 TWh of gas by 20 TWh of hydrogen from 20 / 0.7 TWh of electricity."""
    switch = measure("h2", MeasureKind.SWITCH, "heat", 0.4, adds={"hydrogen": 1.0})
    clean = replace(POWER, factor=0.05)
    (step,) = curve(switch, power=clean).steps
    assert step.abated == pytest.approx(4 - 0.05 * 20 / 0.7)
    assert step.cost == pytest.approx(-600 + 80 * 20 / 0.7 + 30 * 20)


SHARES = st.floats(0.0, 0.9)
COSTS = st.floats(-50.0, 3_000.0)


@st.composite
def many_measures(draw: st.DrawFn) -> tuple[Measure, ...]:
    count = draw(st.integers(1, 7))
    made = []
    for number in range(count):
        kind = draw(st.sampled_from([MeasureKind.SAVE, MeasureKind.SWITCH]))
        acts_on = draw(st.sampled_from(["power", "heat"]))
        others = [f"m{n}" for n in range(count) if n != number]
        interactions = tuple(
            Interaction(
                draw(st.sampled_from(list(InteractionKind))),
                draw(st.sampled_from(others)),
                draw(st.floats(0.1, 1.0)),
            )
            for _ in range(draw(st.integers(0, 2)))
            if others
        )
        adds = {"electricity": draw(st.floats(0.0, 1.2))} if kind is MeasureKind.SWITCH else {}
        if acts_on == "power" and adds:
            adds = {"gas": draw(st.floats(0.0, 1.2))}
        made.append(
            measure(
                f"m{number}", kind, acts_on, draw(SHARES), adds=adds,
                investment=path(100, abs(draw(COSTS))), operation=draw(COSTS),
                saving=draw(st.floats(0.2, 1.0)), interactions=interactions,
            )
        )  # fmt: skip
    return tuple(made)


@settings(max_examples=120, deadline=None)
@given(many_measures())
def test_the_steps_add_up_to_the_difference_and_nothing_is_saved_twice(
    measures: tuple[Measure, ...],
) -> None:
    solved = curve(*measures)
    total = sum(step.abated for step in solved.steps)
    assert total == pytest.approx(solved.reference - solved.remaining, abs=1e-9)
    assert solved.remaining >= -1e-9
    assert len(solved.steps) + len(solved.left_out) == len(measures)
    for name, whole in (("power", 100.0), ("heat", 50.0)):
        by_id = {m.id: m for m in measures}
        gone = sum(
            s.level * by_id[s.measure].saving
            for s in solved.steps
            if by_id[s.measure].acts_on == name
        )
        assert gone <= whole + 1e-9


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(SHARES, COSTS), min_size=1, max_size=6))
def test_savings_alone_would_promise_more_than_they_do_together(
    pairs: list[tuple[float, float]],
) -> None:
    measures = [
        measure(f"m{n}", MeasureKind.SAVE, "heat", share, operation=cost)
        for n, (share, cost) in enumerate(pairs)
    ]
    solved = curve(*measures)
    left = 50.0
    for share, _ in pairs:
        left *= 1 - share
    assert solved.remaining - 80.0 == pytest.approx(left * 0.2, abs=1e-6)
    assert sum(s.alone for s in solved.steps) >= sum(s.abated for s in solved.steps) - 1e-9


def test_the_table_has_one_row_for_each_step() -> None:
    solved = curve(measure("m", MeasureKind.SAVE, "heat", 0.2))
    assert solved.table().height == 1
    assert solved.table()["abated"][0] == pytest.approx(2.0)
