"""Choose tables so that people change them as little as possible.

With all other slots fixed, the tables of one slot are a linear assignment problem: a table costs
what its people pay to come from their last table and to go on to their next. Solving it slot by
slot, again and again, never makes the plan worse and ends when no slot can be improved.
"""

import time
from collections import defaultdict
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from twinbay.meet.comfort import agendas
from twinbay.meet.model import Model, Plan, bits
from twinbay.meet.seating import Seating

ROUNDS = 30
"""Most passes over all slots."""

NOISY_SWEEPS = 100
"""Passes over all slots with random costs, as far as time allows."""

NOISE = 0.6
"""Largest random cost at the beginning, as a share of the dearest change."""

FORBIDDEN = 1e9
"""Cost of a table that a meeting cannot have."""


def assign_tables(
    seating: Seating, plan: Plan, deadline: float = 0.0, seed: int = 0
) -> dict[int, int]:
    """Return a table for each activity of a seatable plan.

    Arguments:
        seating: of the plan's model.
        plan: the plan.
        deadline: ``time.monotonic()`` until which random costs, smaller and smaller, are added to
            leave poor local optima (Charon and Hudry, "The noising method", 1993).
        seed: of the noise.
    """
    model = seating.model
    tables, tied = seating.tables_for(plan)
    change = _change_costs(seating)
    before, after = _neighbours(model, plan)
    slots = _slots(seating, plan, tied)
    taken = _taken(model, plan, tables, tied)
    settled = set(tied)
    for slot, sittings in slots.items():  # the first pass looks back only
        _improve(sittings, tables, change, before, {}, taken[slot], settled)
        settled.update(activity for activity, _ in sittings)
    noise, began = np.random.default_rng(seed), time.monotonic()
    for sweep in range(NOISY_SWEEPS):
        if time.monotonic() >= deadline:
            break
        done = max(sweep / NOISY_SWEEPS, (time.monotonic() - began) / (deadline - began))
        amount = NOISE * float(change.max(initial=0.0)) * (1 - done)
        for slot, sittings in slots.items():
            costs = _costs(sittings, tables, change, before, after, taken[slot], settled)
            _reassign(sittings, tables, costs + amount * noise.random(costs.shape))
    for _ in range(ROUNDS):
        gains = [
            _improve(sittings, tables, change, before, after, taken[slot], settled)
            for slot, sittings in slots.items()
        ]
        if not any(gains):
            break
    return tables


def _change_costs(seating: Seating) -> NDArray[np.float64]:
    """Return the cost of going from each table to each other."""
    weights = seating.model.event.rules.compactness
    zones = {zone: i for i, zone in enumerate(dict.fromkeys(seating.tables.zone))}
    zone = np.asarray([zones[z] for z in seating.tables.zone])
    cost = weights.table_change + weights.walk * (zone[:, None] != zone[None, :])
    changed: NDArray[np.float64] = np.where(np.eye(len(zone), dtype=bool), 0.0, cost)
    return changed


def _neighbours(model: Model, plan: Plan) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Return for each activity those that its people come from, and go on to, the same day."""
    before: dict[int, list[int]] = defaultdict(list)
    after: dict[int, list[int]] = defaultdict(list)
    for person, agenda in agendas(model, plan).items():
        if model.event.delegates[person].online:
            continue
        for (first, one), (second, two) in pairwise(agenda):
            if any(first & day and second & day for day in model.rules.days):
                before[two].append(one)
                after[one].append(two)
    return before, after


def _slots(
    seating: Seating, plan: Plan, tied: frozenset[int]
) -> dict[int, list[tuple[int, tuple[int, ...]]]]:
    """Return the free meetings of each slot with the tables they may have."""
    slots: dict[int, list[tuple[int, tuple[int, ...]]]] = defaultdict(list)
    for sitting in seating.sittings(plan):
        if sitting.placement.activity not in tied:
            slots[sitting.placement.start].append((sitting.placement.activity, sitting.choices))
    return dict(sorted(slots.items()))


def _taken(
    model: Model, plan: Plan, tables: dict[int, int], tied: frozenset[int]
) -> dict[int, set[int]]:
    """Return the tables that tied meetings hold in each slot."""
    taken: dict[int, set[int]] = defaultdict(set)
    for placement in plan.placements:
        if placement.activity in tied:
            for slot in bits(model.cover(placement.activity, placement.start)):
                taken[slot].add(tables[placement.activity])
    return taken


def _improve(
    sittings: list[tuple[int, tuple[int, ...]]],
    tables: dict[int, int],
    change: NDArray[np.float64],
    before: dict[int, list[int]],
    after: dict[int, list[int]],
    taken: set[int],
    settled: set[int],
) -> bool:
    """Assign one slot anew, given the tables of all others; return whether it got better."""
    costs = _costs(sittings, tables, change, before, after, taken, settled)
    now = costs[np.arange(len(sittings)), [tables[activity] for activity, _ in sittings]].sum()
    rows, columns = linear_sum_assignment(costs)
    if now - costs[rows, columns].sum() <= 1e-9:
        return False
    _reassign(sittings, tables, costs)
    return True


def _reassign(
    sittings: list[tuple[int, tuple[int, ...]]],
    tables: dict[int, int],
    costs: NDArray[np.float64],
) -> None:
    """Give the meetings of one slot the tables that cost least together."""
    for row, column in zip(*linear_sum_assignment(costs), strict=True):
        tables[sittings[row][0]] = int(column)


def _costs(
    sittings: list[tuple[int, tuple[int, ...]]],
    tables: dict[int, int],
    change: NDArray[np.float64],
    before: dict[int, list[int]],
    after: dict[int, list[int]],
    taken: set[int],
    settled: set[int],
) -> NDArray[np.float64]:
    """Return what each table would cost each meeting of one slot."""
    costs = np.full((len(sittings), len(change)), FORBIDDEN)
    for row, (activity, choices) in enumerate(sittings):
        cost = np.zeros(len(change))
        for other in (*before.get(activity, ()), *after.get(activity, ())):
            if other in settled:
                cost += change[tables[other]]
        allowed = [table for table in choices if table not in taken]
        costs[row, allowed] = cost[allowed]
    return costs
