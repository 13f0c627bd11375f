"""Matches as a table for a person to decide on: CSV or XLSX, safe to open in a spreadsheet."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Font

from twinbay.screen.model import Match

HEADINGS = (
    ("name id", "编号"),
    ("name", "名称"),
    ("score", "得分"),
    ("kind of match", "匹配方式"),
    ("entry", "名单条目"),
    ("matched name", "匹配的名称"),
    ("list", "名单"),
    ("part of the list", "名单部分"),
    ("programmes", "依据"),
    ("entry id", "条目编号"),
    ("list version", "名单版本"),
    ("reason", "理由（英文）"),
    ("reason in Chinese", "理由（中文）"),
)
_WIDTHS = (14, 36, 8, 16, 36, 36, 28, 40, 18, 18, 18, 80, 80)

# A text that begins so would be run as a formula (OWASP, "CSV Injection"); full-width signs too.
_FORMULA = re.compile(r"^[\s\ufeff]*[=+\-@＝＋－＠\t\r]")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LONGEST_CELL = 32_767  # characters in an XLSX cell (ECMA-376)


def to_csv(matches: Sequence[Match]) -> bytes:
    """Return matches as CSV (RFC 4180) in UTF-8 with a byte-order mark, which Excel needs."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(_headings())
    writer.writerows(_row(match) for match in matches)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", errors="replace")


def to_xlsx(matches: Sequence[Match]) -> bytes:
    """Return matches as a workbook with one sheet."""
    book = Workbook()
    sheet = book.active
    sheet.title = "matches"
    sheet.append(_headings())
    for cell, width in zip(sheet[1], _WIDTHS, strict=True):
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width
    for match in matches:
        sheet.append([c if isinstance(c, float) else c[:_LONGEST_CELL] for c in _row(match)])
    sheet.freeze_panes = "A2"
    # Equal matches give equal bytes, whenever they are written.
    book.properties.created = book.properties.modified = datetime(2000, 1, 1)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _headings() -> list[str]:
    return [f"{english} ({chinese})" for english, chinese in HEADINGS]


def _row(match: Match) -> list[str | float]:
    texts = (
        str(match.kind),
        match.entry_name,
        match.matched_name,
        match.list_name,
        match.source,
        "; ".join(match.programs),
        match.entry,
        match.list_version[:12],
        match.reason["en"],
        match.reason["zh"],
    )
    first = (_plain(match.subject), _plain(match.subject_name), match.score)
    return [*first, *map(_plain, texts)]


def _plain(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    clean = _NOT_XML.sub("", text)
    return f"'{clean}" if _FORMULA.match(clean) else clean
