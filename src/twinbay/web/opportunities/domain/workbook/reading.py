"""Reading the workbook: rows as what a browser would have sent from the form."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from twinbay.errors import SourceError
from twinbay.web.files.domain.kinds import kind_of
from twinbay.web.opportunities.domain.workbook.columns import (
    STATE,
    columns_of,
    fold,
    ids_by_name,
    keys_by_heading,
    kinds_by_sheet,
)
from twinbay.web.opportunities.domain.workbook.writing import COMMENT

MOST_ROWS = 5_000
MOST_COLUMNS = 200
_FORMULA_STARTS = ("'=", "'+", "'-", "'@", "'\t", "'\r")


@dataclass(frozen=True)
class Fault:
    """What was wrong in a file, and where.

    Attributes:
        row: number of the row as the spreadsheet counts, 0 for the whole sheet.
        column: heading, "" for the whole row.
    """

    sheet: str
    row: int
    column: str
    problem: str


@dataclass(frozen=True)
class SheetRow:
    """One row of a sheet.

    Attributes:
        data: values by form field, for the columns that the sheet has.
        faults: cells that could not be read.
    """

    sheet: str
    row: int
    kind: str
    data: MultiValueDict[str, Any]
    faults: list[Fault]


def rows_of(content: IO[bytes]) -> Iterator[SheetRow | Fault]:
    """Yield the rows of every sheet that is named as a kind, and faults of whole sheets.

    Raises:
        SourceError: the file is no workbook, or has too many rows.
    """
    if kind_of(content, "upload.xlsx") is None:
        raise SourceError(_("The file is no XLSX workbook."), remedy=_("Fill in the template."))
    try:
        book = load_workbook(content, read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises whatever a broken part makes it raise
        raise SourceError(_("The workbook is damaged."), remedy=_("Save it again.")) from error
    kinds, left = kinds_by_sheet(), MOST_ROWS
    for sheet in book.worksheets:
        kind = kinds.get(fold(sheet.title))
        if kind is None:
            continue
        for row in _rows_of_sheet(sheet, kind):
            left -= 1
            if left < 0:
                most = {"most": MOST_ROWS}
                raise SourceError(_("The workbook has more than %(most)s rows.") % most)
            yield row


def _rows_of_sheet(sheet: Any, kind: str) -> Iterator[SheetRow | Fault]:
    title = str(sheet.title)
    known, names = keys_by_heading(kind), ids_by_name(kind)
    several = {column.key for column in columns_of(kind) if column.several}
    keys: list[tuple[str, str]] = []
    for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), 1):
        if number == 1:
            headings = [str(cell or "").strip() for cell in cells]
            keys = [(known.get(fold(heading), ""), heading) for heading in headings]
            for key, heading in keys:
                if heading and not key:
                    yield Fault(title, 1, heading, _("No column is called so; it was not read."))
            continue
        values = [("" if cell is None else cell) for cell in cells]
        if not any(str(value).strip() for value in values):
            continue
        if str(values[0]).startswith(COMMENT):
            continue
        yield _row(title, number, kind, zip(keys, values, strict=False), names, several)


def _row(title: str, number: int, kind: str, cells: Any, names: Any, several: set[str]) -> SheetRow:
    data: MultiValueDict[str, Any] = MultiValueDict()
    faults: list[Fault] = []
    for (key, heading), value in cells:
        if not key or key == STATE:
            continue
        text = _text(value)
        if key in names and text:
            parts = (
                text.replace("；", ";").replace("、", ";").split(";") if key in several else [text]
            )
            ids = []
            for part in (part.strip() for part in parts):
                found = names[key].get(fold(part))
                if found is None and part:
                    problem = _("“%(value)s” is none of the choices.") % {"value": part[:60]}
                    faults.append(Fault(title, number, heading, problem))
                elif found is not None:
                    ids.append(found)
            data.setlist(key, ids)
        elif key in several:
            data.setlist(key, [])
        else:
            data[key] = text
    return SheetRow(title, number, kind, data, faults)


def _text(value: Any) -> str:
    """Return a cell as it would be typed into the form."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value).strip()
    return text[1:] if text.startswith(_FORMULA_STARTS) else text
