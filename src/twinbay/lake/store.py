"""The lake as its readers see it: one complete build, opened read-only."""

import hashlib
import json
import shutil
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from twinbay.errors import LakeError, NotFoundError
from twinbay.lake.folders import (
    home_folder,
    lake_folder,
    replacing,
    sweep,
    write_text_atomically,
)
from twinbay.lake.schema import SCHEMA_VERSION, TABLES

if TYPE_CHECKING:
    import ibis

__all__ = ["Lake", "current_build", "home_folder", "publish", "write_build"]

KEPT_BUILDS = 2


@dataclass(frozen=True, eq=False)
class Lake:
    """One build of the evidence.

    Attributes:
        home: the home folder.
        build_id: the build's id.
        manifest: what went into the build, and when.
    """

    home: Path
    build_id: str
    manifest: dict[str, Any]
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _arrow: dict[str, pa.Table] = field(default_factory=dict, repr=False)

    @classmethod
    def open(cls, home: Path) -> "Lake":
        """Open the build in use.

        Raises:
            LakeError: there is no build, it is damaged, or another version wrote it.
        """
        build_id = current_build(home)
        remedy = "Load some evidence: twinbay lake build, or twinbay demo."
        if build_id is None:
            raise LakeError("the lake is empty", where=str(lake_folder(home)), remedy=remedy)
        folder = _builds(home) / build_id
        try:
            manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise LakeError(
                "the build in use is damaged", where=str(folder), remedy=remedy
            ) from None
        if manifest.get("schema_version") != SCHEMA_VERSION:
            raise LakeError(
                f"the lake was built for schema version {manifest.get('schema_version')}, "
                f"this is version {SCHEMA_VERSION}",
                where=str(folder),
                remedy="Build it again: twinbay lake build.",
            )
        return cls(home=home, build_id=build_id, manifest=manifest)

    @property
    def pair_source(self) -> str:
        """The name or path of the region pair that the build was made for, "" when not recorded."""
        return str(self.manifest.get("pair_source") or self.manifest.get("pair") or "")

    def path(self, name: str) -> Path:
        """Return the Parquet file of a table; NotFoundError when there is no such table."""
        if name not in TABLES:
            raise NotFoundError(
                f"the lake has no table {name!r}", remedy=f"Its tables are {', '.join(TABLES)}."
            )
        return _builds(self.home) / self.build_id / f"{name}.parquet"

    def arrow(self, name: str) -> pa.Table:
        """Return a whole table in memory; read once, then kept. Thread-safe."""
        path = self.path(name)
        with self._lock:
            if name not in self._arrow:
                self._arrow[name] = pq.read_table(path, memory_map=True)
            return self._arrow[name]

    def rows(self, name: str) -> int:
        """Return a table's number of rows without reading it."""
        return int(pq.read_metadata(self.path(name)).num_rows)

    def table(self, name: str) -> "ibis.Table":
        """Return a table as an Ibis expression on DuckDB; for one thread at a time."""
        return self._connection.read_parquet(str(self.path(name)), table_name=name)

    @cached_property
    def _connection(self) -> Any:
        import ibis  # here, because most commands read Arrow tables and need not wait for it

        return ibis.duckdb.connect()


def current_build(home: Path) -> str | None:
    """Return the id of the build in use, None when there is none."""
    try:
        text = (lake_folder(home) / "current").read_text(encoding="utf-8").strip()
    except OSError:
        return None
    return text if text and (_builds(home) / text).is_dir() else None


def publish(home: Path, build_id: str) -> None:
    """Switch the lake to a complete build in one step, and drop builds older than the last two."""
    write_text_atomically(lake_folder(home) / "current", build_id + "\n")
    folder = _builds(home)
    sweep(folder)
    builds = [entry for entry in folder.iterdir() if entry.is_dir() and entry.name != build_id]
    builds.sort(key=lambda entry: entry.stat().st_mtime, reverse=True)
    for old in builds[KEPT_BUILDS - 1 :]:
        shutil.rmtree(old, ignore_errors=True)


def write_build(
    home: Path, tables: Mapping[str, pa.Table], manifest: Mapping[str, Any] | None = None
) -> str:
    """Write tables that are in memory as a build and switch the lake to it.

    For small lakes and tests; ``twinbay.lake.build`` makes builds from imports.

    Arguments:
        home: the home folder.
        tables: canonical tables by name; columns may be in any order, optional ones may be
            missing, and a table that is missing is empty.
        manifest: more to keep in the build's manifest.

    Returns:
        The build's id.
    """
    complete = {name: conform(name, tables.get(name)) for name in TABLES}
    digest = hashlib.sha256()
    for name, table in complete.items():
        digest.update(f"{name}:{table.to_pylist()!r}".encode())
    build_id = digest.hexdigest()[:16]
    with replacing(_builds(home) / build_id) as folder:
        for name, table in complete.items():
            pq.write_table(table, folder / f"{name}.parquet")
        content = {"schema_version": SCHEMA_VERSION, "build_id": build_id, **(manifest or {})}
        (folder / "manifest.json").write_text(json.dumps(content, indent=2), encoding="utf-8")
    publish(home, build_id)
    return build_id


def conform(name: str, table: pa.Table | None) -> pa.Table:
    """Return a table with exactly its canonical columns and types, missing ones null."""
    schema = TABLES[name].columns
    if table is None:
        return schema.empty_table()
    columns = [
        table[column.name].cast(column.type)
        if column.name in table.column_names
        else pa.nulls(table.num_rows, column.type)
        for column in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def _builds(home: Path) -> Path:
    return lake_folder(home) / "builds"
