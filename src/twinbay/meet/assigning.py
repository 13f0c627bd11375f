"""Assign tables, or interpreters, to meetings whose slots are known."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model
from scipy.optimize import linear_sum_assignment

from twinbay.meet.interruptible import solve_interruptible
from twinbay.meet.model import Placement, bits

IMPOSSIBLE = 1e6
"""Cost of an assignment that is not among the choices."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A placed meeting as seating sees it.

    Attributes:
        placement: the decision.
        cover: its slots.
        people: everybody at the table.
        choices: what it may be assigned: tables, or interpreters.
    """

    placement: Placement
    cover: int
    people: tuple[int, ...]
    choices: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """Two sittings of a part that must not be in one zone, or not at neighbouring tables."""

    first: int
    second: int
    zone: tuple[tuple[str, str], ...] | None
    neighbours: tuple[frozenset[int], ...] | None

    def clash(self, one: int, two: int) -> bool:
        """Return whether two tables are too close for them."""
        if self.zone is not None:
            return self.zone[one] == self.zone[two]
        return self.neighbours is not None and two in self.neighbours[one]


@dataclass(frozen=True, slots=True)
class Part:
    """Sittings whose tables (or interpreters) depend on each other.

    Attributes:
        sittings: the meetings.
        apart: pairs of them to be kept apart.
        simple: whether every meeting takes one slot and nothing else ties them to each other, so
            that each slot is a matching of its own.
    """

    sittings: tuple[Sitting, ...]
    apart: tuple[Apart, ...]
    simple: bool

    def only(self, kept: Sequence[int]) -> "Part":
        """Return the part with some of its sittings."""
        place = {old: new for new, old in enumerate(kept)}
        return Part(
            tuple(self.sittings[i] for i in kept),
            tuple(
                Apart(place[a.first], place[a.second], a.zone, a.neighbours)
                for a in self.apart
                if a.first in place and a.second in place
            ),
            self.simple,
        )


def assign(part: Part, favoured: Mapping[int, int] | None = None) -> Mapping[int, int] | None:
    """Return a table (or interpreter) for each activity of a part, or None when impossible.

    Arguments:
        part: the meetings.
        favoured: by activity, what it should have if possible; as many as possible get it.
    """
    favoured = favoured or {}
    return _match_slots(part, favoured) if part.simple else _solve(part, favoured)


def _solve(part: Part, favoured: Mapping[int, int]) -> Mapping[int, int] | None:
    model = cp_model.CpModel()
    chosen = [
        {choice: model.new_bool_var("") for choice in sitting.choices} for sitting in part.sittings
    ]
    taking: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
    for sitting, variables in zip(part.sittings, chosen, strict=True):
        model.add_exactly_one(variables.values())
        for choice, variable in variables.items():
            for slot in bits(sitting.cover):
                taking[slot, choice].append(variable)
    for variables_here in taking.values():
        model.add_at_most_one(variables_here)
    for apart in part.apart:
        for one, first in chosen[apart.first].items():
            for two, second in chosen[apart.second].items():
                if apart.clash(one, two):
                    model.add_bool_or(first.negated(), second.negated())
    model.maximize(sum(_favours(part, chosen, favoured)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    if solve_interruptible(solver, model) != cp_model.OPTIMAL:
        return None
    return {
        sitting.placement.activity: next(c for c, v in variables.items() if solver.value(v))
        for sitting, variables in zip(part.sittings, chosen, strict=True)
    }


def _favours(
    part: Part, chosen: list[dict[int, cp_model.IntVar]], favoured: Mapping[int, int]
) -> list[cp_model.IntVar]:
    """Return the variables that say a meeting has what it should have."""
    return [
        variables[wish]
        for sitting, variables in zip(part.sittings, chosen, strict=True)
        for wish in [favoured.get(sitting.placement.activity, -1)]
        if wish in variables
    ]


def _match_slots(part: Part, favoured: Mapping[int, int]) -> Mapping[int, int] | None:
    found: dict[int, int] = {}
    slots: dict[int, list[Sitting]] = defaultdict(list)
    for sitting in part.sittings:
        slots[sitting.cover].append(sitting)
    for sittings in slots.values():
        choices = sorted({choice for sitting in sittings for choice in sitting.choices})
        column = {choice: i for i, choice in enumerate(choices)}
        if len(choices) < len(sittings):
            return None
        cost = np.full((len(sittings), len(choices)), IMPOSSIBLE)
        for row, sitting in enumerate(sittings):
            cost[row, [column[choice] for choice in sitting.choices]] = 1.0
            wish = favoured.get(sitting.placement.activity)
            if wish in sitting.choices:
                cost[row, column[wish]] = 0.0
        rows, columns = linear_sum_assignment(cost)
        if cost[rows, columns].sum() >= IMPOSSIBLE:
            return None
        for row, chosen in zip(rows, columns, strict=True):
            found[sittings[row].placement.activity] = choices[chosen]
    return found
