"""Telling what kind of source a path is, by its files' names and first bytes."""

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from twinbay.errors import SourceError

KINDS = ("tables", "openalex", "ror", "transactions", "bundled")
_PEEKED = 65_536  # bytes of a file that are looked at
_FILES_PEEKED = 20  # files of a folder that are looked at
_JSON_ENDINGS = (".json", ".jsonl", ".ndjson", ".gz")
_ENDINGS = (*_JSON_ENDINGS, ".zip", ".csv")
_TABLES = {f"{name}.{kind}" for name in ("works", "authorships") for kind in ("parquet", "csv")}
_DEAL_COLUMNS = (b"from_name", b"acquirer_name", b"investor_name", b"licensor_name")


def detect_kind(path: Path) -> str:
    """Return the kind of source (``KINDS``) that a file or folder holds.

    Raises:
        SourceError: there is no such path, or nothing in it is of a known kind.
    """
    if not path.exists():
        raise SourceError(
            "does not exist", where=str(path), remedy="Check the path; it is a file or a folder."
        )
    if path.is_dir():
        names = {entry.name for entry in path.iterdir()}
        if names & _TABLES:
            return "tables"
        if any(name.startswith("organisations_") and name.endswith(".csv") for name in names):
            return "bundled"
    for file in islice(_candidates(path), _FILES_PEEKED):
        kind = _kind_of(file)
        if kind:
            return kind
    raise SourceError(
        "holds nothing of a known kind",
        where=str(path),
        remedy="Known are works and authorships tables, OpenAlex pages or snapshot files, the ROR "
        f"data dump and tables of transactions; name the kind with --as {'|'.join(KINDS)}.",
    )


def _candidates(path: Path) -> Iterator[Path]:
    if path.is_file():
        return iter([path])
    return (f for f in sorted(path.rglob("*")) if f.name.endswith(_ENDINGS) and f.is_file())


def _kind_of(file: Path) -> str | None:
    if file.name in _TABLES:
        return None  # a table's folder is imported, not the table
    beginning = _beginning(file)
    if file.name.endswith(".csv"):
        header = beginning.split(b"\n", 1)[0]
        return "transactions" if any(name in header for name in _DEAL_COLUMNS) else None
    openalex, ror = beginning.find(b"https://openalex.org/"), beginning.find(b"https://ror.org/")
    if openalex < 0 and ror < 0:
        return None
    # An OpenAlex institution names its ROR id, but a ROR record names nothing of OpenAlex.
    return "openalex" if openalex >= 0 else "ror"


def _beginning(file: Path) -> bytes:
    """Return the first bytes of a file, unpacked; what cannot be unpacked is empty."""
    try:
        with file.open("rb") as raw:
            magic = raw.read(4)
        if magic.startswith(b"\x1f\x8b"):
            with gzip.open(file) as unpacked:
                return unpacked.read(_PEEKED)
        if magic.startswith(b"PK"):
            with zipfile.ZipFile(file) as archive:
                names = [name for name in archive.namelist() if name.endswith(".json")]
                if not names:
                    return b""
                with archive.open(names[0]) as member:
                    return member.read(_PEEKED)
        with file.open("rb") as raw:
            return raw.read(_PEEKED)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError):
        return b""
