"""How alike names are: properties that hold for any name, and cases that must not be confused."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from twinbay.screen import THRESHOLD, Kind, similarity
from twinbay.screen.matching.tokens import Weights, count_words, word_similarity
from twinbay.screen.names.folding import fold

WORDS = st.sampled_from(
    [
        "aurora",
        "borealis",
        "huaxing",
        "kestrel",
        "pacific",
        "technology",
        "trading",
        "institute",
        "shenzhen",
        "group",
        "research",
        "13",
        "14",
        "of",
        "the",
        "smith",
        "jonathan",
        "wei",
        "x",
        "quartz",
    ]
)
NAMES = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
CHINESE = st.text(alphabet="华星海科技电子有限公司深圳张李国学友强", min_size=1, max_size=10)
ANY = st.one_of(NAMES, CHINESE, st.text(max_size=30))
KINDS = st.sampled_from(list(Kind))
TO_TRADITIONAL = OpenCC("s2t")


@given(ANY, KINDS)
def test_a_name_is_like_itself(name: str, kind: Kind) -> None:
    assert similarity(name, name, kind) == (1.0 if fold(name) else 0.0)


@given(ANY, ANY, KINDS)
def test_likeness_is_symmetric_and_between_0_and_1(a: str, b: str, kind: Kind) -> None:
    score = similarity(a, b, kind)
    assert 0.0 <= score <= 1.0
    assert score == pytest.approx(similarity(b, a, kind))


@given(NAMES, st.randoms(use_true_random=False))
def test_the_order_of_words_does_not_matter(name: str, rng: random.Random) -> None:
    words = name.split()
    rng.shuffle(words)
    # Neighbours that read as one another's spelling (the “of of”) need not be told apart.
    assert similarity(name, " ".join(words)) >= THRESHOLD


@given(NAMES)
def test_case_does_not_matter(name: str) -> None:
    assert similarity(name, name.upper()) == 1.0


@given(CHINESE)
def test_traditional_characters_do_not_matter(name: str) -> None:
    assert similarity(name, TO_TRADITIONAL.convert(name)) == 1.0


@settings(max_examples=50)
@given(st.sampled_from(["Ltd", "Co., Ltd.", "Inc.", "GmbH", "LLC", "S.A.", "PLC", "Pte Ltd"]))
def test_the_legal_form_does_not_matter(form: str) -> None:
    assert similarity("Aurora Quartz Widgets", f"Aurora Quartz Widgets {form}") == 1.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hebei Aurora Technology", "Hubei Aurora Technology"),
        ("Harbour Aurora Institute No. 13", "Harbour Aurora Institute No. 14"),
        ("Shenzhen Huaxing Technology", "Shenzhen Dingrui Technology"),
        ("Shenzhen Technology Trading", "Shenzhen Huaxing Technology"),
        ("China Electronics Group", "China Electric Power Group"),
        ("深圳华星科技有限公司", "深圳鼎瑞科技有限公司"),
        ("Zhang Wei", "Zhang Li"),
        ("Smith, John", "Smith, Mary"),
        ("Eastern Quartz", "Western Quartz"),
    ],
)
def test_different_parties_are_told_apart(one: str, other: str) -> None:
    assert similarity(one, other) < THRESHOLD


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Shenzhen Hua Xing Technology", "Huaxing Tech (Shenzhen) Co., Ltd.", Kind.ORGANISATION),
        ("Huaxng Optoelectronics", "Huaxing Optoelectronics", Kind.ORGANISATION),
        ("深圳市华星科技有限公司", "Shenzhen Huaxing Technology Ltd", Kind.ORGANISATION),
        ("深圳市華星科技股份有限公司", "深圳华星科技", Kind.ORGANISATION),
        ("ZHANG, Xueyou", "Xueyou Zhang", Kind.PERSON),
        ("张学友", "Zhang Xue-You", Kind.PERSON),
        ("张学友", "Chang Hsueh-yu", Kind.PERSON),
        ("张学友", "CHEUNG, Hok Yau", Kind.PERSON),
        ("J. Abernathy", "Jonathan Abernathy", Kind.PERSON),
        ("Jonathan Edmund Abernathy", "Abernathy, Jonathan", Kind.PERSON),
        ("Mohammad Quarrington", "Muhammed Quarrington", Kind.PERSON),
    ],
)
def test_spellings_of_one_party_are_alike(one: str, other: str, kind: Kind) -> None:
    assert similarity(one, other, kind) >= THRESHOLD


@given(WORDS, WORDS)
def test_words_are_alike_symmetrically(a: str, b: str) -> None:
    assert word_similarity(a, b) == word_similarity(b, a)


@pytest.mark.parametrize(
    ("a", "b"), [("13", "14"), ("hubei", "hebei"), ("~kwok", "~kwon"), ("wei", "mei")]
)
def test_words_that_are_never_alike(a: str, b: str) -> None:
    assert word_similarity(a, b) == 0.0


def test_rare_words_tell_more_than_common_ones() -> None:
    names = [("aurora", "widgets"), *[("borealis", f"name{n}") for n in range(2_000)]]
    weights = count_words(names)
    assert weights.of("aurora") == 1.0
    assert weights.of("borealis") < 0.2
    assert weights.of("never seen") == 1.0
    assert Weights().of("technology") < Weights().of("shenzhen") < Weights().of("aurora")
