"""The timetable as a mixed-integer linear programme, with or without slots.

Both formulations share the columns for what takes place and who joins a group. The *selection*
(``timed=False``) leaves out when each pair meets: it is small, its optimum is a valid upper bound
(every timetable fulfils its rows), and its solution is what ``twinbay.meet.arranging`` then
tries to place. The *time-indexed* formulation (``timed=True``) is exact up to seating, and larger
by the number of slots. docs/explanation/timetables.md has both with their proofs.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twinbay.meet.linear import LinearProgramme
from twinbay.meet.model import Joining, Model, Placement, Plan, bits

Terms = list[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Cell:
    """What a column stands for; ``start`` is -1 when open, ``joiner`` -1 for the meeting itself."""

    activity: int
    option: int
    start: int
    joiner: int = -1


@dataclass(frozen=True, slots=True)
class Cut:
    """Decisions that cannot all be taken together, since they cannot be seated or staffed.

    Attributes:
        placements: what takes place when.
        joiners: pairs of a group among the placements and a delegate who joins it then.
    """

    placements: tuple[Placement, ...]
    joiners: tuple[tuple[int, int], ...] = ()


class Formulation:
    """Columns, rows and what they mean.

    Attributes:
        model: what is formulated.
        timed: whether columns say when.
        programme: the programme; callers may add rows for their objectives.
        cells: what each column of ``held`` and ``joined`` stands for.
        held: the columns of each activity; their sum says whether it takes place.
        joined: for each group activity and delegate, the columns whose sum says who joins.
        table_rows, interpreter_rows: when timed, the row of each pool, or Hall condition, and slot;
            -1 where there is more than can be used.
    """

    def __init__(self, model: Model, *, timed: bool, seed: int = 0, record: bool = False) -> None:
        self.model = model
        self.timed = timed
        self.programme = LinearProgramme(seed, record=record)
        self.cells: dict[int, Cell] = {}
        self.held: list[list[int]] = [[] for _ in model.activities]
        self.joined: dict[tuple[int, int], list[int]] = defaultdict(list)
        self.table_rows: dict[tuple[int, int], int] = {}
        self.interpreter_rows: dict[tuple[int, int], int] = {}
        groups = {joining.activity for joining in model.joinings}
        for number, activity in enumerate(model.activities):
            for choice, option in enumerate(activity.options):
                starts = bits(option.starts) if timed or number in groups else (-1,)
                for start in starts:
                    self._add_cell(Cell(number, choice, start))
            terms = [(column, 1.0) for column in self.held[number]]
            self.programme.add_row(terms, 1.0 if activity.fixed else 0.0, 1.0)
        for joining in model.joinings:
            self._add_joining(joining)
        if timed:
            self._add_slots()
        else:
            self._add_totals()

    def value(self) -> Terms:
        """Return the total value."""
        terms = [
            (column, float(activity.value))
            for activity, columns in zip(self.model.activities, self.held, strict=True)
            if activity.value
            for column in columns
        ]
        each = {joining.activity: float(joining.value_each) for joining in self.model.joinings}
        for (group, _), columns in self.joined.items():
            terms.extend((column, each[group]) for column in columns)
        return terms

    def add_cut(self, cut: Cut) -> None:
        """Forbid the decisions of a cut together; only for the time-indexed formulation."""
        wanted = {(p.activity, p.option, p.start) for p in cut.placements}
        columns = [
            *(
                column
                for number in {p.activity for p in cut.placements}
                for column in self.held[number]
            ),
            *(column for pair in cut.joiners for column in self.joined.get(pair, ())),
        ]
        terms = [
            (column, 1.0)
            for column in columns
            for cell in [self.cells[column]]
            if (cell.activity, cell.option, cell.start) in wanted
        ]
        most = len(cut.placements) + len(cut.joiners) - 1
        self.programme.add_row(terms, upper=float(most))

    def plan(self, values: NDArray[np.float64] | Mapping[int, float]) -> Plan:
        """Return the decisions of a solution (``start`` is -1 where it says nothing)."""
        placements, joiners = [], []
        for column, cell in self.cells.items():
            if values[column] > 0.5:
                if cell.joiner >= 0:
                    joiners.append((cell.activity, cell.joiner))
                else:
                    placements.append(Placement(cell.activity, cell.option, cell.start))
        return Plan(tuple(sorted(placements, key=lambda p: p.activity)), tuple(sorted(joiners)))

    def point(self, plan: Plan) -> dict[int, float]:
        """Return the values of ``cells`` for a plan."""
        placed = {p.activity: p for p in plan.placements}
        joiners = set(plan.joiners)
        values: dict[int, float] = {}
        for column, cell in self.cells.items():
            placement = placed.get(cell.activity)
            here = (
                placement is not None
                and placement.option == cell.option
                and cell.start in (-1, placement.start)
            )
            joins = cell.joiner < 0 or (cell.activity, cell.joiner) in joiners
            values[column] = float(here and joins)
        return values

    def _add_cell(self, cell: Cell) -> int:
        column = self.programme.add_column()
        self.cells[column] = cell
        if cell.joiner < 0:
            self.held[cell.activity].append(column)
        else:
            self.joined[cell.activity, cell.joiner].append(column)
        return column

    def _add_joining(self, joining: Joining) -> None:
        """Add who joins: only where and when the group meets, within its numbers."""
        model = self.model
        for column in tuple(self.held[joining.activity]):
            cell = self.cells[column]
            cover = model.cover(joining.activity, cell.start)
            joins = {
                person: self._add_cell(Cell(cell.activity, cell.option, cell.start, person))
                for person in joining.optional
                if model.available[person] & cover == cover
            }
            for join in joins.values():
                self.programme.add_row([(join, 1.0), (column, -1.0)], upper=0.0)
            total = [(join, 1.0) for join in joins.values()]
            self.programme.add_row([*total, (column, -float(joining.least))], lower=0.0)
            self.programme.add_row([*total, (column, -float(joining.most))], upper=0.0)
            for one, two in joining.excluded:
                if one in joins and two in joins:
                    self.programme.add_row(
                        [(joins[one], 1.0), (joins[two], 1.0), (column, -1.0)], upper=0.0
                    )

    def _attendance(self) -> dict[int, list[int]]:
        """Return the columns that take each person's time."""
        attendance: dict[int, list[int]] = defaultdict(list)
        for column, cell in self.cells.items():
            if cell.joiner >= 0:
                attendance[cell.joiner].append(column)
            else:
                option = self.model.activities[cell.activity].options[cell.option]
                for person in option.delegates:
                    attendance[person].append(column)
        return attendance

    def _length(self, column: int) -> int:
        return self.model.activities[self.cells[column].activity].length

    def _add_totals(self) -> None:
        """Add the rows of the selection: totals over all slots."""
        model = self.model
        for person, columns in self._attendance().items():
            most = most_meetings(model, person)
            self.programme.add_row([(column, 1.0) for column in columns], upper=float(most))
            if any(self._length(column) > 1 for column in columns):
                slots = float(model.available[person].bit_count())
                self.programme.add_row([(c, float(self._length(c))) for c in columns], upper=slots)
        pools: list[Terms] = [[] for _ in model.pools]
        needs: list[Terms] = [[] for _ in model.needs.unions]
        for column, cell in self.cells.items():
            if cell.joiner >= 0:
                continue
            option = model.activities[cell.activity].options[cell.option]
            term = (column, float(self._length(column)))
            pools[option.pool].append(term)
            for union, kinds in enumerate(model.needs.unions):
                if option.need in kinds:
                    needs[union].append(term)
        for pool, terms in zip(model.pools, pools, strict=True):
            self.programme.add_row(terms, upper=float(sum(pool.capacity)))
        for capacity, terms in zip(model.needs.capacity, needs, strict=True):
            self.programme.add_row(terms, upper=float(sum(capacity)))
        if model.activities and all(
            len(option.delegates) > 1 for a in model.activities for option in a.options
        ):
            seats = sum(
                min(sum(pool.capacity[slot] for pool in model.pools), present // 2)
                for slot in range(model.slots)
                for present in [sum(mask >> slot & 1 for mask in model.available)]
            )
            self.programme.add_row([t for terms in pools for t in terms], upper=float(seats))

    def _add_slots(self) -> None:
        """Add the rows of the time-indexed formulation."""
        model = self.model
        for person, columns in self._attendance().items():
            self._add_agenda(person, columns)
        pools: dict[tuple[int, int], list[int]] = defaultdict(list)
        needs: dict[tuple[int, int], list[int]] = defaultdict(list)
        for column, cell in self.cells.items():
            if cell.joiner >= 0:
                continue
            option = model.activities[cell.activity].options[cell.option]
            for slot in bits(model.cover(cell.activity, cell.start)):
                pools[option.pool, slot].append(column)
                for union, kinds in enumerate(model.needs.unions):
                    if option.need in kinds:
                        needs[union, slot].append(column)
        for (pool, slot), columns in pools.items():
            row = self._at_most(columns, model.pools[pool].capacity[slot])
            self.table_rows[pool, slot] = row
        for (union, slot), columns in needs.items():
            row = self._at_most(columns, model.needs.capacity[union][slot])
            self.interpreter_rows[union, slot] = row
        for before, after in model.precedences:
            self._add_precedence(before, after)

    def _add_precedence(self, before: int, after: int) -> None:
        """Forbid, slot by slot, that one is still to end when the other has begun."""
        length = self.model.activities[before].length
        for slot in range(self.model.slots):
            late = [c for c in self.held[before] if self.cells[c].start + length > slot]
            begun = [c for c in self.held[after] if self.cells[c].start <= slot]
            if late and begun:
                self._at_most((*late, *begun), 1)

    def _at_most(self, columns: Iterable[int], most: int) -> int:
        """Add a row and return its number, or -1 when it could never bind."""
        terms = [(column, 1.0) for column in columns]
        return self.programme.add_row(terms, upper=float(most)) if len(terms) > most else -1

    def _add_agenda(self, person: int, columns: list[int]) -> None:
        model = self.model
        rules = model.rules
        covers = {c: model.cover(self.cells[c].activity, self.cells[c].start) for c in columns}
        for window in _cliques(rules.near):
            self._at_most((c for c in columns if covers[c] & window), 1)
        if model.per_day[person] < model.slots:
            for day in rules.days:
                self._at_most((c for c in columns if covers[c] & day), model.per_day[person])
        for limit in rules.limits:
            counted = [(c, float((covers[c] & limit.mask).bit_count())) for c in columns]
            if (model.available[person] & limit.mask) == limit.mask:
                self.programme.add_row([t for t in counted if t[1]], upper=float(limit.most))
        if rules.travel:
            self._add_travel(columns, covers)

    def _add_travel(self, columns: list[int], covers: dict[int, int]) -> None:
        model = self.model
        venues: dict[int, list[int]] = defaultdict(list)
        for column in columns:
            cell = self.cells[column]
            option = model.activities[cell.activity].options[cell.option]
            venues[model.pools[option.pool].venue].append(column)
        for (here, there), reach in model.rules.travel.items():
            if here not in venues or there not in venues:
                continue
            for slot, close in enumerate(reach):
                for other in bits(close):
                    leaving = [c for c in venues[here] if covers[c] >> slot & 1]
                    arriving = [c for c in venues[there] if covers[c] >> other & 1]
                    if leaving and arriving:
                        self._at_most((*leaving, *arriving), 1)


def _cliques(near: tuple[int, ...]) -> list[int]:
    """Return the maximal windows of slots of which a person can use one only.

    Being too close is an interval order, so that the slots from any one up to the last that is
    too close to it are pairwise too close; every conflict is in such a window.
    """
    windows = [mask >> slot << slot for slot, mask in enumerate(near)]
    return [
        window
        for i, window in enumerate(windows)
        if not any(i != j and window | other == other for j, other in enumerate(windows))
    ]


def most_meetings(model: Model, person: int) -> int:
    """Return an upper bound on the meetings that one agenda can take, exact without lunch or runs.

    Choosing the earliest slot again and again gives most slots that are far enough apart (they
    form an interval graph); a day's limit caps it. Each of a family of disjoint limits then
    takes away what it forbids.
    """
    rules = model.rules
    total = 0
    for day in rules.days:
        free = model.available[person] & day
        apart, rest = 0, free
        while rest:
            apart += 1
            rest &= ~rules.near[next(bits(rest))]
        possible, disjoint = free.bit_count(), 0
        for limit in rules.limits:
            if limit.mask & free == limit.mask and not limit.mask & disjoint:
                disjoint |= limit.mask
                possible -= limit.mask.bit_count() - limit.most
        total += min(apart, possible, model.per_day[person])
    return total
