"""The named alternative: one literal for each request and slot, given to CP-SAT as it is."""

from collections import defaultdict

from ortools.sat.python import cp_model

from twinbay.meet import Event
from twinbay.meet.compile import compile_event
from twinbay.meet.model import bits


def plain_cp_sat(event: Event, seconds: float, workers: int = 2) -> tuple[int, int]:
    """Return the value and the bound that CP-SAT reaches for the first objective."""
    model = compile_event(event)
    cp = cp_model.CpModel()
    people = defaultdict(list)
    tables = defaultdict(list)
    staff = defaultdict(list)
    value = []
    for activity in model.activities:
        mine = []
        for option in activity.options:
            for slot in bits(option.starts):
                literal = cp.new_bool_var("")
                mine.append(literal)
                value.append(activity.value * literal)
                tables[option.pool, slot].append(literal)
                for person in option.delegates:
                    people[person, slot].append(literal)
                for union, kinds in enumerate(model.needs.unions):
                    if option.need in kinds:
                        staff[union, slot].append(literal)
        cp.add_at_most_one(mine)
    for literals in people.values():
        cp.add_at_most_one(literals)
    limits = [
        (tables[p, s], pool.capacity[s])
        for p, pool in enumerate(model.pools)
        for s in range(model.slots)
    ]
    limits += [
        (staff[u, s], capacity[s])
        for u, capacity in enumerate(model.needs.capacity)
        for s in range(model.slots)
    ]
    for literals, most in limits:
        cp.add(sum(literals) <= most)
    cp.maximize(sum(value))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(cp)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return 0, int(solver.best_objective_bound)
    return round(solver.objective_value), int(solver.best_objective_bound)
