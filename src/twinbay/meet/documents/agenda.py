"""A delegate's agenda as values: what the CSV, calendar and printed documents are made from."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from twinbay.meet.documents.directory import Directory
from twinbay.meet.event import Table
from twinbay.meet.timetable import Meeting, MeetingKind, Timetable


@dataclass(frozen=True, slots=True)
class Appointment:
    """One line of an agenda.

    Attributes:
        meeting: the meeting.
        start, end: in the time zone of the agenda's reader.
        place_start, place_end: in the event's time zone.
        others: identifiers of the other delegates, in the meeting's order.
        table: where.
    """

    meeting: Meeting
    start: datetime
    end: datetime
    place_start: datetime
    place_end: datetime
    others: tuple[str, ...]
    table: Table

    @property
    def is_group(self) -> bool:
        """Whether it is a panel or round table."""
        return self.meeting.kind is MeetingKind.GROUP


@dataclass(frozen=True, slots=True)
class Agenda:
    """The agenda of one delegate: appointments by time, in the time zone of its reader."""

    delegate_id: str
    zone: ZoneInfo
    appointments: tuple[Appointment, ...]
    away: bool

    def days(self) -> tuple[tuple[Appointment, ...], ...]:
        """Return the appointments day by day, as the reader's calendar has them."""
        days: dict[object, list[Appointment]] = {}
        for appointment in self.appointments:
            days.setdefault(appointment.start.date(), []).append(appointment)
        return tuple(tuple(day) for day in days.values())


def agendas(directory: Directory, timetable: Timetable) -> tuple[Agenda, ...]:
    """Return the agenda of every delegate, in the order of the event."""
    meetings: dict[str, list[Meeting]] = {d: [] for d in directory.people}
    for meeting in timetable.meetings:
        for person in meeting.delegates:
            meetings[person].append(meeting)
    return tuple(_agenda(directory, person, found) for person, found in meetings.items())


def _agenda(directory: Directory, delegate_id: str, meetings: list[Meeting]) -> Agenda:
    zone = directory.zone(delegate_id)
    appointments = (_appointment(directory, delegate_id, m, zone) for m in meetings)
    ordered = tuple(sorted(appointments, key=lambda a: (a.start, a.meeting.meeting_id)))
    return Agenda(delegate_id, zone, ordered, zone.key != directory.event.time_zone)


def _appointment(
    directory: Directory, delegate_id: str, meeting: Meeting, zone: ZoneInfo
) -> Appointment:
    start, end = directory.span(meeting, zone)
    place_start, place_end = directory.span(meeting)
    return Appointment(
        meeting=meeting,
        start=start,
        end=end,
        place_start=place_start,
        place_end=place_end,
        others=tuple(person for person in meeting.delegates if person != delegate_id),
        table=directory.tables[meeting.table_id],
    )
