"""CSV rows of a file, each with its line; one malformed row costs no other."""

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from twinbay.screen.quarantine import Quarantine
from twinbay.screen.reading.files import LIMITS, Damaged, Limits, lines

MOST_LINES = 200
"""Lines of one row: beyond them a quotation mark was left open."""

OPEN_QUOTE = "a quotation mark is not closed; the row is left out"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line and its cells."""

    line: int
    cells: list[str]


def csv_rows(path: Path, quarantine: Quarantine, limits: Limits = LIMITS) -> Iterator[Row]:
    """Yield the rows of a CSV file, the header first, whichever separator it uses.

    A quotation mark that is never closed costs its own line only.

    Raises:
        SourceError: the file cannot be opened.
    """
    separator = ""
    for number, record in _records(_lines(path, quarantine, limits), quarantine, limits):
        if not separator:
            separator = max((",", ";", "\t", "|"), key=record.count)
        try:
            cells = next(csv.reader(record.splitlines(keepends=True), delimiter=separator))
        except (csv.Error, StopIteration) as error:
            quarantine.add(number, "", f"not CSV: {error or 'empty'}", record)
            continue
        yield Row(number, [" ".join(cell.split()) for cell in cells])


def _lines(path: Path, quarantine: Quarantine, limits: Limits) -> Iterator[tuple[int, str]]:
    """Yield lines; those that are too long, and the end of a damaged file, are reported."""
    number = 0
    try:
        for number, line in lines(path, limits):
            if len(line) >= limits.line:
                quarantine.add(number, "", "the line is too long; left out", line)
            else:
                yield number, line
    except Damaged as damage:
        quarantine.incomplete(number + 1, str(damage))


def _records(
    source: Iterator[tuple[int, str]], quarantine: Quarantine, limits: Limits
) -> Iterator[tuple[int, str]]:
    """Join the lines of each row: a row ends where its quotation marks are in pairs."""
    waiting: deque[tuple[int, str]] = deque()
    while True:
        held: list[tuple[int, str]] = []
        marks = size = 0
        while not held or marks % 2:
            line = waiting.popleft() if waiting else next(source, None)
            if line is None or len(held) >= MOST_LINES or size > limits.record:
                if line is not None:
                    waiting.appendleft(line)
                break
            if held or line[1].strip():
                held.append(line)
                marks += line[1].count('"')
                size += len(line[1])
        if not held:
            return
        if marks % 2:
            quarantine.add(held[0][0], "", OPEN_QUOTE, held[0][1])
            waiting.extendleft(reversed(held[1:]))
        else:
            yield held[0][0], "\n".join(text for _, text in held)
