"""Which kinds of file are taken, told by their content.

Signatures: PDF 32000-1 §7.5.2; PNG (ISO 15948) §5.2; JPEG (ITU-T T.81) SOI marker; WebP container
(RFC 9649); Office Open XML (ECMA-376) and OpenDocument are ZIP packages known by their parts.
"""

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO

_ZIP = b"PK\x03\x04"
MOST_PARTS = 5_000  # parts of an office file
MOST_UNPACKED = 400_000_000  # bytes; a small package that unpacks to more is a trap


@dataclass(frozen=True)
class FileKind:
    """A kind of file: the ending of its name and its media type."""

    ending: str
    media_type: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
PDF = FileKind("pdf", "application/pdf")
PNG = FileKind("png", "image/png")
JPEG = FileKind("jpg", "image/jpeg")
WEBP = FileKind("webp", "image/webp")
TEXT = FileKind("txt", "text/plain")
CSV = FileKind("csv", "text/csv")
PACKAGES: Mapping[str, FileKind] = {
    "word/document.xml": FileKind("docx", f"{_OFFICE}.wordprocessingml.document"),
    "xl/workbook.xml": FileKind("xlsx", f"{_OFFICE}.spreadsheetml.sheet"),
    "ppt/presentation.xml": FileKind("pptx", f"{_OFFICE}.presentationml.presentation"),
}
OPEN_DOCUMENTS: Mapping[str, FileKind] = {
    f"application/vnd.oasis.opendocument.{name}": FileKind(
        ending, f"application/vnd.oasis.opendocument.{name}"
    )
    for name, ending in (("text", "odt"), ("spreadsheet", "ods"), ("presentation", "odp"))
}
ENDINGS = ("pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "png", "jpg", "webp", "csv", "txt")
_SAME_ENDING = {"jpeg": "jpg"}


def kind_of(content: IO[bytes], name: str) -> FileKind | None:
    """Return the kind of a file by its content, None when it is none that is taken.

    Arguments:
        content: open for reading; left at its beginning.
        name: its ending must be that of the kind, and tells CSV from other plain text.
    """
    content.seek(0)
    head = content.read(4096)
    content.seek(0)
    found = _by_signature(head, content, name)
    content.seek(0)
    return found if found and found.ending == ending_of(name) else None


def ending_of(name: str) -> str:
    """Return the ending of a name in lower case, "" when it has none."""
    _, dot, ending = name.rpartition(".")
    ending = ending.lower() if dot else ""
    return _SAME_ENDING.get(ending, ending)


def _by_signature(head: bytes, content: IO[bytes], name: str) -> FileKind | None:
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head.startswith(_ZIP):
        return _package(content)
    if ending_of(name) in ("txt", "csv") and _is_text(content):
        return CSV if ending_of(name) == "csv" else TEXT
    return None


def _package(content: IO[bytes]) -> FileKind | None:
    """Return the kind of an office file; one with macros or a trap inside is not taken."""
    try:
        with zipfile.ZipFile(content) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or sum(p.file_size for p in parts) > MOST_UNPACKED:
                return None
            names = {part.filename for part in parts}
            if any(n.lower().endswith(("vbaproject.bin", ".exe", ".js")) for n in names):
                return None
            if "mimetype" in names:
                with package.open("mimetype") as declared:
                    return OPEN_DOCUMENTS.get(declared.read(200).decode("ascii", "replace"))
            if "[Content_Types].xml" not in names:
                return None
            return next((kind for part, kind in PACKAGES.items() if part in names), None)
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
        return None


def _is_text(content: IO[bytes]) -> bool:
    content.seek(0)
    try:
        text = content.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not any(c < " " and c not in "\t\r\n\f" for c in text)
