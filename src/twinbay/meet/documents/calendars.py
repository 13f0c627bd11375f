"""Agendas as calendars (RFC 5545) that later versions update instead of doubling.

Each meeting keeps its UID through every plan; whatever differs raises its SEQUENCE, and a meeting
that falls away stays as STATUS:CANCELLED (RFC 5546), so that importing the new file corrects the
old entries.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Timezone, vDatetime
from icalendar import Event as CalendarEvent

from twinbay.meet.documents.agenda import Agenda, Appointment
from twinbay.meet.documents.directory import Directory
from twinbay.meet.documents.wording import say, say_languages
from twinbay.meet.timetable import Meeting, MeetingKind

NAMESPACE = uuid.UUID("6f3d7c52-8f0f-5a53-9f3b-5a6f0f1f7c11")
"""Makes the UIDs of these calendars differ from all others (RFC 9562, version 5)."""

PRODUCT = "-//twinbay//meet//EN"


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of a calendar.

    Attributes:
        uid: the same through every version.
        start, end: aware local times.
        zone: IANA name of their time zone.
        summary, location, description: texts.
        sequence: number of the version.
        cancelled: whether it does not take place any more.
    """

    uid: str
    start: datetime
    end: datetime
    zone: str
    summary: str
    location: str
    description: str
    sequence: int = 0
    cancelled: bool = False


def meeting_uid(event_id: str, meeting: Meeting) -> str:
    """Return a meeting's UID: of its group, or of its parties, however it is moved."""
    if meeting.kind is MeetingKind.GROUP:
        key = f"group\n{meeting.meeting_id}"
    else:
        key = "\n".join(sorted(meeting.parties))
    name = "\n".join((event_id, key))
    return f"{uuid.uuid5(NAMESPACE, name)}@twinbay"


def entries(directory: Directory, agenda: Agenda, language: str) -> tuple[Entry, ...]:
    """Return an agenda as calendar entries of sequence 0."""
    return tuple(_entry(directory, agenda, line, language) for line in agenda.appointments)


def _entry(directory: Directory, agenda: Agenda, line: Appointment, language: str) -> Entry:
    people = [_person(directory, person, language) for person in line.others]
    title = directory.title(line.meeting, language)
    names = say("list", language).join(directory.name(p, language) for p in line.others)
    notes = [title, *people] if title else people
    interpreter = directory.interpreters.get(line.meeting.interpreter_id)
    if interpreter:
        spoken = say_languages(line.meeting.languages, language)
        notes.append(say("interpreter named", language, name=interpreter.name, languages=spoken))
    return Entry(
        uid=meeting_uid(directory.event.event_id, line.meeting),
        start=line.start,
        end=line.end,
        zone=agenda.zone.key,
        summary=title or say("meeting with", language, names=names),
        location=directory.place(line.meeting.table_id, language),
        description="\n".join(notes),
    )


def _person(directory: Directory, person: str, language: str) -> str:
    name, home = directory.name(person, language), directory.home(person, language)
    if not home:
        return name
    return f"{name}（{home}）" if language == "zh" else f"{name} ({home})"


def next_version(before: Iterable[Entry], now: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries of a new plan with the sequence that follows the version before.

    What is as it was keeps its sequence; what differs, or takes place again, has the next; what
    fell away is cancelled with the next.
    """
    earlier = {entry.uid: entry for entry in before}
    found = []
    for entry in now:
        old = earlier.pop(entry.uid, None)
        same = old is not None and replace(entry, sequence=old.sequence) == old
        sequence = 0 if old is None else old.sequence if same else old.sequence + 1
        found.append(replace(entry, sequence=sequence))
    found.extend(
        old if old.cancelled else replace(old, cancelled=True, sequence=old.sequence + 1)
        for old in earlier.values()
    )
    return tuple(sorted(found, key=lambda e: (e.start, e.uid)))


def differing(before: Iterable[Entry], now: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries of a new version that are not the same in the version before."""
    earlier = frozenset(before)
    return tuple(entry for entry in now if entry not in earlier)


def calendar_bytes(name: str, found: Iterable[Entry], stamp: datetime) -> bytes:
    """Return a calendar file.

    Arguments:
        name: what the calendar is called.
        found: its entries.
        stamp: when this version was made, aware.
    """
    listed = tuple(found)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", name)
    for zone in sorted({entry.zone for entry in listed}):
        days = [d for e in listed if e.zone == zone for d in (e.start.date(), e.end.date())]
        calendar.add_component(_zone(zone, min(days), max(days)))
    for entry in listed:
        calendar.add_component(_component(entry, stamp))
    return bytes(calendar.to_ical())


def _zone(name: str, first: date, last: date) -> Timezone:
    """Return the rules of a time zone that hold over some days, with a margin."""
    margin = timedelta(days=366)
    return Timezone.from_tzinfo(ZoneInfo(name), name, first - margin, last + margin)


def _component(entry: Entry, stamp: datetime) -> CalendarEvent:
    component = CalendarEvent()
    component.add("uid", entry.uid)
    component.add("dtstamp", stamp.astimezone(UTC))
    component.add("sequence", entry.sequence)
    component.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    for key, moment in (("dtstart", entry.start), ("dtend", entry.end)):
        component.add(key, vDatetime(moment, params={"TZID": entry.zone}), encode=False)
    component.add("summary", entry.summary)
    component.add("location", entry.location)
    component.add("description", entry.description)
    component.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    return component
