"""Agendas as printed pages, one delegate after the other."""

from html import escape

from twinbay.meet.documents.agenda import Agenda, Appointment
from twinbay.meet.documents.directory import Directory
from twinbay.meet.documents.pages import header, page, table
from twinbay.meet.documents.wording import (
    say,
    say_count,
    say_day,
    say_languages,
    say_offset,
    say_span,
)


def agenda_page(directory: Directory, agenda: Agenda, language: str, version: int = 0) -> str:
    """Return one agenda as an HTML page for printing.

    Arguments:
        directory: names and places.
        agenda: the agenda.
        language: ``en`` or ``zh``.
        version: number of the update, 0 for the first plan.
    """
    name = directory.name(agenda.delegate_id, language)
    other = directory.name(agenda.delegate_id, "en" if language == "zh" else "zh")
    home = directory.home(agenda.delegate_id, language)
    kicker = f"{directory.event_name(language)} – {say('agenda', language)}"
    if version:
        kicker += f" – {say('update', language, number=version)}"
    who = say("join", language).join(p for p in (other if other != name else "", home) if p)
    counted = say_count(len(agenda.appointments), language)
    zone = say("times in", language, zone=agenda.zone.key)
    summary = f"{counted}{'，' if language == 'zh' else '. '}{zone}"
    days = "".join(_day(directory, agenda, day, language) for day in agenda.days())
    if not days:
        days = f'<p class="none">{escape(say("no meetings", language))}</p>'
    body = header(kicker, name, (who, summary), f"{name} – {directory.event_name(language)}") + days
    title = f"{say('agenda of', language, name=name)} – {directory.event_name(language)}"
    return page(title, body, language, "agenda away" if agenda.away else "agenda")


def _day(directory: Directory, agenda: Agenda, day: tuple[Appointment, ...], language: str) -> str:
    first = day[0].start
    headings = [say(key, language) for key in ("time", "with", "place")]
    rows = [
        (
            _time(agenda, line, language),
            _people(directory, line, language),
            _place(directory, line, language),
        )
        for line in day
    ]
    return (
        f'<h2>{escape(say_day(first, language))}<span class="light">{say_offset(first)}</span></h2>'
        f"{table(headings, rows)}"
    )


def _time(agenda: Agenda, line: Appointment, language: str) -> str:
    own = f'<div class="time"><strong>{say_span(line.start, line.end)}</strong>'
    if not agenda.away:
        return f"{own}</div>"
    span = say_span(line.place_start, line.place_end)
    if line.place_start.date() == line.start.date():
        there = say("place time", language, time=span)
    else:
        day = line.place_start
        named = f"{day.month}月{day.day}日" if language == "zh" else f"{day:%-d %b}"
        there = say("place time other day", language, day=named, time=span)
    return f'{own}<br><span class="light">{escape(there)}</span></div>'


def _people(directory: Directory, line: Appointment, language: str) -> str:
    parts = []
    if line.is_group:
        title = directory.title(line.meeting, language)
        names = say("list", language).join(
            _with_home(directory, person, language) for person in line.others
        )
        parts.append(f'<div class="strong">{escape(title)}</div>')
        parts.append(f'<div class="light">{escape(names)}</div>')
    else:
        for person in line.others:
            home = directory.home(person, language)
            other = directory.name(person, "en" if language == "zh" else "zh")
            name = directory.name(person, language)
            also = f' <span class="light">{escape(other)}</span>' if other != name else ""
            parts.append(f'<div><span class="strong">{escape(name)}</span>{also}</div>')
            if home:
                parts.append(f'<div class="light">{escape(home)}</div>')
    return "".join(parts)


def _with_home(directory: Directory, person: str, language: str) -> str:
    home, name = directory.home(person, language), directory.name(person, language)
    if not home:
        return name
    return f"{name}（{home}）" if language == "zh" else f"{name} ({home})"


def _place(directory: Directory, line: Appointment, language: str) -> str:
    first, *rest = directory.place_parts(line.meeting.table_id, language)
    parts = [f'<div class="strong">{escape(first)}</div>']
    if rest:
        parts.append(f'<div class="light">{escape(say("join", language).join(rest))}</div>')
    interpreter = directory.interpreters.get(line.meeting.interpreter_id)
    if interpreter:
        spoken = say_languages(line.meeting.languages, language)
        named = say("interpreter named", language, name=interpreter.name, languages=spoken)
        parts.append(f'<div class="light">{escape(named)}</div>')
    return "".join(parts)
