"""The rows of a table as HTML.

They are written here and not in a template: pages show hundreds of cells, and a template takes
about ten times as long for each.
"""

from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from twinbay.web.display import Cell, Column, DataTable, Link

MISSING = "–"


def format_value(value: Cell, kind: str = "text") -> str:
    """Return a value as a page shows it; numbers with thousands separators."""
    if value is None or value == "":
        return MISSING
    if isinstance(value, Link):
        return value.text or format_value(value.value, kind)
    if isinstance(value, str) or kind == "year":
        return str(value)
    if kind == "percent":
        return f"{value * 100:.1f}%"
    if kind == "ratio":
        return f"{value:,.2f}"
    if kind == "decimal" or isinstance(value, float):
        return f"{value:,.1f}"
    return f"{value:,}"


def table_rows(table: DataTable) -> SafeString:
    """Return the ``tr`` elements of a table; the first cell of each row is its heading."""
    return mark_safe("".join(_row(table, row) for row in table.rows))


def _row(table: DataTable, row: Sequence[Cell]) -> str:
    cells = [_cell(column, cell) for column, cell in zip(table.columns, row, strict=True)]
    parts = [f'<th scope="row"{cells[0]}</th>'] if cells else []
    parts += [f"<td{cell}</td>" for cell in cells[1:]]
    return f"<tr>{''.join(parts)}</tr>\n"


def _cell(column: Column, cell: Cell) -> str:
    """Return the end of the opening tag and the content, everything escaped."""
    attributes = "" if column.kind == "text" else ' class="number"'
    text = escape(format_value(cell, column.kind))
    if not isinstance(cell, Link):
        return f"{attributes}>{text}"
    mark = ""
    if cell.bay != "neutral":
        mark = f'<span class="bay-dot bay-{escape(cell.bay)}" aria-hidden="true"></span>'
    if cell.address:
        text = f'<a href="{escape(cell.address)}">{text}</a>'
    return f"{attributes}>{mark}{text}"
