"""The table plan: who sits where in each slot, as rows, a workbook and printed pages."""

from html import escape
from zoneinfo import ZoneInfo

from twinbay.meet.documents.directory import Directory
from twinbay.meet.documents.pages import header, page, table
from twinbay.meet.documents.spreadsheet import Book, Cell, csv_text
from twinbay.meet.documents.wording import say, say_day, say_offset, say_span
from twinbay.meet.event import Slot
from twinbay.meet.timetable import Meeting, Timetable

HEADINGS = (
    "date",
    "start",
    "end",
    "slot",
    "table",
    "zone",
    "venue",
    "title",
    "delegates",
    "organisation",
    "interpreter",
    "kind",
)


def table_plan_rows(
    directory: Directory, timetable: Timetable, language: str
) -> list[tuple[Cell, ...]]:
    """Return a row for each meeting and slot, in the order of time and table number."""
    zone = ZoneInfo(directory.event.time_zone)
    return [
        _row(directory, slot, meeting, zone, language)
        for slot, meetings in by_slot(directory, timetable)
        for meeting in meetings
    ]


def by_slot(directory: Directory, timetable: Timetable) -> list[tuple[Slot, list[Meeting]]]:
    """Return the slots in order, each with its meetings by table number."""
    held: dict[str, list[Meeting]] = {slot: [] for slot in directory.slots}
    for meeting in timetable.meetings:
        for slot in meeting.slots:
            held[slot].append(meeting)
    ordered = sorted(directory.slots.values(), key=lambda slot: slot.start)
    return [
        (slot, sorted(held[slot.slot_id], key=lambda m: directory.tables[m.table_id].number))
        for slot in ordered
    ]


def _row(
    directory: Directory, slot: Slot, meeting: Meeting, zone: ZoneInfo, language: str
) -> tuple[Cell, ...]:
    start, end = slot.start.astimezone(zone), slot.end.astimezone(zone)
    where = directory.tables[meeting.table_id]
    separator = say("list", language)
    homes = dict.fromkeys(directory.home(person, language) for person in meeting.delegates)
    interpreter = directory.interpreters.get(meeting.interpreter_id)
    return (
        start.date().isoformat(),
        f"{start:%H:%M}",
        f"{end:%H:%M}",
        slot.slot_id,
        where.number,
        where.zone,
        directory.name(where.venue_id, language) if where.venue_id else "",
        directory.title(meeting, language),
        separator.join(directory.name(person, language) for person in meeting.delegates),
        separator.join(home for home in homes if home),
        interpreter.name if interpreter else "",
        say(meeting.kind.value, language),
    )


def table_plan_csv(directory: Directory, timetable: Timetable, language: str) -> str:
    """Return the table plan as CSV."""
    headings = [say(key, language) for key in HEADINGS]
    return csv_text(headings, table_plan_rows(directory, timetable, language))


def table_plan_book(directory: Directory, timetable: Timetable, language: str) -> Book:
    """Return a workbook: the plan as a list, and as a grid of tables and slots."""
    book = Book()
    headings = [say(key, language) for key in HEADINGS]
    book.add(say("table plan", language), headings, table_plan_rows(directory, timetable, language))
    plan = by_slot(directory, timetable)
    zone = ZoneInfo(directory.event.time_zone)
    across = [f"{s.slot_id}\n{s.start.astimezone(zone):%m-%d %H:%M}" for s, _ in plan]
    separator = say("list", language)
    seated = {
        (meeting.table_id, slot.slot_id): separator.join(
            directory.name(person, language) for person in meeting.delegates
        )
        for slot, meetings in plan
        for meeting in meetings
    }
    tables = sorted(directory.tables.values(), key=lambda t: (t.venue_id, t.number, t.table_id))
    rows: list[tuple[Cell, ...]] = [
        (t.number, t.zone, *(seated.get((t.table_id, slot.slot_id), "") for slot, _ in plan))
        for t in tables
    ]
    title = f"{say('table', language)} × {say('slot', language)}"
    sheet = book.add(title, [say("table", language), say("zone", language), *across], rows)
    sheet.freeze_panes = "C2"
    return book


def table_plan_page(directory: Directory, timetable: Timetable, language: str) -> str:
    """Return the table plan for printing, a table of people for each slot."""
    zone = ZoneInfo(directory.event.time_zone)
    title, name = say("table plan", language), directory.event_name(language)
    lines = (say("times in", language, zone=zone.key),)
    body = [header(name, title, lines, f"{title} – {name}")]
    for slot, meetings in by_slot(directory, timetable):
        start, end = slot.start.astimezone(zone), slot.end.astimezone(zone)
        used = say("tables used", language, used=len(meetings), all=len(directory.tables))
        body.append(
            f"<h2>{escape(say_day(start, language))} {say_span(start, end)}"
            f'<span class="light">{escape(slot.slot_id)} – {say_offset(start)} – {used}</span></h2>'
        )
        if not meetings:
            body.append(f'<p class="light">{escape(say("no meetings", language))}</p>')
            continue
        headings = [say(key, language) for key in ("table", "zone", "delegates", "interpreter")]
        body.append(table(headings, [_line(directory, m, language) for m in meetings]))
    return page(f"{title} – {name}", "\n".join(body), language, "plan")


def _line(directory: Directory, meeting: Meeting, language: str) -> tuple[str, str, str, str]:
    where = directory.tables[meeting.table_id]
    venue = directory.name(where.venue_id, language) if where.venue_id else ""
    title = directory.title(meeting, language)
    people = [
        escape(directory.name(person, language))
        + (f' <span class="light">{escape(home)}</span>' if home else "")
        for person in meeting.delegates
        for home in [directory.home(person, language)]
    ]
    named = f'<div class="strong">{escape(title)}</div>' if title else ""
    interpreter = directory.interpreters.get(meeting.interpreter_id)
    return (
        f'<span class="strong">{where.number}</span>',
        escape(say("join", language).join(part for part in (where.zone, venue) if part)),
        named + "<br>".join(people),
        escape(interpreter.name) if interpreter else "",
    )
