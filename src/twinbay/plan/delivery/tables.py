"""Everything about delivery as tables, by the name under which documents and results know them."""

import polars as pl

from twinbay.plan.delivery.budget import by_year_and_payer, yearly_budget
from twinbay.plan.delivery.drift import drift_table, find_drift
from twinbay.plan.delivery.paths import yearly_paths
from twinbay.plan.delivery.records import Delivery
from twinbay.plan.delivery.schedule import milestone_table, milestones_of
from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.programme import Programme


def delivery_tables(
    programme: Programme, pathway: Pathway, delivery: Delivery | None = None
) -> dict[str, pl.DataFrame]:
    """Return ``milestones``, ``budget``, ``budget_by_year``, ``paths``; with actuals ``drift`` too.

    Arguments:
        programme: that the pathway was solved for.
        pathway: the pathway.
        delivery: owners, promises and actuals.
    """
    budget = yearly_budget(programme.milestones, pathway)
    paths = yearly_paths(programme, pathway)
    tables = {
        "milestones": milestone_table(milestones_of(programme, pathway, delivery)),
        "budget": budget,
        "budget_by_year": by_year_and_payer(budget),
        "paths": paths,
    }
    if delivery and delivery.actuals:
        tables["drift"] = drift_table(find_drift(programme, paths, delivery.actuals))
    return tables
