"""Find the sheets and columns of a layout in what was read, and read cells with their place."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from openpyxl.utils import get_column_letter

from twinbay.meet.reading.cells import decimal_number, several, whole_number
from twinbay.meet.reading.faults import Fault, Place
from twinbay.meet.reading.shape import Column, Layout
from twinbay.tabular.cells import Cell, text_of, yes_or_no
from twinbay.tabular.grids import Grid
from twinbay.tabular.headings import forms, normal, word_among

HEADING_ROWS = 12
"""Rows within which the headings must be."""

COMMENT = re.compile(r"^#( |$)")
"""A row whose first filled cell begins so is an explanation."""

REPEATED = "the row repeats an earlier one exactly and was counted once"

Value = TypeVar("Value")
Choice = TypeVar("Choice", bound=StrEnum)


@dataclass
class Row:
    """One row under the headings; what is wrong with its cells goes into ``faults``."""

    sheet: "Sheet"
    number: int
    cells: tuple[Cell, ...]

    def place(self, key: str = "") -> Place:
        """Return where the row, or its cell of a column, is."""
        return Place(self.sheet.file, self.number, self.sheet.column_name(key))

    def fault(self, key: str, problem: str, remedy: str = "") -> None:
        """Note that something is wrong with a cell."""
        self.sheet.faults.append(Fault(self.place(key), problem, remedy))

    def cell(self, key: str) -> Cell:
        """Return a cell; None when it is empty or the column is not there."""
        position = self.sheet.positions.get(key, -1)
        cell = self.cells[position] if 0 <= position < len(self.cells) else None
        return None if isinstance(cell, str) and not cell.strip() else cell

    def text(self, key: str) -> str:
        """Return a cell as text."""
        return text_of(self.cell(key))

    def read(self, key: str, parse: Callable[[Cell], Value], default: Value) -> Value:
        """Return what a function makes of a cell; the default when it is empty or wrong."""
        cell = self.cell(key)
        if cell is None or text_of(cell) == "":
            return default
        try:
            return parse(cell)
        except ValueError as error:
            self.fault(key, str(error))
            return default

    def whole(self, key: str, default: int, least: int = 0) -> int:
        """Return a whole number that is at least ``least``."""
        number = self.read(key, whole_number, default)
        if number < least and number != default:
            self.fault(key, f"{number} is below {least}")
            return default
        return number

    def whole_or_none(self, key: str, least: int = 0) -> int | None:
        """Return a whole number; None when the cell is empty."""
        absent = least - 1
        number = self.whole(key, absent, least)
        return None if number == absent else number

    def share(self, key: str) -> float | None:
        """Return a number; None when the cell is empty."""
        number = self.read(key, decimal_number, float("nan"))
        return None if number != number else number

    def yes(self, key: str, default: bool = False) -> bool:
        """Return a truth value."""
        return self.read(key, yes_or_no, default)

    def parts(self, key: str) -> tuple[str, ...]:
        """Return the parts of a list."""
        return self.read(key, several, ())

    def choice(self, key: str, kinds: type[Choice], default: Choice) -> Choice:
        """Return one of the words that a column allows, written in either language."""
        word = self.word(key)
        return kinds(word) if word else default

    def word(self, key: str) -> str:
        """Return the English word of a choice; empty when the cell is empty or wrong."""
        given = self.text(key)
        if not given:
            return ""
        try:
            return word_among(given, self.sheet.columns[key].choices)
        except ValueError as error:
            self.fault(key, str(error))
            return ""


@dataclass
class Sheet:
    """A sheet whose columns are known."""

    layout: Layout
    file: str
    grid: Grid | None
    faults: list[Fault]
    positions: dict[str, int] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    heading_row: int = 0

    def __post_init__(self) -> None:
        self.columns = {column.key: column for column in self.layout.columns}

    def column_name(self, key: str) -> str:
        """Return a column's letter and heading as messages call it."""
        if not key:
            return ""
        if key not in self.positions:
            return f"“{key}”"
        return f"{get_column_letter(self.positions[key] + 1)} “{self.headings[key]}”"

    def unknown_headings(self) -> Iterator[Fault]:
        """Yield a note for each heading that is not understood."""
        if self.grid is None or not self.heading_row:
            return
        taken = set(self.positions.values())
        for position, cell in enumerate(self.grid.rows[self.heading_row - 1]):
            heading = text_of(cell)
            if heading and position not in taken and not COMMENT.match(heading):
                column = f"{get_column_letter(position + 1)} “{heading}”"
                place = Place(self.file, self.heading_row, column)
                yield Fault(place, "the heading is not known; the column was not read")

    def distinct_rows(self, notes: list[Fault]) -> Iterator[Row]:
        """Yield the rows without exact repetitions, which are noted."""
        seen: set[tuple[str, ...]] = set()
        for row in self.rows():
            content = tuple(row.text(key) for key in self.positions)
            if content in seen:
                notes.append(Fault(row.place(), REPEATED))
            else:
                seen.add(content)
                yield row

    def rows(self) -> Iterator[Row]:
        """Yield the rows that are neither empty nor explanations; note required empty cells."""
        if self.grid is None or not self.heading_row:
            return
        needed = [c.key for c in self.layout.columns if c.required and c.key in self.positions]
        for number, cells in enumerate(self.grid.rows[self.heading_row :], self.heading_row + 1):
            filled = [text for text in map(text_of, cells) if text]
            if not filled or COMMENT.match(filled[0]):
                continue
            row = Row(self, number, cells)
            for key in needed:
                if row.cell(key) is None:
                    row.fault(key, "the cell is empty")
            yield row


def find_sheets(
    grids: Sequence[Grid], layouts: Iterable[Layout], where: str, faults: list[Fault]
) -> dict[str, Sheet]:
    """Return a sheet for each layout; required ones that are missing are noted as faults.

    Arguments:
        grids: what was read.
        layouts: what is looked for.
        where: the folder or workbook, for messages.
        faults: receives what is wrong.
    """
    found: dict[str, Sheet] = {}
    for layout in layouts:
        names = {normal(name) for name in (layout.key, layout.zh, *layout.also)}
        fitting = [grid for grid in grids if forms(grid.name) & names]
        sheet = Sheet(layout, f"{layout.key} ({layout.zh})", None, faults)
        if fitting:
            sheet = Sheet(layout, fitting[0].file, fitting[0], faults)
            _find_columns(sheet, fitting[0])
        elif layout.required:
            faults.append(
                Fault(
                    Place(where),
                    f"there is no file or sheet “{layout.key}” ({layout.zh})",
                    "“twinbay meet template” shows what it holds.",
                )
            )
        for more in fitting[1:]:
            faults.append(
                Fault(Place(more.file), f"it holds {layout.key} a second time, as {sheet.file}")
            )
        found[layout.key] = sheet
    return found


def _find_columns(sheet: Sheet, grid: Grid) -> None:
    best: tuple[int, int, dict[str, int]] = (0, 0, {})
    for number, cells in enumerate(grid.rows[:HEADING_ROWS], start=1):
        positions = _matched(sheet.layout.columns, cells)
        if len(positions) > best[0]:
            best = (len(positions), number, positions)
    matched, sheet.heading_row, sheet.positions = best
    needed = [column for column in sheet.layout.columns if column.required]
    if not matched:
        if not any(text_of(cell) for row in grid.rows for cell in row):
            sheet.faults.append(Fault(Place(grid.file), "it is empty"))
            return
        wanted = ", ".join(f"{column.key} ({column.zh})" for column in needed)
        sheet.faults.append(
            Fault(Place(grid.file, 1), "no headings were found", f"It needs the columns {wanted}.")
        )
        return
    heading = grid.rows[sheet.heading_row - 1]
    sheet.headings = {key: text_of(heading[i]) for key, i in sheet.positions.items()}
    for column in needed:
        if column.key not in sheet.positions:
            sheet.faults.append(
                Fault(
                    Place(grid.file, sheet.heading_row),
                    f"the column “{column.key}” ({column.zh}) is missing",
                )
            )


def _matched(columns: Sequence[Column], cells: Sequence[Cell]) -> dict[str, int]:
    names = [forms(text_of(cell)) for cell in cells]
    positions: dict[str, int] = {}
    for wanted in ("own", "also"):
        for column in columns:
            if column.key in positions:
                continue
            own = wanted == "own"
            known = {normal(n) for n in ((column.key, column.zh) if own else column.also)}
            free = (i for i, n in enumerate(names) if n & known and i not in positions.values())
            position = next(free, -1)
            if position >= 0:
                positions[column.key] = position
    return positions
