"""The file that holds a copy of the platform: what is in it, and whether it is whole.

A copy is a gzipped tar of ``manifest.json`` (what follows, with SHA-256 sums), ``records.jsonl``
(every row of every table, one JSON object a line) and ``files/`` (what members uploaded). It knows
no kind of database: a copy of SQLite can be restored into PostgreSQL and the other way round.
"""

import hashlib
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from twinbay.errors import ConfigurationError

FORMAT = 1
MANIFEST, RECORDS, FILES = "manifest.json", "records.jsonl", "files"
_CHUNK = 1 << 20  # bytes


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a copy holds.

    Attributes:
        format: of the archive.
        version: of twinbay that made it.
        made_at: ISO time, UTC.
        migrations: newest migration of each application, which tells the shape of the tables.
        rows: number of rows by table.
        sums: SHA-256 of every other member.
    """

    format: int
    version: str
    made_at: str
    migrations: dict[str, str]
    rows: dict[str, int]
    sums: dict[str, str]

    def text(self) -> str:
        """Return it as JSON."""
        return json.dumps(asdict(self), indent=2, sort_keys=True)


def sha256_of(file: IO[bytes]) -> str:
    """Return the SHA-256 of what is left of a file."""
    found = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        found.update(chunk)
    return found.hexdigest()


@contextmanager
def open_archive(path: Path) -> Iterator[tarfile.TarFile]:
    """Open a copy.

    Raises:
        ConfigurationError: there is none, or it is no copy or damaged.
    """
    try:
        with tarfile.open(path, "r:gz") as archive:
            yield archive
    except FileNotFoundError:
        raise ConfigurationError("there is no such file", where=str(path)) from None
    except (tarfile.TarError, EOFError, OSError, ValueError, KeyError) as error:
        raise damaged(path, str(error)) from None


def damaged(path: Path, detail: str) -> ConfigurationError:
    """Return the error of a copy that is not whole."""
    return ConfigurationError(
        f"this is no whole copy of a platform: {detail}",
        where=str(path),
        remedy="Nothing was changed. Take an earlier copy.",
    )


def read_manifest(archive: tarfile.TarFile, path: Path) -> Manifest:
    """Return what a copy says that it holds; damaged when it says nothing readable."""
    try:
        values: Any = json.load(member(archive, MANIFEST))
        found = Manifest(**values)
    except (KeyError, TypeError, ValueError) as error:
        raise damaged(path, f"{MANIFEST}: {error}") from None
    if found.format != FORMAT:
        raise damaged(path, f"format {found.format}, this version reads {FORMAT}")
    return found


def member(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    """Return a member's content; KeyError when it is missing or no plain file."""
    file = archive.extractfile(name)
    if file is None:
        raise KeyError(name)
    return file


def check(archive: tarfile.TarFile, path: Path) -> Manifest:
    """Return the manifest of a copy after comparing every member with its sum."""
    manifest = read_manifest(archive, path)
    names = {one.name for one in archive.getmembers()} - {MANIFEST}
    if names != set(manifest.sums):
        odd = sorted(names ^ set(manifest.sums))[0]
        raise damaged(path, f"{odd} is missing or not listed")
    for name, wanted in manifest.sums.items():
        parts = Path(name).parts
        if name != RECORDS and (len(parts) < 2 or parts[0] != FILES or ".." in parts):
            raise damaged(path, f"{name} has no place here")
        if sha256_of(member(archive, name)) != wanted:
            raise damaged(path, f"{name} has changed")
    return manifest
