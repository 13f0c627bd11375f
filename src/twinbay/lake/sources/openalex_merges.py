"""OpenAlex ids that were merged into others: the snapshot's folder ``merged_ids``.

Source of the format: https://docs.openalex.org/download-all-data/snapshot-data-format, "Merged
Entities": gzipped CSV, one folder per kind and one file per day, with the columns merge_date, id
and merge_into_id.
"""

import re
from pathlib import Path

import pyarrow.parquet as pq

from twinbay.errors import SourceError
from twinbay.lake.quarantine import Quarantine
from twinbay.lake.sources.csv_tables import LINE, csv_to_parquet
from twinbay.lake.staging import StagedWriter

FOLDER = "merged_ids"
KINDS = frozenset({"works", "authors", "institutions"})
_PREFIXES = {"W": "work", "A": "person", "I": "org"}
_ID = re.compile(r"(?:https?://openalex\.org/)?([WAI])([0-9]{1,18})")
_COLUMNS = ("id", "merge_into_id")


def is_merges_file(inside: tuple[str, ...]) -> bool:
    """Tell whether a path within the snapshot is a file of merged works, authors, institutions."""
    return FOLDER in inside[:-1] and not KINDS.isdisjoint(inside[:-1])


def read_merges(file: Path, staged: StagedWriter, quarantine: Quarantine) -> None:
    """Write the merges of one file as staged rows; bad rows go to the quarantine."""
    table = staged.scratch / "merges.parquet"
    try:
        csv_to_parquet(file, table, quarantine)
    except SourceError:
        quarantine.add(file.name, 0, "", "is empty")
        return
    with pq.ParquetFile(table) as stored:
        missing = [name for name in _COLUMNS if name not in stored.schema_arrow.names]
        if missing:
            quarantine.add(file.name, 1, missing[0], "no such column; the file was not loaded")
            return
        for batch in stored.iter_batches(columns=[*_COLUMNS, LINE]):
            for old, new, line in zip(*(column.to_pylist() for column in batch), strict=True):
                _add(file.name, (old or "", new or "", line), staged, quarantine)


def _add(
    file: str, row: tuple[str, str, int], staged: StagedWriter, quarantine: Quarantine
) -> None:
    old, new, line = row
    found = [_ID.fullmatch(text.strip()) for text in (old, new)]
    for name, text, match in zip(_COLUMNS, (old, new), found, strict=True):
        if match is None:
            reason = "not the id of a work, an author or an institution"
            quarantine.add(file, line, name, reason, text)
            return
    before, after = (f"{_PREFIXES[match[1]]}:{match[1]}{match[2]}" for match in found if match)
    if before == after or before.split(":")[0] != after.split(":")[0]:
        reason = "merged into itself" if before == after else "merged into another kind"
        quarantine.add(file, line, "merge_into_id", reason, f"{old} into {new}")
        return
    staged.add("merges", {"merged_id": before, "surviving_id": after})
