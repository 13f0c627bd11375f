"""Carrying the basis of one linear programme over to another that differs a little."""

import highspy
import numpy as np
from numpy.typing import NDArray

from twinbay.plan.pathway.linear import Block, LinearProgramme

_BASIC = highspy.HighsBasisStatus.kBasic
_LOWER = highspy.HighsBasisStatus.kLower
_ZERO = highspy.HighsBasisStatus.kZero


def carry_basis(
    before: LinearProgramme, basis: highspy.HighsBasis, after: LinearProgramme
) -> highspy.HighsBasis | None:
    """Return a basis for ``after``: what both have in common keeps its state.

    What is new starts out of the basis if a column and in it if a row. None when the two have too
    little in common, such as other hours.
    """
    if any(
        name in after.columns and block.index.shape[1:] != after.columns[name].index.shape[1:]
        for name, block in before.columns.items()
    ):
        return None
    carried = highspy.HighsBasis()
    columns = np.full(after.matrix.shape[1], _LOWER, dtype=object)
    columns[~np.isfinite(after.lower)] = _ZERO
    rows = np.full(after.matrix.shape[0], _BASIC, dtype=object)
    _carry(before.columns, np.array(basis.col_status, dtype=object), after.columns, columns)
    _carry(before.rows, np.array(basis.row_status, dtype=object), after.rows, rows)
    carried.col_status = columns.tolist()
    carried.row_status = rows.tolist()
    carried.valid = True
    # Where columns or rows came or went, the solver has to complete it.
    carried.alien = _blocks(before.columns) != _blocks(after.columns) or _blocks(
        before.rows
    ) != _blocks(after.rows)
    return carried


def _blocks(blocks: dict[str, Block]) -> dict[str, tuple[object, ...]]:
    return {name: block.ids for name, block in blocks.items()}


def _carry(
    before: dict[str, Block],
    states: NDArray[np.object_],
    after: dict[str, Block],
    into: NDArray[np.object_],
) -> None:
    for name, block in after.items():
        old = before.get(name)
        if old is None or old.index.shape[1:] != block.index.shape[1:]:
            continue
        place = {key: number for number, key in enumerate(old.ids)}
        common = [(number, place[key]) for number, key in enumerate(block.ids) if key in place]
        if common:
            here, there = (list(part) for part in zip(*common, strict=True))
            into[block.index[here]] = states[old.index[there]]
