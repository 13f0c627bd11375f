"""Write the files to fill in: empty with explanations, or with a small example."""

from collections.abc import Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from twinbay.meet.documents.spreadsheet import Book, Cell, csv_text, write_text
from twinbay.meet.reading.layout import EVENT_SHEETS, SETTINGS
from twinbay.meet.reading.layout_tour import TOUR_SETTINGS, TOUR_SHEETS
from twinbay.meet.reading.shape import Column, Layout
from twinbay.tabular.grids import parse_csv

LAST_ROW = 5000
"""Rows of a sheet whose cells offer the words allowed."""

READ_ME = "README 说明"
INTRODUCTION = (
    (
        "Fill in the sheets that you need; event, delegates, requests, slots and tables are "
        "required. Rows that begin with “# ” are explanations and are not read. Headings may be "
        "English or Chinese; columns may be left out unless required, and in any order.",
        "按需填写各表；活动、代表、会面申请、时段、桌位为必填。以“# ”开头的行是说明，不会被读取。"
        "表头可用英文或中文；非必填的列可以省略，列的顺序不限。",
    ),
)


def write_template(target: Path, *, tour: bool = False, example: bool = False) -> None:
    """Write the files of an event or a tour to fill in.

    Arguments:
        target: a path ending in ``.xlsx`` for a workbook; else an existing folder for CSV files.
        tour: a tour's instead of an event's.
        example: with a small example, marked as a sample.
    """
    layouts = TOUR_SHEETS if tour else EVENT_SHEETS
    source = files("twinbay.meet.reading") / "example" / ("tour" if tour else "event")
    settings = TOUR_SETTINGS if tour else SETTINGS
    filled = {layout.key: _rows(layout, settings, source, example) for layout in layouts}
    if target.suffix.casefold() == ".xlsx":
        _write_book(target, layouts, settings, filled)
    else:
        for layout in layouts:
            write_text(
                target / f"{layout.key}.csv",
                csv_text([heading(c) for c in layout.columns], filled[layout.key]),
            )
        write_text(target / "README.md", _read_me(layouts, settings))


def heading(column: Column) -> str:
    """Return a column's heading in both languages."""
    return f"{column.key} {column.zh}"


def _rows(
    layout: Layout, settings: Sequence[Column], source: Traversable, example: bool
) -> list[list[Cell]]:
    """Return the rows under the headings: explanations, then the settings or the example."""
    explanations = [f"{c.about} {c.about_zh}" for c in layout.columns]
    rows: list[list[Cell]] = [[f"# {explanations[0]}", *explanations[1:]]]
    known = _example(layout, source)
    if layout.key in ("event", "tour"):
        values = {str(row[0]): row[1] for row in known} if example else {}
        rows += [[heading(column), values.get(column.key, "")] for column in settings]
    elif example:
        rows += known
    return rows


def _example(layout: Layout, source: Traversable) -> list[list[Cell]]:
    file = source / f"{layout.key}.csv"
    if not file.is_file():
        return []
    found = parse_csv(file.read_text(encoding="utf-8"))
    positions = [found[0].index(c.key) if c.key in found[0] else -1 for c in layout.columns]
    return [[row[p] if p >= 0 else "" for p in positions] for row in found[1:]]


def _write_book(
    target: Path,
    layouts: Sequence[Layout],
    settings: Sequence[Column],
    filled: dict[str, list[list[Cell]]],
) -> None:
    book = Book()
    lines = [
        [
            f"{layout.key} {layout.zh}",
            heading(column),
            "✓" if column.required else "",
            column.about,
            column.about_zh,
        ]
        for layout in layouts
        for column in (settings if layout.key in ("event", "tour") else layout.columns)
    ]
    top = [["", "", "", english, chinese] for english, chinese in INTRODUCTION]
    headings = ["sheet 表", "column 列", "required 必填", "meaning", "说明"]
    book.add(READ_ME, headings, [*top, *lines])
    for layout in layouts:
        columns = layout.columns
        sheet = book.add(
            f"{layout.key} {layout.zh}", [heading(c) for c in columns], filled[layout.key]
        )
        _explain(sheet)
        for position, column in enumerate(columns, start=1):
            if column.choices:
                _offer(sheet, get_column_letter(position), column)
    book.save(target)


def _explain(sheet: Worksheet) -> None:
    """Set the row of explanations apart."""
    for cell in sheet[2]:
        cell.font = Font(italic=True, size=9, color="5B6B7C")
        cell.fill = PatternFill("solid", fgColor="F7F9FB")
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        width = sheet.column_dimensions[cell.column_letter].width
        sheet.column_dimensions[cell.column_letter].width = min(max(width, 14), 30)
    sheet.freeze_panes = "A3"


def _offer(sheet: Worksheet, letter: str, column: Column) -> None:
    """Let the cells of a column offer the words allowed; others stay possible."""
    words = ",".join(english for english, _ in column.choices)
    offered = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
    offered.showErrorMessage = False
    sheet.add_data_validation(offered)
    offered.add(f"{letter}3:{letter}{LAST_ROW}")


def _read_me(layouts: Sequence[Layout], settings: Sequence[Column]) -> str:
    lines = [text for pair in INTRODUCTION for text in pair]
    for layout in layouts:
        needed = " (required 必填)" if layout.required else ""
        lines += [f"## {layout.key}.csv {layout.zh}{needed}", f"{layout.about} {layout.about_zh}"]
        columns = settings if layout.key in ("event", "tour") else layout.columns
        listed = [
            f"- **{heading(c)}**{' *' if c.required else ''}: {c.about} {c.about_zh}"
            for c in columns
        ]
        lines.append("\n".join(listed))
    return "\n\n".join(lines) + "\n"
