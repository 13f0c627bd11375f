"""``twinbay meet``: conference timetables that are provably the best, and delegation tours."""

import argparse
from pathlib import Path
from typing import Any

from twinbay.cli.meet_running import (
    run_replan,
    run_simulate,
    run_solve,
    run_template,
    run_tour,
)
from twinbay.meet.documents.wording import LANGUAGES
from twinbay.meet.simulating import STEPS

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
    _register_template(actions)
    _register_solve(actions)
    _register_replan(actions)
    _register_simulate(actions)
    _register_tour(actions)


def _register_template(actions: Any) -> None:
    parser = actions.add_parser(
        "template",
        help="write the files to fill in",
        description="Write a workbook, or a folder of CSV files, with a headed sheet for "
        "everything that a conference (or with --tour a delegation's tour) has, explained in "
        "English and Chinese.",
        epilog="examples:\n  twinbay meet template conference.xlsx\n"
        "  twinbay meet template conference/ --example\n"
        "  twinbay meet template tour.xlsx --tour --example",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("target", type=Path, help="a path ending in .xlsx, or a new folder")
    parser.add_argument("--example", action="store_true", help="with a small sample filled in")
    parser.add_argument("--tour", action="store_true", help="for a delegation's tour")
    parser.add_argument("--force", action="store_true", help="replace what is there")
    parser.set_defaults(run=run_template)


def _register_solve(actions: Any) -> None:
    parser = actions.add_parser(
        "solve",
        help="make the timetable and its documents",
        description="Read a conference's files and write every delegate's agenda (CSV, calendar, "
        "PDF), the table plan and the report with the proof. All problems of the files are said "
        "at once, with file, row and column; then nothing is written.",
        epilog="examples:\n  twinbay meet solve conference.xlsx --out plan\n"
        "  twinbay meet solve conference/ --out plan --seconds 15 --language zh --json\n"
        "  twinbay meet solve brokerage.xlsx --out plan --all-meetings --seconds 300",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_event(parser)
    parser.add_argument(
        "--all-meetings",
        action="store_true",
        help="every requested meeting takes place, with as few breaks in the agendas as possible",
    )
    _add_output(parser, "folder for the documents; a plan in it is replaced in one step")
    _add_search(parser, 60.0)
    parser.set_defaults(run=run_solve)


def _register_replan(actions: Any) -> None:
    parser = actions.add_parser(
        "replan",
        help="mend the timetable after changes",
        description="After no-shows, late arrivals, new requests or a lost table: the best plan "
        "that keeps what has begun and changes as few meetings as possible, with the curve of "
        "value against change, who must be told, and calendar updates.",
        epilog="examples:\n  twinbay meet replan plan --changes changes.csv --out plan-2\n"
        '  twinbay meet replan plan-2 --changes more.csv --now "2026-10-19 10:20" --out plan-3',
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "event",
        nargs="?",
        type=Path,
        help="the event's files (by default those that the plan has kept)",
    )
    parser.add_argument("plan", type=Path, help="folder that “solve” or “replan” wrote")
    parser.add_argument("--changes", type=Path, required=True, help="what happened (.csv, .xlsx)")
    parser.add_argument("--now", default="", metavar="TIME", help="time or slot; earlier is fixed")
    parser.add_argument("--most-changes", type=int, metavar="N", help="most meetings to change")
    _add_output(parser, "folder for the new documents")
    _add_search(parser, 10.0)
    parser.set_defaults(run=run_replan)


def _register_simulate(actions: Any) -> None:
    parser = actions.add_parser(
        "simulate",
        help="what more tables, slots or interpreters would bring",
        description="Solve the conference again with more and fewer tables, slots and "
        "interpreters, so that the hall can be planned: table and chart of the value.",
        epilog="examples:\n  twinbay meet simulate conference.xlsx\n"
        "  twinbay meet simulate conference.xlsx --steps -2 1 5 10 --out what-if",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_event(parser)
    parser.add_argument(
        "--steps",
        type=int,
        nargs="+",
        default=list(STEPS),
        metavar="N",
        help="changes of each number to try (%(default)s)",
    )
    _add_output(parser, "folder for table and chart (by default they are only printed)", False)
    _add_search(parser, 60.0)
    parser.set_defaults(run=run_simulate)


def _register_tour(actions: Any) -> None:
    parser = actions.add_parser(
        "tour",
        help="plan a delegation's tour of several cities",
        description="Plan which hosts a party visits when, within their hours and the travel "
        "times, for the greatest value: an itinerary as calendar and PDF.",
        epilog="examples:\n  twinbay meet template tour.xlsx --tour --example\n"
        "  twinbay meet tour tour.xlsx --out itinerary",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("tour", type=Path, help="workbook (.xlsx) or folder of CSV files")
    _add_output(parser, "folder for the itinerary")
    _add_search(parser, 60.0)
    parser.set_defaults(run=run_tour)


def _add_event(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("event", type=Path, help="workbook (.xlsx) or folder of CSV files")


def _add_output(parser: argparse.ArgumentParser, meaning: str, required: bool = True) -> None:
    parser.add_argument("--out", type=Path, required=required, metavar="FOLDER", help=meaning)
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
