"""Tables beside the pathway's: abatement, cooperation, uncertainty; each with what it is of."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from twinbay.errors import SourceError

ABOUT = "about.json"


@dataclass(frozen=True, slots=True)
class Extras:
    """What was computed beside the pathway.

    Attributes:
        tables: by name, of the programme as it stands.
        stale: names of groups that are of an earlier state of the programme.
    """

    tables: Mapping[str, pl.DataFrame]
    stale: tuple[str, ...] = ()


def write_extra(folder: Path, tables: Mapping[str, pl.DataFrame], content: str) -> None:
    """Write one group of tables.

    Arguments:
        folder: an existing folder of its own.
        tables: by name.
        content: content hash of the programme that they are of.
    """
    for name, table in tables.items():
        table.write_parquet(folder / f"{name}.parquet")
        table.write_csv(folder / f"{name}.csv", include_bom=True)
    text = json.dumps({"content": content, "tables": list(tables)}, indent=2)
    (folder / ABOUT).write_text(text + "\n", encoding="utf-8")


def content_of(folder: Path) -> str:
    """Return the content hash of the programme that a group of tables is of; empty if none is."""
    try:
        return str(json.loads((folder / ABOUT).read_text(encoding="utf-8"))["content"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def read_extras(folder: Path, content: str) -> Extras:
    """Return every group of tables in the folders of a folder.

    Arguments:
        folder: whose folders are groups; it may be missing.
        content: content hash of the programme as it stands; other groups are stale.

    Raises:
        SourceError: a group is damaged.
    """
    tables: dict[str, pl.DataFrame] = {}
    stale: list[str] = []
    for about in sorted(folder.glob(f"*/{ABOUT}")):
        try:
            said = json.loads(about.read_text(encoding="utf-8"))
            if said["content"] != content:
                stale.append(about.parent.name)
                continue
            for name in said["tables"]:
                tables[name] = pl.read_parquet(about.parent / f"{name}.parquet")
        except (OSError, ValueError, KeyError, TypeError, pl.exceptions.PolarsError) as error:
            raise SourceError(
                "it holds tables that cannot be read",
                where=str(about.parent),
                remedy="Remove the folder and compute it again.",
            ) from error
    return Extras(tables, tuple(stale))
