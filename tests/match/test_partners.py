"""Suggested partners: order, feedback, and reasons whose numbers are the evidence's."""

from itertools import product

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twinbay.errors import NotFoundError
from twinbay.match.evidence import Evidence
from twinbay.match.features import FEATURES, pair_features
from twinbay.match.partners import Feedback, Suggestion, bridges, suggest_partners
from twinbay.match.reasons import REASON_KINDS

ORGANISATIONS = [
    ("org:a", "west", "education"),
    ("org:b", "west", "enterprise"),
    ("org:p", "east", "education"),
    ("org:q", "east", "enterprise"),
    ("org:r", "east", "investor"),
    ("org:z", None, "education"),
]
PORTFOLIO = [
    ("org:a", "T1", 2019, 30),
    ("org:a", "T2", 2016, 9),
    ("org:p", "T1", 2019, 12),
    ("org:p", "T2", 2017, 1),
    ("org:p", "T2", 2020, 9),
    ("org:q", "T3", 2018, 4),
    ("org:z", "T1", 2018, 40),
    ("org:z", "T2", 2017, 14),
    ("org:z", "T3", 2021, 200),
]
COLLABORATION = [
    ("org:a", "org:p", "T1", 2015, 2),
    ("org:a", "org:p", "T1", 2020, 3),
    ("org:a", "org:z", "T1", 2019, 7),
    ("org:q", "org:z", "T3", 2019, 4),
]
FOCUS = [
    ("org:b", "battery recycling", "电池回收", None),
    ("org:r", "battery recycling", "电池回收", None),
    ("org:q", "speech recognition", "语音识别", "T1"),
]
# A fund of the west and an institute that works on what it looks for.
CAPITAL = [("org:f", "west", "investor"), ("org:i", "east", "research-institute")]
CAPITAL_FOCUS = [
    ("org:f", "venture capital for recycling", "回收风险投资", "T4"),
    ("org:f", "battery recycling", "电池回收", None),
    ("org:i", "battery recycling", "电池回收", "T4"),
]


def stated_table(focus: list[tuple[str, str, str, str | None]]) -> pa.Table:
    rows = [(*row[:3], row[3].split() if row[3] else None) for row in focus]
    values = list(zip(*rows, strict=True)) or [()] * 4
    types = [pa.string()] * 3 + [pa.list_(pa.string())]
    arrays = [pa.array(list(v), t) for v, t in zip(values, types, strict=True)]
    return pa.table(arrays, names=["org_id", "statement", "statement_zh", "topics"])


def evidence_of(
    organisations: list[tuple[str, str | None, str]],
    portfolio: list[tuple[str, str, int, int]],
    collaboration: list[tuple[str, str, str, int, int]],
    focus: list[tuple[str, str, str, str | None]],
) -> Evidence:
    totals: dict[tuple[str, int], int] = {}
    for _, topic, year, works in portfolio:
        totals[topic, year] = totals.get((topic, year), 0) + works

    def columns(names: str, rows: list[tuple[object, ...]], texts: int) -> pa.Table:
        types = [pa.string()] * texts + [pa.int64()] * (len(names.split()) - texts)
        values = list(zip(*rows, strict=True)) or [()] * len(types)
        arrays = [pa.array(list(v), t) for v, t in zip(values, types, strict=True)]
        return pa.table(arrays, names=names.split())

    return Evidence.from_tables(
        organisations=columns("org_id region kind", list(organisations), 3),
        portfolio=columns("org_id topic year works", list(portfolio), 2),
        collaboration=columns("org_a org_b topic year works", list(collaboration), 3),
        topic_totals=columns("topic year works", [(t, y, w) for (t, y), w in totals.items()], 1),
        focus=stated_table(focus),
    )


@pytest.fixture
def evidence() -> Evidence:
    return evidence_of(ORGANISATIONS + CAPITAL, PORTFOLIO, COLLABORATION, FOCUS + CAPITAL_FOCUS)


def name_of(identifier: str) -> str:
    return identifier.upper()


def by_org(suggestions: tuple[Suggestion, ...]) -> dict[str, Suggestion]:
    return {suggestion.org_id: suggestion for suggestion in suggestions}


def test_only_the_other_region_is_suggested_and_only_with_reasons(evidence: Evidence) -> None:
    suggestions = suggest_partners(evidence, "org:a", "east")
    assert [s.org_id for s in suggestions] == ["org:p", "org:q"]
    assert all(s.reasons for s in suggestions)
    scores = [s.score for s in suggestions]
    assert scores == sorted(scores, reverse=True)


def test_numbers_of_the_reasons_are_those_of_the_tables(evidence: Evidence) -> None:
    reasons = {(r.kind, r.topic): r for r in suggest_partners(evidence, "org:a", "east")[0].reasons}
    joint = reasons["joint-works", None].numbers
    assert (joint["works"], joint["first"], joint["last"]) == (5, 2015, 2020)
    assert (joint["recent"], joint["recent_from"]) == (3, 2019)
    shared = reasons["shared-topic", "T1"].numbers
    assert (shared["subject_works"], shared["partner_works"]) == (30, 12)
    growing = reasons["complementary", "T2"]
    assert (growing.subject, growing.partner) == ("org:a", "org:p")
    assert (growing.numbers["earlier"], growing.numbers["recent"]) == (1, 9)
    # 9 of org:a's 39 works, 33 of the world's 319.
    assert growing.numbers["specialisation"] == pytest.approx(9 / 39 / (33 / 319))


def test_third_party_is_one_both_worked_with(evidence: Evidence) -> None:
    reasons = by_org(suggest_partners(evidence, "org:a", "east"))["org:q"].reasons
    third = next(r for r in reasons if r.kind == "third-party")
    assert third.third_parties == ("org:z",)
    assert (third.numbers["subject_works"], third.numbers["partner_works"]) == (7, 4)


def test_stated_focus_meets_the_works_of_the_other(evidence: Evidence) -> None:
    reasons = by_org(suggest_partners(evidence, "org:a", "east"))["org:q"].reasons
    meets = next(r for r in reasons if r.kind == "focus-meets-works")
    assert (meets.topic, meets.numbers["works"]) == ("T1", 30)


def test_organisations_without_works_are_matched_by_stated_focus(evidence: Evidence) -> None:
    suggestion = by_org(suggest_partners(evidence, "org:b", "east"))["org:i"]
    (reason,) = suggestion.reasons
    assert reason.sentence("en", name_of) == "Both work on battery recycling."
    assert reason.sentence("zh-hans", name_of) == "双方都从事“电池回收”。"


def test_dismissed_never_comes_back_and_followed_comes_first(evidence: Evidence) -> None:
    dismissed = suggest_partners(
        evidence, "org:a", "east", Feedback(dismissed=frozenset({"org:p"}))
    )
    assert [s.org_id for s in dismissed] == ["org:q"]
    followed = suggest_partners(evidence, "org:a", "east", Feedback(followed=frozenset({"org:q"})))
    assert [s.org_id for s in followed] == ["org:q", "org:p"]
    assert followed[0].followed


def test_new_partners_only(evidence: Evidence) -> None:
    suggestions = suggest_partners(evidence, "org:a", "east", with_joint_works=False)
    assert [s.org_id for s in suggestions] == ["org:q"]


def test_unknown_organisation_is_named(evidence: Evidence) -> None:
    with pytest.raises(NotFoundError, match="org:nowhere"):
        suggest_partners(evidence, "org:nowhere", "east")


def test_bridges_are_the_joint_works_between_the_regions(evidence: Evidence) -> None:
    assert bridges(evidence, "west", "east", frozenset({"T1"})) == (("org:a", "org:p", 5),)
    assert bridges(evidence, "west", "east", frozenset({"T3"})) == ()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_kind_of_reason_has_a_sentence_with_its_numbers(
    evidence: Evidence, language: str
) -> None:
    seen = set()
    asked = (("org:a", "east"), ("org:b", "east"), ("org:f", "east"), ("org:p", "west"))
    for subject, region in asked:
        for suggestion in suggest_partners(evidence, subject, region):
            for reason in suggestion.reasons:
                seen.add(reason.kind)
                sentence = reason.sentence(language, name_of)
                shown = {"works", "subject_works", "partner_works", "strong_works"}
                for name in shown & set(reason.numbers):
                    assert f"{reason.numbers[name]:,.0f}" in sentence
    assert seen == set(REASON_KINDS)


COUNTS = st.integers(min_value=1, max_value=50)
YEARS = st.integers(min_value=2012, max_value=2021)
IDS = [f"org:{n}" for n in range(6)]


@settings(max_examples=60, deadline=None)
@given(
    portfolio=st.lists(
        st.tuples(st.sampled_from(IDS), st.sampled_from(["T1", "T2", "T3"]), YEARS, COUNTS),
        max_size=25,
    ),
    joint=st.lists(
        st.tuples(st.sampled_from([(a, b) for a, b in product(IDS, IDS) if a < b]), YEARS, COUNTS),
        max_size=12,
    ),
)
def test_features_are_bounded_symmetric_and_reasons_never_exceed_the_score(
    portfolio: list[tuple[str, str, int, int]], joint: list[tuple[tuple[str, str], int, int]]
) -> None:
    organisations = [(org, "west" if i < 3 else "east", "other") for i, org in enumerate(IDS)]
    collaboration = [(a, b, "T1", year, works) for (a, b), year, works in joint]
    evidence = evidence_of(organisations, portfolio, collaboration, [])
    for row, other in product(range(6), range(6)):
        if row != other:
            there = pair_features(evidence, row, np.array([other]))
            back = pair_features(evidence, other, np.array([row]))
            assert there.shape == (1, len(FEATURES))
            assert np.all((there >= 0) & (there <= 1 + 1e-9))
            np.testing.assert_allclose(there, back, atol=1e-9)
    for suggestion in suggest_partners(evidence, "org:0", "east"):
        total = sum(reason.contribution for reason in suggestion.reasons)
        assert 0 <= total <= suggestion.score + 1e-9
