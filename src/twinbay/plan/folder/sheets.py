"""Find the columns of a table in what was read, and read its cells with their place."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from twinbay.plan.folder.cells import decimal_number
from twinbay.plan.folder.findings import Findings, place_of
from twinbay.plan.folder.layout import PLAIN_YEARS
from twinbay.plan.folder.shape import Column, Content, Table
from twinbay.tabular.cells import Cell, halfwidth, text_of
from twinbay.tabular.grids import Grid
from twinbay.tabular.headings import forms, normal

HEADING_ROWS = 12
"""Rows within which the headings must be."""

COMMENT = re.compile(r"^#( |$)")
"""A row whose first filled cell begins so is an explanation."""

YEAR = re.compile(r"^(?P<base>.*?)[\s_\-(（]*(?P<year>(?:19|20|21)\d\d)\s*年?[)）]?$")
NUMBERS = frozenset({Content.NUMBER, Content.WHOLE, Content.SERIES})

Value = TypeVar("Value")


@dataclass
class Sheet:
    """A table found in a file or workbook.

    Attributes:
        table: what it is.
        grid: its cells.
        milestones: years that its series need.
        findings: receives what is wrong.
        plain: column key to position.
        years: column key and year to position.
        heading_row: counted from 1; 0 when no headings were found.
    """

    table: Table
    grid: Grid
    milestones: tuple[int, ...]
    findings: Findings
    plain: dict[str, int] = field(default_factory=dict)
    years: dict[tuple[str, int], int] = field(default_factory=dict)
    heading_row: int = 0

    def __post_init__(self) -> None:
        best = 0
        for number, cells in enumerate(self.grid.rows[:HEADING_ROWS], start=1):
            plain, years = _matched(self.table, cells)
            if len(plain) + len(years) > best and plain:
                best, self.heading_row = len(plain) + len(years), number
                self.plain, self.years = plain, years
        self._check_headings()

    def place(self, row: int = 0, position: int = -1, key: str = "") -> str:
        """Return where a row, or its cell of a column, is."""
        heading = key
        if position >= 0:
            cells = self.grid.rows[self.heading_row - 1]
            heading = text_of(cells[position]) if position < len(cells) else ""
        return place_of(self.grid.file, row, position, heading)

    def rows(self) -> Iterator["Row"]:
        """Yield the rows that are neither empty nor explanations."""
        if not self.heading_row:
            return
        for number, cells in enumerate(self.grid.rows[self.heading_row :], self.heading_row + 1):
            filled = [text for text in map(text_of, cells) if text]
            if filled and not COMMENT.match(filled[0]):
                yield Row(self, number, cells)

    def _check_headings(self) -> None:
        table, findings = self.table, self.findings
        needed = [column for column in table.columns if column.required]
        if not self.heading_row:
            if any(text_of(cell) for row in self.grid.rows for cell in row):
                wanted = ", ".join(f"{column.key} ({column.zh})" for column in needed)
                findings.problem(
                    table.key,
                    "",
                    "headings",
                    "no headings were found",
                    f"It needs the columns {wanted}.",
                    self.place(1),
                )
            return
        for column in needed:
            if column.key not in self.plain and not self._has_years(column):
                findings.problem(
                    table.key,
                    "",
                    column.key,
                    f"the column “{column.key}” ({column.zh}) is missing",
                    "",
                    self.place(self.heading_row),
                )
        for column in table.series:
            self._check_years(column)
        self._note_unknown()

    def _has_years(self, column: Column) -> bool:
        return any(key == column.key for key, _ in self.years)

    def _check_years(self, column: Column) -> None:
        """Name the milestones that have no column, when others of the series have."""
        given = {year for key, year in self.years if key == column.key}
        missing = [year for year in self.milestones if year not in given]
        if given and missing:
            self.findings.problem(
                self.table.key,
                "",
                column.key,
                f"the years {', '.join(map(str, missing))} are missing"
                if len(missing) > 1
                else f"the year {missing[0]} is missing",
                "Add a column for each milestone.",
                self.place(self.heading_row),
            )
        for year in sorted(given - set(self.milestones)):
            position = self.years[column.key, year]
            self.findings.note(
                self.table.key,
                column.key,
                f"{year} is no milestone of the programme; the column was not read",
                self.place(self.heading_row, position),
            )

    def _note_unknown(self) -> None:
        taken = {*self.plain.values(), *self.years.values()}
        for position, cell in enumerate(self.grid.rows[self.heading_row - 1]):
            heading = text_of(cell)
            if heading and position not in taken and not COMMENT.match(heading):
                self.findings.note(
                    self.table.key,
                    heading,
                    "the heading is not known; the column was not read",
                    self.place(self.heading_row, position),
                )


@dataclass(frozen=True)
class Row:
    """One row under the headings."""

    sheet: Sheet
    number: int
    cells: tuple[Cell, ...]

    def at(self, position: int) -> Cell:
        """Return the cell at a position; None when it is empty."""
        cell = self.cells[position] if 0 <= position < len(self.cells) else None
        return None if isinstance(cell, str) and not cell.strip() else cell

    def text(self, key: str) -> str:
        """Return a cell as text; empty when the column is not there."""
        return text_of(self.at(self.sheet.plain.get(key, -1)))

    def identifier(self) -> str:
        """Return what the record is known by: its identifying cells joined by slashes."""
        return "/".join(self.text(key) for key in self.sheet.table.identity)

    def place(self, key: str = "", year: int | None = None) -> str:
        """Return where the row, or its cell of a column, is."""
        position = self.sheet.plain.get(key, -1)
        if year is not None and (key, year) in self.sheet.years:
            position = self.sheet.years[key, year]
        return self.sheet.place(self.number, position, key)

    def problem(self, key: str, problem: str, remedy: str = "", year: int | None = None) -> None:
        """Note that something is wrong with a cell."""
        table = self.sheet.table
        self.sheet.findings.problem(
            table.record, self.identifier(), key, problem, remedy, self.place(key, year)
        )

    def read(self, column: Column, parse: Callable[[Cell], Value]) -> Value | None:
        """Return what a function makes of a plain cell; None when it is empty or wrong."""
        position = self.sheet.plain.get(column.key, -1)
        return self._read_at(column, position, None, parse)

    def series(self, column: Column) -> dict[int, float]:
        """Return a series; empty when no cell of it is filled, or one is wrong."""
        sheet, key = self.sheet, column.key
        years = {y: sheet.years[key, y] for y in sheet.milestones if (key, y) in sheet.years}
        filled = {y: p for y, p in years.items() if text_of(self.at(p))}
        constant = self.read(column, decimal_number)
        if constant is not None:
            if filled:
                self.problem(key, "it has one value for all years and values of single years too")
            return dict.fromkeys(sheet.milestones, constant)
        missing = [year for year in years if year not in filled]
        if filled and missing:
            named = ", ".join(map(str, missing))
            self.problem(
                key, f"the value for {named} is missing", "Fill every year, or none.", missing[0]
            )
        found = {
            year: self._read_at(column, position, year, decimal_number)
            for year, position in filled.items()
        }
        complete = len(found) == len(sheet.milestones)
        good = {year: value for year, value in found.items() if value is not None}
        return good if complete and len(good) == len(found) else {}

    def _read_at(
        self, column: Column, position: int, year: int | None, parse: Callable[[Cell], Value]
    ) -> Value | None:
        cell = self.at(position)
        if cell is None or text_of(cell) == "":
            return None
        area = self.sheet.grid.merged.get((self.number - 1, position))
        if area and not self._merged_allowed(column, position, year, area):
            return None
        try:
            return parse(cell)
        except ValueError as error:
            self.problem(column.key, str(error), "", year)
            return None

    def _merged_allowed(self, column: Column, position: int, year: int | None, area: str) -> bool:
        """Note a merged range; False when it lies over numbers."""
        if column.content in NUMBERS:
            self.problem(
                column.key,
                f"the cells {area} are merged; the number may be meant for the whole or for each",
                "Unmerge them and fill each cell.",
                year,
            )
            return False
        self.sheet.findings.note(
            self.sheet.table.key,
            column.key,
            f"the cells {area} are merged; their text counts in each of the rows",
            self.sheet.place(self.number, position),
        )
        return True


def _matched(
    table: Table, cells: Sequence[Cell]
) -> tuple[dict[str, int], dict[tuple[str, int], int]]:
    """Return which plain columns and which years of series the cells of a row head."""
    plain: dict[str, int] = {}
    years: dict[tuple[str, int], int] = {}
    names = [
        (column, {normal(name) for name in (column.key, column.zh, *column.also)})
        for column in table.columns
    ]
    bare = PLAIN_YEARS.get(table.key)
    for position, text in enumerate(map(text_of, cells)):
        dated = YEAR.match(halfwidth(text))
        if dated:
            known = forms(dated["base"])
            year = int(dated["year"])
            if not known and bare:
                years.setdefault((bare, year), position)
            for column, wanted in names:
                if column.content is Content.SERIES and known & wanted:
                    years.setdefault((column.key, year), position)
            continue
        known = forms(text)
        for column, wanted in names:
            if known & wanted and column.key not in plain:
                plain[column.key] = position
                break
    return plain, years
