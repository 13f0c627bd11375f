"""The lake on real data: import, build, a second run, and the derived tables against pandas.

``python -m benchmarks.lake [FOLDER]``, by default the papers in ``../shared/data/papers``. Each
figure comes from a process of its own.
"""

import argparse
import shutil
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import ibis
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.measured import Measured, measure, measure_command
from twinbay.lake.assemble.figures import write_figures
from twinbay.lake.store import Lake, current_build

PAPERS = Path(__file__).resolve().parents[2] / "shared" / "data" / "papers"
REPEATS = 3
TOPICS = 250
_WAYS = {
    "twinbay": ("benchmarks.lake", "derive"),
    "pandas group by group": ("benchmarks.pandas_tables", "write_tables_by_group"),
    "pandas with merges": ("benchmarks.pandas_tables", "write_tables_by_merging"),
}
_TABLES = {
    "topic_totals": ["topic", "year"],
    "portfolio": ["org_id", "topic", "year"],
    "collaboration": ["org_a", "org_b", "topic", "year"],
    "region_portfolio": ["region", "topic", "year"],
    "region_collaboration": ["region_a", "region_b", "topic", "year"],
    "mobility": ["person_id", "from_org", "to_org", "year"],
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=PAPERS)
    folder = parser.parse_args().folder
    if not folder.is_dir():
        print(f"lake: {folder} is not here; nothing was measured")
        return
    with TemporaryDirectory() as temporary:
        home = Path(temporary) / "home"
        first = command(home, folder)
        show("import and build", first, "target: 30 s, 3 GB")
        show("second run, nothing new", command(home, folder), "target: 2 s with process start")
        build = home / "lake" / "builds" / str(current_build(home))
        rows = Lake.open(home).manifest["rows"]
        print(f"  {rows['works']:,} works, {rows['authorships']:,} authorships,", end=" ")
        print(f"{rows['organisations']:,} organisations, {rows['people']:,} people")
        compare(build, Path(temporary))


def command(home: Path, folder: Path) -> Measured:
    """Run ``twinbay lake import`` without embeddings: no topics by text, no search index."""
    return measure_command(home, "lake", "import", folder, "--encoder", "none", "--no-index")


def compare(build: Path, temporary: Path) -> None:
    """Make the derived tables twice from the same files, and check that they are equal."""
    inputs = temporary / "inputs"
    inputs.mkdir()
    with_topics(build, inputs)
    medians, folders = {}, {}
    for name, (module, function) in _WAYS.items():
        folders[name] = temporary / name
        folders[name].mkdir()
        call = f"{function}(Path({str(inputs)!r}), Path({str(folders[name])!r}))"
        imports = f"from {module} import {function}; from pathlib import Path"
        runs = [measure(imports, call) for _ in range(REPEATS)]
        medians[name] = median(run.inner for run in runs)
        peak = max(run.peak for run in runs)
        print(f"derived tables, Parquet to Parquet, {name}: {medians[name]:.2f} s, {peak:.2f} GB")
    ours, *others = _WAYS
    for other in others:
        check_equal(folders[ours], folders[other])
        ratio = medians[other] / medians[ours]
        print(f"  {ours} is {ratio:.1f} times as fast as {other}; the tables are equal")


def with_topics(build: Path, target: Path) -> None:
    """Copy works and authorships; works get one of ``TOPICS`` topics by their number in the file.

    The papers name no topics, and assigning them by embedding is measured elsewhere; without any
    the tables would be far smaller than in use.
    """
    works = pq.read_table(build / "works.parquet")
    topics = pa.array(
        [[f"T{10_000 + (row * 7_919) % TOPICS}"] for row in range(works.num_rows)],
        pa.list_(pa.string()),
    )
    column = works.schema.get_field_index("topics")
    pq.write_table(works.set_column(column, "topics", topics), target / "works.parquet")
    shutil.copy(build / "authorships.parquet", target)


def derive(build: Path, target: Path) -> None:
    """Write the derived tables of a build's works and authorships."""
    connection = ibis.duckdb.connect(preserve_insertion_order=False)
    with TemporaryDirectory(dir=target) as scratch:
        write_figures(connection, build, "papers", target, Path(scratch))


def check_equal(ours: Path, theirs: Path) -> None:
    """Raise unless both folders hold the same tables."""
    for name, key in _TABLES.items():
        mine = pq.read_table(ours / f"{name}.parquet").to_pandas()
        other = pd.read_parquet(theirs / f"{name}.parquet")
        columns = [column for column in other.columns if column in mine.columns]
        mine, other = (
            table[columns].sort_values(key, ignore_index=True) for table in (mine, other)
        )
        pd.testing.assert_frame_equal(mine, other, check_dtype=False, rtol=1e-9)


def show(title: str, run: Measured, target: str) -> None:
    print(
        f"{title}: {run.wall:.1f} s ({run.processor:.1f} s of processor), "
        f"peak {run.peak:.2f} GB ({target})"
    )


if __name__ == "__main__":
    main()
