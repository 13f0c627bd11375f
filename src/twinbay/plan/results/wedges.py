"""What a pathway avoids against the reference path, split into wedges that add up."""

from collections import defaultdict

import polars as pl

from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.programme import Programme

POWER = "power sector"
"""The wedge of the power sector; the others are groups of measures."""


def wedges(programme: Programme, pathway: Pathway) -> pl.DataFrame:
    """Return Mt CO2e a year avoided by milestone: ``wedge``, ``year``, ``mt``.

    Wedges are the groups of measures, as they abate at the point of use, and the power sector: what
    the reference demand for electricity would emit at the first milestone's emissions per kWh,
    less what the pathway's power sector emits.
    """
    groups = {m.id: m.group for m in programme.measures}
    found: dict[tuple[str, int], float] = defaultdict(float)
    for _, measure, year, *_, abated in pathway.measures.select(
        "region", "measure", "year", "abated_mt"
    ).iter_rows():
        found[groups.get(measure, "others"), year] += abated
    for year, avoided in _power_avoided(programme, pathway).items():
        found[POWER, year] += avoided
    rows = [(wedge, year, mt) for (wedge, year), mt in sorted(found.items())]
    schema = {"wedge": pl.String, "year": pl.Int32, "mt": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _power_avoided(programme: Programme, pathway: Pathway) -> dict[int, float]:
    emitted = pathway.emissions.filter((pl.col("sector") == "power") | (pl.col("scope") == 2))
    demand = pathway.energy.filter(pl.col("carrier") == "electricity")
    avoided = dict.fromkeys(programme.milestones, 0.0)
    for region in (region.id for region in programme.regions):
        mt = _by_year(emitted.filter(pl.col("region") == region), "mt_co2e")
        twh = _by_year(demand.filter(pl.col("region") == region), "reference_twh")
        first = programme.milestones[0]
        per_twh = mt.get(first, 0.0) / twh[first] if twh.get(first) else 0.0
        for year in avoided:
            avoided[year] += per_twh * twh.get(year, 0.0) - mt.get(year, 0.0)
    return avoided


def _by_year(table: pl.DataFrame, column: str) -> dict[int, float]:
    summed = table.group_by("year", maintain_order=True).agg(pl.col(column).sum()).sort("year")
    return {int(year): float(value) for year, value in summed.iter_rows()}
