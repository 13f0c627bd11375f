"""The actions of ``twinbay meet``: read, compute, write in one step, say what came of it."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from twinbay.cli.terminal import ProgressCall, print_json, print_table, progress_display
from twinbay.errors import ConfigurationError
from twinbay.lake.folders import replacing
from twinbay.meet import (
    Event,
    Progress,
    Replan,
    Simulation,
    Timetable,
    place_all,
    plan_tour,
    replan,
    simulate,
    solve,
)
from twinbay.meet.documents.bundle import Edition, write_plan
from twinbay.meet.documents.calendars import calendar_bytes
from twinbay.meet.documents.charts import detail_name, simulation_chart, trade_off_chart
from twinbay.meet.documents.directory import Directory
from twinbay.meet.documents.notices import changes_page, notices_csv, notices_text, told
from twinbay.meet.documents.pages import Printer
from twinbay.meet.documents.plan_file import NAME, PlanFile, read_plan
from twinbay.meet.documents.report import Report
from twinbay.meet.documents.report_pages import report_json
from twinbay.meet.documents.simulation_pages import (
    simulation_csv,
    simulation_json,
    simulation_page,
)
from twinbay.meet.documents.spreadsheet import write_text
from twinbay.meet.documents.tour_documents import (
    Itinerary,
    itinerary_json,
    tour_entries,
    tour_page,
)
from twinbay.meet.documents.wording import LANGUAGES, say_share
from twinbay.meet.reading import Fault, ReadingError, describe, read_event
from twinbay.meet.reading.changes_reader import read_changes, slot_at
from twinbay.meet.reading.template import write_template
from twinbay.meet.reading.tour_reader import read_tour

SOME_LEFT_OUT = 3
"""Exit code: done, but some rows were left out."""

MADE = (NAME, "simulation.json", "itinerary.json")
"""Files by which a folder of results is known; only such a folder is replaced."""


def run_template(options: argparse.Namespace) -> int:
    """Write the files to fill in."""
    target: Path = options.target
    if target.exists() and not options.force:
        raise ConfigurationError(
            "it is there already", where=str(target), remedy="Name another, or add --force."
        )
    if target.suffix.casefold() == ".xlsx":
        with replacing(target.absolute().with_name(f".{target.name}.unfinished")) as folder:
            write_template(folder / target.name, tour=options.tour, example=options.example)
            (folder / target.name).replace(target)
        target.absolute().with_name(f".{target.name}.unfinished").rmdir()
    else:
        with replacing(target.absolute()) as folder:
            write_template(folder, tour=options.tour, example=options.example)
    print(f"written    {target}")
    return 0


def run_solve(options: argparse.Namespace) -> int:
    """Solve an event and write its documents."""
    with reporting(options) as show, result_folder(options.out) as folder:
        show("reading the files", 0, 1)
        files = read_event(options.event)
        method = place_all if options.all_meetings else solve
        timetable = method(
            files.event,
            time_limit=options.seconds,
            seed=options.seed,
            progress=telling(show, options.seconds),
        )
        edition = edition_of(options, files.notes)
        write_plan(folder, files.event, timetable, edition, show)
    report = Report(files.event, timetable, Directory(files.event), edition.notes)
    if options.json:
        print_json({**report_json(report), "out": str(options.out)})
    else:
        print_report(report, options.out)
    return _code(files.notes)


def run_replan(options: argparse.Namespace) -> int:
    """Mend a plan after changes and write the new documents."""
    with reporting(options) as show, result_folder(options.out) as folder:
        show("reading the files", 0, 1)
        before = read_plan(options.plan)
        event = read_event(options.event or options.plan / "event").event
        _check_same(event, before.timetable)
        changes, notes = read_changes(options.changes, event)
        show("mending the plan", 0, 1)
        result = replan(
            event,
            before.timetable,
            changes,
            now=slot_at(event, options.now),
            most_changes=options.most_changes,
            time_limit=options.seconds,
            seed=options.seed,
        )
        edition = edition_of(options, notes)
        plan = write_plan(folder, result.event, result.timetable, edition, show, before)
        _write_changes(folder, result, edition, plan)
    report = Report(result.event, result.timetable, Directory(result.event), edition.notes)
    if options.json:
        print_json({**report_json(report), **_replan_json(result), "out": str(options.out)})
    else:
        lost = before.timetable.value - result.timetable.value
        print(
            f"changed    {len(result.notices):,} meetings; {told(result.notices):,} people to tell"
        )
        print(f"before     {before.timetable.value:,} points, now {-lost:+,}")
        print_report(report, options.out)
    return _code(notes)


def _check_same(event: Event, timetable: Timetable) -> None:
    """Raise ConfigurationError when a plan names records that an event does not have."""
    known = {d.delegate_id for d in event.delegates} | {s.slot_id for s in event.slots}
    known |= {t.table_id for t in event.tables}
    named = {
        name for m in timetable.meetings for name in (*m.delegates, *m.slots, m.table_id)
    } - known
    if named:
        raise ConfigurationError(
            f"the plan names {', '.join(sorted(named)[:8])}, which the event does not have",
            remedy="Leave the event out: the plan has kept the event that it was made for.",
        )


def _write_changes(folder: Path, result: Replan, edition: Edition, plan: PlanFile) -> None:
    directory = Directory(result.event)
    printer = Printer()
    for language in edition.languages:
        rows = notices_csv(directory, result.notices, language)
        write_text(folder / f"who-to-tell.{language}.csv", rows)
        messages = notices_text(directory, result.notices, language)
        write_text(folder / f"who-to-tell.{language}.txt", messages)
        html = changes_page(directory, result, language, plan.version)
        write_text(folder / f"changes.{language}.html", html)
        write_text(folder / f"trade-off.{language}.svg", trade_off_chart(result.curve, language))
        if edition.pdf:
            printer.print(html, folder / f"changes.{language}.pdf")


def _replan_json(result: Replan) -> dict[str, Any]:
    return {
        "notices": [
            {
                "kind": notice.kind.value,
                "delegates": list(notice.delegates),
                "meeting": (notice.after or notice.before).meeting_id,  # type: ignore[union-attr]
                "slots_before": list(notice.before.slots) if notice.before else [],
                "slots_after": list(notice.after.slots) if notice.after else [],
            }
            for notice in result.notices
        ],
        "curve": [
            {
                "changed": point.changed,
                "value": point.value,
                "bound": point.bound,
                "agendas": point.agendas,
            }
            for point in result.curve
        ],
        "forced": [meeting.meeting_id for meeting in result.forced],
    }


def run_simulate(options: argparse.Namespace) -> int:
    """Say what more or fewer tables, slots and interpreters would bring."""
    with reporting(options) as show:
        show("reading the files", 0, 1)
        files = read_event(options.event)
        simulation = simulate(
            files.event,
            steps=options.steps,
            time_limit=options.seconds,
            seed=options.seed,
            progress=telling(show, options.seconds),
        )
        if options.out is not None:
            with result_folder(options.out) as folder:
                _write_simulation(folder, files.event, simulation, edition_of(options))
    if options.json:
        print_json(simulation_json(files.event, simulation))
    else:
        _print_simulation(simulation)
        if options.out is not None:
            print(f"\nwritten    {options.out}")
    return _code(files.notes)


def _write_simulation(folder: Path, event: Event, simulation: Simulation, edition: Edition) -> None:
    printer = Printer()
    for language in edition.languages:
        write_text(folder / f"simulation.{language}.csv", simulation_csv(simulation, language))
        html = simulation_page(event, simulation, language)
        write_text(folder / f"simulation.{language}.html", html)
        write_text(folder / f"simulation.{language}.svg", simulation_chart(simulation, language))
        if edition.pdf:
            printer.print(html, folder / f"simulation.{language}.pdf")
    content = json.dumps(simulation_json(event, simulation), ensure_ascii=False, indent=2)
    write_text(folder / "simulation.json", content + "\n")


def _print_simulation(simulation: Simulation) -> None:
    base = simulation.base
    print(f"as it is: {base.value:,} points in {base.meetings:,} meetings\n")
    rows = [
        (
            s.resource,
            detail_name(s.detail, "en"),
            f"{s.change:+d}",
            s.count,
            f"{s.value:,}",
            f"{s.bound:,}",
            f"{s.value - base.value:+,}",
            f"{s.meetings:,}",
        )
        for s in simulation.scenarios
    ]
    headings = ("resource", "kind", "change", "then", "points", "bound", "gain", "meetings")
    print_table(headings, rows, numbers=(2, 3, 4, 5, 6, 7))


def run_tour(options: argparse.Namespace) -> int:
    """Plan a tour and write its itinerary."""
    with reporting(options) as show, result_folder(options.out) as folder:
        show("reading the files", 0, 1)
        request, notes = read_tour(options.tour)
        tour = plan_tour(
            request,
            time_limit=options.seconds,
            seed=options.seed,
            progress=telling(show, options.seconds),
        )
        itinerary = Itinerary(request, tour)
        edition = edition_of(options, notes)
        printer = Printer()
        for language in edition.languages:
            listed = tour_entries(itinerary, language)
            content = calendar_bytes(itinerary.name(language), listed, edition.stamp)
            (folder / f"itinerary.{language}.ics").write_bytes(content)
            html = tour_page(itinerary, language)
            write_text(folder / f"itinerary.{language}.html", html)
            if edition.pdf:
                printer.print(html, folder / f"itinerary.{language}.pdf")
        plain = json.dumps(itinerary_json(itinerary), ensure_ascii=False, indent=2, default=str)
        write_text(folder / "itinerary.json", plain + "\n")
    if options.json:
        print_json(itinerary_json(itinerary))
    else:
        _print_tour(itinerary, options.out)
    return _code(notes)


def _print_tour(itinerary: Itinerary, out: Path) -> None:
    tour = itinerary.tour
    state = "proven best" if tour.value == tour.bound else f"bound {tour.bound:,}"
    least = ", the least" if tour.travel_proven else ""
    print(f"value      {tour.value:,} ({state})")
    print(f"travel     {tour.travel_minutes:,} minutes{least}")
    for stop in tour.stops:
        place = itinerary.visits[stop.visit_id].place_id
        host = itinerary.host(stop.visit_id, "en")
        where = itinerary.place(place, "en")
        print(f"  {stop.arrives:%Y-%m-%d %H:%M}–{stop.leaves:%H:%M}  {host} ({where})")
    for missed in tour.missed:
        print(f"left out   {itinerary.host(missed.visit_id, 'en')}: {missed.why}")
    print(f"written    {out}")


@contextmanager
def reporting(options: argparse.Namespace) -> Iterator[ProgressCall]:
    """Give a function that shows progress; with ``--json`` faults are printed as JSON too."""
    with progress_display(quiet=options.json) as show:
        try:
            yield show
        except ReadingError as error:
            if options.json:
                print_json({"problems": [_fault_json(fault) for fault in error.faults]})
            raise


def _fault_json(fault: Fault) -> dict[str, Any]:
    return {
        "file": fault.place.file,
        "row": fault.place.row,
        "column": fault.place.column,
        "problem": fault.problem,
        "remedy": fault.remedy,
        "also": [str(place) for place in fault.also],
    }


def edition_of(options: argparse.Namespace, notes: Sequence[Fault] = ()) -> Edition:
    """Return how the documents are made, as the options ask."""
    chosen = LANGUAGES if options.language == "both" else (options.language,)
    return Edition(chosen, datetime.now(UTC), not options.no_pdf, tuple(describe(notes)))


def _code(notes: Sequence[Fault]) -> int:
    return SOME_LEFT_OUT if notes else 0


@contextmanager
def result_folder(out: Path) -> Iterator[Path]:
    """Give a folder that takes the place of ``out`` at the end; only results are replaced."""
    target = out.absolute()
    if target.is_file() or (
        target.is_dir()
        and any(target.iterdir())
        and not any((target / name).exists() for name in MADE)
    ):
        raise ConfigurationError(
            "it holds something else",
            where=str(out),
            remedy="Name a new folder, or one that an earlier “twinbay meet” wrote.",
        )
    with replacing(target) as folder:
        yield folder


def telling(show: ProgressCall, seconds: float) -> Callable[[Progress], None]:
    """Return a callback that shows the solver's progress against its time limit.

    Away from a terminal it says only what is being worked on, so that a log has a line for each
    stage and not one for each figure on the way.
    """
    moving = sys.stderr.isatty()

    def tell(progress: Progress) -> None:
        if not moving:
            show(progress.stage, 0, 1)
            return
        figure = "" if progress.figure is None else f" {progress.figure:,}"
        bound = "" if progress.bound is None else f" (bound {progress.bound:,})"
        whole = max(1, round(seconds))
        show(f"{progress.stage}{figure}{bound}", min(round(progress.seconds), whole - 1), whole)

    return tell


def print_report(report: Report, out: Path) -> None:
    """Print the figures that matter, and where the rest is."""
    timetable = report.timetable
    least, middle, _ = report.shares()
    proof = timetable.proofs[0]
    state = "proven best" if proof.optimal else f"gap {say_share(timetable.gap)}"
    print(f"value      {timetable.value:,} of at most {timetable.bound:,} ({state})")
    print(f"requests   {report.granted:,} of {report.asked:,} met")
    print(f"meetings   {len(timetable.meetings):,}")
    print(f"fairness   least share {say_share(least)}, median {say_share(middle)}")
    nothing = [report.directory.name(s.party, "en") for s in report.with_nothing()]
    print(f"nothing    {len(nothing)}" + (f": {', '.join(nothing[:8])}" if nothing else ""))
    for note in report.notes:
        print(f"note       {note}")
    print(f"written    {out}")
