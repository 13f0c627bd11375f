"""Missing bridges: never an existing one, content counted in the topics only, reasons that hold."""

import numpy as np
import pytest
from numpy.typing import NDArray
from test_partners import COLLABORATION, FOCUS, ORGANISATIONS, PORTFOLIO, evidence_of

from twinbay.match.evidence import Evidence
from twinbay.match.features import FEATURES, pair_features
from twinbay.match.missing import MOST_EACH, missing_bridges

MORE = [(f"org:e{i}", "east", "education") for i in range(5)]
THEIR_WORKS = [(f"org:e{i}", "T2", 2018 + i % 3, 5 + i) for i in range(5)]


class OnlyTopics:
    def contributions(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        return features * np.array([name == "shared-topic" for name in FEATURES])


class OnlyThirdParties:
    def contributions(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        return features * np.array([name == "third-party" for name in FEATURES])


def more_evidence() -> Evidence:
    return evidence_of(ORGANISATIONS + MORE, PORTFOLIO + THEIR_WORKS, COLLABORATION, FOCUS)


def test_pairs_with_joint_works_are_never_missing() -> None:
    evidence = more_evidence()
    found = missing_bridges(evidence, "west", "east", {"T1", "T2", "T3"})
    assert found
    for pair in found:
        assert not evidence.joint[evidence.row(pair.org_a), evidence.row(pair.org_b)]
    assert ("org:a", "org:p") not in {(pair.org_a, pair.org_b) for pair in found}


def test_only_the_given_topics_are_told_and_counted() -> None:
    evidence = more_evidence()
    found = missing_bridges(evidence, "west", "east", {"T2"})
    assert {reason.topic for pair in found for reason in pair.reasons} <= {"T2", None}
    assert not missing_bridges(evidence, "west", "east", {"T-unknown"})


def test_with_all_topics_the_content_counts_as_in_the_partner_ranking() -> None:
    evidence = more_evidence()
    rows = np.arange(len(evidence.org_ids))
    columns = np.arange(len(evidence.topics))
    # A stated phrase without a topic lies in none of them.
    kept = [position for position, name in enumerate(FEATURES) if name != "shared-focus"]
    for row in rows:
        within = pair_features(evidence, row, rows, columns)
        np.testing.assert_allclose(within[:, kept], pair_features(evidence, row, rows)[:, kept])


def test_a_pair_counts_in_the_topics_as_if_it_had_no_other_works() -> None:
    def score(portfolio: list[tuple[str, str, int, int]]) -> float:
        evidence = evidence_of(ORGANISATIONS + MORE, portfolio, [], [])
        found = missing_bridges(evidence, "west", "east", {"T2"}, ranker=OnlyTopics())
        return next(pair.score for pair in found if pair.org_b == "org:e4")

    alone = PORTFOLIO + THEIR_WORKS
    busy = [*alone, ("org:e4", "T3", 2019, 500), ("org:z", "T3", 2010, 500)]
    assert score(busy) == pytest.approx(score(alone))


def test_third_parties_count_as_far_as_both_are_active_in_the_topics() -> None:
    third = [("org:a", "org:z", "T1", 2019, 3), ("org:e0", "org:z", "T1", 2019, 3)]
    third += [("org:e1", "org:z", "T1", 2019, 3)]
    works = [("org:a", "T2", 2018, 9), ("org:e0", "T2", 2018, 1), ("org:e1", "T2", 2018, 9)]
    evidence = evidence_of(ORGANISATIONS + MORE, works, third, [])
    found = missing_bridges(evidence, "west", "east", {"T2"}, ranker=OnlyThirdParties())
    scores = {pair.org_b: pair.score for pair in found}
    # Confidence w / (w + 5): 9/14 each against 9/14 and 1/6.
    assert scores["org:e1"] / scores["org:e0"] == pytest.approx((9 / 14) / (1 / 6))


def test_the_best_come_first_and_one_giant_does_not_fill_the_list() -> None:
    found = missing_bridges(more_evidence(), "west", "east", {"T1", "T2", "T3"}, limit=50)
    scores = [pair.score for pair in found]
    assert scores == sorted(scores, reverse=True)
    assert len([pair for pair in found if pair.org_a == "org:a"]) == MOST_EACH
