"""Business-to-business mode: every meeting takes place, with as few breaks as possible.

This is the problem of Bofill, Coll, Garcia, Giráldez-Cru, Pesant, Suy and Villaret, "Constraint
Solving Approaches to the Business-to-Business Meeting Scheduling Problem", JAIR 2022: the meetings
are given and all must be placed; a break is a period without a meeting between two meetings of one
participant. Their variants are here too: meetings that must come before others, and as few changes
of location as possible. All other rules of an event hold as well.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import count, pairwise

from twinbay.meet.breaks_model import MOST_COUNTED, BreaksModel
from twinbay.meet.breaks_search import Climb, Cores, Limits, Search, side_by_side
from twinbay.meet.comfort import agendas, shared
from twinbay.meet.compacting import compact
from twinbay.meet.compile import compile_event
from twinbay.meet.event import Event, Precedence
from twinbay.meet.model import Model, Placement, Plan, bits
from twinbay.meet.parties import parties
from twinbay.meet.problems import EventError, Problem
from twinbay.meet.seating import Seating
from twinbay.meet.selecting import place, remaining
from twinbay.meet.solving import timetable
from twinbay.meet.timetable import Progress, Proof, Timetable
from twinbay.meet.validate import check
from twinbay.meet.walking import assign_tables

START_SHARE = 0.1
"""Most of the time limit that a first plan may take."""

STEPS = 300
"""Moves tried for each meeting of the first plan."""

SEARCH_SHARE = 0.9
"""Part of the time limit after which the search for fewest breaks ends; tables have the rest."""

CORE_TURNS = 2
"""Rounds in which cores are looked for."""

EFFORT = 20.0
"""Effort of the first search, in CP-SAT's deterministic time (roughly seconds)."""


def place_all(
    event: Event,
    precedences: Iterable[Precedence] = (),
    *,
    most_difference: int | None = None,
    time_limit: float = 60.0,
    seed: int = 0,
    progress: Callable[[Progress], None] | None = None,
) -> Timetable:
    """Return a timetable that holds every request, with fewest breaks, then few table changes.

    Arguments:
        event: the conference; group meetings must take place too.
        precedences: in addition to the event's own.
        most_difference: most by which the breaks of two participants may differ (the fairness of
            the same paper, where it is 2); None for no such limit.
        time_limit: seconds, above 0.
        seed: makes the search repeatable.
        progress: is told of the breaks found and proven.

    Returns:
        The timetable; its proofs are of ``value``, ``breaks`` and ``table changes``.

    Raises:
        EventError: the event contradicts itself, or not every meeting can be placed (as far as
            could be found out within the time limit).
    """
    event = replace(event, precedences=(*event.precedences, *precedences))
    check(event)
    began = time.monotonic()
    deadline = began + time_limit
    model = _all_fixed(compile_event(event))
    seating = Seating(model)
    search = _Search(model, seating, most_difference)
    plan, bound = search.run(began + SEARCH_SHARE * time_limit, began, seed)
    breaks = count_breaks(model, plan)
    if progress is not None:
        progress(Progress("breaks", breaks, bound, time.monotonic() - began))
    tables = assign_tables(seating, plan, deadline, seed)
    value = plan.value(model)
    changes = count_changes(model, plan, tables)
    least = min(changes, least_changes(model, breaks))
    spent = time.monotonic() - began
    proofs = (
        Proof("value", value, value, True, 0.0, "every meeting takes place"),
        Proof("breaks", breaks, bound, False, spent, "CP-SAT, unsatisfiable cores"),
        Proof("table changes", changes, least, False, 0.0, "assignment slot by slot, counting"),
    )
    return timetable(model, seating, plan, tables, proofs, parties(model), began, seed)


def breaks_of(model: Model, plan: Plan) -> dict[int, int]:
    """Return each participant's breaks: the periods without a meeting between two of a day."""
    return {
        person: sum(_breaks(sum(cover for cover, _ in agenda) & day) for day in model.rules.days)
        for person, agenda in agendas(model, plan).items()
    }


def count_breaks(model: Model, plan: Plan) -> int:
    """Return the breaks of all participants."""
    return sum(breaks_of(model, plan).values())


def least_changes(model: Model, breaks: int) -> int:
    """Return table changes that no timetable with so many breaks can do without.

    Take a meeting that is not the first of the day for any of its people, and two of these. If
    neither waited and neither changed tables, both were at its table in the slot before, hence in
    one and the same meeting. So each such meeting has a change or a break to itself, unless it
    follows one that two of its people shared. A person has one first meeting a day.
    """
    online = [delegate.online for delegate in model.event.delegates]
    meetings = sum(
        all(sum(not online[p] for p in option.delegates) > 1 for option in activity.options)
        for activity in model.activities
    )
    firsts = sum(
        sum(bool(mask & day) for day in model.rules.days) for mask in attended(model).values()
    )
    return max(0, meetings - firsts - breaks - shared(model))


def attended(model: Model) -> dict[int, int]:
    """Return for each person the slots in which a meeting of the person may take place."""
    slots: dict[int, int] = {}
    for number, activity in enumerate(model.activities):
        for option in activity.options:
            for start in bits(option.starts):
                cover = model.cover(number, start)
                for person in option.delegates:
                    slots[person] = slots.get(person, 0) | cover
    for joining in model.joinings:
        for person in joining.optional:
            slots[person] = slots.get(person, 0) | model.available[person]
    return slots


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
    def __init__(
        self,
        model: Model,
        seating: Seating,
        most_difference: int | None,
    ) -> None:
        self.model = model
        self.seating = seating
        self.most_difference = most_difference

    def run(self, deadline: float, began: float, seed: int) -> tuple[Plan, int]:
        """Return the best plan found and a bound on its breaks.

        Cores and climbing go side by side, with twice the effort each time, so that the result
        depends on the effort and not on which of them is done first. What the cores have not ended
        in two rounds they do not end: a second climb takes their place, which tries other values.
        """
        best = self._first(began + START_SHARE * (deadline - began), seed)
        bound, effort, impossible = 0, EFFORT, False
        linear = BreaksModel(self.model, self.most_difference, clauses=False)
        clauses = BreaksModel(self.model, self.most_difference, clauses=True)
        for turn in count():
            limits = Limits(effort, deadline, seed + turn)
            climb = Climb(clauses, bound, limits)
            other: Search = Climb(clauses, bound, limits, random=True)
            if best is None:
                other = Cores(clauses, limits)  # any plan, however many its breaks
            elif turn < CORE_TURNS or bound >= MOST_COUNTED:
                other = Cores(linear, limits)
            for found in side_by_side(climb, other):
                impossible |= found.impossible
                bound = max(bound, found.bound)
                best = self._better(best, found.plan, (linear, clauses))
            proven = best is not None and count_breaks(self.model, best) <= bound
            if impossible or proven or not remaining(deadline):
                break
            effort *= 2
        if best is None:
            raise EventError((self._unplaceable(impossible),))
        return best, bound

    def _better(
        self, best: Plan | None, plan: Plan | None, models: Sequence[BreaksModel]
    ) -> Plan | None:
        """Return the plan with fewer breaks; one that cannot be seated becomes a cut."""
        if plan is None:
            return best
        cut = self.seating.unseatable(plan)
        if cut is not None:
            for model in models:
                model.add_cut(cut)
            return best
        fewer = best is None or count_breaks(self.model, plan) < count_breaks(self.model, best)
        return plan if fewer else best

    def _first(self, deadline: float, seed: int) -> Plan | None:
        """Return a plan to start from, if the quick search places everything."""
        if self.model.joinings or self.model.precedences:
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
        fair = self.most_difference is None or self._difference(compacted) <= self.most_difference
        return compacted if fair and self.seating.unseatable(compacted) is None else None

    def _difference(self, plan: Plan) -> int:
        """Return the most by which two participants' breaks differ."""
        breaks = breaks_of(self.model, plan).values()
        return max(breaks, default=0) - min(breaks, default=0)

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
