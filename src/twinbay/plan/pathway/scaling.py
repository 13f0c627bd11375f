"""Units for the columns of a large programme, read from the solution of a smaller one.

An interior point starts with all columns alike. It takes half as many steps when each is counted in
an amount that is typical of it (measured on the worked programme: 98 steps against 182).
"""

from collections.abc import Hashable
from dataclasses import dataclass, replace

import numpy as np

from twinbay.plan.pathway.linear import Floats, LinearProgramme

FLOOR = 1e-2
"""Least typical amount, as a share of the largest of the block: columns that the smaller programme
leaves at nothing are counted in this."""

NOISE = 1e-3
"""Amount below which a block counts as unused: it keeps its unit. In the units of what an interior
point leaves of nothing, a column's coefficients would be too small for the solver to see."""


@dataclass(frozen=True, slots=True)
class Typical:
    """The largest amount that a solution has of each item, by block of columns."""

    amounts: dict[str, dict[Hashable, float]]


def typical_amounts(lp: LinearProgramme, values: Floats) -> Typical:
    """Return what is typical of each item of a solved programme, over milestones and hours."""
    amounts: dict[str, dict[Hashable, float]] = {}
    for name, block in lp.columns.items():
        if not block.index.size:
            continue
        size = np.abs(values / lp.unit)[block.index].reshape(len(block.ids), -1).max(axis=1)
        largest = float(size.max())
        if largest > NOISE:
            held = (
                np.maximum(size, max(NOISE, FLOOR * largest))
                * lp.unit[block.index.reshape(len(size), -1)[:, 0]]
            )
            amounts[name] = dict(zip(block.ids, held.tolist(), strict=True))
    return Typical(amounts)


def count_in(lp: LinearProgramme, typical: Typical) -> LinearProgramme:
    """Return a programme whose columns are counted in powers of two near typical amounts.

    Columns of which nothing is known keep their unit.
    """
    unit = lp.unit.copy()
    for name, block in lp.columns.items():
        amounts = typical.amounts.get(name, {})
        known = [(at, amounts[key]) for at, key in enumerate(block.ids) if key in amounts]
        if known:
            at, amount = (np.array(part) for part in zip(*known, strict=True))
            whole = np.exp2(np.round(np.log2(amount)))
            unit[block.index[at]] = whole.reshape(-1, *(1,) * (block.index.ndim - 1))
    return replace(lp, unit=unit)
