"""What one cell means: a number, a date, a time, a list; as text or as a spreadsheet stores it.

Each function takes a cell that is not empty and raises ValueError with a sentence that says what
is wrong and how to write it.
"""

import re
from datetime import date, datetime, time, timedelta

from twinbay.tabular.cells import Cell, halfwidth, text_of

EXCEL_EPOCH = date(1899, 12, 30)
"""Day 0 of spreadsheet serial numbers (1900 date system, after its leap year error)."""

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)
"""Dates outside are taken for mistakes."""

SEPARATORS = re.compile(r"[;；,，、\n|]+")
DATE_PATTERNS = (
    re.compile(r"^(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})$"),
    re.compile(r"^(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号號]?$"),
    re.compile(r"^(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})$"),
)
MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
        start=1,
    )
}
NAMED_MONTH = re.compile(
    r"^(?:(?P<d1>\d{1,2})[ -](?P<m1>[A-Za-z]{3,9})|(?P<m2>[A-Za-z]{3,9}) (?P<d2>\d{1,2})),?[ -]"
    r"(?P<y>\d{4})$"
)
TIME = re.compile(
    r"^(?P<before>上午|下午|中午|晚上|am|pm)?\s*(?P<h>\d{1,2})(?:[:时点時點](?P<m>\d{1,2})?分?)?"
    r"(?::(?P<s>\d{2}))?\s*(?P<after>am|pm|a\.m\.|p\.m\.)?$",
    re.IGNORECASE,
)


def whole_number(cell: Cell) -> int:
    """Return a whole number."""
    number = decimal_number(cell)
    if not number.is_integer():
        raise ValueError(f"“{text_of(cell)}” is not a whole number")
    return int(number)


def decimal_number(cell: Cell) -> float:
    """Return a number; percentages count as shares."""
    if isinstance(cell, int | float):
        return float(cell)
    text = halfwidth(text_of(cell))
    share = text.endswith("%")
    try:
        number = float(text.rstrip("% ").replace("\u2212", "-"))
    except ValueError:
        raise ValueError(f"“{text}” is not a number") from None
    if number != number or number in (float("inf"), float("-inf")):
        raise ValueError(f"“{text}” is not a number")
    return number / 100 if share else number


def several(cell: Cell) -> tuple[str, ...]:
    """Return the parts of a list, without repetitions."""
    parts = (part.strip() for part in SEPARATORS.split(_with_lines(cell)))
    return tuple(dict.fromkeys(part for part in parts if part))


def calendar_day(cell: Cell) -> date:
    """Return a date: a spreadsheet's date or serial number, or text."""
    if isinstance(cell, datetime):
        return _plausible(cell.date())
    if isinstance(cell, date):
        return _plausible(cell)
    text = halfwidth(text_of(cell))
    if re.fullmatch(r"\d{5}(\.0+)?", text):
        return _plausible(EXCEL_EPOCH + timedelta(days=int(float(text))))
    text = re.sub(r"[T ]00:00(:00)?$", "", text)
    for pattern in DATE_PATTERNS:
        found = pattern.match(text)
        if found:
            return _day(int(found["y"]), int(found["m"]), int(found["d"]), text)
    named = NAMED_MONTH.match(text)
    if named:
        month = MONTHS.get((named["m1"] or named["m2"])[:3].casefold(), 0)
        return _day(int(named["y"]), month, int(named["d1"] or named["d2"]), text)
    raise ValueError(f"“{text}” is not a date that can be read for certain; write 2026-09-14")


def clock_time(cell: Cell) -> time:
    """Return a time of day, to the minute: a spreadsheet's time or fraction, or text."""
    if isinstance(cell, datetime):
        return cell.time().replace(second=0, microsecond=0)
    if isinstance(cell, time):
        return cell.replace(second=0, microsecond=0)
    if isinstance(cell, timedelta):
        return _fraction(cell / timedelta(days=1))
    text = halfwidth(text_of(cell)).replace("：", ":")
    if re.fullmatch(r"0?\.\d+", text) or re.fullmatch(r"\d{5}\.\d+", text):
        return _fraction(float(text) % 1)
    found = TIME.match(text)
    half = (found["before"] or found["after"] or "").casefold().replace(".", "") if found else ""
    if found is None or (":" not in text and not half and not re.search("[时点時點]", text)):
        raise ValueError(f"“{text}” is not a time; write 14:30")
    hour, minute = int(found["h"]), int(found["m"] or 0)
    if half in ("pm", "下午", "晚上", "中午") and hour < 12 and not (half == "中午" and hour == 11):
        hour += 12
    if half in ("am", "上午") and hour == 12:
        hour = 0
    if hour > 23 or minute > 59:
        raise ValueError(f"“{text}” is not a time; write 14:30")
    return time(hour, minute)


def moment(cell: Cell) -> datetime | None:
    """Return a cell that holds a date and a time, aware when it names an offset; else None."""
    if isinstance(cell, datetime):
        return cell
    text = halfwidth(text_of(cell))
    if re.match(r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}", text):
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            raise ValueError(f"“{text}” is not a date and time") from None
    return None


def _with_lines(cell: Cell) -> str:
    return cell.strip() if isinstance(cell, str) else text_of(cell)


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        return _plausible(date(year, month, day))
    except ValueError:
        raise ValueError(f"“{text}” is not a day of the calendar") from None


def _plausible(day: date) -> date:
    if not EARLIEST <= day < LATEST:
        raise ValueError(f"{day.isoformat()} is not a day of this century")
    return day


def _fraction(share: float) -> time:
    minutes = round(share * 24 * 60)
    if not 0 <= minutes < 24 * 60:
        raise ValueError("the number is not a time of day")
    return time(minutes // 60, minutes % 60)
