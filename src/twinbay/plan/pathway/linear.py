"""A linear programme in bulk arrays: blocks of columns and rows, coefficients by broadcasting.

Columns and rows come in blocks whose first axis is what they belong to (fleets, regions ...) and
whose second axis is the milestone; a third axis, where there is one, is the hour. Coefficients are
put in by numpy's broadcasting, so that no Python loop runs over hours.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

Floats = NDArray[np.float64]
Index = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Block:
    """A block of columns or rows.

    Attributes:
        ids: what its first axis consists of.
        index: number of each column or row, in the block's shape.
    """

    ids: tuple[Hashable, ...]
    index: Index

    def of(self, values: Floats) -> Floats:
        """Return this block's part of a vector over all columns (or rows), in its shape."""
        return values[self.index]


@dataclass(frozen=True, slots=True)
class LinearProgramme:
    """Minimise ``cost @ x`` where ``lower <= x <= upper`` and the rows keep their bounds.

    Attributes:
        matrix: coefficients, compressed by columns.
        cost: present cost of a unit of each column; ``cost_at_once`` the part of it that falls
            due in the column's own milestone (what a planner without foresight sees).
        unit: what the solver counts each column in, so that its numbers stay near 1.
        column_milestone, row_milestone: position of the milestone that each belongs to.
    """

    matrix: sparse.csc_array
    cost: Floats
    cost_at_once: Floats
    lower: Floats
    upper: Floats
    row_lower: Floats
    row_upper: Floats
    integer: NDArray[np.bool_]
    unit: Floats
    column_milestone: Index
    row_milestone: Index
    columns: dict[str, Block]
    rows: dict[str, Block]


class Builder:
    """Collects the blocks of a linear programme."""

    def __init__(self) -> None:
        self.columns: dict[str, Block] = {}
        self.rows: dict[str, Block] = {}
        self._column_parts: dict[str, list[NDArray[np.generic]]] = {}
        self._row_parts: dict[str, list[NDArray[np.generic]]] = {}
        self._entries: list[tuple[Index, Index, Floats]] = []
        self._column_count = self._row_count = 0

    def add_columns(
        self,
        name: str,
        ids: Sequence[Hashable],
        shape: tuple[int, ...],
        *,
        lower: ArrayLike = 0.0,
        upper: ArrayLike = inf,
        cost: ArrayLike = 0.0,
        cost_at_once: ArrayLike | None = None,
        integer: bool = False,
        unit: ArrayLike = 1.0,
    ) -> Index:
        """Add a block of columns of shape ``(len(ids), *shape)`` and return their numbers.

        Arguments:
            shape: milestones, then hours if any.
            lower, upper, cost, cost_at_once, unit: broadcast to the block's shape; the cost that
                falls due at once is the whole of it unless given.
        """
        whole = (len(ids), *shape)
        index = np.arange(self._column_count, self._column_count + int(np.prod(whole)))
        block = Block(tuple(ids), index.astype(np.int32).reshape(whole))
        self.columns[name] = block
        self._column_count += index.size
        parts = self._column_parts
        _collect(parts, "lower", lower, whole)
        _collect(parts, "upper", upper, whole)
        _collect(parts, "cost", cost, whole)
        _collect(parts, "cost_at_once", cost if cost_at_once is None else cost_at_once, whole)
        _collect(parts, "unit", unit, whole)
        _collect(parts, "integer", integer, whole, np.bool_)
        _collect(parts, "milestone", _milestones(whole), whole, np.int32)
        return block.index

    def add_rows(
        self,
        name: str,
        ids: Sequence[Hashable],
        shape: tuple[int, ...],
        *,
        lower: ArrayLike = -inf,
        upper: ArrayLike = inf,
        milestone: ArrayLike | None = None,
    ) -> Index:
        """Add a block of rows of shape ``(len(ids), *shape)`` and return their numbers.

        Arguments:
            milestone: position of the milestone of each row where it is not the second axis.
        """
        whole = (len(ids), *shape)
        index = np.arange(self._row_count, self._row_count + int(np.prod(whole)))
        block = Block(tuple(ids), index.astype(np.int32).reshape(whole))
        self.rows[name] = block
        self._row_count += index.size
        parts = self._row_parts
        _collect(parts, "lower", lower, whole)
        _collect(parts, "upper", upper, whole)
        tags = _milestones(whole) if milestone is None else milestone
        _collect(parts, "milestone", tags, whole, np.int32)
        return block.index

    def put(self, rows: ArrayLike, columns: ArrayLike, values: ArrayLike) -> None:
        """Put coefficients where rows meet columns; the three are broadcast to each other.

        Coefficients put twice at one place add up; zeros are left out.
        """
        row, column, value = np.broadcast_arrays(
            np.asarray(rows, np.int32),
            np.asarray(columns, np.int32),
            np.asarray(values, np.float64),
        )
        some = value != 0.0
        self._entries.append((row[some], column[some], value[some]))

    def build(self) -> LinearProgramme:
        """Return the whole as compressed arrays."""
        shape = (self._row_count, self._column_count)
        row, column, value = (
            np.concatenate([entry[part] for entry in self._entries] or [np.zeros(0)])
            for part in range(3)
        )
        coordinates = (row.astype(np.int32), column.astype(np.int32))
        matrix = sparse.coo_array((value, coordinates), shape=shape).tocsc()
        c = {name: np.concatenate(parts) for name, parts in self._column_parts.items()}
        r = {name: np.concatenate(parts) for name, parts in self._row_parts.items()}
        return LinearProgramme(
            matrix=matrix,
            cost=c["cost"],
            cost_at_once=c["cost_at_once"],
            lower=c["lower"],
            upper=c["upper"],
            row_lower=r["lower"],
            row_upper=r["upper"],
            integer=c["integer"],
            unit=c["unit"],
            column_milestone=c["milestone"],
            row_milestone=r["milestone"],
            columns=self.columns,
            rows=self.rows,
        )


def _milestones(shape: tuple[int, ...]) -> Index:
    along: Index = np.arange(shape[1], dtype=np.int32).reshape(1, -1, *(1 for _ in shape[2:]))
    return along


def _collect(
    parts: dict[str, list[NDArray[np.generic]]],
    name: str,
    values: ArrayLike,
    shape: tuple[int, ...],
    kind: type[np.generic] = np.float64,
) -> None:
    filled = np.broadcast_to(np.asarray(values, kind), shape).ravel()
    parts.setdefault(name, []).append(filled)
