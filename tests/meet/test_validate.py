"""Bad events: everything wrong is said at once, contradictions by a minimal set."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from meet_events import make_slots, plain_event
from meet_reference import Reference
from ortools.sat.python import cp_model

from twinbay.meet import (
    Delegate,
    EventError,
    FixedMeeting,
    GroupMeeting,
    Interpreter,
    Request,
    Separation,
    Slot,
    Table,
    solve,
    validate,
)


def test_a_sound_event_has_no_problems() -> None:
    assert validate(plain_event(1)) == ()


def test_all_problems_are_found_at_once() -> None:
    event = plain_event(1)
    start = datetime(2026, 9, 1, 9, tzinfo=UTC)
    bad = replace(
        event,
        time_zone="Mars/Olympus",
        requests=(
            Request("r0", "d0", "nobody"),
            Request("r0", "d1", "d2"),
            Request("r1", "d1", "d1", score=1.5, length=0),
        ),
        slots=(
            *event.slots,
            Slot("end first", start, start - timedelta(minutes=1)),
            Slot("overlaps", event.slots[0].start, event.slots[0].end),
            Slot("no zone", datetime(2026, 9, 1, 9), datetime(2026, 9, 1, 10)),
        ),
        tables=(Table("t", 1, seats=1), Table("u", 1)),
        delegates=(*event.delegates, Delegate("d0", "Again", organisation_id="unknown")),
        interpreters=(Interpreter("i", "I", frozenset({frozenset({"en"})})),),
        groups=(GroupMeeting("g", "G", required=("d0", "ghost"), minimum=5),),
        separations=(Separation("d0", "d0"),),
    )
    found = {(p.record, p.record_id, p.field) for p in validate(bad)}
    assert {
        ("event", event.event_id, "time_zone"),
        ("request", "r0", "invitee"),
        ("request", "r0", "identifier"),
        ("request", "r1", "invitee"),
        ("request", "r1", "score"),
        ("request", "r1", "length"),
        ("slot", "end first", "end"),
        ("slot", "s0", "start"),
        ("slot", "no zone", "start"),
        ("table", "t", "seats"),
        ("table", "u", "number"),
        ("delegate", "d0", "identifier"),
        ("delegate", "d0", "organisation_id"),
        ("interpreter", "i", "pairs"),
        ("group", "g", "required"),
        ("group", "g", "minimum"),
        ("separation", "d0--d0", "second"),
    } <= found


def test_an_event_without_tables_or_slots_says_so() -> None:
    fields = {p.field for p in validate(replace(plain_event(1), tables=(), slots=()))}
    assert {"tables", "slots"} <= fields


def test_solve_refuses_a_bad_event_with_every_problem() -> None:
    with pytest.raises(EventError) as raised:
        solve(replace(plain_event(1), tables=(), requests=(Request("r", "d0", "x"),)))
    assert len(raised.value.problems) == 2
    assert "there are no tables" in raised.value.message()


def contradictory() -> tuple[FixedMeeting, ...]:
    return (
        FixedMeeting("innocent", ("d4", "d5"), "s3"),
        FixedMeeting("one", ("d0", "d1"), "s0"),
        FixedMeeting("two", ("d2", "d3"), "s0"),
        FixedMeeting("three", ("d4", "d5"), "s0"),
        FixedMeeting("early", ("d0", "d2"), "s1"),
    )


def open_event(fixed: tuple[FixedMeeting, ...], tables: int = 2):  # type: ignore[no-untyped-def]
    event = plain_event(1, tables=tables)
    everybody = tuple(replace(d, available=None) for d in event.delegates)
    return replace(event, delegates=everybody, requests=(), slots=make_slots(4, 4), fixed=fixed)


def test_a_contradiction_is_explained_by_a_minimal_set() -> None:
    event = open_event(contradictory())
    (problem,) = validate(event)
    assert set(problem.conflict) == {"one", "two", "three"}
    for name in problem.conflict:
        kept = tuple(f for f in event.fixed if f.fixed_id != name)
        assert validate(replace(event, fixed=kept)) == ()


def test_two_fixed_meetings_at_one_table_contradict() -> None:
    fixed = (
        FixedMeeting("one", ("d0", "d1"), "s0", table_id="t0"),
        FixedMeeting("two", ("d2", "d3"), "s0", table_id="t0"),
    )
    (problem,) = validate(open_event(fixed))
    assert set(problem.conflict) == {"one", "two"}


def test_what_is_no_contradiction_to_the_second_solver_is_none() -> None:
    event = open_event(contradictory()[:3] + contradictory()[4:])
    assert validate(event) == ()
    assert cp_model.CpSolver().solve(Reference(event).cp) == cp_model.OPTIMAL


def test_an_impossible_fixed_meeting_stands_alone() -> None:
    event = open_event((FixedMeeting("f", ("d0", "d1"), "s0"),))
    away = tuple(
        replace(d, available=frozenset({"s1"})) if d.delegate_id == "d0" else d
        for d in event.delegates
    )
    (problem,) = validate(replace(event, delegates=away))
    assert problem.conflict == ("f",)
