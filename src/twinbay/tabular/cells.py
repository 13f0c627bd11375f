"""What a cell says as text, whichever program wrote it."""

import re
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta | None
"""What a reader of CSV (text only) or XLSX gives for one cell."""

YES = frozenset({"yes", "y", "true", "1", "x", "是", "有", "√"})
NO = frozenset({"no", "n", "false", "0", "否", "无", "無", "-"})
QUOTED_SIGN = re.compile(r"^'[\s\ufeff]*[=+\-@＝＋－＠]")
"""An apostrophe before a sign keeps spreadsheets from reading a text as a formula."""

EXACT_WHOLE = 1e15
"""Whole numbers below it are exact in a spreadsheet (15 digits)."""


def text_of(cell: Cell) -> str:
    """Return a cell as text: whole numbers without a fraction, edges and doubled spaces trimmed."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < EXACT_WHOLE:
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    text = " ".join(str(cell).split())  # split knows the spaces of every script
    return text[1:] if QUOTED_SIGN.match(text) else text


def halfwidth(text: str) -> str:
    """Return text with full-width digits, letters and signs in their common form."""
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text).strip()


def yes_or_no(cell: Cell) -> bool:
    """Return the truth value of a cell that is not empty.

    Raises:
        ValueError: it is neither yes nor no, in words for who filled it in.
    """
    text = text_of(cell).casefold()
    if text in YES:
        return True
    if text in NO:
        return False
    raise ValueError(f"“{text_of(cell)}” is neither yes (是) nor no (否)")
