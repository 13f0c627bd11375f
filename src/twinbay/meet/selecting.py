"""From a selection (what takes place) to a plan (when), and back to the selection where that fails.

This is a decomposition of Benders' kind with logic instead of duals (Hooker and Ottosson, 2003):
the selection is the master problem and gives the bound, placing it is the subproblem, and sets of
meetings that cannot all be placed become cuts.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace

from twinbay.meet.arranging import Goal, arrange, fill_up
from twinbay.meet.formulation import Formulation
from twinbay.meet.model import Activity, Model, Placement, Plan, bits
from twinbay.meet.parties import held_activities


@dataclass(frozen=True, slots=True)
class Crowd:
    """Activities of which no more than ``most`` can take place, whatever else happens."""

    activities: tuple[int, ...]
    most: int


def with_joiners(model: Model, plan: Plan) -> Model:
    """Return the model in which the groups of a plan meet with the people who join there.

    Each placed group keeps its chosen option only in so far as all of them are available.
    """
    joining: dict[int, list[int]] = {}
    for group, person in plan.joiners:
        joining.setdefault(group, []).append(person)
    placed = {p.activity: p for p in plan.placements}
    activities = list(model.activities)
    for group, people in joining.items():
        activities[group] = _joined(model, activities[group], placed[group].option, people)
    return replace(model, activities=tuple(activities), joinings=())


def _joined(model: Model, activity: Activity, chosen: int, people: list[int]) -> Activity:
    option = activity.options[chosen]
    together = option.starts
    for person in people:
        covers = model.rules.covers[activity.length - 1]
        free = model.available[person]
        together &= sum(1 << s for s in bits(together) if covers[s] & free == covers[s])
    options = list(activity.options)
    options[chosen] = replace(option, delegates=(*option.delegates, *people), starts=together)
    return replace(activity, options=tuple(options))


def place(
    model: Model,
    selection: Plan,
    deadline: float,
    seed: int,
    *,
    kept: Iterable[Placement] = (),
) -> Plan:
    """Find slots for a selection; where one cannot be placed, others may take its room.

    Arguments:
        model: the model.
        selection: what should take place; starts of -1 are open, others are tried first.
        deadline: ``time.monotonic()`` at which to stop.
        seed: makes the search repeatable.
        kept: placements that stay where they are.
    """
    resolved = with_joiners(model, selection)
    groups = {joining.activity: joining for joining in model.joinings}
    each = dict.fromkeys(groups, 0)
    for group, _ in selection.joiners:
        each[group] += groups[group].value_each
    firm = tuple(kept)
    firm_numbers = {p.activity for p in firm}
    wanted = tuple(
        (p.activity, _alternatives(resolved, p, groups))
        for p in selection.placements
        if p.activity not in firm_numbers
    )

    def worth(activity: int) -> float:
        value = model.activities[activity].value + each.get(activity, 0)
        return 1e9 if model.activities[activity].fixed else value + 1e-3

    goal = Goal(wanted, firm, tuple(p for p in selection.placements if p.start >= 0))
    placements = arrange(resolved, goal, deadline, seed, worth=worth)
    if len(placements) < len(wanted) + len(firm):
        choices = {
            number: tuple(range(len(activity.options)))
            for number, activity in enumerate(resolved.activities)
            if number not in groups
        }
        immovable = firm_numbers | set(groups)
        placements = fill_up(resolved, placements, choices, immovable, deadline)
    held = {p.activity for p in placements}
    joiners = tuple(pair for pair in selection.joiners if pair[0] in held)
    return Plan(tuple(sorted(placements, key=lambda p: p.activity)), joiners)


def _alternatives(model: Model, placement: Placement, groups: Iterable[int]) -> tuple[int, ...]:
    if placement.activity in groups:
        return (placement.option,)
    others = range(len(model.activities[placement.activity].options))
    return (placement.option, *(o for o in others if o != placement.option))


def crowds(model: Model, selection: Plan, plan: Plan) -> tuple[Crowd, ...]:
    """Return why parts of a selection could not be placed, as far as simple counting shows it.

    For every person of a meeting that is missing, and for every pool of tables, the selected
    meetings are matched to slots; when they do not all find one, Hall's theorem gives a set of
    meetings with too few slots between them.
    """
    missing = held_activities(selection) - held_activities(plan)
    people = {
        person
        for number in missing
        for option in model.activities[number].options
        for person in option.delegates
    }
    chosen = held_activities(selection)
    found: dict[tuple[int, ...], Crowd] = {}
    for person in sorted(people):
        crowd = _crowd_of_person(model, chosen, person)
        if crowd is not None:
            found.setdefault(crowd.activities, crowd)
    crowd = _crowd_of_tables(model, chosen)
    if crowd is not None:
        found.setdefault(crowd.activities, crowd)
    return tuple(found.values())


def _crowd_of_person(model: Model, chosen: frozenset[int], person: int) -> Crowd | None:
    """Match the meetings that only this person can attend to the person's slots."""
    mine = {
        number: _open_slots(model, number)
        for number, activity in enumerate(model.activities)
        if all(person in option.delegates for option in activity.options)
    }
    return _violator(mine, chosen, dict.fromkeys(range(model.slots), 1))


def _crowd_of_tables(model: Model, chosen: frozenset[int]) -> Crowd | None:
    """Match all meetings to slots with as many places as there are tables."""
    capacity = {
        slot: sum(pool.capacity[slot] for pool in model.pools) for slot in range(model.slots)
    }
    everything = {number: _open_slots(model, number) for number in range(len(model.activities))}
    return _violator(everything, chosen, capacity)


def _open_slots(model: Model, number: int) -> int:
    """Return the slots in which an activity may start."""
    starts = 0
    for option in model.activities[number].options:
        starts |= option.starts
    return starts


def _violator(
    starts: dict[int, int], chosen: frozenset[int], capacity: dict[int, int]
) -> Crowd | None:
    """Return activities with fewer places than have been chosen of them, or None if all find one.

    Augmenting paths; when one fails, the slots reached by it are full of activities that can go
    nowhere else. Every activity that can only start in those slots belongs to the crowd.
    """
    holders: dict[int, list[int]] = {slot: [] for slot in capacity}

    def assign(activity: int, seen: dict[int, None]) -> bool:
        for slot in bits(starts[activity]):
            if slot in seen:
                continue
            seen[slot] = None
            if len(holders[slot]) < capacity[slot]:
                holders[slot].append(activity)
                return True
            for position, holder in enumerate(holders[slot]):
                if assign(holder, seen):
                    holders[slot][position] = activity
                    return True
        return False

    for activity in starts:
        seen: dict[int, None] = {}
        if activity in chosen and not assign(activity, seen):
            inside = sum(1 << slot for slot in seen)
            members = tuple(a for a, mask in starts.items() if not mask & ~inside)
            return Crowd(members, sum(capacity[slot] for slot in seen))
    return None


def add_crowd(formulation: Formulation, crowd: Crowd) -> None:
    """Add a crowd's row to a formulation."""
    formulation.programme.add_row(
        [(column, 1.0) for number in crowd.activities for column in formulation.held[number]],
        upper=float(crowd.most),
    )


def complete(selection: Plan, plan: Plan) -> bool:
    """Return whether a plan holds everything selected."""
    return held_activities(selection) <= held_activities(plan)


def remaining(deadline: float) -> float:
    """Return the seconds left, never below 0."""
    return max(0.0, deadline - time.monotonic())
