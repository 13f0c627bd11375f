"""Say what the engine finds wrong of the file, row and column it comes from."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from twinbay.meet.problems import Problem
from twinbay.meet.reading.faults import Fault, Place
from twinbay.meet.reading.registry import Registry
from twinbay.meet.reading.settings import Settings
from twinbay.meet.reading.sheets import Row, Sheet

COLUMNS = {
    "organisation_id": "organisation",
    "venue_id": "venue",
    "table_id": "table",
    "slot_id": "slot",
    "interpreter_id": "interpreter",
    "identifier": "id",
    "from_venue": "from",
    "to_venue": "to",
}
"""Column of an attribute whose name differs."""

RULES = {
    "valuation": "value_one_sided",
    "compactness.idle": "idle_points",
    "compactness.table_change": "table_change_points",
    "compactness.walk": "walk_points",
    "fairness.guaranteed_meetings": "guaranteed_meetings",
    "fairness.concession": "concession",
    "fairness.levels": "fairness_levels",
    "lunch": "lunch_minutes",
}
"""Setting of a rule whose name differs."""


class ReadFiles(Protocol):
    """What is known of the places of records after reading."""

    where: str
    sheets: dict[str, Sheet]
    settings: Settings
    slots: Registry
    venues: Registry
    parties: Registry
    tables: Registry
    interpreters: Registry
    meetings: Registry
    separations: dict[str, Row]
    precedences: dict[str, Row]
    journeys: dict[str, Row]


def faults_of(problems: Iterable[Problem], files: ReadFiles) -> Iterator[Fault]:
    """Yield a fault for each problem of the engine, less those that the reader has noted."""
    rows: Mapping[str, Mapping[str, Row]] = {
        "slot": files.slots.rows,
        "venue": files.venues.rows,
        "delegate": files.parties.rows,
        "table": files.tables.rows,
        "interpreter": files.interpreters.rows,
        "request": files.meetings.rows,
        "group": files.meetings.rows,
        "fixed": files.meetings.rows,
        "separation": files.separations,
        "precedence": files.precedences,
        "journey": files.journeys,
    }
    for problem in problems:
        place = _place(problem, files, rows)
        if place is None:
            continue
        others = [name for name in problem.conflict if name != problem.record_id]
        also = [
            rows[problem.record][n].place() for n in others if n in rows.get(problem.record, {})
        ]
        yield Fault(place, problem.problem, problem.remedy, tuple(also))


def _place(
    problem: Problem, files: ReadFiles, rows: Mapping[str, Mapping[str, Row]]
) -> Place | None:
    if problem.record == "event":
        sheet = files.sheets.get(problem.field)
        if sheet is None:
            return Place(files.where)
        return None if _already_missing(sheet) else Place(sheet.file)
    if problem.record == "rules":
        row = files.settings.rows.get(RULES.get(problem.field, problem.field))
        return row.place("value") if row else Place(files.sheets["event"].file)
    row = rows.get(problem.record, {}).get(problem.record_id)
    if row is None:
        return Place(files.where)
    return row.place(COLUMNS.get(problem.field, problem.field))


def _already_missing(sheet: Sheet) -> bool:
    """Return whether the reader has said that a sheet is not there or has rows it cannot read."""
    return sheet.grid is None or any(fault.place.file == sheet.file for fault in sheet.faults)
