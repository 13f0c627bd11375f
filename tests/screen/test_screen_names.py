"""Names as words, and Chinese names in Latin letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinbay.screen.model import Kind, MatchKind
from twinbay.screen.names.chinese import (
    cantonese_key,
    jyutping_keys,
    looks_like_person,
    person_pinyin,
    segments,
    wade_giles,
    without_legal_form,
)
from twinbay.screen.names.folding import fold, latin_words
from twinbay.screen.names.forms import acronyms_of, forms_of, spellings_of


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("  NESTLÉ   S.A. ", "nestle sa"),
        ("Łódź Øre Straße", "lodz ore strasse"),
        ("L’Oréal", "loreal"),
        ("ＡＢＣ　Ｃｏ．", "abc co"),
        ("華為", "华为"),
        ("U.S.A. Trading", "usa trading"),
        ("---", ""),
        ("İstanbul", "istanbul"),
    ],
)
def test_folding_levels_case_accents_width_and_script(name: str, folded: str) -> None:
    assert fold(name) == folded


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Aurora Widgets Co., Ltd.", "AURORA WIDGETS LIMITED"),
        ("Aurora Widgets GmbH & Co. KG", "Aurora Widgets"),
        ("Aurora Tech. Int'l Inc.", "Aurora Technology International"),
        ("Aurora (P.R. China) LLC", "Aurora People's Republic of China"),
        ("The Institute of Aurora", "Aurora Inst"),
        ("3rd Aurora Institute", "Third Aurora Institute"),
        ("Aurora Hong Kong Limited", "Aurora H.K. Ltd"),
    ],
)
def test_legal_forms_and_abbreviations_are_levelled(one: str, other: str) -> None:
    assert sorted(latin_words(one)) == sorted(latin_words(other))


def test_a_name_of_legal_forms_only_keeps_them() -> None:
    assert latin_words("The Limited Company") == ("the", "limited", "company")


def test_a_person_keeps_words_that_are_legal_forms_elsewhere() -> None:
    assert latin_words("Dr. Co Sa", person=True) == ("co", "sa")


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("华星科技股份有限公司", "华星科技"),
        ("华星集团有限公司", "华星"),
        ("有限公司", "有限公司"),
    ],
)
def test_chinese_legal_forms_are_dropped(name: str, left: str) -> None:
    assert without_legal_form(name) == left


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("深圳市华星光电技术", ("深圳", "华星", "光电", "技术")),
        ("北方极光第十三研究所", ("北方", "极光", "13", "研究所")),
        ("极光第二百零五厂", ("极光", "205", "厂")),
        ("华星", ("华星",)),
    ],
)
def test_known_words_are_told_from_brands(name: str, parts: tuple[str, ...]) -> None:
    assert segments(name) == parts


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("曾志强", ("zeng", "zhiqiang")),
        ("单于明", ("chanyu", "ming")),
        ("仇英", ("qiu", "ying")),
        ("欧阳修", ("ouyang", "xiu")),
        ("吕布", ("lu", "bu")),
    ],
)
def test_surnames_have_their_own_readings(name: str, spelled: tuple[str, ...]) -> None:
    assert person_pinyin(name) == spelled


# Well-known spellings of well-known names.
@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("毛泽东", "mao tse tung"),
        ("周恩来", "chou en lai"),
        ("邓小平", "teng hsiao ping"),
        ("蒋介石", "chiang chieh shih"),
        ("徐志摩", "hsu chih mo"),
    ],
)
def test_wade_giles(name: str, spelled: str) -> None:
    assert " ".join(wade_giles(name)) == spelled


HONG_KONG = (
    "陈 chan;梁 leung;黄 wong;王 wong;张 cheung;李 lee;李 li;刘 lau;吴 ng;周 chow;周 chau;郭 kwok;"
    "曾 tsang;何 ho;许 hui;邓 tang;杨 yeung;谢 tse;区 au;冯 fung;麦 mak;罗 law;罗 lo;林 lam;叶 yip;"
    "叶 ip;赵 chiu;袁 yuen;苏 so;蔡 choi;吕 lui;沈 shum;郑 cheng;关 kwan;潘 poon;潘 pun;徐 tsui;"
    "朱 chu;胡 wu;胡 woo;傅 fu;高 ko;曹 tso;马 ma;萧 siu;孙 suen;严 yim;钟 chung;方 fong;简 kan;"
    "温 wan;余 yu;施 sze;志 chi;伟 wai;强 keung;国 kwok;雄 hung;玉 yuk;学 hok;德 tak;荣 wing;"
    "英 ying"
)


@pytest.mark.parametrize("pair", HONG_KONG.split(";"))
def test_hong_kong_spellings_have_the_key_of_their_character(pair: str) -> None:
    character, spelling = pair.split()
    assert jyutping_keys(character) == (cantonese_key(spelling),)


def test_different_syllables_have_different_keys() -> None:
    spellings = [
        "chan",
        "leung",
        "wong",
        "cheung",
        "lee",
        "lau",
        "ng",
        "kwok",
        "ho",
        "tang",
        "yeung",
        "fung",
        "mak",
        "law",
        "lam",
    ]
    assert len({cantonese_key(spelling) for spelling in spellings}) == len(spellings)


@pytest.mark.parametrize("word", ["smith", "technology", "xiong", "zhang", ""])
def test_what_is_no_cantonese_syllable_has_no_key(word: str) -> None:
    assert cantonese_key(word) == ""


def test_short_names_without_trade_may_be_people() -> None:
    assert looks_like_person("张学友")
    assert not looks_like_person("华星科技")
    assert not looks_like_person("深圳华星光电")


def test_a_chinese_organisation_is_translated_and_spelled() -> None:
    forms = {
        form.route: form.tokens for form in forms_of("深圳市华星光电技术有限公司", Kind.UNKNOWN)
    }
    assert forms[""] == ("深圳", "华星", "光电", "技术")
    assert forms[MatchKind.TRANSLATION] == ("shenzhen", "huaxing", "optoelectronic", "technology")
    assert forms[MatchKind.PINYIN] == ("shenzhen", "huaxing", "guangdian", "jishu")


def test_a_name_in_both_scripts_has_the_forms_of_both() -> None:
    tokens = {form.tokens for form in forms_of("华星科技 Huaxing Technology", Kind.ORGANISATION)}
    assert ("华星", "科技") in tokens and ("huaxing", "technology") in tokens


@pytest.mark.parametrize(
    ("name", "spellings"),
    [
        ("Aurora Widgets (AWG)", ("Aurora Widgets", "AWG")),
        ("Aurora Widgets (a.k.a. Borealis Tools)", ("Aurora Widgets", "Borealis Tools")),
        ("Aurora Widgets (China) Ltd", ("Aurora Widgets (China) Ltd",)),
        ("极光科技（简称：极光）", ("极光科技",)),
        ("Aurora", ("Aurora",)),
    ],
)
def test_names_in_brackets(name: str, spellings: tuple[str, ...]) -> None:
    assert spellings_of(name) == spellings


def test_acronyms_with_and_without_small_words() -> None:
    found = acronyms_of("Pacific Institute of Widget Technology Co., Ltd.")
    assert {"piwt", "piwtcl"} <= found
    assert acronyms_of("Aurora Ltd") == frozenset()
