"""Derive the figures that ship with twinbay from the papers in ``../shared/data/papers``.

``python scripts/derive_bundled_figures.py ../shared/data/papers src/twinbay/lake/bundled``

The lake imports the papers and the bundled organisations, assigns topics by text with the default
encoder and builds its tables; of these the figures of bundled organisations, of pairs of them, of
topics and of regions are kept. Figures only: no titles, no abstracts, no persons. The same input
gives the same bytes (with the versions in requirements.lock).
"""

import argparse
import shutil
import tempfile
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from ibis import _

from twinbay.lake.build import BuildSettings, build
from twinbay.lake.importing import import_source
from twinbay.lake.schema import TABLES
from twinbay.lake.sources.bundled import FIGURES, FOLDER, BundledReader
from twinbay.lake.sources.tidy import TidyReader
from twinbay.lake.store import Lake
from twinbay.match.encoders import encoder_named
from twinbay.regions import load_pair

PAIR = "sf-bay--gba"
SOURCE = "bundled"


def derive(papers: Path, home: Path) -> dict[str, pa.Table]:
    """Import, build and return the figures, sorted.

    Arguments:
        papers: folder with works and authorships.
        home: an empty home folder to build in.
    """
    lists = home / "lists"
    lists.mkdir(parents=True)
    for path in FOLDER.glob("*.csv"):
        shutil.copy(path, lists)
    import_source(home, BundledReader(lists))
    import_source(home, TidyReader(papers, source="papers", latest_year=2021))
    encoder = encoder_named("static")
    build(home, load_pair(PAIR), BuildSettings(encode=encoder.encode, encoder_name=encoder.name))
    return figures(Lake.open(home))


def figures(lake: Lake) -> dict[str, pa.Table]:
    """Return the figures of bundled organisations, of topics and of regions."""
    listed = lake.table("organisations").filter(_.source == SOURCE).select("org_id")
    kept = {
        "portfolio": lake.table("portfolio").semi_join(listed, "org_id"),
        "collaboration": lake.table("collaboration")
        .semi_join(listed, [("org_a", "org_id")])
        .semi_join(listed, [("org_b", "org_id")]),
        **{
            name: lake.table(name) for name in FIGURES if name not in ("portfolio", "collaboration")
        },
    }
    return {name: _sorted(name, table) for name, table in kept.items()}


def _sorted(name: str, table: ibis.Table) -> pa.Table:
    schema = TABLES[name]
    ordered = table.mutate(source=ibis.literal(SOURCE)).order_by(list(schema.key))
    return ordered.select(*schema.columns.names).to_pyarrow().cast(schema.columns)


def write(tables: dict[str, pa.Table], folder: Path) -> None:
    """Write each table as a Parquet file whose bytes depend on its content alone."""
    for name, table in tables.items():
        pq.write_table(
            table.combine_chunks(),
            folder / f"{name}.parquet",
            compression="zstd",
            compression_level=19,
            row_group_size=len(table) or 1,
            store_schema=False,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("papers", type=Path, help="folder with works and authorships")
    parser.add_argument("folder", type=Path, help="where the Parquet files go")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        tables = derive(options.papers, Path(home))
        write(tables, options.folder)
    for name, table in tables.items():
        size = (options.folder / f"{name}.parquet").stat().st_size
        print(f"{name:22}{table.num_rows:10,} rows{size:12,} bytes")


if __name__ == "__main__":
    main()
