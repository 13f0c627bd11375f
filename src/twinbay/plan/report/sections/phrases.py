"""Rows and phrases that several sections share."""

from collections.abc import Sequence

import polars as pl

from twinbay.plan.report.document import Cell, Text
from twinbay.plan.report.numbers import Figures, Number
from twinbay.plan.report.subject import Subject

THOUSAND = 1_000.0
"""Million in a billion."""


def shown_years(subject: Subject, most: int = 5) -> list[int]:
    """Return the milestones that tables show: the first, the last and some between."""
    years = list(subject.programme.milestones)
    if len(years) <= most:
        return years
    step = (len(years) - 1) / (most - 1)
    return [years[round(position * step)] for position in range(most)]


def year_cells(
    figures: Figures,
    years: Sequence[int],
    table: str,
    column: str,
    *,
    scale: float = 1.0,
    decimals: int | None = None,
    percent: bool = False,
    **conditions: str | int | Sequence[str],
) -> list[str]:
    """Return one number for each year."""
    cells = []
    for year in years:
        number = figures.sum(table, column, year=year, **conditions)
        number = number / scale if scale != 1.0 else number
        cells.append(figures.show(number, decimals, percent=percent))
    return cells


def indicator(subject: Subject, name: str, year: int, region: str = "") -> Number:
    """Return an indicator of a region, or of all together."""
    return subject.figures.sum("indicators", "value", region=region, indicator=name, year=year)


def ranked(table: pl.DataFrame, key: str, column: str) -> list[str]:
    """Return the kinds of a table by their sum, greatest first."""
    summed = (
        table.group_by(key, maintain_order=True)
        .agg(pl.col(column).sum())
        .sort(column, key, descending=[True, False])
    )
    return [str(name) for name in summed[key].to_list()]


def year_headings(years: Sequence[int]) -> list[Cell]:
    """Return headings for a column a year."""
    return [str(year) for year in years]


def number_columns(first: int, count: int) -> frozenset[int]:
    """Return the positions of columns with numbers."""
    return frozenset(range(first, first + count))


def money(figures: Figures, amount: Number) -> str:
    """Return an amount of million USD in billion."""
    return figures.show(amount / THOUSAND)


def change(figures: Figures, now: Number, then: Number) -> str:
    """Return by how much a value has changed, in per cent with its sign."""
    return figures.show(now / then - 1.0, 0, percent=True, signed=True)


def unit(english: str, chinese: str = "") -> Text:
    """Return a unit in both languages."""
    return Text(english, chinese or english)
