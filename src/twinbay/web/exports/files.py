"""Writing a table as CSV or XLSX, safe to open in a spreadsheet.

A text that begins with ``= + - @``, a tab or a carriage return would be run as a formula by
spreadsheets, so it gets a leading apostrophe (OWASP, "CSV Injection"). Numbers stay numbers.
"""

import csv
import io
import re
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from twinbay.web.display import Cell, Column, DataTable, Link

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# Control characters that XML 1.0, and so XLSX, cannot hold.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST_CELL = 32_767  # characters in an XLSX cell (ECMA-376)
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def defused(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def to_csv(table: DataTable) -> bytes:
    """Return a table as CSV (RFC 4180) in UTF-8 with a byte-order mark, which Excel needs."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(_heading(column) for column in table.columns)
    for row in table.rows:
        writer.writerow(_plain(cell) for cell in row)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def to_xlsx(table: DataTable, about: str = "") -> bytes:
    """Return a table as XLSX; a second sheet says what it is and where the figures come from.

    Arguments:
        table: the table.
        about: one more line for the second sheet, such as the address of the page.
    """
    book = Workbook()
    book.active.title = "data"
    fill_sheet(book.active, table)
    add_notes(book.create_sheet("source"), [table.caption, table.note, *table.sources, about])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def fill_sheet(sheet: Any, table: DataTable) -> None:
    """Write a table into an empty sheet of an openpyxl workbook."""
    sheet.append([_xlsx(_heading(column)) for column in table.columns])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in table.rows:
        sheet.append([_xlsx(_plain(cell)) for cell in row])
    for number, column in enumerate(table.columns, start=1):
        width = 40 if column.kind == "text" else 14
        sheet.column_dimensions[get_column_letter(number)].width = width
        if column.kind == "percent":
            for (cell,) in sheet.iter_rows(min_row=2, min_col=number, max_col=number):
                cell.number_format = "0.0 %"
    sheet.freeze_panes = "A2"


def add_notes(sheet: Any, lines: Iterable[str]) -> None:
    """Add lines of text to a sheet, one per row; empty ones are left out."""
    for line in lines:
        if line:
            sheet.append([_xlsx(defused(line))])


def export_response(table: DataTable, file_format: str, about: str = "") -> HttpResponse:
    """Return a table as a file to download; ``file_format`` is ``csv`` or ``xlsx``."""
    body = to_csv(table) if file_format == "csv" else to_xlsx(table, about)
    response = HttpResponse(body, content_type=CONTENT_TYPES[file_format])
    name = f"twinbay-{table.table_id}.{file_format}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _heading(column: Column) -> str:
    return defused(f"{column.label} ({column.unit})" if column.unit else column.label)


def _plain(cell: Cell) -> str | int | float | None:
    if isinstance(cell, Link):
        return defused(cell.text) if cell.value is None else cell.value
    return defused(cell) if isinstance(cell, str) else cell


def _xlsx(value: Any) -> Any:
    return _NOT_XML.sub("", value)[:_LONGEST_CELL] if isinstance(value, str) else value
