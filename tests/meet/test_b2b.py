"""Business-to-business mode: every meeting takes place, with fewest breaks."""

from dataclasses import replace
from itertools import product

import pytest
from meet_events import make_slots, plain_event
from meet_reference import violations

from twinbay.meet import Delegate, Event, EventError, Precedence, Request, Table, place_all


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
