"""Building the lake: imports in, every canonical and derived table out, switched in one step."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from twinbay.errors import LakeError
from twinbay.lake.folders import lake_folder, replacing, writing
from twinbay.lake.importing import imports_folder, read_manifest
from twinbay.lake.schema import SCHEMA_VERSION, TABLES
from twinbay.lake.store import current_build, publish
from twinbay.regions import RegionPair

if TYPE_CHECKING:
    from twinbay.lake.derive.topics import Encode

BUILD_VERSION = "6"  # changes when the same imports would be built differently
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
        pair_source: the name or path that ``load_pair`` takes, kept in the manifest.
    """

    encode: "Encode | None" = None
    encoder_name: str = ""
    memory: str = DEFAULT_MEMORY
    threads: int | None = None
    pair_source: str = ""


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
        manifest = read_manifest(target)
        unchanged = manifest is not None and current_build(home) == build_id
        if manifest is None:
            # Imported here, because a command that has nothing to build need not wait for it.
            from twinbay.lake.assemble.order import assemble_tables

            with replacing(target) as folder:
                notes = assemble_tables(folder, imports, pair, settings, progress)
                manifest = _manifest(build_id, imports, pair, settings)
                manifest |= {"rows": _row_counts(folder), "notes": list(notes)}
                _write_manifest(folder, manifest)
        if not unchanged:
            publish(home, build_id)
        return BuildReport(build_id, unchanged, manifest["rows"], tuple(manifest["notes"]))


def needs_topics(home: Path) -> bool:
    """Say whether any imported work came without topics."""
    return any(
        _without_topics(file) for item in staged_imports(home) for file in item.files("works")
    )


def _without_topics(file: Path) -> bool:
    """Look at the file's statistics: works without topics have no topics_rule either."""
    footer = pq.read_metadata(file)
    paths = [footer.schema.column(index).path for index in range(footer.num_columns)]
    column = paths.index("topics_rule")
    groups = (footer.row_group(i).column(column).statistics for i in range(footer.num_row_groups))
    return any(group is None or group.null_count > 0 for group in groups)


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
    """Return the build's id: equal imports, pair and settings make an equal build."""
    encodes = settings.encode is not None and any(item.files("works") for item in imports)
    places = [
        [
            region.region_id,
            place.place_id,
            place.country,
            place.name.en,
            place.name.zh,
            *place.aliases,
        ]
        for region in pair.regions
        for place in region.places
    ]
    content = {
        "build": BUILD_VERSION,
        "schema": SCHEMA_VERSION,
        "pair": [pair.pair_id, places, pair.boundaries()],
        "encoder": settings.encoder_name if encodes else "",
        "imports": [[item.source, item.manifest["parts"]] for item in imports],
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


def _manifest(
    build_id: str, imports: Sequence[StagedImport], pair: RegionPair, settings: BuildSettings
) -> dict[str, Any]:
    return {
        "schema_version": SCHEMA_VERSION,
        "build_id": build_id,
        "pair": pair.pair_id,
        "pair_source": settings.pair_source or pair.pair_id,
        "built": datetime.now(UTC).isoformat(timespec="seconds"),
        "topics_by": settings.encoder_name if settings.encode else "",
        "imports": [
            {"source": item.source, "retrieved": item.manifest["retrieved"]} for item in imports
        ],
    }


def _write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    (folder / "manifest.json").write_text(text, encoding="utf-8")


def _row_counts(folder: Path) -> dict[str, int]:
    return {
        name: int(pq.read_metadata(folder / f"{name}.parquet").num_rows)
        for name in TABLES
        if (folder / f"{name}.parquet").is_file()
    }
