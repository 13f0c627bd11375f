"""CSV tables into Parquet: every column as text, every row with its line; bad lines stay out."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from twinbay.errors import SourceError
from twinbay.lake.quarantine import Quarantine
from twinbay.lake.sources.compressed import read_lines

LINE = "__line"  # name of the added column
_ROWS_AT_ONCE = 50_000
_LONGEST_FIELD = 64 * 2**20  # characters, of one field of one row


def csv_to_parquet(file: Path, target: Path, quarantine: Quarantine) -> None:
    """Copy a CSV file (plain or gzip, UTF-8) into Parquet as text, with a column of line numbers.

    Lines that are not UTF-8 and rows of another width than the header go to the quarantine.

    Raises:
        SourceError: the file is empty.
    """
    csv.field_size_limit(_LONGEST_FIELD)
    reader = csv.reader(_decoded(file, quarantine))
    header = next(reader, None)
    if not header:
        raise SourceError("is empty", where=str(file), remedy="Export the table again.")
    names = [name.strip() for name in header]
    schema = pa.schema([*((name, pa.string()) for name in names), (LINE, pa.int64())])
    with pq.ParquetWriter(target, schema) as writer:
        rows: list[list[str | int]] = []
        for row in _rows(reader, file, quarantine):
            if len(row) != len(names):
                reason = f"{len(row)} fields where the header has {len(names)}"
                quarantine.add(file.name, reader.line_num, "", reason, ",".join(row))
                continue
            rows.append([*row, reader.line_num])
            if len(rows) >= _ROWS_AT_ONCE:
                writer.write_table(_table(rows, schema))
                rows = []
        writer.write_table(_table(rows, schema))


def _rows(reader: Any, file: Path, quarantine: Quarantine) -> Iterator[list[str]]:
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            quarantine.add(file.name, reader.line_num, "", f"not CSV: {error}")
            continue
        if row:
            yield row


def _table(rows: list[list[str | int]], schema: pa.Schema) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else ([] for _ in schema)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _decoded(file: Path, quarantine: Quarantine) -> Iterator[str]:
    """Yield lines as text; a line that is not UTF-8, or too long, is an empty line."""

    def report(line: int, reason: str) -> None:
        quarantine.add(file.name, line, "", reason)

    expected = 1
    for number, line in read_lines(file, report=report):
        for _ in range(expected, number):
            yield "\n"  # so that the reader's line numbers stay those of the file
        expected = number + 1
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
            yield text.replace("\x00", "") + "\n"
        except UnicodeDecodeError:
            reason = "not UTF-8; save the file as UTF-8"
            quarantine.add(file.name, number, "", reason, line[:1_000].decode("latin-1"))
            yield "\n"
