"""Missing bridges: never an existing one, content counted in the topics only, reasons that hold."""

import numpy as np
import pytest
from test_partners import COLLABORATION, FOCUS, ORGANISATIONS, PORTFOLIO, evidence_of

from twinbay.match.features import pair_features
from twinbay.match.missing import MOST_EACH, missing_bridges
from twinbay.match.partners import LinearRanker, suggest_partners

MORE = [(f"org:e{i}", "east", "education") for i in range(5)]
THEIR_WORKS = [(f"org:e{i}", "T2", 2018 + i % 3, 5 + i) for i in range(5)]


def more_evidence():  # type: ignore[no-untyped-def]
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
    columns = np.array([evidence.column("T2")])
    for pair in found:
        row = np.array([evidence.row(pair.org_b)])
        values = pair_features(evidence, evidence.row(pair.org_a), row, columns)
        assert pair.score == pytest.approx(LinearRanker().contributions(values).sum())


def test_with_all_topics_the_score_is_that_of_the_partner_ranking() -> None:
    evidence = more_evidence()
    suggested = suggest_partners(evidence, "org:a", "east", limit=50, with_joint_works=False)
    scores = {s.org_id: s.score for s in suggested}
    found = missing_bridges(evidence, "west", "east", evidence.topics, limit=50)
    assert found
    for pair in found:
        assert pair.score == pytest.approx(scores[pair.org_b])


def test_the_best_come_first_and_one_giant_does_not_fill_the_list() -> None:
    found = missing_bridges(more_evidence(), "west", "east", {"T1", "T2", "T3"}, limit=50)
    scores = [pair.score for pair in found]
    assert scores == sorted(scores, reverse=True)
    assert len([pair for pair in found if pair.org_a == "org:a"]) == MOST_EACH
