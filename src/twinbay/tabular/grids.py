"""Read CSV files and workbooks into plain rows of cells, whatever wrote them."""

import csv
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from twinbay.errors import SourceError
from twinbay.tabular.cells import Cell

LARGEST_FILE = 200 * 1024 * 1024
"""Bytes; a table that people fill in is far below it, and memory is bounded by it."""

COMMON_SHARE = 0.9
"""Least share of Chinese characters in the GB 2312 list for a text to be simplified Chinese."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one CSV file or one sheet.

    Attributes:
        name: the file's stem or the sheet's title.
        file: how messages call it.
        rows: all rows from the first, each a tuple of cells.
        merged: row and column (from 0) of each cell of a merged range to the range, ``B2:B5``.
    """

    name: str
    file: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: Mapping[tuple[int, int], str] = field(default_factory=dict)


def read_csv(path: Path, name: str = "") -> Grid:
    """Return the rows of a CSV file.

    Arguments:
        path: the file.
        name: how messages call it, when not by its name.

    Raises:
        SourceError: it cannot be read, or is no text.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", where=str(path)) from error
    if len(data) > LARGEST_FILE:
        raise SourceError("the file is larger than 200 MB", where=str(path))
    text = data.decode(detect_encoding(data), errors="replace")
    try:
        return Grid(path.stem, name or path.name, tuple(map(tuple, parse_csv(text))))
    except csv.Error as error:
        raise SourceError(f"not a CSV file: {error}", where=str(path)) from error


def parse_csv(text: str) -> list[list[str]]:
    """Return the rows of CSV text, whichever separator it uses."""
    csv.field_size_limit(LARGEST_FILE)
    clean = text.removeprefix("\ufeff").replace("\0", "")
    return list(csv.reader(io.StringIO(clean, newline=""), delimiter=_separator(clean)))


def detect_encoding(data: bytes) -> str:
    """Return the encoding of a text file as spreadsheets save it.

    A byte order mark decides; then UTF-8 if it is valid; then GB 18030 or Big5, whichever the
    characters speak for (simplified text lies almost wholly in GB 2312, while Big5 bytes read as
    GB 18030 give many characters outside it); else Windows-1252.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    for encoding in ("utf-8-sig", "gb18030", "big5hkscs"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "gb18030" or _mostly_common(text):
            return encoding
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "cp1252"
    return "gb18030"


def _mostly_common(text: str) -> bool:
    wide = [character for character in text if character > "\x7f"]
    common = sum(bool(c.encode("gb2312", errors="ignore")) for c in wide)
    return common >= COMMON_SHARE * len(wide)


def _separator(text: str) -> str:
    """Return the separator: the most frequent in the first line that is not empty."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max((",", ";", "\t"), key=first.count)


def read_workbook(path: Path) -> tuple[Grid, ...]:
    """Return every sheet of a workbook.

    Raises:
        SourceError: it is damaged, protected or no workbook.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise SourceError("the file is larger than 200 MB", where=str(path))
        book = load_workbook(path, data_only=True)
    except (OSError, KeyError, ValueError, TypeError, zipfile.BadZipFile, EOFError) as error:
        raise SourceError(
            "the workbook is damaged, protected by a password, or no workbook",
            where=str(path),
            remedy="Open it in a spreadsheet program and save it as .xlsx without a password.",
        ) from error
    return tuple(_sheet(path, sheet) for sheet in book.worksheets)


def _sheet(path: Path, sheet: Worksheet) -> Grid:
    """Return a sheet; every cell of a merged range has the range's value."""
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    merged: dict[tuple[int, int], str] = {}
    for area in sheet.merged_cells.ranges:
        value = sheet.cell(area.min_row, area.min_col).value
        for row in range(area.min_row - 1, min(area.max_row, len(rows))):
            for column in range(area.min_col - 1, min(area.max_col, len(rows[row]))):
                rows[row][column] = value
                merged[row, column] = area.coord
    file = f"{path.name} › {sheet.title}"
    return Grid(sheet.title.strip(), file, tuple(map(tuple, rows)), merged)
