"""Building the lake: imports in, every canonical and derived table out, switched in one step."""

import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import ibis
import pyarrow.parquet as pq

from twinbay.errors import LakeError
from twinbay.lake.assemble.authorships import locate_authorships
from twinbay.lake.assemble.figures import assemble_figures, works_source
from twinbay.lake.assemble.organisations import assemble_organisations
from twinbay.lake.assemble.people import assemble_people
from twinbay.lake.assemble.records import assemble_records
from twinbay.lake.assemble.works import assemble_works
from twinbay.lake.assemble.workspace import Workspace
from twinbay.lake.derive.topics import Encode
from twinbay.lake.folders import lake_folder, replacing, writing
from twinbay.lake.importing import imports_folder, read_manifest
from twinbay.lake.schema import SCHEMA_VERSION, TABLES
from twinbay.lake.store import current_build, publish
from twinbay.regions import RegionPair

BUILD_VERSION = "1"  # changes when the same imports would be built differently
DEFAULT_MEMORY = "2GB"

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many steps are done and how many there are."""


@dataclass(frozen=True)
class BuildReport:
    """What a build did.

    Attributes:
        build_id: its id.
        unchanged: whether the build in use already was of the same imports.
        rows: rows by table.
        notes: what the reader should know, such as works that several parts hold.
    """

    build_id: str
    unchanged: bool
    rows: dict[str, int]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class StagedImport:
    """One complete import: its manifest and the folders of its parts, in order."""

    source: str
    manifest: dict[str, Any]
    parts: tuple[Path, ...]

    def files(self, name: str) -> list[Path]:
        """Return the Parquet files of a staged table."""
        return [path for part in self.parts if (path := part / f"{name}.parquet").is_file()]


@dataclass(frozen=True, eq=False)
class BuildSettings:
    """How to build.

    Attributes:
        encode: texts to unit vectors; gives works without topics their topics. None leaves them
            without.
        encoder_name: the encoder's name, part of the build's identity.
        memory: DuckDB's memory limit; larger work spills to disk.
        threads: DuckDB's threads; None for all.
    """

    encode: Encode | None = None
    encoder_name: str = ""
    memory: str = DEFAULT_MEMORY
    threads: int | None = None
    steps: tuple[str, ...] = field(
        default=("organisations", "works", "authorships", "people", "derived tables"), repr=False
    )


def build(
    home: Path,
    pair: RegionPair,
    settings: BuildSettings | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Build every table from the imports and switch the lake to it.

    Arguments:
        home: the home folder.
        pair: decides which region each organisation and authorship belongs to.
        settings: how to build.
        progress: told about each step.

    Raises:
        LakeError: nothing was imported, the disk is full, or another command is writing. The
            earlier build stays in use.
    """
    settings = settings or BuildSettings()
    with writing(home):
        imports = staged_imports(home)
        if not imports:
            raise LakeError(
                "nothing was imported yet",
                where=str(imports_folder(home)),
                remedy="Import a source first: twinbay lake import FOLDER.",
            )
        build_id = _identity(imports, pair, settings)
        target = lake_folder(home) / "builds" / build_id
        if current_build(home) == build_id:
            return BuildReport(build_id, True, _row_counts(target))
        with replacing(target) as folder:
            notes = _write(folder, imports, pair, settings, progress)
            _write_manifest(folder, build_id, imports, pair, settings, notes)
        publish(home, build_id)
        return BuildReport(build_id, False, _row_counts(target), notes)


def staged_imports(home: Path) -> list[StagedImport]:
    """Return the complete imports, ordered by source."""
    found = []
    for folder in sorted(imports_folder(home).glob("*/")):
        manifest = read_manifest(folder)
        if manifest:
            parts = tuple(folder / "parts" / name for name in manifest["parts"])
            found.append(StagedImport(folder.name, manifest, parts))
    return found


def _identity(imports: Sequence[StagedImport], pair: RegionPair, settings: BuildSettings) -> str:
    outline = json.dumps(pair.boundaries(), sort_keys=True)
    content = {
        "build": BUILD_VERSION,
        "schema": SCHEMA_VERSION,
        "pair": [pair.pair_id, hashlib.sha256(outline.encode()).hexdigest()],
        "encoder": settings.encoder_name if settings.encode else "",
        "imports": [[item.source, item.manifest["parts"]] for item in imports],
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


def _write(
    folder: Path,
    imports: Sequence[StagedImport],
    pair: RegionPair,
    settings: BuildSettings,
    progress: Progress | None,
) -> tuple[str, ...]:
    def step(number: int) -> None:
        if progress:
            names = (*settings.steps, "done")
            progress(names[number], number, len(settings.steps))

    scratch = folder / "scratch"
    scratch.mkdir()
    options = {"threads": settings.threads} if settings.threads else {}
    connection = ibis.duckdb.connect(
        memory_limit=settings.memory,
        temp_directory=str(scratch / "spill"),
        preserve_insertion_order=False,
        **options,
    )
    space = Workspace(connection, folder, scratch, imports, pair)
    try:
        step(0)
        assemble_organisations(space)
        step(1)
        assemble_works(space, settings.encode)
        step(2)
        located = locate_authorships(space)
        step(3)
        assemble_people(space, located)
        step(4)
        assemble_records(space)
        assemble_figures(space)
        _write_sources(space)
        step(5)
    finally:
        connection.disconnect()
        shutil.rmtree(scratch, ignore_errors=True)
    return tuple(space.notes)


def _write_sources(space: Workspace) -> None:
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
    several = works_source(space)
    if "+" in several:
        titles = "; ".join(row["title"] for row in rows if row["source"] in several.split("+"))
        rows.append({"source": several, "title": titles, "note": "counted together"})
    space.write_rows("sources", rows)


def _write_manifest(
    folder: Path,
    build_id: str,
    imports: Sequence[StagedImport],
    pair: RegionPair,
    settings: BuildSettings,
    notes: Sequence[str],
) -> None:
    content = {
        "schema_version": SCHEMA_VERSION,
        "build_id": build_id,
        "pair": pair.pair_id,
        "built": datetime.now(UTC).isoformat(timespec="seconds"),
        "topics_by": settings.encoder_name if settings.encode else "",
        "imports": [
            {"source": item.source, "retrieved": item.manifest["retrieved"]} for item in imports
        ],
        "rows": _row_counts(folder),
        "notes": list(notes),
    }
    (folder / "manifest.json").write_text(json.dumps(content, indent=2), encoding="utf-8")


def _row_counts(folder: Path) -> dict[str, int]:
    return {
        name: int(pq.read_metadata(folder / f"{name}.parquet").num_rows)
        for name in TABLES
        if (folder / f"{name}.parquet").is_file()
    }
