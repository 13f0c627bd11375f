"""What a reader writes: one source in canonical form, before organisations and people are resolved.

Staged tables are like the canonical ones (``schema.py``) except where names still wait to become
ids: ``affiliations`` (one row per work, author and organisation) and ``deals``.
"""

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from twinbay.lake.quarantine import Quarantine
from twinbay.lake.schema import TABLES, WORKS

_TEXT = pa.string()

AFFILIATIONS = pa.schema(
    [
        pa.field("work_id", _TEXT, nullable=False),
        pa.field("position", pa.int32(), nullable=False),
        # person:<ORCID or an id that identifies a person> is taken as it is; any other text is the
        # source's own author id, evidence among others; null when it gives none.
        pa.field("author_id", _TEXT),
        pa.field("author_name", _TEXT),
        pa.field("org_id", _TEXT),  # when the source identifies organisations
        pa.field("org_name", _TEXT),
        pa.field("org_url", _TEXT),
        pa.field("country", _TEXT),  # ISO 3166-1 alpha-2
        pa.field("city", _TEXT),
        pa.field("raw_affiliation", _TEXT),
    ]
)
DEALS = pa.schema(
    [
        pa.field("kind", _TEXT, nullable=False),
        *(
            pa.field(f"{side}_{part}", _TEXT)
            for side in ("from", "to")
            for part in ("name", "city", "country")
        ),
        pa.field("date", pa.date32()),
        pa.field("amount", pa.float64()),
        pa.field("currency", _TEXT),
        pa.field("source", _TEXT, nullable=False),
    ]
)
STAGED_ORGANISATIONS = pa.schema(
    [
        *(
            column
            for column in TABLES["organisations"].columns
            if column.name not in ("region", "region_rule", "place")
        ),
        pa.field("aliases", pa.list_(_TEXT)),
    ]
)
# Ids that a source has merged into others since it used them.
MERGES = pa.schema(
    [pa.field(name, _TEXT, nullable=False) for name in ("merged_id", "surviving_id")]
)
STAGED: dict[str, pa.Schema] = {
    "organisations": STAGED_ORGANISATIONS,
    "affiliations": AFFILIATIONS,
    "deals": DEALS,
    "merges": MERGES,
    "works": WORKS.columns,
    **{
        name: TABLES[name].columns
        for name in (
            "people",
            "citations",
            "focus",
            "portfolio",
            "collaboration",
            "topic_totals",
            "region_portfolio",
            "region_collaboration",
        )
    },
}
BATCH_ROWS = 20_000
SCRATCH = "scratch"


@dataclass(frozen=True)
class SourceDescription:
    """Where data came from, shown beside every figure.

    Attributes:
        source: short key, also the name of the import's folder.
        title: what it is.
        url: where it can be found.
        licence: its licence, or what is known about it.
        note: limits and flaws.
    """

    source: str
    title: str
    url: str = ""
    licence: str = ""
    note: str = ""


@dataclass(frozen=True)
class Part:
    """A piece of a source that is read at once: normally one file.

    The affiliations of a work belong to the same part as the work.
    """

    name: str
    files: tuple[Path, ...]


class Reader(Protocol):
    """Reads one source of open data.

    Attributes:
        description: the source.
        version: changes when the same files would be read differently.
    """

    description: SourceDescription
    version: str

    def parts(self) -> Sequence[Part]:
        """Return the parts in order; SourceError when there is nothing to read."""
        ...

    def read(self, part: Part, staged: "StagedWriter", quarantine: Quarantine) -> None:
        """Read one part into staged tables; bad rows go to the quarantine."""
        ...


class StagedWriter:
    """Writes staged tables of one part as Parquet, batch by batch, in bounded memory."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writers: dict[str, pq.ParquetWriter] = {}
        self._pending: dict[str, list[dict[str, Any]]] = {}
        self.rows: dict[str, int] = {}

    @property
    def scratch(self) -> Path:
        """A folder for passing files of any size; removed when the part is complete."""
        folder = self._folder / SCRATCH
        folder.mkdir(exist_ok=True)
        return folder

    def add(self, name: str, row: dict[str, Any]) -> None:
        """Add one row to a staged table; keys as in its schema, missing ones null."""
        pending = self._pending.setdefault(name, [])
        pending.append(row)
        if len(pending) >= BATCH_ROWS:
            self._flush(name)

    def write(self, name: str, batches: Iterable[pa.RecordBatch]) -> None:
        """Add batches whose columns are those of the staged table."""
        schema = STAGED[name]
        for batch in batches:
            arrays = [batch.column(column.name).cast(column.type) for column in schema]
            self._append(name, pa.Table.from_arrays(arrays, schema=schema))

    def _flush(self, name: str) -> None:
        rows = self._pending.pop(name, [])
        if rows:
            self._append(name, pa.Table.from_pylist(rows, schema=STAGED[name]))

    def _append(self, name: str, table: pa.Table) -> None:
        if name not in self._writers:
            path = self._folder / f"{name}.parquet"
            self._writers[name] = pq.ParquetWriter(path, STAGED[name], compression="zstd")
        self._writers[name].write_table(table)
        self.rows[name] = self.rows.get(name, 0) + table.num_rows

    def __enter__(self) -> "StagedWriter":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if kind is None:
            for name in list(self._pending):
                self._flush(name)
        for writer in self._writers.values():
            writer.close()
        shutil.rmtree(self._folder / SCRATCH, ignore_errors=True)
