"""Files to fill in: the columns that a set of rules looks at, explained, with an example."""

import csv
import io
import json
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font

from twinbay.errors import ConfigurationError
from twinbay.lake.folders import UNFINISHED, disk_error, write_text_atomically
from twinbay.match.opportunities.columns import Column, columns_for
from twinbay.match.opportunities.rules import Rules
from twinbay.match.opportunities.tables import COMMENT, KINDS

_NARROW, _WIDE = 14, 24  # characters, of a workbook's columns


def write_template(path: Path, rules: Rules, language: str = "en") -> None:
    """Write a file with headings, a row of explanations and a row of examples.

    Both added rows begin with ``#`` and are not read. A file of JSON lines has one example.

    Arguments:
        path: ends in ``.csv``, ``.xlsx`` or ``.jsonl``.
        rules: whose constraints and features choose the columns.
        language: of headings and explanations, ``en`` or ``zh``.

    Raises:
        ConfigurationError: the file's kind is not known.
        LakeError: it cannot be written.
    """
    columns = columns_for([*rules.hard, *(name for name, _ in rules.soft)])
    kind = path.suffix.lower()
    if kind == ".jsonl":
        example = {c.key: c.example for c in columns if c.example}
        write_text_atomically(path, json.dumps(example, ensure_ascii=False) + "\n")
    elif kind == ".csv":
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(_rows(columns, language))
        write_text_atomically(path, "\ufeff" + text.getvalue())  # the mark tells Excel it is UTF-8
    elif kind == ".xlsx":
        _write_workbook(path, _rows(columns, language))
    else:
        raise ConfigurationError(
            f"a template ends in {', '.join(KINDS)}", where=str(path), remedy="Choose one of them."
        )


def _rows(columns: tuple[Column, ...], language: str) -> list[list[str]]:
    chinese = language.startswith("zh")
    headings = [column.zh if chinese else column.key for column in columns]
    meanings = [column.meaning_zh if chinese else column.meaning for column in columns]
    examples = [column.example for column in columns]
    return [
        headings,
        [f"{COMMENT} {meanings[0]}", *meanings[1:]],
        [f"{COMMENT} {examples[0]}", *examples[1:]],
    ]


def _write_workbook(path: Path, rows: list[list[str]]) -> None:
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for cells in sheet.columns:
        cells[0].font = Font(bold=True)
        cells[1].font = Font(italic=True, color="666666")
        wide = len(str(cells[1].value or "")) > _NARROW
        sheet.column_dimensions[cells[0].column_letter].width = _WIDE if wide else _NARROW
    sheet.freeze_panes = "B2"
    beside = path.with_name(f"{UNFINISHED}{path.name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        book.save(beside)
        beside.replace(path)
    except OSError as error:
        raise disk_error(error, path) from error
    finally:
        beside.unlink(missing_ok=True)
