"""OpenAlex: pages fetched from its API, and its snapshot's gzipped JSON lines.

Works, institutions, authors and ids that were merged are read; each record says what it is by its
id. Retracted works
and other entities (sources, funders, ...) are left out.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa

from twinbay.errors import SourceError
from twinbay.lake.quarantine import Quarantine
from twinbay.lake.sources.compressed import LIMITS, Limits
from twinbay.lake.sources.json_records import Record, json_array, json_lines
from twinbay.lake.sources.json_values import Note, Unusable, noted, openalex_id, refuse
from twinbay.lake.sources.openalex_institutions import Row, institution_row
from twinbay.lake.sources.openalex_merges import FOLDER, is_merges_file, read_merges
from twinbay.lake.sources.openalex_records import (
    AFFILIATION_COLUMNS,
    author_row,
    work_rows,
)
from twinbay.lake.staging import STAGED, Part, SourceDescription, StagedWriter

PAGE_NAME = re.compile(r"page-([0-9]{6})\.json(\.gz)?")
PAGES_AT_ONCE = 100  # pages of one part
_RESULTS = re.compile(r'"results"\s*:\s*\[')
# Only a full record has one of these; a dehydrated one within it has none.
_WHOLE = frozenset({"authorships", "publication_year", "works_count"})
_NOT_READ = frozenset(
    {"concepts", "domains", "fields", "funders", "keywords", "publishers"}
    | {"sources", "subfields", "topics"}
)
_ENDINGS = (".gz", ".json", ".jsonl", ".ndjson")
_NO_DATA = ("checkpoint.json", "manifest.json")
_ORDER = {"institutions": 0, "authors": 1}  # full records lead, works follow
_MOST_REMEMBERED = 1_000_000  # ids of a part kept to find duplicates and repeated organisations

_ROWS_AT_ONCE = 100_000


class OpenAlexReader:
    """Reads a folder, at any depth: pages of the API (JSON), or the snapshot (JSON lines).

    Arguments:
        folder: the folder, or one file.
        countries: ISO 3166-1 alpha-2 codes; only works with an institution in one of them, and
            only institutions there, are loaded. None loads everything.
        latest_year: later years are refused; default next year, for works published ahead.
        source: the source's key; give another one to keep two folders of OpenAlex data.
        limits: what a compressed file may hold.
    """

    def __init__(
        self,
        folder: Path,
        countries: Collection[str] | None = None,
        latest_year: int | None = None,
        source: str = "openalex",
        limits: Limits = LIMITS,
    ) -> None:
        self._folder = folder
        self._countries = None if countries is None else frozenset(countries)
        self._latest_year = latest_year or datetime.now(UTC).year + 1
        self._limits = limits
        chosen = "" if self._countries is None else f"-{'-'.join(sorted(self._countries))}"
        self.version = f"openalex-1{chosen}"
        self.description = SourceDescription(
            source=source,
            title="OpenAlex: works, institutions and authors",
            url="https://openalex.org",
            licence="CC0 1.0",
            note="Institutions and topics were assigned by OpenAlex's own models; abstracts are "
            "rebuilt from its word index.",
        )

    def parts(self) -> Sequence[Part]:
        """Return one part per file of the snapshot and one per hundred pages of the API."""
        files = [self._folder] if self._folder.is_file() else self._files()
        if not files:
            raise SourceError(
                "holds no OpenAlex data",
                where=str(self._folder),
                remedy="Pages of the API end in .json or .json.gz, files of the snapshot in .gz. "
                "See docs/how-to/load-openalex.md.",
            )
        parts = []
        for name, group in groupby(files, key=self._part_name):
            parts.append(Part(name, tuple(group)))
        return parts

    def _files(self) -> list[Path]:
        found = []
        for path in self._folder.rglob("*"):
            inside = path.relative_to(self._folder).parts
            hidden = any(name.startswith(".") for name in inside)
            left_out = not _NOT_READ.isdisjoint(inside[:-1]) or (
                FOLDER in inside[:-1] and not is_merges_file(inside)
            )
            if hidden or left_out or not path.is_file():
                continue
            if path.name.endswith(_ENDINGS) and path.name not in _NO_DATA:
                found.append(path)
        return sorted(found, key=self._rank)

    def _rank(self, path: Path) -> tuple[int, str]:
        inside = path.relative_to(self._folder).parts
        kinds = (_ORDER[kind] for kind in _ORDER for name in inside if name.startswith(kind))
        return min(kinds, default=len(_ORDER)), str(path)

    def _part_name(self, path: Path) -> str:
        inside = path if path == self._folder else path.relative_to(self._folder)
        page = PAGE_NAME.fullmatch(path.name)
        if not page:
            return str(inside)
        group = (int(page[1]) - 1) // PAGES_AT_ONCE
        first, last = group * PAGES_AT_ONCE + 1, (group + 1) * PAGES_AT_ONCE
        return str(inside.with_name(f"pages {first} to {last}"))

    def read(self, part: Part, staged: StagedWriter, quarantine: Quarantine) -> None:
        """Read the part; see ``staging.Reader``."""
        rows = _PartRows(self, staged)
        for path in part.files:
            if is_merges_file(path.parts):
                read_merges(path, staged, quarantine)
                continue
            for number, record in self._records(path, quarantine):
                note = noted(quarantine, path.name, number)
                try:
                    rows.add(record, note)
                except Unusable as problem:
                    refuse(quarantine, path.name, number, problem)
        rows.finish()

    def _records(self, path: Path, quarantine: Quarantine) -> Iterator[tuple[int, Record]]:
        def report(number: int, reason: str, excerpt: str) -> None:
            quarantine.add(path.name, number, "", reason, excerpt)

        if path.suffix == ".json" or path.name.endswith(".json.gz"):
            return json_array(path, _RESULTS, _is_whole, report, self._limits)
        return json_lines(path, report, self._limits)

    @property
    def latest_year(self) -> int:
        """The latest year that is accepted."""
        return self._latest_year

    def wants_work(self, record: Record) -> bool:
        """Tell whether a work is of the countries that were asked for and is not retracted."""
        if record.get("is_retracted") is True:
            return False
        if self._countries is None:
            return True
        return any(self.wants_country(code) for code in _countries(record))

    def wants_country(self, code: Any) -> bool:
        """Tell whether a country is among those that were asked for."""
        return self._countries is None or (isinstance(code, str) and code in self._countries)


class _Columns:
    """Rows of a table written by column: of these there are dozens for each work."""

    def __init__(self, staged: StagedWriter, table: str, columns: Sequence[str]) -> None:
        self._staged = staged
        self._table = table
        self._columns = columns
        self._rows: list[tuple[Any, ...]] = []

    def add(self, rows: Sequence[tuple[Any, ...]]) -> None:
        self._rows += rows
        if len(self._rows) >= _ROWS_AT_ONCE:
            self.write()

    def write(self) -> None:
        if not self._rows:
            return
        schema = STAGED[self._table]
        values = dict(zip(self._columns, zip(*self._rows, strict=True), strict=True))
        arrays = [
            pa.array(values[column.name], column.type)
            if column.name in values
            else pa.nulls(len(self._rows), column.type)
            for column in schema
        ]
        self._staged.write(self._table, [pa.RecordBatch.from_arrays(arrays, schema=schema)])
        self._rows = []


class _PartRows:
    """Writes the rows of one part: each work once, each organisation and person once."""

    def __init__(self, reader: OpenAlexReader, staged: StagedWriter) -> None:
        self._reader = reader
        self._staged = staged
        self._seen: set[str] = set()
        self._affiliations = _Columns(staged, "affiliations", AFFILIATION_COLUMNS)
        self._citations = _Columns(staged, "citations", ("work_id", "cited_work_id"))

    def add(self, record: Record, note: Note) -> None:
        identity = record.get("id")
        if openalex_id(identity, "W"):
            self._add_work(record, note)
        elif openalex_id(identity, "I"):
            if self._reader.wants_country(record.get("country_code")):
                self._add_once("organisations", "org_id", institution_row(record, note))
        elif openalex_id(identity, "A"):
            self._add_once("people", "person_id", author_row(record, note))
        else:
            raise Unusable("id", "not the id of a work, an institution or an author", identity)

    def _add_work(self, record: Record, note: Note) -> None:
        if not self._reader.wants_work(record):
            return
        rows = work_rows(record, self._reader.latest_year, note)
        if not self._first(rows.work["work_id"]):
            raise Unusable("id", "duplicate work id; the first one was kept", record.get("id"))
        self._add("works", rows.work)
        self._affiliations.add(rows.affiliations)
        work_id = rows.work["work_id"]
        self._citations.add([(work_id, cited) for cited in rows.cited])
        for row in rows.organisations.values():
            if self._first(row["org_id"]):
                self._add("organisations", row)
        for row in rows.people.values():
            if self._first(row["person_id"]):
                self._add("people", row)

    def finish(self) -> None:
        """Write the rows that wait."""
        self._affiliations.write()
        self._citations.write()

    def _add_once(self, table: str, key: str, row: Row) -> None:
        if not self._first(f"full {row[key]}"):
            raise Unusable("id", "duplicate id; the first one was kept", row[key])
        self._seen.add(row[key])
        self._add(table, row)

    def _add(self, table: str, row: Row) -> None:
        self._staged.add(table, {**row, "source": self._reader.description.source})

    def _first(self, identity: str) -> bool:
        if identity in self._seen:
            return False
        if len(self._seen) >= _MOST_REMEMBERED:
            self._seen.clear()  # a repeated row does no harm: the build keeps one of each id
        self._seen.add(identity)
        return True


def _countries(record: Record) -> Iterator[Any]:
    authorships = record.get("authorships")
    for authorship in authorships if isinstance(authorships, list) else ():
        institutions = authorship.get("institutions") if isinstance(authorship, dict) else None
        for institution in institutions if isinstance(institutions, list) else ():
            if isinstance(institution, dict):
                yield institution.get("country_code")


def _is_whole(record: Record) -> bool:
    return "id" in record and not _WHOLE.isdisjoint(record)
