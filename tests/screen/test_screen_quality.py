"""Recall and precision on the made names do not fall; the measured figures are in the docs."""

from benchmarks.screening import engine_scores, in_tuning_half, quality
from benchmarks.screening_names import make
from twinbay.screen import THRESHOLD


def test_recall_and_precision_on_the_half_that_chose_nothing() -> None:
    made = make(fillers=300)
    testing = [item for item in enumerate(made.labels) if not in_tuning_half(item[1])]
    assert sum(bool(label.entry) for label in made.labels) >= 500
    measured = quality(testing, engine_scores(made), THRESHOLD)
    assert measured.recall >= 0.97
    assert measured.precision >= 0.95


def test_the_made_names_are_the_same_every_time() -> None:
    assert make(fillers=20).labels == make(fillers=20).labels
