"""A conference's files for tests: the bundled sample, changed in single cells."""

import csv
from importlib.resources import files
from pathlib import Path
from shutil import copytree

from openpyxl import Workbook

EXAMPLE = Path(str(files("twinbay.meet.reading"))) / "example"


def sample(folder: Path) -> Path:
    """Return a copy of the sample conference."""
    return copytree(EXAMPLE / "event", folder / "conference")


def rows_of(path: Path) -> list[list[str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write_rows(path: Path, rows: list[list[str]], encoding: str = "utf-8") -> None:
    """Write rows as CSV."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)


def set_cell(folder: Path, name: str, row: int, column: str, value: str) -> None:
    """Change one cell; rows count from 1 with the headings, as messages do."""
    path = folder / f"{name}.csv"
    rows = rows_of(path)
    rows[row - 1][rows[0].index(column)] = value
    write_rows(path, rows)


def as_workbook(folder: Path, target: Path) -> Workbook:
    """Return a workbook with a sheet for each CSV file, saved at ``target``."""
    book = Workbook()
    book.remove(book.active)
    for path in sorted(folder.glob("*.csv")):
        sheet = book.create_sheet(path.stem)
        for row in rows_of(path):
            sheet.append(row)
    book.save(target)
    return book
