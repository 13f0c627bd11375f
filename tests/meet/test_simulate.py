"""What more tables, slots and interpreters bring."""

from dataclasses import replace

import pytest
from meet_events import plain_event, rich_event

from twinbay.meet import (
    Fairness,
    FairnessMode,
    Rules,
    Table,
    TableKind,
    simulate,
    slot_prices,
    solve,
    validate,
)


def test_each_scenario_is_worth_what_solving_that_event_gives() -> None:
    event = plain_event(4, people=8, requests=16, tables=2)
    found = simulate(event, steps=(-1, 1))
    tables = {s.change: s for s in found.scenarios if s.resource == "tables"}
    plain = replace(event, rules=Rules(fairness=Fairness(FairnessMode.NONE)))
    more = replace(plain, tables=(*event.tables, Table("x", 99)))
    fewer = replace(plain, tables=event.tables[:-1])
    assert found.base.value == solve(plain).value
    assert tables[1].value == solve(more).value
    assert tables[-1].value == solve(fewer).value
    assert found.worth("tables") == tables[1].value - found.base.value
    assert (tables[1].count, tables[-1].count) == (3, 1)


@pytest.mark.parametrize("seed", [s for s in range(12) if not validate(rich_event(s))])
def test_more_of_anything_is_never_worth_less(seed: int) -> None:
    event = rich_event(seed)
    found = simulate(event, steps=(-1, 1, 2))
    by_kind: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for s in found.scenarios:
        by_kind.setdefault((s.resource, s.detail), [(0, found.base.value)]).append(
            (s.change, s.value)
        )
    assert ("tables", TableKind.OPEN.value) in by_kind or not any(
        t.kind is TableKind.OPEN for t in event.tables
    )
    # A slot more can shift which slots join to longer meetings, but takes nothing away.
    for points in by_kind.values():
        values = [value for _, value in sorted(points)]
        assert values == sorted(values)


def test_what_would_leave_nothing_is_passed_over() -> None:
    found = simulate(plain_event(1, tables=1), steps=(-1, 1))
    assert {s.change for s in found.scenarios if s.resource == "tables"} == {1}
    assert found.worth("interpreters") is None


def test_slot_prices_bound_what_a_table_more_in_that_slot_brings() -> None:
    event = plain_event(4, people=8, requests=16, tables=1)
    plain = replace(event, rules=Rules(fairness=Fairness(FairnessMode.NONE)))
    prices = {price.slot_id: price.points for price in slot_prices(event)}
    base = solve(plain)
    assert set(prices) == {slot.slot_id for slot in event.slots}
    assert any(prices.values())
    gains = []
    for slot, points in prices.items():
        extra = Table("x", 99, available=frozenset({slot}))
        gains.append(solve(replace(plain, tables=(*event.tables, extra))).value - base.value)
        assert gains[-1] <= points + 1e-6
    assert any(gains)
