"""The derived tables of a build: computed from works where there are any, else as imported.

Figures from works and imported figures are never added up. They may count the same works, and
specialisation needs one world to compare with; so a lake has one origin of figures, named in the
column source.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from twinbay.lake.assemble.workspace import Imported, Workspace, write_table
from twinbay.lake.derive import tables
from twinbay.lake.derive.versions import counted_once
from twinbay.lake.store import conform

IMPORTED_FIGURES = (
    "topic_totals",
    "portfolio",
    "collaboration",
    "region_portfolio",
    "region_collaboration",
)


def assemble_figures(space: Workspace) -> None:
    """Write the derived tables."""
    if space.files("works"):
        source = works_source(space)
        write_figures(space.connection, space.folder, source, space.folder, space.scratch)
        _note_unused(space, None)
        return
    chosen = _largest(space)
    for name in IMPORTED_FIGURES:
        files = chosen.files(name) if chosen else []
        table = conform(name, pq.read_table(files) if files else None)
        pq.write_table(table, space.folder / f"{name}.parquet", compression="zstd")
    space.write_rows("mobility", [])


def write_figures(connection: Any, build: Path, source: str, folder: Path, scratch: Path) -> None:
    """Compute the derived tables and write them.

    Arguments:
        connection: Ibis on DuckDB.
        build: holds the canonical tables works and authorships, and work_versions where a work
            may have several.
        source: key of the sources counted.
        folder: where the tables go.
        scratch: where passing results go.
    """
    works, authorships = (
        connection.read_parquet(str(build / f"{name}.parquet")) for name in ("works", "authorships")
    )
    versions = build / "work_versions.parquet"
    if versions.is_file() and pq.read_metadata(versions).num_rows:
        links = connection.read_parquet(str(versions))
        works, authorships = counted_once(works, authorships, links)
    facts = _stored(connection, tables.work_facts(works, authorships, source), scratch)
    for name, expression in {
        "topic_totals": tables.topic_totals(facts),
        "portfolio": tables.portfolio(facts),
        "collaboration": tables.collaboration(facts),
        "region_portfolio": tables.region_portfolio(facts),
        "region_collaboration": tables.region_collaboration(facts),
        "mobility": tables.mobility(works, authorships),
    }.items():
        write_table(name, expression, folder)


def _stored(connection: Any, facts: tables.WorkFacts, scratch: Path) -> tables.WorkFacts:
    """Return the same facts read from files, so that five tables need not make them anew."""
    stored = {}
    for name in ("works", "by_organisation", "by_region"):
        file = scratch / f"facts_{name}.parquet"
        getattr(facts, name).to_parquet(str(file))
        stored[name] = connection.read_parquet(str(file))
    return replace(facts, **stored)


def _largest(space: Workspace) -> Imported | None:
    """Return the import whose figures count the most works."""
    having = [item for item in space.imports if item.files("topic_totals")]
    if not having:
        return None
    chosen = max(having, key=_works_counted)
    _note_unused(space, chosen)
    return chosen


def _works_counted(item: Imported) -> int:
    files = item.files("topic_totals")
    return sum(sum(pq.read_table(file)["works"].to_pylist()) for file in files)


def _note_unused(space: Workspace, used: Imported | None) -> None:
    for item in space.imports:
        if item is not used and item.files("portfolio"):
            space.notes.append(
                f"the figures of {item.source} were left aside for those of "
                f"{used.source if used else works_source(space)}: they may count the same works"
            )


def works_source(space: Workspace) -> str:
    """Return the key of the sources whose works are counted."""
    return "+".join(item.source for item in space.imports if item.files("works"))
