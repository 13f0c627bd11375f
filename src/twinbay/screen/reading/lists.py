"""One list of restricted parties from a file, whichever layout it has."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

from twinbay.errors import SourceError
from twinbay.screen.fingerprints import fingerprint
from twinbay.screen.model import Entry, ScreeningList
from twinbay.screen.quarantine import Quarantine
from twinbay.screen.reading import consolidated
from twinbay.screen.reading.columns import (
    BUILT_IN,
    OWN,
    SIDECAR,
    ColumnMap,
    Columns,
    read_column_map,
)
from twinbay.screen.reading.csv_records import Row, csv_rows
from twinbay.screen.reading.entries import Entries, Raw
from twinbay.screen.reading.files import LIMITS, Damaged, Limits, text_pieces
from twinbay.screen.reading.json_records import json_records
from twinbay.tabular.headings import normal

_PREAMBLE = 10
"""Rows in which the header is looked for: some lists begin with the day of the report."""

Progress = Callable[[str, int, int], None]
_REPORT_EVERY = 5_000


@dataclass(frozen=True, slots=True)
class ListReading:
    """A list as read from a file.

    Attributes:
        list: the entries that could be read.
        quarantine: what could not; ``quarantine.complete`` is False when the file ended before its
            time: such a list must not replace a complete one.
    """

    list: ScreeningList
    quarantine: Quarantine


def read_list(
    path: Path,
    *,
    name: str = "",
    columns: ColumnMap | None = None,
    published: date | None = None,
    limits: Limits = LIMITS,
    progress: Progress = lambda _text, _done, _total: None,
) -> ListReading:
    """Return the list of a file: plain, gzip or zip.

    Known layouts are the Consolidated Screening List as CSV and JSON, the European and the British
    list as CSV, and tables with the headings of ``columns.OWN``. Any other CSV needs a map of its
    columns, given here or in a file beside it (``own.csv``, ``own.columns.toml``).

    Arguments:
        path: the file.
        name: of the list; by default that of the Consolidated Screening List, or the file's stem.
        columns: the map.
        published: day of the list; by default the day on which the file was last changed.
        limits: what the file may hold.
        progress: called with what is being done and how many rows are read.

    Raises:
        SourceError: the file cannot be read, or no entry can.
        ConfigurationError: the map is wrong.
    """
    quarantine = Quarantine(path.name)
    try:
        beginning = next(text_pieces(path, limits), "").lstrip("\ufeff \t\r\n")
    except Damaged as damage:
        raise SourceError(str(damage), where=str(path), remedy="Download it again.") from None
    if not beginning:
        raise SourceError("is empty", where=str(path), remedy="Download it again.")
    if beginning[0] in "[{":
        consolidated_layout, entries = True, _from_json(path, quarantine, limits, progress)
    else:
        sidecar = path.with_name(path.name.split(".")[0] + SIDECAR)
        if columns is None and sidecar.is_file():
            columns = read_column_map(sidecar)
        consolidated_layout, entries = _from_csv(path, columns, quarantine, limits, progress)
    if not entries:
        raise SourceError(
            "holds no entry that can be read",
            where=str(path),
            remedy=quarantine.problems[0].reason if quarantine.problems else "Download it again.",
        )
    default = consolidated.NAME if consolidated_layout else path.name.split(".")[0]
    changed = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC).date()
    made = ScreeningList(
        name or default, version_of(entries), entries, published or changed, str(path)
    )
    return ListReading(made, quarantine)


def version_of(entries: tuple[Entry, ...]) -> str:
    """Return the SHA-256 of what entries say, whatever their order."""
    content = "\n".join(sorted(f"{entry.id}\x1f{fingerprint(entry)}" for entry in entries))
    return hashlib.sha256(content.encode()).hexdigest()


def _from_json(
    path: Path, quarantine: Quarantine, limits: Limits, progress: Progress
) -> tuple[Entry, ...]:
    entries = Entries(quarantine)
    for number, record in json_records(path, quarantine, limits):
        if number % _REPORT_EVERY == 0:
            progress(f"reading {path.name}", number, 0)
        entries.add(consolidated.from_record(number, record, quarantine))
    return entries.all()


def _from_csv(
    path: Path,
    columns: ColumnMap | None,
    quarantine: Quarantine,
    limits: Limits,
    progress: Progress,
) -> tuple[bool, tuple[Entry, ...]]:
    rows = csv_rows(path, quarantine, limits)
    first = list(islice(rows, _PREAMBLE))
    for place, row in enumerate(first):
        layout = _layout(row.cells, columns)
        if layout is not None:
            is_consolidated, to_raw, merge = layout
            entries = Entries(quarantine, merge)
            for following in _of_width(
                len(row.cells), first[place + 1 :], rows, quarantine, path.name, progress
            ):
                entries.add(to_raw(following))
            return is_consolidated, entries.all()
    raise SourceError(
        "has no column for the name",
        where=str(path),
        remedy=f"Write a map of its columns beside it, in {path.name.split('.')[0]}{SIDECAR}, for "
        'example: name = "Full name". See docs/reference/screening-lists.md.',
    )


def _layout(
    header: list[str], columns: ColumnMap | None
) -> tuple[bool, Callable[[Row], Raw], bool] | None:
    """Return whether it is the CSL, how to read a row and whether rows merge; None: no header."""
    if columns is None and {cell.strip().casefold() for cell in header} >= consolidated.TELLING:
        names = [cell.strip().casefold() for cell in header]
        return (
            True,
            lambda row: consolidated.from_row(row.line, dict(zip(names, row.cells, strict=True))),
            False,
        )
    choices = (columns,) if columns else (*BUILT_IN, OWN)
    chosen = next((choice for choice in choices if _has_name(header, choice)), None)
    if chosen is None:
        return None
    fitted = Columns(header, chosen)
    return False, lambda row: fitted.raw(row.line, row.cells), fitted.has_id


def _has_name(header: list[str], columns: ColumnMap) -> bool:
    """Say whether a header has the name; of built-in maps several columns must all be there."""
    headings = {normal(cell) for cell in header}
    wanted = [normal(heading) for heading in columns.name]
    return Columns(header, columns).found if columns is OWN else headings.issuperset(wanted)


def _of_width(
    width: int,
    first: list[Row],
    rows: Iterator[Row],
    quarantine: Quarantine,
    file: str,
    progress: Progress,
) -> Iterator[Row]:
    """Yield rows as wide as the header; others shift their cells and go to the quarantine."""
    for count, row in enumerate((*first, *rows), start=1):
        if count % _REPORT_EVERY == 0:
            progress(f"reading {file}", count, 0)
        cells = row.cells
        while len(cells) > width and not cells[-1]:
            cells = cells[:-1]
        if len(cells) == width:
            yield Row(row.line, cells)
        elif any(cells):
            reason = f"{len(cells)} cells where the header has {width}; left out"
            quarantine.add(row.line, "", reason, ",".join(cells))
