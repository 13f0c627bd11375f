"""Rows of a JSON lines, CSV or Excel file, each with its line, as values by column."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from twinbay.errors import SourceError
from twinbay.lake.quarantine import Quarantine
from twinbay.match.opportunities.columns import fold_heading, keys_by_heading

KINDS = (".jsonl", ".csv", ".xlsx")
LARGEST_FILE = 500_000_000  # bytes
LONGEST_CELL = 1_000_000  # characters
COMMENT = "#"  # a row whose first cell begins with it is an explanation


@dataclass(frozen=True)
class Row:
    """One row: its line from 1, and its values by the columns' keys."""

    line: int
    values: dict[str, Any]


def rows_of(path: Path, quarantine: Quarantine) -> Iterator[Row]:
    """Read the rows of a file.

    Arguments:
        path: ends in ``.jsonl``, ``.csv`` or ``.xlsx``; CSV in UTF-8 or GB 18030.
        quarantine: told of lines that are no rows and of columns that are not known.

    Raises:
        SourceError: the file is missing, of another kind, too large or damaged.
    """
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise SourceError(
            f"files end in {', '.join(KINDS)}",
            where=str(path),
            remedy="Save it as one of these; --template FILE writes one to fill in.",
        )
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise SourceError("the file is above 500 MB", where=str(path), remedy="Split it.")
        content = path.read_bytes()
    except OSError as error:
        raise SourceError(f"cannot read: {error.strerror}", where=str(path)) from error
    if kind == ".jsonl":
        return _json_rows(path.name, content, quarantine)
    grid = _csv_grid(path, content) if kind == ".csv" else _workbook_grid(path, content)
    return _table_rows(path, grid, quarantine)


def _json_rows(name: str, content: bytes, quarantine: Quarantine) -> Iterator[Row]:
    for line, raw in enumerate(content.removeprefix(b"\xef\xbb\xbf").splitlines(), start=1):
        if not raw.strip():
            continue
        try:
            given = json.loads(raw.decode("utf-8"))
        except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
            quarantine.add(name, line, "", f"this is no JSON: {error}", raw[:200])
            continue
        if not isinstance(given, dict):
            quarantine.add(name, line, "", "this is no JSON object", raw[:200])
            continue
        values = {}
        for heading, value in given.items():
            key = _key(heading)
            if key is None:
                quarantine.add(name, line, heading, _UNKNOWN, value, loaded=True)
            else:
                values[key] = value
        yield Row(line, values)


_UNKNOWN = "there is no such column; it was not used"


def _key(heading: str) -> str | None:
    return keys_by_heading().get(fold_heading(heading))


def _table_rows(
    path: Path, grid: Iterator[tuple[int, Sequence[Any]]], quarantine: Quarantine
) -> Iterator[Row]:
    keys: list[str | None] | None = None
    for line, cells in grid:
        if all(cell is None or not str(cell).strip() for cell in cells):
            continue
        if keys is None:
            keys = _headings(path, line, cells, quarantine)
        elif not str(cells[0] or "").startswith(COMMENT):
            pairs = zip(keys, cells, strict=False)
            yield Row(line, {key: cell for key, cell in pairs if key is not None})
            for cell in cells[len(keys) :]:
                if cell is not None and str(cell).strip():
                    reason = "the row has more cells than there are headings"
                    quarantine.add(path.name, line, "", reason, cell, loaded=True)


def _headings(
    path: Path, line: int, cells: Sequence[Any], quarantine: Quarantine
) -> list[str | None]:
    keys = [_key(str(cell)) if cell is not None else None for cell in cells]
    if "id" not in keys:
        raise SourceError(
            "the first row has no column “id” (编号)",
            where=str(path),
            remedy="--template FILE writes a file with all columns.",
        )
    for cell, key in zip(cells, keys, strict=True):
        if key is None and cell is not None and str(cell).strip():
            quarantine.add(path.name, line, str(cell), _UNKNOWN, loaded=True)
        elif key is not None and keys.count(key) > 1:
            raise SourceError(f"there are two columns “{cell}”", where=f"{path}, line {line}")
    return keys


def _csv_grid(path: Path, content: bytes) -> Iterator[tuple[int, Sequence[Any]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError as error:
            raise SourceError(
                "the text is neither UTF-8 nor GB 18030", where=str(path), remedy="Save as UTF-8."
            ) from error
    first = text.split("\n", 1)[0]
    delimiter = max((",", ";", "\t"), key=first.count)
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise SourceError(f"the table is damaged: {error}", where=f"{path}, line {line}") from error


def _workbook_grid(path: Path, content: bytes) -> Iterator[tuple[int, Sequence[Any]]]:
    damaged = (zipfile.BadZipFile, KeyError, ValueError, OSError, InvalidFileException, EOFError)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        yield from enumerate(sheet.iter_rows(values_only=True), start=1)
    except (*damaged, SyntaxError, IndexError) as error:
        raise SourceError(
            f"the workbook is damaged: {error}",
            where=str(path),
            remedy="Open it in a spreadsheet and save it again as .xlsx.",
        ) from error
