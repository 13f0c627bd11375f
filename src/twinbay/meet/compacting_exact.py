"""The third objective on all variables at once, for events small enough: CP-SAT with tables.

Every row of the time-indexed formulation, with those that keep value and fairness, is given to
CP-SAT together with a table for each meeting, so that what takes place, when and where may all
change. Its bound holds for every timetable that is as good in the earlier objectives.
"""

from collections import defaultdict
from dataclasses import dataclass
from math import inf
from typing import Any

from ortools.sat.python import cp_model

from twinbay.meet.event import Distance
from twinbay.meet.formulation import Cut, Formulation
from twinbay.meet.interruptible import solve_interruptible
from twinbay.meet.model import Model, Plan, bits
from twinbay.meet.seating import Seating
from twinbay.meet.stages import Stage

WORKERS = 4
"""Search strategies that CP-SAT interleaves; interleaving keeps the result repeatable."""

EFFORT = 10.0
"""Limit in CP-SAT's deterministic time (about seconds of processor), which cuts repeatably."""

Literal = Any
"""A 0-1 variable, or a sum of such, of CP-SAT (whose Python types are not published)."""

Where = dict[tuple[int, int], list[Literal]]


@dataclass(frozen=True, slots=True)
class Compacted:
    """What CP-SAT found: a plan with its tables (None when out of time) and a bound from below."""

    plan: Plan | None
    tables: dict[int, int]
    bound: int


def size(model: Model) -> int:
    """Return what decides whether an event is small enough: places that agendas may choose from."""
    cells = sum(o.starts.bit_count() for a in model.activities for o in a.options)
    tables = max((len(pool.tables) for pool in model.pools), default=0)
    return (cells + len(model.available) * model.slots) * tables


def compact_exactly(
    model: Model,
    seating: Seating,
    kept: tuple[tuple[Stage, int], ...],
    cuts: tuple[Cut, ...],
    hint: tuple[Plan, dict[int, int]],
    seconds: float,
    seed: int,
) -> Compacted:
    """Minimise discomfort over all timetables that keep the figures of the earlier objectives.

    Arguments:
        model, seating: the event.
        kept: the earlier objectives with their figures.
        cuts: decisions that cannot be taken together.
        hint: a plan and its tables to start from.
        seconds: time limit.
        seed: of CP-SAT.
    """
    return _Exact(model, seating, kept, cuts).solve(hint, seconds, seed)


class _Exact:
    def __init__(
        self,
        model: Model,
        seating: Seating,
        kept: tuple[tuple[Stage, int], ...],
        cuts: tuple[Cut, ...],
    ) -> None:
        self.model = model
        self.seating = seating
        self.facts = seating.tables
        self.cp = cp_model.CpModel()
        self.formulation = Formulation(model, timed=True, record=True)
        for stage, limit in kept:
            terms = stage.terms(self.formulation)
            lower, upper = (limit, inf) if stage.maximise else (-inf, limit)
            self.formulation.programme.add_row(terms, lower, upper)
        for cut in cuts:
            self.formulation.add_cut(cut)
        self.columns = [
            self.cp.new_int_var(int(low), int(high), "")
            for low, high in self.formulation.programme.bounds
        ]
        for lower, upper, terms_of_row in self.formulation.programme.recorded:
            self._add_row(lower, upper, terms_of_row)
        self.at: dict[int, dict[int, Literal]] = {}
        self._add_tables()
        self.places = self._places()
        if model.apart:
            self._add_apart()
        self.cp.minimize(sum(self._discomfort()))

    def solve(self, hint: tuple[Plan, dict[int, int]], seconds: float, seed: int) -> Compacted:
        """Run CP-SAT, adding cuts while the plan cannot be staffed."""
        self._hint(*hint)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = WORKERS
        solver.parameters.interleave_search = True
        solver.parameters.random_seed = seed
        solver.parameters.max_time_in_seconds = max(seconds, 0.01)
        solver.parameters.max_deterministic_time = EFFORT
        while True:
            status = solve_interruptible(solver, self.cp)
            if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                return Compacted(None, {}, 0)
            values = {i: solver.value(column) for i, column in enumerate(self.columns)}
            plan = self.formulation.plan(values)
            cut = self.seating.unseatable(plan)
            if cut is None:
                break
            before = len(self.formulation.programme.recorded)
            self.formulation.add_cut(cut)
            for lower, upper, terms in self.formulation.programme.recorded[before:]:
                self._add_row(lower, upper, terms)
        tables = {
            self.formulation.cells[column].activity: table
            for column, places in self.at.items()
            for table, literal in places.items()
            if solver.value(literal)
        }
        return Compacted(plan, tables, -int(-(solver.best_objective_bound - 1e-6) // 1))

    def _add_row(self, lower: float, upper: float, terms: dict[int, float]) -> None:
        expression = sum(int(c) * self.columns[column] for column, c in terms.items())
        low = cp_model.INT32_MIN if lower == -inf else int(lower)
        high = cp_model.INT32_MAX if upper == inf else int(upper)
        self.cp.add_linear_constraint(expression, low, high)

    def _meetings(self) -> list[int]:
        return [c for c, cell in self.formulation.cells.items() if cell.joiner < 0]

    def _add_tables(self) -> None:
        """Give every meeting that takes place one table, and every table one meeting at a time."""
        model = self.model
        groups = {joining.activity for joining in model.joinings}
        taking: Where = defaultdict(list)
        for column in self._meetings():
            cell = self.formulation.cells[column]
            activity = model.activities[cell.activity]
            option = activity.options[cell.option]
            cover = model.cover(cell.activity, cell.start)
            places = {
                table: self.cp.new_bool_var("")
                for table in model.pools[option.pool].tables
                if activity.table in (-1, table)
                and self.facts.open[table] & cover == cover
                and self.facts.seats[table] >= max(activity.seats, len(option.delegates))
            }
            self.cp.add(sum(places.values()) == self.columns[column])
            self.at[column] = places
            for table, literal in places.items():
                for slot in bits(cover):
                    taking[slot, table].append(literal)
            if cell.activity in groups:
                joiners = sum(
                    self.columns[c]
                    for c, other in self.formulation.cells.items()
                    if other.joiner >= 0
                    and (other.activity, other.option, other.start)
                    == (cell.activity, cell.option, cell.start)
                )
                self.cp.add(
                    joiners
                    <= sum(
                        (self.facts.seats[table] - len(option.delegates)) * literal
                        for table, literal in places.items()
                    )
                )
        for literals in taking.values():
            self.cp.add_at_most_one(literals)

    def _people(self, column: int) -> list[tuple[int, int]]:
        """Return who attends, each with the column that says so."""
        cell = self.formulation.cells[column]
        option = self.model.activities[cell.activity].options[cell.option]
        people = [(person, column) for person in option.delegates]
        for (activity, person), columns in self.formulation.joined.items():
            if activity == cell.activity:
                people.extend(
                    (person, c)
                    for c in columns
                    if self.formulation.cells[c].option == cell.option
                    and self.formulation.cells[c].start == cell.start
                )
        return people

    def _places(self) -> dict[int, dict[int, dict[int, list[Literal]]]]:
        """Return for each person, slot and table the literals that say the person sits there."""
        places: dict[int, dict[int, dict[int, list[Literal]]]] = defaultdict(
            lambda: defaultdict(lambda: defaultdict(list))
        )
        for column in self._meetings():
            cell = self.formulation.cells[column]
            cover = self.model.cover(cell.activity, cell.start)
            for person, attends in self._people(column):
                for table, literal in self.at[column].items():
                    sits = literal
                    if attends != column:
                        sits = self.cp.new_bool_var("")
                        self.cp.add(sits <= literal)
                        self.cp.add(sits <= self.columns[attends])
                        self.cp.add(sits >= literal + self.columns[attends] - 1)
                    for slot in bits(cover):
                        places[person][slot][table].append(sits)
        return places

    def _discomfort(self) -> list[Literal]:
        weights = self.model.event.rules.compactness
        costs: list[Literal] = []
        for person, slots in self.places.items():
            online = self.model.event.delegates[person].online
            for day in self.model.rules.days:
                today = list(bits(day))
                busy = {s: sum(sum(at) for at in slots[s].values()) for s in today}
                costs.extend(weights.idle * gap for gap in self._gaps(today, busy))
                if not online:
                    costs.extend(self._changes(today, busy, slots))
        return costs

    def _gaps(self, today: list[int], busy: dict[int, Literal]) -> list[Literal]:
        """Return literals that are true in every slot between meetings."""
        gaps = []
        earlier = [self.cp.new_bool_var("") for _ in today]
        later = [self.cp.new_bool_var("") for _ in today]
        for i in range(1, len(today)):
            self.cp.add(earlier[i] >= earlier[i - 1])
            self.cp.add(earlier[i] >= busy[today[i - 1]])
            self.cp.add(later[-i - 1] >= later[-i])
            self.cp.add(later[-i - 1] >= busy[today[-i]])
        for i, slot in enumerate(today):
            gap = self.cp.new_bool_var("")
            self.cp.add(gap >= earlier[i] + later[i] - 1 - busy[slot])
            gaps.append(gap)
        return gaps

    def _changes(
        self,
        today: list[int],
        busy: dict[int, Literal],
        slots: dict[int, dict[int, list[Literal]]],
    ) -> list[Literal]:
        """Return the costs of changing tables: what follows the last table used before."""
        weights = self.model.event.rules.compactness
        tables = sorted({table for slot in today for table in slots[slot]})
        zones = sorted({self.facts.zone[table] for table in tables})
        costs: list[Literal] = []
        last: dict[int, Literal] = {}
        for slot in today:
            at = {table: sum(slots[slot].get(table, ())) for table in tables}
            if last:
                none = 1 - sum(last.values())
                change = self.cp.new_bool_var("")
                walk = self.cp.new_bool_var("")
                for table in tables:
                    self.cp.add(change >= at[table] - last[table] - none)
                for zone in zones:
                    here = [table for table in tables if self.facts.zone[table] == zone]
                    arriving = sum(at[table] for table in here)
                    self.cp.add(walk >= arriving - sum(last[table] for table in here) - none)
                costs.extend((weights.table_change * change, weights.walk * walk))
            now = {table: self.cp.new_bool_var("") for table in tables}
            self.cp.add(sum(now.values()) <= 1)
            for table in tables:
                self.cp.add(now[table] >= at[table])
                if last:
                    self.cp.add(now[table] >= last[table] - busy[slot])
            last = now
        return costs

    def _add_apart(self) -> None:
        """Keep people apart: never in one zone, or at neighbouring tables, in the same slot."""
        places = self.places
        for one, two, distance in self.model.apart:
            for slot in range(self.model.slots):
                for table, first in places[one][slot].items():
                    for other, second in places[two][slot].items():
                        close = (
                            self.facts.zone[table] == self.facts.zone[other]
                            if distance is Distance.ZONE
                            else other in self.facts.neighbours[table]
                        )
                        if close:
                            self.cp.add(sum(first) + sum(second) <= 1)

    def _hint(self, plan: Plan, tables: dict[int, int]) -> None:
        for column, value in self.formulation.point(plan).items():
            self.cp.add_hint(self.columns[column], int(value))
            for table, literal in self.at.get(column, {}).items():
                cell = self.formulation.cells[column]
                here = bool(value) and tables[cell.activity] == table
                self.cp.add_hint(literal, here)
