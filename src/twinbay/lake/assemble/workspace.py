"""The place where a build is put together: its folder, its imports and its database."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from ibis.formats.pyarrow import PyArrowSchema

from twinbay.lake.schema import TABLES
from twinbay.lake.staging import STAGED
from twinbay.regions import RegionPair


class Imported(Protocol):
    """What the assembly needs of an import."""

    @property
    def source(self) -> str:
        """The source's key."""
        ...

    @property
    def parts(self) -> tuple[Path, ...]:
        """The folders of the parts, in order."""
        ...

    @property
    def manifest(self) -> dict[str, Any]:
        """What was imported, and when."""
        ...

    def files(self, name: str) -> list[Path]:
        """Return the Parquet files of a staged table."""
        ...


# Columns with ids, by staged table.
_IDENTIFIERS = {
    "works": ("work_id",),
    "affiliations": ("work_id", "author_id", "org_id"),
    "citations": ("work_id", "cited_work_id"),
    "people": ("person_id",),
}


@dataclass(frozen=True, eq=False)
class Workspace:
    """A build while it is being made.

    Attributes:
        connection: Ibis on DuckDB, with its memory limit.
        folder: where the build's tables are written.
        scratch: where passing results are written; removed when the build is complete.
        imports: the imports, ordered by source.
        pair: decides regions.
        notes: what the reader of the build should know.
        merges: ids that sources merged into others, with the surviving id of each, if any.
        merged_organisations: those of organisations, of which there are few.
    """

    connection: Any
    folder: Path
    scratch: Path
    imports: Sequence[Imported]
    pair: RegionPair
    notes: list[str] = field(default_factory=list)
    merges: Path | None = None
    merged_organisations: Mapping[str, str] = field(default_factory=dict)

    def files(self, name: str) -> list[Path]:
        """Return the Parquet files of a staged table over all imports, in order."""
        return [file for item in self.imports for file in item.files(name)]

    def staged(self, name: str) -> ibis.Table:
        """Return a staged table over all imports.

        Two columns are added: ``part``, the number of the part of an import that a row came from,
        in order, and ``row``, its number in that part's file.
        """
        numbers = {
            str(file): part for part, file in enumerate(self._in_parts(name)) if file is not None
        }
        if not numbers:
            columns = {column.name: column.type for column in STAGED[name]}
            added = {"part": pa.int64(), "row": pa.int64()}
            return ibis.memtable(pa.schema({**columns, **added}).empty_table())
        rows = self.connection.read_parquet(list(numbers), filename=True, file_row_number=True)
        parts = memory_table({"filename": "string", "part": "int64"}, list(numbers.items()))
        joined = rows.inner_join(parts, "filename")
        numbered = joined.select(*STAGED[name].names, "part", row=joined.file_row_number)
        return self._surviving(numbered, _IDENTIFIERS.get(name, ()))

    def _surviving(self, rows: ibis.Table, columns: Sequence[str]) -> ibis.Table:
        """Return rows with surviving ids in place of merged ones, and columns that say which."""
        if self.merges is None:
            return rows
        for column in columns:
            survivors = self.read(self.merges).rename({column: "merged_id"})
            joined = rows.left_join(survivors, column).drop(f"{column}_right")
            survivor = ibis.coalesce(joined.surviving_id, joined[column])
            changed = {column: survivor, f"{column}_merged": joined.surviving_id.notnull()}
            rows = joined.mutate(**changed).drop("surviving_id")
        return rows

    def _in_parts(self, name: str) -> list[Path | None]:
        """Return a staged table's file in every part of every import, None where it has none."""
        return [
            file if (file := part / f"{name}.parquet").is_file() else None
            for item in self.imports
            for part in item.parts
        ]

    def staged_rows(self, name: str) -> Iterator[dict[str, Any]]:
        """Yield the rows of a staged table over all imports, in order, a batch at a time."""
        for path in self.files(name):
            with pq.ParquetFile(path) as file:
                for batch in file.iter_batches():
                    for row in batch.to_pylist():
                        yield self._with_survivors(row)

    def _with_survivors(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return a row of organisations with the surviving ids in place of merged ones."""
        if self.merged_organisations:
            for column in ("org_id", "parent_id"):
                if column in row:
                    row[column] = self.merged_organisations.get(row[column], row[column])
        return row

    def table(self, name: str) -> ibis.Table:
        """Return a table that the build has already written."""
        return self.connection.read_parquet(str(self.folder / f"{name}.parquet"))

    def read(self, *files: Path) -> ibis.Table:
        """Return passing results as a table."""
        return self.connection.read_parquet([str(file) for file in files])

    def batches(self, expression: ibis.Table, rows: int) -> Iterator[pa.RecordBatch]:
        """Yield an expression's rows in bounded memory, by way of a passing file."""
        file = self.scratch / f"batches-{uuid.uuid4().hex[:8]}.parquet"
        expression.to_parquet(str(file))
        with pq.ParquetFile(file) as stored:
            yield from stored.iter_batches(rows)
        file.unlink()

    def write(self, name: str, expression: ibis.Table) -> None:
        """Write an expression as a canonical table; see ``write_table``."""
        write_table(name, expression, self.folder)

    def write_rows(self, name: str, rows: Sequence[dict[str, Any]]) -> None:
        """Write rows that are in memory as a canonical table; missing columns are null."""
        table = pa.Table.from_pylist(list(rows), schema=TABLES[name].columns)
        pq.write_table(table, self.folder / f"{name}.parquet", compression="zstd")


def write_table(name: str, expression: ibis.Table, folder: Path) -> None:
    """Write an expression as a canonical table, without holding it in memory."""
    types = PyArrowSchema.to_ibis(TABLES[name].columns)
    typed = expression.select(
        **{column: expression[column].cast(kind) for column, kind in types.items()}
    )
    typed.to_parquet(str(folder / f"{name}.parquet"), compression="zstd")


def memory_table(schema: dict[str, str], rows: Sequence[tuple[Any, ...]]) -> ibis.Table:
    """Return rows as an Ibis table; the schema names Ibis types by column."""
    columns = {
        name: pa.array(
            [row[i] for row in rows], PyArrowSchema.from_ibis(ibis.schema(schema))[i].type
        )
        for i, name in enumerate(schema)
    }
    return ibis.memtable(pa.table(columns))
