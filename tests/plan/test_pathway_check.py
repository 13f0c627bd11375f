"""What is said of programmes whose values make no sense."""

from dataclasses import replace
from math import nan
from typing import Any

import pytest

from tests.plan.pathway_cases import constant, target, two_regions
from twinbay.plan.measure import Interaction, InteractionKind
from twinbay.plan.pathway import check, solve
from twinbay.plan.problems import ProgrammeError
from twinbay.plan.programme import Programme, TargetKind


def changed(programme: Programme, table: str, **more: Any) -> Programme:
    """Return a programme whose first record of a table is changed."""
    first, *others = getattr(programme, table)
    return replace(programme, **{table: (replace(first, **more), *others)})


def test_a_sound_programme_has_no_problem() -> None:
    assert check(two_regions()) == ()


@pytest.mark.parametrize(
    ("table", "more", "record", "field", "said"),
    [
        ("measures", {"potential": constant(1.4)}, "measure", "potential", "above 1"),
        ("measures", {"potential": constant(-0.1)}, "measure", "potential", "negative"),
        ("measures", {"investment": {2025: 1.0}}, "measure", "investment", "2030, 2035 are miss"),
        ("measures", {"acts_on": "nothing"}, "measure", "acts_on", "does not exist"),
        ("measures", {"acts_on": "motors_east"}, "measure", "acts_on", "is of east"),
        ("measures", {"payers": {"a": 0.7}}, "measure", "payers", "add up to 0.7"),
        ("measures", {"uptake": 3.0}, "measure", "uptake", "no share"),
        ("measures", {"lifetime": 0.0}, "measure", "lifetime", "not above 0"),
        ("fleets", {"existing": constant(nan)}, "fleet", "existing", "no number"),
        ("fleets", {"region": "north"}, "fleet", "region", "does not exist"),
        ("fleets", {"availability": "moon"}, "fleet", "availability", "does not exist"),
        ("fleets", {"availability": "load"}, "profile", "values", "above 1"),
        ("fleets", {"cost_factor": 0.0}, "fleet", "cost_factor", "not above 0"),
        ("technologies", {"efficiency": 42.0}, "technology", "efficiency", "out of range"),
        ("technologies", {"learning_rate": 0.2}, "technology", "learning_base", "learns"),
        ("lines", {"end": "west"}, "line", "end", "ends where it starts"),
        ("lines", {"loss": 3.0}, "line", "loss", "no share"),
        ("end_uses", {"demand": {2025: 1.0, 2030: 2.0}}, "end use", "demand", "2035 is missing"),
        ("end_uses", {"carrier": "peat"}, "end use", "carrier", "does not exist"),
        ("direct_emissions", {"gas": "CO3"}, "direct emission", "gas", "unknown"),
        ("regions", {"gdp": {}}, "region", "gdp", "missing"),
    ],
)
def test_a_fault_is_named_with_record_and_field(
    table: str, more: dict[str, Any], record: str, field: str, said: str
) -> None:
    problems = check(changed(two_regions(), table, **more))
    assert any(p.record == record and p.field == field and said in p.problem for p in problems), (
        problems
    )


@pytest.mark.parametrize(
    ("kind", "value", "year", "field"),
    [
        (TargetKind.NON_FOSSIL_POWER, 80.0, 2035, "value"),
        (TargetKind.EMISSIONS, nan, 2035, "value"),
        (TargetKind.EMISSIONS, 10.0, 2033, "year"),
    ],
)
def test_a_target_that_cannot_be_meant_is_named(
    kind: TargetKind, value: float, year: int, field: str
) -> None:
    wrong = target(kind, value, year)
    assert [p.field for p in check(two_regions(targets=(wrong,)))] == [field]


def test_requirements_in_a_circle_are_named() -> None:
    base = two_regions()
    first, second, *others = base.measures
    ring = tuple(
        replace(one, interactions=(Interaction(InteractionKind.REQUIRES, other.id),))
        for one, other in ((first, second), (second, first))
    )
    problems = check(replace(base, measures=(*ring, *others)))
    assert len(problems) == 1
    assert "circle" in problems[0].problem
    assert first.id in problems[0].problem and second.id in problems[0].problem


def test_every_fault_is_said_at_once() -> None:
    wrong = changed(two_regions(), "measures", uptake=3.0)
    wrong = changed(wrong, "lines", loss=2.0)
    with pytest.raises(ProgrammeError) as caught:
        solve(wrong)
    assert {p.field for p in caught.value.problems} == {"uptake", "loss"}


def test_identifiers_are_unique() -> None:
    base = two_regions()
    twice = replace(base, measures=(*base.measures, base.measures[0]))
    assert any("twice" in p.problem for p in check(twice))
