"""A delegate's agenda as CSV."""

from twinbay.meet.documents.agenda import Agenda, Appointment
from twinbay.meet.documents.directory import Directory
from twinbay.meet.documents.spreadsheet import Cell, csv_text
from twinbay.meet.documents.wording import say

HEADINGS = (
    "date",
    "start",
    "end",
    "time zone",
    "title",
    "with",
    "organisation",
    "table",
    "zone",
    "venue",
    "interpreter",
    "kind",
)


def agenda_csv(directory: Directory, agenda: Agenda, language: str) -> str:
    """Return one agenda, a row for each meeting, in the time zone of its reader."""
    headings = [say(key, language) for key in HEADINGS]
    return csv_text(headings, [_row(directory, a, agenda, language) for a in agenda.appointments])


def _row(directory: Directory, line: Appointment, agenda: Agenda, language: str) -> list[Cell]:
    separator = say("list", language)
    homes = dict.fromkeys(directory.home(person, language) for person in line.others)
    interpreter = directory.interpreters.get(line.meeting.interpreter_id)
    return [
        line.start.date().isoformat(),
        f"{line.start:%H:%M}",
        f"{line.end:%H:%M}",
        agenda.zone.key,
        directory.title(line.meeting, language),
        separator.join(directory.name(person, language) for person in line.others),
        separator.join(home for home in homes if home),
        line.table.number,
        line.table.zone,
        directory.name(line.table.venue_id, language) if line.table.venue_id else "",
        interpreter.name if interpreter else "",
        say(line.meeting.kind.value, language),
    ]
