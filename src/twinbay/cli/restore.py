"""``twinbay restore``: the platform back from a copy."""

import argparse
from pathlib import Path
from typing import Any

from twinbay.cli.serve import prepare_platform
from twinbay.cli.terminal import print_json, progress_display
from twinbay.lake.folders import home_folder


def register(subparsers: Any) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "restore",
        help="bring the platform back from a copy",
        description="Put the records and files of a copy that twinbay backup made in the place of "
        "the platform's: all of them or, when anything is wrong with it, none. Stop the platform "
        "first. A copy of SQLite can be restored into PostgreSQL and the other way round.",
        epilog="example:\n  twinbay restore /safe/place/monday.tar.gz --replace",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path, help="the copy")
    parser.add_argument("--replace", action="store_true", help="replace the records that are there")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Restore the copy."""
    prepare_platform()
    from twinbay.web.operations.restore import restore

    with progress_display(quiet=options.json) as progress:
        manifest = restore(options.file, home_folder() / "files", options.replace, progress)
    records, files = sum(manifest.rows.values()), len(manifest.sums) - 1
    if options.json:
        print_json({"made_at": manifest.made_at, "records": records, "files": files})
    else:
        print(f"{records} records and {files} files of {manifest.made_at} are back")
    return 0
