"""Running a backtest: learn up to the split, rank, then look at what happened."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twinbay.match.backtest.baselines import Setting, baseline_scores
from twinbay.match.backtest.breakdown import (
    Decile,
    FieldsOf,
    Group,
    balanced,
    by_group,
    exposure,
    field_of_pairs,
    kinds_of_pairs,
)
from twinbay.match.backtest.measures import OVER_PAIRS, Measured, measure
from twinbay.match.backtest.stages import Stages
from twinbay.match.backtest.task import Question, Task, pose
from twinbay.match.ranking.fitting import Fitted, fit_ranker
from twinbay.match.ranking.likelihood import LikelihoodTable
from twinbay.match.ranking.pair_features import NAMES, features_of_pairs
from twinbay.match.ranking.reading import Progress, silent
from twinbay.match.ranking.records import Records
from twinbay.match.ranking.snapshot import Snapshot
from twinbay.match.ranking.training import scale_of

MODEL = "twinbay"
BALANCED = "twinbay-balanced"
VERSION = 1
LEAST_CERTAIN = 30  # first collaborations below which the report warns


@dataclass(frozen=True)
class BacktestResult:
    """What a backtest found.

    Attributes:
        split, horizon, last_year: the years.
        origin, destination: the places.
        organisations, pairs, became, queries: the size of the task; queries are organisations of
            the origin with at least one true partner.
        active: organisations of the whole record that took part in the learning at the split.
        least_works: works from which an organisation takes part.
        windows: splits of the training windows.
        positives: first collaborations the model learned from.
        rankings: measures by ranking and measure, the model's first.
        by_field, by_kind: the model's measures by group.
        classes: outcomes by predicted likelihood.
        calibration_error: mean distance between predicted and observed, weighted by class.
        exposure: by ranking, whom the first ten show.
        left_out: baselines that could not be run.
        notes: what a reader must know, as keys of ``backtest.phrases``.
        record: fingerprint of the record.
    """

    split: int
    horizon: int
    last_year: int
    origin: str
    destination: str
    organisations: int
    pairs: int
    became: int
    queries: int
    active: int
    least_works: int
    windows: tuple[int, ...]
    positives: int
    rankings: dict[str, dict[str, Measured]]
    by_field: tuple[Group, ...]
    by_kind: tuple[Group, ...]
    classes: LikelihoodTable
    calibration_error: float
    exposure: dict[str, tuple[Decile, ...]]
    left_out: tuple[str, ...]
    notes: tuple[str, ...]
    record: str

    def as_json(self) -> dict[str, Any]:
        """Return everything as plain values, the content of ``backtest.json``."""
        content = asdict(self)
        content["version"] = VERSION
        content["calibration"] = {
            "classes": self.classes.as_json(),
            "error": self.calibration_error,
        }
        del content["classes"], content["calibration_error"]
        return content


def run_backtest(
    records: Records,
    task: Task,
    fields_of: FieldsOf,
    stages: Stages | None = None,
    progress: Progress = silent,
    shuffle_labels: int | None = None,
) -> BacktestResult:
    """Learn on what was known at the split and measure on what came after.

    Arguments:
        records: the whole record. Only ``pose`` looks past the split, for the labels.
        task: the question.
        fields_of: a topic's fields of cooperation.
        stages: keeps what is computed, so that an interrupted run goes on where it was.
        progress: told what is being done.
        shuffle_labels: seed of a shuffle of the true answers, to check that the measures then
            fall to chance.

    Raises:
        ConfigurationError: there is nothing to learn from or nothing to predict.
        NotFoundError: a side has no organisation.
    """
    stages = stages or Stages(None)
    task.label_years(records)
    known = records.until(task.split)
    fitted = fit_ranker(known, task.split, task.horizon, task.sides, stages, progress)
    progress(f"What was known in {task.split}", 0, 3)
    snapshot = Snapshot.at(known, task.split, task.least_works)
    question = pose(records, snapshot, task)
    if shuffle_labels is not None:
        became = np.random.default_rng(shuffle_labels).permutation(question.became)
        question = Question(question.pairs, became, question.last_year)
    progress("Ranking", 1, 3)
    scores, left_out = _scores(known, snapshot, task, question, fitted, stages)
    progress("Measuring", 2, 3)
    return _measured(records, snapshot, task, question, fitted, scores, left_out, fields_of)


def _scores(
    known: Records,
    snapshot: Snapshot,
    task: Task,
    question: Question,
    fitted: Fitted,
    stages: Stages,
) -> tuple[dict[str, NDArray[np.float64]], tuple[str, ...]]:
    def compute() -> Mapping[str, NDArray[Any]]:
        scale = scale_of(snapshot, task.sides)
        features = scale.apply(features_of_pairs(snapshot, question.pairs))
        scores, left_out = baseline_scores(Setting(snapshot, known, question.pairs, features))
        return {"features": features, "left_out": np.array(left_out, dtype=np.str_), **scores}

    key = [known.fingerprint, task.split, asdict(task.sides), task.least_works, list(NAMES)]
    kept = dict(stages.get("question", key, compute))
    features, left_out = kept.pop("features"), tuple(kept.pop("left_out").tolist())
    return {MODEL: fitted.model.log_odds(features), **kept}, left_out


def _measured(
    records: Records,
    snapshot: Snapshot,
    task: Task,
    question: Question,
    fitted: Fitted,
    scores: dict[str, NDArray[np.float64]],
    left_out: tuple[str, ...],
    fields_of: FieldsOf,
) -> BacktestResult:
    query, became, pairs = question.pairs[:, 0], question.became, question.pairs
    scores = dict(scores)
    probability = fitted.calibration.probability(scores[MODEL])
    classes = LikelihoodTable.count(probability, became, task.horizon)
    scores = {
        MODEL: scores.pop(MODEL),
        BALANCED: balanced(snapshot, pairs, probability),
        **scores,
    }
    shown = (MODEL, BALANCED, "adamic-adar", "preferential-attachment")
    fields = field_of_pairs(snapshot, pairs, fields_of)
    kinds = kinds_of_pairs(snapshot, pairs)
    return BacktestResult(
        split=task.split,
        horizon=task.horizon,
        last_year=question.last_year,
        origin=task.sides.origin,
        destination=task.sides.destination,
        organisations=question.organisations,
        pairs=len(pairs),
        became=int(became.sum()),
        queries=int(np.unique(query[became]).size),
        active=int(snapshot.ranked.size),
        least_works=task.least_works,
        windows=fitted.windows,
        positives=fitted.positives,
        rankings=_rankings(query, scores, became),
        by_field=by_group(fields, query, scores[MODEL], became),
        by_kind=by_group(kinds, query, scores[MODEL], became),
        classes=classes,
        calibration_error=_calibration_error(classes, probability),
        exposure={name: exposure(snapshot, pairs, scores[name], became) for name in shown},
        left_out=left_out,
        notes=_notes(task, question),
        record=records.fingerprint,
    )


def _rankings(
    query: NDArray[np.int64], scores: dict[str, NDArray[np.float64]], became: NDArray[np.bool_]
) -> dict[str, dict[str, Measured]]:
    found = {name: measure(query, score, became) for name, score in scores.items()}
    # The balanced lists change the order within a list, not the likelihood of a pair.
    found[BALANCED] |= {name: found[MODEL][name] for name in OVER_PAIRS}
    return found


def _calibration_error(classes: LikelihoodTable, probability: NDArray[np.float64]) -> float:
    """Return the expected calibration error over the classes (Naeini et al. 2015)."""
    total = 0.0
    for each in classes.classes:
        last = each is classes.classes[-1]
        chosen = (probability >= each.low) & ((probability < each.high) | last)
        if chosen.any():
            observed = each.became / max(each.suggestions, 1)
            total += float(chosen.mean()) * abs(float(probability[chosen].mean()) - observed)
    return total


def _notes(task: Task, question: Question) -> tuple[str, ...]:
    notes = []
    if question.last_year < task.split + task.horizon:
        notes.append("short-horizon")
    if question.became.sum() < LEAST_CERTAIN:
        notes.append("few-answers")
    return tuple(notes)
