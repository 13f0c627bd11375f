"""Several tables as one workbook, a sheet each."""

import io
from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _
from openpyxl import Workbook

from twinbay.web.display import DataTable
from twinbay.web.exports.files import CONTENT_TYPES, add_notes, fill_sheet

_LONGEST_SHEET_NAME = 31  # characters (ECMA-376)


def to_workbook(tables: Sequence[DataTable], about: str = "") -> bytes:
    """Return tables as XLSX; a last sheet says what each is.

    Arguments:
        tables: the tables; their ids name the sheets.
        about: what the workbook is about.
    """
    book = Workbook()
    book.remove(book.active)
    for table in tables:
        fill_sheet(book.create_sheet(table.table_id[:_LONGEST_SHEET_NAME]), table)
    notes = book.create_sheet("source")
    add_notes(notes, [about])
    for table in tables:
        add_notes(
            notes, [_("Sheet %(name)s") % {"name": table.table_id}, table.caption, table.note]
        )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook_response(tables: Sequence[DataTable], name: str, about: str = "") -> HttpResponse:
    """Return a workbook to download, called ``twinbay-<name>.xlsx``."""
    response = HttpResponse(to_workbook(tables, about), content_type=CONTENT_TYPES["xlsx"])
    response.headers["Content-Disposition"] = f'attachment; filename="twinbay-{name}.xlsx"'
    return response
