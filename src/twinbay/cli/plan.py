"""``twinbay plan``: joint low-carbon programmes whose tables, charts and text agree."""

import argparse
from pathlib import Path
from typing import Any

from twinbay.cli.plan_engines import (
    BAYS,
    REGIONS,
    run_abatement,
    run_alternatives,
    run_gain,
    run_track,
    run_uncertainty,
)
from twinbay.cli.plan_making import run_check, run_demo, run_new
from twinbay.cli.plan_reporting import run_compare, run_freeze, run_report
from twinbay.cli.plan_solving import run_solve
from twinbay.plan.report.bundle import FORMS, LANGUAGES

EXAMPLES = """\
examples:
  twinbay plan demo                              the worked programme of both bays, solved, as PDF
  twinbay plan new green --from demo             a folder of tables to change
  twinbay plan check green                       every problem, with file, row and column
  twinbay plan solve green                       tables, workbook and charts in green/results
  twinbay plan report green --language both      the programme as PDF and DOCX, side by side
  twinbay plan freeze green --name 1             keep version 1; its report stays the same

The tables are described in docs/reference/programme-folder.md.
"""


def register(subparsers: Any) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "plan",
        help="draft a joint low-carbon programme whose numbers add up",
        description="Draft a joint low-carbon programme: a folder of tables that both sides edit, "
        "one computation of the least-cost pathway, and documents whose every number comes from "
        "it.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = parser.add_subparsers(title="actions", dest="action", metavar="ACTION", required=True)
    _register_making(actions)
    _register_solve(actions)
    _register_compare(actions)
    _register_report(actions)
    _register_freeze(actions)
    _register_abatement(actions)
    _register_gain(actions)
    _register_alternatives(actions)
    _register_uncertainty(actions)
    _register_track(actions)


def _action(actions: Any, name: str, summary: str, description: str, examples: str) -> Any:
    return actions.add_parser(
        name,
        help=summary,
        description=description,
        epilog=f"examples:\n{examples}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _register_making(actions: Any) -> None:
    new = _action(
        actions,
        "new",
        "write a folder to fill in",
        "Write a programme folder: tables with explained headings in English and Chinese, or a "
        "copy of the worked programme to change.",
        "  twinbay plan new green\n  twinbay plan new green --from demo",
    )
    new.add_argument("folder", type=Path, help="a new folder")
    new.add_argument(
        "--from", dest="source", default="", metavar="demo", help="“demo”, or another folder"
    )
    new.set_defaults(run=run_new)
    check = _action(
        actions,
        "check",
        "say everything that is wrong with a folder",
        "Read every table and say all problems at once, with file, sheet, row and column: missing "
        "years, unknown names, numbers that cannot be right in their unit, circles of measures.",
        "  twinbay plan check green\n  twinbay plan check green --json",
    )
    _add_folder(check)
    _add_json(check)
    check.set_defaults(run=run_check)
    demo = _action(
        actions,
        "demo",
        "solve the worked programme and print it",
        "Copy the worked programme of California, Guangdong, Hong Kong and Macao, solve it and "
        "write its tables, charts and document.",
        "  twinbay plan demo\n  twinbay plan demo --out two-bays --language both",
    )
    demo.add_argument(
        "--out", type=Path, default=Path("two-bays"), metavar="FOLDER", help="(%(default)s)"
    )
    _add_document(demo)
    _add_json(demo)
    demo.set_defaults(run=run_demo)


def _register_solve(actions: Any) -> None:
    parser = _action(
        actions,
        "solve",
        "compute the least-cost pathway",
        "Compute the least-cost pathway and write every number as Parquet, CSV and one workbook, "
        "with charts as PNG and SVG, to FOLDER/results. Targets that cannot be kept are named "
        "with the least amount by which they miss.",
        "  twinbay plan solve green\n  twinbay plan solve green --scenario fast-solar --no-charts",
    )
    _add_folder(parser)
    _add_scenarios(parser)
    parser.add_argument("--no-charts", action="store_true", help="write tables only (quicker)")
    parser.add_argument(
        "--language",
        choices=(*LANGUAGES, "all"),
        default="all",
        help="of the charts; all is English and Chinese (%(default)s)",
    )
    _add_json(parser)
    parser.set_defaults(run=run_solve)


def _register_compare(actions: Any) -> None:
    parser = _action(
        actions,
        "compare",
        "put scenarios side by side",
        "Solve what is not solved yet and put scenarios of one folder, or several folders, side by "
        "side: emissions, cost, investment, electricity; as table, workbook and chart.",
        "  twinbay plan compare green\n  twinbay plan compare green --scenario reference fast-solar"
        "\n  twinbay plan compare green their-draft --out comparison",
    )
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER", help="programme folders")
    _add_scenarios(parser)
    parser.add_argument(
        "--out", type=Path, metavar="FOLDER", help="by default FIRST/results-compared"
    )
    _add_json(parser)
    parser.set_defaults(run=run_compare)


def _register_report(actions: Any) -> None:
    parser = _action(
        actions,
        "report",
        "write the programme as PDF and DOCX",
        "Write the programme's document: summary, baseline, targets, measures, pathway, costs and "
        "payers, cooperation, uncertainty, milestones, method and sources. Every number in it "
        "comes from the results; figures.json says which. Solves first when needed.",
        "  twinbay plan report green\n  twinbay plan report green --language both --format docx\n"
        "  twinbay plan report green --version 1",
    )
    _add_folder(parser)
    parser.add_argument("--version", default="", metavar="NAME", help="a frozen version")
    parser.add_argument("--scenario", default="reference", metavar="NAME", help="(%(default)s)")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="by default FOLDER/report")
    _add_document(parser)
    _add_json(parser)
    parser.set_defaults(run=run_report)


def _register_freeze(actions: Any) -> None:
    parser = _action(
        actions,
        "freeze",
        "keep a version whose report never changes",
        "Keep the programme with its results as a version under FOLDER/versions, sealed by a "
        "hash: two reports of it are the same, byte for byte.",
        "  twinbay plan freeze green --name 1\n  twinbay plan report green --version 1",
    )
    _add_folder(parser)
    parser.add_argument("--name", required=True, metavar="NAME", help="of the version, such as 1")
    _add_json(parser)
    parser.set_defaults(run=run_freeze)


def _register_abatement(actions: Any) -> None:
    parser = _action(
        actions,
        "abatement",
        "what each tonne costs, measure by measure",
        "Order the measures by what a tonne costs, each measured against what those before it "
        "have left; the report shows the curve. With --steps or --prices also the curve that the "
        "optimisation gives, in which every interaction is.",
        "  twinbay plan abatement green --year 2035\n  twinbay plan abatement green --steps 6\n"
        "  twinbay plan abatement green --prices 25 50 100 200 400",
    )
    _add_folder(parser)
    parser.add_argument("--year", type=int, metavar="YEAR", help="a milestone (by default 2035)")
    parser.add_argument(
        "--steps",
        type=int,
        default=0,
        metavar="N",
        help="limits of the curve from the optimisation, each a pathway to solve (%(default)s)",
    )
    parser.add_argument(
        "--prices",
        type=float,
        nargs="+",
        default=[],
        metavar="USD",
        help="per t CO2e, instead of limits: prices of the curve from the optimisation",
    )
    parser.add_argument(
        "--days", type=int, metavar="N", help="typical days (the programme's, at most 4)"
    )
    _add_json(parser)
    parser.set_defaults(run=run_abatement)


def _register_gain(actions: Any) -> None:
    parser = _action(
        actions,
        "gain",
        "what cooperation saves, and how to share it",
        "Solve each group of regions alone and together; share what is saved by the Shapley value "
        "and say whether any group would rather go alone.",
        "  twinbay plan gain green\n  twinbay plan gain green --between bays --days 4",
    )
    _add_folder(parser)
    parser.add_argument(
        "--between",
        choices=(REGIONS, BAYS),
        default=REGIONS,
        help="who cooperates: every region for itself, or the bays (%(default)s)",
    )
    parser.add_argument(
        "--days", type=int, default=2, metavar="N", help="typical days (%(default)s)"
    )
    _add_json(parser)
    parser.set_defaults(run=run_gain)


def _register_alternatives(actions: Any) -> None:
    parser = _action(
        actions,
        "alternatives",
        "what may differ while the cost hardly rises",
        "Press each group of technologies to the least and the most capacity that pathways have "
        "which cost hardly more than the cheapest, and say what all of them have in common; the "
        "report shows both.",
        "  twinbay plan alternatives green\n  twinbay plan alternatives green --within 5 --days 4",
    )
    _add_folder(parser)
    parser.add_argument(
        "--within",
        type=float,
        default=2.0,
        metavar="PERCENT",
        help="of the least cost that may be paid more (%(default)s)",
    )
    parser.add_argument(
        "--days", type=int, default=2, metavar="N", help="typical days (%(default)s)"
    )
    _add_json(parser)
    parser.set_defaults(run=run_alternatives)


def _register_uncertainty(actions: Any) -> None:
    parser = _action(
        actions,
        "uncertainty",
        "what holds when costs, demand and potentials vary",
        "Solve the programme many times with costs, demand and potentials drawn from their ranges. "
        "Ctrl-C keeps the runs that are done; the next call goes on from there.",
        "  twinbay plan uncertainty green --runs 200\n"
        "  twinbay plan uncertainty green --runs 20 --seed 7",
    )
    _add_folder(parser)
    parser.add_argument("--runs", type=int, default=200, metavar="N", help="(%(default)s)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="(%(default)s)")
    parser.add_argument(
        "--days", type=int, default=2, metavar="N", help="typical days (%(default)s)"
    )
    parser.add_argument(
        "--processes", type=int, default=2, metavar="N", help="runs at once (%(default)s)"
    )
    _add_json(parser)
    parser.set_defaults(run=run_uncertainty)


def _register_track(actions: Any) -> None:
    parser = _action(
        actions,
        "track",
        "where the programme drifts from its path",
        "Compare what has come in (actuals.csv) with the pathway year by year and say where the "
        "trend leads by the next target.",
        "  twinbay plan track green\n  twinbay plan track green --json",
    )
    _add_folder(parser)
    _add_json(parser)
    parser.set_defaults(run=run_track)


def _add_folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="programme folder")


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def _add_scenarios(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--scenario",
        nargs="+",
        default=[],
        metavar="NAME",
        help="scenarios of scenarios.csv, or “all” (by default the programme as it stands)",
    )


def _add_document(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--language",
        choices=(*LANGUAGES, "all"),
        default="all",
        help="both sets the languages side by side; all is one document in each (%(default)s)",
    )
    parser.add_argument(
        "--format",
        nargs="+",
        choices=FORMS,
        default=["pdf", "docx"],
        help="(pdf and docx)",
    )
