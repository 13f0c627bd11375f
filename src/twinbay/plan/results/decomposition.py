"""What drives the change of emissions from milestone to milestone, by LMDI-I, as a table."""

from itertools import pairwise

import polars as pl

from twinbay.plan.baseline.drivers import decompose_emissions, situation
from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.programme import Programme

DECOMPOSITION = pl.Schema(
    {
        "region": pl.String,
        "start": pl.Int32,
        "year": pl.Int32,
        "factor": pl.String,
        "effect_mt": pl.Float64,
        "index": pl.Float64,
    }
)
"""``effect_mt`` of each factor from one milestone (``start``) to the next (``year``), Mt CO2e; the
effects of a step add up to the change of the region's emissions. ``index`` is the factor by which
it multiplies the emissions from energy, empty where they are zero in one of the years."""

BESIDE_ENERGY = "direct"
"""The change of what no use of energy explains: processes, waste, agriculture, less capture."""


def decomposition(programme: Programme, pathway: Pathway) -> pl.DataFrame:
    """Return what each driver contributes to the change of each region's emissions.

    Arguments:
        programme: its population and GDP.
        pathway: its tables of energy and emissions.

    Result:
        Rows of ``DECOMPOSITION`` for every region and two milestones in a row; the factors are
        those of ``decompose_emissions`` without activities, and ``BESIDE_ENERGY``.
    """
    rows: list[tuple[str, int, int, str, float, float | None]] = []
    years = programme.milestones
    for region in (one.id for one in programme.regions):
        totals = _totals(pathway, region)
        for start, year in pairwise(years):
            found = decompose_emissions(
                situation(programme, pathway, region, start),
                situation(programme, pathway, region, year),
            )
            rows += [
                (region, start, year, factor, effect, found.multiplicative.get(factor))
                for factor, effect in found.additive.items()
            ]
            whole = totals.get(year, 0.0) - totals.get(start, 0.0)
            rest = whole - (found.end - found.start)
            rows.append((region, start, year, BESIDE_ENERGY, rest, None))
    return pl.DataFrame(rows, schema=DECOMPOSITION, orient="row")


def _totals(pathway: Pathway, region: str) -> dict[int, float]:
    """Return Mt CO2e of a region by year."""
    here = pathway.emissions.filter(pl.col("region") == region)
    summed = here.group_by("year", maintain_order=True).agg(pl.col("mt_co2e").sum())
    return {int(year): float(mt) for year, mt in summed.iter_rows()}
