"""Read the rows of a sheet into values by column, each checked by itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from twinbay.plan.folder.cells import (
    decimal_number,
    interactions,
    low_and_high,
    named_numbers,
    several,
    whole_number,
)
from twinbay.plan.folder.shape import Column, Content
from twinbay.plan.folder.sheets import Row, Sheet
from twinbay.plan.folder.units import KNOWN, unit_factor
from twinbay.tabular.cells import Cell, text_of, yes_or_no
from twinbay.tabular.headings import word_among

PARSERS: Mapping[Content, Callable[[Cell], Any]] = {
    Content.TEXT: text_of,
    Content.NUMBER: decimal_number,
    Content.WHOLE: whole_number,
    Content.YES_NO: yes_or_no,
    Content.LIST: several,
    Content.SHARES: named_numbers,
    Content.INTERACTIONS: interactions,
    Content.RANGE: low_and_high,
}
SOUND = 1e-6
"""Shares add up to 1 within this."""


@dataclass(frozen=True)
class Record:
    """One row as values.

    Attributes:
        row: where it stands.
        values: column key to value; columns that are empty or wrong are left out.
    """

    row: Row
    values: dict[str, Any]

    @property
    def id(self) -> str:
        """Return what the record is known by."""
        return self.row.identifier()

    def get(self, key: str, default: Any = "") -> Any:
        """Return a value, or the default when the cell is empty."""
        return self.values.get(key, default)


def read_records(sheet: Sheet, cny_per_usd: float) -> list[Record]:
    """Return the rows of a sheet; what is wrong goes to its findings, all of it.

    A row that repeats an earlier one exactly counts once, which is noted; two rows of one
    identifier that differ are a problem.

    Arguments:
        sheet: the table.
        cny_per_usd: exchange rate for amounts in CNY.
    """
    found: dict[str, Record] = {}
    for row in sheet.rows():
        values = {}
        for column in sheet.table.columns:
            value = _value(row, column)
            if value is not None:
                values[column.key] = value
        _convert(row, values, cny_per_usd)
        for column in sheet.table.columns:
            if column.key in values:
                _check_bounds(row, column, values)
        record = Record(row, values)
        earlier = found.get(record.id)
        if earlier is None:
            found[record.id] = record
        elif earlier.values == values:
            sheet.findings.note(
                sheet.table.key,
                "",
                f"the row repeats row {earlier.row.number} exactly and was counted once",
                row.place(),
            )
        else:
            row.problem(
                sheet.table.identity[-1],
                f"“{record.id}” is used twice: also in row {earlier.row.number}",
                "Give each record an identifier of its own.",
            )
    return list(found.values())


def _value(row: Row, column: Column) -> Any:
    if column.content is Content.SERIES:
        value: Any = row.series(column) or None
        empty = value is None and not _anything(row, column)
    else:
        parse = PARSERS.get(column.content) or _chosen(column)
        value = row.read(column, parse)
        empty = value is None and not row.text(column.key)
    present = column.key in row.sheet.plain or any(k == column.key for k, _ in row.sheet.years)
    if empty and column.required and present:
        row.problem(column.key, "the cell is empty", "Fill it.")
    return value


def _chosen(column: Column) -> Callable[[Cell], str]:
    return lambda cell: word_among(text_of(cell), column.choices)


def _anything(row: Row, column: Column) -> bool:
    positions = [p for (key, _), p in row.sheet.years.items() if key == column.key]
    positions.append(row.sheet.plain.get(column.key, -1))
    return any(text_of(row.at(position)) for position in positions)


def _convert(row: Row, values: dict[str, Any], cny_per_usd: float) -> None:
    """Convert the series of a row that names a unit into the programme's own."""
    table = row.sheet.table
    kind = f"{table.key}/{values.get('quantity', '')}" if table.key == "drivers" else table.key
    if kind not in KNOWN or "unit" not in values:
        return
    try:
        factor = unit_factor(kind, values["unit"], cny_per_usd)
    except ValueError as error:
        row.problem("unit", str(error))
        return
    key = table.series[0].key
    if factor != 1.0 and key in values:
        values[key] = {year: value * factor for year, value in values[key].items()}


def _check_bounds(row: Row, column: Column, values: dict[str, Any]) -> None:
    """Note numbers that are certainly wrong, and take them out of the values."""
    value = values[column.key]
    faults: dict[str, int | None] = {}
    if column.content is Content.SERIES:
        for year, number in value.items():
            faults.setdefault(_fault(column, number), year)
    elif column.content in (Content.NUMBER, Content.WHOLE):
        faults[_fault(column, value)] = None
    elif column.content is Content.RANGE:
        faults.update((_fault(column, number), None) for number in value)
    elif column.content is Content.SHARES and column.key != "adds":
        faults[_share_fault(value)] = None
    faults.pop("", None)
    for fault, year in faults.items():
        row.problem(column.key, fault, "", year)
    if faults:
        del values[column.key]


def _fault(column: Column, value: float) -> str:
    said = f"{value:,.6g}"
    unit = f" {column.unit}" if column.unit else ""
    if value < column.least:
        if column.least == 0:
            return f"{said}{unit} is negative"
        return f"{said}{unit} is below {column.least:,.6g}"
    if value > column.most:
        hint = f"; {column.hint}" if column.hint else ""
        return f"{said}{unit} is above {column.most:,.6g}, the most that is plausible{hint}"
    return ""


def _share_fault(value: Mapping[str, float]) -> str:
    if any(share < 0 for share in value.values()):
        return "a share is negative"
    total = sum(value.values())
    return "" if abs(total - 1) <= SOUND else f"the shares add up to {total:.6g} instead of 1"
