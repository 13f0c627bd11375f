"""The event in the form of the solvers: rules as sets of slots, requests as activities."""

from dataclasses import replace
from datetime import time
from itertools import product

from hypothesis import given
from hypothesis import strategies as st
from meet_events import make_slots, plain_event

from twinbay.meet import (
    Delegate,
    Event,
    Journey,
    Lunch,
    Request,
    Rules,
    Table,
    TableKind,
    Valuation,
    Venue,
)
from twinbay.meet.agenda_rules import agenda_rules, minimal_hitting_sets
from twinbay.meet.candidates import merge_requests
from twinbay.meet.compile import compile_event
from twinbay.meet.model import bits


def day(rules: Rules, *, count: int = 6, minutes: int = 30, pause: int = 0) -> Event:
    return Event("e", "E", slots=make_slots(count, count, minutes, pause), rules=rules)


@given(st.lists(st.integers(1, 63), min_size=1, max_size=5))
def test_hitting_sets_are_exactly_the_minimal_ones(sets: list[int]) -> None:
    hitting = [m for m in range(64) if all(m & s for s in sets)]
    minimal = [m for m in hitting if not any(o != m and o & m == o for o in hitting)]
    assert minimal_hitting_sets(sets) == minimal


def test_lunch_limits_forbid_exactly_the_agendas_without_lunch() -> None:
    # Slots of 30 minutes from 11:00; 60 minutes of lunch between 11:30 and 13:30.
    rules = agenda_rules(day(Rules(lunch=Lunch(time(11, 30), time(13, 30), 60))), 1)
    for taken in range(64):
        busy = set(bits(taken))
        has_lunch = any({i, i + 1}.isdisjoint(busy) for i in (1, 2, 3))
        kept = all((taken & limit.mask).bit_count() <= limit.most for limit in rules.limits)
        assert kept == has_lunch


def test_runs_are_limited_across_joinable_breaks_only() -> None:
    close = agenda_rules(day(Rules(longest_run=2), pause=15), 1)
    assert [limit.mask for limit in close.limits] == [0b111 << i for i in range(4)]
    apart = agenda_rules(day(Rules(longest_run=2), pause=16), 1)
    assert apart.limits == ()


def test_rest_closes_neighbouring_slots() -> None:
    rules = agenda_rules(day(Rules(rest_minutes=31), pause=10), 1)
    assert rules.near[2] == 0b1110
    assert agenda_rules(day(Rules(rest_minutes=10), pause=10), 1).near[2] == 0b100


def test_long_meetings_never_span_a_night_or_a_long_break() -> None:
    event = Event("e", "E", slots=make_slots(4, 2))
    assert agenda_rules(event, 2).covers[1] == (0b11, 0, 0b1100, 0)
    assert set(agenda_rules(day(Rules(), pause=16), 2).covers[1]) == {0}


def test_travel_closes_slots_within_reach_of_the_journey() -> None:
    event = replace(
        day(Rules(), pause=10),
        venues=(Venue("a", "A"), Venue("b", "B")),
        journeys=(Journey("a", "b", 20),),
    )
    travel = agenda_rules(event, 1).travel
    assert travel[0, 1][2] == 0b1010
    assert travel[1, 0] == travel[0, 1]


def test_requests_of_both_sides_become_one_mutual_meeting() -> None:
    rows = [
        Request("r1", "a", "b", score=0.5),
        Request("r2", "b", "a", score=1.0, length=2, kind=TableKind.PRIVATE),
        Request("r3", "a", "c", slots=frozenset({"s1", "s2"})),
    ]
    wishes = merge_requests(rows, Valuation(one_sided=4, mutual=10, score=6))
    assert [(w.requests, w.value, w.length, w.kind) for w in wishes] == [
        (("r1", "r2"), 14, 2, TableKind.PRIVATE),  # 10 + 6 times 0.75, rounded to even
        (("r3",), 4, 1, TableKind.OPEN),
    ]


def test_explicit_points_of_both_sides_add_up_and_repetition_does_not() -> None:
    rows = [
        Request("r1", "a", "b", value=3),
        Request("r2", "a", "b", value=5),
        Request("r3", "b", "a", value=2),
    ]
    assert merge_requests(rows, Valuation())[0].value == 7


def test_an_organisation_offers_each_of_its_people() -> None:
    event = replace(
        plain_event(1),
        delegates=(
            Delegate("x1", "X 1", organisation_id="x"),
            Delegate("x2", "X 2", organisation_id="x", available=frozenset({"s0"})),
            Delegate("d", "D"),
        ),
        organisations=(),
        requests=(Request("r", "x", "d"),),
        tables=(Table("t", 1),),
    )
    from twinbay.meet import Organisation

    model = compile_event(replace(event, organisations=(Organisation("x", "X"),)))
    options = model.activities[0].options
    assert [(o.delegates, o.starts) for o in options] == [((0, 2), 0b1111), ((1, 2), 0b0001)]


def test_online_people_only_meet_online() -> None:
    event = replace(
        plain_event(1),
        delegates=(Delegate("a", "A", online=True), Delegate("b", "B")),
        requests=(Request("r", "a", "b"),),
        tables=(Table("t", 1), Table("o", 2, kind=TableKind.ONLINE)),
    )
    model = compile_event(event)
    pools = {option.pool for option in model.activities[0].options}
    assert [event.tables[i].table_id for p in pools for i in model.pools[p].tables] == ["o"]


def test_staffing_conditions_are_halls() -> None:
    from twinbay.meet import Interpreter

    english = frozenset({frozenset({"en", "zh"})})
    both = frozenset({frozenset({"en", "zh"}), frozenset({"en", "yue"})})
    event = replace(
        plain_event(1),
        delegates=(
            Delegate("e", "E", languages=frozenset({"en"})),
            Delegate("z", "Z", languages=frozenset({"zh"})),
            Delegate("y", "Y", languages=frozenset({"yue"})),
        ),
        requests=(Request("r1", "e", "z"), Request("r2", "e", "y")),
        interpreters=(Interpreter("i1", "I", english), Interpreter("i2", "J", both)),
    )
    needs = compile_event(event).needs
    counts = {
        union: capacity[0] for union, capacity in zip(needs.unions, needs.capacity, strict=True)
    }
    # Mandarin may use both, Cantonese only the second; together there are two.
    for mandarin, cantonese in product(range(3), range(3)):
        served = cantonese <= 1 and mandarin + cantonese <= 2
        held = {0: mandarin, 1: cantonese}
        assert served == all(sum(held[k] for k in union) <= most for union, most in counts.items())
