"""Meetings that must come before others: read from files, checked, and kept by every mode."""

import random
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path

import pytest
from conference_files import as_workbook, sample, write_rows
from hypothesis import given, settings
from hypothesis import strategies as st
from meet_events import plain_event
from meet_violations import violations

from twinbay.meet import (
    Absence,
    Event,
    FixedMeeting,
    Precedence,
    Timetable,
    Withdrawal,
    place_all,
    replan,
    solve,
    validate,
)
from twinbay.meet.precedences import shortest_circle
from twinbay.meet.reading import ReadingError, read_event
from twinbay.meet.reading.event_writer import write_event

ORDER = (Precedence("r0", "r1"), Precedence("r1", "r2"))


def small(seed: int) -> Event:
    """Return an event of four requests of which three are in order."""
    event = plain_event(seed, people=5, requests=4, slots=4, tables=1 + seed % 2)
    return replace(event, precedences=ORDER)


def out_of_order(event: Event, table: Timetable) -> list[Precedence]:
    start = {name: m.slots[0] for m in table.meetings for name in (m.meeting_id, *m.requests)}
    return [
        p
        for p in event.precedences
        if p.before in start and p.after in start and start[p.before] >= start[p.after]
    ]


def greatest_value(event: Event) -> int:
    """Return the greatest value over all ways to hold or drop every request."""
    available = {d.delegate_id: d.available for d in event.delegates}
    names = [r.request_id for r in event.requests]
    best = 0
    for slots in product((None, *(s.slot_id for s in event.slots)), repeat=len(names)):
        at = {name: slot for name, slot in zip(names, slots, strict=True) if slot}
        if any(p.before in at and p.after in at and at[p.before] >= at[p.after] for p in ORDER):
            continue
        held = [r for r in event.requests if r.request_id in at]
        seats = [(who, at[r.request_id]) for r in held for who in (r.requester, r.invitee)]
        if len(set(seats)) < len(seats) or any(slot not in available[w] for w, slot in seats):
            continue
        if max(map(list(at.values()).count, at.values()), default=0) > len(event.tables):
            continue
        best = max(best, sum(r.value or 0 for r in held))
    return best


@pytest.mark.parametrize("seed", range(20))
def test_the_usual_mode_keeps_order_at_least_cost(seed: int) -> None:
    event = small(seed)
    table = solve(event, time_limit=10)
    assert violations(event, table) == []
    assert out_of_order(event, table) == []
    value = table.proofs[0]
    assert value.figure <= greatest_value(event) <= value.bound
    assert value.figure == greatest_value(event)


@pytest.mark.parametrize("seed", range(6))
def test_a_mended_timetable_keeps_order(seed: int) -> None:
    event = small(seed)
    table = solve(event, time_limit=10)
    first = frozenset({event.slots[0].slot_id})
    mended = replan(event, table, [Absence("d0", first), Absence("d1", first)])
    assert violations(mended.event, mended.timetable) == []
    assert out_of_order(mended.event, mended.timetable) == []
    dropped = replan(event, table, [Withdrawal("r1")])
    assert dropped.event.precedences == ()


def test_the_events_own_order_holds_where_all_meetings_take_place() -> None:
    event = small(2)
    free = tuple(replace(d, available=None) for d in event.delegates)
    event = replace(event, delegates=free)
    table = place_all(event, [Precedence("r2", "r3")])
    assert [m.requests[0] for m in sorted(table.meetings, key=lambda m: m.slots)] == [
        "r0",
        "r1",
        "r2",
        "r3",
    ]


def test_order_is_read_from_folders_and_workbooks(tmp_path: Path) -> None:
    event = replace(plain_event(1), precedences=ORDER)
    write_event(event, tmp_path / "event")
    assert read_event(tmp_path / "event").event.precedences == ORDER
    as_workbook(tmp_path / "event", tmp_path / "event.xlsx")
    assert read_event(tmp_path / "event.xlsx").event.precedences == ORDER


def test_chinese_headings_name_requests_and_fixed_meetings(tmp_path: Path) -> None:
    folder = sample(tmp_path)
    write_rows(folder / "先后.csv", [["先", "后"], ["R01", "R03"], ["F1", "R03"]])
    assert read_event(folder).event.precedences == (
        Precedence("R01", "R03"),
        Precedence("F1", "R03"),
    )


def test_faults_of_the_order_are_said_with_their_cells(tmp_path: Path) -> None:
    folder = sample(tmp_path)
    rows = [["before", "after"], ["R01", "R99"], ["R01", "R02"], ["R03", ""]]
    write_rows(folder / "precedences.csv", rows)
    with pytest.raises(ReadingError) as caught:
        read_event(folder)
    said = [f"{fault.place}: {fault.problem}" for fault in caught.value.faults]
    assert said == [
        "precedences.csv, row 2, column B “after”: there is no request “R99”",
        "precedences.csv, row 4, column B “after”: the cell is empty",
        "precedences.csv, row 3, column B “after”: the two are one and the same meeting",
    ]


def test_a_circle_is_explained_by_its_rows(tmp_path: Path) -> None:
    folder = sample(tmp_path)
    rows = [["R01", "R03"], ["R03", "R06"], ["R06", "R01"], ["R01", "R09"]]
    write_rows(folder / "precedences.csv", [["before", "after"], *rows])
    with pytest.raises(ReadingError) as caught:
        read_event(folder)
    (fault,) = caught.value.faults
    assert {fault.place.row, *(place.row for place in fault.also)} == {2, 3, 4}
    assert "R01 before R03 before R06 before R01" in fault.problem


def test_a_fixed_meeting_and_the_request_it_meets_are_one() -> None:
    event = plain_event(1)
    request = event.requests[0]
    fixed = FixedMeeting("f", (request.requester, request.invitee), event.slots[0].slot_id)
    order = (Precedence("f", request.request_id),)
    event = replace(event, fixed=(fixed,), precedences=order)
    assert any("one and the same" in problem.problem for problem in validate(event))


def test_fixed_meetings_against_their_order_are_explained() -> None:
    event = plain_event(1)
    pairs = [(r.requester, r.invitee) for r in event.requests[:2]]
    fixed = tuple(
        FixedMeeting(name, pair, slot.slot_id)
        for name, pair, slot in zip("fg", pairs, event.slots[:2], strict=True)
    )
    free = tuple(replace(d, available=None) for d in event.delegates)
    event = replace(event, delegates=free, fixed=fixed, precedences=(Precedence("g", "f"),))
    (problem,) = validate(event)
    assert set(problem.conflict) == {"f", "g"}
    assert validate(replace(event, precedences=(Precedence("f", "g"),))) == ()


@settings(max_examples=200, deadline=None)
@given(st.integers(2, 6), st.integers(0, 10), st.integers(0, 10_000))
def test_the_circle_found_is_a_shortest_one(names: int, rows: int, seed: int) -> None:
    chance = random.Random(seed)
    order = [Precedence(*(str(n) for n in chance.choices(range(names), k=2))) for _ in range(rows)]
    circle = shortest_circle(order)
    assert all(one.after == two.before for one, two in pairwise(circle))
    assert not circle or circle[-1].after == circle[0].before
    assert len(circle) == _girth({(p.before, p.after) for p in order})


def _girth(edges: set[tuple[str, str]]) -> int:
    walks = edges
    for length in range(1, 8):
        if any(a == b for a, b in walks):
            return length
        walks = {(a, c) for a, b in walks for d, c in edges if b == d}
    return 0
