"""Names and places of an event's records, in either language."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from twinbay.meet.documents.wording import say
from twinbay.meet.event import Delegate, Event, GroupMeeting, Interpreter, Slot, Table, TableKind
from twinbay.meet.timetable import Meeting, MeetingKind


@dataclass(frozen=True, slots=True)
class Directory:
    """Looks up an event's records by identifier."""

    event: Event
    people: dict[str, Delegate] = field(init=False)
    tables: dict[str, Table] = field(init=False)
    slots: dict[str, Slot] = field(init=False)
    interpreters: dict[str, Interpreter] = field(init=False)
    groups: dict[str, GroupMeeting] = field(init=False)
    _names: dict[str, tuple[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        event = self.event
        put = object.__setattr__
        put(self, "people", {d.delegate_id: d for d in event.delegates})
        put(self, "tables", {t.table_id: t for t in event.tables})
        put(self, "slots", {s.slot_id: s for s in event.slots})
        put(self, "interpreters", {i.interpreter_id: i for i in event.interpreters})
        put(self, "groups", {g.group_id: g for g in event.groups})
        names = {o.organisation_id: (o.name, o.name_zh) for o in event.organisations}
        names |= {d.delegate_id: (d.name, d.name_zh) for d in event.delegates}
        names |= {v.venue_id: (v.name, v.name_zh) for v in event.venues}
        names |= {g.group_id: (g.title, g.title_zh) for g in event.groups}
        put(self, "_names", names)

    def name(self, identifier: str, language: str) -> str:
        """Return what a delegate, organisation, venue or group is called; else the identifier."""
        english, chinese = self._names.get(identifier, ("", ""))
        return (chinese or english if language == "zh" else english or chinese) or identifier

    def event_name(self, language: str) -> str:
        """Return what the event is called."""
        event = self.event
        return (event.name_zh or event.name) if language == "zh" else (event.name or event.name_zh)

    def home(self, delegate_id: str, language: str) -> str:
        """Return the name of a delegate's organisation; empty for none."""
        person = self.people.get(delegate_id)
        return (
            self.name(person.organisation_id, language) if person and person.organisation_id else ""
        )

    def zone(self, delegate_id: str) -> ZoneInfo:
        """Return the time zone in which a delegate reads the agenda."""
        person = self.people.get(delegate_id)
        return ZoneInfo((person.time_zone if person else "") or self.event.time_zone)

    def span(self, meeting: Meeting, zone: ZoneInfo | None = None) -> tuple[datetime, datetime]:
        """Return the beginning and end of a meeting, by default in the event's time zone."""
        zone = zone or ZoneInfo(self.event.time_zone)
        first, last = self.slots[meeting.slots[0]], self.slots[meeting.slots[-1]]
        return first.start.astimezone(zone), last.end.astimezone(zone)

    def place(self, table_id: str, language: str) -> str:
        """Return where a table is, in one line."""
        return say("join", language).join(self.place_parts(table_id, language))

    def place_parts(self, table_id: str, language: str) -> tuple[str, ...]:
        """Return a table's number, zone, venue and kind, as far as there are any."""
        table = self.tables[table_id]
        venue = self.name(table.venue_id, language) if table.venue_id else ""
        kind = ""
        if table.kind is not TableKind.OPEN:
            kind = say(f"{table.kind.value} table", language)
        parts = (say("table number", language, number=table.number), table.zone, venue, kind)
        return tuple(part for part in parts if part)

    def title(self, meeting: Meeting, language: str) -> str:
        """Return a group meeting's title; empty for others."""
        known = meeting.kind is MeetingKind.GROUP
        return self.name(meeting.meeting_id, language) if known else ""
