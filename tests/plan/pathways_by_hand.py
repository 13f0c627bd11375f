"""Pathways made by hand, with a cost that can be computed in the head."""

import polars as pl

from twinbay.plan import pathway_tables as tables
from twinbay.plan.measures.least_cost_curve import SWEPT
from twinbay.plan.pathway.inputs import read_milestones
from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.programme import Programme

YEAR = 2030
FREE = 100.0


def weight(programme: Programme) -> float:
    m = read_milestones(programme.milestones, programme.money.discount_rate)
    return float(m.weight[programme.milestones.index(YEAR)])


def pathway(programme: Programme, emitted: float) -> Pathway:
    """A pathway whose cost of abating a is a squared a year: the last tonne costs 2 a.

    The carbon price of the programme is 45 in 2030; it is paid for what is emitted.
    """
    abated = FREE - emitted
    paid = programme.regions[0].carbon_price[YEAR] * emitted
    swept = [t for t in programme.targets if t.id == SWEPT]
    empty = {
        name: pl.DataFrame(schema=schema)
        for name, schema in (
            ("capacity", tables.CAPACITY),
            ("generation", tables.GENERATION),
            ("dispatch", tables.DISPATCH),
            ("trade", tables.TRADE),
            ("energy", tables.ENERGY),
            ("prices", tables.PRICES),
            ("indicators", tables.INDICATORS),
        )
    }
    return Pathway(
        programme="p",
        scenario="s",
        present_cost=weight(programme) * (abated**2 + paid) + 7_000.0,
        region_costs={},
        status="optimal",
        seconds_building=0.0,
        seconds_solving=0.0,
        measures=pl.DataFrame(
            [("west", "m", YEAR, 0.0, abated / 100, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)],
            schema=tables.MEASURES,
            orient="row",
        ),
        emissions=pl.DataFrame(
            [("west", "industry", 1, "CO2", "coal", YEAR, emitted * 1e3, emitted)],
            schema=tables.EMISSIONS,
            orient="row",
        ),
        costs=pl.DataFrame(
            [("west", YEAR, "carbon", "emissions", "users", paid)],
            schema=tables.COSTS,
            orient="row",
        ),
        targets=pl.DataFrame(
            [
                (
                    t.id,
                    "",
                    str(t.kind),
                    YEAR,
                    t.value,
                    emitted,
                    True,
                    weight(programme) * 2 * abated,
                )
                for t in swept
            ],
            schema=tables.TARGETS,
            orient="row",
        ),
        **empty,
    )
