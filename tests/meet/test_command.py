"""The command: everything written in one step, or nothing, with the right exit code."""

import argparse
import json
from pathlib import Path
from typing import Any

import pytest
from conference_files import EXAMPLE, rows_of, sample, set_cell, write_rows
from openpyxl import load_workbook

from twinbay.cli import meet
from twinbay.cli.meet_running import telling
from twinbay.cli.terminal import progress_display
from twinbay.errors import ConfigurationError, TwinbayError
from twinbay.meet import Progress
from twinbay.meet.documents.bundle import write_plan
from twinbay.meet.documents.plan_file import read_plan


def run(*arguments: object) -> int:
    """Run ``twinbay meet`` with some arguments."""
    parser = argparse.ArgumentParser()
    meet.register(parser.add_subparsers(dest="command"))
    options = parser.parse_args(["meet", *map(str, arguments)])
    return int(options.run(options))


def solve(event: Path, out: Path, *more: object) -> int:
    """Solve quickly, without PDF."""
    return run("solve", event, "--out", out, "--seconds", 1, "--no-pdf", *more)


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if "unfinished" in path.name]


def test_from_template_to_plan_to_update(tmp_path: Path, capsys: Any) -> None:
    book, plan, update = tmp_path / "c.xlsx", tmp_path / "plan", tmp_path / "plan-2"
    assert run("template", book, "--example") == 0
    assert solve(book, plan) == 0
    assert "210 of at most 210 (proven best)" in capsys.readouterr().out
    names = {path.name for path in (plan / "agendas" / "zh").iterdir()}
    assert {"D01.csv", "D01.ics", "D12.csv", "D12.ics"} <= names
    assert json.loads((plan / "report.json").read_text("utf-8"))["optimal"] is True
    changes = EXAMPLE / "changes" / "changes.csv"
    arguments = ("--changes", changes, "--now", "2026-10-19 09:00", "--no-pdf", "--json")
    assert run("replan", plan, *arguments, "--out", update) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["value"] <= said["bound"] and said["notices"] and said["curve"]
    assert read_plan(update).version == 1
    assert any((update / "updates" / "en").iterdir())
    assert (update / "who-to-tell.zh.txt").read_text("utf-8").count("您好") >= 2
    again = tmp_path / "plan-3"
    write_rows(tmp_path / "none.csv", [["change", "id"]])
    assert run("replan", update, "--changes", tmp_path / "none.csv", "--no-pdf", "--json",
               "--out", again) == 0  # fmt: skip
    assert json.loads(capsys.readouterr().out)["notices"] == [], "no change changes nothing"
    assert leftovers(tmp_path) == []


def test_one_language_is_one_language(tmp_path: Path) -> None:
    assert solve(EXAMPLE / "event", tmp_path / "plan", "--language", "zh") == 0
    assert not [path for path in (tmp_path / "plan").rglob("*") if ".en." in path.name]
    assert [path.name for path in (tmp_path / "plan" / "agendas").iterdir()] == ["zh"]


def test_faults_write_nothing_and_keep_the_earlier_plan(tmp_path: Path, capsys: Any) -> None:
    folder, plan = sample(tmp_path), tmp_path / "plan"
    assert solve(folder, plan) == 0
    before = sorted((p, p.stat().st_mtime_ns) for p in plan.rglob("*"))
    set_cell(folder, "requests", 3, "invitee", "Nobody")
    capsys.readouterr()
    with pytest.raises(TwinbayError) as caught:
        solve(folder, plan, "--json")
    assert "requests.csv, row 3, column C “invitee”" in caught.value.message()
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["file"], problem["row"]) == ("requests.csv", 3)
    assert sorted((p, p.stat().st_mtime_ns) for p in plan.rglob("*")) == before
    assert leftovers(tmp_path) == []


def test_an_interruption_while_writing_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(folder: Path, *rest: Any) -> None:
        write_plan(folder, *rest)
        raise KeyboardInterrupt

    monkeypatch.setattr("twinbay.cli.meet_running.write_plan", interrupted)
    with pytest.raises(KeyboardInterrupt):
        solve(EXAMPLE / "event", tmp_path / "plan")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_holds_something_else_is_not_replaced(tmp_path: Path) -> None:
    precious = tmp_path / "home"
    precious.mkdir()
    (precious / "thesis.txt").write_text("years of work")
    with pytest.raises(ConfigurationError, match="holds something else"):
        solve(EXAMPLE / "event", precious)
    assert (precious / "thesis.txt").read_text() == "years of work"
    with pytest.raises(ConfigurationError, match="there already"):
        run("template", precious)


def test_repeated_rows_are_left_out_with_their_own_exit_code(tmp_path: Path, capsys: Any) -> None:
    folder = sample(tmp_path)
    rows = rows_of(folder / "requests.csv")
    write_rows(folder / "requests.csv", [*rows, *rows[1:]])
    assert solve(folder, tmp_path / "plan") == 3
    assert "rows 28–53: the row repeats an earlier one" in capsys.readouterr().out


def test_simulation_and_tour(tmp_path: Path, capsys: Any) -> None:
    assert run("simulate", EXAMPLE / "event", "--steps", -1, 1, "--seconds", 10, "--no-pdf",
               "--json", "--out", tmp_path / "what-if") == 0  # fmt: skip
    said = json.loads(capsys.readouterr().out)
    fewer = next(s for s in said["scenarios"] if (s["detail"], s["change"]) == ("open", -1))
    assert fewer["gain"] < 0 and fewer["value"] <= fewer["bound"]
    assert "<svg" in (tmp_path / "what-if" / "simulation.zh.svg").read_text("utf-8")
    assert run("template", tmp_path / "tour", "--tour", "--example") == 0
    assert run("tour", tmp_path / "tour", "--out", tmp_path / "way", "--no-pdf") == 0
    out = capsys.readouterr().out
    assert "value      49 (proven best)" in out
    calendar = (tmp_path / "way" / "itinerary.zh.ics").read_text("utf-8")
    assert calendar.count("BEGIN:VEVENT") == 8 + calendar.count("SUMMARY:→")


def test_the_template_explains_itself_in_two_languages(tmp_path: Path) -> None:
    assert run("template", tmp_path / "c.xlsx") == 0
    book = load_workbook(tmp_path / "c.xlsx")
    assert book.sheetnames[:3] == ["README 说明", "event 活动", "delegates 代表"]
    explained = [cell.value for cell in book["delegates 代表"][2]]
    assert all(text and any("一" <= c <= "鿿" for c in text) for text in explained)
    assert book["tables 桌位"].data_validations.dataValidation


def test_progress_away_from_a_terminal_is_a_line_for_each_stage(capsys: Any) -> None:
    with progress_display() as show:
        tell = telling(show, 10.0)
        for stage, figure in (("value", 1), ("value", 2), ("value", 3), ("compactness", 4)):
            tell(Progress(stage, figure, 9, 1.0))
    assert capsys.readouterr().err.splitlines() == ["  value", "  compactness"]


def test_all_meetings_are_placed_with_fewest_breaks_when_asked(tmp_path: Path, capsys: Any) -> None:
    event = sample(tmp_path)
    for name in ("separations", "groups"):
        (event / f"{name}.csv").unlink()
    asked = ("--all-meetings", "--seconds", 30, "--no-pdf", "--json")
    assert run("solve", event, "--out", tmp_path / "plan", *asked) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["unmet"] == []
    names = [proof["objective"] for proof in printed["proofs"]]
    assert names == ["value", "breaks", "table changes"]
    page = (tmp_path / "plan" / "report.zh.html").read_text(encoding="utf-8")
    assert "中断次数" in page
