"""The command: ``twinbay screen``."""

import argparse
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from twinbay.cli.screen import register
from twinbay.errors import ConfigurationError, SourceError


def run(*arguments: str | Path) -> int:
    parser = argparse.ArgumentParser(prog="twinbay")
    register(parser.add_subparsers())
    options = parser.parse_args(["screen", *map(str, arguments)])
    return int(options.run(options))


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.csv"
    path.write_text("id,name\n1,Kestrel Quartz Works\n2,深圳市星海精密仪器有限公司\n", "utf-8")
    return path


def test_names_on_the_command_line(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("Quartz Kestrel Works", "深圳星海精密儀器", "--list", own) == 0
    out = capsys.readouterr().out
    assert "own: 2 entries" in out and "2 matches to decide" in out
    assert "“Quartz Kestrel Works” and “Kestrel Quartz Works”" in out
    assert "no match is no clearance" in out


def test_reasons_in_chinese(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("Kestrel Quartz", "Kestrel Quartz Works", "--list", own, "--language", "zh")
    assert "“Kestrel Quartz Works”与“Kestrel Quartz Works”" in capsys.readouterr().out


def test_a_table_in_a_table_out(tmp_path: Path, own: Path) -> None:
    names = tmp_path / "members.csv"
    names.write_text("id,name\nm1,Kestrel Quartz Works\nm2,Umber Lantern\n", encoding="utf-8")
    for out in (tmp_path / "matches.xlsx", tmp_path / "matches.csv"):
        assert run(names, "--list", own, "--out", out) == 0
    sheet = load_workbook(tmp_path / "matches.xlsx").active
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["m1"]
    assert "m1" in (tmp_path / "matches.csv").read_text("utf-8-sig")
    assert list(tmp_path.glob(".unfinished-*")) == []


def test_json_and_what_changed_since(
    tmp_path: Path, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("Kestrel Quartz Works", "Umber Lantern", "--list", own, "--json")
    first = capsys.readouterr().out
    record = json.loads(first)
    assert record["names"] == 2 and record["lists"][0]["entries"] == 2
    assert [match["entry"] for match in record["matches"]] == ["1"]
    previous = tmp_path / "monday.json"
    previous.write_text(first, encoding="utf-8")
    own.write_text("id,name\n1,Kestrel Quartz Works\n3,Umber Lantern\n", encoding="utf-8")
    arguments = ("Kestrel Quartz Works", "Umber Lantern", "--list", own, "--previous", previous)
    run(*arguments, "--json")
    changes = json.loads(capsys.readouterr().out)["changes"]
    assert [match["entry"] for match in changes["new"]] == ["3"]
    assert changes["kept"] == 1 and changes["gone"] == []
    run(*arguments)
    assert "1 new, 0 changed, 0 gone, 1 as before" in capsys.readouterr().out


def test_rows_left_out_give_exit_code_3(
    tmp_path: Path, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own.write_text("id,name\n1,Kestrel\n2,\n", encoding="utf-8")
    report = tmp_path / "quarantine.jsonl"
    assert run("Kestrel", "--list", own, "--quarantine", report) == 3
    assert "1 rows were left out" in capsys.readouterr().err
    assert json.loads(report.read_text("utf-8"))["line"] == 3


@pytest.mark.parametrize("threshold", ["0", "1.5", "high"])
def test_a_wrong_threshold_is_a_wrong_argument(own: Path, threshold: str) -> None:
    with pytest.raises(SystemExit) as caught:
        run("a", "--list", own, "--threshold", threshold)
    assert caught.value.code == 2


def test_files_that_are_not_there_or_cannot_be_written(tmp_path: Path, own: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        run(tmp_path / "none.csv", "--list", own)
    with pytest.raises(SourceError, match="cannot be read"):
        run("a", "--list", tmp_path / "none.csv")
    with pytest.raises(ConfigurationError, match="cannot write"):
        run("Kestrel", "--list", own, "--out", tmp_path / "matches.pdf")
    with pytest.raises(ConfigurationError, match="cannot write"):
        run("Kestrel", "--list", own, "--out", tmp_path / "no folder" / "m.csv")
    (tmp_path / "bad.json").write_text("[]")
    with pytest.raises(SourceError, match="no result of an earlier screening"):
        run("Kestrel", "--list", own, "--previous", tmp_path / "bad.json")
