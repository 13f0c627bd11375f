"""The future must not be seen: by construction, by shuffled labels, and by a planted fact."""

from dataclasses import replace

import numpy as np
import pytest
from made_records import made_records
from scipy import sparse

from twinbay.match.backtest.running import MODEL, run_backtest
from twinbay.match.backtest.task import Task
from twinbay.match.ranking.candidates import Sides, candidate_pairs
from twinbay.match.ranking.fitting import fit_ranker
from twinbay.match.ranking.pair_features import NAMES, features_of_pairs
from twinbay.match.ranking.records import Records
from twinbay.match.ranking.snapshot import Snapshot
from twinbay.match.ranking.training import scale_of

SPLIT = 2014
SIDES = Sides("AA", "BB")


@pytest.fixture(scope="module")
def records() -> Records:
    return made_records()


def no_fields(_topic: str) -> tuple[str, ...]:
    return ()


def planted(records: Records, year: int) -> Records:
    """Add works of a year that join fifty organisations of both countries, in one topic."""
    joined = np.array([*range(25), *range(35, 60)])
    works = 3
    new = np.repeat(np.arange(works) + records.year.size, joined.size)
    words = records.words[[0] * works]
    return replace(
        records,
        year=np.append(records.year, [year] * works),
        venue=np.append(records.venue, [0] * works),
        topic=np.append(records.topic, [0] * works),
        words=sparse.vstack([records.words, words], format="csr"),
        vectors=np.vstack([records.vectors, records.vectors[:works]]),
        work=np.append(records.work, new),
        person=np.append(records.person, np.tile(joined, works)),
        org=np.append(records.org, np.tile(joined, works)),
        deals=np.vstack([records.deals, [[0, 59, year]]]),
    )


def test_a_planted_future_fact_changes_no_feature_and_no_score(records: Records) -> None:
    later = planted(records, SPLIT + 1)
    before, after = Snapshot.at(records, SPLIT), Snapshot.at(later, SPLIT)
    pairs = candidate_pairs(before, SIDES)
    np.testing.assert_array_equal(pairs, candidate_pairs(after, SIDES))
    for name, a, b in zip(
        NAMES,
        features_of_pairs(before, pairs).T,
        features_of_pairs(after, pairs).T,
        strict=True,
    ):
        np.testing.assert_array_equal(a, b, err_msg=name)
    models = [fit_ranker(each.until(SPLIT), SPLIT, 3, SIDES).model for each in (records, later)]
    scaled = scale_of(before, SIDES).apply(features_of_pairs(before, pairs))
    np.testing.assert_array_equal(models[0].log_odds(scaled), models[1].log_odds(scaled))


def test_the_same_fact_is_seen_when_it_is_not_of_the_future(records: Records) -> None:
    """The guard above can fail: planted within the known years, the fact changes features."""
    seen = Snapshot.at(planted(records, SPLIT), SPLIT)
    unseen = Snapshot.at(records, SPLIT)
    pairs = np.array([[0, 40], [1, 41], [2, 45]])
    a, b = features_of_pairs(unseen, pairs), features_of_pairs(seen, pairs)
    different = {n for n, x, y in zip(NAMES, a.T, b.T, strict=True) if not np.array_equal(x, y)}
    assert {"third-parties", "paths", "words", "topics", "volume", "new-ties"} <= different


def test_a_cut_record_holds_nothing_later(records: Records) -> None:
    cut = planted(records, SPLIT + 1).until(SPLIT)
    assert cut.year.max() == SPLIT
    assert cut.words.shape[0] == cut.vectors.shape[0] == cut.year.size == cut.topic.size
    assert cut.work.max() < cut.year.size
    assert not len(cut.deals)
    assert cut.fingerprint == records.until(SPLIT).fingerprint


def test_with_shuffled_answers_the_ranking_falls_to_chance(records: Records) -> None:
    task = Task(SPLIT, 3, SIDES)
    true = run_backtest(records, task, no_fields)
    assert true.rankings[MODEL]["auc"].value > 0.65
    shuffled = [
        run_backtest(records, task, no_fields, shuffle_labels=seed).rankings[MODEL]["auc"].value
        for seed in range(3)
    ]
    assert abs(float(np.mean(shuffled)) - 0.5) < 0.06


def test_labels_of_the_last_window_do_not_reach_beyond_the_split(records: Records) -> None:
    """A record that ends at the split trains the same model as one that goes on."""
    short, long = records.until(SPLIT), records
    a = fit_ranker(short, SPLIT, 3, SIDES)
    b = fit_ranker(long.until(SPLIT), SPLIT, 3, SIDES)
    assert a.windows == b.windows == (2008, 2009, 2010, 2011)
    np.testing.assert_array_equal(a.model.weights, b.model.weights)
    assert max(a.windows) + 3 <= SPLIT
