"""Business-to-business mode: every meeting takes place, with fewest breaks."""

import time
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations, pairwise, permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from meet_events import make_slots, plain_event
from meet_violations import violations
from ortools.sat.python import cp_model

from twinbay.meet import Delegate, Event, EventError, Precedence, Request, Table, place_all
from twinbay.meet.all_meetings import count_breaks
from twinbay.meet.breaks_model import BreaksModel
from twinbay.meet.breaks_search import Climb, Cores, Limits, Search
from twinbay.meet.compile import compile_event
from twinbay.meet.model import Model
from twinbay.meet.unary import unary_count


def small(seed: int) -> Event:
    event = plain_event(seed, people=5, requests=5, slots=5, tables=2)
    return replace(
        event, slots=make_slots(5, 5), delegates=tuple(_often(d) for d in event.delegates)
    )


def _often(person: Delegate) -> Delegate:
    """Leave a person at most one slot of absence, so that most events are possible."""
    away = sorted({"s0", "s1", "s2", "s3", "s4"} - (person.available or frozenset()))[:1]
    return replace(person, available=frozenset({"s0", "s1", "s2", "s3", "s4"}) - set(away))


def brute_force(event: Event, before: tuple[tuple[int, int], ...] = ()) -> int | None:
    """Return the fewest breaks over all ways to place every meeting; None when there is none."""
    available = {d.delegate_id: d.available for d in event.delegates}
    best = None
    for slots in product(range(5), repeat=len(event.requests)):
        if any(slots[one] >= slots[two] for one, two in before):
            continue
        if max(slots.count(s) for s in slots) > len(event.tables):
            continue
        busy: dict[str, list[int]] = {}
        for request, slot in zip(event.requests, slots, strict=True):
            for who in (request.requester, request.invitee):
                busy.setdefault(who, []).append(slot)
        clash = any(len(set(mine)) < len(mine) for mine in busy.values())
        if clash or any(f"s{s}" not in available[who] for who, mine in busy.items() for s in mine):
            continue
        breaks = sum(
            sum(b - a > 1 for a, b in zip(sorted(mine), sorted(mine)[1:], strict=False))
            for mine in busy.values()
        )
        best = breaks if best is None else min(best, breaks)
    return best


@pytest.mark.parametrize("seed", range(10))
def test_breaks_match_brute_force(seed: int) -> None:
    event = small(seed)
    best = brute_force(event)
    if best is None:
        with pytest.raises(EventError):
            place_all(event)
        return
    table = place_all(event)
    breaks = table.proofs[1]
    assert (breaks.figure, breaks.bound) == (best, best)
    assert len(table.meetings) == len(event.requests)
    assert violations(event, table) == []


@pytest.mark.parametrize("seed", range(5))
def test_precedences_are_kept_at_least_cost(seed: int) -> None:
    event = small(seed)
    order = (Precedence("r0", "r1"), Precedence("r1", "r2"))
    best = brute_force(event, ((0, 1), (1, 2)))
    if best is None:
        with pytest.raises(EventError):
            place_all(event, order)
        return
    table = place_all(event, order)
    start = {m.requests[0]: m.slots[0] for m in table.meetings}
    assert start["r0"] < start["r1"] < start["r2"]
    assert table.proofs[1].figure == best


def test_breaks_that_availability_forces_are_counted_once() -> None:
    away = frozenset({"s0", "s1", "s3", "s4"})
    event = replace(
        small(1),
        delegates=(
            Delegate("d0", "Host", available=away),
            *(Delegate(f"d{i}", f"Guest {i}") for i in range(1, 5)),
        ),
        requests=tuple(Request(f"r{i}", "d0", f"d{i}", value=1) for i in range(1, 5)),
    )
    breaks = place_all(event).proofs[1]
    assert (breaks.figure, breaks.bound) == (1, 1)


def test_too_many_meetings_are_an_error_that_says_so() -> None:
    event = replace(small(1), tables=(Table("t", 1),), slots=make_slots(2, 2))
    free = tuple(replace(d, available=None) for d in event.delegates)
    with pytest.raises(EventError, match="not every meeting can be placed"):
        place_all(replace(event, delegates=free))


def test_an_impossible_pair_is_named() -> None:
    event = small(1)
    away = replace(event.delegates[0], available=frozenset())
    event = replace(event, delegates=(away, *event.delegates[1:]))
    theirs = next(r.request_id for r in event.requests if "d0" in (r.requester, r.invitee))
    with pytest.raises(EventError, match=f"request {theirs}, slots: it cannot be placed"):
        place_all(event)


def test_unknown_requests_in_precedences_are_named() -> None:
    with pytest.raises(EventError, match="nothing"):
        place_all(small(2), [Precedence("r0", "nothing")])


def fewest_table_changes(event: Event, breaks: int) -> int:
    """Return the fewest changes over all timetables with so many breaks, by exhaustion."""
    available = {d.delegate_id: d.available for d in event.delegates}
    pairs = [(r.requester, r.invitee) for r in event.requests]
    places = [(s, t) for s in range(5) for t in range(len(event.tables))]
    best = 99
    for chosen in permutations(places, len(pairs)):
        agenda: dict[str, dict[int, int]] = {}
        for (slot, table), pair in zip(chosen, pairs, strict=True):
            for who in pair:
                agenda.setdefault(who, {})[slot] = table
        if sum(map(len, agenda.values())) < 2 * len(pairs):
            continue
        if any(f"s{s}" not in available[who] for who, mine in agenda.items() for s in mine):
            continue
        moves = [pair for mine in agenda.values() for pair in pairwise(sorted(mine.items()))]
        if sum(b - a > 1 for (a, _), (b, _) in moves) == breaks:
            best = min(best, sum(one != two for (_, one), (_, two) in moves))
    return best


@pytest.mark.parametrize("seed", range(6))
def test_the_bound_on_table_changes_is_never_above_the_fewest(seed: int) -> None:
    event = small(seed)
    triangle = (("d0", "d1"), ("d1", "d2"), ("d0", "d2"), ("d0", "d3"))
    event = replace(
        event,
        delegates=tuple(
            replace(d, available=frozenset({f"s{i}" for i in range(5)})) for d in event.delegates
        ),
        requests=tuple(
            Request(f"r{i}", *pair, value=1) for i, pair in enumerate(triangle[: 3 + seed % 2])
        ),
    )
    table = place_all(event, time_limit=5)
    breaks, changes = table.proofs[1:]
    fewest = fewest_table_changes(event, breaks.figure)
    assert changes.bound <= fewest <= changes.figure


def test_people_who_all_meet_have_a_bound_on_table_changes_above_nothing() -> None:
    """Everybody meets everybody: in each slot but the first one of each pair must move."""
    names = [f"d{i}" for i in range(4)]
    event = replace(
        small(1),
        delegates=tuple(Delegate(name, name) for name in names),
        requests=tuple(Request(f"r{a}{b}", a, b, value=1) for a, b in combinations(names, 2)),
        slots=make_slots(3, 3),
    )
    breaks, changes = place_all(event, time_limit=5).proofs[1:]
    assert (breaks.figure, breaks.bound) == (0, 0)
    assert changes.bound == 2
    assert changes.figure >= changes.bound


SEARCHES: dict[str, Callable[[Model, int | None, Limits], Search]] = {
    "cores": lambda model, fair, limits: Cores(BreaksModel(model, fair, clauses=False), limits),
    "climb": lambda model, fair, limits: Climb(BreaksModel(model, fair, clauses=True), 0, limits),
    "climb, either way": lambda model, fair, limits: Climb(
        BreaksModel(model, fair, clauses=True), 0, limits, random=True
    ),
}


@pytest.mark.parametrize("search", SEARCHES)
@pytest.mark.parametrize("seed", range(10))
def test_each_search_alone_proves_the_fewest_breaks(seed: int, search: str) -> None:
    event = small(seed)
    best = brute_force(event)
    model = compile_event(event)
    model = replace(model, activities=tuple(replace(a, fixed=True) for a in model.activities))
    if model.impossible:
        return
    limits = Limits(effort=20.0, deadline=time.monotonic() + 60.0, seed=0)
    found = SEARCHES[search](model, None, limits).run()
    if best is None:
        assert found.plan is None
    else:
        assert found.plan is not None
        assert count_breaks(model, found.plan) == found.bound == best


@pytest.mark.parametrize("fair", [0, 1, 2])
@pytest.mark.parametrize("seed", range(8))
def test_both_forms_share_out_breaks_alike(seed: int, fair: int) -> None:
    model = compile_event(small(seed))
    model = replace(model, activities=tuple(replace(a, fixed=True) for a in model.activities))
    if model.impossible:
        return
    limits = Limits(effort=20.0, deadline=time.monotonic() + 60.0, seed=0)
    found = [search(model, fair, limits).run() for search in SEARCHES.values()]
    breaks = {None if f.plan is None else count_breaks(model, f.plan) for f in found}
    assert len(breaks) == 1


@settings(max_examples=40, deadline=None)
@given(st.lists(st.booleans(), min_size=1, max_size=9), st.integers(1, 9))
def test_a_unary_count_counts(given_values: list[bool], most: int) -> None:
    cp = cp_model.CpModel()
    counted = unary_count(cp, [cp.new_constant(int(value)) for value in given_values], most)
    solver = cp_model.CpSolver()
    assert solver.solve(cp) == cp_model.OPTIMAL
    assert [bool(solver.value(c)) for c in counted] == [
        sum(given_values) > i for i in range(min(most, len(given_values)))
    ]


def test_breaks_are_shared_out_as_evenly_as_asked() -> None:
    """The host cannot do without two breaks, and the guests have none."""
    event = replace(
        small(1),
        delegates=(
            Delegate("d0", "Host"),
            *(
                Delegate(f"d{i}", f"Guest {i}", available=frozenset({f"s{slot}"}))
                for i, slot in ((1, 0), (2, 2), (3, 4))
            ),
        ),
        requests=tuple(Request(f"r{i}", "d0", f"d{i}", value=1) for i in (1, 2, 3)),
    )
    assert place_all(event).proofs[1].figure == 2
    assert place_all(event, most_difference=2).proofs[1].figure == 2
    with pytest.raises(EventError, match="not every meeting can be placed"):
        place_all(event, most_difference=1)
