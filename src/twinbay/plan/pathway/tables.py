"""A solution as the tables of a pathway."""

from twinbay.plan.pathway import cost_tables, energy_tables, power_tables
from twinbay.plan.pathway.solved import Solved, read_operation
from twinbay.plan.pathway_tables import Pathway


def read_pathway(
    solved: Solved, scenario: str, status: str, building: float, solving: float
) -> Pathway:
    """Return the tables of a solution.

    Arguments:
        building, solving: seconds that they took.
    """
    operation = read_operation(solved)
    costs = cost_tables.cost_table(solved)
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
