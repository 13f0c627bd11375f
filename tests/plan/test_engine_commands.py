"""The commands beside the pathway, on the small example."""

from pathlib import Path

import polars as pl
import pytest
from openpyxl import load_workbook

from tests.plan.folders import example_folder
from twinbay.cli.main import main


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = example_folder(tmp_path / "small")
    file = path / "programme.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("representative_days = 4", "representative_days = 2"), encoding="utf-8"
    )
    return path


def test_both_abatement_curves_are_kept(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "abatement", str(folder), "--year", "2035", "--steps", "2"]) == 0
    said = capsys.readouterr().out
    assert "from the optimisation, in 2035" in said
    (ordered,) = folder.glob("**/abatement.parquet")
    (swept,) = folder.glob("**/abatement_least_cost.parquet")
    assert pl.read_parquet(ordered).height > 0
    points = pl.read_parquet(swept)
    assert points["emissions_mt"].is_sorted(descending=True)
    assert (points["usd_per_t"].diff().drop_nulls() >= -1e-6).all()


def test_the_curve_may_follow_prices(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["plan", "abatement", str(folder), "--days", "2", "--prices", "50", "200"]
    assert main(command) == 0
    (swept,) = folder.glob("**/abatement_least_cost.parquet")
    points = pl.read_parquet(swept)
    assert points["usd_per_t"].to_list() == [0.0, 50.0, 200.0]
    assert points["emissions_mt"].is_sorted(descending=True)
    capsys.readouterr()
    for wrong in (["--prices", "200", "50"], ["--prices", "-1"], ["--prices", "5", "--steps", "2"]):
        assert main(["plan", "abatement", str(folder), *wrong]) == 1
        assert "--prices" in capsys.readouterr().err


def test_the_gain_between_bays_needs_bays(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "gain", str(folder), "--between", "bays"]) != 0
    assert "names no two bays" in capsys.readouterr().err


def test_the_gain_between_bays_is_kept_by_itself(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "programme.toml"
    bays = '\n[bays]\nhere = ["west"]\nthere = ["east"]\n'
    file.write_text(file.read_text(encoding="utf-8") + bays, encoding="utf-8")
    assert main(["plan", "gain", str(folder), "--between", "bays", "--days", "2"]) == 0
    assert "here" in capsys.readouterr().out
    (kept,) = folder.glob("**/bays_cooperation.parquet")
    assert pl.read_parquet(kept)["region"].to_list() == ["here", "there"]


def test_alternatives_are_kept_and_stand_in_the_workbook(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plan", "solve", str(folder), "--no-charts"]) == 0
    capsys.readouterr()
    assert main(["plan", "alternatives", str(folder), "--within", "3", "--days", "2"]) == 0
    assert "cost at most 3.0% more" in capsys.readouterr().out
    (kept,) = folder.glob("extras/*/alternatives.parquet")
    table = pl.read_parquet(kept)
    assert (table["least_gw"] <= table["optimum_gw"] + 1e-6).all()
    assert (table["most_gw"] >= table["optimum_gw"] - 1e-6).all()
    book = load_workbook(folder / "results/reference/results.xlsx", read_only=True)
    sheet = book["Alternatives 成本相近方案"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == tuple(table.columns)
    for row, wanted in zip(rows[1:], table.rows(), strict=True):
        assert row[0] == wanted[0] and row[1:] == pytest.approx(wanted[1:])
    assert "Milestones 里程碑" in book.sheetnames


@pytest.mark.parametrize("within", ["0", "-1", "60"])
def test_a_slack_that_makes_no_sense_is_refused(
    folder: Path, within: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plan", "alternatives", str(folder), "--within", within]) == 1
    assert "--within" in capsys.readouterr().err
