"""Two lists of records as columns, and the cells of their table: what constraints compute on.

A cell is a pair of one left and one right record. Constraints are written once for any cells;
``Block`` gives whole rows of the table, ``Pairs`` single cells. Sets are counted in whole numbers,
so that the result does not depend on the order of the records or on how the table is cut.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from twinbay.match.opportunities.money import Rates
from twinbay.match.opportunities.record import Record

SETS = ("fields", "topics", "stages", "languages", "cooperation", "ip")
RANGES = ("trl", "amount", "area", "experience", "open")
DENSE_COLUMNS = 256  # a set with more different members is multiplied sparsely

MOST_BITS = 50  # whole numbers are exact in double precision up to 2 ** 53

Values = NDArray[Any]
Members = Any
"""Records by members, one where the record has the member: sparse, shape (records, members)."""


@dataclass(frozen=True, eq=False)
class Side:
    """The records of one side as columns.

    Attributes:
        records: in the order of the rows.
        day: the day of the matching.
        ranges: low and high ends by name, shape (n,) each; money in one currency, days as numbers.
            Infinite ends are open, both open means not stated.
        sets: members by name, also ``locations``, ``wanted_regions``, ``exclusions``,
            ``excludable`` (what an exclusion can hit), ``hidden_from`` and ``organisation``.
        bits: the sets of few possible members as the bits of a whole number each, shape (n,).
        closed: whether the record is closed on the day of the matching, shape (n,).
        positions: unit vectors of the coordinates, shape (n, 3), NaN where not stated.
        vectors: text vectors in whole numbers, shape (n, dimensions).
        said: whether there is text enough to compare, shape (n,).
        words: weights of the key words in whole numbers, sparse, shape (n, words).
    """

    records: tuple[Record, ...]
    day: date
    ranges: Mapping[str, tuple[Values, Values]]
    sets: Mapping[str, Members]
    bits: Mapping[str, Values]
    closed: Values
    positions: Values
    vectors: Values
    said: Values
    words: Members


class Cells(Protocol):
    """Some cells of the table of pairs."""

    @property
    def left_side(self) -> Side:
        """Return the records of the left side."""
        ...

    @property
    def right_side(self) -> Side:
        """Return the records of the right side."""
        ...

    def left(self, values: Values) -> Values:
        """Return values of the left records, ready to be combined with right ones."""
        ...

    def right(self, values: Values) -> Values:
        """Return values of the right records, ready to be combined with left ones."""
        ...

    def product(self, left: Any, right: Any) -> Values:
        """Return the scalar product of each cell's two rows."""
        ...


@dataclass(frozen=True, eq=False)
class Block:
    """Whole rows of the table: cells have the shape (stop - start, right records)."""

    left_side: Side
    right_side: Side
    start: int
    stop: int

    def left(self, values: Values) -> Values:
        """See ``Cells``."""
        return values[self.start : self.stop, None]

    def right(self, values: Values) -> Values:
        """See ``Cells``."""
        return values[None, :]

    def product(self, left: Any, right: Any) -> Values:
        """See ``Cells``."""
        rows = left[self.start : self.stop]
        if not sparse.issparse(rows):
            dense: Values = rows @ right.T
            return dense
        if rows.shape[1] <= DENSE_COLUMNS:
            counts: Values = rows.toarray() @ right.toarray().T
            return counts
        found: Values = (rows @ right.T).toarray()
        return found


@dataclass(frozen=True, eq=False)
class Chosen:
    """Some cells of a block, shape (n,): products are of the whole block, the rest only of these.

    Attributes:
        block: the block.
        rows: of the cells, from the block's first row on.
        columns: of the cells.
    """

    block: Block
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]

    @property
    def left_side(self) -> Side:
        """See ``Cells``."""
        return self.block.left_side

    @property
    def right_side(self) -> Side:
        """See ``Cells``."""
        return self.block.right_side

    def left(self, values: Values) -> Values:
        """See ``Cells``."""
        return values[self.block.start : self.block.stop][self.rows]

    def right(self, values: Values) -> Values:
        """See ``Cells``."""
        return values[self.columns]

    def product(self, left: Any, right: Any) -> Values:
        """See ``Cells``."""
        return self.block.product(left, right)[self.rows, self.columns]


@dataclass(frozen=True, eq=False)
class Pairs:
    """Single cells, shape (n,): the left records ``rows`` with the right records ``columns``."""

    left_side: Side
    right_side: Side
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]

    def left(self, values: Values) -> Values:
        """See ``Cells``."""
        return values[self.rows]

    def right(self, values: Values) -> Values:
        """See ``Cells``."""
        return values[self.columns]

    def product(self, left: Any, right: Any) -> Values:
        """See ``Cells``."""
        a, b = left[self.rows], right[self.columns]
        if sparse.issparse(a):
            return np.asarray(a.multiply(b).sum(axis=1), dtype=np.float32).ravel()
        dense: Values = np.einsum("nd,nd->n", a, b)
        return dense


def ranges_of(
    records: Sequence[Record], rates: Rates
) -> dict[str, tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Return the ends of all ranges; amounts in the reference currency of the rates."""
    columns = {}
    for name in RANGES:
        ends = np.array(
            [(given.low, given.high) for given in (record.range(name) for record in records)],
            dtype=np.float64,
        ).reshape(len(records), 2)
        if name == "amount":
            worth = [rates.worth(r.currency) if r.amount.stated else 1.0 for r in records]
            ends = ends * np.array(worth).reshape(-1, 1)
        columns[name] = (ends[:, 0], ends[:, 1])
    return columns


def sets_of(
    left: Sequence[Record], right: Sequence[Record]
) -> tuple[dict[str, Members], dict[str, Members]]:
    """Return the members of both sides' sets, in columns that the two sides share."""
    found: tuple[dict[str, Members], dict[str, Members]] = ({}, {})

    def add(names: tuple[str, ...], *of: Callable[[Record], Iterable[str]]) -> None:
        listed = [[[*map(set, map(get, side))] for side in (left, right)] for get in of]
        vocabulary = sorted({m for sides in listed for rows in sides for row in rows for m in row})
        column = {member: position for position, member in enumerate(vocabulary)}
        for name, sides in zip(names, listed, strict=True):
            for into, rows in zip(found, sides, strict=True):
                into[name] = members_of(rows, column)

    for name in SETS:
        add((name,), lambda record, name=name: record.members(name))  # type: ignore[misc]
    add(("locations", "wanted_regions"), lambda r: r.locations, lambda r: r.wanted_regions)
    add(
        ("organisation", "hidden_from"),
        lambda r: [r.organisation_id] if r.organisation_id else [],
        lambda r: r.hidden_from,
    )
    return found


def members_of(rows: Sequence[Iterable[str]], column: Mapping[str, int]) -> Members:
    """Return the members of each row as a sparse matrix with the given columns."""
    places = [(row, column[m]) for row, members in enumerate(rows) for m in sorted(members)]
    index = np.array(places, dtype=np.int64).reshape(-1, 2)
    ones = np.ones(len(places), dtype=np.float32)
    return sparse.csr_matrix((ones, (index[:, 0], index[:, 1])), shape=(len(rows), len(column)))


def bits_of(sets: Mapping[str, Members]) -> dict[str, NDArray[np.int64]]:
    """Return the sets of at most ``MOST_BITS`` possible members as bits of whole numbers."""
    return {
        name: (members @ (2.0 ** np.arange(members.shape[1]))).astype(np.int64)
        for name, members in sets.items()
        if members.shape[1] <= MOST_BITS
    }


def closed_on(records: Sequence[Record], day: date) -> NDArray[np.bool_]:
    """Return which records are closed for good on a day."""
    return np.array([r.closes is not None and r.closes < day for r in records], dtype=bool)


def positions_of(records: Sequence[Record]) -> NDArray[np.float32]:
    """Return unit vectors from the centre of the earth, NaN where there are no coordinates."""
    degrees = np.array([r.coordinates or (np.nan, np.nan) for r in records], dtype=np.float64)
    latitude, longitude = np.radians(degrees.reshape(-1, 2)).T
    return np.column_stack(
        [
            np.cos(latitude) * np.cos(longitude),
            np.cos(latitude) * np.sin(longitude),
            np.sin(latitude),
        ]
    ).astype(np.float32)
