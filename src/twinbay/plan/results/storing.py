"""Keep a solved pathway in a folder, and read it back."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import polars as pl

from twinbay.errors import SourceError
from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.programme import Programme
from twinbay.plan.results.decomposition import decomposition
from twinbay.plan.results.inputs import input_tables
from twinbay.plan.results.wedges import wedges
from twinbay.plan.results.workbook import write_workbook

NAME = "results.json"
WORKBOOK = "results.xlsx"
TABLES = tuple(f.name for f in fields(Pathway) if f.type is pl.DataFrame)
"""Names of a pathway's tables."""
FORMAT = 1

Tell = Callable[[str, int, int], None]
"""Told what is being written, how many steps are done and how many there are."""


@dataclass(frozen=True, slots=True)
class Results:
    """A pathway with what it was computed from.

    Attributes:
        content: content hash of the programme, with scenarios, that was solved.
    """

    pathway: Pathway
    content: str


def write_results(
    folder: Path,
    programme: Programme,
    results: Results,
    tell: Tell,
    beside: Mapping[str, pl.DataFrame] | None = None,
) -> None:
    """Write a pathway as Parquet and CSV files and one workbook.

    Arguments:
        folder: an existing folder.
        programme: what was solved.
        results: the pathway.
        tell: is told of the progress.
        beside: further tables: delivery, abatement, cooperation, alternatives, uncertainty.
    """
    tables = {**result_tables(programme, results.pathway), **(beside or {})}
    for name, table in tables.items():
        for kind in ("parquet", "csv"):
            (folder / kind).mkdir(exist_ok=True)
        table.write_parquet(folder / "parquet" / f"{name}.parquet")
        _harmless(table).write_csv(folder / "csv" / f"{name}.csv", include_bom=True)
    tell("writing the workbook", 0, 1)
    write_workbook(folder / WORKBOOK, programme, results.pathway, tables)
    text = json.dumps(summary_of(results), ensure_ascii=False, indent=2)
    (folder / NAME).write_text(text + "\n", encoding="utf-8")


def rewrite_workbook(
    folder: Path, programme: Programme, results: Results, beside: Mapping[str, pl.DataFrame]
) -> None:
    """Write the workbook of kept results again, with further tables; in one step."""
    target = folder / WORKBOOK
    partial = target.with_suffix(".partial")
    tables = {**result_tables(programme, results.pathway), **beside}
    write_workbook(partial, programme, results.pathway, tables)
    partial.replace(target)


def result_tables(programme: Programme, pathway: Pathway) -> dict[str, pl.DataFrame]:
    """Return table name to table of a pathway and of what it assumes."""
    return {
        **pathway_tables(pathway),
        "wedges": wedges(programme, pathway),
        "present_costs": present_costs(pathway),
        "decomposition": decomposition(programme, pathway),
        **input_tables(programme),
    }


def _harmless(table: pl.DataFrame) -> pl.DataFrame:
    """Return a table none of whose texts a spreadsheet program reads as a formula."""
    texts = pl.col(pl.String)
    risky = texts.str.contains(r"^[\s\u{feff}]*[=+\-@＝＋－＠]")
    return table.with_columns(pl.when(risky).then("'" + texts).otherwise(texts).name.keep())


def summary_of(results: Results) -> dict[str, Any]:
    """Return what a pathway comes to, as JSON."""
    pathway = results.pathway
    return {
        "format": FORMAT,
        "programme": pathway.programme,
        "scenario": pathway.scenario,
        "content": results.content,
        "status": pathway.status,
        "present_cost_million_usd": pathway.present_cost,
        "region_costs_million_usd": pathway.region_costs,
        "seconds_building": pathway.seconds_building,
        "seconds_solving": pathway.seconds_solving,
        "learning_rounds": pathway.learning_rounds,
        "learning_change": pathway.learning_change,
    }


def pathway_tables(pathway: Pathway) -> dict[str, pl.DataFrame]:
    """Return table name to table of a pathway."""
    return {name: getattr(pathway, name) for name in TABLES}


def present_costs(pathway: Pathway) -> pl.DataFrame:
    """Return the cost of each region over the whole horizon, as a table."""
    rows = list(pathway.region_costs.items())
    return pl.DataFrame(rows, schema={"region": pl.String, "million_usd": pl.Float64}, orient="row")


def read_results(folder: Path) -> Results:
    """Return the results kept in a folder.

    Raises:
        SourceError: there are none, or they are damaged or of another version.
    """
    try:
        said: Mapping[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if said["format"] != FORMAT:
            raise ValueError(f"format {said['format']}")
        tables: dict[str, Any] = {
            name: pl.read_parquet(folder / "parquet" / f"{name}.parquet") for name in TABLES
        }
        pathway = Pathway(
            programme=said["programme"],
            scenario=said["scenario"],
            present_cost=said["present_cost_million_usd"],
            region_costs=dict(said["region_costs_million_usd"]),
            status=said["status"],
            seconds_building=said["seconds_building"],
            seconds_solving=said["seconds_solving"],
            learning_rounds=said["learning_rounds"],
            learning_change=said["learning_change"],
            **tables,
        )
        return Results(pathway, said["content"])
    except (OSError, ValueError, KeyError, TypeError, pl.exceptions.PolarsError) as error:
        raise SourceError(
            "it holds no results that can be read",
            where=str(folder),
            remedy="Run “twinbay plan solve” again.",
        ) from error
