"""Backtests for people: researchers for researchers, and host organisations for researchers.

The ranking is ``match.ranking.people_ranking``'s. Researchers with no first partner there in the
label years have no true answer and are not asked.
"""

from dataclasses import dataclass

import numpy as np

from twinbay.errors import ConfigurationError
from twinbay.match.backtest.measures import Measured, measure
from twinbay.match.backtest.task import Task
from twinbay.match.ranking.people_ranking import (
    AIMS,
    FEATURES,
    LEAST_WORKS,
    SEED,
    Aim,
    asked_pairs,
    learn,
)
from twinbay.match.ranking.reading import Progress, silent
from twinbay.match.ranking.records import Records

__all__ = ["AIMS", "LEAST_WORKS", "RESAMPLES", "PeopleResult", "run_people_backtest"]

RESAMPLES = 200


@dataclass(frozen=True)
class PeopleResult:
    """What a backtest of people found.

    Attributes:
        aim: who was ranked.
        split, last_year: the last year known and the last label year.
        origin, destination: the places.
        queries: researchers with at least one true answer.
        pairs: pairs ranked: every such researcher with every candidate of the destination.
        became: true ones among them.
        rankings: measures by ranking and measure.
    """

    aim: Aim
    split: int
    last_year: int
    origin: str
    destination: str
    queries: int
    pairs: int
    became: int
    rankings: dict[str, dict[str, Measured]]


def run_people_backtest(
    records: Records, task: Task, aim: Aim, progress: Progress = silent
) -> PeopleResult:
    """Learn on earlier years, rank, and look at what happened.

    Arguments:
        records: the whole record; only labels look past the split.
        task: the question; ``least_works`` does not matter here.
        aim: "researchers" for first co-authorships with researchers of the destination, "hosts" for
            the first works a researcher of the origin publishes for an organisation there.
        progress: told what is being done.

    Raises:
        ConfigurationError: there is nothing to learn from or nothing to predict.
        NotFoundError: a side has no organisation.
    """
    first, last = task.label_years(records)
    progress("Learning about people", 0, 2)
    model = learn(records.until(task.split), task.split, task.horizon, task.sides, aim)
    progress("Ranking people", 1, 2)
    asked = asked_pairs(records, task.split, (first, last), task.sides, aim, None)
    if not asked.became.any():
        raise ConfigurationError(
            f"no researcher found a first partner there in {first} to {last}: nothing to measure",
            remedy="Choose another split, a longer horizon or other places.",
        )
    score = model.score(asked.features)
    features = dict(zip(FEATURES, asked.features.T.astype(np.float64), strict=True))
    scores = {
        "twinbay": score,
        "adamic-adar": features["third-parties"],
        "tf-idf": features["words"],
        "preferential-attachment": features["volume"],
        "random": np.random.default_rng(SEED).random(score.size),
    }
    return PeopleResult(
        aim=aim,
        split=task.split,
        last_year=last,
        origin=task.sides.origin,
        destination=task.sides.destination,
        queries=int(np.unique(asked.query[asked.became]).size),
        pairs=score.size,
        became=int(asked.became.sum()),
        rankings={
            name: measure(asked.query, each, asked.became, RESAMPLES)
            for name, each in scores.items()
        },
    )
