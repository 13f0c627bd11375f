"""The commands beside the pathway, on the small example."""

from pathlib import Path

import polars as pl
import pytest

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
    assert "by tightening the limit of 2035" in said
    (ordered,) = folder.glob("**/abatement.parquet")
    (swept,) = folder.glob("**/abatement_least_cost.parquet")
    assert pl.read_parquet(ordered).height > 0
    points = pl.read_parquet(swept)
    assert points["emissions_mt"].is_sorted(descending=True)
    assert (points["usd_per_t"].diff().drop_nulls() >= -1e-6).all()


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
