"""A folder's own library of measures is put to work in every region that has what they act on."""

from pathlib import Path

import pytest

from tests.plan.folders import example_folder
from tests.plan.test_measure_reading import row, written
from twinbay.plan.folder import read_folder
from twinbay.plan.problems import ProgrammeError


def library(folder: Path, *rows: list[object]) -> Path:
    example_folder(folder)
    written(folder, *rows).rename(folder / "measure_library.csv")
    return folder


def test_its_measures_are_there_in_each_region(tmp_path: Path) -> None:
    acts_on = "buildings-gas"
    found = read_folder(
        library(
            tmp_path, row("pipes", acts_on=acts_on), row("fans", acts_on="industry-electricity")
        )
    )
    made = {m.id: m.acts_on for m in found.programme.measures if m.base_id in ("pipes", "fans")}
    assert made == {
        "west.pipes": "west-buildings-gas",
        "east.pipes": "east-buildings-gas",
        "west.fans": "west-industry-electricity",
        "east.fans": "east-industry-electricity",
    }
    assert found.programme.measures[0].potential.keys() == {2025, 2030, 2035}
    assert not [note for note in found.notes if "was not read" in note.problem]


def test_its_faults_are_said_with_all_others(tmp_path: Path) -> None:
    folder = library(
        tmp_path,
        row("pipes", acts_on="buildings-gas", uptake="much"),
        row("smoke", acts_on="buildings-smoke"),
    )
    with pytest.raises(ProgrammeError) as caught:
        read_folder(folder)
    said = [f"{p.place}: {p.problem}" for p in caught.value.problems]
    assert any(s.startswith("measure_library.csv, row 2, column J") for s in said)
    assert any("no region has “buildings-smoke”" in s and "row 3" in s for s in said)


def test_a_folder_without_one_has_its_own_measures_only(tmp_path: Path) -> None:
    found = read_folder(example_folder(tmp_path))
    assert all("." not in measure.id for measure in found.programme.measures)
