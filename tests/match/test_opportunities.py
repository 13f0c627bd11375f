"""Opportunities: constraints hold, scores add up, order does not matter, brute force agrees."""

import math
import random
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opportunity_reference import (
    DAY,
    RULES,
    HashEncoder,
    matcher_of,
    sides,
    violations,
)

from twinbay.errors import ConfigurationError, NotFoundError
from twinbay.match.opportunities import (
    Match,
    Matcher,
    Range,
    Record,
    Rules,
    Text,
    match,
    rules_named,
    shipped_rules,
    why_not,
)
from twinbay.match.opportunities import matcher as matcher_module
from twinbay.match.opportunities import sides as sides_module
from twinbay.match.opportunities.features import FEATURES
from twinbay.match.opportunities.ranking import rank, standing

OFFER_NEED = rules_named("offer-need")
SOLAR = Text("Coating of perovskite solar cells")


@settings(max_examples=40, deadline=None)
@given(sides(), RULES, st.data())
def test_no_match_violates_a_constraint_and_every_other_pair_is_explained(
    given_sides: tuple[list[Record], list[Record]], rules: Rules, data: st.DataObject
) -> None:
    left, right = given_sides
    pairs = [(a.record_id, b.record_id) for a in left for b in right]
    forbidden = set(data.draw(st.lists(st.sampled_from(pairs), max_size=3)))
    matcher = matcher_of(left, right, rules, tuple(forbidden))
    matched = {(m.left_id, m.right_id) for m in match(matcher, limit=20)}
    for a in left:
        for b in right:
            pair = (a.record_id, b.record_id)
            wrong = violations(a, b, rules) | ({"forbidden"} if pair in forbidden else set())
            verdict = why_not(matcher, *pair)
            assert set(verdict.violated) == wrong
            assert verdict.allowed == (not wrong)
            assert not (wrong and pair in matched)


@settings(max_examples=25, deadline=None)
@given(sides(), RULES)
def test_contributions_add_up_to_the_score(
    given_sides: tuple[list[Record], list[Record]], rules: Rules
) -> None:
    matcher = matcher_of(*given_sides, rules)
    ranked = rank(matcher, 20)
    for found, score in zip(match(matcher, limit=20), ranked.scores, strict=True):
        assert sum(r.contribution for r in found.reasons) == pytest.approx(score, abs=1e-6)
        assert found.score == pytest.approx(found.standing.fit * found.standing.mutual, abs=1e-6)
        assert 0 < found.score <= 1 + 1e-6
        assert all(r.contribution == 0 for r in found.reasons if r.hard)


@settings(max_examples=25, deadline=None)
@given(sides(), RULES, st.randoms(use_true_random=False), st.integers(1, 3))
def test_the_order_of_the_records_does_not_matter(
    given_sides: tuple[list[Record], list[Record]],
    rules: Rules,
    shuffler: random.Random,
    exposure: int,
) -> None:
    shuffled = [shuffler.sample(side, len(side)) for side in given_sides]
    for cap in (None, exposure):
        first = _listed(match(matcher_of(*given_sides, rules), 2, cap))
        second = _listed(match(matcher_of(*shuffled, rules), 2, cap))
        assert first == second


@settings(max_examples=25, deadline=None)
@given(sides(), RULES)
def test_a_pair_is_as_good_for_one_side_as_for_the_other(
    given_sides: tuple[list[Record], list[Record]], rules: Rules
) -> None:
    left, right = given_sides
    forward = match(matcher_of(left, right, rules), 20)
    backward = match(matcher_of(right, left, rules.reversed()), 20)
    scores = {(m.left_id, m.right_id): m.score for m in forward}
    turned = {(m.right_id, m.left_id): m.score for m in backward}
    assert scores.keys() == turned.keys()
    assert all(turned[pair] == pytest.approx(score, abs=1e-6) for pair, score in scores.items())


@settings(max_examples=25, deadline=None)
@given(sides(), RULES, st.integers(1, 4))
def test_a_double_loop_finds_the_same(
    given_sides: tuple[list[Record], list[Record]], rules: Rules, limit: int
) -> None:
    matcher = matcher_of(*given_sides, rules)
    found = match(matcher, limit)
    expected = _double_loop(matcher, rules, limit)
    assert {key: [pair for pair, _ in rows] for key, rows in expected.items() if rows} == {
        key: [m.right_id for m in found if m.left_id == key] for key in {m.left_id for m in found}
    }
    for each in found:
        score = dict(expected[each.left_id])[each.right_id]
        assert each.score == pytest.approx(score, abs=1e-5)


def test_blocks_of_any_size_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    left = [
        Record(f"a{n}", text=Text(f"solar cell coating number{n}"), trl=Range(1 + n % 9, 9))
        for n in range(23)
    ]
    right = [
        Record(f"b{n}", text=Text(f"coating robot number{n}"), trl=Range(1, 1 + n % 9))
        for n in range(17)
    ]
    whole = _listed(match(matcher_of(left, right, OFFER_NEED), 5))
    monkeypatch.setattr(matcher_module, "CELLS_AT_ONCE", 40)
    assert _listed(match(matcher_of(left, right, OFFER_NEED), 5)) == whole
    monkeypatch.setattr("twinbay.match.opportunities.ranking.CELLS_KEPT", 0)
    assert _listed(match(matcher_of(left, right, OFFER_NEED), 5)) == whole


@settings(max_examples=15, deadline=None)
@given(sides(), RULES)
def test_sets_of_many_members_are_compared_like_those_of_few(
    given_sides: tuple[list[Record], list[Record]], rules: Rules
) -> None:
    few = _listed(match(matcher_of(*given_sides, rules), 9))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sides_module, "MOST_BITS", -1)
        assert _listed(match(matcher_of(*given_sides, rules), 9)) == few


def test_a_record_that_suits_everybody_does_not_crowd_the_others() -> None:
    left = [Record(f"a{n}", text=Text("solar cell coating")) for n in range(6)]
    right = [Record("popular", text=Text("solar cell coating"))]
    right += [Record(f"b{n}", text=Text(f"solar cell vision{n}")) for n in range(6)]
    matcher = matcher_of(left, right, OFFER_NEED)
    open_lists = match(matcher, 1)
    assert {m.right_id for m in open_lists} == {"popular"}
    capped = match(matcher, 1, exposure=2)
    listed = [m.right_id for m in capped]
    assert len({m.left_id for m in capped}) == 6
    assert max(listed.count(right_id) for right_id in listed) == 2


def test_text_across_languages_finds_the_need_written_in_the_other() -> None:
    from twinbay.match.encoders import default_encoder

    offers = [
        Record("solar", text=Text("Coating process for perovskite solar cells")),
        Record("robot", text=Text(title_zh="仓储分拣机器人抓取算法")),
    ]
    needs = [
        Record("n-robot", text=Text("Grasp planning for warehouse picking robots")),
        Record("n-solar", text=Text(title_zh="鈣鈦礦太陽能電池塗布工藝")),
        Record("n-drug", text=Text("Screening of antiviral drugs")),
    ]
    matcher = Matcher.of(offers, needs, OFFER_NEED, default_encoder(), day=DAY)
    best = {m.left_id: m.right_id for m in match(matcher, 1)}
    assert best == {"solar": "n-solar", "robot": "n-robot"}


def test_what_is_unknown_is_neither_met_nor_violated() -> None:
    offer = Record("a", text=SOLAR, trl=Range(3, 3))
    need = Record("b", text=SOLAR)
    verdict = why_not(matcher_of([offer], [need], OFFER_NEED), "a", "b")
    assert verdict.allowed
    assert {r.status for r in verdict.reasons if r.name == "trl"} == {"not stated"}


def test_an_empty_side_matches_nothing() -> None:
    offer = Record("a", text=SOLAR)
    assert match(matcher_of([offer], [], OFFER_NEED)) == ()
    assert match(matcher_of([], [offer], OFFER_NEED)) == ()


def test_texts_of_one_word_are_too_little_to_suggest_anything() -> None:
    offer, need = Record("a", text=Text("Solar")), Record("b", text=Text("Solar"))
    assert match(matcher_of([offer], [need], OFFER_NEED)) == ()


def test_closed_records_are_not_matched() -> None:
    offer = Record("a", text=SOLAR, closes=DAY - timedelta(days=1))
    need = Record("b", text=SOLAR)
    verdict = why_not(matcher_of([offer], [need], OFFER_NEED), "a", "b")
    assert verdict.violated == ("dates",)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text": Text(" ")}, "no text"),
        ({"amount": Range(5, 2), "currency": "USD"}, "5 is above the maximum 2"),
        ({"amount": Range(1, 2), "currency": "XYZ"}, "unknown currency 'XYZ'"),
        ({"amount": Range(1, 2)}, "no currency"),
        ({"trl": Range(0, 4)}, "0 is below 1"),
        ({"trl": Range(4, 12)}, "12 is above 9"),
        ({"area": Range(math.nan, 4)}, "not a number"),
        ({"opens": date(2026, 5, 1), "closes": date(2026, 4, 1)}, "after it closes"),
        ({"coordinates": (100.0, 0.0)}, "-90 to 90"),
        ({"record_id": ""}, "no id"),
    ],
)
def test_a_bad_record_is_refused_with_its_fault(change: dict[str, object], said: str) -> None:
    bad = replace(Record("a", text=SOLAR), **change)  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError, match=said):
        matcher_of([bad], [], OFFER_NEED)


def test_ids_are_unique_and_known() -> None:
    offer = Record("a", text=SOLAR)
    with pytest.raises(ConfigurationError, match="another record"):
        matcher_of([offer, offer], [], OFFER_NEED)
    with pytest.raises(NotFoundError, match="nobody"):
        why_not(matcher_of([offer], [offer], OFFER_NEED), "a", "nobody")
    with pytest.raises(ConfigurationError, match="below 1"):
        match(matcher_of([offer], [offer], OFFER_NEED), 0)


def test_all_shipped_rules_weigh_one_in_total() -> None:
    assert len(shipped_rules()) == 5
    for rules in shipped_rules().values():
        assert sum(weight for _, weight in rules.soft) == pytest.approx(1)


def test_the_standing_of_one_pair_is_that_of_the_ranking() -> None:
    left = [Record(f"a{n}", text=Text(f"solar cell coating {'robot ' * n}")) for n in range(4)]
    right = [Record(f"b{n}", text=Text(f"robot grasp coating {'solar ' * n}")) for n in range(5)]
    matcher = matcher_of(left, right, OFFER_NEED)
    for found in match(matcher, 5):
        assert standing(matcher, *matcher.position(found.left_id, found.right_id)) == found.standing


def _listed(matches: tuple[Match, ...]) -> dict[str, list[tuple[str, float]]]:
    lists: dict[str, list[tuple[str, float]]] = {}
    for found in matches:
        lists.setdefault(found.left_id, []).append((found.right_id, found.score))
    return lists


def _double_loop(matcher: Matcher, rules: Rules, limit: int) -> dict[str, list[tuple[str, float]]]:
    """Rank by sorting, pair by pair, with fits as the engine gives them for single pairs."""
    left, right = matcher.left.records, matcher.right.records
    fit: dict[tuple[str, str], float] = {}
    about: dict[tuple[str, str], bool] = {}
    for row, a in enumerate(left):
        for column, b in enumerate(right):
            if not violations(a, b, rules):
                cell = matcher.pairs(np.array([row]), np.array([column]))
                pair = (a.record_id, b.record_id)
                fit[pair] = float(matcher.fit(cell)[0])
                subject = [
                    n for n in ("text", "words", "topics", "fields") if n in dict(rules.soft)
                ]
                about[pair] = any(float(FEATURES[n].value(cell)[0]) > 0 for n in subject)

    def share(value: float, options: list[float]) -> float:
        level = round(value * 1000)
        better = sum(round(other * 1000) > level for other in options)
        return 1 - math.log(better + 1) / math.log(len(options) + 1)

    expected: dict[str, list[tuple[str, float]]] = {}
    for a in left:
        scored = []
        for b in right:
            pair = (a.record_id, b.record_id)
            if pair in fit:
                mine = share(fit[pair], [v for (x, _), v in fit.items() if x == pair[0]])
                theirs = share(fit[pair], [v for (_, y), v in fit.items() if y == pair[1]])
                mutual = 2 * mine * theirs / (mine + theirs)
                scored.append((np.float32(fit[pair]) * np.float32(mutual), b.record_id))
        scored.sort(key=lambda item: (-round(float(item[0]), 7), item[1]))
        top = [(name, float(score)) for score, name in scored[:limit]]
        expected[a.record_id] = [(n, s) for n, s in top if about[a.record_id, n]]
    return expected


def test_the_encoder_of_these_tests_is_one() -> None:
    vectors = HashEncoder().encode(["solar cell", ""])
    assert np.linalg.norm(vectors[0]) == pytest.approx(1)
    assert not vectors[1].any()
