"""The generator of brokerage events keeps the figures that were counted in the published ones."""

from collections import Counter

import pytest

from benchmarks.meet.brokerage import (
    SIZES,
    Size,
    asking,
    brokerage,
    everybody_can,
    variants,
    with_fixed,
)
from twinbay.meet import Event, validate


def lists(event: Event) -> dict[str, list[frozenset[str] | None]]:
    """Return the sessions of each person's requests."""
    found: dict[str, list[frozenset[str] | None]] = {}
    for request in event.requests:
        found.setdefault(request.requester, []).append(request.slots)
    return found


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
def test_people_ask_receive_and_are_away_as_counted(size: Size) -> None:
    event = brokerage(size, seed=3)
    people = asking(size.profile)
    assert Counter(len(asked) for asked in lists(event).values()) == Counter(
        person.made for person in people if person.made
    )
    received = Counter(r.invitee for r in event.requests)
    assert Counter(received.values()) == Counter(p.received for p in people if p.received)
    pairs = {frozenset((r.requester, r.invitee)) for r in event.requests}
    assert len(pairs) == len(event.requests) == sum(person.made for person in people)
    away = [size.slots - len(d.available or ()) for d in event.delegates]
    assert sum(map(bool, away)) == len(size.away)
    assert validate(event) == () and everybody_can(event)
    assert brokerage(size, seed=3) == event != brokerage(size, seed=4)


def test_a_session_is_wished_for_a_whole_list() -> None:
    for size in SIZES:
        if "13crafb" not in size.name:
            event = brokerage(size)
            assert all(len(set(sessions)) == 1 for sessions in lists(event).values())


@pytest.mark.parametrize(("name", "some", "more"), [("forum-13", 14, 48), ("forum-14", 53, 126)])
def test_variants_have_the_published_numbers(name: str, some: int, more: int) -> None:
    event = brokerage(next(size for size in SIZES if size.name == name))
    made = dict(variants(event))
    assert (len(made["prec15"].precedences), len(made["prec25"].precedences)) == (some, more)
    assert all(validate(variant) == () for variant in made.values())
    one = sum(r.slots is not None and len(r.slots) == 1 for r in with_fixed(event, 0.2).requests)
    assert one == int(0.2 * len(event.requests))
    slots = len(event.slots)
    gone = sum(slots - len(d.available or ()) for d in made["forb0007"].delegates)
    assert gone == int(0.007 * slots * len(event.delegates))
