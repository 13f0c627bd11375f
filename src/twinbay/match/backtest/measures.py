"""How good a ranking was: measures over pairs and over queries, with bootstrap intervals.

Over pairs: average precision, precision among the first hundred, and the area under the ROC curve.
Over queries (an organisation and its list): hit, recall and nDCG among the first ten (Järvelin and
Kekäläinen 2002, doi:10.1145/582415.582418), and the mean reciprocal rank; queries without any true
partner cannot be answered and do not count. Intervals resample queries with all their pairs
(Efron 1979).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CUT = 10
FIRST_PAIRS = 100
RESAMPLES = 500
LEVEL = 95.0
OVER_PAIRS = ("average_precision", "precision_at_100", "auc")
MEASURES = (
    *OVER_PAIRS,
    "hit_at_10",
    "recall_at_10",
    "mrr",
    "ndcg_at_10",
)

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Measured:
    """One measure and its 95 % bootstrap interval."""

    value: float
    low: float
    high: float


def measure(
    query: NDArray[np.int64],
    score: Floats,
    became: NDArray[np.bool_],
    resamples: int = RESAMPLES,
    seed: int = 7,
) -> dict[str, Measured]:
    """Measure a ranking.

    Arguments:
        query: the organisation that asks, per pair, shape (n,).
        score: the score, higher is better; equal scores share their places.
        became: the truth.
        resamples: bootstrap resamples; 0 gives intervals of no width.
        seed: of the bootstrap.

    Returns:
        By name (``MEASURES``); not a number where the pairs have no or only true partners.
    """
    codes, query = np.unique(query, return_inverse=True)
    pairs = _SortedPairs.of(query, score, became)
    by_query = per_query(query, score, became)
    ones = np.ones(codes.size)
    values = np.array([*pairs.measures(ones), *_means(by_query, ones)])
    random = np.random.default_rng(seed)
    draws = []
    for _ in range(resamples):
        count = np.bincount(random.integers(codes.size, size=codes.size), minlength=codes.size)
        draws.append([*pairs.measures(count), *_means(by_query, count)])
    if not draws:
        return {
            n: Measured(float(v), float(v), float(v)) for n, v in zip(MEASURES, values, strict=True)
        }
    low, high = np.nanpercentile(np.array(draws), [(100 - LEVEL) / 2, (100 + LEVEL) / 2], axis=0)
    return {
        name: Measured(float(values[i]), float(low[i]), float(high[i]))
        for i, name in enumerate(MEASURES)
    }


def per_query(query: NDArray[np.int64], score: Floats, became: NDArray[np.bool_]) -> Floats:
    """Return hit, recall, reciprocal rank and nDCG of each query, NaN without a true partner.

    Arguments:
        query: codes from 0.

    Returns:
        Shape (queries, 4). Equal scores are taken in the order of the pairs.
    """
    found = np.full((int(query.max(initial=-1)) + 1, 4), np.nan)
    order = np.lexsort((np.arange(score.size), -score, query))
    bounds = np.searchsorted(query[order], np.arange(len(found) + 1))
    discount = 1.0 / np.log2(np.arange(2, CUT + 2))
    for code in range(len(found)):
        truth = became[order[bounds[code] : bounds[code + 1]]]
        total = int(truth.sum())
        if total:
            first = truth[:CUT]
            gain = float((first * discount[: first.size]).sum())
            ideal = float(discount[: min(CUT, total)].sum())
            found[code] = (
                float(first.any()),
                first.sum() / total,
                1.0 / (int(np.argmax(truth)) + 1),
                gain / ideal,
            )
    return found


def _means(by_query: Floats, count: NDArray[np.generic]) -> Floats:
    answered = ~np.isnan(by_query[:, 0])
    weight = np.where(answered, count, 0.0)
    total = weight.sum()
    if not total:
        return np.full(4, np.nan)
    return np.asarray((np.nan_to_num(by_query) * weight[:, None]).sum(axis=0) / total)


@dataclass(frozen=True, eq=False)
class _SortedPairs:
    """Pairs in the order of their scores, ready for weighted measures."""

    query: NDArray[np.int64]
    became: NDArray[np.bool_]
    last: NDArray[np.int64]  # position of the last pair of each group of equal scores

    @classmethod
    def of(
        cls, query: NDArray[np.int64], score: Floats, became: NDArray[np.bool_]
    ) -> "_SortedPairs":
        order = np.argsort(-score, kind="stable")
        ranked = score[order]
        last = np.flatnonzero(np.append(ranked[1:] != ranked[:-1], True)) if score.size else order
        return cls(query[order], became[order], last)

    def measures(self, count: NDArray[np.generic]) -> tuple[float, float, float]:
        """Return average precision, precision at 100 and AUC with queries counted so often."""
        weight = np.asarray(count, dtype=np.float64)[self.query]
        hits = np.cumsum(weight * self.became)
        all_pairs = np.cumsum(weight)
        total_hits = float(hits[-1]) if hits.size else 0.0
        misses = float(all_pairs[-1]) - total_hits if hits.size else 0.0
        if not total_hits or not misses:
            return float("nan"), float("nan"), float("nan")
        at, among = hits[self.last], all_pairs[self.last]
        gained = np.diff(at, prepend=0.0)
        precision = at / np.maximum(among, 1e-12)
        missed = np.diff(among - at, prepend=0.0)
        below = total_hits - at + gained / 2
        return (
            float((gained * precision).sum() / total_hits),
            self._first_hundred(weight),
            1.0 - float((missed * below).sum() / (total_hits * misses)),
        )

    def _first_hundred(self, weight: Floats) -> float:
        """Return the share of true partners in the first hundred; groups of equals count evenly."""
        start = np.concatenate([[0], self.last[:-1] + 1])
        sums = np.add.reduceat(weight, start)
        hits = np.add.reduceat(weight * self.became, start)
        before = np.cumsum(sums) - sums
        taken = np.clip(FIRST_PAIRS - before, 0.0, sums)
        size = float(taken.sum())
        return float((hits * taken / np.maximum(sums, 1e-12)).sum() / size) if size else 0.0
