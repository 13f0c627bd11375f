"""Compute what takes too long for ``twinbay plan demo`` and ship it with the worked programme.

Run it after any change of the worked programme's tables: the groups of tables bear its content
hash, and a document leaves out those that are of an earlier state::

    python scripts/make_demo_extras.py --days 2 --runs 120

With ``--work FOLDER`` the copy on which it computes is kept: groups that are there and of the same
tables are not computed again, and runs under way are gone on with.
"""

import argparse
import shutil
import tempfile
from pathlib import Path

from twinbay.cli.main import main
from twinbay.plan.folder import read_folder
from twinbay.plan.results import content_hash
from twinbay.plan.results.extras import content_of

DEMO = Path(__file__).parents[1] / "src/twinbay/plan/data/demo"
PRICES = ("25", "50", "75", "100", "150", "200", "300", "500")
"""USD per t CO2e of the curve from the optimisation."""


def commands(folder: Path, runs: int, days: int, processes: int) -> dict[str, list[str]]:
    """Return group of tables to the arguments of the command that computes it."""
    few = ["--days", str(days)]
    sample = ["--runs", str(runs), "--processes", str(processes)]
    return {
        "abatement": ["abatement", str(folder), *few, "--prices", *PRICES],
        "cooperation": ["gain", str(folder), *few],
        "alternatives": ["alternatives", str(folder), *few],
        "uncertainty": ["uncertainty", str(folder), *few, *sample],
    }


def compute(folder: Path, runs: int, days: int, processes: int) -> None:
    """Compute the groups on a copy of the worked programme and put them beside its tables."""
    leave_out = shutil.ignore_patterns("extras", "__pycache__")
    shutil.copytree(DEMO, folder, ignore=leave_out, dirs_exist_ok=True)
    content = content_hash(read_folder(folder))
    asked = commands(folder, runs, days, processes)
    for group, arguments in asked.items():
        if content_of(folder / "extras" / group) == content:
            print(f"{group}: computed before")
        elif main(["plan", *arguments]) != 0:
            raise SystemExit(f"plan {arguments[0]} failed; nothing was changed")
    target = DEMO / "extras"
    shutil.rmtree(target, ignore_errors=True)
    for group in asked:
        shutil.copytree(
            folder / "extras" / group, target / group, ignore=shutil.ignore_patterns("*.csv")
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=120)
    parser.add_argument("--days", type=int, default=2)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--work", type=Path, help="keep the copy here")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        compute(given.work or Path(scratch) / "demo", given.runs, given.days, given.processes)
