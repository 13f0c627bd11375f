"""Programme folders for tests: written from the small example, then spoilt cell by cell."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from tests.plan.plan_examples import small_programme
from twinbay.plan.folder import PlanFolder, read_folder, write_folder
from twinbay.plan.problems import Problem, ProgrammeError

Rows = list[list[str]]


def example_folder(folder: Path) -> Path:
    """Write the small example; return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    write_folder(folder, PlanFolder(small_programme()))
    return folder


def rows_of(folder: Path, table: str) -> Rows:
    """Return a table's rows, headings first."""
    text = (folder / f"{table}.csv").read_text(encoding="utf-8-sig")
    return [list(row) for row in csv.reader(io.StringIO(text, newline=""))]


def edit(folder: Path, table: str, change: Callable[[Rows], None]) -> None:
    """Change a table's rows in place."""
    rows = rows_of(folder, table)
    change(rows)
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    (folder / f"{table}.csv").write_text(out.getvalue(), encoding="utf-8", newline="")


def put(folder: Path, table: str, record: str, heading: str, value: str) -> tuple[int, str]:
    """Write one cell; return its row number and column letter as a spreadsheet counts them."""
    found: list[tuple[int, str]] = []

    def change(rows: Rows) -> None:
        column = rows[0].index(heading)
        for number, row in enumerate(rows[1:], start=2):
            if record in (row[0], "/".join(row[:2])):
                row[column] = value
                found.append((number, get_column_letter(column + 1)))

    edit(folder, table, change)
    assert len(found) == 1, f"{record} is not one record of {table}"
    return found[0]


def problems(folder: Path) -> tuple[Problem, ...]:
    """Return what reading the folder complains of."""
    try:
        read_folder(folder)
    except ProgrammeError as error:
        return error.problems
    return ()


def as_workbook(folder: Path, tables: tuple[str, ...]) -> Workbook:
    """Return a workbook with some of the folder's tables, whose CSV files are removed."""
    book = Workbook()
    book.remove(book.active)
    for table in tables:
        sheet = book.create_sheet(table)
        for row in rows_of(folder, table):
            sheet.append([_typed(cell) for cell in row])
        (folder / f"{table}.csv").unlink()
    return book


def _typed(cell: str) -> object:
    try:
        return float(cell)
    except ValueError:
        return cell or None
