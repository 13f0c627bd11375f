"""All meetings with fewest breaks, as a model of CP-SAT.

The formulation follows the MaxSAT encoding of Bofill, Coll, Garcia, Giráldez-Cru, Pesant, Suy and
Villaret ("Constraint Solving Approaches to the Business-to-Business Meeting Scheduling Problem",
JAIR 74, 2022), section 4: literals for the slots in which a participant meets and for the slots
that end a break, the two implied counts, and that the people of a slot are an even number. The
counts of a slot are clauses over a tree of merged unary counters (Bailleux and Boufkhad, "Efficient
CNF Encoding of Boolean Cardinality Constraints", CP 2003), which gives the search something to
learn about.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import Any

from ortools.sat.python import cp_model

from twinbay.meet.formulation import Cut, Formulation
from twinbay.meet.interruptible import solve_side_by_side
from twinbay.meet.model import Model, Plan, bits

Literal = Any
"""A variable or expression of CP-SAT (whose Python types are not published)."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What one search found.

    Attributes:
        plan: the best plan, None when there is none.
        bound: breaks that no plan can do without.
        impossible: whether it is proven that no plan exists.
    """

    plan: Plan | None
    bound: int
    impossible: bool


@dataclass(frozen=True, slots=True)
class Limits:
    """How a search goes about it.

    Attributes:
        effort: how long it may take, in CP-SAT's own measure of work.
        seconds: and by the clock.
        seed: makes it repeatable.
        cores: whether it raises the bound; else it looks for any plan and improves it.
    """

    effort: float
    seconds: float
    seed: int
    cores: bool = True


class BreaksModel:
    """Every activity of a model takes place; breaks are counted and minimised.

    Arguments:
        model: in which every activity is fixed.
        most_difference: most by which two participants' numbers of breaks may differ, None for
            any.
        fold: whether the people of a slot are counted by clauses (above) or by one linear row.
    """

    def __init__(
        self,
        model: Model,
        most_difference: int | None,
        *,
        fold: bool,
    ) -> None:
        self.model = model
        self.cp = cp_model.CpModel()
        self.formulation = Formulation(model, timed=True, record=True)
        self.columns = [
            self.cp.new_int_var(int(low), int(high), "")
            for low, high in self.formulation.programme.bounds
        ]
        self._rows = 0
        self._add_rows()
        self._used = self._add_agendas()
        self._count_people(fold)
        breaks = {person: self._breaks(slots) for person, slots in self._used.items()}
        if most_difference is not None:
            fewest = self.cp.new_int_var(0, model.slots, "")
            for ends in breaks.values():
                self.cp.add(sum(ends) >= fewest)
                self.cp.add(sum(ends) <= fewest + most_difference)
        self.cp.minimize(sum(end for ends in breaks.values() for end in ends))

    def add_cut(self, cut: Cut) -> None:
        """Forbid decisions that cannot be seated together."""
        self.formulation.add_cut(cut)
        self._add_rows()

    def prepared(self, limits: Limits) -> cp_model.CpSolver:
        """Return a solver, usually one that raises the bound by unsatisfiable cores.

        It is given no plan to start from: cores end in a plan with no more breaks than the bound,
        and the wish to stay near a worse one holds them up.
        """
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.optimize_with_core = limits.cores
        solver.parameters.linearization_level = 0
        solver.parameters.random_seed = limits.seed
        solver.parameters.max_deterministic_time = limits.effort
        solver.parameters.max_time_in_seconds = max(0.1, limits.seconds)
        return solver

    def counted(self, solver: cp_model.CpSolver, status: cp_model.CpSolverStatus) -> Counted:
        """Return what a search has found."""
        if status == cp_model.INFEASIBLE:
            return Counted(None, 0, True)
        bound = max(0, int(-(-(solver.best_objective_bound - 1e-6) // 1)))
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Counted(None, bound, False)
        values = {i: solver.value(column) for i, column in enumerate(self.columns)}
        return Counted(self.formulation.plan(values), bound, False)

    def _add_rows(self) -> None:
        recorded = self.formulation.programme.recorded
        for lower, upper, terms in recorded[self._rows :]:
            expression = sum(int(c) * self.columns[column] for column, c in terms.items())
            low = cp_model.INT32_MIN if lower == -inf else int(lower)
            high = cp_model.INT32_MAX if upper == inf else int(upper)
            self.cp.add_linear_constraint(expression, low, high)
        self._rows = len(recorded)

    def _add_agendas(self) -> dict[int, dict[int, Literal]]:
        """Return a literal for each person and slot that says whether the person meets then."""
        meeting: dict[int, dict[int, list[Literal]]] = defaultdict(lambda: defaultdict(list))
        for column, cell in self.formulation.cells.items():
            option = self.model.activities[cell.activity].options[cell.option]
            present = (cell.joiner,) if cell.joiner >= 0 else option.delegates
            for slot in bits(self.model.cover(cell.activity, cell.start)):
                for person in present:
                    meeting[person][slot].append(self.columns[column])
        used: dict[int, dict[int, Literal]] = {}
        for person, slots in sorted(meeting.items()):
            used[person] = {}
            for slot, columns in sorted(slots.items()):
                literal = self.cp.new_bool_var("")
                self.cp.add_exactly_one(*columns, ~literal)
                used[person][slot] = literal
            if not any(person in joining.optional for joining in self.model.joinings):
                self._count_slots(person, list(used[person].values()))
        return used

    def _count_slots(self, person: int, used: list[Literal]) -> None:
        """State how many slots a person's meetings take in all, where it is certain."""
        certain = possible = 0
        for activity in self.model.activities:
            attends = [person in option.delegates for option in activity.options]
            certain += activity.length * all(attends)
            possible += activity.length * any(attends)
        self.cp.add_linear_constraint(sum(used), certain, possible)

    def _count_people(self, fold: bool) -> None:
        """Count the people of each slot: an even number, and no more than two for each table."""
        model = self.model
        pairs = not model.joinings and all(
            len(option.delegates) == 2 for a in model.activities for option in a.options
        )
        if not pairs:
            return
        meetings = []
        for slot in range(model.slots):
            present = [slots[slot] for slots in self._used.values() if slot in slots]
            tables = sum(pool.capacity[slot] for pool in model.pools)
            most = min(tables, len(present) // 2)
            held = self.cp.new_int_var(0, most, "")
            if fold:
                self._count_by_clauses(present, held, most)
            self.cp.add(sum(present) == 2 * held)
            meetings.append(held)
        self.cp.add(sum(meetings) == sum(activity.length for activity in model.activities))

    def _count_by_clauses(self, present: list[Literal], held: Literal, most: int) -> None:
        """Tie ``held`` to half of the literals that are true, at most ``most``."""
        counted = unary_count(self.cp, present, 2 * most + 1)
        if len(counted) > 2 * most:
            self.cp.add_bool_or(~counted[2 * most])
        for lower, upper in zip(counted[: 2 * most : 2], counted[1 : 2 * most : 2], strict=False):
            self.cp.add_implication(lower, upper)
        self.cp.add(sum(counted[1 : 2 * most : 2]) == held)

    def _breaks(self, used: dict[int, Literal]) -> list[Literal]:
        """Return literals that say of each slot of one person whether a break ends with it."""
        ends: list[Literal] = []
        for day in self.model.rules.days:
            today = [used.get(slot) for slot in bits(day)]
            met: Literal = None  # whether there was a meeting up to the slot
            for now, following in pairwise(today):
                if now is not None:
                    met = self._either(met, now)
                if met is not None and following is not None:
                    end = self.cp.new_bool_var("")
                    free = [] if now is None else [~now]
                    for needed in (met, following, *free):
                        self.cp.add_implication(end, needed)
                    self.cp.add_bool_or(end, ~met, ~following, *(() if now is None else (now,)))
                    ends.append(end)
        return ends

    def _either(self, met: Literal, now: Literal) -> Literal:
        if met is None:
            return now
        either = self.cp.new_bool_var("")
        self.cp.add_implication(met, either)
        self.cp.add_implication(now, either)
        self.cp.add_bool_or(met, now, ~either)
        return either


def search_both(models: Sequence[BreaksModel], limits: Limits) -> list[Counted]:
    """Search several formulations of one problem side by side; return what each has found."""
    solvers = [model.prepared(limits) for model in models]
    programmes = [model.cp for model in models]
    statuses = solve_side_by_side(list(zip(solvers, programmes, strict=True)))
    return [
        model.counted(solver, status)
        for model, solver, status in zip(models, solvers, statuses, strict=True)
    ]


def unary_count(cp: cp_model.CpModel, literals: list[Literal], most: int) -> list[Literal]:
    """Return literals of which the *i*-th (from 0) says that more than *i* literals are true.

    Arguments:
        cp: the model, to which the clauses are added.
        literals: what is counted.
        most: how far is counted.
    """
    counts = [[literal] for literal in literals]
    while len(counts) > 1:
        counts.sort(key=len)
        counts.append(_merged(cp, counts.pop(0), counts.pop(0), most))
    return counts[0] if counts else []


def _merged(
    cp: cp_model.CpModel, one: list[Literal], two: list[Literal], most: int
) -> list[Literal]:
    """Return the unary sum of two unary numbers, as far as ``most``."""
    total = [cp.new_bool_var("") for _ in range(min(len(one) + len(two), most))]
    for i in range(len(one) + 1):
        for j in range(len(two) + 1):
            reached = ([~one[i - 1]] if i else []) + ([~two[j - 1]] if j else [])
            if 0 < i + j <= len(total):
                cp.add_bool_or(*reached, total[i + j - 1])
            if i + j < len(total):
                beyond = one[i : i + 1] + two[j : j + 1]
                cp.add_bool_or(*beyond, ~total[i + j])
    for lower, upper in pairwise(total):
        cp.add_implication(upper, lower)
    return total
