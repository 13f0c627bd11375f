"""Read a conference's files into an event; everything that is wrong is said at once."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from twinbay.meet.event import (
    Delegate,
    Distance,
    Event,
    FixedMeeting,
    GroupMeeting,
    Interpreter,
    Journey,
    Organisation,
    Precedence,
    Request,
    Separation,
    Slot,
    Table,
    TableKind,
    Venue,
)
from twinbay.meet.reading.cells import calendar_day
from twinbay.meet.reading.engine_problems import faults_of
from twinbay.meet.reading.faults import Fault, ReadingError
from twinbay.meet.reading.grids import read_grids
from twinbay.meet.reading.languages import language_pairs, languages
from twinbay.meet.reading.layout import EVENT_SHEETS, SETTINGS
from twinbay.meet.reading.moments import day_of, moment_in, zone_of
from twinbay.meet.reading.registry import Registry
from twinbay.meet.reading.settings import Settings
from twinbay.meet.reading.sheets import Row, find_sheets
from twinbay.meet.validate import validate
from twinbay.tabular.grids import Grid
from twinbay.tabular.headings import normal

ALL = frozenset({"all", "全部", "所有"})
NONE = frozenset({"none", "无", "没有"})


@dataclass(frozen=True, slots=True)
class EventFiles:
    """An event as its files say it.

    Attributes:
        event: free of problems.
        notes: what was put right or left out while reading, for the organiser to look at.
    """

    event: Event
    notes: tuple[Fault, ...] = ()


def read_event(path: Path) -> EventFiles:
    """Return the event that a folder of CSV files or a workbook describes.

    Arguments:
        path: the folder or file; ``twinbay.meet.reading.layout`` describes what it holds.

    Raises:
        SourceError: it cannot be read at all.
        ReadingError: what it says is wrong, every fault with file, row and column.
    """
    reader = EventReader(read_grids(path), path.name)
    event = reader.read()
    problems = validate(event)
    if reader.faults:  # contradictions may come from what could not be read
        problems = tuple(p for p in problems if not p.conflict)
    reader.faults.extend(faults_of(problems, reader))
    if reader.faults:
        raise ReadingError(reader.faults)
    return EventFiles(event, tuple(reader.notes))


class EventReader:
    """Reads sheet by sheet; records that others name come first."""

    def __init__(self, grids: tuple[Grid, ...], where: str) -> None:
        self.faults: list[Fault] = []
        self.notes: list[Fault] = []
        self.where = where
        self.sheets = find_sheets(grids, EVENT_SHEETS, where, self.faults)
        self.settings = Settings(self.sheets["event"], SETTINGS)
        self.slots = Registry("slot")
        self.venues = Registry("venue")
        self.parties = Registry("delegate or organisation")
        self.people = Registry("delegate")
        self.organisations = Registry("organisation")
        self.tables = Registry("table")
        self.interpreters = Registry("interpreter")
        self.meetings = Registry("request")
        self.separations: dict[str, Row] = {}
        self.precedences: dict[str, Row] = {}
        self.journeys: dict[str, Row] = {}
        self.days: dict[date, list[str]] = {}
        for sheet in self.sheets.values():
            self.notes.extend(sheet.unknown_headings())

    def read(self) -> Event:
        """Return the event as far as it could be read; ``faults`` says what could not."""
        settings = self.settings
        zone = settings.zone()
        slots = tuple(self._slots(zone))
        venues = tuple(self._venues())
        organisations = {o.organisation_id: o for o in self._organisations()}
        delegates = tuple(self._delegates(organisations))
        tables = tuple(self._tables())
        interpreters = tuple(self._interpreters())
        name = settings.text("name")
        return Event(
            event_id=settings.text("event_id") or normal(name) or "event",
            name=name or settings.text("name_zh"),
            name_zh=settings.text("name_zh"),
            time_zone=zone.key,
            delegates=delegates,
            organisations=tuple(organisations.values()),
            slots=slots,
            tables=tables,
            venues=venues,
            journeys=tuple(self._journeys()),
            interpreters=interpreters,
            requests=tuple(self._requests()),
            groups=tuple(self._groups()),
            fixed=tuple(self._fixed()),
            separations=tuple(self._separations()),
            precedences=tuple(self._precedences()),
            rules=settings.rules(SETTINGS),
        )

    def _rows(self, key: str) -> Iterator[Row]:
        return self.sheets[key].distinct_rows(self.notes)

    def _slots(self, event_zone: ZoneInfo) -> Iterator[Slot]:
        for row in self._rows("slots"):
            zone = row.read("time_zone", zone_of, event_zone)
            day = day_of(row)
            if day is None and row.cell("date") is not None:
                start = end = None
            else:
                start = moment_in(row, "start", day, zone)
                end = moment_in(row, "end", day or (start.date() if start else None), zone)
            identifier = row.text("id")
            if not self.slots.add(row, identifier) or start is None or end is None:
                continue
            self.days.setdefault(start.date(), []).append(identifier)
            yield Slot(identifier, start, end)

    def slot_names(self, row: Row, key: str) -> frozenset[str] | None:
        """Return the slots that a cell lists, also by their day; None for all."""
        parts = row.parts(key)
        if not parts or (len(parts) == 1 and parts[0].casefold() in ALL):
            return None
        if len(parts) == 1 and parts[0].casefold() in NONE:
            return frozenset()
        found: set[str] = set()
        for part in parts:
            day = None if part in self.slots.rows else _day_or_none(part)
            if day in self.days:
                found.update(self.days[day])
            else:
                found.add(self.slots.find(row, key, part))
        return frozenset(found - {""})

    def availability(self, row: Row) -> frozenset[str] | None:
        """Return the slots of ``available`` less those of ``unavailable``; None for all."""
        available = self.slot_names(row, "available")
        if row.cell("unavailable") is None:
            return available
        away = self.slot_names(row, "unavailable")
        everything = frozenset(self.slots.rows)
        return (everything if available is None else available) - (
            everything if away is None else away
        )

    def _venues(self) -> Iterator[Venue]:
        for row in self._rows("venues"):
            name, chinese = row.text("name"), row.text("name_zh")
            identifier = row.text("id") or name
            if self.venues.add(row, identifier, name, chinese):
                yield Venue(identifier, name, chinese)

    def _organisations(self) -> Iterator[Organisation]:
        for row in self._rows("organisations"):
            name, chinese = row.text("name"), row.text("name_zh")
            identifier = row.text("id") or name
            if self.parties.add(row, identifier, name, chinese):
                self.organisations.add(row, identifier, name, chinese)
                yield Organisation(identifier, name or identifier, chinese)

    def _delegates(self, organisations: dict[str, Organisation]) -> Iterator[Delegate]:
        listed = self.sheets["organisations"].grid is not None
        for row in self._rows("delegates"):
            name, chinese = row.text("name"), row.text("name_zh")
            identifier = row.text("id") or name
            home = row.text("organisation")
            if home and not listed and home not in organisations:
                organisations[home] = Organisation(home, home)
                self.parties.add(row, home)
                self.organisations.add(row, home)
            delegate = self.delegate(row, identifier)
            if self.parties.add(row, identifier, name, chinese):
                self.people.add(row, identifier, name, chinese)
                yield delegate

    def delegate(self, row: Row, identifier: str) -> Delegate:
        """Return the delegate of a row."""
        return Delegate(
            delegate_id=identifier,
            name=row.text("name") or identifier,
            name_zh=row.text("name_zh"),
            organisation_id=self.organisations.find_one(row, "organisation"),
            languages=row.read("languages", languages, frozenset()),
            available=self.availability(row),
            online=row.yes("online"),
            time_zone=row.read("time_zone", lambda cell: zone_of(cell).key, ""),
            meetings_per_day=row.whole_or_none("meetings_per_day"),
            guaranteed_meetings=row.whole_or_none("guaranteed_meetings"),
        )

    def _tables(self) -> Iterator[Table]:
        made = []
        for row in self._rows("tables"):
            table = self.table(row)
            if self.tables.add(row, table.table_id):
                made.append((row, table))
        for row, table in made:
            if row.text("neighbours").casefold() in NONE:
                yield replace(table, neighbours=())
            else:
                neighbours = self.tables.find_all(row, "neighbours")
                yield replace(table, neighbours=neighbours) if neighbours else table

    def table(self, row: Row) -> Table:
        """Return the table of a row, without its neighbours."""
        number = row.whole("number", -1, 0)
        return Table(
            table_id=row.text("id") or (str(number) if number >= 0 else row.text("number")),
            number=number,
            zone=row.text("zone"),
            venue_id=self.venues.find_one(row, "venue"),
            kind=row.choice("kind", TableKind, TableKind.OPEN),
            seats=row.whole("seats", 4, 2),
            available=self.availability(row),
        )

    def _journeys(self) -> Iterator[Journey]:
        for row in self._rows("travel"):
            one, two = self.venues.find_one(row, "from"), self.venues.find_one(row, "to")
            minutes = row.whole("minutes", 0)
            if one and two:
                self.journeys[f"{one}--{two}"] = row
                yield Journey(one, two, minutes)

    def _interpreters(self) -> Iterator[Interpreter]:
        for row in self._rows("interpreters"):
            name = row.text("name")
            identifier = row.text("id") or name
            pairs: frozenset[frozenset[str]] = row.read("pairs", language_pairs, frozenset())
            available = self.availability(row)
            if self.interpreters.add(row, identifier, name):
                yield Interpreter(identifier, name, pairs, available)

    def _requests(self) -> Iterator[Request]:
        for row in self._rows("requests"):
            identifier = row.text("id") or f"R{row.number}"
            request = self.request(row, identifier)
            added = self.meetings.add(row, identifier)
            if added and request.requester and request.invitee:
                yield request

    def request(self, row: Row, identifier: str) -> Request:
        """Return the request of a row; a party that is not known is empty."""
        return Request(
            request_id=identifier,
            requester=self.parties.find_one(row, "requester"),
            invitee=self.parties.find_one(row, "invitee"),
            score=row.share("score"),
            value=row.whole_or_none("value"),
            length=row.whole("length", 1, 1),
            kind=row.choice("kind", TableKind, TableKind.OPEN),
            slots=self.slot_names(row, "slots"),
        )

    def _groups(self) -> Iterator[GroupMeeting]:
        for row in self._rows("groups"):
            identifier = row.text("id")
            group = GroupMeeting(
                group_id=identifier,
                title=row.text("title"),
                title_zh=row.text("title_zh"),
                required=self.people.find_all(row, "required"),
                optional=self.people.find_all(row, "optional"),
                minimum=row.whole("minimum", 2, 1),
                capacity=row.whole_or_none("capacity", 1),
                value=row.whole("value", 0),
                value_each=row.whole("value_each", 0),
                length=row.whole("length", 1, 1),
                kind=row.choice("kind", TableKind, TableKind.OPEN),
                slots=self.slot_names(row, "slots"),
                table_id=self.tables.find_one(row, "table"),
            )
            if self.meetings.add(row, identifier):
                yield group

    def _fixed(self) -> Iterator[FixedMeeting]:
        for row in self._rows("fixed"):
            identifier = row.text("id") or f"F{row.number}"
            slot = self.slots.find_one(row, "slot")
            meeting = FixedMeeting(
                fixed_id=identifier,
                parties=self.parties.find_all(row, "parties"),
                slot_id=slot,
                table_id=self.tables.find_one(row, "table"),
                length=row.whole("length", 1, 1),
                kind=row.choice("kind", TableKind, TableKind.OPEN),
                delegates=self.people.find_all(row, "delegates"),
                interpreter_id=self.interpreters.find_one(row, "interpreter"),
            )
            whole = len(meeting.parties) == len(row.parts("parties"))
            if self.meetings.add(row, identifier) and slot and whole:
                yield meeting

    def _separations(self) -> Iterator[Separation]:
        for row in self._rows("separations"):
            one, two = self.parties.find_one(row, "first"), self.parties.find_one(row, "second")
            distance = row.choice("distance", Distance, Distance.MEETING)
            if one and two:
                self.separations[f"{one}--{two}"] = row
                yield Separation(one, two, distance, row.text("why"))

    def _precedences(self) -> Iterator[Precedence]:
        for row in self._rows("precedences"):
            before, after = (
                self.meetings.find_one(row, "before"),
                self.meetings.find_one(row, "after"),
            )
            if before and after:
                self.precedences[f"{before}--{after}"] = row
                yield Precedence(before, after)


def _day_or_none(text: str) -> date | None:
    try:
        return calendar_day(text)
    except ValueError:
        return None
