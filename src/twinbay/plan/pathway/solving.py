"""From a programme to its pathway: learning, foresight, reading of results."""

from collections.abc import Callable
from time import perf_counter

from twinbay.plan.pathway import cost_tables, energy_tables, power_tables
from twinbay.plan.pathway.highs import minimise
from twinbay.plan.pathway.inputs import read_inputs
from twinbay.plan.pathway.model import build, costs_without_learning
from twinbay.plan.pathway.periods import choose_periods
from twinbay.plan.pathway.relaxation import explain
from twinbay.plan.pathway.solved import Solved, read_operation
from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.problems import InfeasibleError
from twinbay.plan.programme import Programme

Progress = Callable[[str, float], None]
"""Told what is being done and how much of the whole is (0 to 1)."""


def solve(
    programme: Programme, scenario: str = "reference", *, progress: Progress | None = None
) -> Pathway:
    """Return the least-cost pathway of a programme."""
    started = perf_counter()
    inputs = read_inputs(programme)
    periods = choose_periods(programme)
    built = build(inputs, periods, costs_without_learning(inputs))
    building = perf_counter() - started
    if progress:
        progress("solving", 0.2)
    solution = minimise(built.lp)
    if solution.status == "infeasible":
        raise explain(built) or InfeasibleError(("the programme contradicts itself",), {})
    solved = Solved(built, solution.values, solution.row_duals)
    solving = perf_counter() - started - building
    return read_pathway(solved, scenario, solution.status, building, solving)


def read_pathway(
    solved: Solved, scenario: str, status: str, building: float, solving: float
) -> Pathway:
    """Return the tables of a solution."""
    operation = read_operation(solved)
    costs = cost_tables.cost_table(solved, operation)
    return Pathway(
        programme=solved.inputs.programme.id,
        scenario=scenario,
        present_cost=solved.objective,
        region_costs=cost_tables.region_costs(solved, costs),
        status=status,
        seconds_building=building,
        seconds_solving=solving,
        capacity=power_tables.capacity_table(solved),
        generation=power_tables.generation_table(solved, operation),
        dispatch=power_tables.dispatch_table(solved, operation),
        trade=power_tables.trade_table(solved),
        energy=energy_tables.energy_table(solved),
        measures=energy_tables.measure_table(solved),
        emissions=energy_tables.emission_table(solved),
        costs=costs,
        targets=cost_tables.target_table(solved),
        prices=power_tables.price_table(solved),
        indicators=cost_tables.indicator_table(solved, operation),
    )
