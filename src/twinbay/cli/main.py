"""The parser of the command, and the one place where errors become messages and exit codes.

========= =========================================================================
exit code meaning
========= =========================================================================
0         done
1         could not be done; the message says why and what to do
2         the arguments are wrong
3         done, but some rows were left out: see the quarantine report
130       interrupted; nothing half-written is left
========= =========================================================================
"""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from twinbay import __version__
from twinbay.errors import TwinbayError

EXAMPLES = """\
examples:
  twinbay demo                                  load the bundled evidence and open the platform
  twinbay lake import FOLDER                    load your own tables
  twinbay search "钙钛矿太阳能电池"               search in English or Chinese
  twinbay partners "Stanford University"        who to talk to in the other region, and why
  twinbay meet template event.xlsx --example    a sample conference; solve it with meet solve

Everything is kept in the folder $TWINBAY_HOME, by default .twinbay in the working directory.
"""


# One module per command, in the order of the help text.
COMMANDS = ("demo", "serve", "lake", "search", "partners", "meet", "regions")


def build_parser(commands: Sequence[str] = COMMANDS) -> argparse.ArgumentParser:
    """Return the parser with the given subcommands; only their modules are imported."""
    parser = argparse.ArgumentParser(
        prog="twinbay",
        description="From open data to explained partners across two regions.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"twinbay {__version__}")
    subparsers = parser.add_subparsers(
        title="commands", dest="command", metavar="COMMAND", required=True
    )
    for command in commands:
        import_module(f"twinbay.cli.{command}").register(subparsers)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with the given arguments, by default the process's; return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    wanted = given[:1] if given and given[0] in COMMANDS else COMMANDS
    options = build_parser(wanted).parse_args(given)
    try:
        return int(options.run(options))
    except TwinbayError as error:
        print(f"twinbay: {error.message()}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\ntwinbay: interrupted; the earlier state is still in use", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 0
