"""Rows and phrases that several sections share."""

from collections.abc import Sequence

import polars as pl

from twinbay.plan.report.document import Cell, Text
from twinbay.plan.report.numbers import Figures, Number
from twinbay.plan.report.subject import Subject
from twinbay.plan.report.wording import chinese_units

THOUSAND, HUNDRED = 1_000.0, 100.0
"""Million in a billion, and in an 亿."""


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


def billion_cells(
    figures: Figures, years: Sequence[int], table: str, **conditions: str | int | Sequence[str]
) -> list[Text]:
    """Return million USD for each year, in billion for English and in 亿 for Chinese."""
    return [
        billions(figures, figures.sum(table, "million_usd", year=year, **conditions), 1)
        for year in years
    ]


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


def billions(figures: Figures, amount: Number, decimals: int | None = None) -> Text:
    """Return million USD in billion for English and in 亿 (hundred million) for Chinese.

    Arguments:
        figures: remembers the numbers.
        amount: million USD.
        decimals: of the billions; Chinese has one less, as its unit is ten times smaller.
    """
    fewer = None if decimals is None else max(0, decimals - 1)
    english = figures.show(amount / THOUSAND, decimals)
    return Text(english, figures.show(amount / HUNDRED, fewer))


def millions(figures: Figures, amount: Number) -> Text:
    """Return million USD as they are for English and in 亿 with two decimals for Chinese."""
    return Text(figures.show(amount, 0), figures.show(amount / HUNDRED, 2))


def in_units(figures: Figures, amount: Number, unit: str) -> Cell:
    """Return an amount in the unit of a measure, or in the Chinese unit where that is another."""
    size = chinese_units(unit)
    if size == 1.0:
        return figures.show(amount)
    return Text(figures.show(amount), figures.show(amount * size))


def people_in(figures: Figures, amount: Number) -> Text:
    """Return million persons as they are for English and in 万 (ten thousand) for Chinese."""
    return Text(figures.show(amount), figures.show(amount * HUNDRED, 0))


def tonnes(figures: Figures, amount: Number) -> Text:
    """Return Mt with their unit: 亿吨 in Chinese text from a hundred million on, else 万吨."""
    said = figures.show(amount)
    if abs(amount.value) >= HUNDRED:
        return Text(f"{said} Mt CO2e", f"{figures.show(amount / HUNDRED, 2)} 亿吨 CO2e")
    return Text(f"{said} Mt CO2e", f"{figures.show(amount * HUNDRED, 0)} 万吨 CO2e")


def change(figures: Figures, now: Number, then: Number) -> str:
    """Return by how much a value has changed, in per cent with its sign."""
    return figures.show(now / then - 1.0, 0, percent=True, signed=True)


def unit(english: str, chinese: str = "") -> Text:
    """Return a unit in both languages."""
    return Text(english, chinese or english)
