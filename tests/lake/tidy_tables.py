"""Small folders of tidy tables, and readers that misbehave on purpose."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from twinbay.lake.quarantine import Quarantine
from twinbay.lake.staging import Part, SourceDescription, StagedWriter

LATEST_YEAR = 2025
WORK = {"work_id": "w1", "title": "Perovskite solar cells that last", "year": "2020"}
AUTHORSHIP = {
    "work_id": "w1",
    "position": "0",
    "author_name": "Mei Lin",
    "org_name": "Stanford University",
    "country": "United States",
}


def write_tidy(
    folder: Path,
    works: Sequence[Mapping[str, Any]] = (WORK,),
    authorships: Sequence[Mapping[str, Any]] = (AUTHORSHIP,),
    suffix: str = ".csv",
) -> Path:
    """Write both tables; every row's keys together are the columns."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in (("works", works), ("authorships", authorships)):
        columns = list(dict.fromkeys(key for row in rows for key in row))
        path = folder / f"{name}{suffix}"
        if suffix == ".csv":
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns, lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
        else:
            table = pa.table({c: [row.get(c) for row in rows] for c in columns})
            pq.write_table(table, path)
    return folder


class RowsReader:
    """Gives staged rows that are in memory, one part per entry.

    Arguments:
        parts: by part name, rows by staged table.
        folder: where a file per part is kept, so that a part can be seen to change.
    """

    version = "rows-1"

    def __init__(
        self,
        folder: Path,
        parts: Mapping[str, Mapping[str, Iterable[Mapping[str, Any]]]],
        source: str = "rows",
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._content = parts
        self.description = SourceDescription(source=source, title=f"The source {source}")
        self.read_parts: list[str] = []

    def parts(self) -> Sequence[Part]:
        found = []
        for name, tables in self._content.items():
            path = self._folder / f"{name}.txt"
            text = repr({table: list(rows) for table, rows in tables.items()})
            if not path.exists() or path.read_text() != text:
                path.write_text(text)
            found.append(Part(name, (path,)))
        return found

    def read(self, part: Part, staged: StagedWriter, quarantine: Quarantine) -> None:
        del quarantine  # nothing is wrong with these rows
        self.read_parts.append(part.name)
        for table, rows in self._content[part.name].items():
            for row in rows:
                staged.add(table, dict(row))


def work(work_id: str, **given: Any) -> dict[str, Any]:
    """Return a staged work; the source is rows unless given."""
    row = {"work_id": f"work:{work_id}", "kind": "paper", "title": f"On the subject {work_id}"}
    return {**row, "year": 2020, "source": "rows", **given}


def affiliation(work_id: str, position: int, author: str, org: str, **given: Any) -> dict[str, Any]:
    """Return a staged affiliation."""
    row = {"work_id": f"work:{work_id}", "position": position, "author_name": author}
    return {**row, "org_name": org, **given}
