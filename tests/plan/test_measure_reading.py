"""Users' own measures: every fault is named with its cell, and the good rows are kept."""

import csv
from pathlib import Path

import pytest
from openpyxl import Workbook

from twinbay.errors import SourceError
from twinbay.plan.measures.library import load_library
from twinbay.plan.measures.reading import Reading, read_measures

HEADINGS = (
    "base_id",
    "kind",
    "group",
    "name",
    "name_zh",
    "acts_on",
    "unit",
    "potential 2030",
    "potential 2050",
    "uptake",
    "investment 2030",
    "investment 2050",
    "lifetime",
    "interactions",
    "topics",
)


def row(base_id: str, **changes: object) -> list[object]:
    values: dict[str, object] = {
        "base_id": base_id,
        "kind": "save",
        "group": "motors",
        "name": base_id.capitalize(),
        "name_zh": "措施",
        "acts_on": "industry.motors.electricity",
        "unit": "TWh saved",
        "potential 2030": 0.05,
        "potential 2050": 0.1,
        "uptake": 0.01,
        "investment 2030": 200,
        "investment 2050": 150,
        "lifetime": 12,
        "interactions": "",
        "topics": "T10278",
    }
    values.update({key.replace("_20", " 20"): value for key, value in changes.items()})
    return [values[heading] for heading in HEADINGS]


def written(folder: Path, *rows: list[object], headings: tuple[str, ...] = HEADINGS) -> Path:
    file = folder / "own.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([headings, *rows])
    return file


def said(reading: Reading) -> list[str]:
    return [f"{p.place}: {p.problem}" for p in reading.problems]


def test_good_rows_are_read(tmp_path: Path) -> None:
    reading = read_measures(written(tmp_path, row("mine"), row("other", kind="节约")))
    assert not reading.problems
    mine, other = reading.measures
    assert mine.potential == {2030: 0.05, 2050: 0.1}
    assert mine.investment == {2030: 200, 2050: 150}
    assert mine.place == "own.csv, row 2"
    assert other.kind == "save"
    assert (mine.source, mine.grade) == ("assumption", "D")


def test_every_fault_is_named_at_once_and_the_good_row_is_kept(tmp_path: Path) -> None:
    reading = read_measures(
        written(
            tmp_path,
            row("good"),
            row("negative", potential_2030=-0.05),
            row("percent", potential_2050=15),
            row("wordy", uptake="fast"),
            row("dear", investment_2030=2_000_000),
            row("stranger", interactions="overlap nobody 0.3"),
            row("self", interactions="overlap self 0.3"),
            row("topic", topics="T99999999"),
            row("empty", lifetime=""),
            row("falls", potential_2050=0.01),
        )
    )
    assert [m.base_id for m in reading.measures] == ["good"]
    faults = said(reading)
    for row_number, column, words in (
        (3, "H", "negative"),
        (4, "I", "looks like a percentage"),
        (5, "J", "not a number"),
        (6, "K", "looks like USD"),
        (7, "N", "there is no measure “nobody”"),
        (8, "N", "interacts with itself"),
        (9, "O", "no topic “T99999999”"),
        (10, "M", "empty"),
        (11, "I", "falls from 0.05 in 2030 to 0.01 in 2050"),
    ):
        place = f"own.csv, row {row_number}, column {column} "
        assert any(f.startswith(place) and words in f for f in faults), (place, words, faults)
    assert len(faults) == 9


def test_measures_that_require_each_other_in_a_circle_are_all_named(tmp_path: Path) -> None:
    reading = read_measures(
        written(
            tmp_path,
            row("a", interactions="requires b 0.5"),
            row("b", interactions="requires c 0.5"),
            row("c", interactions="requires a"),
            row("d", interactions="requires a 0.1"),
        )
    )
    assert [m.base_id for m in reading.measures] == ["d"]
    assert {p.record_id.split("/")[0] for p in reading.problems} == {"a", "b", "c"}
    assert "circle: a → b → c → a" in reading.problems[0].problem


def test_interactions_may_name_the_shipped_measures(tmp_path: Path) -> None:
    file = written(tmp_path, row("mine", interactions="overlap variable-speed-drives 0.5"))
    assert read_measures(file).problems
    assert not read_measures(file, beside=load_library()).problems


def test_a_near_name_is_suggested(tmp_path: Path) -> None:
    file = written(tmp_path, row("mine", interactions="overlap variable-speed-drive 0.5"))
    (problem,) = read_measures(file, beside=load_library()).problems
    assert problem.remedy == "Did you mean “variable-speed-drives”?"


def test_merged_cells_over_numbers_are_refused_and_over_words_are_noted(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "工业"
    for cells in (HEADINGS, row("a"), row("b"), row("c")):
        sheet.append(cells)
    sheet.merge_cells("C2:C4")
    sheet.merge_cells("M3:M4")
    file = tmp_path / "own.xlsx"
    book.save(file)
    reading = read_measures(file)
    assert [m.base_id for m in reading.measures] == ["a"]
    assert all("own.xlsx › 工业, row " in p.place for p in reading.problems)
    assert {p.record_id.split("/")[0] for p in reading.problems} == {"b", "c"}
    assert any("C2:C4" in note.problem for note in reading.notes)


def test_every_sheet_with_measures_is_read_and_others_are_passed_over(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Read me first"])
    for title, name in (("one", "a"), ("two", "b")):
        sheet = book.create_sheet(title)
        sheet.append(HEADINGS)
        sheet.append(row(name))
    file = tmp_path / "own.xlsx"
    book.save(file)
    reading = read_measures(file)
    assert [m.base_id for m in reading.measures] == ["a", "b"]
    assert not reading.problems


def test_a_missing_year_is_named(tmp_path: Path) -> None:
    reading = read_measures(written(tmp_path, row("gap", investment_2050="")))
    assert not reading.measures
    assert any("2050 is missing" in fault for fault in said(reading))


def test_a_file_without_measures_says_so(tmp_path: Path) -> None:
    file = tmp_path / "notes.csv"
    file.write_text("a,b\n1,2\n")
    with pytest.raises(SourceError, match="no table of measures"):
        read_measures(file)
