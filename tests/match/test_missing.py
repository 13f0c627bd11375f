"""Missing bridges: never an existing one, content counted in the topics only, reasons that hold."""

import numpy as np
import pytest
from numpy.typing import NDArray
from test_partners import COLLABORATION, FOCUS, ORGANISATIONS, PORTFOLIO, evidence_of

from twinbay.match.evidence import Evidence
from twinbay.match.features import FEATURES, pair_features
from twinbay.match.missing import MOST_EACH, is_about_topics, missing_bridges
from twinbay.match.reasons import Reason

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
    kept = [
        position
        for position, name in enumerate(FEATURES)
        if name not in {"shared-focus", "capital"}
    ]
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


def stating_evidence(*focus: tuple[str, str, str, str | None]) -> Evidence:
    """Nobody publishes on T9, some say that they work on it."""
    return evidence_of(ORGANISATIONS + MORE, PORTFOLIO, COLLABORATION, list(focus))


def test_who_only_states_the_topics_is_brought_together() -> None:
    evidence = stating_evidence(
        ("org:b", "solar cells", "太阳能电池", "T9"),
        ("org:e0", "photovoltaic modules", "光伏组件", "T8 T9"),
    )
    (pair,) = missing_bridges(evidence, "west", "east", {"T9"})
    assert (pair.org_a, pair.org_b) == ("org:b", "org:e0")
    (reason,) = pair.reasons
    assert reason.kind == "shared-focus"
    assert is_about_topics(reason)
    assert [statement[0] for statement in reason.statements] == [
        "solar cells",
        "photovoltaic modules",
    ]


def test_a_phrase_on_other_topics_brings_nobody_together() -> None:
    evidence = stating_evidence(
        ("org:b", "battery recycling", "电池回收", "T8"),
        ("org:e0", "battery recycling", "电池回收", "T8"),
        ("org:b", "solar cells", "太阳能电池", "T9"),
        ("org:e0", "opera", "歌剧", "T9"),
    )
    (pair,) = missing_bridges(evidence, "west", "east", {"T9"})
    told = {statement[0] for reason in pair.reasons for statement in reason.statements}
    assert told == {"solar cells", "opera"}
    assert not missing_bridges(evidence, "west", "east", {"T3"})


def test_what_one_states_meets_what_the_other_publishes_in_the_topics() -> None:
    evidence = stating_evidence(("org:e0", "signals", "信号", "T2 T1"))
    found = missing_bridges(evidence, "west", "east", {"T2"})
    reasons = next(pair.reasons for pair in found if pair.org_b == "org:e0")
    assert [(reason.kind, reason.topic) for reason in reasons] == [("focus-meets-works", "T2")]


def test_those_that_only_state_do_not_displace_those_that_publish() -> None:
    crowd = [(f"org:e{i}", "solar cells", "太阳能电池", "T2") for i in range(5)]
    evidence = stating_evidence(*crowd)
    found = missing_bridges(evidence, "west", "east", {"T2"}, limit=50, leaders=1)
    assert {pair.org_b for pair in found} == {"org:e0"}  # org:p publishes, but has a bridge


def test_a_reason_is_about_the_topics_when_it_names_one_or_what_both_state() -> None:
    phrases = (("solar cells", "太阳能电池"), ("photovoltaics", "光伏"))
    for kind in ("shared-focus", "capital-for-company"):
        assert is_about_topics(Reason(kind, 0.1, "org:a", "org:b", statements=phrases))
    assert is_about_topics(Reason("shared-topic", 0.1, "org:a", "org:b", topic="T1"))
    assert not is_about_topics(Reason("third-party", 0.1, "org:a", "org:b"))
