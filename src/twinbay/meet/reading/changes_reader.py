"""Read what happened after the agendas went out."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from twinbay.errors import ConfigurationError
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
from twinbay.meet.event import Event, Slot
from twinbay.meet.reading.cells import clock_time, moment
from twinbay.meet.reading.event_reader import EventReader
from twinbay.meet.reading.faults import Fault, ReadingError
from twinbay.meet.reading.grids import read_grids
from twinbay.meet.reading.layout import EVENT_SHEETS
from twinbay.meet.reading.layout_changes import CHANGES
from twinbay.meet.reading.moments import at, moment_in
from twinbay.meet.reading.sheets import Row, Sheet, find_sheets
from twinbay.tabular.grids import Grid


def read_changes(path: Path, event: Event) -> tuple[tuple[Change, ...], tuple[Fault, ...]]:
    """Return the changes of a file, in its order, and notes on what was put right.

    Arguments:
        path: a CSV file or a workbook (``CHANGES`` describes it).
        event: as it was when the plan went out.

    Raises:
        SourceError: the file cannot be read at all.
        ReadingError: what it says is wrong, every fault with file, row and column.
    """
    grids = read_grids(path)
    if len(grids) == 1:  # a single sheet need not be called “changes”
        grids = (replace(grids[0], name=CHANGES.key),)
    reader = _ChangesReader(grids, path.name, event)
    changes = tuple(reader.changes())
    if reader.faults:
        raise ReadingError(reader.faults)
    return changes, tuple(reader.notes)


def slot_at(event: Event, given: str) -> str:
    """Return the first slot that has not begun at a time; the slot itself if it is named.

    Arguments:
        event: the conference.
        given: a slot's identifier, a date and time, or a time of the first day; in the event's
            time zone unless it has an offset. Empty when nothing has begun.

    Raises:
        ConfigurationError: it is neither, or everything has begun.
    """
    slots = sorted(event.slots, key=lambda slot: slot.start)
    if not given or any(slot.slot_id == given for slot in slots):
        return given
    zone = ZoneInfo(event.time_zone)
    try:
        whole = moment(given)
        if whole is None:
            whole = at(slots[0].start.astimezone(zone).date(), clock_time(given), zone)
        now = whole if whole.tzinfo else at(whole.date(), whole.time(), zone)
    except ValueError as error:
        raise ConfigurationError(
            str(error), where="--now", remedy="Write a slot's id, or “2026-10-19 10:20”."
        ) from error
    open_slots = [slot for slot in slots if slot.start >= now]
    if not open_slots:
        raise ConfigurationError("every slot has begun by then", where="--now")
    return open_slots[0].slot_id


class _ChangesReader(EventReader):
    """Knows the records of an event that exists; reads only the sheet of changes."""

    def __init__(self, grids: tuple[Grid, ...], where: str, event: Event) -> None:
        super().__init__((), where)
        self.faults.clear()
        self.notes.clear()
        self.event = event
        self.sheet: Sheet = find_sheets(grids, (CHANGES,), where, self.faults)[CHANGES.key]
        self.notes.extend(self.sheet.unknown_headings())
        self.zone = ZoneInfo(event.time_zone)
        self.ordered: tuple[Slot, ...] = tuple(sorted(event.slots, key=lambda s: s.start))
        self._enter(event)

    def _enter(self, event: Event) -> None:
        """Enter the event's records, so that cells can name them."""
        row = Row(Sheet(EVENT_SHEETS[0], "the plan", None, []), 0, ())
        for slot in self.ordered:
            self.slots.add(row, slot.slot_id)
            self.days.setdefault(slot.day, []).append(slot.slot_id)
        for venue in event.venues:
            self.venues.add(row, venue.venue_id, venue.name, venue.name_zh)
        for home in event.organisations:
            self.parties.add(row, home.organisation_id, home.name, home.name_zh)
            self.organisations.add(row, home.organisation_id, home.name, home.name_zh)
        for person in event.delegates:
            self.parties.add(row, person.delegate_id, person.name, person.name_zh)
            self.people.add(row, person.delegate_id, person.name, person.name_zh)
        for table in event.tables:
            self.tables.add(row, table.table_id)
        for interpreter in event.interpreters:
            self.interpreters.add(row, interpreter.interpreter_id, interpreter.name)
        for request in event.requests:
            self.meetings.add(row, request.request_id)

    def changes(self) -> Iterator[Change]:
        """Yield the changes that could be read; ``faults`` says what could not."""
        for row in self.sheet.distinct_rows(self.notes):
            change = self._change(row, row.word("change"))
            if change is not None:
                yield change

    def _change(self, row: Row, word: str) -> Change | None:
        match word:
            case "absent" | "late" | "leaves":
                person, slots = self._named(row, word), self._slots_of(row)
                return Absence(person, slots) if person else None
            case "table lost":
                table = self._required(row, self.tables.find_one(row, "id"))
                return TableLoss(table, self._slots_of(row)) if table else None
            case "interpreter lost":
                lost = self._required(row, self.interpreters.find_one(row, "id"))
                return InterpreterLoss(lost, self._slots_of(row)) if lost else None
            case "withdrawn":
                gone = self._required(row, self.meetings.find_one(row, "id"))
                return Withdrawal(gone) if gone else None
            case "new request":
                return self._new_request(row)
            case "new delegate":
                return self._new_delegate(row)
            case "new table":
                return self._new_table(row)
        return None

    def _named(self, row: Row, word: str) -> str:
        if word == "late" and row.cell("until") is None and row.cell("slots") is None:
            row.fault("until", "the time of the arrival is missing")
        if word == "leaves" and row.cell("from") is None and row.cell("slots") is None:
            row.fault("from", "the time of leaving is missing")
        return self._required(row, self.people.find_one(row, "id"))

    def _required(self, row: Row, found: str) -> str:
        if row.cell("id") is None:
            row.fault("id", "the cell is empty")
        return found

    def _new_request(self, row: Row) -> Change | None:
        for key in ("requester", "invitee"):
            if row.cell(key) is None:
                row.fault(key, "the cell is empty")
        identifier = row.text("id") or f"{row.sheet.file}-{row.number}"
        request = self.request(row, identifier)
        added = self.meetings.add(row, identifier)
        known = added and request.requester and request.invitee
        return NewRequest(request) if known else None

    def _new_delegate(self, row: Row) -> Change | None:
        if row.cell("name") is None:
            row.fault("name", "the cell is empty")
        identifier = row.text("id") or row.text("name")
        delegate = self.delegate(row, identifier)
        slots = self.slot_names(row, "slots")
        if not self.parties.add(row, identifier, delegate.name, delegate.name_zh):
            return None
        self.people.add(row, identifier, delegate.name, delegate.name_zh)
        return NewDelegate(replace(delegate, available=slots))

    def _new_table(self, row: Row) -> Change | None:
        if row.cell("number") is None:
            row.fault("number", "the cell is empty")
        table = self.table(row)
        if not self.tables.add(row, table.table_id):
            return None
        return NewTable(replace(table, available=self.slot_names(row, "slots")))

    def _slots_of(self, row: Row) -> frozenset[str] | None:
        """Return the slots that a change concerns: those listed, or those between two times."""
        if row.cell("slots") is not None:
            return self.slot_names(row, "slots")
        begin, end = self._moment(row, "from"), self._moment(row, "until")
        if begin is None and end is None:
            return None
        return frozenset(
            slot.slot_id
            for slot in self.ordered
            if (begin is None or slot.end > begin) and (end is None or slot.start < end)
        )

    def _moment(self, row: Row, key: str) -> datetime | None:
        day = None
        if row.cell(key) is not None and not row.text(key)[:4].isdigit():
            day = self.ordered[0].start.astimezone(self.zone).date()
        return moment_in(row, key, day, self.zone)
