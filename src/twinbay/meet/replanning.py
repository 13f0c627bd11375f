"""Mend a timetable after something happened: little lost, little changed."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import inf

from twinbay.meet.agenda_rules import ordered_slots
from twinbay.meet.changes import Change, Replan, TradeOff, Withdrawal
from twinbay.meet.compile import compile_event
from twinbay.meet.event import Event
from twinbay.meet.formulation import Formulation, Terms
from twinbay.meet.linear import Solved
from twinbay.meet.mending_bounds import SelectionBounds
from twinbay.meet.model import Model, Plan
from twinbay.meet.notices import notices
from twinbay.meet.parties import held_activities, parties
from twinbay.meet.previous import Previous, Region, cells, narrowed, overfull, previous
from twinbay.meet.revising import begun_slots, revise, unordered
from twinbay.meet.seating import Seating
from twinbay.meet.selecting import remaining
from twinbay.meet.solving import timetable as assemble
from twinbay.meet.timetable import Proof, Timetable
from twinbay.meet.validate import check

FULL_CELLS = 4_000
"""Ways to hold meetings up to which every meeting may move from the start."""

WIDENINGS = 3
"""Most times that more meetings may move because value is still missing."""

CURVE_POINTS = 4
"""Points of the curve between its ends."""


def replan(
    event: Event,
    timetable: Timetable,
    changes: Iterable[Change],
    *,
    now: str = "",
    most_changes: int | None = None,
    time_limit: float = 10.0,
    seed: int = 0,
) -> Replan:
    """Return the plan after some changes that keeps as much as possible as it was.

    What has begun stays. Among all plans of greatest value (with at most ``most_changes`` changed
    meetings, if given) one that changes fewest meetings is recommended; the curve says what less
    change would cost.

    Arguments:
        event: as it was.
        timetable: its timetable.
        changes: what happened.
        now: identifier of the first slot that has not begun; empty when nothing has.
        most_changes: most meetings that may be cancelled, moved or added, beyond what the changes
            force; None for no limit.
        time_limit: seconds, above 0.
        seed: makes the search repeatable.

    Raises:
        EventError: a change names what does not exist, or the revised event contradicts itself.
    """
    began = time.monotonic()
    deadline = began + time_limit
    changes = _still_open(event, timetable, tuple(changes), now)
    revised = revise(event, changes, now)
    revised = _without_impossible(revised)
    check(revised)
    model = compile_event(revised)
    before = previous(model, timetable, begun_slots(revised, now))
    mender = _Mender(before, Seating(before.model), deadline, seed, unchanged=not changes)
    plan, proofs = mender.best(most_changes)
    curve = mender.curve(plan)
    tables, interpreters = mender.seats(plan)
    mended = assemble(
        before.model,
        mender.seating,
        plan,
        tables,
        proofs,
        parties(model),
        began,
        seed,
        interpreters=interpreters,
    )
    return Replan(revised, mended, notices(timetable, mended), curve, before.forced)


def _still_open(
    event: Event, timetable: Timetable, changes: tuple[Change, ...], now: str
) -> tuple[Change, ...]:
    """Drop withdrawals of requests whose meeting has begun."""
    order = [slot.slot_id for slot in ordered_slots(event)]
    begun = set(order[: order.index(now)]) if now in order else set()
    past = {
        request
        for meeting in timetable.meetings
        if meeting.slots[0] in begun
        for request in meeting.requests
    }
    return tuple(c for c in changes if not (isinstance(c, Withdrawal) and c.request_id in past))


def _without_impossible(event: Event) -> Event:
    """Drop fixed meetings that the changes have made impossible each by itself."""
    if not event.fixed:
        return event
    model = compile_event(event)
    gone = {a.meeting_id for a in model.activities if a.fixed and not a.options}
    kept = tuple(f for f in event.fixed if f.fixed_id not in gone)
    return unordered(replace(event, fixed=kept), gone)


@dataclass
class _Mender:
    """The search for one mended plan.

    Attributes:
        before: the earlier timetable in terms of the revised model.
        seating: of that model.
        deadline: ``time.monotonic()`` at which to stop.
        seed: makes the search repeatable.
        unchanged: whether nothing happened, so that nothing is to change.
    """

    before: Previous
    seating: Seating
    deadline: float
    seed: int
    unchanged: bool
    formulation: Formulation | None = None

    def __post_init__(self) -> None:
        self.status = SelectionBounds(self.before, self.seed)

    @property
    def model(self) -> Model:
        """The revised model."""
        return self.before.model

    def best(self, most_changes: int | None) -> tuple[Plan, tuple[Proof, ...]]:
        """Return the plan of greatest value with fewest changes, and the proofs of both."""
        began = time.monotonic()
        bound, wanted = self.status.most_value(most_changes, self._seconds())
        plan = self._kept()
        if not self.unchanged:
            plan = self._improved(bound, wanted, most_changes)
        value, changed = plan.value(self.model), self.changed(plan)
        fewest = self.status.fewest_changes(value, self._seconds())
        spent = time.monotonic() - began
        return plan, (
            Proof("value", value, max(value, bound), True, spent, "selection"),
            Proof("changed meetings", changed, min(changed, fewest), False, spent, "selection"),
        )

    def _seconds(self) -> float:
        """Return the time limit for one programme."""
        return max(0.2, remaining(self.deadline) / 3)

    def _changes(self, formulation: Formulation) -> tuple[Terms, int]:
        """Return terms and a constant that count meetings cancelled, moved or new."""
        terms: Terms = []
        for number, columns in enumerate(formulation.held):
            placement = self.before.placements.get(number)
            for column in columns:
                cell = formulation.cells[column]
                if placement is None:
                    terms.append((column, 1.0))
                elif (cell.option, cell.start) == (placement.option, placement.start):
                    terms.append((column, -1.0))
        return terms, len(self.before.placements)

    def _kept(self) -> Plan:
        placements = sorted(self.before.placements.values(), key=lambda p: p.activity)
        return Plan(tuple(placements), tuple(sorted(self.before.joiners)))

    def _improved(self, bound: int, wanted: Plan, most_changes: int | None) -> Plan:
        """Return the best plan, letting more change while value is missing."""
        region = self._region(wanted)
        plan = self._solve(region, bound, most_changes)
        for _ in range(WIDENINGS):
            reached = -1 if plan is None else plan.value(self.model)
            if reached >= bound or (plan is not None and not remaining(self.deadline)):
                break
            wider = region.wider(self.before, self._in_the_way(plan or self._kept(), wanted))
            if wider == region:
                break
            region = wider
            found = self._solve(region, bound, most_changes)
            if found is not None and found.value(self.model) >= reached:
                plan = found
        return self._fewest_forced() if plan is None else plan

    def _region(self, wanted: Plan) -> Region:
        """Return what a selection near the old plan touches; everything in a small event."""
        placed = frozenset(self.before.placements)
        if cells(self.model) <= FULL_CELLS:
            return Region(placed, placed, None)
        held = held_activities(wanted)
        return Region(
            frozenset(self._in_the_way(self._kept(), wanted)),
            (placed - held) | overfull(self.before),
            held - placed,
        )

    def _fewest_forced(self) -> Plan:
        """Return a plan that changes as little as possible, where the limit asks too much."""
        placed = frozenset(self.before.placements)
        plan = self._solve(Region(placed, placed, None), None, None)
        return Plan(()) if plan is None else plan

    def _in_the_way(self, plan: Plan, wanted: Plan) -> set[int]:
        """Return meetings of the people whom the wanted but missing meetings would join."""
        people = {
            person
            for number in held_activities(wanted) - held_activities(plan)
            for option in self.model.activities[number].options
            for person in option.delegates
        }
        return {
            number
            for number, placement in self.before.placements.items()
            if people.intersection(
                self.model.activities[number].options[placement.option].delegates
            )
        }

    def _solve(self, region: Region, bound: int | None, most_changes: int | None) -> Plan | None:
        """Return the best plan of a region that changes fewest, or None when there is none.

        Arguments:
            region: what may change.
            bound: a bound on the value; None asks for fewest changes alone.
            most_changes: as in :func:`replan`.
        """
        formulation = Formulation(narrowed(self.before, region), timed=True, seed=self.seed)
        programme = formulation.programme
        changes, offset = self._changes(formulation)
        fewest = [(column, -coefficient) for column, coefficient in changes]
        value = formulation.value()
        most = inf if most_changes is None else float(most_changes - offset)
        programme.add_row(changes, upper=most)
        worth = programme.add_row(value)
        while True:
            start = formulation.point(self._kept())
            if bound is not None:
                programme.bound_row(worth, -inf, float(bound))
                solved = programme.maximise(value, self._seconds(), start=start)
                if solved.values is None:
                    return None
                start = formulation.point(formulation.plan(solved.values))
                programme.bound_row(worth, solved.objective, float(bound))
            solved = programme.maximise(fewest, self._seconds(), start=start)
            if solved.values is None:
                return None
            plan = formulation.plan(solved.values)
            cut = self.seating.unseatable(plan)
            if cut is None:
                self.formulation = formulation
                programme.bound_row(worth, -inf, inf)
                return plan
            formulation.add_cut(cut)

    def changed(self, plan: Plan) -> int:
        """Return the meetings that a plan cancels, moves or adds, beyond what is forced."""
        kept = sum(self.before.placements.get(p.activity) == p for p in plan.placements)
        held = held_activities(plan)
        new = sum(number not in self.before.placements for number in held)
        return new + len(self.before.placements) - kept

    def curve(self, plan: Plan) -> tuple[TradeOff, ...]:
        """Return value against changed meetings, from the fewest to those of ``plan``."""
        points = {self.changed(plan): plan}
        bounds: dict[int, int] = {}
        if self.formulation is not None and self.changed(plan):
            programme = self.formulation.programme
            changes, offset = self._changes(self.formulation)
            value = self.formulation.value()
            limit, worth = programme.add_row(changes), programme.add_row(value)
            fewest = [(column, -coefficient) for column, coefficient in changes]
            solved = programme.maximise(fewest, self._seconds())
            least = round(-solved.objective) + offset if solved.values is not None else 0
            for most in _grid(least, self.changed(plan)):
                if not remaining(self.deadline):
                    break
                bounds[most] = self.status.bound(most, self._seconds())
                known = self._best_known(points, most)
                if known is not None and known.value(self.model) >= bounds[most]:
                    continue  # so many changes are proven to bring no more than fewer did
                programme.bound_row(limit, -inf, float(most - offset))
                programme.bound_row(worth, -inf, float(bounds[most]))
                start = None if known is None else self.formulation.point(known)
                self._add_point(points, programme.maximise(value, self._seconds(), start=start))
        return tuple(self._trade_off(n, points[n], bounds.get(n)) for n in sorted(points))

    def _best_known(self, points: dict[int, Plan], most: int) -> Plan | None:
        """Return the plan of greatest value among the points with at most so many changes."""
        within = [plan for changed, plan in points.items() if changed <= most]
        return max(within, key=lambda plan: plan.value(self.model), default=None)

    def _add_point(self, points: dict[int, Plan], solved: Solved) -> None:
        if solved.values is None or self.formulation is None:
            return
        found = self.formulation.plan(solved.values)
        changed = self.changed(found)
        best = self._best_known(points, changed)
        better = best is None or found.value(self.model) > best.value(self.model)
        if better and self.seating.unseatable(found) is None:
            points[changed] = found

    def _trade_off(self, changed: int, plan: Plan, bound: int | None) -> TradeOff:
        value = plan.value(self.model)
        if bound is None:
            bound = self.status.bound(changed, self._seconds())
        return TradeOff(changed, value, max(value, bound), len(self._agendas(plan)))

    def _agendas(self, plan: Plan) -> set[int]:
        """Return the people whose meetings differ."""
        then = self._attendance(self._kept())
        now = self._attendance(plan)
        return {person for person in then | now if then.get(person) != now.get(person)}

    def _attendance(self, plan: Plan) -> dict[int, set[tuple[int, int]]]:
        found: dict[int, set[tuple[int, int]]] = {}
        joiners: dict[int, list[int]] = {}
        for group, person in plan.joiners:
            joiners.setdefault(group, []).append(person)
        for placement in plan.placements:
            option = self.model.activities[placement.activity].options[placement.option]
            for person in (*option.delegates, *joiners.get(placement.activity, ())):
                found.setdefault(person, set()).add((placement.activity, placement.start))
        return found

    def seats(self, plan: Plan) -> tuple[dict[int, int], dict[int, int]]:
        """Return tables and interpreters; a meeting that stays keeps its own where it can."""
        stays = {p.activity for p in plan.placements if self.before.placements.get(p.activity) == p}
        tables = {a: t for a, t in self.before.tables.items() if a in stays}
        interpreters = {a: i for a, i in self.before.interpreters.items() if a in stays}
        return (
            self.seating.tables_for(plan, tables)[0],
            self.seating.interpreters_for(plan, interpreters),
        )


def _grid(least: int, most: int) -> list[int]:
    """Return numbers of changes below ``most``: its ends and some in between."""
    if most - least <= CURVE_POINTS:
        return list(range(least, most))
    step = (most - least) / CURVE_POINTS
    return sorted({least + round(step * i) for i in range(CURVE_POINTS)})
