"""What a party could have at best, and what it has."""

import random
from dataclasses import replace

import pytest
from meet_events import make_slots, plain_event, rich_event
from meet_reference import achievable as by_second_solver

from twinbay.meet import Delegate, Event, Organisation, Request, Table, solve, validate
from twinbay.meet.compile import compile_event
from twinbay.meet.parties import parties


def crowded(seed: int) -> Event:
    """Return an event in which one person, or a pair of colleagues, is asked for too often."""
    chance = random.Random(seed)
    slots = make_slots(4, 2)

    def some() -> frozenset[str]:
        return frozenset(s.slot_id for s in slots if chance.random() < 0.6)

    home = "org" if seed % 2 else ""
    stars = tuple(
        Delegate(f"star{i}", "Star", organisation_id=home, available=some()) for i in range(2)
    )
    guests = tuple(Delegate(f"g{i}", "Guest", available=some()) for i in range(9))
    asked = "org" if seed % 2 else "star0"
    return replace(
        plain_event(1),
        delegates=(*stars, *guests),
        organisations=(Organisation("org", "Org"),) if seed % 2 else (),
        slots=slots,
        tables=tuple(Table(f"t{i}", i) for i in range(1, 4)),
        requests=tuple(
            Request(f"r{i}", f"g{i}", asked, value=chance.randint(1, 9)) for i in range(9)
        ),
    )


@pytest.mark.parametrize("seed", range(12))
def test_achievable_value_of_a_crowded_party(seed: int) -> None:
    event = crowded(seed)
    for party in parties(compile_event(event)):
        assert party.achievable == by_second_solver(event, party.name)


@pytest.mark.parametrize("seed", [s for s in range(20) if not validate(rich_event(s))])
def test_achievable_value_under_all_rules(seed: int) -> None:
    event = rich_event(seed)
    for party in parties(compile_event(event)):
        assert party.achievable == by_second_solver(event, party.name)


def test_shares_name_the_worst_served_first() -> None:
    shares = solve(crowded(0)).shares
    assert [s.share for s in shares] == sorted(s.share for s in shares)
    star = next(s for s in shares if s.party == "star0")
    assert star.requested == 9
    assert star.held <= 4
