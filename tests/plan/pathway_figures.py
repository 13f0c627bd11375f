"""Single figures of a solved pathway, for the tests that look at one."""

import polars as pl

from twinbay.plan.pathway import residuals
from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.programme import (
    Programme,
)

BALANCE = 1e-6


def emissions(pathway: Pathway, year: int = 2035) -> float:
    rows = pathway.emissions.filter(pl.col("year") == year)
    return float(rows["mt_co2e"].sum())


def capacity(pathway: Pathway, name: str, year: int = 2035) -> float:
    rows = pathway.capacity.filter((pl.col("technology") == name) & (pl.col("year") == year))
    return float(rows["capacity_gw"].sum())


def level(pathway: Pathway, name: str, year: int = 2035) -> float:
    rows = pathway.measures.filter((pl.col("measure") == name) & (pl.col("year") == year))
    return float(rows["level"].sum())


def assert_balanced(programme: Programme, pathway: Pathway) -> None:
    found = residuals(programme, pathway)
    assert max(found.values()) < BALANCE, found
