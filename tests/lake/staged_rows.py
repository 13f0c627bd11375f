"""Reading a source in a test: staged rows and problems, without the lake around them."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow.parquet as pq

from twinbay.lake.quarantine import Problem, Quarantine
from twinbay.lake.staging import Reader, StagedWriter


def read_source(reader: Reader) -> tuple[dict[str, list[dict[str, Any]]], list[Problem]]:
    """Return the rows of each staged table over all parts, and the problems."""
    rows: dict[str, list[dict[str, Any]]] = {}
    problems: list[Problem] = []
    for part in reader.parts():
        quarantine = Quarantine()
        with TemporaryDirectory() as temporary:
            folder = Path(temporary)
            with StagedWriter(folder) as staged:
                reader.read(part, staged, quarantine)
            quarantine.write(folder / "quarantine.jsonl")
            for file in sorted(folder.glob("*.parquet")):
                rows.setdefault(file.stem, []).extend(pq.read_table(file).to_pylist())
        problems += quarantine.problems
    return rows, problems


def reasons(problems: list[Problem]) -> list[tuple[int, str, str]]:
    """Return line, field and reason of each problem."""
    return [(problem.line, problem.field, problem.reason) for problem in problems]
