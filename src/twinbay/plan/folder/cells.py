"""What one cell of a programme's tables means; as text or as a spreadsheet stores it.

Each function takes a cell that is not empty and raises ValueError with a sentence that says what
is wrong and how to write it.
"""

import re
from datetime import date, time

from twinbay.plan.measure import Interaction, InteractionKind
from twinbay.tabular.cells import Cell, halfwidth, text_of

SEPARATORS = re.compile(r"[;；,，、\n]+")
UNLIMITED = frozenset({"unlimited", "inf", "infinite", "不限", "无限", "無限"})
GROUPED = re.compile(r"^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$")
DECIMAL_COMMA = re.compile(r"^[-+]?\d+,\d+$")
NAMED_NUMBER = re.compile(
    r"^(?P<name>.+?)\s*[:=： ]\s*(?P<number>[-−+]?[\d.]+(e-?\d+)?\s*%?)$", re.IGNORECASE
)
LOW_HIGH = re.compile(r"\s*(?:[;；,，、–~～]|\bto\b|至)\s*")
INTERACTION_WORDS = {
    "overlap": InteractionKind.OVERLAP,
    "重叠": InteractionKind.OVERLAP,
    "exclusive": InteractionKind.EXCLUSIVE,
    "互斥": InteractionKind.EXCLUSIVE,
    "requires": InteractionKind.REQUIRES,
    "依赖": InteractionKind.REQUIRES,
}


def decimal_number(cell: Cell) -> float:
    """Return a number; percentages count as shares, “unlimited” as infinite."""
    if isinstance(cell, bool | date | time):
        raise ValueError(f"“{text_of(cell)}” is not a number")
    number = float(cell) if isinstance(cell, int | float) else _parsed(halfwidth(text_of(cell)))
    if number != number:
        raise ValueError(f"“{text_of(cell)}” is not a number")
    return number


def _parsed(text: str) -> float:
    if text.casefold() in UNLIMITED:
        return float("inf")
    share = text.endswith("%")
    digits = text.rstrip("% ").replace("\u2212", "-")
    if GROUPED.match(digits):
        digits = digits.replace(",", "")
    elif DECIMAL_COMMA.match(digits):
        point = digits.replace(",", ".")
        raise ValueError(f"“{text}” has a decimal comma; write {point}")
    try:
        number = float(digits)
    except ValueError:
        raise ValueError(f"“{text}” is not a number") from None
    return number / 100 if share else number


def whole_number(cell: Cell) -> int:
    """Return a whole number."""
    number = decimal_number(cell)
    if not number.is_integer():
        raise ValueError(f"“{text_of(cell)}” is not a whole number")
    return int(number)


def several(cell: Cell) -> tuple[str, ...]:
    """Return the parts of a list, without repetitions."""
    whole = cell.strip() if isinstance(cell, str) else text_of(cell)
    parts = (text_of(part) for part in SEPARATORS.split(whole))
    return tuple(dict.fromkeys(part for part in parts if part))


def named_numbers(cell: Cell) -> dict[str, float]:
    """Return names with a number each, such as ``enterprises 0.7; government 30%``."""
    found: dict[str, float] = {}
    for part in several(cell):
        match = NAMED_NUMBER.match(halfwidth(part))
        if match is None:
            raise ValueError(f"“{part}” is not a name with a number, such as enterprises 0.7")
        name = match["name"].strip()
        if name in found:
            raise ValueError(f"“{name}” is named twice")
        found[name] = decimal_number(match["number"])
    return found


def low_and_high(cell: Cell) -> tuple[float, float]:
    """Return two rising numbers, such as ``0.8; 1.3``."""
    parts = [part for part in LOW_HIGH.split(halfwidth(text_of(cell))) if part]
    if len(parts) != 2:
        raise ValueError(f"“{text_of(cell)}” is not a low and a high number, such as 0.8; 1.3")
    low, high = decimal_number(parts[0]), decimal_number(parts[1])
    if low > high:
        raise ValueError(f"“{text_of(cell)}” has the high number first")
    return low, high


def interactions(cell: Cell) -> tuple[Interaction, ...]:
    """Return interactions, such as ``overlap led 0.3; requires grid 0.5``."""
    found = []
    for part in several(cell):
        words = halfwidth(part).split()
        kind = INTERACTION_WORDS.get(words[0].casefold().rstrip(":"))
        if kind is None or len(words) not in (2, 3):
            raise ValueError(
                f"“{part}” is not overlap, exclusive or requires with a measure and a share, "
                "such as overlap led 0.3"
            )
        share = decimal_number(words[2]) if len(words) == 3 else 1.0
        if not 0 <= share <= 1:
            raise ValueError(f"the share in “{part}” is not between 0 and 1")
        found.append(Interaction(kind, words[1], share))
    return tuple(found)
