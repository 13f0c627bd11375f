"""Tidy tables: a folder with ``works`` and ``authorships`` as Parquet or CSV.

Columns may have other names (``column_map``). Rows are checked and loaded by DuckDB, which spills
to disk, so that size is no limit.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from twinbay.errors import SourceError
from twinbay.lake.database_errors import database_errors
from twinbay.lake.quarantine import Quarantine
from twinbay.lake.schema import WORK_KINDS
from twinbay.lake.sources.column_map import COLUMNS, read_column_map
from twinbay.lake.sources.countries import country_code
from twinbay.lake.sources.csv_tables import LINE, csv_to_parquet
from twinbay.lake.staging import Part, SourceDescription, StagedWriter

EARLIEST_YEAR = 1450  # the printing press; an earlier year is a mistake
LONGEST_FIELD = 100_000  # characters kept of a title or an abstract
MEMORY = "1GB"  # DuckDB's; more spills
_ROWS_AT_ONCE = 50_000
_SUFFIXES = (".parquet", ".csv", ".csv.gz")


class TidyReader:
    """Reads a folder of tidy tables.

    Arguments:
        folder: holds works and authorships, each as .parquet, .csv or .csv.gz.
        columns: a TOML file with the column map; default ``columns.toml`` in the folder, if any.
        latest_year: later years are refused; default next year, for works published ahead.
        source: the source's key; default the map's, else the folder's name.
    """

    version = "tidy-2"
    description: SourceDescription

    def __init__(
        self,
        folder: Path,
        columns: Path | None = None,
        latest_year: int | None = None,
        source: str | None = None,
    ) -> None:
        self._folder = folder
        beside = folder / "columns.toml"
        self._map = read_column_map(columns or (beside if beside.exists() else None))
        self._latest_year = latest_year or datetime.now(UTC).year + 1
        self.description = self._map.describe(folder, source)

    def parts(self) -> Sequence[Part]:
        """Return the one part: both tables and the map, read together."""
        files = [_table_file(self._folder, name) for name in COLUMNS]
        extra = [self._map.file] if self._map.file else []
        return [Part("works and authorships", (*files, *extra))]

    def read(self, part: Part, staged: StagedWriter, quarantine: Quarantine) -> None:
        """Read the part; see ``staging.Reader``."""
        database = staged.scratch / "tidy.duckdb"
        try:
            with duckdb.connect(str(database)) as connection, database_errors(staged.scratch):
                connection.execute(f"SET memory_limit = '{MEMORY}'")
                for name, file in zip(COLUMNS, part.files, strict=False):
                    self._open(connection, name, file, staged.scratch, quarantine)
                self._works(connection, part.files[0].name, staged, quarantine)
                self._affiliations(connection, part.files[1].name, staged, quarantine)
        except duckdb.Error as error:
            raise _unreadable(part.files, error) from None

    def _open(
        self,
        connection: duckdb.DuckDBPyConnection,
        name: str,
        file: Path,
        scratch: Path,
        quarantine: Quarantine,
    ) -> None:
        """Make the view ``raw_<name>`` with the line and every column as trimmed text."""
        source = file
        if file.suffix != ".parquet":
            source = scratch / f"{name}.parquet"
            csv_to_parquet(file, source, quarantine)
        try:
            schema = pq.read_schema(source)
        except (OSError, pa.ArrowInvalid) as error:
            raise _unreadable((file,), error) from None
        line = f'"{LINE}"' if LINE in schema.names else "file_row_number + 1"
        selected = [f"{line} AS line"]
        for column in COLUMNS[name]:
            actual = self._map.actual(name, column, schema.names, file)
            value = _as_text(actual, schema.field(actual).type) if actual else "NULL::VARCHAR"
            selected.append(f"nullif(trim({value}), '') AS {column}")
        connection.execute(
            f"CREATE VIEW raw_{name} AS SELECT {', '.join(selected)} "
            f"FROM read_parquet('{_quoted(source)}', file_row_number=true)"
        )

    def _works(
        self,
        connection: duckdb.DuckDBPyConnection,
        file: str,
        staged: StagedWriter,
        quarantine: Quarantine,
    ) -> None:
        connection.execute(
            f"""
            CREATE TABLE repeated AS SELECT work_id, min(line) AS first_line
            FROM raw_works WHERE work_id IS NOT NULL GROUP BY work_id HAVING count(*) > 1;
            CREATE VIEW checked_works AS SELECT raw.*, TRY_CAST(year AS INTEGER) AS whole_year,
                TRY_CAST(TRY_CAST(citations AS DOUBLE) AS BIGINT) AS cited,
                list_filter(list_transform(string_split_regex(topics, '[;|]'),
                    lambda t: regexp_extract(t, '^\\s*(?:https://openalex.org/)?(T\\d+)\\s*$', 1)),
                    lambda t: t <> '') AS topic_ids,
                CASE
                WHEN raw.work_id IS NULL THEN 'work_id|no work id'
                WHEN title IS NULL THEN 'title|no title'
                WHEN year IS NOT NULL AND whole_year IS NULL THEN 'year|not a year'
                WHEN whole_year > {self._latest_year} THEN 'year|the year is in the future'
                WHEN whole_year < {EARLIEST_YEAR} THEN 'year|the year is too early'
                WHEN line > first_line THEN 'work_id|duplicate work id; the first one was kept'
                END AS problem
            FROM raw_works AS raw LEFT JOIN repeated USING (work_id)
            """
        )
        _report(
            connection,
            "SELECT line, problem, concat_ws(' | ', work_id, title, year) FROM checked_works "
            "WHERE problem IS NOT NULL",
            file,
            quarantine,
        )
        for condition, problem, value in _LOADED_WITHOUT:
            query = f"SELECT line, '{problem}', {value} FROM checked_works WHERE problem IS NULL"
            _report(connection, f"{query} AND ({condition})", file, quarantine, loaded=True)
        loaded = connection.sql(
            f"""
            SELECT 'work:' || work_id AS work_id,
                CASE WHEN kind IS NULL THEN 'paper' WHEN lower(kind) IN ({_KINDS}) THEN lower(kind)
                    ELSE 'other' END AS kind,
                left(title, {LONGEST_FIELD}) AS title, ? AS source,
                left(abstract, {LONGEST_FIELD}) AS abstract, whole_year AS year, venue,
                CASE WHEN len(topic_ids) > 0 THEN topic_ids END AS topics,
                CASE WHEN len(topic_ids) > 0 THEN 'source' END AS topics_rule,
                CASE WHEN cited >= 0 THEN cited END AS citations,
                CASE WHEN length(language) = 2 THEN lower(language) END AS language,
                {_WEB_ADDRESS} AS url
            FROM checked_works WHERE problem IS NULL
            """,
            params=[self.description.source],
        )
        staged.write("works", loaded.to_arrow_reader(_ROWS_AT_ONCE))

    def _affiliations(
        self,
        connection: duckdb.DuckDBPyConnection,
        file: str,
        staged: StagedWriter,
        quarantine: Quarantine,
    ) -> None:
        connection.execute(
            """
            CREATE TABLE loaded_works AS SELECT work_id FROM checked_works WHERE problem IS NULL;
            CREATE VIEW checked AS SELECT raw.*,
                TRY_CAST(TRY_CAST(position AS DOUBLE) AS INTEGER) AS place,
                CASE
                WHEN raw.work_id IS NULL THEN 'work_id|no work id'
                WHEN works.work_id IS NULL THEN 'work_id|the work was not loaded'
                WHEN coalesce(place, -1) < 0 THEN 'position|not a number from 0'
                WHEN author_name IS NULL AND org_name IS NULL AND raw_affiliation IS NULL
                    THEN 'author_name|neither author nor organisation'
                END AS problem
            FROM raw_authorships AS raw LEFT JOIN loaded_works AS works USING (work_id)
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
        loaded = connection.sql(
            f"""
            SELECT 'work:' || work_id AS work_id, place AS position, author_id, author_name,
                NULL::VARCHAR AS org_id, left(org_name, 1000) AS org_name, org_url,
                code AS country, city, left(raw_affiliation, {LONGEST_FIELD}) AS raw_affiliation
            FROM checked LEFT JOIN codes ON checked.country = codes.spelling
            WHERE problem IS NULL
            """
        )
        staged.write("affiliations", loaded.to_arrow_reader(_ROWS_AT_ONCE))

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
                reason = "unknown country; loaded without it"
                excerpt = f"{spelling} ({rows:,} rows)"
                quarantine.add(file, line, "country", reason, excerpt, loaded=True)


_WEB_ADDRESS = """CASE WHEN url LIKE '10.%/%' THEN 'https://doi.org/' || url
    WHEN regexp_matches(url, '^https?://[^ ]+$', 'i') THEN url END"""
_KINDS = ", ".join(f"'{kind}'" for kind in WORK_KINDS)
# Condition, field and reason, excerpt of values that a work is loaded without.
_LOADED_WITHOUT = (
    (f"length(title) > {LONGEST_FIELD}", "title|too long; cut", "left(title, 80)"),
    (f"length(abstract) > {LONGEST_FIELD}", "abstract|too long; cut", "left(abstract, 80)"),
    (
        "citations IS NOT NULL AND coalesce(cited, -1) < 0",
        "citations|not a number from 0; loaded without it",
        "citations",
    ),
    (
        "topics IS NOT NULL AND len(topic_ids) < len(string_split_regex(topics, '[;|]'))",
        "topics|not OpenAlex topic ids such as T10036; loaded without them",
        "topics",
    ),
    (
        f"kind IS NOT NULL AND lower(kind) NOT IN ({_KINDS})",
        "kind|unknown kind of work; loaded as other",
        "kind",
    ),
    (
        "language IS NOT NULL AND length(language) <> 2",
        "language|not a code of two letters; loaded without it",
        "language",
    ),
    (
        f"url IS NOT NULL AND ({_WEB_ADDRESS}) IS NULL",
        "url|not a web address; loaded without it",
        "url",
    ),
)


def _report(
    connection: duckdb.DuckDBPyConnection,
    query: str,
    file: str,
    quarantine: Quarantine,
    *,
    loaded: bool = False,
) -> None:
    found = connection.execute(query)
    while rows := found.fetchmany(_ROWS_AT_ONCE):
        for line, problem, excerpt in rows:
            field, _, reason = problem.partition("|")
            quarantine.add(file, int(line), field, reason, excerpt or "", loaded=loaded)


def _as_text(column: str, kind: pa.DataType) -> str:
    name = '"' + column.replace('"', '""') + '"'
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return f"array_to_string({name}, ';')"
    return f"CAST({name} AS VARCHAR)"


def _table_file(folder: Path, name: str) -> Path:
    for suffix in _SUFFIXES:
        if (folder / f"{name}{suffix}").is_file():
            return folder / f"{name}{suffix}"
    raise SourceError(
        f"there is neither {name}.parquet nor {name}.csv",
        where=str(folder),
        remedy="A folder of tidy tables holds works and authorships.",
    )


def _unreadable(files: Sequence[Path], error: Exception) -> SourceError:
    return SourceError(
        f"cannot be read: {str(error).splitlines()[0]}",
        where=", ".join(str(file) for file in files),
        remedy="Fetch or export the file again.",
    )


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
