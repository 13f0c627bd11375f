"""What pages show, as plain values: tables, charts, figures, facets and pages of a list.

A view fills these and hands them to the template tags of ``twinbay.web.components``; the exports
take the same tables, so that a file always says what the page says. Texts are in the language of
the page already.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

ColumnKind = Literal["text", "count", "decimal", "ratio", "percent", "year"]
ColourSlot = Literal["a", "b", "neutral"]


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        key: short name, unique in the table.
        label: heading.
        kind: how values are written; numbers are aligned right. ``decimal`` has one decimal,
            ``ratio`` two; ``percent`` takes a fraction.
        unit: unit of the values, shown in the heading.
        bay: colour slot when the whole column is of one region.
    """

    key: str
    label: str
    kind: ColumnKind = "text"
    unit: str = ""
    bay: ColourSlot = "neutral"


@dataclass(frozen=True)
class Link:
    """A text or number that leads to a page; exports keep the text or the number.

    Attributes:
        text: what is shown; for a number it is written as its column says when left empty.
        bay: colour slot of the region the text belongs to; shown as a mark before it.
        value: the number, when the link is one.
    """

    text: str
    address: str
    bay: ColourSlot = "neutral"
    value: int | float | None = None


Cell = str | int | float | Link | None


@dataclass(frozen=True)
class DataTable:
    """A table with its caption, shown on a page and exported as CSV and XLSX.

    Attributes:
        table_id: unique on the page; becomes the anchor and the name of the exported file.
        caption: what the table shows.
        columns: its columns.
        rows: one cell per column.
        sources: keys of the sources (``sources`` table of the lake) the figures come from.
        note: what a reader must know to read it rightly.
        total: number of rows of the whole list when ``rows`` is one page of it.
    """

    table_id: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    sources: Sequence[str] = ()
    note: str = ""
    total: int | None = None

    def first(self, rows: int) -> "DataTable":
        """Return the table with its first rows only; the page leads to all of them."""
        if len(self.rows) <= rows:
            return self
        return replace(self, rows=self.rows[:rows], total=self.total or len(self.rows))


@dataclass(frozen=True)
class Series:
    """One line or set of bars; ``None`` leaves a gap."""

    name: str
    values: Sequence[float | None]
    colour: ColourSlot = "neutral"


@dataclass(frozen=True)
class Chart:
    """A chart; the table is its alternative for readers who cannot see it.

    Attributes:
        chart_id: unique on the page.
        title: what it shows.
        kind: line over the categories, or bars beside each other (grouped when several series).
        categories: labels of the first axis.
        series: what is drawn.
        category_axis: name of the first axis.
        value_axis: name of the second axis with its unit.
        table: the same figures as a table.
        horizontal: bars from left to right, for long category names.
        reference: a value marked with a line, such as the world average.
        reference_label: what the line means.
        provisional: the last category when its figures are still being collected; drawn hollow.
    """

    chart_id: str
    title: str
    kind: Literal["line", "bar"]
    categories: Sequence[str]
    series: Sequence[Series]
    category_axis: str
    value_axis: str
    table: DataTable
    horizontal: bool = False
    reference: float | None = None
    reference_label: str = ""
    provisional: str = ""


@dataclass(frozen=True)
class Figure:
    """One number with its label and unit.

    Attributes:
        value: written as a whole number, or with one decimal when it is a float.
        bay: colour slot of the region it belongs to.
        address: where the number leads, if anywhere.
    """

    label: str
    value: int | float | str
    unit: str = ""
    bay: ColourSlot = "neutral"
    note: str = ""
    sources: Sequence[str] = ()
    address: str = ""


@dataclass(frozen=True)
class FacetValue:
    """One choice of a facet; ``address`` is the page with the choice made or taken back."""

    label: str
    count: int
    address: str
    chosen: bool = False
    bay: ColourSlot = "neutral"


@dataclass(frozen=True)
class Facet:
    """A way to narrow a list down."""

    title: str
    values: Sequence[FacetValue] = field(default_factory=tuple)


@dataclass(frozen=True)
class PageOfList:
    """Where a page stands in a list.

    Attributes:
        number: this page, from 1.
        pages: how many there are.
        total: how many entries the list has.
        previous_address, next_address: empty at the ends.
    """

    number: int
    pages: int
    total: int
    previous_address: str = ""
    next_address: str = ""
