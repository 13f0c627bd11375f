"""Read CSV files and workbooks into plain rows of cells, whatever wrote them."""

import csv
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from twinbay.errors import SourceError
from twinbay.meet.reading.cells import Cell

LARGEST_FILE = 200 * 1024 * 1024
"""Bytes; a conference's file is far below it, and memory is bounded by it."""

COMMON_SHARE = 0.9
"""Least share of Chinese characters in the GB 2312 list for a text to be simplified Chinese."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one CSV file or one sheet.

    Attributes:
        name: the file's stem or the sheet's title.
        file: how messages call it.
        rows: all rows from the first, each a tuple of cells.
        encoding: of a CSV file; empty for a workbook.
    """

    name: str
    file: str
    rows: tuple[tuple[Cell, ...], ...]
    encoding: str = ""


def read_grids(path: Path) -> tuple[Grid, ...]:
    """Return every sheet of a workbook, every CSV file of a folder, or one CSV file.

    Raises:
        SourceError: the path is missing, of another kind or damaged.
    """
    if path.is_dir():
        files = sorted(p for p in path.iterdir() if p.suffix.casefold() in (".csv", ".tsv"))
        if not files:
            books = sorted(p for p in path.iterdir() if p.suffix.casefold() in (".xlsx", ".xlsm"))
            if len(books) == 1:
                return _workbook(books[0])
            raise SourceError(
                "the folder holds no CSV files",
                where=str(path),
                remedy="“twinbay meet template” writes files to fill in.",
            )
        return tuple(_csv(file) for file in files)
    if not path.exists():
        raise SourceError(
            "there is no such file or folder",
            where=str(path),
            remedy="“twinbay meet template” writes one to fill in.",
        )
    if path.suffix.casefold() in (".xlsx", ".xlsm"):
        return _workbook(path)
    if path.suffix.casefold() in (".csv", ".tsv", ".txt"):
        return (_csv(path),)
    raise SourceError(
        f"files of kind “{path.suffix}” are not read",
        where=str(path),
        remedy="Save it as .xlsx, or as a folder of .csv files.",
    )


def _csv(path: Path) -> Grid:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", where=str(path)) from error
    if len(data) > LARGEST_FILE:
        raise SourceError("the file is larger than 200 MB", where=str(path))
    encoding = detect_encoding(data)
    text = data.decode(encoding, errors="replace")
    try:
        rows = tuple(map(tuple, parse_csv(text)))
    except csv.Error as error:
        raise SourceError(f"not a CSV file: {error}", where=str(path)) from error
    return Grid(path.stem, path.name, rows, encoding)


def parse_csv(text: str) -> list[list[str]]:
    """Return the rows of CSV text, whichever separator it uses."""
    csv.field_size_limit(LARGEST_FILE)
    lines = io.StringIO(text.removeprefix("\ufeff").replace("\0", ""), newline="")
    return list(csv.reader(lines, delimiter=_comma(text)))


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


def _comma(text: str) -> str:
    """Return the separator: the one that is most frequent in the first line that is not empty."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max((",", ";", "\t"), key=first.count)


def _workbook(path: Path) -> tuple[Grid, ...]:
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
    return tuple(
        Grid(sheet.title.strip(), f"{path.name} › {sheet.title}", _sheet_rows(sheet))
        for sheet in book.worksheets
    )


def _sheet_rows(sheet: Worksheet) -> tuple[tuple[Cell, ...], ...]:
    """Return the rows; every cell of a merged range has the range's value."""
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    for merged in sheet.merged_cells.ranges:
        value = sheet.cell(merged.min_row, merged.min_col).value
        for row in range(merged.min_row - 1, min(merged.max_row, len(rows))):
            for column in range(merged.min_col - 1, min(merged.max_col, len(rows[row]))):
                rows[row][column] = value
    return tuple(tuple(row) for row in rows)
