"""How time and memory grow with the number of authorships.

``python -m benchmarks.growth --authorships 1000000 10000000``: for each number, made-up tables are
written, imported and built, each in a process of its own; the ratio says how the time per
authorship compares with the smallest number. ``--folder`` keeps the files on a disk with room
(50 million authorships need about 40 GB).
"""

import argparse
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

from benchmarks.measured import measure, measure_command


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--authorships", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--memory", default="2GB", help="DuckDB's limit (%(default)s)")
    parser.add_argument("--folder", type=Path, help="where to write (default: a temporary one)")
    options = parser.parse_args()
    print(f"{'authorships':>12} {'import':>16} {'build':>16} {'per million':>12} {'ratio':>6}")
    smallest: float | None = None
    for number in sorted(options.authorships):
        with TemporaryDirectory(dir=options.folder) as temporary:
            per_million = grow(Path(temporary), number, options.memory, smallest)
        smallest = smallest or per_million


def grow(folder: Path, number: int, memory: str, smallest: float | None) -> float:
    """Measure one number of authorships; return seconds per million."""
    tables, home = folder / "papers", folder / "home"
    measure(
        "from benchmarks.synthetic_papers import write_papers; from pathlib import Path",
        f"str(write_papers(Path({str(tables)!r}), {number}))",
    )
    imported = measure_command(home, "lake", "import", tables, "--no-build")
    rmtree(tables)
    built = measure_command(
        home, "lake", "build", "--encoder", "none", "--no-index", "--memory", memory
    )
    for run in (imported, built):
        if run.result != 0:
            raise SystemExit(f"the command ended with exit code {run.result}")
    per_million = (imported.wall + built.wall) / number * 1e6
    cells = [f"{run.wall:8.1f} s {run.peak:3.1f} GB" for run in (imported, built)]
    ratio = per_million / (smallest or per_million)
    print(
        f"{number:>12,} {cells[0]:>16} {cells[1]:>16} {per_million:>10.1f} s {ratio:>6.2f}",
        flush=True,
    )
    return per_million


if __name__ == "__main__":
    main()
