"""The named alternatives: one literal for each request and slot, given to CP-SAT as it is."""

from collections import defaultdict
from collections.abc import Iterable

from ortools.sat.python import cp_model

from twinbay.meet import Event, Precedence
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


def plain_breaks(
    event: Event,
    precedences: Iterable[Precedence],
    most_difference: int | None,
    seconds: float,
    workers: int = 2,
) -> tuple[int | None, int]:
    """Return the breaks (None without a plan) and the bound that CP-SAT reaches.

    Every meeting takes place on one day; a break is counted where a participant meets, then does
    not, then meets again.
    """
    model = compile_event(event)
    cp = cp_model.CpModel()
    people = defaultdict(lambda: defaultdict(list))
    tables = defaultdict(list)
    start = {}
    for activity in model.activities:
        (option,) = activity.options
        mine = {slot: cp.new_bool_var("") for slot in bits(option.starts)}
        cp.add_exactly_one(mine.values())
        start |= dict.fromkeys(
            activity.requests or (activity.meeting_id,),
            sum(slot * literal for slot, literal in mine.items()),
        )
        for slot, literal in mine.items():
            tables[slot].append(literal)
            for person in option.delegates:
                people[person][slot].append(literal)
    for slot, literals in tables.items():
        cp.add(sum(literals) <= sum(pool.capacity[slot] for pool in model.pools))
    for order in precedences:
        cp.add(start[order.before] < start[order.after])
    breaks = [_breaks(cp, slots, model.slots) for slots in people.values()]
    if most_difference is not None:
        fewest = cp.new_int_var(0, model.slots, "")
        for ended in breaks:
            cp.add(ended >= fewest)
            cp.add(ended <= fewest + most_difference)
    cp.minimize(sum(breaks))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(cp)
    bound = max(0, round(solver.best_objective_bound))
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None, bound
    return round(solver.objective_value), bound


def _breaks(
    cp: cp_model.CpModel, meetings: dict[int, list[cp_model.IntVar]], slots: int
) -> cp_model.LinearExpr | int:
    """Return the breaks of one participant."""
    busy = [cp.new_bool_var("") for _ in range(slots)]
    for slot, literal in enumerate(busy):
        cp.add(sum(meetings.get(slot, ())) == literal)
    ends = [cp.new_bool_var("") for _ in busy[1:-1]]
    for slot, end in enumerate(ends, 1):
        met = cp.new_bool_var("")
        cp.add_max_equality(met, busy[:slot])
        cp.add(end >= met + busy[slot + 1] - busy[slot] - 1)
        cp.add(3 * end <= met + busy[slot + 1] + 1 - busy[slot])
    return sum(ends)
