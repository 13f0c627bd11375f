"""``twinbay work``: the background worker alone, beside one or more servers."""

import argparse
import signal
import sys
from typing import Any

from twinbay.cli.serve import prepare_platform


def register(subparsers: Any) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "work",
        help="run the platform's background work without a server",
        description="Send letters, expire what is over, screen again: everything that no reader "
        "waits for. `twinbay serve` does it too unless it is told --no-work; run this "
        "command beside it where the work should have a process or a machine of its own. Several "
        "may run at once; what a killed one left behind is begun again by another.",
        epilog="examples:\n  twinbay work             until Ctrl-C or a SIGTERM\n"
        "  twinbay work --once      what is due now, then stop (for cron)\n",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--once", action="store_true", help="run what is due now, then stop")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Work until stopped; the task in hand is finished first."""
    prepare_platform()
    from twinbay.web.background.domain.worker import Worker

    worker = Worker()
    if options.once:
        worker.run_once()
        return 0
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: worker.stop())
    print("twinbay is at work in the background  (Ctrl-C stops it)", flush=True)
    worker.run()
    print("\ntwinbay has stopped working", file=sys.stderr)
    return 0
