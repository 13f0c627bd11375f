"""Tidy tables: a folder with ``works`` and ``authorships`` as Parquet or CSV.

Columns may have other names: ``columns.toml`` in the folder (or a file given) maps them, and says
what the source is::

    [source]
    source = "papers"
    title = "..."
    [works]
    work_id = "paper_id"
    [authorships]
    city = "campus"
"""

import csv
import tomllib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from twinbay.errors import ConfigurationError, SourceError
from twinbay.lake.quarantine import Quarantine
from twinbay.lake.sources.countries import country_code
from twinbay.lake.staging import Part, SourceDescription, StagedWriter

EARLIEST_YEAR = 1450  # the printing press; an earlier year is a mistake
LONGEST_FIELD = 100_000  # characters kept of a title or an abstract
_REQUIRED = {"works": ("work_id", "title"), "authorships": ("work_id", "position")}
_COLUMNS = {
    "works": (
        *("work_id", "title", "abstract", "year", "venue", "citations"),
        *("kind", "language", "url", "topics"),
    ),
    "authorships": (
        *("work_id", "position", "author_name", "author_id", "org_name", "org_url"),
        *("raw_affiliation", "country", "city"),
    ),
}
# Names that columns commonly have, tried when no map names another.
_ALSO_CALLED = {"author_id": ("author_source_id",), "city": ("campus",), "url": ("doi",)}


class TidyReader:
    """Reads a folder of tidy tables.

    Arguments:
        folder: holds works.parquet or works.csv, and authorships.parquet or authorships.csv.
        columns: a TOML file with the column map; default ``columns.toml`` in the folder, if any.
        latest_year: later years are refused; default next year, for works published ahead.
    """

    version = "tidy-1"

    def __init__(
        self, folder: Path, columns: Path | None = None, latest_year: int | None = None
    ) -> None:
        self._folder = folder
        self._map_file = columns or (
            folder / "columns.toml" if (folder / "columns.toml").exists() else None
        )
        mapping = _read_map(self._map_file)
        self._map = {table: dict(mapping.get(table, {})) for table in _COLUMNS}
        about = dict(mapping.get("source", {}))
        self._latest_year = latest_year or datetime.now(UTC).year + 1
        self.description = SourceDescription(
            source=str(about.get("source", folder.resolve().name)),
            title=str(about.get("title", f"Tables in the folder {folder.resolve().name}")),
            url=str(about.get("url", "")),
            licence=str(about.get("licence", "")),
            note=str(about.get("note", "")),
        )

    def parts(self) -> Sequence[Part]:
        """Return the one part: both tables and the map, read together."""
        files = [_table_file(self._folder, name) for name in _COLUMNS]
        extra = [self._map_file] if self._map_file else []
        return [Part("works and authorships", (*files, *extra))]

    def read(self, part: Part, staged: StagedWriter, quarantine: Quarantine) -> None:
        """Read the part; see ``staging.Reader``."""
        with TemporaryDirectory() as temporary, duckdb.connect() as connection:
            for name, file in zip(_COLUMNS, part.files, strict=False):
                self._open(connection, name, file, Path(temporary), quarantine)
            self._works(connection, part.files[0].name, staged, quarantine)
            self._affiliations(connection, part.files[1].name, staged, quarantine)

    def _open(
        self,
        connection: duckdb.DuckDBPyConnection,
        name: str,
        file: Path,
        temporary: Path,
        quarantine: Quarantine,
    ) -> None:
        """Make the view ``raw_<name>`` with a line number and every column as text."""
        source = file
        if file.suffix == ".csv":
            source = temporary / f"{name}.parquet"
            _csv_to_parquet(file, source, quarantine)
        try:
            present = pq.read_schema(source).names
        except (OSError, pa.ArrowInvalid) as error:
            raise SourceError(
                f"is not a readable Parquet file: {error}",
                where=str(file),
                remedy="Fetch or export the file again.",
            ) from None
        line = '"__line"' if "__line" in present else "file_row_number + 1"
        selected = [f"{line} AS line"]
        for column in _COLUMNS[name]:
            actual = self._actual(name, column, present, file)
            value = f'CAST("{actual}" AS VARCHAR)' if actual else "NULL::VARCHAR"
            selected.append(f"nullif(trim({value}), '') AS {column}")
        connection.execute(
            f"CREATE TABLE raw_{name} AS SELECT {', '.join(selected)} "
            f"FROM read_parquet('{_quoted(source)}', file_row_number=true)"
        )

    def _actual(self, table: str, column: str, present: Sequence[str], file: Path) -> str | None:
        mapped = self._map[table].get(column)
        for candidate in (mapped,) if mapped else (column, *_ALSO_CALLED.get(column, ())):
            if candidate in present:
                return str(candidate)
        if column in _REQUIRED[table] or mapped:
            raise SourceError(
                f"the column {mapped or column!r} is missing",
                where=str(file),
                remedy=f"Its columns are {', '.join(present)}. Name the right one in columns.toml: "
                f'[{table}] {column} = "...".',
            )
        return None

    def _works(
        self,
        connection: duckdb.DuckDBPyConnection,
        file: str,
        staged: StagedWriter,
        quarantine: Quarantine,
    ) -> None:
        connection.execute(
            f"""
            CREATE TABLE checked_works AS SELECT *, CASE
                WHEN work_id IS NULL THEN 'work_id|no work id'
                WHEN title IS NULL THEN 'title|no title'
                WHEN year IS NOT NULL AND TRY_CAST(year AS INTEGER) IS NULL
                    THEN 'year|not a year'
                WHEN TRY_CAST(year AS INTEGER) > {self._latest_year}
                    THEN 'year|the year is in the future'
                WHEN TRY_CAST(year AS INTEGER) < {EARLIEST_YEAR} THEN 'year|the year is too early'
                WHEN row_number() OVER (PARTITION BY work_id ORDER BY line) > 1
                    THEN 'work_id|duplicate work id; the first one was kept'
                END AS problem FROM raw_works
            """
        )
        _report(
            connection,
            "SELECT line, problem, concat_ws(' | ', work_id, title, year) FROM checked_works "
            "WHERE problem IS NOT NULL",
            file,
            quarantine,
        )
        _report(
            connection,
            f"SELECT line, 'title or abstract|longer than {LONGEST_FIELD:,} characters; cut', "
            f"left(title, 80) FROM checked_works WHERE problem IS NULL AND "
            f"(length(title) > {LONGEST_FIELD} OR length(abstract) > {LONGEST_FIELD})",
            file,
            quarantine,
        )
        source = self.description.source
        result = connection.sql(
            f"""
            SELECT 'work:' || work_id AS work_id, coalesce(kind, 'paper') AS kind,
                left(title, {LONGEST_FIELD}) AS title, ? AS source,
                left(abstract, {LONGEST_FIELD}) AS abstract, TRY_CAST(year AS INTEGER) AS year,
                venue, string_split(topics, ';') AS topics,
                CASE WHEN topics IS NOT NULL THEN 'source' END AS topics_rule,
                TRY_CAST(TRY_CAST(citations AS DOUBLE) AS BIGINT) AS citations, language, url
            FROM checked_works WHERE problem IS NULL ORDER BY line
            """,
            params=[source],
        )
        staged.write("works", result.to_arrow_reader(50_000))

    def _affiliations(
        self,
        connection: duckdb.DuckDBPyConnection,
        file: str,
        staged: StagedWriter,
        quarantine: Quarantine,
    ) -> None:
        connection.execute(
            """
            CREATE TABLE checked AS SELECT raw.*, CASE
                WHEN raw.work_id IS NULL THEN 'work_id|no work id'
                WHEN works.work_id IS NULL THEN 'work_id|the work was not loaded'
                WHEN coalesce(TRY_CAST(TRY_CAST(position AS DOUBLE) AS INTEGER), -1) < 0
                    THEN 'position|not a number from 0'
                WHEN author_name IS NULL AND org_name IS NULL AND raw_affiliation IS NULL
                    THEN 'author_name|neither author nor organisation'
                END AS problem
            FROM raw_authorships AS raw LEFT JOIN
                (SELECT work_id FROM checked_works WHERE problem IS NULL) AS works
                ON raw.work_id = works.work_id
            """
        )
        _report(
            connection,
            "SELECT line, problem, concat_ws(' | ', work_id, position, author_name, org_name) "
            "FROM checked WHERE problem IS NOT NULL",
            file,
            quarantine,
        )
        self._map_countries(connection, file, quarantine)
        result = connection.sql(
            """
            SELECT 'work:' || work_id AS work_id,
                CAST(TRY_CAST(position AS DOUBLE) AS INTEGER) AS position, author_id, author_name,
                NULL::VARCHAR AS org_id, org_name, org_url, code AS country, city, raw_affiliation
            FROM checked LEFT JOIN codes ON checked.country = codes.spelling
            WHERE problem IS NULL ORDER BY line
            """
        )
        staged.write("affiliations", result.to_arrow_reader(50_000))

    def _map_countries(
        self, connection: duckdb.DuckDBPyConnection, file: str, quarantine: Quarantine
    ) -> None:
        spellings = connection.execute(
            "SELECT country, min(line), count(*) FROM checked "
            "WHERE country IS NOT NULL AND problem IS NULL GROUP BY 1 ORDER BY 2"
        ).fetchall()
        connection.execute("CREATE TABLE codes (spelling VARCHAR, code VARCHAR)")
        for spelling, line, rows in spellings:
            code = country_code(spelling)
            connection.execute("INSERT INTO codes VALUES (?, ?)", [spelling, code])
            if code is None:
                reason = "unknown country; the row was loaded without it"
                quarantine.add(file, line, "country", reason, f"{spelling} ({rows:,} rows)")


def _report(
    connection: duckdb.DuckDBPyConnection, query: str, file: str, quarantine: Quarantine
) -> None:
    for line, problem, excerpt in connection.execute(query).fetchall():
        field, _, reason = problem.partition("|")
        quarantine.add(file, int(line), field, reason, excerpt or "")


def _read_map(path: Path | None) -> dict[str, dict[str, str]]:
    if path is None:
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(
            f"is not a readable column map: {error}",
            where=str(path),
            remedy="docs/how-to/import-your-data.md shows one.",
        ) from None


def _table_file(folder: Path, name: str) -> Path:
    for suffix in (".parquet", ".csv"):
        if (folder / f"{name}{suffix}").is_file():
            return folder / f"{name}{suffix}"
    raise SourceError(
        f"there is neither {name}.parquet nor {name}.csv",
        where=str(folder),
        remedy="A folder of tidy tables holds works and authorships.",
    )


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _csv_to_parquet(file: Path, target: Path, quarantine: Quarantine) -> None:
    """Copy a CSV file into Parquet as text; lines not in UTF-8 or of another width stay out."""
    lines = _decoded(file, quarantine)
    reader = csv.reader(lines)
    csv.field_size_limit(64 * 2**20)
    header = next(reader, None)
    if not header:
        raise SourceError("is empty", where=str(file), remedy="Export the table again.")
    names = [name.strip().lstrip("\ufeff") for name in header]
    schema = pa.schema([(name, pa.string()) for name in names] + [("__line", pa.int64())])
    with pq.ParquetWriter(target, schema) as writer:
        rows: list[list[str | int]] = []
        for row in reader:
            if len(row) != len(names):
                reason = f"{len(row)} fields where the header has {len(names)}"
                quarantine.add(file.name, reader.line_num, "", reason, ",".join(row))
                continue
            rows.append([*row, reader.line_num])
            if len(rows) >= 50_000:
                writer.write_table(_columns(rows, schema))
                rows = []
        writer.write_table(_columns(rows, schema))


def _columns(rows: list[list[str | int]], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist([dict(zip(schema.names, row, strict=True)) for row in rows], schema)


def _decoded(file: Path, quarantine: Quarantine) -> Iterator[str]:
    with file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield line.decode("utf-8").replace("\x00", "")
            except UnicodeDecodeError:
                reason = "not UTF-8; save the file as UTF-8"
                quarantine.add(file.name, number, "", reason, line.decode("latin-1"))
                yield "\n"
