from hypothesis import given
from hypothesis import strategies as st

from twinbay.match.tokens import has_chinese, normalise, stem, tokens, tokens_as_written


def test_traditional_and_simplified_are_the_same_words():
    assert tokens("鈣鈦礦太陽能電池") == tokens("钙钛矿太阳能电池")


def test_case_accents_and_full_width_letters_are_folded():
    assert tokens("Université ＡＩ") == tokens("universite ai")


def test_long_chinese_words_also_give_their_parts():
    found = tokens("香港科技大学")
    assert "香港科技大学" in found
    assert "香港" in found


def test_plurals_meet_their_singular():
    for plural, singular in (
        ("batteries", "battery"),
        ("cells", "cell"),
        ("processes", "process"),
        ("classes", "class"),
        ("searches", "search"),
        ("boxes", "box"),
    ):
        assert stem(plural) == singular


def test_words_that_only_look_like_plurals_stay():
    for word in ("physics", "analysis", "virus", "gas", "glass", "ies"):
        assert stem(word) == word


def test_words_keep_what_was_written():
    assert tokens_as_written("Batteries 电池") == [("battery", "batteries"), ("电池", "电池")]


def test_mixed_text_is_cut_where_the_script_changes():
    assert tokens("AI芯片X") == ["ai", "芯片", "x"]


@given(st.text(max_size=60))
def test_folding_is_stable(text):
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(max_size=60))
def test_tokens_are_the_first_of_the_pairs(text):
    assert tokens(text) == [word for word, _ in tokens_as_written(text)]
    assert all(word.strip() for word in tokens(text))


def test_chinese_is_recognised_within_other_text():
    assert has_chinese("about 电池")
    assert not has_chinese("about batteries")
