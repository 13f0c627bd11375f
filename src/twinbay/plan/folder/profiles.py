"""Hourly profiles: from the rows of a file to 8,760 values on one common clock."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle

from twinbay.plan.folder.cells import decimal_number, whole_number
from twinbay.plan.folder.findings import Findings, place_of
from twinbay.plan.folder.sheets import COMMENT
from twinbay.plan.programme import Grade, Provenance
from twinbay.tabular.cells import text_of
from twinbay.tabular.grids import Grid
from twinbay.tabular.headings import forms

HOURS = 8_760
DAYS_OF_MONTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
CLOCK = {
    "month": {"month", "月", "月份"},
    "day": {"day", "日", "天"},
    "hour": {"hour", "小时", "时"},
}
SOURCES = "sources"
"""Name of the file that says where the profiles come from."""


@dataclass
class Profiles:
    """Profiles by name, with where they come from and on which clock their rows are.

    Attributes:
        offsets: hours that the clock of a profile's rows is ahead of UTC, where the file says it.
    """

    values: dict[str, tuple[float, ...]] = field(default_factory=dict)
    offsets: dict[str, int] = field(default_factory=dict)
    sources: dict[str, Provenance] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)


def read_profiles(grids: Sequence[Grid], findings: Findings) -> Profiles:
    """Return the profiles of all files, shifted to the common clock (UTC).

    Arguments:
        grids: the files of the folder ``profiles``, ``sources`` among them.
        findings: receives what is wrong.
    """
    found = Profiles()
    for grid in grids:
        if grid.name.casefold() == SOURCES:
            _read_sources(grid, found, findings)
    for grid in grids:
        if grid.name.casefold() != SOURCES:
            _read_file(grid, found, findings)
    for name, offset in found.offsets.items():
        if name in found.values and offset:
            found.values[name] = shifted(found.values[name], offset)
    for name in found.values:
        found.sources.setdefault(name, Provenance("assumption", None, Grade.ASSUMED))
    return found


def shifted(values: Sequence[float], offset: int) -> tuple[float, ...]:
    """Return a profile in local time on the common clock.

    Arguments:
        values: 8,760 values; the first is of the hour after local midnight of 1 January.
        offset: hours that local time is ahead of UTC.
    """
    start = offset % len(values)
    return (*values[start:], *values[:start])


def expanded(days: dict[int, list[list[float]]]) -> tuple[float, ...]:
    """Return the 8,760 hours of a year made of typical days.

    Arguments:
        days: month (1 to 12) to its typical days, each 24 values, repeated in turn.
    """
    hours: list[float] = []
    for month, length in enumerate(DAYS_OF_MONTH, start=1):
        turn = cycle(days[month])
        for _ in range(length):
            hours.extend(next(turn))
    return tuple(hours)


def _headings(grid: Grid) -> tuple[int, dict[str, int], dict[str, int]]:
    """Return the row of the headings, the clock's columns and the profiles' columns."""
    for number, cells in enumerate(grid.rows[:12], start=1):
        texts = [text_of(cell) for cell in cells]
        clock = {
            key: position
            for key, names in CLOCK.items()
            for position, text in enumerate(texts)
            if forms(text) & names
        }
        if "hour" in clock:
            taken = set(clock.values())
            names = {t: i for i, t in reversed([*enumerate(texts)]) if t and i not in taken}
            return number, clock, dict(reversed(names.items()))
    return 0, {}, {}


def _read_file(grid: Grid, found: Profiles, findings: Findings) -> None:
    heading, clock, names = _headings(grid)
    if not heading or not names:
        findings.problem(
            "profile",
            grid.name,
            "headings",
            "no column “hour” (小时) with profiles beside it was found",
            "See the reference of the programme folder.",
            place_of(grid.file, 1),
        )
        return
    rows = [
        (number, cells)
        for number, cells in enumerate(grid.rows[heading:], heading + 1)
        if any(text_of(cell) for cell in cells) and not COMMENT.match(text_of(cells[0]) or "-")
    ]
    times = _times(grid, rows, clock, findings)
    if times is None:
        return
    for name, position in names.items():
        place = place_of(grid.file, heading, position, name)
        if name in found.values:
            findings.problem(
                "profile", name, "name", f"also in {found.places[name]}", "Name it once.", place
            )
            continue
        values = [_number(grid, row, position, name, findings) for row in rows]
        if all(value is not None for value in values):
            numbers = [value for value in values if value is not None]
            found.values[name] = _arranged(times, numbers, "month" in clock)
            found.places[name] = place


Time = tuple[int, int, int]
"""Month, day and hour, each 0 where the file has no such column."""


def _times(
    grid: Grid,
    rows: Sequence[tuple[int, Sequence[object]]],
    clock: dict[str, int],
    findings: Findings,
) -> list[Time] | None:
    """Return the time of each row; None, with problems, when they do not make a year."""
    times: list[Time] = []
    for number, cells in rows:
        parts = []
        for key in ("month", "day", "hour"):
            position = clock.get(key, -1)
            try:
                cell = cells[position] if 0 <= position < len(cells) else None
                parts.append(whole_number(cell) if position >= 0 else 0)  # type: ignore[arg-type]
            except ValueError as error:
                findings.problem(
                    "profile", grid.name, key, str(error), "", place_of(grid.file, number)
                )
                return None
        times.append((parts[0], parts[1], parts[2]))
    fault = _time_fault(times, "month" in clock)
    if fault:
        findings.problem("profile", grid.name, "hour", fault, "", place_of(grid.file))
        return None
    return times


def _time_fault(times: Sequence[Time], monthly: bool) -> str:
    if not monthly:
        hours = sorted(hour for _, _, hour in times)
        first = hours[0] if hours else 0
        if len(hours) != HOURS:
            return f"it has {len(hours):,} hours instead of {HOURS:,}"
        if first not in (0, 1) or hours != list(range(first, first + HOURS)):
            return "its hours do not count from 1 to 8,760"
        return ""
    if len(set(times)) != len(times):
        return "it gives an hour twice"
    for month in range(1, 13):
        days = {day for m, day, _ in times if m == month}
        wanted = {(month, day, hour) for day in days for hour in range(24)}
        given = {time for time in times if time[0] == month}
        if not days or wanted != given:
            return f"month {month} lacks hours: each typical day has the hours 0 to 23"
    if {month for month, _, _ in times} != set(range(1, 13)):
        return "its months do not count from 1 to 12"
    return ""


def _arranged(times: Sequence[Time], values: Sequence[float], monthly: bool) -> tuple[float, ...]:
    ordered = sorted(zip(times, values, strict=True))
    if not monthly:
        return tuple(value for _, value in ordered)
    days: dict[int, list[list[float]]] = {}
    for start in range(0, len(ordered), 24):
        month = ordered[start][0][0]
        days.setdefault(month, []).append([value for _, value in ordered[start : start + 24]])
    return expanded(days)


def _number(
    grid: Grid,
    row: tuple[int, Sequence[object]],
    position: int,
    name: str,
    findings: Findings,
) -> float | None:
    number, cells = row
    cell = cells[position] if position < len(cells) else None
    try:
        value = float(cell) if isinstance(cell, str) else decimal_number(cell)  # type: ignore[arg-type]
    except ValueError:
        value = float("nan")
    if not 0 <= value < float("inf"):
        value = _read_again(cell, place_of(grid.file, number, position, name), name, findings)
    return None if value < 0 else value


def _read_again(cell: object, place: str, name: str, findings: Findings) -> float:
    """Return a number written in an unusual way; negative, with a problem, when it is none."""
    try:
        if text_of(cell) == "":  # type: ignore[arg-type]
            raise ValueError("the cell is empty")
        value = decimal_number(cell)  # type: ignore[arg-type]
        if not 0 <= value < float("inf"):
            raise ValueError(f"{value:g} is not a number from 0 up")
    except ValueError as error:
        findings.problem("profile", name, "value", str(error), "", place)
        return -1.0
    return value


def _read_sources(grid: Grid, found: Profiles, findings: Findings) -> None:
    headings = [text_of(cell).casefold() for cell in grid.rows[0]] if grid.rows else []
    for number, cells in enumerate(grid.rows[1:], 2):
        said = dict(zip(headings, map(text_of, cells), strict=False))
        name = said.get("profile", "")
        if not name or COMMENT.match(name):
            continue
        try:
            year = whole_number(said["source_year"]) if said.get("source_year") else None
            if said.get("utc_offset"):
                found.offsets[name] = whole_number(said["utc_offset"])
            grade = Grade(said.get("grade") or "D")
        except ValueError as error:
            findings.problem("profile", name, "source", str(error), "", place_of(grid.file, number))
            continue
        found.sources[name] = Provenance(said.get("source") or "assumption", year, grade)
