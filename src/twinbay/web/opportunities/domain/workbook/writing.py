"""Writing the workbook: empty as a template, or with an organisation's records."""

import io
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from twinbay.web.exports.files import defused
from twinbay.web.i18n import active_language
from twinbay.web.opportunities.domain.content import Content, value_of, working_content
from twinbay.web.opportunities.domain.kinds import Form
from twinbay.web.opportunities.domain.places import name_of
from twinbay.web.opportunities.domain.workbook.columns import STATE, SheetColumn, columns_of
from twinbay.web.opportunities.models import Opportunity, OpportunityKind

COMMENT = "#"  # begins a row that is not read
WIDE, NARROW = 40, 18  # characters
_LONGEST_CELL = 32_767  # characters in an XLSX cell (ECMA-376)


def template() -> bytes:
    """Return the empty workbook, in the active language."""
    return workbook_of(())


def workbook_of(opportunities: Iterable[Opportunity]) -> bytes:
    """Return a workbook with records, one sheet per kind, in the active language.

    A text that a spreadsheet would run as a formula gets an apostrophe in front, which an import
    takes off again.
    """
    by_kind: dict[str, list[Opportunity]] = {}
    for opportunity in opportunities:
        by_kind.setdefault(str(opportunity.kind), []).append(opportunity)
    book = Workbook()
    book.remove(book.active)
    choices: list[tuple[str, str, list[str]]] = []
    for kind, label in OpportunityKind.choices:
        columns = columns_of(kind)
        sheet = book.create_sheet(str(label))
        sheet.append([column.heading for column in columns])
        sheet.append([f"{COMMENT} {columns[0].help}", *(column.help for column in columns[1:])])
        for opportunity in by_kind.get(str(kind), ()):
            sheet.append(_row(opportunity, columns))
        _style(sheet, columns)
        for column in columns:
            if names := [str(name) for _value, name in column.options()]:
                choices.append((str(label), column.heading, names))
    _choices_sheet(book, choices)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _row(opportunity: Opportunity, columns: list[SheetColumn]) -> list[Any]:
    content = working_content(opportunity)
    return [_cell(opportunity, content, column) for column in columns]


def _cell(opportunity: Opportunity, content: Content, column: SheetColumn) -> Any:
    if column.key == STATE:
        return str(opportunity.get_state_display())
    names = dict(column.options())
    if column.key == "fields_chosen":
        return "; ".join(str(names.get(one, one)) for one in content["fields"])
    if column.field is None:
        value = content[column.key] or ""
        return defused(str(names.get(value, value)))
    value = value_of(content, column.field, column.key)
    if column.field.form is Form.PLACES:
        value = [name_of(place, active_language()) for place in value]
    if isinstance(value, list):
        return defused("; ".join(str(names.get(one, one)) for one in value))
    if isinstance(value, str):
        return defused(str(names.get(value, value)))[:_LONGEST_CELL]
    return value


def _style(sheet: Any, columns: list[SheetColumn]) -> None:
    for number, column in enumerate(columns, start=1):
        sheet.cell(1, number).font = Font(bold=True)
        sheet.cell(2, number).font = Font(italic=True, color="666666")
        sheet.cell(2, number).alignment = Alignment(wrap_text=True, vertical="top")
        wide = column.field is not None and column.field.bilingual
        sheet.column_dimensions[get_column_letter(number)].width = WIDE if wide else NARROW
    sheet.freeze_panes = "B3"


def _choices_sheet(book: Any, choices: list[tuple[str, str, list[str]]]) -> None:
    """Add a sheet with what cells of columns with a fixed choice may hold."""
    sheet = book.create_sheet(_("Choices"))
    sheet.append([_("Sheet"), _("Column"), _("What a cell may hold")])
    for kind, heading, names in choices:
        sheet.append([kind, heading, "; ".join(names)])
    for letter, width in (("A", NARROW), ("B", WIDE), ("C", 100)):
        sheet.column_dimensions[letter].width = width
