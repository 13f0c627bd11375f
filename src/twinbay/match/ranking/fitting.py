"""From the record to a calibrated ranker, stage by stage."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from twinbay.errors import ConfigurationError
from twinbay.match.ranking.candidates import Sides, became_partners, candidate_pairs
from twinbay.match.ranking.feedback import FeedbackLabel, bounded
from twinbay.match.ranking.likelihood import Calibration
from twinbay.match.ranking.model import PartnerModel
from twinbay.match.ranking.pair_features import NAMES, features_of_pairs
from twinbay.match.ranking.reading import Progress, silent
from twinbay.match.ranking.records import Records
from twinbay.match.ranking.snapshot import Snapshot
from twinbay.match.ranking.training import (
    LEAST_POSITIVES,
    NEGATIVES,
    WINDOWS,
    Examples,
    examples_of,
    scale_of,
    window_years,
)

CALIBRATION_PAIRS = 60_000  # pairs of a window on which the likelihood is calibrated, at most


class Keeper(Protocol):
    """Keeps arrays by name and key, such as ``match.backtest.stages.Stages``."""

    def get(
        self, name: str, key: object, compute: Callable[[], Mapping[str, NDArray[Any]]]
    ) -> Mapping[str, NDArray[Any]]:
        """Return kept arrays, or compute and keep them."""
        ...


@dataclass(frozen=True, eq=False)
class Fitted:
    """A model and its calibration.

    Attributes:
        model: trained on all windows.
        calibration: from a model that had not seen the last window, on that window.
        windows: splits of the training windows.
        positives: first collaborations it learned from.
    """

    model: PartnerModel
    calibration: Calibration
    windows: tuple[int, ...]
    positives: int


@dataclass(frozen=True, eq=False)
class Said:
    """What members said, with the features of the pairs that it was said about.

    Attributes:
        labels: what was said.
        features: scaled features of the labels' pairs as known now, shape (labels, features).
    """

    labels: tuple[FeedbackLabel, ...]
    features: NDArray[np.float32]


def fit_ranker(
    known: Records,
    split: int,
    horizon: int,
    sides: Sides | None,
    keeper: Keeper | None = None,
    progress: Progress = silent,
    windows: int = WINDOWS,
    said: Said | None = None,
) -> Fitted:
    """Fit a ranker on everything known at a split.

    Arguments:
        known: the record up to the split (``Records.until``).
        split: the last year known.
        horizon: years within which a suggestion may come true.
        sides: between whom partners are sought; scale and calibration are theirs.
        keeper: keeps the windows' examples.
        progress: told what is being done.
        windows: how many windows to learn from at most.
        said: what members said; it teaches the model and leaves the calibration alone, which
            counts what was observed.

    Raises:
        ConfigurationError: there is no window, or too few first collaborations to learn from.
    """
    years = window_years(known, split, horizon, windows)
    examples, held_out = [], None
    for done, year in enumerate(years):
        progress(f"Learning from {year + 1} to {year + horizon}", done, len(years))
        key = _key(known, year, horizon, sides)
        compute = partial(_window, known, year, horizon, sides)
        kept = keeper.get("window", key, compute) if keeper else compute()
        if len(kept["features"]):
            examples.append(_examples(year, kept))
            held_out = kept
    positives = int(sum(each.became.sum() for each in examples))
    if positives < LEAST_POSITIVES or held_out is None:
        raise ConfigurationError(
            f"not enough evidence: {positives} first collaborations before {split}, "
            f"at least {LEAST_POSITIVES} are needed to learn from",
            remedy="Choose a later split, or import more works.",
        )
    return Fitted(
        model=_fit(examples, said),
        calibration=_calibration(examples, held_out),
        windows=tuple(each.year for each in examples),
        positives=positives,
    )


def _window(
    known: Records, year: int, horizon: int, sides: Sides | None
) -> Mapping[str, NDArray[Any]]:
    """Compute one window's examples, and the pairs on which it would be calibrated."""
    snapshot = Snapshot.at(known, year)
    if snapshot.ranked.size < 2:
        return {"features": np.zeros((0, len(NAMES)), dtype=np.float32)}
    labels = known.until(year + horizon)
    found = examples_of(snapshot, labels, year + horizon, sides)
    pairs = candidate_pairs(snapshot, sides)
    if len(pairs) > CALIBRATION_PAIRS:
        chosen = np.random.default_rng(year).choice(len(pairs), CALIBRATION_PAIRS, replace=False)
        pairs = pairs[np.sort(chosen)]
    scaled = scale_of(snapshot, sides).apply(features_of_pairs(snapshot, pairs))
    return {
        "features": found.features,
        "became": found.became,
        "weight": found.weight,
        "asked_features": scaled,
        "asked_became": became_partners(labels, pairs, year + 1, year + horizon),
    }


def _examples(year: int, kept: Mapping[str, NDArray[Any]]) -> Examples:
    return Examples(year, kept["features"], kept["became"].astype(bool), kept["weight"])


def _fit(examples: list[Examples], said: Said | None = None) -> PartnerModel:
    features = np.concatenate([each.features for each in examples])
    became = np.concatenate([each.became for each in examples])
    weight = np.concatenate([each.weight for each in examples])
    if said is None or not said.labels:
        return PartnerModel.fit(features, became, weight)
    return refit_with_feedback(features, became, weight, said.features, said.labels)


def refit_with_feedback(
    features: NDArray[np.float32],
    became: NDArray[np.bool_],
    weight: NDArray[np.float64],
    answered: NDArray[np.float32],
    labels: Sequence[FeedbackLabel],
) -> PartnerModel:
    """Fit the model on observed collaborations and on feedback together.

    Arguments:
        features: scaled features of the observed pairs, shape (n, features).
        became: whether each observed pair became partners.
        weight: weight of each observed pair.
        answered: scaled features of the labelled pairs, in the order of the labels.
        labels: what was said; its weights are fractions of an observed collaboration, and all of
            them together are bounded by what was observed.
    """
    kept = bounded(labels, float(weight[became].sum()))
    return PartnerModel.fit(
        np.concatenate([features, answered, answered]),
        np.concatenate([became, np.ones(len(kept), bool), np.zeros(len(kept), bool)]),
        np.concatenate(
            [weight, [label.positive for label in kept], [label.negative for label in kept]]
        ),
    )


def _calibration(examples: list[Examples], last: Mapping[str, NDArray[Any]]) -> Calibration:
    """Calibrate on the last window with a model of the others.

    Where the sides had too few first collaborations in that window, all its pairs count.
    """
    earlier = examples[:-1] if len(examples) > 1 else examples
    if sum(each.became.sum() for each in earlier) < LEAST_POSITIVES:
        earlier = examples
    model = _fit(earlier)
    became = last["asked_became"].astype(bool)
    if became.sum() >= LEAST_POSITIVES:
        return Calibration.fit(model.log_odds(last["asked_features"]), became)
    whole = examples[-1]
    return Calibration.fit(model.log_odds(whole.features), whole.became, whole.weight)


def _key(known: Records, year: int, horizon: int, sides: Sides | None) -> list[object]:
    asked = [sides.origin, sides.destination] if sides else []
    return [known.fingerprint, year, horizon, asked, list(NAMES), NEGATIVES, CALIBRATION_PAIRS]
