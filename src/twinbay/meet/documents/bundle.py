"""Write every document of a plan into a folder."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from twinbay.meet.documents.agenda import Agenda, agendas
from twinbay.meet.documents.agenda_csv import agenda_csv
from twinbay.meet.documents.agenda_pages import agenda_page
from twinbay.meet.documents.calendars import (
    Entry,
    calendar_bytes,
    differing,
    entries,
    next_version,
)
from twinbay.meet.documents.charts import shares_chart
from twinbay.meet.documents.directory import Directory
from twinbay.meet.documents.pages import Printer
from twinbay.meet.documents.plan_file import NAME, PlanFile, plan_text
from twinbay.meet.documents.report import Report
from twinbay.meet.documents.report_pages import report_html, report_json, report_markdown
from twinbay.meet.documents.spreadsheet import write_text
from twinbay.meet.documents.table_plan import (
    table_plan_book,
    table_plan_csv,
    table_plan_page,
)
from twinbay.meet.event import Event
from twinbay.meet.reading.event_writer import write_event
from twinbay.meet.timetable import Timetable

Tell = Callable[[str, int, int], None]
"""Told what is being written, how many steps are done and how many there are."""


@dataclass(frozen=True, slots=True)
class Edition:
    """How the documents are made.

    Attributes:
        languages: ``en``, ``zh`` or both.
        stamp: when, aware.
        pdf: whether each agenda is printed as PDF too (about a third of a second each).
        notes: what was put right while the files were read.
    """

    languages: tuple[str, ...]
    stamp: datetime
    pdf: bool = True
    notes: tuple[str, ...] = ()


def write_plan(
    folder: Path,
    event: Event,
    timetable: Timetable,
    edition: Edition,
    tell: Tell,
    before: PlanFile | None = None,
) -> PlanFile:
    """Write agendas, table plan, report, the event and the plan; return the plan.

    Arguments:
        folder: an empty folder.
        event: the conference.
        timetable: its timetable.
        edition: languages, time and kinds of document.
        tell: is told of the progress.
        before: the plan that went out before, whose calendars are updated.
    """
    directory = Directory(event)
    found = agendas(directory, timetable)
    version = 0 if before is None else before.version + 1
    calendars = {
        language: _calendars(directory, found, language, before) for language in edition.languages
    }
    plan = PlanFile(timetable, version, calendars)
    writer = _AgendaWriter(folder, directory, edition, plan, before)
    writer.write(found, tell)
    _write_shared(folder, Report(event, timetable, directory, edition.notes), edition)
    write_event(event, folder / "event")
    write_text(folder / NAME, plan_text(plan))
    return plan


def _calendars(
    directory: Directory, found: Sequence[Agenda], language: str, before: PlanFile | None
) -> dict[str, tuple[Entry, ...]]:
    return {
        agenda.delegate_id: next_version(
            _earlier(before, language, agenda.delegate_id), entries(directory, agenda, language)
        )
        for agenda in found
    }


def _earlier(before: PlanFile | None, language: str, delegate_id: str) -> tuple[Entry, ...]:
    calendars = {} if before is None else before.calendars.get(language, {})
    return calendars.get(delegate_id, ())


@dataclass(frozen=True, slots=True)
class _AgendaWriter:
    folder: Path
    directory: Directory
    edition: Edition
    plan: PlanFile
    before: PlanFile | None

    def write(self, found: Sequence[Agenda], tell: Tell) -> None:
        """Write every agenda in every language, and all of them as one file for the printer."""
        names = file_names([agenda.delegate_id for agenda in found])
        total = len(found) * len(self.edition.languages)
        printer = Printer()
        done = 0
        for language in self.edition.languages:
            printed = []
            for agenda in found:
                tell("writing the agendas", done, total)
                done += 1
                name = names[agenda.delegate_id]
                self._write_one(agenda, language, name)
                if self.edition.pdf:
                    html = agenda_page(self.directory, agenda, language, self.plan.version)
                    laid_out = printer.render(html)
                    laid_out.write_pdf(self.folder / "agendas" / language / f"{name}.pdf")
                    printed.append(laid_out)
            if printed:
                sheets = [sheet for document in printed for sheet in document.pages]
                printed[0].copy(sheets).write_pdf(self.folder / f"agendas.{language}.pdf")
        tell("writing the agendas", total, total)

    def _write_one(self, agenda: Agenda, language: str, name: str) -> None:
        """Write one agenda as CSV and calendar, and what differs from the plan before."""
        place = self.folder / "agendas" / language
        write_text(place / f"{name}.csv", agenda_csv(self.directory, agenda, language))
        listed = self.plan.calendars[language][agenda.delegate_id]
        whose = self.directory.name(agenda.delegate_id, language)
        title = f"{self.directory.event_name(language)} – {whose}"
        stamp = self.edition.stamp
        (place / f"{name}.ics").write_bytes(calendar_bytes(title, listed, stamp))
        changed = differing(_earlier(self.before, language, agenda.delegate_id), listed)
        if self.before is not None and changed:
            updates = self.folder / "updates" / language
            updates.mkdir(parents=True, exist_ok=True)
            (updates / f"{name}.ics").write_bytes(calendar_bytes(title, changed, stamp))


def _write_shared(folder: Path, report: Report, edition: Edition) -> None:
    directory, timetable = report.directory, report.timetable
    printer = Printer()
    for language in edition.languages:
        plan = folder / f"table-plan.{language}"
        write_text(Path(f"{plan}.csv"), table_plan_csv(directory, timetable, language))
        table_plan_book(directory, timetable, language).save(Path(f"{plan}.xlsx"))
        html = report_html(report, language, shares_chart(timetable.shares, language))
        write_text(folder / f"report.{language}.html", html)
        write_text(folder / f"report.{language}.md", report_markdown(report, language))
        if edition.pdf:
            printer.print(table_plan_page(directory, timetable, language), Path(f"{plan}.pdf"))
            printer.print(html, folder / f"report.{language}.pdf")
    content = json.dumps(report_json(report), ensure_ascii=False, indent=2)
    write_text(folder / "report.json", content + "\n")


def file_names(identifiers: Sequence[str]) -> dict[str, str]:
    """Return a file name for each identifier: readable, safe on every system, never twice."""
    taken: set[str] = set()
    found = {}
    for identifier in identifiers:
        stem = re.sub(r"[^\w\-]+", "_", identifier).strip("_")[:60] or "delegate"
        name, number = stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name.casefold())
        found[identifier] = name
    return found
