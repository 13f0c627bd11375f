"""The shipped measures are whole, true to the taxonomy and fit every region that has their use."""

from dataclasses import replace

import pytest

from tests.plan.example_measures import path
from tests.plan.plan_examples import ASSUMED, small_programme
from twinbay.plan.measure import InteractionKind, MeasureKind
from twinbay.plan.measures.base import BaseMeasure
from twinbay.plan.measures.library import (
    at_milestones,
    check_matches,
    load_library,
    load_references,
    measures_for,
)
from twinbay.plan.programme import DirectEmission, EndUse, Names, Programme, Sector
from twinbay.regions.taxonomy import load_topics


def end_use(region: str, rest: str, carrier: str) -> EndUse:
    return EndUse(
        f"{region}.{rest}", region, Sector.INDUSTRY, carrier, Names("", ""), path(10, 12), ASSUMED
    )


def programme(*uses: EndUse, gases: tuple[DirectEmission, ...] = ()) -> Programme:
    return replace(small_programme(), end_uses=uses, direct_emissions=gases)


def test_the_library_has_at_least_sixty_measures_of_every_kind() -> None:
    library = load_library()
    assert len({base.base_id for base in library}) >= 60
    assert {base.kind for base in library} == set(MeasureKind)


def test_every_topic_and_reference_exists_and_grades_are_honest() -> None:
    topics = {topic.topic_id for topic in load_topics()}
    for base in load_library():
        assert base.topics and set(base.topics) <= topics, base.base_id
        assert base.source in load_references(), base.base_id
        assert base.name_zh != base.name
        if base.kind is not MeasureKind.SUPPLY:
            assert (base.grade == "D") == (base.source == "assumption"), base.base_id
            assert base.grade == "D" or base.note, f"{base.base_id} does not say what is sourced"


def test_figures_are_within_bounds() -> None:
    for base in load_library():
        if base.kind is MeasureKind.SUPPLY:
            continue
        assert all(0 <= value <= 1 for value in base.potential.values())
        assert max(base.potential.values()) > 0
        assert 0 < base.uptake <= 0.5
        assert 0 < base.lifetime <= 60
        assert sum(base.payers.values()) == pytest.approx(1)
        assert base.investment_range[0] <= 1 <= base.investment_range[1]


def test_a_switch_says_what_it_uses_instead() -> None:
    for base in load_library():
        assert bool(base.adds) >= (base.kind is MeasureKind.SWITCH), base.base_id


def test_a_measure_is_made_for_each_region_that_has_its_end_use() -> None:
    made = measures_for(
        programme(
            end_use("west", "industry.motors.electricity", "electricity"),
            end_use("east", "industry.motors.electricity", "electricity"),
            end_use("east", "buildings.lighting.electricity", "electricity"),
        )
    )
    found = {(m.region, m.base_id) for m in made if m.kind is not MeasureKind.SUPPLY}
    motors = {"motors-premium", "variable-speed-drives", "motor-system-optimisation"}
    lights = {"led-lighting", "lighting-controls"}
    assert found == {(r, b) for r in ("west", "east") for b in motors} | {
        ("east", b) for b in lights
    }
    assert len({m.id for m in made}) == len(made)


def test_ids_match_whatever_separates_their_parts() -> None:
    base = next(b for b in load_library() if b.base_id == "led-lighting")
    assert base.matches("gd", "gd-buildings-lighting-electricity") == ""
    assert base.matches("gd", "gd.buildings_lighting.electricity") == ""
    assert base.matches("gd", "gd.industry.lighting.electricity") is None
    star = next(b for b in load_library() if b.base_id == "steam-systems")
    assert star.matches("gd", "gd.industry.low-heat.fuel-oil") == "fuel-oil"


def test_a_star_makes_one_measure_for_each_carrier_with_an_id_of_its_own() -> None:
    made = measures_for(
        programme(
            end_use("west", "industry.low-heat.gas", "gas"),
            end_use("west", "industry.low-heat.coal", "coal"),
        )
    )
    steam = {m.id: m.acts_on for m in made if m.base_id == "steam-systems"}
    assert steam == {
        "west.steam-systems.gas": "west.industry.low-heat.gas",
        "west.steam-systems.coal": "west.industry.low-heat.coal",
    }
    pump = next(m for m in made if m.id == "west.industrial-heat-pumps-gas")
    assert [i.measure for i in pump.interactions] == ["west.steam-systems.gas"]


def test_a_row_for_one_region_takes_the_place_of_the_row_for_all() -> None:
    gases = tuple(
        DirectEmission(
            f"{r}.buildings.refrigerants.HFC-134a",
            r,
            Sector.BUILDINGS,
            "HFC-134a",
            Names("", ""),
            path(1, 1),
            ASSUMED,
        )
        for r in ("california", "east")
    )
    whole = programme(gases=gases)
    west = replace(whole.regions[0], id="california")
    made = measures_for(replace(whole, regions=(west, whole.regions[1])))
    at_2035 = {m.region: m.potential[2035] for m in made if m.base_id == "refrigerant-transition"}
    assert at_2035 == {"california": 0.75, "east": 0.3}
    assert len({m.id for m in made}) == len(made)


def test_supply_measures_take_their_figures_from_the_technology() -> None:
    whole = small_programme()
    base = replace(load_library()[-1], base_id="wind", acts_on="wind", kind=MeasureKind.SUPPLY)
    made = measures_for(whole, [base])
    assert {m.id for m in made} == {"west.wind", "east.wind"}
    wind = next(t for t in whole.technologies if t.id == "wind")
    assert made[0].investment == wind.investment
    assert made[0].lifetime == wind.lifetime
    assert made[0].operation == pytest.approx(wind.fixed_cost * wind.investment[2025])


def test_the_price_factor_scales_money_alone() -> None:
    whole = programme(end_use("west", "industry.motors.electricity", "electricity"))
    plain, dear = (measures_for(whole, price_factor=f)[0] for f in (1.0, 1.5))
    assert dear.investment[2030] == pytest.approx(1.5 * plain.investment[2030])
    assert dear.potential == plain.potential


def test_other_milestones_are_read_off_the_line_between_the_years_given() -> None:
    assert at_milestones({2030: 0.1, 2040: 0.3}, (2025, 2032, 2050)) == pytest.approx(
        {2025: 0.1, 2032: 0.14, 2050: 0.3}
    )


def test_requirements_reach_across_end_uses_but_overlaps_do_not() -> None:
    library = load_library()
    motors = next(b for b in library if b.base_id == "motors-premium")
    lights = next(b for b in library if b.base_id == "led-lighting")

    def made_with(kind: InteractionKind) -> BaseMeasure:
        interaction = replace(next(b for b in library if b.interactions).interactions[0])
        named = replace(interaction, kind=kind, measure="led-lighting")
        return replace(motors, interactions=(named,))

    whole = programme(
        end_use("west", "industry.motors.electricity", "electricity"),
        end_use("west", "buildings.lighting.electricity", "electricity"),
    )
    needs = measures_for(whole, [made_with(InteractionKind.REQUIRES), lights])[0]
    overlaps = measures_for(whole, [made_with(InteractionKind.OVERLAP), lights])[0]
    assert [i.measure for i in needs.interactions] == ["west.led-lighting"]
    assert overlaps.interactions == ()


def test_a_measure_that_acts_on_nothing_is_named_with_its_place() -> None:
    base = replace(load_library()[0], acts_on="industry.motor.electricity", place="own.csv, row 3")
    whole = programme(end_use("west", "industry.motors.electricity", "electricity"))
    (problem,) = check_matches(whole, [base, load_library()[0]])
    assert problem.place == "own.csv, row 3"
    assert "industry.motor.electricity" in problem.problem
