"""The question of a backtest, and its true answers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twinbay.errors import ConfigurationError
from twinbay.match.ranking.candidates import Sides, became_partners, candidate_pairs
from twinbay.match.ranking.records import Records
from twinbay.match.ranking.snapshot import LEAST_WORKS, Snapshot


@dataclass(frozen=True)
class Task:
    """Predict first collaborations between two places after a year.

    Attributes:
        split: the last year known.
        horizon: years after it in which collaborations count.
        sides: origin and destination, each a region id or a country.
        least_works: works by the split from which an organisation takes part.
    """

    split: int
    horizon: int
    sides: Sides
    least_works: int = LEAST_WORKS

    def label_years(self, records: Records) -> tuple[int, int]:
        """Return first and last year of the labels.

        Raises:
            ConfigurationError: the record holds no year after the split.
        """
        first, last = records.years
        if not first <= self.split < last:
            raise ConfigurationError(
                f"the record has works of {first} to {last}; a split at {self.split} leaves "
                "nothing to learn from or nothing to predict",
                where="--split",
                remedy=f"Choose a year from {first + self.horizon} to {last - 1}.",
            )
        return self.split + 1, min(self.split + self.horizon, last)


@dataclass(frozen=True, eq=False)
class Question:
    """The pairs of a task and what became of them.

    Attributes:
        pairs: rows of organisations, origin and destination, shape (n, 2).
        became: whether they had a first joint work in the label years, shape (n,).
        last_year: the last label year.
    """

    pairs: NDArray[np.int64]
    became: NDArray[np.bool_]
    last_year: int

    @property
    def organisations(self) -> int:
        """Return how many organisations take part in a pair."""
        return int(np.unique(self.pairs).size)


def pose(records: Records, snapshot: Snapshot, task: Task) -> Question:
    """Return the pairs of a task, with the labels that only the evaluation may see.

    Raises:
        ConfigurationError: no pair or no first collaboration is left to predict.
        NotFoundError: a side has no organisation.
    """
    first, last = task.label_years(records)
    pairs = candidate_pairs(snapshot, task.sides)
    where = f"{task.sides.origin} to {task.sides.destination}"
    if not len(pairs):
        raise ConfigurationError(
            f"not enough evidence: no two organisations from {where} had {task.least_works} works "
            f"each by {task.split} and no joint work yet",
            remedy="Choose a later split, other places, or import more works.",
        )
    became = became_partners(records, pairs, first, last)
    if not became.any():
        raise ConfigurationError(
            f"from {where} there was no first collaboration in {first} to {last}: "
            "nothing to measure",
            remedy="Choose another split, a longer horizon or other places.",
        )
    return Question(pairs, became, last)
