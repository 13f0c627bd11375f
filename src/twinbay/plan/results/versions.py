"""Frozen versions of a programme: its tables and results, sealed by a hash over every file."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from twinbay.errors import SourceError
from twinbay.plan.folder.reader import PlanFolder, read_folder
from twinbay.plan.folder.writer import write_folder
from twinbay.plan.results.extras import read_extras, write_extra
from twinbay.plan.results.storing import Results, read_results, write_results

SEAL = "sealed.json"
PROGRAMME, RESULTS, EXTRAS = "programme", "results", "extras"


@dataclass(frozen=True, slots=True)
class Version:
    """A frozen version.

    Attributes:
        name: of the version.
        plan: the programme folder.
        results: the pathway, with the content hash of the programme.
        tables: beside the pathway's.
        notes: what else its documents need, as JSON (the organisations named for measures).
    """

    name: str
    plan: PlanFolder
    results: Results
    tables: Mapping[str, pl.DataFrame]
    notes: Mapping[str, Any]


def write_version(folder: Path, version: Version) -> str:
    """Write a version; return its seal, a SHA-256 over the names and contents of its files.

    Arguments:
        folder: an existing empty folder.
        version: what is frozen.
    """
    for name in (PROGRAMME, RESULTS, EXTRAS):
        (folder / name).mkdir()
    write_folder(folder / PROGRAMME, version.plan)
    write_results(
        folder / RESULTS,
        version.plan.programme,
        version.results,
        lambda _text, _done, _total: None,
        version.tables,
    )
    (folder / EXTRAS / "all").mkdir()
    write_extra(folder / EXTRAS / "all", version.tables, version.results.content)
    text = json.dumps(version.notes, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "notes.json").write_text(text + "\n", encoding="utf-8")
    seal = seal_of(folder)
    said = {"version": version.name, "content": version.results.content, "seal": seal}
    (folder / SEAL).write_text(json.dumps(said, indent=2) + "\n", encoding="utf-8")
    return seal


def read_version(folder: Path) -> Version:
    """Return a frozen version.

    Raises:
        SourceError: there is none, or a file was changed since it was frozen.
    """
    try:
        said = json.loads((folder / SEAL).read_text(encoding="utf-8"))
        sealed, name, content = said["seal"], said["version"], said["content"]
        notes = json.loads((folder / "notes.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError) as error:
        raise SourceError(
            "there is no such version",
            where=str(folder),
            remedy="“twinbay plan freeze” makes one.",
        ) from error
    if seal_of(folder) != sealed:
        raise SourceError(
            "its files were changed after it was frozen",
            where=str(folder),
            remedy="Restore them, or freeze the programme again under another name.",
        )
    return Version(
        name,
        read_folder(folder / PROGRAMME),
        read_results(folder / RESULTS),
        read_extras(folder / EXTRAS, content).tables,
        notes,
    )


def seal_of(folder: Path) -> str:
    """Return the SHA-256 over the names and contents of all files but the seal itself."""
    digest = hashlib.sha256()
    files = (p for p in folder.rglob("*") if p.is_file() and p != folder / SEAL)
    for path in sorted(files, key=lambda p: p.relative_to(folder).as_posix()):
        for part in (path.relative_to(folder).as_posix().encode(), path.read_bytes()):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()
