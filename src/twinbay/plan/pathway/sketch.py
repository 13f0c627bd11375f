"""A coarse solution before the whole: what learning makes of costs, and how large things are."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import highspy
import numpy as np

from twinbay.plan.pathway.capacity import UnitCosts
from twinbay.plan.pathway.highs import Solution, minimise
from twinbay.plan.pathway.inputs import Inputs
from twinbay.plan.pathway.learning import (
    ROUNDS,
    TOLERANCE,
    additions_of,
    average,
    difference,
    learned_costs,
    learns,
)
from twinbay.plan.pathway.model import Built, build
from twinbay.plan.pathway.periods import Periods, choose_periods, hours_asked
from twinbay.plan.pathway.scaling import Typical, count_in, typical_amounts
from twinbay.plan.pathway.solved import Solved

DAYS = (2, 4)
"""Representative days of the coarse solutions, one after the other, before a programme with at
least twice as many is solved: what is learned depends on what is added in all, hardly on the
hours."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a solution tells of the next.

    Attributes:
        costs: unit costs with what is learned.
        typical: amounts that are typical of the columns; None if nothing was solved.
    """

    costs: UnitCosts
    typical: Typical | None = None


def sketch(inputs: Inputs, own: UnitCosts, tell: Callable[[str, float], None]) -> Sketch:
    """Return what coarse solutions of a programme tell.

    Arguments:
        own: unit costs without learning.
        tell: told the step and its share of the whole.
    """
    found = Sketch(own)
    for number, days in enumerate(DAYS):
        settings = replace(inputs.programme.settings, representative_days=days)
        coarse = replace(inputs.programme, settings=settings)
        if days * 24 * 2 > hours_asked(inputs.programme):
            break
        tell(f"first on {days} days", 0.02 + 0.05 * number)
        found = _learn(
            inputs, choose_periods(coarse), own, found, rounds=ROUNDS if not number else 1
        )
    return found


def _learn(inputs: Inputs, periods: Periods, own: UnitCosts, start: Sketch, rounds: int) -> Sketch:
    found, basis = start, None
    for number in range(rounds):
        built = build(inputs, periods, found.costs)
        solution = _relaxed(built, found.typical, basis)
        if solution.status != "optimal":
            return found
        basis = solution.basis
        added = additions_of(Solved(built, solution.values, solution.row_duals))
        implied = learned_costs(inputs, added, own)
        change = difference(found.costs, implied, added)
        costs = implied if number == 0 else average(found.costs, implied)
        found = Sketch(costs, typical_amounts(built.lp, solution.values))
        if change <= TOLERANCE or not learns(inputs):
            break
    return found


def _relaxed(built: Built, typical: Typical | None, basis: highspy.HighsBasis | None) -> Solution:
    lp = replace(built.lp, integer=np.zeros_like(built.lp.integer))
    if typical is not None and basis is None:
        lp = count_in(lp, typical)
    return minimise(lp, basis=basis)
