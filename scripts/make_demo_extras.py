"""Compute what takes too long for ``twinbay plan demo`` and ship it with the worked programme.

Run it after any change of the worked programme's tables: the groups of tables bear its content
hash, and a document leaves out those that are of an earlier state::

    python scripts/make_demo_extras.py --runs 40 --days 4
"""

import argparse
import shutil
import tempfile
from pathlib import Path

from twinbay.cli.main import main

DEMO = Path(__file__).parents[1] / "src/twinbay/plan/data/demo"
GROUPS = ("abatement", "cooperation", "uncertainty")


def compute(runs: int, days: int, processes: int) -> None:
    """Compute the groups on a copy of the worked programme and put them beside its tables."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "demo"
        shutil.copytree(DEMO, folder, ignore=shutil.ignore_patterns("extras", "__pycache__"))
        for action in (
            ["abatement", str(folder)],
            ["gain", str(folder), "--days", str(days)],
            [
                "uncertainty",
                str(folder),
                *("--runs", str(runs), "--days", str(days), "--processes", str(processes)),
            ],
        ):
            if main(["plan", *action]) != 0:
                raise SystemExit(f"plan {action[0]} failed; nothing was changed")
        target = DEMO / "extras"
        shutil.rmtree(target, ignore_errors=True)
        for group in GROUPS:
            shutil.copytree(
                folder / "extras" / group, target / group, ignore=shutil.ignore_patterns("*.csv")
            )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--days", type=int, default=4)
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    compute(given.runs, given.days, given.processes)
