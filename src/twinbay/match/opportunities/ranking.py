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

LEVELS = FIT_STEPS + 1
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
        better = np.zeros_like(counts)
        better[:, :-1] = np.cumsum(counts[:, :0:-1], axis=1)[:, ::-1]
        return cls(better, counts.sum(axis=1))

    def normalised(self) -> Floats:
        """Return 1 for the first rank, falling with its logarithm.

        The logarithm is how far down a list people look (Järvelin and Kekäläinen 2002,
        doi:10.1145/582415.582418).
        """
        scale = np.log(np.maximum(self.options, 1) + 1.0)[:, None]
        return np.asarray(1.0 - np.log(self.better + 1.0) / scale, dtype=np.float32)


@dataclass(frozen=True, eq=False)
class _Fits:
    """The fits of the allowed pairs of one block; rows count from the block's first."""

    rows: NDArray[np.int32]
    columns: NDArray[np.int32]
    fit: Floats

    @classmethod
    def of(cls, matcher: Matcher, block: Block) -> "_Fits":
        cells = matcher.allowed(block)
        fit = matcher.fit(cells)
        return cls(cells.rows.astype(np.int32), cells.columns.astype(np.int32), fit)


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
    own = _Fits.of(matcher, Block(matcher.left, matcher.right, row, row + 1))
    rows = np.arange(len(matcher.left.records))
    cells = matcher.pairs(rows, np.full_like(rows, column))
    theirs = matcher.fit(cells)[~matcher.violated(cells)]
    counts = [np.bincount(levels_of(f), minlength=LEVELS)[None, :] for f in (own.fit, theirs)]
    ranks = [_Ranks.of(count) for count in counts]
    fit = own.fit[own.columns == column]
    level = int(levels_of(fit)[0])
    shares = [rank.normalised()[:, level] for rank in ranks]
    better = [int(rank.better[0, level]) for rank in ranks]
    options = [int(rank.options[0]) for rank in ranks]
    mutual = float(harmonic(shares[0], shares[1])[0])
    return Standing(float(fit[0]), better[0] + 1, options[0], better[1] + 1, options[1], mutual)


def _first_pass(matcher: Matcher) -> tuple[list[_Fits | None], _Ranks]:
    """Compute all fits, and the ranks of the right records' options."""
    width = len(matcher.right.records)
    counts = np.zeros(width * LEVELS, dtype=np.int64)
    kept: list[_Fits | None] = []
    room = CELLS_KEPT
    for block in matcher.blocks():
        fits = _Fits.of(matcher, block)
        place = fits.columns.astype(np.int64) * LEVELS + levels_of(fits.fit)
        counts += np.bincount(place, minlength=width * LEVELS)
        room -= len(fits.fit)
        kept.append(fits if room >= 0 else None)
    return kept, _Ranks.of(counts.reshape(width, LEVELS))


def _second_pass(
    matcher: Matcher, kept: list[_Fits | None], columns_of: _Ranks, depth: int
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], Floats, list[Standing]]]:
    """Score the pairs block by block and keep each row's best."""
    by_column = columns_of.normalised()
    order = _order_of_ids(matcher)
    for block, known in zip(matcher.blocks(), kept, strict=True):
        fits = known or _Fits.of(matcher, block)
        levels = levels_of(fits.fit)
        height = block.stop - block.start
        place = fits.rows.astype(np.int64) * LEVELS + levels
        counts = np.bincount(place, minlength=height * LEVELS)
        rows_of = _Ranks.of(counts.reshape(height, LEVELS))
        mine = rows_of.normalised()[fits.rows, levels]
        mutual = harmonic(mine, by_column[fits.columns, levels])
        score = fits.fit * mutual
        best = _best_of_rows(fits, score, (height, len(order)), order, depth)
        rows, columns = (array[best].astype(np.int64) for array in (fits.rows, fits.columns))
        at_level = levels[best]
        places = zip(
            fits.fit[best].tolist(),
            (rows_of.better[rows, at_level] + 1).tolist(),
            rows_of.options[rows].tolist(),
            (columns_of.better[columns, at_level] + 1).tolist(),
            columns_of.options[columns].tolist(),
            mutual[best].tolist(),
            strict=True,
        )
        standings = [Standing(*place) for place in places]
        yield rows + block.start, columns, score[best], standings


def harmonic(a: Floats, b: Floats) -> Floats:
    """Return the harmonic mean of two numbers that are not negative; 0 where both are."""
    total = a + b
    mean: Floats = np.where(total > 0, 2 * a * b / np.where(total > 0, total, 1), 0)
    return mean


def _order_of_ids(matcher: Matcher) -> NDArray[np.int64]:
    ids = [record.record_id for record in matcher.right.records]
    order = np.empty(len(ids), dtype=np.int64)
    order[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
    return order


def _best_of_rows(
    fits: _Fits, score: Floats, shape: tuple[int, int], order: NDArray[np.int64], depth: int
) -> NDArray[np.int64]:
    """Return the positions of each row's best pairs; equal scores in the order of the ids."""
    near = np.arange(len(score))
    if depth < shape[1]:
        worse = np.ones(shape, dtype=np.float32)  # the best have the smallest number
        worse[fits.rows, fits.columns] = -score
        worse.partition(depth - 1, axis=1)
        near = np.flatnonzero(-score <= worse[fits.rows, depth - 1])
    rows = fits.rows[near]
    sorting = np.lexsort((order[fits.columns[near]], -score[near], rows))
    near, rows = near[sorting], rows[sorting]
    start = np.searchsorted(rows, rows)  # where each row's matches begin
    return near[np.arange(len(rows)) - start < depth]


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
