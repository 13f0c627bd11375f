"""Apply changes to an event: what remains of the slots that have not begun."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from twinbay.meet.agenda_rules import ordered_slots
from twinbay.meet.changes import (
    Absence,
    Change,
    InterpreterLoss,
    NewDelegate,
    NewRequest,
    NewTable,
    TableLoss,
    Withdrawal,
)
from twinbay.meet.event import Event, FixedMeeting
from twinbay.meet.problems import EventError, Problem


def revise(event: Event, changes: Iterable[Change], now: str = "") -> Event:
    """Return the event after some changes.

    Arguments:
        event: as it was.
        changes: what happened, in order.
        now: identifier of the first slot that has not begun; earlier slots stay as they were.
            Empty means that nothing has begun.

    Raises:
        EventError: a change names a record that does not exist, all at once.
    """
    changes = tuple(changes)
    problems = _unknown(event, changes, now)
    if problems:
        raise EventError(problems)
    order = [slot.slot_id for slot in ordered_slots(event)]
    begun = frozenset(order[: begun_slots(event, now)])
    everything = frozenset(order)
    for change in changes:
        event = _apply(event, change, begun, everything)
    return event


def begun_slots(event: Event, now: str) -> int:
    """Return how many slots have begun when ``now`` is the first that has not."""
    order = [slot.slot_id for slot in ordered_slots(event)]
    return order.index(now) if now else 0


def _apply(event: Event, change: Change, begun: frozenset[str], all_slots: frozenset[str]) -> Event:
    def without(named: frozenset[str] | None, gone: frozenset[str] | None) -> frozenset[str]:
        before = all_slots if named is None else named
        return before - ((all_slots if gone is None else gone) - begun)

    match change:
        case Absence(delegate_id, slots):
            people = tuple(
                replace(d, available=without(d.available, slots))
                if d.delegate_id == delegate_id
                else d
                for d in event.delegates
            )
            return replace(event, delegates=people)
        case TableLoss(table_id, slots):
            tables = tuple(
                replace(t, available=without(t.available, slots)) if t.table_id == table_id else t
                for t in event.tables
            )
            return replace(event, tables=tables, fixed=_freed(event, table_id, slots))
        case InterpreterLoss(interpreter_id, slots):
            interpreters = tuple(
                replace(i, available=without(i.available, slots))
                if i.interpreter_id == interpreter_id
                else i
                for i in event.interpreters
            )
            return replace(event, interpreters=interpreters)
        case NewRequest(request):
            return replace(event, requests=(*event.requests, request))
        case Withdrawal(request_id):
            kept = tuple(r for r in event.requests if r.request_id != request_id)
            return unordered(replace(event, requests=kept), {request_id})
        case NewDelegate(delegate):
            return replace(event, delegates=(*event.delegates, delegate))
        case NewTable(table):
            return replace(event, tables=(*event.tables, table))


def unordered(event: Event, gone: Collection[str]) -> Event:
    """Return the event without the precedences of meetings that are no more."""
    kept = tuple(p for p in event.precedences if p.before not in gone and p.after not in gone)
    return replace(event, precedences=kept)


def _freed(event: Event, table_id: str, slots: frozenset[str] | None) -> tuple[FixedMeeting, ...]:
    """Let fixed meetings of a lost table take place at another of its kind."""
    kind = next(table.kind for table in event.tables if table.table_id == table_id)
    return tuple(
        replace(f, table_id="", kind=kind)
        if f.table_id == table_id and (slots is None or f.slot_id in slots)
        else f
        for f in event.fixed
    )


def _unknown(event: Event, changes: tuple[Change, ...], now: str) -> tuple[Problem, ...]:
    slots = {slot.slot_id for slot in event.slots}
    delegates = {d.delegate_id for d in event.delegates}
    delegates |= {c.delegate.delegate_id for c in changes if isinstance(c, NewDelegate)}
    tables = {t.table_id for t in event.tables}
    tables |= {c.table.table_id for c in changes if isinstance(c, NewTable)}
    requests = {r.request_id for r in event.requests}
    requests |= {c.request.request_id for c in changes if isinstance(c, NewRequest)}
    interpreters = {i.interpreter_id for i in event.interpreters}
    problems = []
    if now and now not in slots:
        problems.append(_missing("slot", now))
    for change in changes:
        match change:
            case Absence(name) if name not in delegates:
                problems.append(_missing("delegate", name))
            case TableLoss(name) if name not in tables:
                problems.append(_missing("table", name))
            case InterpreterLoss(name) if name not in interpreters:
                problems.append(_missing("interpreter", name))
            case Withdrawal(name) if name not in requests:
                problems.append(_missing("request", name))
        if isinstance(change, Absence | TableLoss | InterpreterLoss):
            problems.extend(_missing("slot", s) for s in sorted((change.slots or set()) - slots))
    return tuple(problems)


def _missing(record: str, name: str) -> Problem:
    return Problem(record, name, "change", f"there is no {record} “{name}”", "Correct the change.")
