"""All tables of a build, in the order in which they need each other."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import ibis
import pyarrow.parquet as pq
from ibis import _

from twinbay.lake.assemble.authorships import locate_authorships
from twinbay.lake.assemble.figures import assemble_figures, works_source
from twinbay.lake.assemble.merges import with_merges
from twinbay.lake.assemble.organisations import FROM_WORKS, assemble_organisations
from twinbay.lake.assemble.people import assemble_people
from twinbay.lake.assemble.records import assemble_records
from twinbay.lake.assemble.versions import assemble_versions
from twinbay.lake.assemble.works import assemble_works
from twinbay.lake.assemble.workspace import Imported, Workspace
from twinbay.lake.database_errors import database_errors
from twinbay.lake.derive.topics import Encode
from twinbay.lake.staging import SourceDescription
from twinbay.regions import RegionPair

FOUND_BY_NAME = SourceDescription(
    source=FROM_WORKS,
    title="Organisations and people found by name in works and deals",
    licence="as the works and deals they were found in",
    note="No list describes them; names, cities and kinds are read from affiliations and may err.",
)
STEPS = ("organisations", "works", "authorships", "people", "derived tables")


class Settings(Protocol):
    """What the assembly needs to know of ``build.BuildSettings``."""

    @property
    def encode(self) -> Encode | None:
        """Texts to unit vectors, or None."""
        ...

    @property
    def memory(self) -> str:
        """DuckDB's memory limit."""
        ...

    @property
    def threads(self) -> int | None:
        """DuckDB's threads, None for all."""
        ...


def assemble_tables(
    folder: Path,
    imports: Sequence[Imported],
    pair: RegionPair,
    settings: Settings,
    progress: Callable[[str, int, int], None] | None = None,
) -> tuple[str, ...]:
    """Write every table into a folder; return notes for the reader of the build.

    Arguments:
        folder: an empty folder.
        imports: the imports, ordered by source.
        pair: decides regions.
        settings: encoder, memory and threads.
        progress: told about each step.

    Raises:
        LakeError: the disk is full or the memory limit too low.
    """

    def step(number: int) -> None:
        if progress:
            progress((*STEPS, "done")[number], number, len(STEPS))

    scratch = folder / "scratch"
    scratch.mkdir()
    threads = {"threads": settings.threads} if settings.threads else {}
    connection = ibis.duckdb.connect(
        memory_limit=settings.memory,
        temp_directory=str(scratch / "spill"),
        preserve_insertion_order=False,
        **threads,
    )
    space = Workspace(connection, folder, scratch, imports, pair)
    try:
        with database_errors(folder):
            step(0)
            space = with_merges(space)
            assemble_organisations(space)
            step(1)
            kept = assemble_works(space, settings.encode)
            step(2)
            located = locate_authorships(space, kept)
            step(3)
            authors = assemble_people(space, located)
            step(4)
            assemble_records(space)
            assemble_versions(space, authors)
            assemble_figures(space)
            _write_sources(space)
            step(5)
    finally:
        connection.disconnect()
        shutil.rmtree(scratch, ignore_errors=True)
    return tuple(space.notes)


def _write_sources(space: Workspace) -> None:
    """Write one row per import, and one for each other key that the tables name as a source.

    These are: what was found by name in works and deals, and imports whose works are counted
    together.
    """
    rows = []
    for item in space.imports:
        about = item.manifest["description"]
        counted = [file for name in ("works", "organisations") for file in item.files(name)]
        rows.append(
            {
                **{key: about[key] for key in ("source", "title", "url", "licence", "note")},
                "retrieved": item.manifest["retrieved"],
                "rows": sum(pq.read_metadata(file).num_rows for file in counted),
            }
        )
    if _found_by_name(space):
        rows.append(vars(FOUND_BY_NAME))
    several = works_source(space)
    if "+" in several:
        parts = [row for row in rows if row["source"] in several.split("+")]
        together = {key: "; ".join(row[key] for row in parts) for key in ("title", "licence")}
        rows.append({"source": several, "note": "counted together", **together})
    space.write_rows("sources", rows)


def _found_by_name(space: Workspace) -> bool:
    """Say whether any organisation or person comes from no list."""
    return any(
        space.table(name).filter(_.source == FROM_WORKS).limit(1).to_pyarrow().num_rows > 0
        for name in ("organisations", "people")
    )
