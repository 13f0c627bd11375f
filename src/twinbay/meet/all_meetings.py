"""Business-to-business mode: every meeting takes place, with as few breaks as possible.

This is the problem of Bofill, Coll, Garcia, Giráldez-Cru, Pesant, Suy and Villaret, "Constraint
Solving Approaches to the Business-to-Business Meeting Scheduling Problem", JAIR 2022: the meetings
are given and all must be placed; a break is a period without a meeting between two meetings of one
participant. Their variants are here too: meetings that must come before others, and as few changes
of location as possible. All other rules of an event hold as well.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf
from typing import Any

from ortools.sat.python import cp_model

from twinbay.meet.comfort import agendas
from twinbay.meet.compacting import compact
from twinbay.meet.compile import compile_event
from twinbay.meet.event import Event
from twinbay.meet.formulation import Formulation
from twinbay.meet.interruptible import solve_interruptible
from twinbay.meet.model import Model, Placement, Plan, bits
from twinbay.meet.parties import parties
from twinbay.meet.problems import EventError, Problem
from twinbay.meet.seating import Seating
from twinbay.meet.selecting import place
from twinbay.meet.solving import timetable
from twinbay.meet.timetable import Progress, Proof, Timetable
from twinbay.meet.validate import check
from twinbay.meet.walking import assign_tables

WORKERS = 8
"""Search strategies that CP-SAT interleaves; interleaving keeps the result repeatable."""

START_SHARE = 0.4
"""Most of the time limit that a first plan may take."""

STEPS = 2_000
"""Moves tried for each meeting of the first plan."""

Literal = Any
"""A variable or expression of CP-SAT (whose Python types are not published)."""


@dataclass(frozen=True, slots=True)
class Precedence:
    """The meeting of one request must end before that of another begins."""

    before: str
    after: str


def place_all(
    event: Event,
    precedences: Iterable[Precedence] = (),
    *,
    time_limit: float = 60.0,
    seed: int = 0,
    progress: Callable[[Progress], None] | None = None,
) -> Timetable:
    """Return a timetable that holds every request, with fewest breaks, then few table changes.

    Arguments:
        event: the conference; group meetings must take place too.
        precedences: pairs of request identifiers.
        time_limit: seconds, above 0.
        seed: makes the search repeatable.
        progress: is told of the breaks found and proven.

    Returns:
        The timetable; its proofs are of ``value``, ``breaks`` and ``table changes``.

    Raises:
        EventError: the event contradicts itself, or not every meeting can be placed (as far as
            could be found out within the time limit).
    """
    check(event)
    began = time.monotonic()
    deadline = began + time_limit
    model = _all_fixed(compile_event(event))
    seating = Seating(model)
    search = _Search(model, seating, tuple(precedences))
    plan, bound = search.run(deadline, began, seed)
    breaks = count_breaks(model, plan)
    if progress is not None:
        progress(Progress("breaks", breaks, bound, time.monotonic() - began))
    tables = assign_tables(seating, plan)
    value = plan.value(model)
    changes = count_changes(model, plan, tables)
    spent = time.monotonic() - began
    proofs = (
        Proof("value", value, value, True, 0.0, "every meeting takes place"),
        Proof("breaks", breaks, bound, False, spent, "CP-SAT"),
        Proof("table changes", changes, 0, False, 0.0, "assignment slot by slot"),
    )
    return timetable(model, seating, plan, tables, proofs, parties(model), began, seed)


def count_breaks(model: Model, plan: Plan) -> int:
    """Return the periods without a meeting between two meetings of one person on one day."""
    return sum(
        _breaks(sum(cover for cover, _ in agenda) & day)
        for agenda in agendas(model, plan).values()
        for day in model.rules.days
    )


def _breaks(taken: int) -> int:
    """Return the breaks between the meetings of one day."""
    return max(0, (taken & ~(taken << 1)).bit_count() - 1)


def count_changes(model: Model, plan: Plan, tables: dict[int, int]) -> int:
    """Return the changes of table between one person's consecutive meetings of a day."""
    return sum(
        tables[one] != tables[two]
        for agenda in agendas(model, plan).values()
        for (first, one), (second, two) in pairwise(agenda)
        if any(first & day and second & day for day in model.rules.days)
    )


def _blocks(usable: int) -> list[int]:
    """Return the lengths of the runs of slots in a set."""
    lengths = []
    while usable:
        usable >>= (usable & -usable).bit_length() - 1
        length = ((usable + 1) & ~usable).bit_length() - 1
        lengths.append(length)
        usable >>= length
    return lengths


def _all_fixed(model: Model) -> Model:
    """Return the model in which everything must take place."""
    if model.impossible:
        raise EventError(
            tuple(
                Problem(
                    "request",
                    unmet.requests[0],
                    "slots",
                    f"it cannot be placed: {unmet.detail}",
                    "Drop it, or widen the availability of its parties.",
                )
                for unmet in model.impossible
            )
        )
    return replace(model, activities=tuple(replace(a, fixed=True) for a in model.activities))


class _Search:
    def __init__(self, model: Model, seating: Seating, precedences: tuple[Precedence, ...]) -> None:
        self.model = model
        self.seating = seating
        self.cp = cp_model.CpModel()
        self.formulation = Formulation(model, timed=True, record=True)
        programme = self.formulation.programme
        self.columns = [self.cp.new_int_var(int(a), int(b), "") for a, b in programme.bounds]
        self._rows = 0
        self._add_rows()
        self.precedences = self._numbered(precedences)
        for before, after in self.precedences:
            self._precede(before, after)
        self.cp.minimize(sum(self._breaks()))

    def run(self, deadline: float, began: float, seed: int) -> tuple[Plan, int]:
        """Return the best plan found and a bound on its breaks."""
        first = self._first(began + START_SHARE * (deadline - began), seed)
        if first is not None:
            for column, value in self.formulation.point(first).items():
                self.cp.add_hint(self.columns[column], int(value))
        while True:
            solver = cp_model.CpSolver()
            solver.parameters.num_workers = WORKERS
            solver.parameters.interleave_search = True
            solver.parameters.random_seed = seed
            solver.parameters.max_time_in_seconds = max(0.1, deadline - time.monotonic())
            status = solve_interruptible(solver, self.cp)
            if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                if first is not None:
                    return first, 0
                raise EventError((self._unplaceable(status == cp_model.INFEASIBLE),))
            values = {i: solver.value(column) for i, column in enumerate(self.columns)}
            plan = self.formulation.plan(values)
            cut = self.seating.unseatable(plan)
            if cut is None:
                return plan, int(-(-(solver.best_objective_bound - 1e-6) // 1))
            self.formulation.add_cut(cut)
            self._add_rows()

    def _first(self, deadline: float, seed: int) -> Plan | None:
        """Return a plan to start from, if the quick search places everything."""
        if self.model.joinings or self.precedences:
            return None
        everything = Plan(
            tuple(Placement(number, 0, -1) for number in range(len(self.model.activities)))
        )
        plan = place(self.model, everything, deadline, seed)
        if len(plan.placements) < len(everything.placements):
            return None
        loose = replace(
            self.model,
            activities=tuple(replace(a, fixed=False) for a in self.model.activities),
        )
        steps = STEPS * len(plan.placements)
        compacted = compact(loose, plan, deadline, seed, steps=steps, gaps=_breaks)
        return compacted if self.seating.unseatable(compacted) is None else None

    def _add_rows(self) -> None:
        recorded = self.formulation.programme.recorded
        for lower, upper, terms in recorded[self._rows :]:
            expression = sum(int(c) * self.columns[column] for column, c in terms.items())
            low = cp_model.INT32_MIN if lower == -inf else int(lower)
            high = cp_model.INT32_MAX if upper == inf else int(upper)
            self.cp.add_linear_constraint(expression, low, high)
        self._rows = len(recorded)

    def _numbered(self, precedences: tuple[Precedence, ...]) -> list[tuple[int, int]]:
        number = {r: n for n, a in enumerate(self.model.activities) for r in a.requests}
        unknown = [name for p in precedences for name in (p.before, p.after) if name not in number]
        if unknown:
            raise EventError(
                tuple(
                    Problem("precedence", name, "request", f"there is no request “{name}”")
                    for name in dict.fromkeys(unknown)
                )
            )
        return [(number[p.before], number[p.after]) for p in precedences]

    def _precede(self, before: int, after: int) -> None:
        """Forbid, slot by slot, that one is still to end when the other has begun."""
        cells, held = self.formulation.cells, self.formulation.held
        length = self.model.activities[before].length
        for slot in range(self.model.slots):
            late = [self.columns[c] for c in held[before] if cells[c].start + length > slot]
            begun = [self.columns[c] for c in held[after] if cells[c].start <= slot]
            if late and begun:
                self.cp.add(sum(late) + sum(begun) <= 1)

    def _breaks(self) -> list[Literal]:
        """Return expressions whose sum is the number of breaks."""
        people: dict[int, dict[int, list[Literal]]] = defaultdict(lambda: defaultdict(list))
        for column, cell in self.formulation.cells.items():
            option = self.model.activities[cell.activity].options[cell.option]
            present = (cell.joiner,) if cell.joiner >= 0 else option.delegates
            for slot in bits(self.model.cover(cell.activity, cell.start)):
                for person in present:
                    people[person][slot].append(self.columns[column])
        costs: list[Literal] = []
        for person, busy in people.items():
            mine: list[Literal] = []
            for day in self.model.rules.days:
                mine.extend(self._breaks_of_day({s: busy[s] for s in bits(day) if busy[s]}))
            if mine:
                self.cp.add(sum(mine) >= self._least_breaks(person, busy))
            costs.extend(mine)
        return costs

    def _least_breaks(self, person: int, busy: dict[int, list[Literal]]) -> int:
        """Return the breaks that one person's availability alone forces.

        Slots without a gap form blocks. A day's first block costs nothing, each further one a
        break; taking the longest first needs fewest to hold all the person's meetings.
        """
        needed = sum(
            activity.length
            for activity in self.model.activities
            if all(person in option.delegates for option in activity.options)
        )
        usable = sum(1 << slot for slot, literals in busy.items() if literals)
        free, costly = 0, []
        for day in self.model.rules.days:
            lengths = sorted(_blocks(usable & day), reverse=True)
            free += sum(lengths[:1])
            costly.extend(lengths[1:])
        breaks = 0
        for length in sorted(costly, reverse=True):
            if free >= needed:
                break
            free += length
            breaks += 1
        return breaks

    def _breaks_of_day(self, busy: dict[int, list[Literal]]) -> list[Literal]:
        """Count the meetings that follow a slot without one, less one for the first of the day."""
        if len(busy) < 2:
            return []
        begins = []
        for slot in busy:
            begin = self.cp.new_bool_var("")
            self.cp.add(begin >= sum(busy[slot]) - sum(busy.get(slot - 1, ())))
            begins.append(begin)
        meets = self.cp.new_bool_var("")
        everything = sum(literal for literals in busy.values() for literal in literals)
        self.cp.add(meets <= everything)
        self.cp.add(sum(begins) >= meets)
        return [*begins, -meets]

    def _unplaceable(self, proven: bool) -> Problem:
        problem = (
            "not every meeting can be placed"
            if proven
            else "no timetable with every meeting was found within the time limit"
        )
        return Problem(
            "event",
            self.model.event.event_id,
            "requests",
            problem,
            "Add slots or tables, or use the usual mode, which leaves out what fits worst.",
        )
