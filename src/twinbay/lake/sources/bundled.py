"""The evidence that ships with twinbay: organisations of the first pair and aggregate figures.

Facts and counts only; ``lake/bundled/SOURCES.md`` names where each comes from.
"""

import csv
from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from twinbay.lake.quarantine import Quarantine
from twinbay.lake.schema import ORGANISATION_KINDS
from twinbay.lake.staging import STAGED, Part, SourceDescription, StagedWriter
from twinbay.regions.taxonomy import load_topics

FOLDER = Path(str(resources.files("twinbay.lake") / "bundled"))
FIGURES = ("portfolio", "collaboration", "topic_totals", "region_portfolio", "region_collaboration")
FOCUS_TOPICS = "focus_topics.csv"
TOPIC_COLUMNS = ("statement", "topics")
COLUMNS = (
    "slug",
    "name",
    "name_zh",
    "aliases",
    "kind",
    "city",
    "country",
    "lat",
    "lon",
    "url",
    "ror",
    "parent_slug",
    "focus",
    "focus_zh",
)


class BundledReader:
    """Reads the organisations and figures in the package, or in another folder of that form.

    A folder holds ``organisations_*.csv`` with the columns ``COLUMNS`` (lists within a cell are
    separated by semicolons) and, if it likes, ``focus_topics.csv`` with the OpenAlex topics of
    stated phrases (columns statement and topics) and one Parquet file for each of ``FIGURES``.
    """

    version = "bundled-3"

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self.description = SourceDescription(
            source="bundled",
            title="Organisations of the two bays and figures derived from open bibliographic data",
            url="https://github.com/papercopilot/paperlists",
            licence="facts and aggregate figures; see SOURCES.md",
            note="Works of 1987 to 2021 from venues of AI, vision, language and robotics; "
            "organisations compiled from ROR (CC0) and the organisations' own sites.",
        )

    def parts(self) -> Sequence[Part]:
        """Return one part for the lists of organisations, and one for the figures."""
        topics = [path for path in [self._folder / FOCUS_TOPICS] if path.is_file()]
        parts = [Part("organisations", (*self._lists, *topics))]
        figures = tuple(
            path for name in FIGURES if (path := self._folder / f"{name}.parquet").is_file()
        )
        return [*parts, Part("figures", figures)] if figures else parts

    def read(self, part: Part, staged: StagedWriter, quarantine: Quarantine) -> None:
        """Read the part; see ``staging.Reader``."""
        for path in part.files:
            if path.name == FOCUS_TOPICS:
                self._check_topics(path, quarantine)
            elif path.suffix == ".csv":
                self._organisations(path, staged, quarantine)
            else:
                staged.write(path.stem, pq.ParquetFile(path).iter_batches())

    @property
    def _lists(self) -> list[Path]:
        return sorted(self._folder.glob("organisations_*.csv"))

    @cached_property
    def _ids(self) -> dict[str, str]:
        """Ids by slug over all lists: a parent may stand in another list."""
        return {
            row["slug"]: organisation_id(row["slug"], row["ror"])
            for path in self._lists
            for row in _rows(path)
        }

    def _organisations(self, path: Path, staged: StagedWriter, quarantine: Quarantine) -> None:
        for line, row in enumerate(_rows(path), start=2):
            fault = _fault(row, self._ids)
            if fault:
                column, reason = fault
                quarantine.add(path.name, line, column, reason, row[column])
                continue
            org_id = self._ids[row["slug"]]
            staged.add("organisations", _organisation(row, org_id, self._ids))
            for statement, chinese in zip(_cell(row["focus"]), _cell(row["focus_zh"]), strict=True):
                staged.add(
                    "focus",
                    {
                        "org_id": org_id,
                        "statement": statement,
                        "statement_zh": chinese,
                        "topics": self._topics.get(statement),
                        "source": "bundled",
                    },
                )

    @cached_property
    def _topics(self) -> dict[str, list[str]]:
        """The topics that exist of each stated phrase; none where none fits."""
        path = self._folder / FOCUS_TOPICS
        known = {topic.topic_id for topic in load_topics()}
        return {
            row["statement"]: [topic for topic in _cell(row["topics"]) if topic in known]
            for row in (_rows(path, TOPIC_COLUMNS) if path.is_file() else ())
        }

    def _check_topics(self, path: Path, quarantine: Quarantine) -> None:
        for line, row in enumerate(_rows(path, TOPIC_COLUMNS), start=2):
            for topic in _cell(row["topics"]):
                if topic not in self._topics[row["statement"]]:
                    reason = "no such topic in the taxonomy; the phrase was loaded without it"
                    quarantine.add(path.name, line, "topics", reason, topic)


def organisation_id(slug: str, ror: str | None) -> str:
    """Return an organisation's id: by its ROR id, or by our own short name where it has none."""
    return f"org:{ror}" if ror else f"org:{slug}"


def _rows(path: Path, columns: tuple[str, ...] = COLUMNS) -> Iterator[dict[str, str]]:
    """Yield the rows, every column filled with text."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {column: (row.get(column) or "").strip() for column in columns}


def _fault(row: dict[str, str], ids: dict[str, str]) -> tuple[str, str] | None:
    """Return the column at fault and why, None for a good row."""
    if not row["name"]:
        return "name", "an organisation needs a name"
    if row["kind"] not in ORGANISATION_KINDS:
        return "kind", f"not a kind of organisation: use one of {', '.join(ORGANISATION_KINDS)}"
    for column, limit in (("lat", 90.0), ("lon", 180.0)):
        try:
            inside = -limit <= float(row[column]) <= limit
        except ValueError:
            inside = False
        if not inside:
            return column, f"not a coordinate: use degrees from -{limit:.0f} to {limit:.0f}"
    if row["parent_slug"] and row["parent_slug"] not in ids:
        return "parent_slug", "no organisation of that slug in any list"
    if len(_cell(row["focus"])) != len(_cell(row["focus_zh"])):
        return "focus_zh", "not as many statements as in focus"
    return None


def _organisation(row: dict[str, str], org_id: str, ids: dict[str, str]) -> dict[str, Any]:
    return {
        **{name: row.get(name) or None for name in STAGED["organisations"].names},
        "org_id": org_id,
        "lat": float(row["lat"]),
        "lon": float(row["lon"]),
        "source": "bundled",
        "parent_id": ids.get(row["parent_slug"]),
        "aliases": _cell(row["aliases"]),
    }


def _cell(text: str) -> list[str]:
    return [item.strip() for item in text.split(";") if item.strip()]
