"""Write every document of a plan into a folder."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
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
    names = file_names([agenda.delegate_id for agenda in found])
    calendars = {
        language: _calendars(directory, found, language, before) for language in edition.languages
    }
    _write_agendas(folder, directory, found, names, calendars, edition, version, before, tell)
    report = Report(event, timetable, directory, edition.notes)
    _write_shared(folder, report, edition)
    write_event(event, folder / "event")
    plan = PlanFile(timetable, version, calendars)
    write_text(folder / NAME, plan_text(plan))
    return plan


def _calendars(
    directory: Directory, found: Sequence[Agenda], language: str, before: PlanFile | None
) -> dict[str, tuple[Entry, ...]]:
    earlier = {} if before is None else before.calendars.get(language, {})
    return {
        agenda.delegate_id: next_version(
            earlier.get(agenda.delegate_id, ()), entries(directory, agenda, language)
        )
        for agenda in found
    }


def _write_agendas(
    folder: Path,
    directory: Directory,
    found: Sequence[Agenda],
    names: Mapping[str, str],
    calendars: Mapping[str, Mapping[str, tuple[Entry, ...]]],
    edition: Edition,
    version: int,
    before: PlanFile | None,
    tell: Tell,
) -> None:
    total = len(found) * len(edition.languages)
    printer = Printer()
    done = 0
    for language in edition.languages:
        pages = []
        for agenda in found:
            tell("writing the agendas", done, total)
            done += 1
            place = folder / "agendas" / language / names[agenda.delegate_id]
            write_text(
                place.with_name(f"{place.name}.csv"), agenda_csv(directory, agenda, language)
            )
            listed = calendars[language][agenda.delegate_id]
            title = (
                f"{directory.event_name(language)} – {directory.name(agenda.delegate_id, language)}"
            )
            content = calendar_bytes(title, listed, edition.stamp)
            place.with_name(f"{place.name}.ics").write_bytes(content)
            if before is not None:
                earlier = before.calendars.get(language, {}).get(agenda.delegate_id, ())
                changed = differing(earlier, listed)
                if changed:
                    update = folder / "updates" / language / f"{place.name}.ics"
                    update.parent.mkdir(parents=True, exist_ok=True)
                    update.write_bytes(calendar_bytes(title, changed, edition.stamp))
            if edition.pdf:
                laid_out = printer.render(agenda_page(directory, agenda, language, version))
                laid_out.write_pdf(place.with_name(f"{place.name}.pdf"))
                pages.append(laid_out)
        if pages:
            together = [sheet for document in pages for sheet in document.pages]
            pages[0].copy(together).write_pdf(folder / f"agendas.{language}.pdf")
    tell("writing the agendas", total, total)


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
