"""``twinbay backup``: a copy of the whole platform in one file."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from twinbay.cli.serve import prepare_platform
from twinbay.cli.terminal import print_json, progress_display
from twinbay.lake.folders import home_folder


def register(subparsers: Any) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "backup",
        help="copy all that members wrote into one file",
        description="Copy every record and uploaded file of the platform into one checked file, "
        "while it runs. The evidence is not in it: it is built again from its sources. The file "
        "holds confidential texts: keep it as you keep the platform.",
        epilog="examples:\n  twinbay backup\n  twinbay backup /safe/place/monday.tar.gz",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "file",
        nargs="?",
        type=Path,
        help="file to write (default: backups/ of the home folder, named by the time)",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the copy."""
    prepare_platform()
    from twinbay.web.operations.backup import back_up

    now = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    target = options.file or home_folder() / "backups" / f"twinbay-{now}.tar.gz"
    with progress_display(quiet=options.json) as progress:
        manifest = back_up(home_folder() / "files", target, progress)
    records, files = sum(manifest.rows.values()), len(manifest.sums) - 1
    if options.json:
        print_json({"file": str(target), "records": records, "files": files})
    else:
        print(f"{records} records and {files} files are copied to {target}")
    return 0
