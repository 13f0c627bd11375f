"""The command ``twinbay``."""

import argparse
from collections.abc import Sequence

from twinbay import __version__


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with the given arguments, by default the process's; return its exit code."""
    parser = argparse.ArgumentParser(prog="twinbay", description=__doc__)
    parser.add_argument("--version", action="version", version=__version__)
    parser.parse_args(arguments)
    return 0
