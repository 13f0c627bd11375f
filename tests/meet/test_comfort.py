"""Comfort: its figures, its bound by counting, and the choice of tables."""

from dataclasses import replace
from itertools import accumulate, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from meet_events import make_slots, plain_event, rich_event
from meet_reference import objectives

from twinbay.meet import Compactness, Delegate, Event, Request, Rules, Table, solve, validate
from twinbay.meet.closing import keep
from twinbay.meet.comfort import between, figures, forced_idle, hull, least_discomfort
from twinbay.meet.compile import compile_event
from twinbay.meet.formulation import Formulation
from twinbay.meet.model import Placement, Plan
from twinbay.meet.parties import parties
from twinbay.meet.seating import Seating
from twinbay.meet.stages import stages
from twinbay.meet.walking import assign_tables

RICH = [seed for seed in range(30) if not validate(rich_event(seed))]


def counted_bound(event: Event, best: list[int]) -> int:
    """Return the bound by counting, given the true optima of the earlier objectives."""
    model = compile_event(event)
    selection = Formulation(model, timed=False)
    for stage, figure in zip(stages(model, parties(model)), best, strict=False):
        keep(selection, stage, stage.terms(selection), figure)
    return least_discomfort(model, selection, 10.0)


@pytest.mark.parametrize("seed", RICH)
def test_the_bound_by_counting_never_exceeds_the_optimum(seed: int) -> None:
    event = rich_event(seed)
    best = objectives(event)
    assert counted_bound(event, best) <= best[-1]


def test_the_bound_by_counting_never_exceeds_the_optimum_when_agendas_are_full() -> None:
    bounds = []
    for seed in range(8):
        event = plain_event(seed, people=5, requests=10, slots=4, tables=2)
        event = replace(
            event,
            delegates=tuple(replace(d, available=None) for d in event.delegates),
            slots=make_slots(4, 4),
        )
        best = objectives(event)
        bounds.append(counted_bound(event, best))
        assert bounds[-1] <= best[-1]
    assert any(bounds), "the bound was 0 everywhere: the test proves nothing"


def star() -> Event:
    """Return an event in which one host receives three guests in a row."""
    return Event(
        "e",
        "E",
        delegates=tuple(Delegate(name, name) for name in ("host", "a", "b", "c")),
        requests=tuple(Request(f"r{i}", "host", guest, value=1) for i, guest in enumerate("abc")),
        slots=make_slots(3, 3),
        tables=tuple(Table(f"t{i}", i + 1, zone=f"z{i}") for i in range(3)),
        rules=Rules(compactness=Compactness(4, 1, 2)),
    )


def test_a_host_keeps_the_table() -> None:
    table = solve(star())
    assert len({meeting.table_id for meeting in table.meetings}) == 1
    assert table.figures.discomfort == 0


def test_tables_follow_people_from_slot_to_slot() -> None:
    # In the second slot the hosts' meetings are listed the other way round.
    pairs = [("one", "a"), ("two", "b"), ("two", "c"), ("one", "d")]
    event = replace(
        star(),
        delegates=tuple(Delegate(name, name) for name in ("one", "two", "a", "b", "c", "d")),
        requests=tuple(Request(f"r{i}", *pair, value=1) for i, pair in enumerate(pairs)),
    )
    plan = Plan(tuple(Placement(i, 0, i // 2) for i in range(4)))
    tables = assign_tables(Seating(compile_event(event)), plan)
    assert (tables[0], tables[1]) == (tables[3], tables[2])


def test_figures_count_gaps_changes_and_walks() -> None:
    event = star()
    model = compile_event(replace(event, slots=make_slots(4, 4)))
    plan = Plan((Placement(0, 0, 0), Placement(1, 0, 2), Placement(2, 0, 3)))
    seating = Seating(model)
    found = figures(model, plan, {0: 0, 1: 0, 2: 1}, seating.tables)
    assert (found.idle_slots, found.table_changes, found.walks) == (1, 1, 1)
    assert found.discomfort == 4 + 1 + 2


@pytest.mark.parametrize(
    ("taken", "gaps"), [(0, 0), (0b1, 0), (0b110, 0), (0b1001, 0b0110), (0b101100, 0b010000)]
)
def test_gaps_lie_between_the_first_and_the_last_meeting(taken: int, gaps: int) -> None:
    assert between(taken) == gaps


@settings(max_examples=40, deadline=None)
@given(st.lists(st.booleans(), min_size=8, max_size=8))
def test_forced_idle_slots_are_the_fewest_over_all_choices(present: list[bool]) -> None:
    here = frozenset(f"s{i}" for i in range(8) if present[i])
    event = replace(
        star(), slots=make_slots(8, 4), delegates=(Delegate("host", "H", available=here),)
    )
    model = compile_event(replace(event, requests=()))
    free = [i for i in range(8) if present[i]]
    fewest = [
        min(
            sum(between(sum(1 << s for s in chosen) & day).bit_count() for day in model.rules.days)
            for chosen in combinations(free, count)
        )
        for count in range(len(free) + 1)
    ]
    assert forced_idle(model, 0) == fewest


@given(st.lists(st.integers(0, 9), min_size=1, max_size=9))
def test_a_hull_lies_below_its_values_and_touches_both_ends(values: list[int]) -> None:
    least = list(accumulate(values, initial=0))
    edges = hull(least)
    for position, value in enumerate(least):
        below = max((base + slope * (position - at) for at, base, slope in edges), default=0)
        assert below <= value + 1e-9
        if position == len(least) - 1:
            assert below == pytest.approx(value)


def test_idle_slots_that_absence_forces_are_in_the_bound() -> None:
    """The host is away in the middle slot, and would have to give up a meeting to wait less."""
    away = frozenset({"s0", "s2"})
    host = Delegate("host", "Host", available=away)
    event = replace(star(), requests=star().requests[:2])
    event = replace(event, delegates=(host, *event.delegates[1:3]))
    assert solve(event).figures.idle_slots == 1
    model = compile_event(event)
    selection = Formulation(model, timed=False)
    keep(selection, stages(model, parties(model))[0], selection.value(), 2)
    # 3 for the idle slot above the change it may save; 4 attendances, 2 meetings, 3 firsts: -1.
    assert least_discomfort(model, selection, 10.0) == 2
