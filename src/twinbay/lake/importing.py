"""Importing a source: part by part, each kept when complete.

An import that is run again reads only the parts that are new or changed, whether the earlier run
was complete or interrupted.
"""

import hashlib
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from twinbay.errors import ConfigurationError, NotFoundError, SourceError
from twinbay.lake.folders import (
    disk_error,
    lake_folder,
    replacing,
    sweep,
    write_text_atomically,
    writing,
)
from twinbay.lake.quarantine import Quarantine
from twinbay.lake.staging import Part, Reader, StagedWriter

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many parts are done and how many there are."""

_SOURCE_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")
_HASHED_WHOLE = 256 * 2**20  # bytes; of larger files size and time of change are compared


@dataclass(frozen=True)
class ImportReport:
    """What an import did.

    Attributes:
        source: the source's key.
        rows: rows by staged table, over all parts.
        parts: number of parts.
        parts_read: parts that were new or changed.
        parts_removed: parts that were there before and are no longer in the source, or changed.
        problems: number of problems by reason.
        left_out: number of problems whose rows were not loaded.
        quarantine: the report's file.
    """

    source: str
    rows: dict[str, int]
    parts: int
    parts_read: int
    parts_removed: int
    problems: dict[str, int]
    left_out: int
    quarantine: Path

    @property
    def unchanged(self) -> bool:
        """Whether there was nothing new."""
        return self.parts_read == 0 and self.parts_removed == 0


def imports_folder(home: Path) -> Path:
    """Return the folder of all imports."""
    return lake_folder(home) / "imports"


def import_source(home: Path, reader: Reader, progress: Progress | None = None) -> ImportReport:
    """Read a source into the lake's imports; it is used from the next build on.

    Arguments:
        home: the home folder.
        reader: the source.
        progress: told about each part.

    Raises:
        ConfigurationError: the source's key cannot name a folder.
        SourceError: the source cannot be read at all.
        LakeError: the disk is full or another command is writing.
    """
    source = _checked_key(reader.description.source)
    with writing(home):
        folder = imports_folder(home) / source
        _prepare(folder / "parts")
        parts = reader.parts()
        kept, read = [], 0
        for position, part in enumerate(parts):
            if progress:
                progress(f"{source}: {part.name}", position, len(parts))
            name = _fingerprint(reader, part)
            kept.append(name)
            if not (folder / "parts" / name).is_dir():
                _read_part(folder / "parts" / name, reader, part)
                read += 1
        if progress:
            progress(source, len(parts), len(parts))
        removed = _settle(folder, reader, kept, read)
        return _report(folder, source, kept, (read, removed))


def remove_source(home: Path, source: str) -> None:
    """Remove an import; the build in use keeps it until the next build.

    Raises:
        NotFoundError: there is no such import.
        LakeError: another command is writing.
    """
    with writing(home):
        known = [report.source for report in import_reports(home)]
        if source not in known:
            raise NotFoundError(
                f"there is no import {source!r}",
                remedy=f"Imports are {', '.join(known) or 'none yet'}.",
            )
        folder = imports_folder(home) / source
        # Without its manifest an import is not there; the rest can then go in any order.
        (folder / "manifest.json").unlink()
        shutil.rmtree(folder, ignore_errors=True)


def _checked_key(source: str) -> str:
    if not _SOURCE_KEY.fullmatch(source):
        raise ConfigurationError(
            f"{source!r} cannot be the name of a source",
            where="source",
            remedy="Use up to 60 letters, digits, dots, hyphens and underscores, and begin with a "
            "letter or digit: --source my-tables.",
        )
    return source


def _prepare(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise disk_error(error, folder) from error
    sweep(folder)


def _read_part(target: Path, reader: Reader, part: Part) -> None:
    quarantine = Quarantine()
    with replacing(target) as folder:
        with StagedWriter(folder) as staged:
            reader.read(part, staged, quarantine)
        quarantine.write(folder / "quarantine.jsonl")
        content = {
            "part": part.name,
            "rows": staged.rows,
            "reasons": quarantine.reasons,
            "left_out": quarantine.left_out,
        }
        (folder / "part.json").write_text(json.dumps(content), encoding="utf-8")


def _settle(folder: Path, reader: Reader, kept: list[str], read: int) -> int:
    """Write the manifest if anything changed, then drop parts that are no longer in the source."""
    stale = [p for p in (folder / "parts").iterdir() if p.name not in kept]
    known = read_manifest(folder)
    if read or stale or known is None or known["parts"] != kept:
        content = {
            "description": asdict(reader.description),
            "version": reader.version,
            "parts": kept,
            "retrieved": datetime.now(UTC).date().isoformat(),
        }
        _write_quarantine(folder, kept)
        write_text_atomically(folder / "manifest.json", json.dumps(content, indent=2))
    for part in stale:
        shutil.rmtree(part, ignore_errors=True)
    return len(stale)


def _write_quarantine(folder: Path, kept: list[str]) -> None:
    reports = (folder / "parts" / name / "quarantine.jsonl" for name in kept)
    text = "".join(report.read_text(encoding="utf-8") for report in reports)
    write_text_atomically(folder / "quarantine.jsonl", text)


def _report(
    folder: Path, source: str, kept: list[str], changes: tuple[int, int] = (0, 0)
) -> ImportReport:
    rows: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    left_out = 0
    for name in kept:
        content = json.loads((folder / "parts" / name / "part.json").read_text(encoding="utf-8"))
        rows.update(content["rows"])
        reasons.update(content["reasons"])
        left_out += content["left_out"]
    report = folder / "quarantine.jsonl"
    return ImportReport(source, dict(rows), len(kept), *changes, dict(reasons), left_out, report)


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Return the manifest of an import's folder, None when it is not complete."""
    try:
        content: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return content


def import_reports(home: Path) -> list[ImportReport]:
    """Return what each complete import holds, ordered by source."""
    reports = []
    for folder in sorted(imports_folder(home).glob("*/")):
        manifest = read_manifest(folder)
        if manifest:
            reports.append(_report(folder, folder.name, manifest["parts"]))
    return reports


def _fingerprint(reader: Reader, part: Part) -> str:
    digest = hashlib.sha256(f"{reader.version}\n{part.name}\n".encode())
    digest.update(json.dumps(asdict(reader.description), sort_keys=True).encode())
    for path in part.files:
        try:
            status = path.stat()
            digest.update(f"{path.name}\n{status.st_size}\n".encode())
            if status.st_size <= _HASHED_WHOLE:
                with path.open("rb") as file:
                    digest.update(hashlib.file_digest(file, "sha256").digest())
            else:
                digest.update(str(status.st_mtime_ns).encode())
        except OSError as error:
            raise SourceError(
                f"cannot be read: {error.strerror or error}",
                where=str(path),
                remedy="Check that the file exists and may be read.",
            ) from error
    return digest.hexdigest()[:24]
