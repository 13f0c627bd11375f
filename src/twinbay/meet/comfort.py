"""How comfortable agendas are, and how comfortable they could be at best."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations, pairwise
from math import inf

from twinbay.meet.formulation import Formulation, Terms
from twinbay.meet.model import Model, Plan, bits
from twinbay.meet.seating import TablePlan
from twinbay.meet.timetable import AgendaFigures


def agendas(model: Model, plan: Plan) -> dict[int, list[tuple[int, int]]]:
    """Return each person's meetings as (slots, activity) in the order of time."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    joining: dict[int, list[int]] = defaultdict(list)
    for group, person in plan.joiners:
        joining[group].append(person)
    for placement in sorted(plan.placements, key=lambda p: p.start):
        cover = model.cover(placement.activity, placement.start)
        option = model.activities[placement.activity].options[placement.option]
        for person in (*option.delegates, *joining[placement.activity]):
            found[person].append((cover, placement.activity))
    return found


def between(taken: int) -> int:
    """Return the slots without a meeting between the first and the last of a day."""
    if not taken:
        return 0
    low = taken & -taken
    return ((1 << taken.bit_length()) - low) & ~taken


def figures(model: Model, plan: Plan, tables: Mapping[int, int], facts: TablePlan) -> AgendaFigures:
    """Add up the discomfort of a plan with its tables.

    People who attend from afar change no tables.
    """
    weights = model.event.rules.compactness
    idle = changes = walks = 0
    for person, agenda in agendas(model, plan).items():
        online = model.event.delegates[person].online
        for day in model.rules.days:
            today = [(cover, activity) for cover, activity in agenda if cover & day]
            taken = sum(cover for cover, _ in today)
            idle += between(taken).bit_count()
            for (_, one), (_, two) in pairwise(today):
                if not online and tables[one] != tables[two]:
                    changes += 1
                    walks += facts.zone[tables[one]] != facts.zone[tables[two]]
    discomfort = weights.idle * idle + weights.table_change * changes + weights.walk * walks
    return AgendaFigures(idle, changes, walks, discomfort)


def least_discomfort(model: Model, selection: Formulation, seconds: float) -> int:
    """Return a bound below which no plan that fulfils the selection's rows can go.

    Take a meeting that is not the first of the day for several of its people. Of those who were
    at the same table before, only one can have left no slot idle, unless they came from one and
    the same meeting: the table held only one meeting at a time. So each of the others changes
    tables or waits. Hence changes and waits together are at least: people at meetings, less one
    for each meeting, less the meetings that are the first of someone's day (at most one a day and
    person), less those after a meeting shared with another of its people.

    A person who takes so many slots has at least the idle slots that the own absences force, and
    no wait is shorter than an idle slot. So the discomfort is at least the lesser of both weights
    times the former, and what an idle slot weighs more than a change times the latter.

    Arguments:
        model: the event.
        selection: a selection formulation in which all earlier objectives are kept.
        seconds: time limit.
    """
    weights = model.event.rules.compactness
    price = min(weights.table_change, weights.idle)
    if not weights.idle:
        return 0
    programme = selection.programme
    people: dict[int, Terms] = defaultdict(list)
    taken: dict[int, Terms] = defaultdict(list)
    objective: Terms = []
    groups = {joining.activity for joining in model.joinings}
    for column, cell in selection.cells.items():
        activity = model.activities[cell.activity]
        option = activity.options[cell.option]
        present = (cell.joiner,) if cell.joiner >= 0 else option.delegates
        walking = [p for p in present if not model.event.delegates[p].online]
        alone = not walking and cell.activity not in groups
        crossing = len(walking) - (cell.joiner < 0 and not alone)
        objective.append((column, -float(price * crossing)))
        for person in present:
            taken[person].append((column, float(activity.length)))
        for person in walking:
            people[person].append((column, 1.0))
    for person, terms in people.items():
        days = sum(bool(model.available[person] & day) for day in model.rules.days)
        first = programme.add_column(0.0, float(days), integer=False)
        programme.add_row([*terms, (first, -1.0)], lower=0.0)
        objective.append((first, float(price)))
    for person, terms in taken.items():
        edges = hull(forced_idle(model, person)) if weights.idle > price else []
        if edges:
            idle = programme.add_column(0.0, inf, integer=False)
            objective.append((idle, -float(weights.idle - price)))
            for slots, least, slope in edges:
                scaled = [(column, -slope * length) for column, length in terms]
                programme.add_row([(idle, 1.0), *scaled], lower=least - slope * slots)
    solved = programme.relax(objective, seconds)
    if solved.values is None:
        return 0
    return max(0, _up(-solved.bound) - price * shared(model))


def forced_idle(model: Model, person: int) -> list[int]:
    """Return the fewest idle slots with which a person can take 0, 1, 2, ... slots."""
    least = [0]
    for day in model.rules.days:
        free = list(bits(model.available[person] & day))
        today = [0] + [
            min(
                last - first + 1 - count
                for first, last in zip(free, free[count - 1 :], strict=False)
            )
            for count in range(1, len(free) + 1)
        ]
        least = [
            min(
                least[total - count] + today[count]
                for count in range(len(today))
                if 0 <= total - count < len(least)
            )
            for total in range(len(least) + len(today) - 1)
        ]
    return least


def hull(least: list[int]) -> list[tuple[int, int, float]]:
    """Return the rising edges of the greatest convex function below some values.

    Each edge is its beginning (position and value) and its slope.
    """
    corners: list[int] = []
    for position, value in enumerate(least):
        while len(corners) > 1:
            one, two = corners[-2:]
            turn = (least[two] - least[one]) * (position - one) - (value - least[one]) * (two - one)
            if turn < 0:
                break
            corners.pop()
        corners.append(position)
    return [
        (one, least[one], (least[two] - least[one]) / (two - one))
        for one, two in pairwise(corners)
        if least[two] > least[one]
    ]


def _up(number: float) -> int:
    return -int(-(number - 1e-4) // 1)


def shared(model: Model) -> int:
    """Return how many meetings can at most follow one that was shared with another person."""
    together: dict[tuple[int, int], set[int]] = defaultdict(set)
    joining = {j.activity: j.optional for j in model.joinings}
    for number, activity in enumerate(model.activities):
        people = {p for o in activity.options for p in o.delegates} | set(joining.get(number, ()))
        for pair in combinations(sorted(people), 2):
            together[pair].add(number)
    return sum(len(activities) - 1 for activities in together.values())


def idle_slots(model: Model, taken: int) -> int:
    """Return the idle slots of one person over all days."""
    return sum(between(taken & day).bit_count() for day in model.rules.days)
