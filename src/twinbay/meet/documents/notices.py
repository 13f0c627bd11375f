"""Who must be told what after a new plan: as rows, as messages, as a page with the trade-off."""

from collections.abc import Sequence
from html import escape
from zoneinfo import ZoneInfo

from twinbay.meet.changes import Notice, NoticeKind, Replan
from twinbay.meet.documents.charts import trade_off_chart
from twinbay.meet.documents.directory import Directory
from twinbay.meet.documents.pages import header, page, table
from twinbay.meet.documents.spreadsheet import Cell, csv_text
from twinbay.meet.documents.wording import say, say_day, say_span
from twinbay.meet.timetable import Meeting, MeetingKind

HEADINGS = ("delegate", "organisation", "what", "with", "before", "after")


def notices_csv(directory: Directory, notices: Sequence[Notice], language: str) -> str:
    """Return one row for each person who must be told, by name and then by time."""
    rows = [
        _row(directory, person, notice, language)
        for person in directory.people
        for notice in notices
        if person in notice.delegates
    ]
    return csv_text(["id", *(say(key, language) for key in HEADINGS)], rows)


def _row(directory: Directory, person: str, notice: Notice, language: str) -> list[Cell]:
    kind = kind_for(person, notice)
    return [
        person,
        directory.name(person, language),
        directory.home(person, language),
        say(kind.value, language),
        _with(directory, person, notice, language),
        _when(directory, person, _part(person, notice.before), language),
        _when(directory, person, _part(person, notice.after), language),
    ]


def kind_for(person: str, notice: Notice) -> NoticeKind:
    """Return what a notice means for one person; whom a colleague replaces has it cancelled."""
    before, after = _part(person, notice.before), _part(person, notice.after)
    if before is None:
        return NoticeKind.NEW
    if after is None:
        return NoticeKind.CANCELLED
    return notice.kind


def _part(person: str, meeting: Meeting | None) -> Meeting | None:
    return meeting if meeting is not None and person in meeting.delegates else None


def _with(directory: Directory, person: str, notice: Notice, language: str) -> str:
    meeting = _part(person, notice.after) or _part(person, notice.before)
    if meeting is None:
        return ""
    if meeting.kind is MeetingKind.GROUP:
        return directory.title(meeting, language)
    others = (directory.name(p, language) for p in meeting.delegates if p != person)
    return say("list", language).join(others)


def _when(directory: Directory, person: str, meeting: Meeting | None, language: str) -> str:
    if meeting is None:
        return ""
    start, end = directory.span(meeting, directory.zone(person))
    where = directory.place(meeting.table_id, language)
    joint = say("join", language)
    return f"{say_day(start, language)} {say_span(start, end)}{joint}{where}"


def notices_text(directory: Directory, notices: Sequence[Notice], language: str) -> str:
    """Return a message for each person who must be told, ready to be sent."""
    messages = []
    for person in directory.people:
        lines = [
            _sentence(directory, person, notice, language)
            for notice in notices
            if person in notice.delegates
        ]
        if not lines:
            continue
        zone = say("times in", language, zone=directory.zone(person).key)
        head = say("salutation", language, name=directory.name(person, language))
        intro = f"{head} {say('your agenda changes', language)} ({zone})"
        if language == "zh":
            intro = f"{head}{say('your agenda changes', language)}（{zone}）"
        messages.append("\n".join([f"[{person}]", intro, *lines]))
    return "\n\n".join(messages) + "\n"


def _sentence(directory: Directory, person: str, notice: Notice, language: str) -> str:
    kind = say(kind_for(person, notice).value, language)
    who = _with(directory, person, notice, language)
    before = _when(directory, person, _part(person, notice.before), language)
    after = _when(directory, person, _part(person, notice.after), language)
    colon = "：" if language == "zh" else ": "
    times = " → ".join(part for part in (before, after) if part)
    return f"- {who}{colon}{kind}{colon}{times}"


def told(notices: Sequence[Notice]) -> int:
    """Return how many people must be told."""
    return len({person for notice in notices for person in notice.delegates})


def changes_page(directory: Directory, replan: Replan, language: str, version: int) -> str:
    """Return the page with what has changed and what less change would cost."""
    name, title = directory.event_name(language), say("changes", language)
    zone = ZoneInfo(directory.event.time_zone)
    intro = say("changes intro", language, notices=len(replan.notices), people=told(replan.notices))
    times = say("times in", language, zone=zone.key)
    kicker = f"{name} – {say('update', language, number=version)}"
    body = [header(kicker, title, (intro, times), f"{title} – {name}")]
    headings = [say(key, language) for key in ("what", "delegates", "before", "after")]
    rows = [
        (
            escape(say(notice.kind.value, language)),
            "<br>".join(escape(directory.name(p, language)) for p in notice.delegates),
            escape(_place(directory, notice.before, language)),
            escape(_place(directory, notice.after, language)),
        )
        for notice in replan.notices
    ]
    if rows:
        body.append(table(headings, rows))
    body.append(f"<h2>{escape(say('trade-off', language))}</h2>")
    body.append(f"<p>{escape(say('trade-off intro', language))}</p>")
    body.append(trade_off_chart(replan.curve, language))
    keys = ("changed meetings", "reached", "bound", "agendas changed")
    points = [
        (f"{p.changed:,}", f"{p.value:,}", f"≤ {p.bound:,}", f"{p.agendas:,}") for p in replan.curve
    ]
    body.append(table([say(key, language) for key in keys], points, (0, 1, 2, 3)))
    return page(f"{title} – {name}", "\n".join(body), language, "changes")


def _place(directory: Directory, meeting: Meeting | None, language: str) -> str:
    if meeting is None:
        return ""
    start, end = directory.span(meeting)
    joint = say("join", language)
    return (
        f"{start:%m-%d} {say_span(start, end)}{joint}{directory.place(meeting.table_id, language)}"
    )
