"""Solvers whose answer is known; in a module of their own, because other processes import them."""

from collections.abc import Callable

import polars as pl

from twinbay.plan import pathway_tables as tables
from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.problems import InfeasibleError
from twinbay.plan.programme import Programme


def known_pathway(programme: Programme) -> Pathway:
    """A pathway whose cost is the last investment of solar; it builds wind when solar is dear."""
    last = programme.milestones[-1]
    solar = next(t for t in programme.technologies if t.id == "solar").investment[last]
    demand = sum(use.demand[last] for use in programme.end_uses if use.region == "west")
    wind = [("west", "wind", last, 8.0, 2.0, 0.0, 0.0)] if solar > 500.0 else []
    empty = {
        name: pl.DataFrame(schema=schema)
        for name, schema in (
            ("generation", tables.GENERATION),
            ("dispatch", tables.DISPATCH),
            ("trade", tables.TRADE),
            ("energy", tables.ENERGY),
            ("emissions", tables.EMISSIONS),
            ("prices", tables.PRICES),
        )
    }
    return Pathway(
        programme=programme.id,
        scenario="known",
        present_cost=solar + demand / 100.0,
        region_costs={"west": solar, "east": demand / 100.0},
        status="optimal",
        seconds_building=0.0,
        seconds_solving=0.0,
        capacity=pl.DataFrame(
            [
                ("west", "solar", last, 31.0, 1.0, 0.0, 0.0),
                ("west", "coal_power", last, 0.0, 0.0, 0.0, 0.0),
                *wind,
            ],
            schema=tables.CAPACITY,
            orient="row",
        ),
        measures=pl.DataFrame(
            [("west", "led", last, 0.0, 0.3, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)],
            schema=tables.MEASURES,
            orient="row",
        ),
        costs=pl.DataFrame(
            [("west", last, "investment", "solar", "enterprises", solar)],
            schema=tables.COSTS,
            orient="row",
        ),
        targets=pl.DataFrame(schema=tables.TARGETS),
        indicators=pl.DataFrame(
            [("west", "emissions", last, 10.0, "Mt CO2e")], schema=tables.INDICATORS, orient="row"
        ),
        **empty,
    )


def known() -> Callable[[Programme], Pathway]:
    return known_pathway


def _sometimes_infeasible(programme: Programme) -> Pathway:
    pathway = known_pathway(programme)
    if pathway.region_costs["west"] > 550.0:
        raise InfeasibleError(("no",), {"west-2035": pathway.region_costs["west"] - 550.0})
    return pathway


def sometimes_infeasible() -> Callable[[Programme], Pathway]:
    return _sometimes_infeasible


def interrupted_after_three() -> Callable[[Programme], Pathway]:
    calls = []

    def solve(programme: Programme) -> Pathway:
        calls.append(1)
        if len(calls) > 3:
            raise KeyboardInterrupt
        return known_pathway(programme)

    return solve
