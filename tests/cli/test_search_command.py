import json

from twinbay.cli.main import main
from twinbay.cli.search import explain
from twinbay.match.index_words import ZONES
from twinbay.match.search import MatchReason


def run(capsys, *arguments):
    code = main(["search", *arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_hits_are_printed_with_why(home, capsys):
    code, out, _ = run(capsys, "Western University")
    assert code == 0
    assert "1. Western University (西部大学)" in out
    assert "western, university in its name" in out


def test_a_chinese_query_is_answered_in_chinese(home, capsys):
    _, out, _ = run(capsys, "東部大學", "--kind", "organisation")
    assert "1. 东部大学 (Eastern University)" in out
    assert "名称中有" in out
    assert run(capsys, "东部大学", "--from", "1900")[1] == "没有找到。\n"


def test_json_holds_hits_total_and_facets(home, capsys):
    _, out, err = run(capsys, "", "--kind", "organisation", "--region", "gba", "--json")
    result = json.loads(out)
    assert [hit["record_id"] for hit in result["hits"]] == ["org:east"]
    assert result["total"] == 1
    assert result["facets"]["region"] == {"gba": 1, "sf-bay": 1}
    assert err == ""


def test_an_unknown_region_or_field_is_named_with_the_known_ones(home, capsys):
    code, _, err = run(capsys, "x", "--region", "atlantis")
    assert code == 1
    assert "atlantis" in err and "sf-bay, gba" in err
    assert "green-energy" in run(capsys, "x", "--field", "alchemy")[2]


def test_every_zone_has_words_in_both_languages():
    for zone in ZONES:
        reason = MatchReason("words", ("solar",), zone)
        assert explain(reason, "en").startswith("solar in its ")
        assert explain(reason, "zh").endswith("中有 solar")
    assert explain(MatchReason("meaning", similarity=0.5), "en") == "near in meaning (0.50)"
