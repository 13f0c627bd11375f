"""Training: earlier moments, what was known then, and what came of it by the split.

To predict what follows a split, the model learns from windows that end before it: a window starts
at an earlier year, has the features known then and, as labels, the first collaborations of the
years after, none later than the split.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twinbay.errors import ConfigurationError
from twinbay.match.ranking.candidates import Sides, became_partners, candidate_pairs
from twinbay.match.ranking.pair_features import features_of_pairs
from twinbay.match.ranking.records import Records
from twinbay.match.ranking.scaling import Scaling
from twinbay.match.ranking.snapshot import Snapshot

WINDOWS = 4
NEGATIVES = 8_000  # pairs that did not become partners, sampled per window
REFERENCE_PAIRS = 8_000  # typical pairs from which a snapshot's scale is learned
LEAST_POSITIVES = 30  # first collaborations below which nothing can be learned
SEED = 20


@dataclass(frozen=True, eq=False)
class Examples:
    """Labelled pairs of one window.

    Attributes:
        year: the window's split.
        features: scaled features, shape (n, features).
        became: whether each became partners, shape (n,).
        weight: how many pairs of the window each row stands for.
    """

    year: int
    features: NDArray[np.float32]
    became: NDArray[np.bool_]
    weight: NDArray[np.float64]


def window_years(records: Records, split: int, horizon: int, windows: int = WINDOWS) -> list[int]:
    """Return the splits of the training windows, the earliest first.

    Raises:
        ConfigurationError: the split or the horizon leaves no window.
    """
    first, last = records.years
    if horizon < 1:
        raise ConfigurationError(
            f"a horizon of {horizon} years is empty", where="--horizon", remedy="Give 1 or more."
        )
    if split < first or split > last:
        raise ConfigurationError(
            f"the record has works of {first} to {last}, none around {split}",
            where="--split",
            remedy=f"Choose a year from {first + horizon} to {last - 1}.",
        )
    earliest = max(first, split - horizon - windows + 1)
    years = list(range(earliest, split - horizon + 1))
    if not years:
        raise ConfigurationError(
            f"before {split} there is no window of {horizon} years to learn from: "
            f"the first works are of {first}",
            where="--split",
            remedy=f"Choose a split of {first + horizon} or later, or a shorter horizon.",
        )
    return years


def scale_of(snapshot: Snapshot, sides: Sides | None, seed: int = SEED) -> Scaling:
    """Learn a snapshot's scale from its candidate pairs, those between the sides if given.

    Arguments:
        snapshot: what is known.
        sides: between whom partners are sought; too few pairs there and all pairs are taken.
        seed: of the sample.
    """
    pairs = candidate_pairs(snapshot, sides)
    if sides is not None and len(pairs) < REFERENCE_PAIRS // 8:
        pairs = candidate_pairs(snapshot)
    if not len(pairs):
        raise ConfigurationError(
            f"not enough evidence: by {snapshot.year} fewer than two organisations had "
            f"{snapshot.least_works} works",
            remedy="Choose a later split, or import more works.",
        )
    return Scaling.fit(features_of_pairs(snapshot, _sample(pairs, REFERENCE_PAIRS, seed)))


def examples_of(
    snapshot: Snapshot,
    records: Records,
    last_label_year: int,
    sides: Sides | None,
    negatives: int = NEGATIVES,
    seed: int = SEED,
) -> Examples:
    """Make labelled pairs of one window: all that became partners and a sample of the others.

    Arguments:
        snapshot: what was known at the window's split.
        records: the record up to the split of the whole training; labels come from it.
        last_label_year: the last year of the labels.
        sides: between whom partners are sought; sets the scale only, examples are of all pairs.
        negatives: how many other pairs to sample.
        seed: of the sample.
    """
    pairs = candidate_pairs(snapshot)
    became = became_partners(records, pairs, snapshot.year + 1, last_label_year)
    yes, no = pairs[became], pairs[~became]
    sampled = _sample(no, negatives, seed + snapshot.year)
    chosen = np.concatenate([yes, sampled])
    scale = scale_of(snapshot, sides, seed)
    each = len(no) / max(len(sampled), 1)
    return Examples(
        year=snapshot.year,
        features=scale.apply(features_of_pairs(snapshot, chosen)),
        became=np.arange(len(chosen)) < len(yes),
        weight=np.concatenate([np.ones(len(yes)), np.full(len(sampled), each)]),
    )


def _sample(pairs: NDArray[np.int64], size: int, seed: int) -> NDArray[np.int64]:
    if len(pairs) <= size:
        return pairs
    chosen = np.random.default_rng(seed).choice(len(pairs), size, replace=False)
    return pairs[np.sort(chosen)]
