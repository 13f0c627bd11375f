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
from collections.abc import Iterable, Sequence
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


# One module per command, in the order of the help text, with its one line there: the modules import
# the engines, which takes seconds, so only the one that is asked for is imported.
COMMANDS = {
    "demo": "load the bundled evidence and open the platform",
    "serve": "open the platform in a browser",
    "lake": "import open data, build the evidence, show what is loaded",
    "search": "search in English or Chinese",
    "partners": "suggest partners in the other region, with reasons",
    "match": "who knows about a text; people for people; offers for needs",
    "backtest": "test suggestions against what later happened",
    "train": "teach the ranking of new partners from the lake",
    "meet": "make a conference's timetable, with proof",
    "plan": "draft a joint low-carbon programme whose numbers add up",
    "screen": "screen names against lists of restricted parties",
    "lists": "compare the platform's members with restricted-party lists",
    "work": "run the platform's background work without a server",
    "appoint": "give a member a role on the platform",
    "backup": "copy all that members wrote into one file",
    "restore": "bring the platform back from a copy",
    "regions": "check or show a pair of regions",
}


def build_parser(commands: Iterable[str] = ()) -> argparse.ArgumentParser:
    """Return the parser; of the subcommands only those given are complete, and imported."""
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
    complete = set(commands)
    for command, summary in COMMANDS.items():
        if command in complete:
            import_module(f"twinbay.cli.{command}").register(subparsers)
        else:
            subparsers.add_parser(command, help=summary, add_help=False)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with the given arguments, by default the process's; return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    wanted = given[:1] if given and given[0] in COMMANDS else ()
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
