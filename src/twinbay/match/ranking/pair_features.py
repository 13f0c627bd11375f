"""Features of pairs of organisations: what the learned ranking looks at.

Every feature is the same from either side, so that a score is a pair's and not a direction's: what
is good for both counts.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twinbay.match.ranking.chains import Block, Chain, Rows, row_sums, scaled
from twinbay.match.ranking.snapshot import Snapshot

Compute = Callable[[Snapshot, Rows, Rows], Block]
BothWays = Callable[[Snapshot, Rows, Rows], tuple[Block, Block]]
ROWS_AT_ONCE = 128
FEW_COLUMNS = 4  # up to so many columns, likeness to everybody is cheaper than picking partners


@dataclass(frozen=True)
class Feature:
    """One feature.

    Attributes:
        name: its name.
        family: content, network or attributes.
        reason: the kind of reason its contribution counts towards (``match.reasons``).
        compute: the values for rows and columns, shape (rows, columns).
        rising: whether more of it may only raise the score.
        signed: whether it can be negative; else it is a count or a share from 0.
        both_ways: for features that join the two directions of one measure: gives the row's view
            of the column and the column's of the row; ``join`` makes one value of them.
        join: such as the smaller or the larger of the two.
    """

    name: str
    family: str
    reason: str
    compute: Compute | None = None
    rising: bool = True
    signed: bool = False
    both_ways: BothWays | None = None
    join: np.ufunc = np.minimum


def _smaller(vector: Callable[[Snapshot], NDArray[np.float64]]) -> Compute:
    def compute(snapshot: Snapshot, rows: Rows, columns: Rows) -> Block:
        values = vector(snapshot).astype(np.float32)
        return np.asarray(np.minimum.outer(values[rows], values[columns]), dtype=np.float32)

    return compute


def _larger(vector: Callable[[Snapshot], NDArray[np.float64]]) -> Compute:
    def compute(snapshot: Snapshot, rows: Rows, columns: Rows) -> Block:
        values = vector(snapshot).astype(np.float32)
        return np.asarray(np.maximum.outer(values[rows], values[columns]), dtype=np.float32)

    return compute


def _both(vector: Callable[[Snapshot], NDArray[np.float64]]) -> Compute:
    def compute(snapshot: Snapshot, rows: Rows, columns: Rows) -> Block:
        values = vector(snapshot).astype(np.float32)
        return np.asarray(np.add.outer(values[rows], values[columns]), dtype=np.float32)

    return compute


def _partners_there(snapshot: Snapshot, rows: Rows, columns: Rows) -> tuple[Block, Block]:
    """Return joint works of each row's with the column's country, and the other way."""
    activity = snapshot.activity
    there = activity.partners_in[rows][:, activity.country[columns]]
    back = activity.partners_in[columns][:, activity.country[rows]].T
    return there, back


def _new_partners_there(snapshot: Snapshot, rows: Rows, columns: Rows) -> tuple[Block, Block]:
    activity = snapshot.activity
    there = activity.new_partners_in[rows][:, activity.country[columns]]
    back = activity.new_partners_in[columns][:, activity.country[rows]].T
    return there, back


def _new_ties_product(snapshot: Snapshot, rows: Rows, columns: Rows) -> Block:
    ties = snapshot.activity.new_ties.astype(np.float32)
    return np.asarray(np.outer(ties[rows], ties[columns]), dtype=np.float32)


def _partners_alike(snapshot: Snapshot, rows: Rows, columns: Rows) -> tuple[Block, Block]:
    """Return how much the partners of each row resemble the column, and the other way."""
    return _likeness(snapshot, rows, columns), _likeness(snapshot, columns, rows).T


def _likeness(snapshot: Snapshot, rows: Rows, columns: Rows) -> Block:
    ties = snapshot.network.faded[rows]
    share = scaled(1.0 / np.maximum(row_sums(ties), 1e-9), ties)
    if columns.size <= FEW_COLUMNS:
        everybody = np.arange(share.shape[1])
        return np.asarray(share @ snapshot.content.resemblance(everybody, columns))
    partners = np.unique(share.indices).astype(np.int64)
    if not partners.size:
        return np.zeros((rows.size, columns.size), dtype=np.float32)
    alike = snapshot.content.resemblance(partners, columns)
    return np.asarray(share[:, partners] @ alike, dtype=np.float32)


def _factorised(snapshot: Snapshot, rows: Rows, columns: Rows) -> Block:
    left, right = snapshot.network.factors
    both = left[rows] @ right[columns].T + right[rows] @ left[columns].T
    return np.asarray(both / 2, dtype=np.float32)


def _alike(attribute: str) -> Compute:
    def compute(snapshot: Snapshot, rows: Rows, columns: Rows) -> Block:
        vectors = getattr(snapshot.content, attribute)
        if isinstance(vectors, np.ndarray):
            return np.asarray(vectors[rows] @ vectors[columns].T)
        return Chain(vectors, vectors).block(rows, columns)

    return compute


def _same_country(snapshot: Snapshot, rows: Rows, columns: Rows) -> Block:
    country = snapshot.activity.country
    return np.asarray(np.equal.outer(country[rows], country[columns]), dtype=np.float32)


def _closeness(snapshot: Snapshot, rows: Rows, columns: Rows) -> Block:
    activity = snapshot.activity
    there = np.ix_(activity.country[rows], activity.country[columns])
    return np.asarray(activity.closeness[there], dtype=np.float32)


def _kinds(kind: str, other: str) -> Compute:
    def compute(snapshot: Snapshot, rows: Rows, columns: Rows) -> Block:
        kinds = snapshot.organisations.kinds
        there = np.logical_and.outer(kinds[rows] == kind, kinds[columns] == other)
        back = np.logical_and.outer(kinds[rows] == other, kinds[columns] == kind)
        return np.asarray(there | back, dtype=np.float32)

    return compute


def _sparse_block(name: str) -> Compute:
    def compute(snapshot: Snapshot, rows: Rows, columns: Rows) -> Block:
        matrix = getattr(snapshot.network, name)
        return np.asarray(matrix[rows][:, columns].toarray(), dtype=np.float32)

    return compute


def _dealt(snapshot: Snapshot, rows: Rows, columns: Rows) -> Block:
    return np.asarray(snapshot.activity.dealt[rows][:, columns].toarray(), dtype=np.float32)


FEATURES: tuple[Feature, ...] = (
    Feature(
        "third-parties",
        "network",
        "third-party",
        lambda s, r, c: s.network.third_parties.block(r, c),
    ),
    Feature(
        "recent-third-parties",
        "network",
        "third-party",
        lambda s, r, c: s.network.recent_third_parties.block(r, c),
    ),
    Feature(
        "faded-third-parties",
        "network",
        "third-party",
        lambda s, r, c: s.network.faded_third_parties.block(r, c),
    ),
    Feature(
        "inferred-third-parties",
        "network",
        "third-party",
        lambda s, r, c: s.network.inferred_third_parties.block(r, c),
    ),
    Feature("paths", "network", "paths", lambda s, r, c: s.network.paths.block(r, c)),
    Feature(
        "inferred-paths", "network", "paths", lambda s, r, c: s.network.inferred_paths.block(r, c)
    ),
    Feature(
        "same-circle",
        "network",
        "third-party",
        lambda s, r, c: Chain(s.network.same_circle, s.network.same_circle).block(r, c),
    ),
    Feature("factorised", "network", "paths", _factorised, signed=True),
    Feature("unaffiliated-works", "network", "co-authors", _sparse_block("unaffiliated")),
    Feature("shared-people", "network", "people", lambda s, r, c: s.people.shared.block(r, c)),
    Feature(
        "shared-people-shares",
        "network",
        "people",
        lambda s, r, c: s.people.shared_shares.block(r, c),
    ),
    Feature("co-authors", "network", "co-authors", lambda s, r, c: s.people.co_authors.block(r, c)),
    Feature(
        "close-circles",
        "network",
        "co-authors",
        lambda s, r, c: s.people.close_circles.block(r, c),
    ),
    Feature(
        "same-co-authors",
        "network",
        "co-authors",
        lambda s, r, c: Chain(s.people.circle, s.people.circle).block(r, c),
    ),
    Feature("words", "content", "text", _alike("words")),
    Feature("recent-words", "content", "text", _alike("recent_words")),
    Feature("recent-concepts", "content", "text", _alike("recent_concepts"), signed=True),
    Feature("meaning", "content", "text", _alike("meaning"), signed=True),
    Feature("topics", "content", "shared-topic", _alike("topics")),
    Feature(
        "complementary",
        "content",
        "complementary",
        lambda s, r, c: s.content.complementary.block(r, c),
    ),
    Feature("venues", "content", "text", _alike("venues")),
    Feature("recent-venues", "content", "text", _alike("recent_venues")),
    Feature(
        "partners-alike-least",
        "content",
        "partners-alike",
        both_ways=_partners_alike,
        join=np.minimum,
    ),
    Feature(
        "partners-alike-most",
        "content",
        "partners-alike",
        both_ways=_partners_alike,
        join=np.maximum,
    ),
    Feature(
        "partners-there-least",
        "attributes",
        "experience",
        both_ways=_partners_there,
        join=np.minimum,
    ),
    Feature(
        "partners-there-most",
        "attributes",
        "experience",
        both_ways=_partners_there,
        join=np.maximum,
    ),
    Feature(
        "partners-there-product",
        "attributes",
        "experience",
        both_ways=_partners_there,
        join=np.multiply,
    ),
    Feature(
        "new-partners-there",
        "attributes",
        "experience",
        both_ways=_new_partners_there,
        join=np.multiply,
    ),
    Feature("new-ties", "attributes", "openness", _new_ties_product),
    Feature(
        "network-size", "attributes", "openness", _both(lambda s: np.log1p(s.network.activity))
    ),
    Feature("volume", "attributes", "size", _both(lambda s: s.activity.volume)),
    Feature("volume-least", "attributes", "size", _smaller(lambda s: s.activity.volume)),
    Feature(
        "growth-least", "attributes", "size", _smaller(lambda s: s.activity.growth), rising=False
    ),
    Feature(
        "growth-most", "attributes", "size", _larger(lambda s: s.activity.growth), rising=False
    ),
    Feature("same-country", "attributes", "place", _same_country, rising=False),
    Feature("closeness", "attributes", "place", _closeness, rising=False, signed=True),
    Feature(
        "distance",
        "attributes",
        "place",
        lambda s, r, c: s.activity.distance(r, c),
        rising=False,
    ),
    Feature("universities", "attributes", "kind", _kinds("education", "education"), rising=False),
    Feature(
        "university-enterprise",
        "attributes",
        "kind",
        _kinds("education", "enterprise"),
        rising=False,
    ),
    Feature("enterprises", "attributes", "kind", _kinds("enterprise", "enterprise"), rising=False),
    Feature("dealt", "attributes", "dealt", _dealt),
)
NAMES = tuple(feature.name for feature in FEATURES)


def feature_block(snapshot: Snapshot, rows: Rows, columns: Rows) -> Block:
    """Compute all features of every row with every column.

    Returns:
        Shape (rows, columns, features), in the order of ``FEATURES``; NaN where unknown.
    """
    block = np.empty((rows.size, columns.size, len(FEATURES)), dtype=np.float32)
    ways: dict[BothWays, tuple[Block, Block]] = {}
    for position, feature in enumerate(FEATURES):
        if feature.compute is not None:
            block[:, :, position] = feature.compute(snapshot, rows, columns)
        elif feature.both_ways is not None:
            if feature.both_ways not in ways:
                ways[feature.both_ways] = feature.both_ways(snapshot, rows, columns)
            feature.join(*ways[feature.both_ways], out=block[:, :, position])
    return block


def features_of_pairs(snapshot: Snapshot, pairs: NDArray[np.int64]) -> Block:
    """Compute all features of given pairs.

    Arguments:
        pairs: rows of organisations, shape (n, 2).

    Returns:
        Shape (n, features).
    """
    found = np.empty((len(pairs), len(FEATURES)), dtype=np.float32)
    order = np.argsort(pairs[:, 0], kind="stable")
    distinct, start = np.unique(pairs[order, 0], return_index=True)
    bounds = np.append(start, len(pairs))
    for first in range(0, distinct.size, ROWS_AT_ONCE):
        rows = distinct[first : first + ROWS_AT_ONCE]
        chosen = order[bounds[first] : bounds[min(first + ROWS_AT_ONCE, distinct.size)]]
        columns = np.unique(pairs[chosen, 1])
        block = feature_block(snapshot, rows, columns)
        found[chosen] = block[
            np.searchsorted(rows, pairs[chosen, 0]), np.searchsorted(columns, pairs[chosen, 1])
        ]
    return found
