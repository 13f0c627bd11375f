"""The names to screen from a table that people fill in: CSV or XLSX, headings in both languages."""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from twinbay.errors import SourceError
from twinbay.screen.model import Kind, Subject
from twinbay.screen.names.folding import LONGEST_NAME, fold
from twinbay.screen.quarantine import Quarantine
from twinbay.screen.reading.columns import ColumnMap, Columns
from twinbay.screen.reading.csv_records import Row, csv_rows
from twinbay.screen.reading.entries import Raw
from twinbay.screen.reading.values import birth_years, country_code, kind_of
from twinbay.tabular.cells import text_of
from twinbay.tabular.grids import read_workbook

COLUMNS = ColumnMap(
    name=("name", "organisation", "organization", "person", "名称", "机构名称", "姓名"),
    aliases=("other names", "aliases", "name zh", "name (Chinese)", "中文名称", "其他名称", "别名"),
    id=("id", "编号", "org id", "person id"),
    kind=("kind", "type", "类型"),
    countries=("country", "countries", "国家", "国家/地区"),
    births=("birth year", "date of birth", "出生年份", "出生日期"),
)
"""Headings of a table of names; only the name is needed."""

LARGEST_WORKBOOK = 512 * 2**20
"""Bytes that a workbook may unpack to."""


def read_subjects(path: Path, kind: Kind = Kind.UNKNOWN) -> tuple[tuple[Subject, ...], Quarantine]:
    """Return the names of a table and what could not be read.

    A CSV file without a heading that is known holds one name per row, in its first column.

    Arguments:
        path: a CSV file (plain, gzip or zip) or a workbook; of a workbook the first sheet.
        kind: of names whose row does not say.

    Raises:
        SourceError: the file cannot be read, or has no name.
    """
    quarantine = Quarantine(path.name)
    workbook = path.suffix.lower() in (".xlsx", ".xlsm")
    rows = _workbook_rows(path) if workbook else csv_rows(path, quarantine)
    subjects = tuple(_subjects(rows, kind, quarantine))
    if not subjects:
        raise SourceError(
            "holds no name", where=str(path), remedy="Write one name per row under “name” (名称)."
        )
    return subjects, quarantine


def _workbook_rows(path: Path) -> Iterator[Row]:
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (OSError, zipfile.BadZipFile) as error:
        raise SourceError(
            "is no workbook that can be read", where=str(path), remedy="Save it as .xlsx again."
        ) from error
    if size > LARGEST_WORKBOOK:
        raise SourceError(
            f"unpacks to more than {LARGEST_WORKBOOK // 2**20} MB",
            where=str(path),
            remedy="Save the names as a CSV file.",
        )
    for line, cells in enumerate(read_workbook(path)[0].rows, start=1):
        yield Row(line, [text_of(cell) for cell in cells])


def _subjects(rows: Iterable[Row], kind: Kind, quarantine: Quarantine) -> Iterator[Subject]:
    columns: Columns | None = None
    for place, row in enumerate(rows):
        if place == 0:
            columns = Columns(row.cells, COLUMNS)
            width = len(row.cells)
            if columns.found:
                continue
            columns = None
        cells = [*row.cells, *[""] * (width - len(row.cells))]
        raw = columns.raw(row.line, cells) if columns else _first_cell(row)
        if subject := _subject(raw, kind, quarantine):
            yield subject


def _first_cell(row: Row) -> Raw:
    return Raw(row.line, name=row.cells[0] if row.cells else "")


def _subject(raw: Raw, kind: Kind, quarantine: Quarantine) -> Subject | None:
    if not fold(raw.name):
        if raw.name or raw.id or raw.aliases:
            quarantine.add(raw.line, "name", "has no name; not screened", raw.name)
        return None
    if len(raw.name) > LONGEST_NAME:
        reason = f"longer than {LONGEST_NAME} characters; its beginning is screened"
        quarantine.add(raw.line, "name", reason, raw.name, loaded=True)
    return Subject(
        name=raw.name[:LONGEST_NAME],
        id=raw.id,
        kind=_kind(raw, kind, quarantine),
        other_names=tuple(name[:LONGEST_NAME] for name in raw.aliases if fold(name)),
        birth_year=_birth_year(raw, quarantine),
        countries=_countries(raw, quarantine),
    )


def _kind(raw: Raw, kind: Kind, quarantine: Quarantine) -> Kind:
    if not raw.kind.strip():
        return kind
    found = kind_of(raw.kind)
    if found is Kind.UNKNOWN:
        quarantine.add(raw.line, "kind", "neither person nor organisation", raw.kind, loaded=True)
    return found


def _birth_year(raw: Raw, quarantine: Quarantine) -> int | None:
    spans = [span for text in raw.births if (span := birth_years(text))]
    if raw.births and not spans:
        text = ", ".join(raw.births)
        quarantine.add(raw.line, "birth year", "has no year; not used", text, loaded=True)
    return spans[0][0] if spans else None


def _countries(raw: Raw, quarantine: Quarantine) -> frozenset[str]:
    codes = set()
    for text in _parts(raw.countries):
        code = country_code(text)
        if not code:
            quarantine.add(raw.line, "country", "not known; not used", text, loaded=True)
        codes.add(code)
    return frozenset(codes - {""})


def _parts(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        yield from (part for part in re.split(r"[;,、/]", text) if part.strip())
