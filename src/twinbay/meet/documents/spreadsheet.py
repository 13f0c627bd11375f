"""Write rows as CSV and XLSX so that no cell is read as a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Cell = str | int | float | None

FORMULA = re.compile(r"^[\s\ufeff]*[=+\-@＝＋－＠\t\r]")
"""Beginnings that spreadsheet programs take for a formula (OWASP, “CSV Injection”)."""

INK, LINE, SHADE = "1F2A37", "C9D1DA", "EEF2F6"
WIDEST = 48


def plain(text: str) -> str:
    """Return a text that no spreadsheet program reads as a formula: an apostrophe goes before."""
    return f"'{text}" if FORMULA.match(text) else text


def csv_text(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return CSV (RFC 4180) that opens with the right characters in spreadsheet programs."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headings)
    for row in rows:
        writer.writerow([plain(cell) if isinstance(cell, str) else cell for cell in row])
    return "\ufeff" + out.getvalue()


def write_text(path: Path, text: str) -> None:
    """Write a text as UTF-8, its line ends as they are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8", errors="replace"))


class Book:
    """A workbook whose cells are text and numbers, never formulas."""

    def __init__(self) -> None:
        self._book = Workbook()
        self._book.remove(self._book.active)

    def add(self, title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Worksheet:
        """Add a sheet with a bold heading that stays in sight; return it."""
        sheet = self._book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31])
        widths = [0] * len(headings)
        for number, row in enumerate([headings, *rows], start=1):
            for position, value in enumerate(row, start=1):
                cell = sheet.cell(number, position)
                put(cell, value)
                cell.alignment = Alignment(vertical="top", wrap_text=True)
                widths[position - 1] = max(widths[position - 1], _width(value))
        for cell in sheet[1]:
            cell.font = Font(bold=True, color=INK)
            cell.fill = PatternFill("solid", fgColor=SHADE)
            cell.border = Border(bottom=Side("thin", color=LINE))
        for position, width in enumerate(widths, start=1):
            letter = get_column_letter(position)
            sheet.column_dimensions[letter].width = min(WIDEST, max(8, width + 2))
        sheet.freeze_panes = "A2"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_title_rows = "1:1"
        return sheet

    def save(self, path: Path) -> None:
        """Write the workbook."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._book.save(path)


def put(cell: object, value: Cell) -> None:
    """Put a value into a cell of a workbook; texts stay texts."""
    if isinstance(value, str):
        text: str = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.value = text  # type: ignore[attr-defined]
        cell.data_type = "s"  # type: ignore[attr-defined]
        if FORMULA.match(text):
            cell.quotePrefix = True  # type: ignore[attr-defined]
    else:
        cell.value = value  # type: ignore[attr-defined]


def _width(value: Cell) -> int:
    lines = str("" if value is None else value).splitlines() or [""]
    return max(sum(2 if character > "\u2e7f" else 1 for character in line) for line in lines)
