"""Mending a timetable: what stays, what changes, and that it could not be better."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from meet_events import make_slots, plain_event, rich_event
from meet_reference import Reference
from meet_violations import violations

from twinbay.meet import (
    Absence,
    Delegate,
    Event,
    EventError,
    FixedMeeting,
    NewDelegate,
    NewRequest,
    NewTable,
    NoticeKind,
    Request,
    Table,
    TableLoss,
    Timetable,
    Withdrawal,
    replan,
    revise,
    solve,
    validate,
)
from twinbay.meet.linear import LinearProgramme
from twinbay.meet.mending_bounds import SelectionBounds


def where(table: Timetable) -> dict[frozenset[str], tuple[tuple[str, ...], tuple[str, ...]]]:
    return {frozenset(m.parties): (m.slots, m.delegates) for m in table.meetings}


def case(seed: int) -> tuple[Event, Timetable]:
    event = plain_event(seed, people=8, requests=16, slots=4, tables=2)
    return event, solve(event)


def busiest(event: Event, table: Timetable) -> str:
    return max((d.delegate_id for d in event.delegates), key=lambda d: len(table.agenda(d)))


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 500))
def test_no_change_changes_nothing(seed: int) -> None:
    event = rich_event(seed)
    if validate(event):
        return
    table = solve(event, time_limit=3)
    again = replan(event, table, [])
    assert again.timetable.meetings == table.meetings
    assert again.notices == ()


@pytest.mark.parametrize("seed", range(8))
def test_a_no_show_costs_as_little_as_possible(seed: int) -> None:
    event, table = case(seed)
    gone = busiest(event, table)
    mended = replan(event, table, [Absence(gone)])
    assert violations(mended.event, mended.timetable) == []
    assert mended.timetable.agenda(gone) == ()
    value, changes = fewest_changes(mended.event, table)
    assert mended.timetable.value == value
    assert mended.timetable.proofs[1].figure == changes
    assert mended.timetable.proofs[1].bound <= changes


def fewest_changes(event: Event, before: Timetable) -> tuple[int, int]:
    """Return the best value and the fewest changes for it, by the second solver."""
    reference = Reference(event)
    value = reference.optimise(reference.value, True)
    then = {m.meeting_id: (m.delegates, m.slots) for m in before.meetings}
    same = {name: [] for name in then}
    other = []
    for way, literal in reference.literal.items():
        if way.meeting not in then:
            other.append(literal)
        elif then[way.meeting] == (way.people, way.slots):
            same[way.meeting].append(literal)
    possible = [name for name in then if same[name]]
    forced = [
        literal
        for way, literal in reference.literal.items()
        if way.meeting in then and not same[way.meeting]
    ]
    kept = sum(literal for name in possible for literal in same[name])
    changes = len(possible) - kept + sum(other) + sum(forced)
    return value, reference.optimise(changes, False)


@pytest.mark.parametrize("seed", range(6))
def test_what_has_begun_stays(seed: int) -> None:
    event, table = case(seed)
    gone = busiest(event, table)
    mended = replan(event, table, [Absence(gone), TableLoss("t0")], now="s2")
    then, now = where(table), where(mended.timetable)
    for parties, (slots, people) in then.items():
        if slots[0] in ("s0", "s1"):
            assert now[parties] == (slots, people)
    new = {p for p in now if p not in then}
    assert all(now[p][0][0] in ("s2", "s3") for p in new)
    late = [m for m in mended.timetable.meetings if m.slots[0] in ("s2", "s3")]
    assert all(gone not in m.delegates and m.table_id != "t0" for m in late)


@pytest.mark.parametrize("seed", range(6))
def test_the_curve_rises_to_the_plan_and_below_its_bounds(seed: int) -> None:
    event, table = case(seed)
    curve = replan(event, table, [Absence(busiest(event, table))]).curve
    assert [p.changed for p in curve] == sorted({p.changed for p in curve})
    values = [p.value for p in curve]
    assert values == sorted(set(values))
    assert all(p.value <= p.bound for p in curve)
    for point in curve:
        limited = replan(event, table, [Absence(busiest(event, table))], most_changes=point.changed)
        assert limited.timetable.value == point.value


def test_the_curve_solves_nothing_that_a_bound_has_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """One changed meeting is proven to bring no more than none: no programme is asked for it."""
    event, table = case(7)
    asked: list[str] = []

    def noted(kind: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            asked.append(kind)
            return method(*arguments, **options)

        return call

    for owner, name in ((SelectionBounds, "bound"), (LinearProgramme, "maximise")):
        monkeypatch.setattr(owner, name, noted(name, getattr(owner, name)))
    curve = replan(event, table, [NewRequest(Request("new", "d1", "d0", value=9))]).curve
    assert [(p.changed, p.value) for p in curve] == [(0, 57), (2, 61)]
    # For 0, 1 and 2 changes the selection is asked for its bound, and only for 0 then the plan.
    assert asked[-7:] == ["bound", "maximise", "maximise", *["bound", "maximise"] * 2]


@pytest.mark.parametrize("seed", range(6))
def test_everybody_whose_agenda_differs_is_told_and_nobody_else(seed: int) -> None:
    event, table = case(seed)
    mended = replan(event, table, [TableLoss("t1", frozenset({"s1", "s2"}))])
    told = {d for notice in mended.notices for d in notice.delegates}

    def agenda(plan: Timetable, who: str) -> list[tuple[tuple[str, ...], str, tuple[str, ...]]]:
        return sorted((m.slots, m.table_id, m.parties) for m in plan.agenda(who))

    changed = {
        d.delegate_id
        for d in event.delegates
        if agenda(table, d.delegate_id) != agenda(mended.timetable, d.delegate_id)
    }
    assert told == changed


def test_a_lost_table_only_reseats_when_another_is_free() -> None:
    event = replace(
        plain_event(1),
        delegates=(Delegate("a", "A"), Delegate("b", "B")),
        requests=(Request("r", "a", "b"),),
        slots=make_slots(1, 1),
    )
    table = solve(event)
    mended = replan(event, table, [TableLoss(table.meetings[0].table_id)])
    (notice,) = mended.notices
    assert notice.kind is NoticeKind.RESEATED
    assert notice.delegates == ("a", "b")
    assert mended.timetable.value == table.value


def test_newcomers_and_new_tables_are_used() -> None:
    event, table = case(2)
    request = Request("late", "guest", "d0", value=50)
    changes = [
        NewDelegate(Delegate("guest", "Guest")),
        NewRequest(request),
        NewTable(Table("t9", 9)),
    ]
    mended = replan(event, table, changes)
    assert any("late" in m.requests for m in mended.timetable.meetings)
    assert violations(mended.event, mended.timetable) == []


def test_a_withdrawal_frees_the_slot_unless_the_meeting_has_begun() -> None:
    event, table = case(3)
    first = next(m for m in table.meetings if m.slots[0] == "s0")
    change = [Withdrawal(first.requests[0])]
    before = replan(event, table, change)
    assert first.meeting_id not in {m.meeting_id for m in before.timetable.meetings}
    after = replan(event, table, change, now="s1")
    assert first.meeting_id in {m.meeting_id for m in after.timetable.meetings}


def test_a_fixed_meeting_that_became_impossible_is_cancelled_not_an_error() -> None:
    event, _ = case(4)
    everybody = tuple(replace(d, available=None) for d in event.delegates)
    event = replace(
        event, delegates=everybody, fixed=(FixedMeeting("f", ("d0", "d1"), "s3", table_id="t0"),)
    )
    table = solve(event)
    mended = replan(event, table, [Absence("d0")])
    assert "f" in {m.meeting_id for m in mended.forced}
    assert any(n.before and n.before.meeting_id == "f" for n in mended.notices)


def test_unknown_names_in_changes_are_all_reported() -> None:
    event, table = case(1)
    with pytest.raises(EventError) as raised:
        replan(event, table, [Absence("x"), TableLoss("y"), Withdrawal("z")], now="w")
    assert {p.record_id for p in raised.value.problems} == {"x", "y", "z", "w"}


def test_an_absence_takes_nothing_from_slots_that_have_begun() -> None:
    event, _ = case(1)
    before = next(d for d in event.delegates if d.delegate_id == "d0")
    after = next(d for d in revise(event, [Absence("d0")], "s2").delegates if d.delegate_id == "d0")
    assert after.available == (before.available or frozenset()) & {"s0", "s1"}
