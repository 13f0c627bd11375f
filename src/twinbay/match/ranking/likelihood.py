"""From log-odds to an honest likelihood, and what it has been worth in the past.

A raw score is calibrated on a window that the model has not seen (Platt 1999). The backtest then
counts how often suggestions of each likelihood came true; that count is what a reader is told:
"of 100 suggestions like this in the past, 23 became joint works within three years".
"""

import json
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from twinbay.errors import SourceError

EDGES = (0.0, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0)
LEAST_SUGGESTIONS = 30  # a class of fewer joins the one below
CONFIDENCE = 1.959964  # standard normal quantile of a two-sided 95 % interval


@dataclass(frozen=True)
class Calibration:
    """Probability = logistic(slope · log-odds + shift)."""

    slope: float = 1.0
    shift: float = 0.0

    @classmethod
    def fit(
        cls,
        log_odds: NDArray[np.float64],
        became: NDArray[np.bool_],
        weight: NDArray[np.float64] | None = None,
    ) -> "Calibration":
        """Fit on pairs that the model has not seen; without both outcomes nothing changes."""
        if became.all() or not became.any():
            return cls()
        from sklearn.linear_model import LogisticRegression  # slow to import; readers need it not

        fitted = LogisticRegression(C=1e6).fit(log_odds[:, np.newaxis], became, weight)
        slope = float(fitted.coef_[0, 0])
        # A score that does not rise with the outcome would turn the ranking round: leave it.
        return cls(slope, float(fitted.intercept_[0])) if slope > 0 else cls()

    def probability(self, log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return calibrated probabilities, 0 to 1."""
        return np.asarray(expit(self.slope * log_odds + self.shift))


@dataclass(frozen=True)
class Likelihood:
    """What suggestions of one class were worth in the past.

    Attributes:
        low, high: predicted probabilities of the class, low included.
        suggestions: how many pairs of the class the backtest made.
        became: how many of them became joint works within the horizon.
        horizon: years.
        per_hundred: became per hundred suggestions, rounded.
        interval: 95 % interval of the share (Wilson 1927, doi:10.1080/01621459.1927.10502953).
    """

    low: float
    high: float
    suggestions: int
    became: int
    horizon: int

    @property
    def per_hundred(self) -> int:
        """Return how many of a hundred became joint works."""
        return round(100 * self.became / self.suggestions) if self.suggestions else 0

    @property
    def interval(self) -> tuple[float, float]:
        """Return the 95 % Wilson interval of the share."""
        return wilson_interval(self.became, self.suggestions)


@dataclass(frozen=True)
class LikelihoodTable:
    """The classes of likelihood of one backtest, the lowest first."""

    classes: tuple[Likelihood, ...]

    @classmethod
    def count(
        cls, probability: NDArray[np.float64], became: NDArray[np.bool_], horizon: int
    ) -> "LikelihoodTable":
        """Count outcomes by predicted probability."""
        classes: list[Likelihood] = []
        for low, high in pairwise(EDGES):
            chosen = (probability >= low) & ((probability < high) | (high == EDGES[-1]))
            found = Likelihood(low, high, int(chosen.sum()), int(became[chosen].sum()), horizon)
            if classes and found.suggestions < LEAST_SUGGESTIONS:
                below = classes.pop()
                found = Likelihood(
                    below.low,
                    high,
                    below.suggestions + found.suggestions,
                    below.became + found.became,
                    horizon,
                )
            classes.append(found)
        return cls(tuple(classes))

    def likelihood_of(self, probability: float) -> Likelihood | None:
        """Return the class of a predicted probability; None where the past says too little."""
        for each in reversed(self.classes):
            if probability >= each.low:
                return each if each.suggestions >= LEAST_SUGGESTIONS else None
        return None

    def as_json(self) -> list[dict[str, Any]]:
        """Return the classes as plain values."""
        return [
            {**asdict(each), "per_hundred": each.per_hundred, "interval": list(each.interval)}
            for each in self.classes
        ]

    @classmethod
    def from_json(cls, content: list[dict[str, Any]]) -> "LikelihoodTable":
        """Read what ``as_json`` gave."""
        names = ("low", "high", "suggestions", "became", "horizon")
        return cls(tuple(Likelihood(**{name: each[name] for name in names}) for each in content))

    @classmethod
    def read(cls, path: Path) -> "LikelihoodTable":
        """Read the table of a ``backtest.json``; SourceError when it is not one."""
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            return cls.from_json(content["calibration"]["classes"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise SourceError(
                f"not a readable backtest result: {error}",
                where=str(path),
                remedy="Make one: twinbay backtest --split YEAR --out FOLDER.",
            ) from None


def wilson_interval(hits: int, trials: int) -> tuple[float, float]:
    """Return the 95 % interval of a share of hits; (0, 1) without trials."""
    if not trials:
        return 0.0, 1.0
    z = CONFIDENCE
    share = hits / trials
    centre = share + z * z / (2 * trials)
    width = z * float(np.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials)))
    scale = 1 + z * z / trials
    return max(0.0, (centre - width) / scale), min(1.0, (centre + width) / scale)
