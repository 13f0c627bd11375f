"""Expertise ranking: what holds of any profiles, and what good and bad input give."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twinbay.match.encoders import encoder_named
from twinbay.match.expertise import ExpertiseRanker, Profile, Work, rank
from twinbay.match.expertise.ranking import LATENT, LEXICAL, MEANING, NO_WORDS, NO_WORKS, ONE_WORD

STATIC = encoder_named("static")
SOLAR = Work("Stable perovskite solar cells", "We make efficient thin-film photovoltaics.")
GRASP = Work("Grasping unknown objects", "A robot hand learns to grasp by deep learning.")
TRANSLATE = Work("Neural machine translation", "Attention improves translation of sentences.")
BATTERY = Work("Solid-state lithium batteries", "Sulfide electrolytes conduct lithium ions.")
WORKS = (SOLAR, GRASP, TRANSLATE, BATTERY)
works = st.lists(st.sampled_from(WORKS), min_size=1, max_size=5)


def score(text, *own):
    (expert,) = rank(text, [Profile("p", own)], encoder=STATIC)
    return expert.score


@given(works, st.randoms(use_true_random=False), st.sampled_from(WORKS))
@settings(max_examples=30, deadline=None)
def test_the_order_of_works_makes_no_difference(own, random, text):
    shuffled = list(own)
    random.shuffle(shuffled)
    assert score(text, *shuffled) == pytest.approx(score(text, *own), abs=1e-6)


@given(works, st.sampled_from(WORKS))
@settings(max_examples=30, deadline=None)
def test_ones_own_work_scores_above_works_of_others(own, text):
    others = [work for work in own if work != text]
    if others:
        assert score(text, *others, text) > score(text, *others)
        assert score(text, text) > score(text, *others)


@given(works, st.sampled_from(WORKS), st.sampled_from(WORKS))
@settings(max_examples=30, deadline=None)
def test_another_work_takes_little_away(own, text, added):
    """A profile of n works loses at most what the mean over one more costs, log((n+1)/n)."""
    shrink = np.log((len(own) + 1) / len(own))
    kinds = (LEXICAL, LATENT, MEANING)
    # A similarity of -1 to the added work is the worst case; it adds nothing to the sum.
    most = sum(k.weight * shrink / k.sharpness / k.deviation for k in kinds)
    most /= sum(k.weight for k in kinds)
    assert score(text, *own, added) >= score(text, *own) - most - 1e-6


@given(st.lists(works, min_size=2, max_size=4), st.sampled_from(WORKS))
@settings(max_examples=20, deadline=None)
def test_other_profiles_make_no_difference(profiles, text):
    """A profile has the same score alone, in company, and when many texts are scored at once."""
    people = [Profile(str(number), tuple(own)) for number, own in enumerate(profiles)]
    together = {expert.profile_id: expert.score for expert in rank(text, people, encoder=STATIC)}
    table = ExpertiseRanker(people, STATIC).scores([*WORKS, text])
    for number, person in enumerate(people):
        assert together[person.profile_id] == pytest.approx(score(text, *person.works), abs=1e-5)
        assert together[person.profile_id] == pytest.approx(table[number, -1], abs=1e-5)


def test_the_best_come_first_with_the_works_that_prove_it():
    people = [Profile("a", (TRANSLATE, GRASP)), Profile("b", (BATTERY, SOLAR)), Profile("c", ())]
    first, second, last = rank("Robots that grasp objects", people, encoder=STATIC)
    assert (first.profile_id, second.profile_id, last.profile_id) == ("a", "b", "c")
    assert first.proofs[0].work == GRASP
    assert first.proofs[0].place == 1
    assert set(first.proofs[0].shared) == {"objects", "grasp", "robots"}
    assert last.score is None
    assert last.reason == NO_WORKS
    assert all(proof.score > 0 for expert in (first, second) for proof in expert.proofs)


@pytest.mark.parametrize(
    "text",
    ["钙钛矿太阳能电池的稳定性", "鈣鈦礦太陽能電池的穩定性", "寻找提高太阳能电池效率的合作伙伴"],
)
def test_a_chinese_text_finds_english_works(text):
    people = [Profile(work.title, (work,)) for work in WORKS]
    first = rank(text, people, encoder=STATIC)[0]
    assert first.profile_id == SOLAR.title
    assert first.score > 1
    assert first.proofs[0].work == SOLAR


def test_chinese_words_are_matched_in_chinese_works():
    people = [
        Profile("a", (Work("机器人抓取", "研究机械手抓取未知物体的方法。"),)),
        Profile("b", (Work("固态锂电池", "研究硫化物电解质的方法。"),)),
    ]
    first = rank("固態鋰電池的研究", people, encoder=STATIC)[0]
    assert first.profile_id == "b"
    assert "研究" not in first.proofs[0].shared
    assert first.proofs[0].shared


def test_mappings_are_taken_as_they_are_in_the_files():
    people = [{"id": "a", "works": [{"title": GRASP.title, "abstract": GRASP.abstract}]}]
    (expert,) = rank({"title": "Robots that grasp objects"}, people, encoder=STATIC)
    assert expert.score == pytest.approx(score(Work("Robots that grasp objects"), GRASP))
    with pytest.raises(ValueError, match="id is missing"):
        rank("Robots that grasp", [{"works": []}], encoder=STATIC)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", NO_WORDS),
        (" \n", NO_WORDS),
        ("!?", NO_WORDS),
        ("solar", ONE_WORD),
        ("Solar solar", ONE_WORD),
    ],
)
def test_a_text_that_says_too_little_gets_no_score(text, reason):
    (expert,) = rank(text, [Profile("p", (SOLAR,))], encoder=STATIC)
    assert (expert.score, expert.reason, expert.proofs) == (None, reason, ())
    assert np.isnan(
        ExpertiseRanker([Profile("p", (SOLAR,))], STATIC).scores([Work("", text)])
    ).all()


def test_works_without_words_are_left_out_of_account():
    assert score(GRASP, GRASP, Work("", ""), Work("—")) == score(GRASP, GRASP)
    assert rank("any text at all", [], encoder=STATIC) == ()


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=40, deadline=None)
def test_any_text_gets_a_finite_score_or_a_reason(text, work):
    (expert,) = rank(text, [Profile("p", (Work(work), GRASP))], encoder=STATIC)
    assert (expert.score is None) == bool(expert.reason)
    assert expert.score is None or np.isfinite(expert.score)
