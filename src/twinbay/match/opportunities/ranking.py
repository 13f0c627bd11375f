"""From fits to ranked matches: both sides' ranks, the best of each record, no crowding."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twinbay.errors import ConfigurationError
from twinbay.match.opportunities.features import FEATURES, Floats
from twinbay.match.opportunities.matcher import (
    CELLS_KEPT,
    FIT_STEPS,
    Matcher,
    levels_of,
)
from twinbay.match.opportunities.rules import SUBJECT
from twinbay.match.opportunities.sides import Block

LEVELS = FIT_STEPS + 2  # the last one stands for pairs that are not allowed
SPARE = 5  # times as many matches as wanted are looked at where exposure is capped


@dataclass(frozen=True)
class Standing:
    """Where a pair stands on both sides.

    Attributes:
        fit: weighted sum of the features, 0 to 1.
        left_rank: how many the left record fits better with, plus one.
        left_options: how many the left record may be matched with.
        right_rank: the same for the right record.
        right_options: the same for the right record.
        mutual: harmonic mean of both ranks brought to 0 to 1.
    """

    fit: float
    left_rank: int
    left_options: int
    right_rank: int
    right_options: int
    mutual: float


@dataclass(frozen=True, eq=False)
class Ranked:
    """The best pairs, those of a left record together, the best first.

    Attributes:
        rows: positions of the left records, shape (n,).
        columns: positions of the right records, shape (n,).
        scores: fit times mutual rank, shape (n,).
        standings: one per pair.
    """

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    scores: NDArray[np.float64]
    standings: tuple[Standing, ...]


@dataclass(frozen=True, eq=False)
class _Ranks:
    """Ranks by level of fit, for some records: shape (records, LEVELS)."""

    better: NDArray[np.int64]
    options: NDArray[np.int64]

    @classmethod
    def of(cls, counts: NDArray[np.int64]) -> "_Ranks":
        allowed = counts[:, :-1]
        better = np.zeros_like(counts)
        better[:, :-2] = np.cumsum(allowed[:, :0:-1], axis=1)[:, ::-1]
        return cls(better, allowed.sum(axis=1))

    def normalised(self) -> Floats:
        """Return 1 for the first rank, falling with its logarithm; 0 where not allowed.

        The logarithm is how far down a list people look (Järvelin and Kekäläinen 2002,
        doi:10.1145/582415.582418).
        """
        scale = np.log(self.options + 1.0)[:, None]
        value: Floats = 1.0 - np.log(self.better + 1.0) / np.where(scale > 0, scale, 1.0)
        value[:, -1] = 0.0
        return np.asarray(value, dtype=np.float32)


def rank(matcher: Matcher, limit: int = 10, exposure: int | None = None) -> Ranked:
    """Return the best right records of each left record.

    Arguments:
        matcher: the records and the rules.
        limit: how many for each left record, at least 1.
        exposure: how often a right record may be listed over all left ones; None for no cap. The
            best pairs are listed first; a record whose best are taken gets its next ones, among
            its ``SPARE`` times ``limit`` best.

    Raises:
        ConfigurationError: limit or exposure is below 1.
    """
    for name, number in (("--top", limit), ("--exposure", exposure)):
        if number is not None and number < 1:
            raise ConfigurationError(f"{number} is below 1", where=name)
    depth = limit if exposure is None else limit * SPARE
    fits, columns_of = _first_pass(matcher)
    found = list(_second_pass(matcher, fits, columns_of, depth))
    empty = np.zeros(0, np.int64)
    rows = np.concatenate([part[0] for part in found] or [empty])
    columns = np.concatenate([part[1] for part in found] or [empty])
    scores = np.concatenate([part[2] for part in found] or [np.zeros(0, np.float32)])
    standings = [standing for part in found for standing in part[3]]
    kept = _with_subject(matcher, rows, columns)
    if exposure is not None:
        kept = kept[_uncrowded(matcher, rows[kept], columns[kept], scores[kept], limit, exposure)]
    return Ranked(
        rows[kept],
        columns[kept],
        scores[kept].astype(np.float64),
        tuple(standings[position] for position in kept.tolist()),
    )


def standing(matcher: Matcher, row: int, column: int) -> Standing:
    """Return where one allowed pair stands."""
    mine = levels_of(matcher.allowed_fit(Block(matcher.left, matcher.right, row, row + 1))[0])
    rows = np.arange(len(matcher.left.records))
    column_fit = matcher.allowed_fit(matcher.pairs(rows, np.full_like(rows, column)))
    theirs = levels_of(column_fit)
    counts = [np.bincount(levels, minlength=LEVELS)[None, :] for levels in (mine, theirs)]
    ranks = [_Ranks.of(count) for count in counts]
    level = int(mine[column])
    return _standing(float(column_fit[row]), level, ranks[0], 0, ranks[1], 0)


def _first_pass(matcher: Matcher) -> tuple[list[Floats] | None, _Ranks]:
    """Compute all fits, and the ranks of the right records' options."""
    width = len(matcher.right.records)
    offset = np.arange(width, dtype=np.int64) * LEVELS
    counts = np.zeros(width * LEVELS, dtype=np.int64)
    keep = len(matcher.left.records) * width <= CELLS_KEPT
    fits: list[Floats] = []
    for block in matcher.blocks():
        fit = matcher.allowed_fit(block)
        counts += np.bincount((levels_of(fit) + offset).ravel(), minlength=width * LEVELS)
        if keep:
            fits.append(fit)
    return fits if keep else None, _Ranks.of(counts.reshape(width, LEVELS))


def _second_pass(
    matcher: Matcher, fits: list[Floats] | None, columns_of: _Ranks, depth: int
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], Floats, list[Standing]]]:
    """Score the pairs block by block and keep each row's best."""
    by_column = columns_of.normalised().ravel()
    offset = np.arange(len(matcher.right.records), dtype=np.int64) * LEVELS
    order = _order_of_ids(matcher)
    for number, block in enumerate(matcher.blocks()):
        fit = matcher.allowed_fit(block) if fits is None else fits[number]
        levels = levels_of(fit)
        height = block.stop - block.start
        row_offset = np.arange(height, dtype=np.int64)[:, None] * LEVELS
        counts = np.bincount((levels + row_offset).ravel(), minlength=height * LEVELS)
        rows_of = _Ranks.of(counts.reshape(height, LEVELS))
        mutual = harmonic(
            rows_of.normalised().ravel()[levels + row_offset], by_column[levels + offset]
        )
        score = np.where(fit < 0, np.float32(-1.0), fit * mutual)
        rows, columns = _best_of_rows(score, order, depth)
        chosen = levels[rows, columns].tolist()
        standings = [
            _standing(float(fit[r, c]), level, rows_of, r, columns_of, c)
            for r, c, level in zip(rows.tolist(), columns.tolist(), chosen, strict=True)
        ]
        yield rows + block.start, columns, score[rows, columns], standings


def harmonic(a: Floats, b: Floats) -> Floats:
    """Return the harmonic mean of two numbers that are not negative; 0 where both are."""
    total = a + b
    mean: Floats = np.where(total > 0, 2 * a * b / np.where(total > 0, total, 1), 0)
    return mean


def _standing(
    fit: float, level: int, rows_of: _Ranks, row: int, columns_of: _Ranks, column: int
) -> Standing:
    mine, theirs = int(rows_of.better[row, level]), int(columns_of.better[column, level])
    options = int(rows_of.options[row]), int(columns_of.options[column])
    shares = [
        np.float32(1.0 - np.log(better + 1.0) / np.log(number + 1.0))
        for better, number in zip((mine, theirs), options, strict=True)
    ]
    mutual = float(harmonic(np.array(shares[:1]), np.array(shares[1:]))[0])
    return Standing(fit, mine + 1, options[0], theirs + 1, options[1], mutual)


def _order_of_ids(matcher: Matcher) -> NDArray[np.int64]:
    ids = [record.record_id for record in matcher.right.records]
    order = np.empty(len(ids), dtype=np.int64)
    order[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
    return order


def _best_of_rows(
    score: Floats, order: NDArray[np.int64], depth: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return each row's best columns; equal scores in the order of the ids."""
    width = score.shape[1]
    if depth < width:
        threshold = np.partition(score, width - depth, axis=1)[:, width - depth]
        rows, columns = np.nonzero((score >= threshold[:, None]) & (score >= 0))
    else:
        rows, columns = np.nonzero(score >= 0)
    sorting = np.lexsort((order[columns], -score[rows, columns], rows))
    rows, columns = rows[sorting], columns[sorting]
    start = np.searchsorted(rows, rows)  # where each row's matches begin
    kept = np.arange(len(rows)) - start < depth
    return rows[kept], columns[kept]


def _with_subject(
    matcher: Matcher, rows: NDArray[np.int64], columns: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the positions of pairs that have some subject in common."""
    cells = matcher.pairs(rows, columns)
    about = np.zeros(len(rows), dtype=bool)
    for name, _ in matcher.rules.soft:
        if name in SUBJECT:
            about |= FEATURES[name].value(cells) > 0
    return np.flatnonzero(about)


def _uncrowded(
    matcher: Matcher,
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    scores: Floats,
    limit: int,
    exposure: int,
) -> NDArray[np.int64]:
    """Return the positions that stay when no right record may be listed too often."""
    left_ids = [matcher.left.records[row].record_id for row in rows.tolist()]
    right_ids = [matcher.right.records[column].record_id for column in columns.tolist()]
    best_first = sorted(
        range(len(rows)), key=lambda at: (-float(scores[at]), left_ids[at], right_ids[at])
    )
    given: dict[str, int] = {}
    listed: dict[str, int] = {}
    kept = []
    for at in best_first:
        mine, theirs = left_ids[at], right_ids[at]
        if given.get(mine, 0) < limit and listed.get(theirs, 0) < exposure:
            given[mine] = given.get(mine, 0) + 1
            listed[theirs] = listed.get(theirs, 0) + 1
            kept.append(at)
    return np.array(sorted(kept), dtype=np.int64)
