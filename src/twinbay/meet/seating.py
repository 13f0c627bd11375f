"""Which table and which interpreter: possible at all, and then with as little walking as possible.

Tables of a pool are interchangeable for short meetings, so that counting them suffices. Only
meetings of several slots, meetings that need a certain table or many seats, and people to be kept
apart make seating a problem of its own; those are then assigned by CP-SAT, and where that is
impossible a minimal set of meetings that cannot be seated together becomes a cut.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from twinbay.meet.assigning import Apart, Part, Sitting, assign
from twinbay.meet.event import Distance
from twinbay.meet.formulation import Cut
from twinbay.meet.model import Model, Plan, bits


@dataclass(frozen=True, slots=True)
class TablePlan:
    """Facts about tables that do not depend on the plan.

    Attributes:
        open: slots in which each table can be used.
        seats: of each table.
        neighbours: for each table, those next to it.
        zone: for each table, its zone and venue.
    """

    open: tuple[int, ...]
    seats: tuple[int, ...]
    neighbours: tuple[frozenset[int], ...]
    zone: tuple[tuple[str, str], ...]


def table_plan(model: Model) -> TablePlan:
    """Return the facts about an event's tables."""
    tables = model.event.tables
    number = {table.table_id: i for i, table in enumerate(tables)}
    places = {(t.venue_id, t.zone, t.number): i for i, t in enumerate(tables)}
    near: list[set[int]] = [set() for _ in tables]
    for i, table in enumerate(tables):
        if table.neighbours is None:
            beside = [
                places.get((table.venue_id, table.zone, table.number + step)) for step in (-1, 1)
            ]
        else:
            beside = [number.get(name) for name in table.neighbours]
        for other in beside:
            if other is not None:
                near[i].add(other)
                near[other].add(i)
    return TablePlan(
        open=tuple(open_slots(model, table.available) for table in tables),
        seats=tuple(table.seats for table in tables),
        neighbours=tuple(frozenset(others) for others in near),
        zone=tuple((table.venue_id, table.zone) for table in tables),
    )


def open_slots(model: Model, named: frozenset[str] | None) -> int:
    """Return named slots as bits; None means all."""
    if named is None:
        return (1 << model.slots) - 1
    return sum(1 << i for i, slot in enumerate(model.slot_ids) if slot in named)


class Seating:
    """Assigns tables and interpreters to the plans of one model."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.tables = table_plan(model)
        self.duty = tuple(open_slots(model, i.available) for i in model.event.interpreters)
        self._lowest = min(self.tables.seats, default=0)
        self._fitting: dict[tuple[int, int, int, int], tuple[int, ...]] = {}
        self._apart: dict[frozenset[int], Distance] = {}
        for one, two, distance in model.apart:
            pair = frozenset((one, two))
            if self._apart.get(pair) is not Distance.ZONE:
                self._apart[pair] = distance
        self._kept_apart = frozenset(person for pair in self._apart for person in pair)

    def unseatable(self, plan: Plan) -> Cut | None:
        """Return None when every meeting of a plan finds its table and interpreter, else a cut.

        Meetings that do not keep their order are a cut as well: nothing can seat them.

        Only meetings that are tied to something are looked at: the others take any table that is
        left, and the model's capacities leave enough.
        """
        if self.model.precedences and (disordered := self._disordered(plan)) is not None:
            return disordered
        sittings = self.sittings(plan)
        tied, _ = self._tied(sittings)
        for part in (*self._days(tied), *self._staff(plan)):
            if assign(part) is None:
                return _minimal(part, plan)
        return None

    def _disordered(self, plan: Plan) -> Cut | None:
        """Return two meetings of a plan of which one has not ended when a later one begins."""
        placed = {placement.activity: placement for placement in plan.placements}
        for before, after in self.model.precedences:
            one, two = placed.get(before), placed.get(after)
            if one is not None and two is not None:
                end = one.start + self.model.activities[before].length
                if end > two.start:
                    return Cut((one, two))
        return None

    def tables_for(
        self, plan: Plan, favoured: Mapping[int, int] | None = None
    ) -> tuple[dict[int, int], frozenset[int]]:
        """Return a table for each activity of a seatable plan, and which are tied to theirs.

        Arguments:
            plan: the plan.
            favoured: by activity, the table it should have if possible.
        """
        tied, free = self._tied(self.sittings(plan))
        tables: dict[int, int] = {}
        for part in self._days(tied):
            tables.update(assign(part, favoured) or {})
        taken: dict[int, set[int]] = defaultdict(set)
        for sitting in tied:
            for slot in bits(sitting.cover):
                taken[slot].add(tables[sitting.placement.activity])
        left = [
            replace(
                s,
                choices=tuple(c for c in s.choices if c not in taken[s.placement.start]),
            )
            for s in free
        ]
        tables.update(assign(Part(tuple(left), (), simple=True), favoured) or {})
        return tables, frozenset(sitting.placement.activity for sitting in tied)

    def interpreters_for(
        self, plan: Plan, favoured: Mapping[int, int] | None = None
    ) -> dict[int, int]:
        """Return an interpreter for each activity of a seatable plan that needs one."""
        found: dict[int, int] = {}
        for part in self._staff(plan):
            found.update(assign(part, favoured) or {})
        return found

    def sittings(self, plan: Plan) -> list[Sitting]:
        """Return the plan's meetings with the tables each may have."""
        joining: dict[int, list[int]] = defaultdict(list)
        for group, person in plan.joiners:
            joining[group].append(person)
        sittings = []
        for placement in plan.placements:
            activity = self.model.activities[placement.activity]
            option = activity.options[placement.option]
            cover = self.model.cover(placement.activity, placement.start)
            people = (*option.delegates, *joining[placement.activity])
            seats = max(activity.seats, len(people))
            choices = self._choices(option.pool, cover, seats, activity.table)
            sittings.append(Sitting(placement, cover, people, choices))
        return sittings

    def _choices(self, pool: int, cover: int, seats: int, only: int) -> tuple[int, ...]:
        """Return the tables of a pool that are open for a meeting and large enough."""
        key = (pool, cover, seats, only)
        if key not in self._fitting:
            self._fitting[key] = tuple(
                table
                for table in self.model.pools[pool].tables
                if only in (-1, table)
                and self.tables.open[table] & cover == cover
                and self.tables.seats[table] >= seats
            )
        return self._fitting[key]

    def _tied(self, sittings: list[Sitting]) -> tuple[list[Sitting], list[Sitting]]:
        """Split meetings into those tied to something and those that any open table will do for."""
        together: dict[int, set[int]] = defaultdict(set)
        for sitting in sittings:
            for person in self._kept_apart.intersection(sitting.people):
                for slot in bits(sitting.cover):
                    together[slot].add(person)
        tied: list[Sitting] = []
        free: list[Sitting] = []
        for sitting in sittings:
            activity = self.model.activities[sitting.placement.activity]
            bound = (
                activity.length > 1
                or activity.table >= 0
                or max(activity.seats, len(sitting.people)) > self._lowest
                or any(
                    frozenset((person, other)) in self._apart
                    for person in self._kept_apart.intersection(sitting.people)
                    for slot in bits(sitting.cover)
                    for other in together[slot]
                )
            )
            (tied if bound else free).append(sitting)
        return tied, free

    def _days(self, tied: list[Sitting]) -> list[Part]:
        days: dict[int, list[Sitting]] = defaultdict(list)
        for sitting in tied:
            days[self.model.rules.day_of(sitting.placement.start)].append(sitting)
        return [Part(tuple(d), tuple(self._separated(d)), simple=False) for d in days.values()]

    def _staff(self, plan: Plan) -> list[Part]:
        """Return the meetings with interpreters by day, unless counting settles them."""
        days: dict[int, list[Sitting]] = defaultdict(list)
        for placement in plan.placements:
            activity = self.model.activities[placement.activity]
            need = activity.options[placement.option].need
            if need < 0:
                continue
            cover = self.model.cover(placement.activity, placement.start)
            able = tuple(
                i
                for i in sorted(self.model.needs.kinds[need])
                if activity.interpreter in (-1, i) and self.duty[i] & cover == cover
            )
            sitting = Sitting(placement, cover, (), able)
            days[self.model.rules.day_of(placement.start)].append(sitting)
        return [
            Part(tuple(d), (), simple=all(s.cover.bit_count() == 1 for s in d))
            for d in days.values()
        ]

    def _separated(self, part: list[Sitting]) -> Iterable[Apart]:
        special = [
            (i, mine)
            for i, sitting in enumerate(part)
            for mine in [self._kept_apart.intersection(sitting.people)]
            if mine
        ]
        for position, (i, mine) in enumerate(special):
            for j, theirs in special[position + 1 :]:
                if not part[i].cover & part[j].cover:
                    continue
                distances = {
                    self._apart.get(frozenset((one, two))) for one in mine for two in theirs
                }
                if Distance.ZONE in distances:
                    yield Apart(i, j, self.tables.zone, None)
                elif Distance.NEIGHBOURS in distances:
                    yield Apart(i, j, None, self.tables.neighbours)


def _minimal(part: Part, plan: Plan) -> Cut:
    """Return a minimal set of a part's meetings that cannot be assigned together."""
    kept = list(range(len(part.sittings)))
    for candidate in range(len(part.sittings)):
        without = [i for i in kept if i != candidate]
        if assign(part.only(without)) is None:
            kept = without
    placements = tuple(part.sittings[i].placement for i in kept)
    numbers = {p.activity for p in placements}
    return Cut(placements, tuple(j for j in plan.joiners if j[0] in numbers))
