"""The model of first collaborations: two learners on one set of features, one probability.

A logistic regression and gradient-boosted trees (Ke et al. 2017, LightGBM) are averaged in
log-odds. Both explain themselves as a sum over features: the regression by weight times value,
the trees by Shapley values (Lundberg and Lee 2017, arXiv:1705.07874), so the average does too.
"""

from dataclasses import dataclass
from typing import Any

import lightgbm as lgb
import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from twinbay.match.ranking.pair_features import FEATURES

# Chosen on the splits 2014, 2015 and 2016 (docs/explanation/backtest.md).
# How many pairs of evidence the penalty of the regression weighs against: scikit-learn's C times
# the pairs of the population, so that it does not depend on the record's size.
EVIDENCE = 50.0
TREES_SHARE = 0.2
TREES = {
    "objective": "binary",
    "learning_rate": 0.03,
    "num_leaves": 7,
    "min_child_samples": 100,
    "min_sum_hessian_in_leaf": 5.0,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 20.0,
    "monotone_constraints": [1 if feature.rising else 0 for feature in FEATURES],
    # One thread gives the same trees on every machine, and the data are small.
    "num_threads": 1,
    "deterministic": True,
    "seed": 1,
    "verbose": -1,
}
ROUNDS = 300


@dataclass(frozen=True, eq=False)
class PartnerModel:
    """Log-odds of a first collaboration from scaled features.

    Attributes:
        weights: of the regression, shape (features,).
        intercept: of the regression.
        trees: the booster.
        trees_share: weight of the trees in the average, 0 to 1.
    """

    weights: NDArray[np.float64]
    intercept: float
    trees: lgb.Booster
    trees_share: float = TREES_SHARE

    @classmethod
    def fit(
        cls,
        features: NDArray[np.float32],
        became: NDArray[np.bool_],
        weight: NDArray[np.float64],
        trees_share: float = TREES_SHARE,
    ) -> "PartnerModel":
        """Fit both learners.

        Arguments:
            features: scaled features, shape (n, features).
            became: whether each pair became partners; both must occur.
            weight: how many pairs of the population each row stands for.
        """
        regression = LogisticRegression(C=EVIDENCE / float(weight.sum()), max_iter=2000)
        regression.fit(features, became, sample_weight=weight)
        data = lgb.Dataset(features, became.astype(np.float64), weight=weight)
        return cls(
            weights=np.asarray(regression.coef_[0], dtype=np.float64),
            intercept=float(regression.intercept_[0]),
            trees=lgb.train(TREES, data, ROUNDS),
            trees_share=trees_share,
        )

    def log_odds(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the log-odds of scaled features, shape (n,)."""
        linear = features @ self.weights + self.intercept
        trees = np.asarray(self.trees.predict(features, raw_score=True, num_threads=1))
        return np.asarray((1 - self.trees_share) * linear + self.trees_share * trees)

    def contributions(
        self, features: NDArray[np.float32]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return each feature's part of the log-odds, and what remains.

        Returns:
            Parts, shape (n, features), and the part that no feature carries, shape (n,); together
            they are the log-odds.
        """
        trees = np.asarray(
            self.trees.predict(features, pred_contrib=True, num_threads=1), dtype=np.float64
        )
        parts = (1 - self.trees_share) * features * self.weights
        parts += self.trees_share * trees[:, :-1]
        rest = (1 - self.trees_share) * self.intercept + self.trees_share * trees[:, -1]
        return parts, rest

    def as_json(self) -> dict[str, Any]:
        """Return the model as plain values."""
        return {
            "weights": self.weights.tolist(),
            "intercept": self.intercept,
            "trees": self.trees.model_to_string(),
            "trees_share": self.trees_share,
        }

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> "PartnerModel":
        """Read what ``as_json`` gave."""
        return cls(
            weights=np.asarray(content["weights"], dtype=np.float64),
            intercept=float(content["intercept"]),
            trees=lgb.Booster(model_str=content["trees"]),
            trees_share=float(content["trees_share"]),
        )
