"""``twinbay partners --describe``: a text instead of an organisation."""

import json
from pathlib import Path

import pytest

from twinbay.cli.main import main


def test_a_description_gets_suggestions_with_the_numbers_of_the_lake(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    about = tmp_path / "about.txt"
    about.write_text("We coat perovskite solar cells.", encoding="utf-8")
    for given in (str(about), "我们研发钙钛矿太阳能电池"):
        assert main(["partners", "--describe", given, "--region", "gba"]) == 0
        out = capsys.readouterr().out
        assert "1. Eastern University" in out
        assert "it has 12 works on that" in out
    main(["partners", "--describe", str(about), "--region", "gba", "--language", "zh"])
    assert "该机构有 12 篇相关论著" in capsys.readouterr().out
    arguments = ["--describe", str(about), "--region", "gba", "--fields", "green-energy", "--json"]
    main(["partners", *arguments])
    result = json.loads(capsys.readouterr().out)
    assert "T10247" in {topic["topic"] for topic in result["topics"]}
    assert {r["kind"] for r in result["suggestions"][0]["reasons"]} == {"topics", "fields"}


def test_one_word_is_not_enough(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["partners", "--describe", "solar", "--region", "gba"]) == 0
    assert "Not enough evidence: 1 word says something" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "one of two is needed"),
        (["Western University", "--describe", "x y"], "one of two is needed"),
        (["--describe", "solar cells"], "--region sf-bay or gba"),
        (["--describe", "solar cells", "--region", "gba", "--fields", "magic"], "magic"),
        (["--describe", "solar cells", "--region", "mars"], "mars"),
    ],
)
def test_mistakes_are_told(
    home: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(["partners", *arguments]) == 1
    assert said in capsys.readouterr().err
