"""Local dates and times with their zone, and the hours that a change of the clocks skips."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from twinbay.meet.reading.cells import calendar_day, clock_time, moment
from twinbay.meet.reading.sheets import Row
from twinbay.tabular.cells import Cell, text_of


def zone_named(name: str) -> ZoneInfo:
    """Return a time zone; ValueError when there is none of that name."""
    try:
        if name:
            return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        pass
    raise ValueError(f"“{name}” is not a time zone; write an IANA name such as Asia/Shanghai")


def zone_of(cell: Cell) -> ZoneInfo:
    """Return the time zone that a cell names."""
    return zone_named(text_of(cell))


def moment_in(row: Row, key: str, day: date | None, zone: ZoneInfo) -> datetime | None:
    """Return the moment that a cell means: a time on a day, or a date and time in one cell."""

    def parse(cell: Cell) -> datetime:
        whole = moment(cell)
        if whole is not None and (day is None or whole.year > 1900):
            return whole.astimezone(zone) if whole.tzinfo else at(whole.date(), whole.time(), zone)
        if day is None:
            raise ValueError("the date is missing")
        return at(day, clock_time(cell), zone)

    return row.read(key, parse, None)


def day_of(row: Row, key: str = "date") -> date | None:
    """Return the day that a cell means; None when it is empty or wrong."""
    return row.read(key, calendar_day, None)


def at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Return a local time; ValueError when clocks skip it, or show it twice, on that day."""
    found = datetime.combine(day, clock.replace(tzinfo=None), tzinfo=zone)
    back = found.astimezone(UTC).astimezone(zone)
    if back.replace(tzinfo=None) != found.replace(tzinfo=None):
        raise ValueError(f"the clocks of {zone.key} skip {clock:%H:%M} on {day.isoformat()}")
    if found.utcoffset() != found.replace(fold=1).utcoffset():
        example = found.isoformat()[:16] + found.isoformat()[-6:]
        raise ValueError(
            f"the clocks of {zone.key} show {clock:%H:%M} twice on {day.isoformat()}; write the "
            f"offset too, such as {example}"
        )
    return found
