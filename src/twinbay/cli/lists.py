"""``twinbay lists``: lists of restricted parties of the platform, and comparing with them."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from twinbay.cli.serve import prepare_platform
from twinbay.cli.terminal import print_json, print_table, progress_display


def register(subparsers: Any) -> None:
    """Add the subcommands."""
    parser = subparsers.add_parser(
        "lists",
        help="compare the platform's members with restricted-party lists",
        description="Load lists of restricted parties into the platform and compare its "
        "organisations and people with them. What matches waits for an officer in the platform; "
        "nothing is blocked. To screen names without the platform: twinbay screen.",
        epilog="examples:\n  twinbay lists load consolidated.csv\n  twinbay lists status",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    load = commands.add_parser(
        "load",
        help="put a list in use and compare everybody with it",
        description="Put a list, or its new version, in use and compare everybody with it. A file "
        "that ends before its time is refused, and the version in use stays.",
    )
    load.add_argument("file", type=Path, help="the list, in a layout that twinbay screen reads")
    load.add_argument("--name", default="", help="of the list; keep it (default: the file's name)")
    load.add_argument("--published", type=date.fromisoformat, help="day of publication")
    load.add_argument("--by", default="", help="who loads it, for the record")
    load.add_argument("--json", action="store_true", help="print JSON")
    load.set_defaults(run=run_load)
    status = commands.add_parser(
        "status",
        help="show the lists in use and what waits for a decision",
        description="Show the lists in use and how many pairs wait for a decision.",
    )
    status.add_argument("--json", action="store_true", help="print JSON")
    status.set_defaults(run=run_status)


def run_load(options: argparse.Namespace) -> int:
    """Load a list and compare; 3 when rows of it were left out."""
    prepare_platform()
    from twinbay.web.screening.domain.lists import load_list
    from twinbay.web.screening.domain.running import screen_due

    loaded, reading = load_list(
        options.file, name=options.name, published=options.published, by=options.by
    )
    with progress_display(quiet=options.json) as progress:
        waiting = screen_due(progress)
    left_out = reading.quarantine.left_out
    if options.json:
        print_json(
            {
                "list": loaded.name,
                "version": loaded.version,
                "entries": loaded.entries,
                "left_out": left_out,
                "to_decide": waiting,
            }
        )
    else:
        print(f"{loaded.name}: {loaded.entries} entries are in use, {left_out} rows left out")
        print(f"{waiting} pairs wait for an officer's decision")
    for problem in [] if options.json else reading.quarantine.problems[:20]:
        print(f"  {problem.file}, line {problem.line}, {problem.field}: {problem.reason}")
    return 3 if left_out else 0


def run_status(options: argparse.Namespace) -> int:
    """Show the lists in use."""
    prepare_platform()
    from twinbay.web.screening.domain.lists import in_use
    from twinbay.web.screening.models import Flag, FlagState

    rows = [
        [one.name, one.entries, one.left_out, str(one.published or ""), one.loaded_at.isoformat()]
        for one in in_use().values()
    ]
    waiting = Flag.objects.filter(state=FlagState.OPEN).count()
    headings = ["list", "entries", "left out", "published", "loaded"]
    if options.json:
        print_json(
            {"lists": [dict(zip(headings, row, strict=True)) for row in rows], "to_decide": waiting}
        )
        return 0
    print_table(headings, rows)
    print(f"{waiting} pairs wait for an officer's decision")
    return 0
