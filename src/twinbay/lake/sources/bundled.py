"""The evidence that ships with twinbay: organisations of the first pair and aggregate figures.

Facts and counts only; ``lake/bundled/SOURCES*.md`` names where each comes from.
"""

import csv
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import pyarrow.parquet as pq

from twinbay.lake.quarantine import Quarantine
from twinbay.lake.staging import STAGED, Part, SourceDescription, StagedWriter

FOLDER = Path(str(resources.files("twinbay.lake") / "bundled"))
FIGURES = ("portfolio", "collaboration", "topic_totals", "region_portfolio", "region_collaboration")


class BundledReader:
    """Reads the organisations and figures in the package, or in another folder of that form."""

    version = "bundled-1"

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
        """Return one part per list of organisations, and one for the figures."""
        lists = sorted(self._folder.glob("organisations_*.csv"))
        parts = [Part(path.stem, (path,)) for path in lists]
        figures = tuple(
            path
            for name in (*FIGURES, "focus")
            if (path := self._folder / f"{name}.parquet").is_file()
        )
        return [*parts, Part("figures", figures)] if figures else parts

    def read(self, part: Part, staged: StagedWriter, quarantine: Quarantine) -> None:
        """Read the part; see ``staging.Reader``."""
        for path in part.files:
            if path.suffix == ".csv":
                self._organisations(path, staged, quarantine)
            else:
                staged.write(path.stem, pq.ParquetFile(path).iter_batches())

    def _organisations(self, path: Path, staged: StagedWriter, quarantine: Quarantine) -> None:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        ids = {row["slug"]: organisation_id(row["slug"], row["ror"]) for row in rows}
        for line, row in enumerate(rows, start=2):
            try:
                latitude, longitude = float(row["lat"]), float(row["lon"])
            except ValueError:
                quarantine.add(path.name, line, "lat", "not a coordinate", row["lat"])
                continue
            org_id = ids[row["slug"]]
            staged.add(
                "organisations",
                {
                    **{name: row.get(name) or None for name in STAGED["organisations"].names},
                    "org_id": org_id,
                    "lat": latitude,
                    "lon": longitude,
                    "source": "bundled",
                    "parent_id": ids.get(row["parent_slug"]),
                    "aliases": [a.strip() for a in row["aliases"].split(";") if a.strip()],
                },
            )
            statements = zip(row["focus"].split(";"), row["focus_zh"].split(";"), strict=False)
            for statement, chinese in statements:
                if statement.strip():
                    staged.add(
                        "focus",
                        {
                            "org_id": org_id,
                            "statement": statement.strip(),
                            "statement_zh": chinese.strip(),
                            "source": "bundled",
                        },
                    )


def organisation_id(slug: str, ror: str | None) -> str:
    """Return an organisation's id: by its ROR id, or by our own short name where it has none."""
    return f"org:{ror}" if ror else f"org:{slug}"
