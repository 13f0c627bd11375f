"""What drives the change of emissions: the table adds up, and agrees with the formula by hand."""

import math
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise

import polars as pl
import pytest

from tests.plan.plan_examples import small_programme
from twinbay.plan.pathway import solve
from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.results.decomposition import BESIDE_ENERGY, decomposition

FACTORS = {"population", "affluence", "intensity", "structure", "carbon", BESIDE_ENERGY}


@pytest.fixture(scope="module")
def pathway() -> Pathway:
    return solve(small_programme())


def emitted(pathway: Pathway, region: str, year: int) -> float:
    rows = pathway.emissions.filter(pl.col("region") == region, pl.col("year") == year)
    return float(rows["mt_co2e"].sum())


def test_the_effects_of_every_step_add_up_to_its_change(pathway: Pathway) -> None:
    programme = small_programme()
    table = decomposition(programme, pathway)
    assert set(table["factor"]) == FACTORS
    steps = list(pairwise(programme.milestones))
    assert table.height == len(programme.regions) * len(steps) * len(FACTORS)
    for region in ("west", "east"):
        for start, year in steps:
            rows = table.filter(
                pl.col("region") == region, pl.col("start") == start, pl.col("year") == year
            )
            change = emitted(pathway, region, year) - emitted(pathway, region, start)
            assert rows["effect_mt"].sum() == pytest.approx(change, abs=1e-9)


def test_the_effect_of_population_is_that_of_the_formula(pathway: Pathway) -> None:
    """Every sector's and carrier's part is L(C1, C0) ln(P1 / P0), added up here by hand."""
    programme = small_programme()
    table = decomposition(programme, pathway)
    region = programme.regions[1]
    start, year = programme.milestones[:2]
    parts: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    direct = {emission.id for emission in programme.direct_emissions}
    here = pl.col("region") == region.id
    for end, when in enumerate((start, year)):
        now = here & (pl.col("year") == when)
        final = pathway.energy.filter(now)
        power = 0.0
        for sector, origin, mt in (
            pathway.emissions.filter(now).select("sector", "origin", "mt_co2e").iter_rows()
        ):
            if sector == "power":
                power += mt
            elif origin not in direct:
                parts[sector, origin][end] += mt
        electric = final.filter(pl.col("carrier") == "electricity")
        for sector, twh in electric.select("sector", "final_twh").iter_rows():
            parts[sector, "electricity"][end] += power * twh / electric["final_twh"].sum()
    wanted = sum(
        (c1 - c0) / math.log(c1 / c0) if abs(c1 - c0) > 1e-12 else c1
        for c0, c1 in parts.values()
        if c0 > 0 and c1 > 0
    ) * math.log(region.population[year] / region.population[start])
    found = table.filter(
        here, pl.col("start") == start, pl.col("year") == year, pl.col("factor") == "population"
    )
    assert found["effect_mt"].item() == pytest.approx(wanted, rel=1e-9)


def test_one_milestone_has_no_change(pathway: Pathway) -> None:
    single = replace(small_programme(), milestones=(2025,))
    assert decomposition(single, pathway).is_empty()
