"""The one source of every number in a document: each carries the key that computes it again.

A key is an expression over result tables, such as
``(emissions.mt_co2e[year=2060] / emissions.mt_co2e[year=2025] - 1)``: the sum of a column over the
rows that fit the conditions, combined with ``+ - * /``. Values in a condition are separated by
``|``; ``!`` before the value means every other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

OPEN, CLOSE = "\ue000", "\ue001"
"""Around the position of a number within a document's text (private use, Unicode 15)."""

Condition = str | int | bool | Iterable[str] | Iterable[int]


@dataclass(frozen=True, slots=True)
class Number:
    """A value with the key that computes it again from the tables."""

    value: float
    key: str

    def __add__(self, other: "Number | float") -> "Number":
        return self._with("+", other, self.value + _value(other))

    def __sub__(self, other: "Number | float") -> "Number":
        return self._with("-", other, self.value - _value(other))

    def __mul__(self, other: "Number | float") -> "Number":
        return self._with("*", other, self.value * _value(other))

    def __truediv__(self, other: "Number | float") -> "Number":
        divisor = _value(other)
        return self._with("/", other, self.value / divisor if divisor else float("nan"))

    def __neg__(self) -> "Number":
        return Number(-self.value, f"(0 - {self.key})")

    def __abs__(self) -> "Number":
        return -self if self.value < 0 else self

    def _with(self, sign: str, other: "Number | float", value: float) -> "Number":
        key = other.key if isinstance(other, Number) else repr(other)
        return Number(value, f"({self.key} {sign} {key})")


def _value(other: "Number | float") -> float:
    return other.value if isinstance(other, Number) else other


@dataclass(frozen=True, slots=True)
class Shown:
    """One number as a document shows it.

    Attributes:
        key: what computes it.
        value: before rounding.
        text: as shown, such as ``1,234.5`` or ``−12%``.
        decimals: digits after the point.
        percent: shown as a percentage.
    """

    key: str
    value: float
    text: str
    decimals: int
    percent: bool


@dataclass
class Figures:
    """Takes numbers from tables and remembers every one that a document shows."""

    tables: Mapping[str, pl.DataFrame]
    shown: list[Shown] = field(default_factory=list)

    def sum(self, table: str, column: str, **conditions: Condition) -> Number:
        """Return the sum of a column over the rows that fit all conditions; 0 when none do.

        Arguments:
            table, column: what is summed.
            conditions: column to a value, several values, or text beginning with ``!``.
        """
        rows, said = self._rows(table, conditions)
        return Number(float(rows[column].sum() or 0.0), f"{table}.{column}[{said}]")

    def count(self, table: str, column: str, **conditions: Condition) -> Number:
        """Return how many different values a column has in the rows that fit all conditions."""
        rows, said = self._rows(table, conditions)
        return Number(float(rows[column].n_unique()), f"{table}.#{column}[{said}]")

    def _rows(self, table: str, conditions: Mapping[str, Condition]) -> tuple[pl.DataFrame, str]:
        rows = self.tables[table]
        for name, wanted in conditions.items():
            rows = rows.filter(_fits(name, wanted))
        said = ";".join(f"{name}={_said(wanted)}" for name, wanted in conditions.items())
        return rows, said

    def show(
        self,
        number: Number,
        decimals: int | None = None,
        *,
        percent: bool = False,
        signed: bool = False,
    ) -> str:
        """Return a number for a document's text, and remember it.

        Arguments:
            number: what is shown.
            decimals: digits after the point; by default three significant digits at least.
            percent: as a percentage.
            signed: with a plus sign when above zero.
        """
        value = number.value * 100 if percent else number.value
        digits = _decimals(value) if decimals is None else decimals
        text = spelled(value, digits, signed=signed) + ("%" if percent and value == value else "")
        self.shown.append(Shown(number.key, number.value, text, digits, percent))
        return f"{OPEN}{len(self.shown) - 1}{CLOSE}"


def spelled(value: float, decimals: int, *, signed: bool = False) -> str:
    """Return a number with thousands separated and a true minus sign; a dash when it is none."""
    if value != value or value in (float("inf"), float("-inf")):
        return "–"
    rounded = round(value, decimals) + 0.0
    text = f"{abs(rounded):,.{decimals}f}"
    if rounded < 0:
        return f"−{text}"
    return f"+{text}" if signed and rounded > 0 else text


def _decimals(value: float) -> int:
    """Return digits after the point that leave about three significant ones."""
    size = abs(value)
    if size >= 99.95 or size == 0 or size != size:
        return 0
    return 1 if size >= 9.995 else 2


def _fits(name: str, wanted: Condition) -> pl.Expr:
    if isinstance(wanted, str) and wanted.startswith("!"):
        return pl.col(name) != wanted[1:]
    if isinstance(wanted, str | int | bool):
        return pl.col(name) == wanted
    return pl.col(name).is_in(list(wanted))


def _said(wanted: Condition) -> str:
    if isinstance(wanted, str | int | bool):
        return str(wanted)
    return "|".join(map(str, wanted))
