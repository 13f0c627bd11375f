"""The evidence as matrices: what the partner ranking computes on.

Rows are organisations, columns are topics or organisations. Works count under their primary topic
(``lake/schema.py``), so that sums over topics count each work once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy import sparse

from twinbay.errors import NotFoundError

WINDOW_YEARS = 3  # growth compares the last three years of the data with the three before

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts to unit vectors, shape (texts, dimensions)."""


class EvidenceSource(Protocol):
    """Anything that gives canonical tables by name, such as an opened lake."""

    def arrow(self, name: str) -> pa.Table:
        """Return the table of that name."""
        ...


@dataclass(frozen=True)
class FocusStatement:
    """What an organisation states it works on, in both languages, with its topics if known."""

    statement: str
    statement_zh: str
    topics: tuple[str, ...] = ()
    vector: NDArray[np.float32] | None = None


@dataclass(frozen=True, eq=False)
class Evidence:
    """Organisations, their works by topic and their joint works.

    Attributes:
        org_ids: organisation ids, one per row.
        regions: region id per row, or "".
        kinds: organisation kind per row.
        topics: topic ids, one per column: of works, and of what organisations state.
        works: works by topic, shape (organisations, topics).
        recent: the same within the last three years.
        earlier: the same within the three years before.
        joint: joint works, symmetric, shape (organisations, organisations).
        joint_recent: the same within the last three years.
        joint_first: first year of joint works, 0 where there are none.
        joint_last: last year of joint works, 0 where there are none.
        world: the world of the data's works by topic, shape (topics,).
        latest_year: the last year with works.
        focus: stated focus by row.
    """

    org_ids: tuple[str, ...]
    regions: NDArray[np.str_]
    kinds: NDArray[np.str_]
    topics: tuple[str, ...]
    works: sparse.csr_matrix
    recent: sparse.csr_matrix
    earlier: sparse.csr_matrix
    joint: sparse.csr_matrix
    joint_recent: sparse.csr_matrix
    joint_first: sparse.csr_matrix
    joint_last: sparse.csr_matrix
    world: NDArray[np.float64]
    latest_year: int
    focus: dict[int, tuple[FocusStatement, ...]] = field(default_factory=dict)
    _rows: dict[str, int] = field(default_factory=dict, repr=False)
    _columns: dict[str, int] = field(default_factory=dict, repr=False)

    def row(self, org_id: str) -> int:
        """Return the row of an organisation; NotFoundError when there is none."""
        try:
            return self._rows[org_id]
        except KeyError:
            raise NotFoundError(
                f"there is no organisation {org_id!r} in the evidence",
                remedy="Search for its name first: twinbay search NAME.",
            ) from None

    def column(self, topic: str | None) -> int | None:
        """Return the column of a topic, None when nothing in the evidence is about it."""
        return self._columns.get(topic) if topic else None

    def columns_of(self, statement: FocusStatement) -> list[int]:
        """Return the columns of a stated phrase's topics, the nearest topic first."""
        return [self._columns[topic] for topic in statement.topics if topic in self._columns]

    @property
    def recent_years(self) -> tuple[int, int]:
        """First and last year of the recent window."""
        return self.latest_year - WINDOW_YEARS + 1, self.latest_year

    @property
    def earlier_years(self) -> tuple[int, int]:
        """First and last year of the earlier window."""
        return self.latest_year - 2 * WINDOW_YEARS + 1, self.latest_year - WINDOW_YEARS

    @classmethod
    def from_lake(cls, lake: EvidenceSource, encode: Encode | None = None) -> "Evidence":
        """Read the evidence from a lake.

        Arguments:
            lake: gives the tables organisations, portfolio, collaboration, topic_totals and focus.
            encode: makes vectors of focus statements; without it only equal topics or equal
                words of two statements count as shared.
        """
        return cls.from_tables(
            organisations=lake.arrow("organisations"),
            portfolio=lake.arrow("portfolio"),
            collaboration=lake.arrow("collaboration"),
            topic_totals=lake.arrow("topic_totals"),
            focus=lake.arrow("focus"),
            encode=encode,
        )

    @classmethod
    def from_tables(
        cls,
        *,
        organisations: pa.Table,
        portfolio: pa.Table,
        collaboration: pa.Table,
        topic_totals: pa.Table,
        focus: pa.Table | None = None,
        encode: Encode | None = None,
    ) -> "Evidence":
        """Make the evidence from canonical tables (``lake/schema.py``)."""
        org_ids = tuple(organisations["org_id"].to_pylist())
        rows = {org_id: row for row, org_id in enumerate(org_ids)}
        known = [t for t in topic_totals["topic"].unique().to_pylist() if t]
        known += [t for t in portfolio["topic"].unique().to_pylist() if t]
        stated = _focus(focus, rows, encode)
        known += [t for phrases in stated.values() for phrase in phrases for t in phrase.topics]
        topics = tuple(sorted(set(known)))
        columns = {topic: column for column, topic in enumerate(topics)}
        counts = _Counts.of_portfolio(portfolio, rows, columns)
        years = counts.years
        latest = int(years.max()) if years.size else 0
        shape = (len(org_ids), len(topics))
        joint = _Counts.of_collaboration(collaboration, rows)
        square = (len(org_ids), len(org_ids))
        return cls(
            org_ids=org_ids,
            regions=np.array([r or "" for r in organisations["region"].to_pylist()], dtype=str),
            kinds=np.array([k or "other" for k in organisations["kind"].to_pylist()], dtype=str),
            topics=topics,
            works=counts.matrix(shape),
            recent=counts.matrix(shape, latest - WINDOW_YEARS + 1, latest),
            earlier=counts.matrix(shape, latest - 2 * WINDOW_YEARS + 1, latest - WINDOW_YEARS),
            joint=joint.matrix(square),
            joint_recent=joint.matrix(square, latest - WINDOW_YEARS + 1, latest),
            joint_first=joint.extreme_year(square, first=True),
            joint_last=joint.extreme_year(square, first=False),
            world=_world(topic_totals, columns),
            latest_year=latest,
            focus=stated,
            _rows=rows,
            _columns=columns,
        )


@dataclass(frozen=True)
class _Counts:
    """Works by row, column and year, before they become matrices."""

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    years: NDArray[np.int64]
    works: NDArray[np.float64]

    @classmethod
    def of_portfolio(
        cls, table: pa.Table, rows: dict[str, int], columns: dict[str, int]
    ) -> "_Counts":
        return cls._of(_lookup(table["org_id"], rows), _lookup(table["topic"], columns), table)

    @classmethod
    def of_collaboration(cls, table: pa.Table, rows: dict[str, int]) -> "_Counts":
        a, b = _lookup(table["org_a"], rows), _lookup(table["org_b"], rows)
        both = pa.concat_tables([table, table])
        return cls._of(np.concatenate([a, b]), np.concatenate([b, a]), both)

    @classmethod
    def _of(cls, row: NDArray[np.int64], column: NDArray[np.int64], table: pa.Table) -> "_Counts":
        years = np.asarray(table["year"].fill_null(0).to_numpy(), dtype=np.int64)
        works = np.asarray(table["works"].to_numpy(), dtype=np.float64)
        known = (row >= 0) & (column >= 0)
        return cls(row[known], column[known], years[known], works[known])

    def matrix(
        self, shape: tuple[int, int], first: int | None = None, last: int | None = None
    ) -> sparse.csr_matrix:
        """Sum the works into a matrix, of all years or of first to last, both included."""
        chosen = np.ones(self.years.shape, dtype=bool)
        if first is not None and last is not None:
            chosen = (self.years >= first) & (self.years <= last)
        return sparse.csr_matrix(
            (self.works[chosen], (self.rows[chosen], self.columns[chosen])), shape=shape
        )

    def extreme_year(self, shape: tuple[int, int], *, first: bool) -> sparse.csr_matrix:
        """Return the first or last year per cell, as a sparse matrix."""
        if not self.years.size:
            return sparse.csr_matrix(shape)
        order = np.argsort(self.years if first else -self.years, kind="stable")
        cell = self.rows[order] * shape[1] + self.columns[order]
        _, position = np.unique(cell, return_index=True)
        chosen = order[position]
        return sparse.csr_matrix(
            (self.years[chosen].astype(np.float64), (self.rows[chosen], self.columns[chosen])),
            shape=shape,
        )


def _lookup(column: pa.ChunkedArray, positions: dict[str, int]) -> NDArray[np.int64]:
    """Return each value's position, -1 where it has none."""
    encoded = column.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    table = np.array(
        [positions.get(value, -1) for value in encoded.dictionary.to_pylist()] + [-1],
        dtype=np.int64,
    )
    indices = np.asarray(encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False))
    found: NDArray[np.int64] = table[indices]
    return found


def _world(topic_totals: pa.Table, columns: dict[str, int]) -> NDArray[np.float64]:
    world = np.zeros(len(columns))
    position = _lookup(topic_totals["topic"], columns)
    works = np.asarray(topic_totals["works"].to_numpy(), dtype=np.float64)
    np.add.at(world, position[position >= 0], works[position >= 0])
    return world


def _focus(
    table: pa.Table | None, rows: dict[str, int], encode: Encode | None
) -> dict[int, tuple[FocusStatement, ...]]:
    if table is None or not table.num_rows:
        return {}
    records = table.select(["org_id", "statement", "statement_zh", "topics"]).to_pylist()
    texts = sorted({record["statement"] for record in records})
    vectors = dict(zip(texts, encode(texts), strict=True)) if encode else {}
    by_row: dict[int, list[FocusStatement]] = {}
    for record in records:
        row = rows.get(record["org_id"])
        if row is not None:
            statement = FocusStatement(
                record["statement"],
                record["statement_zh"] or record["statement"],
                tuple(record["topics"] or ()),
                vectors.get(record["statement"]),
            )
            by_row.setdefault(row, []).append(statement)
    return {row: tuple(statements) for row, statements in by_row.items()}
