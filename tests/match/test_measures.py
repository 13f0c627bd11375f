"""Measures against scikit-learn and against counting by hand; likelihoods; feedback."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, roc_auc_score

from twinbay.errors import SourceError
from twinbay.match.backtest.measures import MEASURES, measure, per_query
from twinbay.match.ranking.likelihood import (
    Calibration,
    LikelihoodTable,
    wilson_interval,
)

PAIRS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 6), st.booleans()), min_size=2, max_size=60
)


@settings(max_examples=150, deadline=None)
@given(pairs=PAIRS)
def test_measures_over_pairs_agree_with_scikit_learn(pairs: list[tuple[int, int, bool]]) -> None:
    query, score, became = (np.array(column) for column in zip(*pairs, strict=True))
    found = measure(query, score.astype(float), became, resamples=0)
    if became.all() or not became.any():
        assert np.isnan(found["auc"].value)
        return
    assert found["auc"].value == pytest.approx(roc_auc_score(became, score))
    assert found["average_precision"].value == pytest.approx(average_precision_score(became, score))
    assert found["precision_at_100"].value == pytest.approx(became.mean())


def test_measures_of_a_list_counted_by_hand() -> None:
    # Twelve candidates; the true ones stand at places 2, 4 and 12.
    became = np.zeros(12, dtype=bool)
    became[[1, 3, 11]] = True
    hit, recall, reciprocal, gain = per_query(
        np.zeros(12, dtype=int), np.arange(12, 0, -1.0), became
    )[0]
    assert (hit, recall, reciprocal) == (1.0, pytest.approx(2 / 3), 0.5)
    ideal = 1 + 1 / np.log2(3) + 1 / np.log2(4)
    assert gain == pytest.approx((1 / np.log2(3) + 1 / np.log2(5)) / ideal)


def test_queries_without_a_true_partner_do_not_count() -> None:
    found = measure(
        np.array([5, 5, 9, 9]),
        np.array([2.0, 1.0, 2.0, 1.0]),
        np.array([False, True, False, False]),
        resamples=20,
    )
    assert found["mrr"].value == 0.5
    assert set(found) == set(MEASURES)


def test_intervals_hold_the_value_and_narrow_with_more_queries() -> None:
    random = np.random.default_rng(0)

    def width(queries: int) -> float:
        query = np.repeat(np.arange(queries), 20)
        became = random.random(query.size) < 0.1
        found = measure(query, became + random.normal(0, 1, query.size), became)["auc"]
        assert found.low <= found.value <= found.high
        return found.high - found.low

    assert width(400) < width(40) / 2


def test_calibration_makes_a_boastful_score_honest() -> None:
    random = np.random.default_rng(4)
    true = random.normal(-2.0, 1.0, 40_000)
    became = random.random(true.size) < 1 / (1 + np.exp(-true))
    calibration = Calibration.fit(3.0 * true + 1.0, became)
    probability = calibration.probability(3.0 * true + 1.0)
    table = LikelihoodTable.count(probability, became, 3)
    for each in table.classes:
        chosen = (probability >= each.low) & (probability < each.high)
        if each.suggestions > 300:
            low, high = each.interval
            assert low - 0.02 <= probability[chosen].mean() <= high + 0.02


def test_a_score_that_falls_with_the_outcome_is_left_as_it_is() -> None:
    odds = np.linspace(-2, 2, 100)
    assert Calibration.fit(odds, odds < 0) == Calibration()
    assert Calibration.fit(odds, np.zeros(100, dtype=bool)) == Calibration()


def test_a_likelihood_counts_what_happened_and_joins_small_classes() -> None:
    probability = np.array([0.001] * 50 + [0.15] * 40 + [0.25] * 3)
    became = np.zeros(93, dtype=bool)
    became[[60, 61, 62, 63, 91]] = True
    table = LikelihoodTable.count(probability, became, 3)
    found = table.likelihood_of(0.22)
    assert found is not None
    assert (found.suggestions, found.became, found.per_hundred) == (43, 5, 12)
    assert table.likelihood_of(0.16) == found
    assert sum(each.suggestions for each in table.classes) == 93
    assert LikelihoodTable.from_json(table.as_json()) == table


def test_no_likelihood_where_the_past_says_too_little() -> None:
    table = LikelihoodTable.count(np.array([0.001] * 5), np.zeros(5, dtype=bool), 3)
    assert table.likelihood_of(0.9) is None
    assert LikelihoodTable(()).likelihood_of(0.5) is None


@pytest.mark.parametrize("text", ["", "{}", '{"calibration": {"classes": [{"low": 1}]}}'])
def test_a_broken_result_file_is_named(tmp_path, text) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "backtest.json"
    path.write_text(text)
    with pytest.raises(SourceError, match=r"backtest\.json"):
        LikelihoodTable.read(path)


@given(st.integers(0, 50), st.integers(1, 50))
def test_the_interval_of_a_share_holds_the_share(hits: int, more: int) -> None:
    trials = hits + more
    low, high = wilson_interval(hits, trials)
    assert 0 <= low <= hits / trials <= high <= 1


def test_the_interval_of_ten_in_a_hundred_is_wilsons() -> None:
    # Wilson 1927; the value is the textbook's: 0.0552 to 0.1744.
    assert wilson_interval(10, 100) == pytest.approx((0.0552, 0.1744), abs=1e-4)
    assert wilson_interval(0, 0) == (0.0, 1.0)
