"""What describes a table of a programme folder and its columns."""

from dataclasses import dataclass
from enum import StrEnum


class Content(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole number"
    YES_NO = "yes or no"
    WORD = "one of the words"
    LIST = "list"
    SHARES = "names with numbers"
    SERIES = "number for each milestone"
    INTERACTIONS = "interactions"
    RANGE = "low and high"


@dataclass(frozen=True, slots=True)
class Column:
    """One column, or for a series one group of columns.

    Attributes:
        key: English heading, the attribute's name in the programme.
        zh: Chinese heading.
        about, about_zh: what to fill in.
        content: what its cells hold.
        required: whether every row needs it.
        unit: of its numbers.
        least, most: bounds beyond which a number is certainly wrong; both are allowed.
        hint: the likely mistake when a number is beyond them.
        choices: the words allowed, in English, with their Chinese.
        refers: the table whose identifier it names; a list of them separated by ``|``.
        also: further headings that are understood.
    """

    key: str
    zh: str
    about: str
    about_zh: str
    content: Content = Content.TEXT
    required: bool = False
    unit: str = ""
    least: float = float("-inf")
    most: float = float("inf")
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    refers: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One table: a CSV file or a sheet of a workbook.

    Attributes:
        key: English name: the file's stem, the sheet's title.
        zh: Chinese name.
        record: how messages call one row.
        about, about_zh: what it holds.
        columns: in the order in which they are written.
        identity: keys of the columns that together are unique.
        required: whether the folder needs it.
    """

    key: str
    zh: str
    record: str
    about: str
    about_zh: str
    columns: tuple[Column, ...]
    identity: tuple[str, ...] = ("id",)
    required: bool = False

    def column(self, key: str) -> Column:
        """Return a column by its key."""
        return next(column for column in self.columns if column.key == key)

    @property
    def series(self) -> tuple[Column, ...]:
        """Return the columns that hold a number for each milestone."""
        return tuple(c for c in self.columns if c.content is Content.SERIES)
