"""Scenarios side by side: one row a figure, one column a scenario, and a chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from twinbay.plan.charts.comparison import comparison_chart
from twinbay.plan.folder.writer import csv_text
from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.programme import Names, Programme
from twinbay.plan.report.wording import INDICATORS
from twinbay.plan.results.workbook import write_tables

SHARES = ("non_fossil_power", "non_fossil_energy")
COMPARED = (
    "emissions",
    "final_energy",
    "electricity_demand",
    "non_fossil_power",
    "non_fossil_energy",
    "air_pollution",
)
THOUSAND = 1_000.0


@dataclass(frozen=True, slots=True)
class Compared:
    """One scenario with its pathway."""

    names: Names
    programme: Programme
    pathway: Pathway


def write_comparison(folder: Path, compared: Sequence[Compared]) -> pl.DataFrame:
    """Write the comparison as CSV, workbook and charts in both languages; return its table.

    Arguments:
        folder: an existing folder.
        compared: two scenarios or more.
    """
    table = comparison_table(compared)
    rows = [["" if v is None else str(v) for v in row] for row in table.iter_rows()]
    (folder / "comparison.csv").write_bytes(csv_text(table.columns, rows).encode("utf-8"))
    capacities = pl.concat([_capacity(one) for one in compared])
    capacities.write_csv(folder / "capacity.csv", include_bom=True)
    write_tables(
        folder / "comparison.xlsx", {"Comparison 对比": table, "Capacity 装机": capacities}
    )
    for language in ("en", "zh"):
        paths = [
            (
                one.names,
                _series(one, "emissions"),
                _yearly_cost(one),
            )
            for one in compared
        ]
        drawn = comparison_chart(paths, language)
        (folder / f"comparison.{language}.svg").write_text(drawn.svg, encoding="utf-8")
        (folder / f"comparison.{language}.png").write_bytes(drawn.png)
    return table


def comparison_table(compared: Sequence[Compared]) -> pl.DataFrame:
    """Return ``figure``, ``figure_zh``, ``unit``, ``year`` and one column for each scenario.

    Shares are in per cent, money in billion USD. A year that a scenario lacks is empty.
    """
    names = _distinct([one.names.en for one in compared])
    found: dict[tuple[str, str, str, int | None], dict[str, float]] = {}
    for name, one in zip(names, compared, strict=True):
        price = one.programme.money.price_year
        cost = ("Present cost", "成本现值", f"billion USD of {price}", None)
        found.setdefault(cost, {})[name] = one.pathway.present_cost / THOUSAND
        invested = one.pathway.costs.filter(pl.col("kind") == "investment")["million_usd"].sum()
        spent = ("Investment", "投资", f"billion USD of {price}", None)
        found.setdefault(spent, {})[name] = float(invested) / THOUSAND
        for indicator in COMPARED:
            text, unit = INDICATORS[indicator]
            scale = 100.0 if indicator in SHARES else 1.0
            for year, value in _series(one, indicator):
                found.setdefault((text.en, text.zh, unit.en, year), {})[name] = value * scale
    schema: dict[str, type[pl.DataType]] = {
        "figure": pl.String,
        "figure_zh": pl.String,
        "unit": pl.String,
        "year": pl.Int32,
        **dict.fromkeys(names, pl.Float64),
    }
    rows = [(*key, *(values.get(name) for name in names)) for key, values in found.items()]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _distinct(names: Sequence[str]) -> list[str]:
    """Return names of which none stands twice."""
    found: list[str] = []
    for name in names:
        count = sum(other == name or other.startswith(f"{name} (") for other in found)
        found.append(f"{name} ({count + 1})" if count else name)
    return found


def _series(one: Compared, indicator: str) -> list[tuple[int, float]]:
    rows = one.pathway.indicators.filter(
        pl.col("region") == "", pl.col("indicator") == indicator
    ).sort("year")
    return [(int(year), float(value)) for year, value in rows.select("year", "value").iter_rows()]


def _yearly_cost(one: Compared) -> list[tuple[int, float]]:
    rows = (
        one.pathway.costs.filter(~pl.col("kind").is_in(["investment", "trade"]))
        .group_by("year", maintain_order=True)
        .agg(pl.col("million_usd").sum())
        .sort("year")
    )
    return [(int(year), float(value)) for year, value in rows.iter_rows()]


def _capacity(one: Compared) -> pl.DataFrame:
    return one.pathway.capacity.select(
        pl.lit(one.names.en).alias("scenario"), "region", "technology", "year", "capacity_gw"
    )
