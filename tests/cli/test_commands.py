"""The command: what users see, exit codes, JSON, and no traceback."""

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from twinbay.cli import main
from twinbay.cli.main import COMMANDS, build_parser


def test_partners_gives_reasons_with_the_numbers_of_the_lake(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["partners", "western university"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "Greater Bay Area" in out
    assert "1. Eastern University" in out
    assert "Western University 18 works, Eastern University 12 works." in out


def test_partners_speaks_chinese_and_understands_traditional_characters(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["partners", "西部大學", "--language", "zh"]) == 0
    out = capsys.readouterr().out
    assert "东部大学" in out
    assert "钙钛矿材料及应用" in out


def test_partners_prints_json_with_both_languages(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["partners", "org:west", "--json"]) == 0
    suggestion = json.loads(capsys.readouterr().out)["suggestions"][0]
    assert suggestion["org_id"] == "org:east"
    shared = next(r for r in suggestion["reasons"] if r["kind"] == "shared-topic")
    assert shared["numbers"] == {"subject_works": 18.0, "partner_works": 12.0}
    assert "研究" in shared["zh"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["partners", "Western Univercity"], "Did you mean Western University?"),
        (["partners", "East Institute"], "org:third"),
        (["partners", "org:twin"], "--region sf-bay or gba"),
        (["partners", "org:west", "--region", "atlantis"], "atlantis"),
        (["regions", "show", "nowhere.toml"], "does not exist"),
    ],
)
def test_mistakes_are_told_in_words_with_a_remedy(
    home: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(arguments) == 1
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error


def test_an_empty_home_says_how_to_load_evidence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TWINBAY_HOME", str(tmp_path))
    assert main(["partners", "Stanford"]) == 1
    assert main(["serve"]) == 1
    assert "twinbay demo" in capsys.readouterr().err


def test_regions_check_lists_every_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundled = Path(__file__).parents[2] / "src/twinbay/regions/data"
    for suffix in (".toml", ".geojson"):
        text = (bundled / f"bavaria--quebec{suffix}").read_text(encoding="utf-8")
        (tmp_path / f"pair{suffix}").write_text(text, encoding="utf-8")
    file = tmp_path / "pair.toml"
    assert main(["regions", "check", str(file)]) == 0
    assert main(["regions", "check"]) == main(["regions", "check", "bavaria--quebec"]) == 0
    wrong = file.read_text(encoding="utf-8").replace('["2202"]', "[]")
    file.write_text(wrong.replace('["1702", "1707"]', '["1702"]\ntopics = ["T1"]'))
    assert main(["regions", "check", str(file)]) == 1
    out = capsys.readouterr().out
    assert "aerospace selects no topic" in out
    assert "T1" in out


def test_every_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    for command in COMMANDS:
        with pytest.raises(SystemExit) as stopped:
            main([command, "--help"])
        assert stopped.value.code == 0
        assert len(capsys.readouterr().out) > 200
    with pytest.raises(SystemExit):
        main(["--help"])
    shown = capsys.readouterr().out
    assert all(re.search(rf"^    {command} ", shown, re.M) for command in COMMANDS)


def test_the_lines_of_the_overview_are_those_of_the_commands() -> None:
    complete = build_parser(COMMANDS)
    action = next(a for a in complete._actions if isinstance(a, argparse._SubParsersAction))
    assert {choice.dest: choice.help for choice in action._choices_actions} == COMMANDS


def test_serve_answers_and_stops_on_interrupt(home: Path) -> None:
    environment = {**os.environ, "TWINBAY_HOME": str(home), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "twinbay", "serve"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        port = re.search(r"http://localhost:(\d+)/", line)
        assert port, line
        with urllib.request.urlopen(f"http://127.0.0.1:{port[1]}/health", timeout=20) as answer:
            assert json.load(answer)["status"] == "ok"
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0
    finally:
        process.kill()
        _, error = process.communicate()
    assert "Traceback" not in error
