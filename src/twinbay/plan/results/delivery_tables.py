"""Delivery as tables: milestones with owners, budget, yearly paths of indicators, drift."""

import polars as pl

from twinbay.plan.delivery import (
    Delivery,
    by_year_and_payer,
    drift_table,
    find_drift,
    milestone_table,
    milestones_of,
    yearly_budget,
    yearly_paths,
)
from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.programme import Programme


def delivery_tables(
    programme: Programme, pathway: Pathway, delivery: Delivery
) -> dict[str, pl.DataFrame]:
    """Return ``milestones``, ``budget``, ``paths`` and, when actuals have come in, ``drift``.

    Arguments:
        programme: that the pathway was solved for.
        pathway: what is to be delivered.
        delivery: owners, promises and actuals.
    """
    paths = yearly_paths(programme, pathway)
    budget = yearly_budget(programme.milestones, pathway)
    tables = {"paths": paths, "budget": budget, "budget_by_year": by_year_and_payer(budget)}
    milestones = milestones_of(programme, pathway, delivery)
    if milestones:
        tables["milestones"] = milestone_table(milestones)
    found = find_drift(programme, paths, delivery.actuals)
    if found:
        tables["drift"] = drift_table(found)
    return tables
