"""A document as plain values in both languages, before it becomes a page or a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Text(NamedTuple):
    """A text in both languages."""

    en: str
    zh: str

    def said(self, language: str) -> str:
        """Return the text in ``en`` or ``zh``."""
        return self.zh if language == "zh" else self.en


NOTHING = Text("", "")
Cell = Text | str
"""A cell of a table: a text in both languages, or a number or name that is the same in both."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; numbered unless it is the title of an annex, which has a letter."""

    text: Text
    level: int = 1
    annex: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``kind`` is empty, ``lead`` (the summary's sentences) or ``note``."""

    text: Text
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of points."""

    points: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """Large figures in a row: what each is, the number with its unit, a note under it."""

    figures: tuple[tuple[Text, Cell, Text], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table.

    Attributes:
        caption: what it shows, with its unit.
        headings: one for each column.
        rows: cells in the order of the headings.
        numbers: positions of the columns that are aligned right.
        widths: of the columns, as shares of the page; empty lets the renderer choose.
        strong: positions of the rows that are sums.
        groups: positions of rows whose one cell heads those below it.
        note: what stands under it: sources, remarks.
    """

    caption: Text
    headings: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numbers: frozenset[int] = frozenset()
    widths: tuple[float, ...] = ()
    strong: frozenset[int] = frozenset()
    groups: frozenset[int] = frozenset()
    note: Text = NOTHING


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart.

    Attributes:
        chart: its name among the charts.
        caption: what it shows, with its unit.
        note: source and how to read it.
    """

    chart: str
    caption: Text
    note: Text = NOTHING


DEEPEST = 2
"""Level of headings down to which the table of contents goes."""

Block = Heading | Paragraph | Bullets | KeyFigures | Grid | Picture


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document.

    Attributes:
        title, subtitle: on the cover; ``facts`` further lines of it.
        foot: at the foot of every page.
        blocks: in their order.
    """

    title: Text
    subtitle: Text
    facts: tuple[Text, ...]
    foot: Text
    blocks: tuple[Block, ...]


@dataclass
class Numbering:
    """Numbers of headings, tables and charts, counted in the order of the document."""

    parts: list[int] = field(default_factory=lambda: [0, 0, 0])
    annexes: int = 0
    tables: int = 0
    pictures: int = 0
    in_annex: bool = False

    def heading(self, heading: Heading) -> str:
        """Return the number of a heading, such as ``3.2`` or ``A``."""
        if heading.annex:
            self.annexes += 1
            self.in_annex = True
            self.parts = [0, 0, 0]
            return chr(ord("A") + self.annexes - 1)
        if self.in_annex and heading.level > 1:
            self._count(heading.level)
            inner = ".".join(map(str, self.parts[1 : heading.level]))
            return f"{chr(ord('A') + self.annexes - 1)}.{inner}"
        self._count(heading.level)
        return ".".join(map(str, self.parts[: heading.level]))

    def _count(self, level: int) -> None:
        self.parts[level - 1] += 1
        self.parts[level:] = [0] * (3 - level)

    def table(self) -> int:
        """Return the next table's number."""
        self.tables += 1
        return self.tables

    def picture(self) -> int:
        """Return the next chart's number."""
        self.pictures += 1
        return self.pictures


def joined(texts: Iterable[Text]) -> Text:
    """Return texts as one, listed with “and” in English and ``、`` in Chinese."""
    listed = list(texts)
    english = [text.en for text in listed]
    whole = english[0] if english else ""
    if len(english) > 1:
        whole = f"{', '.join(english[:-1])} and {english[-1]}"
    return Text(whole, "、".join(text.zh for text in listed))


def sentences(texts: Sequence[Text]) -> Text:
    """Return sentences as one paragraph."""
    return Text(" ".join(text.en for text in texts), "".join(text.zh for text in texts))


def contents(document: Document) -> tuple[tuple[str, Heading], ...]:
    """Return number and heading of each line of the table of contents."""
    numbering = Numbering()
    headings = [block for block in document.blocks if isinstance(block, Heading)]
    numbered = [(numbering.heading(heading), heading) for heading in headings]
    return tuple((number, heading) for number, heading in numbered if heading.level <= DEEPEST)
