"""What is wrong with a conference's files, said of the file, row and column, all at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from twinbay.errors import ConfigurationError

SHOWN = 200
"""Most faults listed in one message; repetitions of one fault count once."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell is.

    Attributes:
        file: name of the file, with the sheet of a workbook.
        row: counted as a spreadsheet does, from 1; 0 for the file as a whole.
        column: the column's letter and heading; empty for the row as a whole.
    """

    file: str
    row: int = 0
    column: str = ""

    def __str__(self) -> str:
        row = f"row {self.row}" if self.row else ""
        column = f"column {self.column}" if self.column else ""
        return ", ".join(part for part in (self.file, row, column) if part)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, or that was put right while reading.

    Attributes:
        place: where.
        problem: what, in one sentence.
        remedy: what to do.
        also: further places, of records that contradict the first: together a minimal set.
    """

    place: Place
    problem: str
    remedy: str = ""
    also: tuple[Place, ...] = ()


class ReadingError(ConfigurationError):
    """Files that cannot be read as they stand; carries every fault found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        count = len(self.faults)
        listed = describe(self.faults)
        super().__init__(
            f"{count} {'problem' if count == 1 else 'problems'} found in the files:\n"
            + "\n".join(f"  {line}" for line in listed),
            remedy="Correct the cells named and run again; nothing was written.",
        )


def describe(faults: Iterable[Fault]) -> list[str]:
    """Return one line for each fault; one fault in many rows of a column is one line."""
    groups: dict[tuple[str, str, str, str], list[Fault]] = {}
    for fault in faults:
        key = (fault.place.file, fault.place.column, fault.problem, fault.remedy)
        groups.setdefault(key, []).append(fault)
    lines = [_line(alike) for alike in groups.values()]
    if len(lines) > SHOWN:
        lines = [*lines[:SHOWN], f"… and {len(lines) - SHOWN:,} more (--json lists them all)"]
    return lines


def _line(alike: list[Fault]) -> str:
    first = alike[0]
    where = str(first.place)
    if len(alike) > 1:
        rows = spans(sorted({fault.place.row for fault in alike}))
        column = f", column {first.place.column}" if first.place.column else ""
        where = f"{first.place.file}, rows {rows}{column}"
    with_ = "; with ".join(str(place) for place in first.also)
    tail = f" (together with {with_})" if with_ else ""
    return f"{where}: {first.problem}{tail}" + (f". {first.remedy}" if first.remedy else "")


def spans(rows: Sequence[int]) -> str:
    """Return rising numbers as spans, such as ``2–4, 7``; the first ten spans of them."""
    found: list[list[int]] = []
    for row in rows:
        if found and row == found[-1][1] + 1:
            found[-1][1] = row
        else:
            found.append([row, row])
    named = [str(a) if a == b else f"{a}–{b}" for a, b in found]
    return ", ".join(named[:10]) + (", …" if len(named) > 10 else "")
