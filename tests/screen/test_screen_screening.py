"""Names against lists."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.screen.small_lists import listed
from twinbay.errors import ConfigurationError
from twinbay.screen import (
    MATCH_KIND_LABELS,
    THRESHOLD,
    Entry,
    Kind,
    ListIndex,
    Match,
    MatchKind,
    ScreeningList,
    Subject,
    screen,
)
from twinbay.screen.matching.comparing import compare
from twinbay.screen.names.forms import NATIVE, forms_of


def only(matches: tuple[Match, ...]) -> Match:
    assert len(matches) == 1, matches
    return matches[0]


@pytest.mark.parametrize(
    ("name", "entry", "kind"),
    [
        ("SHENZHEN HUAXING OPTOELECTRONICS TECHNOLOGY LTD", "e1", MatchKind.EXACT),
        ("Opto Brightlight Inc.", "e1", MatchKind.ALIAS),
        ("Shenzen Huaxing Optoelectronics Technology", "e1", MatchKind.FUZZY),
        ("深圳华星光电技术有限公司", "e1", MatchKind.TRANSLATION),
        ("深圳市星海精密儀器股份有限公司", "e2", MatchKind.EXACT),
        ("Shenzhen Xinghai Precision Instruments", "e2", MatchKind.TRANSLATION),
        ("Shenzhen Xinghai Jingmi Yiqi Youxian Gongsi", "e2", MatchKind.PINYIN),
        ("张学友", "p1", MatchKind.PINYIN),
        ("Xueyou Zhang", "p1", MatchKind.EXACT),
        ("梁國雄", "p2", MatchKind.CANTONESE),
        ("Ouyang Zhiqiang", "p3", MatchKind.PINYIN),
        ("Au Yeung Chi Keung", "p3", MatchKind.CANTONESE),
        ("Ouyang Chih-ch'iang", "p3", MatchKind.WADE_GILES),
        ("PWETG", "e4", MatchKind.ALIAS),
        ("HARI13", "", None),
    ],
)
def test_each_kind_of_match(
    sample: ScreeningList, name: str, entry: str, kind: MatchKind | None
) -> None:
    matches = screen([name], [sample])
    assert [(match.entry, match.kind) for match in matches] == ([(entry, kind)] if entry else [])


@pytest.mark.parametrize(
    ("name", "listed_name"),
    [("Jonathan Abernathy", "ABERNATHY, J"), ("J. Abernathy", "ABERNATHY, Jonathan")],
)
def test_initials_of_people_are_found_either_way_round(name: str, listed_name: str) -> None:
    others = [Entry(f"o{n}", f"Jonathan Other{n}", Kind.PERSON) for n in range(30)]
    entries = [Entry("it", listed_name, Kind.PERSON), *others]
    assert "it" in [match.entry for match in screen([name], [listed(*entries)])]


@pytest.mark.parametrize(
    ("name", "listed_name"),
    [
        ("Hua Xing Ke Technology", "Huaxingke Technology"),
        ("Huaxingke Technology", "Hua Xing Ke Technology"),
        ("Zhang Xue You", "ZHANG, Xueyou"),
        ("Zhang Xueyou", "ZHANG, Xue You"),
    ],
)
def test_syllables_may_be_written_apart_on_either_side(name: str, listed_name: str) -> None:
    others = [Entry(f"o{n}", f"Opal{n} Technology") for n in range(30)]
    match = only(screen([name], [listed(Entry("it", listed_name), *others)]))
    assert (match.entry, match.score) == ("it", 1.0)


def test_syllables_apart_with_another_difference_are_found() -> None:
    names = listed(Entry("it", "Hua Xing Ke Technology Borealis"), Entry("o", "Opal Technology"))
    assert [m.entry for m in screen(["Huaxingke Technology Boreali"], [names])] == ["it"]


def test_initials_match_what_they_stand_for_either_way_round() -> None:
    full = listed(Entry("1", "Quartz Kestrel Borealis Works"))
    short = listed(Entry("1", "QKBW"))
    assert only(screen(["QKBW"], [full])).kind is MatchKind.ABBREVIATION
    assert only(screen(["Quartz Kestrel Borealis Works"], [short])).kind is MatchKind.ABBREVIATION


def test_an_exact_match_says_what_matched_in_both_languages(sample: ScreeningList) -> None:
    match = only(screen(["Opto Brightlight"], [sample]))
    assert match.score == 1.0
    assert match.matched_name == "Brightlight Opto"
    assert match.entry_name.startswith("Shenzhen Huaxing")
    assert match.list_version == sample.version
    for language, word in (("en", "another name of"), ("zh", "的别名")):
        assert word in match.reason[language]
        assert "sample list › Entity List (EL)" in match.reason[language]
        assert "Opto Brightlight" in match.reason[language]


def test_a_similar_name_says_which_words_differ(sample: ScreeningList) -> None:
    match = only(
        screen(["Shenzhen Huaxng Optoelectronics Technology Kestrel"], [sample], threshold=0.6)
    )
    assert "huaxng/huaxing" in match.reason["en"]
    assert "only in one of them: kestrel" in match.reason["en"]
    assert "仅一方有：kestrel" in match.reason["zh"]


def test_the_other_names_of_a_subject_are_screened_too(sample: ScreeningList) -> None:
    subject = Subject("Innocent Name", id="s1", other_names=("深圳星海精密仪器",))
    match = only(screen([subject], [sample]))
    assert (match.subject, match.subject_name) == ("s1", "深圳星海精密仪器")


def test_people_and_organisations_are_kept_apart(sample: ScreeningList) -> None:
    assert screen([Subject("Zhang Xueyou", kind=Kind.ORGANISATION)], [sample]) == ()
    assert screen([Subject("Zhang Xueyou", kind=Kind.PERSON)], [sample])
    assert screen([Subject("Sea Star Aurora", kind=Kind.ORGANISATION)], [sample]) == ()
    assert screen(["Sea Star Aurora"], [sample])


def test_agreeing_evidence_is_said_and_costs_nothing(sample: ScreeningList) -> None:
    subject = Subject("Zhang Xueyou", birth_year=1962, countries=frozenset({"CN"}))
    match = only(screen([subject], [sample]))
    assert match.score == 1.0
    assert [(e.aspect, e.supports) for e in match.evidence] == [
        ("birth year", True),
        ("country", True),
    ]


def test_contradicting_evidence_lowers_the_score_but_hides_no_equal_name(
    sample: ScreeningList,
) -> None:
    born_later = Subject("Zhang Xueyou", birth_year=1990)
    elsewhere = Subject("Zhang Xueyou", birth_year=1990, countries=frozenset({"US"}))
    scores = [only(screen([s], [sample])).score for s in ("Zhang Xueyou", born_later, elsewhere)]
    assert scores == sorted(scores, reverse=True) and len(set(scores)) == 3
    assert scores[-1] >= THRESHOLD
    assert "does not fit" in only(screen([elsewhere], [sample])).reason["en"]
    assert "不符" in only(screen([elsewhere], [sample])).reason["zh"]


def test_matches_come_by_subject_then_by_falling_score() -> None:
    found = screen(
        ["Kestrel Quartz Aurora", "Borealis"],
        [
            listed(
                Entry("far", "Kestrel Quartz Auroras Works"),
                Entry("same", "Kestrel Quartz Aurora"),
                Entry("b", "Borealis Ltd"),
            )
        ],
        threshold=0.7,
    )
    assert [match.entry for match in found] == ["same", "far", "b"]


def test_one_entry_gives_one_match_whatever_its_aliases() -> None:
    entry = Entry("1", "Kestrel Quartz", aliases=("Kestrel Quartz Ltd", "Quartz Kestrel"))
    assert only(screen(["Kestrel Quartz"], [listed(entry)])).kind is MatchKind.EXACT


@pytest.mark.parametrize("threshold", [0, -1, 1.1])
def test_a_threshold_outside_its_range_is_refused(sample: ScreeningList, threshold: float) -> None:
    with pytest.raises(ConfigurationError, match="threshold"):
        screen(["a"], [sample], threshold=threshold)


def test_two_lists_of_one_name_are_refused(sample: ScreeningList) -> None:
    with pytest.raises(ConfigurationError, match="two lists"):
        screen(["a"], [sample, ListIndex(sample)])


@pytest.mark.parametrize("name", ["", "   ", "!!!", "\u200b", "🙂", "a" * 100_000, "有限公司"])
def test_strange_names_do_no_harm(sample: ScreeningList, name: str) -> None:
    assert screen([name], [sample, listed(Entry("x", name or "-"), name="other")]) is not None


def test_an_empty_list_has_no_matches() -> None:
    assert screen(["Kestrel", "红隼", "K"], [listed()]) == ()


def test_every_kind_of_match_has_its_words_in_both_languages() -> None:
    assert set(MATCH_KIND_LABELS) == set(MatchKind)
    assert all(english and chinese for english, chinese in MATCH_KIND_LABELS.values())


def test_progress_reaches_the_end(sample: ScreeningList) -> None:
    calls: list[tuple[str, int, int]] = []
    screen(["a", "b"], [sample], progress=lambda *call: calls.append(call))
    assert calls[-1] == ("screening", 2, 2)


WORDS = [
    "aurora",
    "auroras",
    "borealis",
    "huaxing",
    "hua",
    "xing",
    "kestrel",
    "kestral",
    "pacific",
    "technology",
    "tech",
    "trading",
    "shenzhen",
    "group",
    "institute",
    "13",
    "14",
    "quartz",
    "de",
    "x",
    "jonathan",
    "jonathon",
    "华星",
    "华兴",
    "科技",
    "深圳",
    "电子",
]
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=25), NAMES, st.sampled_from([0.7, 0.8, 0.9, 1.0]))
def test_the_index_finds_what_comparing_with_every_name_finds(
    names: list[str], name: str, threshold: float
) -> None:
    """Of forms as written: every pair at the threshold by brute force is found by the index."""
    index = ListIndex(listed(*(Entry(str(n), text) for n, text in enumerate(names))))
    (form, *_) = forms_of(name, Kind.UNKNOWN)
    every = {
        listed_name.entry
        for listed_name in index.names
        if listed_name.form.route == NATIVE
        and listed_name.form.han == form.han
        and compare(form, listed_name.form, index.weights).score >= threshold + 0.02
    }
    found = {candidate.entry for candidate in index.candidates(form, threshold)}
    found |= {equal.entry for equal in index.equal(form)}
    assert every <= found


@given(NAMES)
@settings(max_examples=60, deadline=None)
def test_a_listed_name_is_always_found(name: str) -> None:
    match = only(screen([name], [listed(Entry("1", name))]))
    assert (match.score, match.kind) == (1.0, MatchKind.EXACT)
