"""Why a request was not met: each reason in an event made for it."""

from dataclasses import replace

import pytest
from meet_events import make_slots

from twinbay.meet import (
    Delegate,
    Event,
    Interpreter,
    Reason,
    Request,
    Rules,
    Separation,
    Table,
    TableKind,
    Unmet,
    solve,
)

ENGLISH, CHINESE = frozenset({"en"}), frozenset({"zh"})


def event(**changes: object) -> Event:
    people = tuple(Delegate(name, name.upper()) for name in ("a", "b", "c", "d", "e", "f"))
    base = Event(
        "e", "E", delegates=people, slots=make_slots(1, 1), tables=(Table("t", 1), Table("u", 2))
    )
    return replace(base, **changes)


def only_unmet(case: Event, request: str) -> Unmet:
    return next(unmet for unmet in solve(case).unmet if request in unmet.requests)


def given_people(**changes: dict[str, object]) -> tuple[Delegate, ...]:
    return tuple(
        replace(person, **changes.get(person.delegate_id, {})) for person in event().delegates
    )


CASES = {
    Reason.FORBIDDEN: event(
        requests=(Request("r", "a", "b"),), separations=(Separation("a", "b"),)
    ),
    Reason.NO_COMMON_SLOT: event(
        slots=make_slots(2, 2),
        delegates=given_people(
            a={"available": frozenset({"s0"})}, b={"available": frozenset({"s1"})}
        ),
        requests=(Request("r", "a", "b"),),
    ),
    Reason.NO_TABLE: event(requests=(Request("r", "a", "b", kind=TableKind.PRIVATE),)),
    Reason.NO_INTERPRETER: event(
        delegates=given_people(a={"languages": ENGLISH}, b={"languages": CHINESE}),
        requests=(Request("r", "a", "b"),),
    ),
    Reason.AGENDA_FULL: event(
        requests=(Request("best", "a", "c", value=9), Request("r", "a", "b", value=1))
    ),
    Reason.CAP_REACHED: event(
        slots=make_slots(2, 2),
        rules=Rules(meetings_per_day=1),
        requests=(Request("best", "a", "c", value=9), Request("r", "a", "b", value=1)),
    ),
    Reason.TABLES_FULL: event(
        requests=(
            Request("best", "a", "b", value=9),
            Request("good", "c", "d", value=8),
            Request("r", "e", "f", value=1),
        )
    ),
    Reason.INTERPRETERS_BUSY: event(
        delegates=given_people(
            a={"languages": ENGLISH},
            b={"languages": CHINESE},
            c={"languages": ENGLISH},
            d={"languages": CHINESE},
        ),
        interpreters=(Interpreter("i", "I", frozenset({ENGLISH | CHINESE})),),
        requests=(Request("best", "a", "b", value=9), Request("r", "c", "d", value=1)),
    ),
}


@pytest.mark.parametrize("reason", list(CASES), ids=lambda r: r.name)
def test_each_reason_is_told_apart(reason: Reason) -> None:
    unmet = only_unmet(CASES[reason], "r")
    assert unmet.reason is reason
    assert unmet.detail


def test_what_is_in_the_way_is_named() -> None:
    assert only_unmet(CASES[Reason.TABLES_FULL], "r").blockers == ("good", "best")
    assert only_unmet(CASES[Reason.AGENDA_FULL], "r").blockers == ("best",)
    assert only_unmet(CASES[Reason.FORBIDDEN], "r").blockers == ("a", "b")


def test_different_obstacles_in_different_slots_are_outweighed() -> None:
    case = event(
        slots=make_slots(2, 2),
        tables=(Table("t", 1), Table("u", 2, available=frozenset({"s0"}))),
        delegates=given_people(
            a={"languages": ENGLISH},
            b={"languages": CHINESE},
            e={"languages": ENGLISH, "available": frozenset({"s0", "s1"})},
            f={"languages": CHINESE},
        ),
        interpreters=(Interpreter("i", "I", frozenset({ENGLISH | CHINESE})),),
        requests=(
            Request("busy interpreter", "a", "b", value=9, slots=frozenset({"s0"})),
            Request("full table", "c", "d", value=9, slots=frozenset({"s1"})),
            Request("r", "e", "f", value=1),
        ),
    )
    assert only_unmet(case, "r").reason is Reason.OUTWEIGHED
