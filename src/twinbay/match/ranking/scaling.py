"""Features of different years and networks on one scale."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twinbay.match.ranking.pair_features import FEATURES

# Counts become ln(1 + this times the count over its mean where it is not zero). On the splits
# 2014 to 2016 of the task in docs/explanation/backtest.md, 1, 3 and the square root did equally
# well, 10 and 40 worse.
STEEPNESS = 3.0
SIGNED = np.array([feature.signed for feature in FEATURES])


@dataclass(frozen=True, eq=False)
class Scaling:
    """Brings features to comparable values; networks grow, so each snapshot has its own.

    Attributes:
        unit: mean of each count where it is not zero, shape (features,); 1 for signed features.
        mean: mean of each feature after the logarithm.
        spread: standard deviation after the logarithm, never 0.
    """

    unit: NDArray[np.float64]
    mean: NDArray[np.float64]
    spread: NDArray[np.float64]

    @classmethod
    def fit(cls, features: NDArray[np.float32]) -> "Scaling":
        """Learn the scale from features of typical pairs, shape (n, features)."""
        values = np.nan_to_num(features.astype(np.float64), nan=0.0)
        positive = values > 0
        unit = np.where(positive, values, 0.0).sum(axis=0) / np.maximum(positive.sum(axis=0), 1)
        unit = np.where(SIGNED | (unit <= 0), 1.0, unit)
        scaled = _logged(features, unit)
        unknown = np.isnan(scaled)
        known = np.maximum((~unknown).sum(axis=0), 1)
        mean = np.where(unknown, 0.0, scaled).sum(axis=0) / known
        spread = np.sqrt(np.where(unknown, 0.0, (scaled - mean) ** 2).sum(axis=0) / known)
        return cls(unit, mean, np.where(spread > 1e-9, spread, 1.0))

    def apply(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return features with mean 0 and spread 1 over typical pairs; unknown ones are 0."""
        scaled = (_logged(features, self.unit) - self.mean) / self.spread
        return np.nan_to_num(scaled, nan=0.0).astype(np.float32)

    def as_json(self) -> dict[str, Any]:
        """Return the scale as lists."""
        return {name: getattr(self, name).tolist() for name in ("unit", "mean", "spread")}

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> "Scaling":
        """Read what ``as_json`` gave."""
        return cls(*(np.asarray(content[name]) for name in ("unit", "mean", "spread")))


def _logged(features: NDArray[np.float32], unit: NDArray[np.float64]) -> NDArray[np.float64]:
    values = features.astype(np.float64)
    return np.where(SIGNED, values, np.log1p(STEEPNESS * np.maximum(values, 0.0) / unit))
