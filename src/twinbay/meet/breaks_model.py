"""All meetings with fewest breaks, as a model of CP-SAT.

The formulation follows the MaxSAT encoding of Bofill, Coll, Garcia, Giráldez-Cru, Pesant, Suy and
Villaret ("Constraint Solving Approaches to the Business-to-Business Meeting Scheduling Problem",
JAIR 74, 2022), section 4: literals for the slots in which a participant meets and for the slots
that end a break, the two implied counts, and that the people of a slot are an even number. It comes
in two forms: with linear counts and the breaks to be minimised, and in clauses throughout
(``twinbay.meet.unary``) with a limit on the breaks.
"""

from collections import defaultdict
from itertools import pairwise
from math import inf

from ortools.sat.python import cp_model

from twinbay.meet.formulation import Cut, Formulation
from twinbay.meet.model import Model, Plan, bits
from twinbay.meet.unary import Literal, unary_count, unary_sum

MOST_COUNTED = 64
"""Breaks that the form in clauses counts up to."""


class BreaksModel:
    """Every activity of a model takes place; breaks are counted.

    Arguments:
        model: in which every activity is fixed.
        most_difference: most by which two participants' numbers of breaks may differ, None for
            any.
        clauses: whether all counts are clauses, and breaks can be limited (:meth:`within`); else
            counts are linear and breaks are minimised.
    """

    def __init__(self, model: Model, most_difference: int | None, *, clauses: bool) -> None:
        self.model = model
        self.clauses = clauses
        self.cp = cp_model.CpModel()
        self.formulation = Formulation(model, timed=True, record=True)
        self.columns = [
            self.cp.new_int_var(int(low), int(high), "")
            for low, high in self.formulation.programme.bounds
        ]
        self._pairs = not model.joinings and all(
            len(option.delegates) == 2 for a in model.activities for option in a.options
        )
        self._rows = 0
        self._add_rows()
        self._used = self._add_agendas()
        if self._pairs:
            self._count_people()
        self._ends = {person: self._breaks(slots) for person, slots in self._used.items()}
        if clauses:
            self._count_breaks(most_difference)
        else:
            self._minimise(most_difference)

    def add_cut(self, cut: Cut) -> None:
        """Forbid decisions that cannot be seated together."""
        self.formulation.add_cut(cut)
        self._add_rows()

    def within(self, breaks: int) -> cp_model.CpModel:
        """Return the model with so many breaks at most (below ``MOST_COUNTED``), in clauses."""
        limited = self.cp.clone()
        if breaks < len(self._total):
            index = self._total[breaks].index
            limited.add_bool_and(~limited.get_bool_var_from_proto_index(index))
        return limited

    def plan(self, solver: cp_model.CpSolver) -> Plan:
        """Return the plan that a solver has found."""
        values = {i: solver.value(column) for i, column in enumerate(self.columns)}
        return self.formulation.plan(values)

    def _add_rows(self) -> None:
        recorded = self.formulation.programme.recorded
        counted = set(self.formulation.table_rows.values()) if self._counts_tables() else set()
        for number, (lower, upper, terms) in enumerate(recorded[self._rows :], self._rows):
            columns = [self.columns[column] for column in terms]
            if number in counted:
                continue
            if upper == 1 and lower in (1, 0, -inf) and all(c == 1 for c in terms.values()):
                if lower == 1:
                    self.cp.add_exactly_one(columns)
                else:
                    self.cp.add_at_most_one(columns)
                continue
            expression = sum(int(c) * self.columns[column] for column, c in terms.items())
            low = cp_model.INT32_MIN if lower == -inf else int(lower)
            high = cp_model.INT32_MAX if upper == inf else int(upper)
            self.cp.add_linear_constraint(expression, low, high)
        self._rows = len(recorded)

    def _counts_tables(self) -> bool:
        """Return whether the count of a slot's people in clauses says what its tables allow."""
        return self.clauses and self._pairs and len(self.model.pools) == 1

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
                self._count_slots(person, used[person])
        return used

    def _count_slots(self, person: int, used: dict[int, Literal]) -> None:
        """State how many slots a person's meetings take: in all, and of those they are bound to.

        A person meets in any set of slots at least as often as there are meetings that fit nowhere
        else. Such sets are what the own meetings can take: sessions, above all.
        """
        certain, possible, bound_to = 0, 0, dict[int, int]()
        for number, activity in enumerate(self.model.activities):
            attends = [person in option.delegates for option in activity.options]
            certain += activity.length * all(attends)
            possible += activity.length * any(attends)
            if all(attends):
                covers = (
                    self.model.cover(number, start)
                    for option in activity.options
                    for start in bits(option.starts)
                )
                mask = 0
                for cover in covers:
                    mask |= cover
                bound_to[mask] = bound_to.get(mask, 0) + activity.length
        if not self.clauses:
            self.cp.add_linear_constraint(sum(used.values()), certain, possible)
            return
        within = {
            window: least
            for window in bound_to
            for least in [sum(n for mask, n in bound_to.items() if mask | window == window)]
            if least > 1 and least < certain
        }
        parts = []
        largest = max(within, key=lambda window: (within[window], window), default=0)
        for window in within:
            inside = unary_count(
                self.cp, [used[s] for s in bits(window) if s in used], possible + 1
            )
            self._at_least(inside, within[window])
            if window == largest:
                parts.append(inside)
        parts += [[literal] for slot, literal in used.items() if not largest >> slot & 1]
        total = unary_sum(self.cp, parts, possible + 1)
        self._at_least(total, certain)
        if len(total) > possible:
            self.cp.add_bool_or(~total[possible])

    def _at_least(self, counted: list[Literal], least: int) -> None:
        """State that a unary number is at least so much."""
        if least:
            self.cp.add_bool_or(counted[least - 1 : least])  # an empty clause cannot be fulfilled

    def _count_people(self) -> None:
        """Count the people of each slot: an even number, and no more than two for each table."""
        meetings = []
        for slot in range(self.model.slots):
            present = [slots[slot] for slots in self._used.values() if slot in slots]
            tables = sum(pool.capacity[slot] for pool in self.model.pools)
            most = min(tables, len(present) // 2)
            if self.clauses:
                self._count_by_clauses(present, most)
                continue
            held = self.cp.new_int_var(0, most, "")
            self.cp.add(sum(present) == 2 * held)
            meetings.append(held)
        if meetings:
            self.cp.add(sum(meetings) == sum(activity.length for activity in self.model.activities))

    def _count_by_clauses(self, present: list[Literal], most: int) -> None:
        """State that an even number of literals is true, and at most two for each table."""
        counted = unary_count(self.cp, present, 2 * most + 1)
        if len(counted) > 2 * most:
            self.cp.add_bool_or(~counted[2 * most])
        for lower, upper in zip(counted[: 2 * most : 2], counted[1 : 2 * most : 2], strict=False):
            self.cp.add_implication(lower, upper)

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

    def _count_breaks(self, most_difference: int | None) -> None:
        """Count breaks in clauses, each person's and all."""
        counts = {
            person: unary_count(self.cp, ends, min(len(ends), self.model.slots))
            for person, ends in self._ends.items()
        }
        self._total = unary_sum(self.cp, list(counts.values()), MOST_COUNTED)
        if most_difference is None:
            return
        longest = max(map(len, counts.values()), default=0)
        none_has: list[Literal] = [self.cp.new_bool_var("") for _ in range(longest)]
        for count in counts.values():  # all have more than i: only then may one have i + difference
            for i, some_lack in enumerate(none_has):
                if i >= len(count):
                    self.cp.add_bool_or(some_lack)
                else:
                    self.cp.add_bool_or(some_lack, count[i])
                if i + most_difference < len(count):
                    self.cp.add_implication(some_lack, ~count[i + most_difference])

    def _minimise(self, most_difference: int | None) -> None:
        """Minimise the breaks, each person's limited by a linear row."""
        if most_difference is not None:
            fewest = self.cp.new_int_var(0, self.model.slots, "")
            for ends in self._ends.values():
                self.cp.add(sum(ends) >= fewest)
                self.cp.add(sum(ends) <= fewest + most_difference)
        self.cp.minimize(sum(end for ends in self._ends.values() for end in ends))
