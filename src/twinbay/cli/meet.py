"""``twinbay meet``: conference timetables that are provably the best, and delegation tours."""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from twinbay.cli.terminal import ProgressCall, print_json, progress_display
from twinbay.errors import ConfigurationError
from twinbay.lake.folders import replacing
from twinbay.meet import Progress, Timetable, solve
from twinbay.meet.documents.bundle import Edition, write_plan
from twinbay.meet.documents.directory import Directory
from twinbay.meet.documents.plan_file import NAME
from twinbay.meet.documents.report import Report
from twinbay.meet.documents.report_pages import report_json
from twinbay.meet.documents.wording import LANGUAGES, say_share
from twinbay.meet.reading import Fault, describe, read_event

SOME_LEFT_OUT = 3
"""Exit code: done, but some rows were left out."""

EXAMPLES = """\
examples:
  twinbay meet template conference.xlsx --example    a small sample conference to look at
  twinbay meet solve conference.xlsx --out plan       agendas, table plan and report
  twinbay meet replan plan --changes changes.csv --now "2026-10-19 10:00" --out plan-2
  twinbay meet simulate conference.xlsx --out what-if what one more table would bring
  twinbay meet tour tour.xlsx --out itinerary         a delegation's tour of several cities
"""


def register(subparsers: Any) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "meet",
        help="make a conference's timetable, with proof",
        description="Make the timetable of a conference's one-to-one meetings: the most valuable "
        "one, then the fairest, then the most compact, each with the bound that proves it.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = parser.add_subparsers(title="actions", dest="action", metavar="ACTION", required=True)
    _register_solve(actions)


def _register_solve(actions: Any) -> None:
    parser = actions.add_parser(
        "solve",
        help="make the timetable and its documents",
        description="Read a conference's files and write every delegate's agenda (CSV, calendar, "
        "PDF), the table plan and the report with the proof. All problems of the files are said "
        "at once, with file, row and column; then nothing is written.",
        epilog="examples:\n  twinbay meet solve conference.xlsx --out plan\n"
        "  twinbay meet solve conference/ --out plan --seconds 15 --language zh --json",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_event(parser)
    _add_output(parser, "folder for the documents; a plan in it is replaced in one step")
    _add_search(parser, 60.0)
    parser.set_defaults(run=run_solve)


def _add_event(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("event", type=Path, help="workbook (.xlsx) or folder of CSV files")


def _add_output(parser: argparse.ArgumentParser, meaning: str) -> None:
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help=meaning)
    parser.add_argument(
        "--language",
        choices=(*LANGUAGES, "both"),
        default="both",
        help="language of the documents (%(default)s)",
    )
    parser.add_argument("--no-pdf", action="store_true", help="write no PDF files (quicker)")


def _add_search(parser: argparse.ArgumentParser, seconds: float) -> None:
    parser.add_argument(
        "--seconds",
        type=_seconds,
        default=seconds,
        metavar="N",
        help="most seconds to search (%(default)g); what is not proven by then has its gap stated",
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="seed (%(default)s)")
    parser.add_argument("--json", action="store_true", help="print JSON")


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds <= 86_400:
        raise argparse.ArgumentTypeError("seconds lie above 0 and within a day")
    return seconds


def run_solve(options: argparse.Namespace) -> int:
    """Solve an event and write its documents."""
    with progress_display(quiet=options.json) as show, result_folder(options.out) as folder:
        show("reading the files", 0, 1)
        files = read_event(options.event)
        timetable = solve(
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
    return SOME_LEFT_OUT if files.notes else 0


def edition_of(options: argparse.Namespace, notes: Sequence[Fault] = ()) -> Edition:
    """Return how the documents are made, as the options ask."""
    chosen = LANGUAGES if options.language == "both" else (options.language,)
    return Edition(chosen, datetime.now(UTC), not options.no_pdf, tuple(describe(notes)))


@contextmanager
def result_folder(out: Path) -> Iterator[Path]:
    """Give a folder that takes the place of ``out`` at the end; only results are replaced."""
    target = out.absolute()
    if target.is_file() or (
        target.is_dir() and any(target.iterdir()) and not any((target / n).exists() for n in MADE)
    ):
        raise ConfigurationError(
            "the folder holds something else",
            where=str(out),
            remedy="Name a new folder, or one that an earlier “twinbay meet” wrote.",
        )
    with replacing(target) as folder:
        yield folder


MADE = (NAME, "simulation.json", "itinerary.json")
"""Files by which a folder of results is known."""


def telling(show: ProgressCall, seconds: float) -> Any:
    """Return a callback that shows the solver's progress against its time limit."""

    def tell(progress: Progress) -> None:
        figure = "" if progress.figure is None else f" {progress.figure:,}"
        bound = "" if progress.bound is None else f" (bound {progress.bound:,})"
        whole = max(1, round(seconds))
        show(f"{progress.stage}{figure}{bound}", min(round(progress.seconds), whole - 1), whole)

    return tell


def print_report(report: Report, out: Path) -> None:
    """Print the figures that matter, and where the rest is."""
    timetable: Timetable = report.timetable
    least, middle, _ = report.shares()
    print(f"value      {timetable.value:,} of at most {timetable.bound:,} ({_state(timetable)})")
    print(f"requests   {report.granted:,} of {report.asked:,} met")
    print(f"meetings   {len(timetable.meetings):,}")
    print(f"fairness   least share {say_share(least)}, median {say_share(middle)}")
    nothing = [report.directory.name(s.party, "en") for s in report.with_nothing()]
    print(f"nothing    {len(nothing)}" + (f": {', '.join(nothing[:8])}" if nothing else ""))
    for note in report.notes:
        print(f"note       {note}")
    print(f"written    {out}")


def _state(timetable: Timetable) -> str:
    return "proven best" if timetable.proofs[0].optimal else f"gap {say_share(timetable.gap)}"
