"""What is wrong with a programme folder is named by file, row and column, all at once."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.plan.folders import as_workbook, edit, example_folder, problems, put
from twinbay.errors import SourceError
from twinbay.plan.folder import read_folder
from twinbay.plan.folder.references import circles
from twinbay.plan.problems import Problem


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return example_folder(tmp_path / "plan")


def only(found: tuple[Problem, ...]) -> Problem:
    assert len(found) == 1, [f"{p.place}: {p.problem}" for p in found]
    return found[0]


@pytest.mark.parametrize(
    ("table", "record", "heading", "value", "said", "hint"),
    [
        ("end_uses", "east-industry-coal", "2030", "410,000", "a head", "GWh: that would be 410"),
        ("end_uses", "east-industry-coal", "2030", "410000000", "a head", "MWh: that would be"),
        ("end_uses", "east-industry-coal", "2030", "-3", "-3 TWh is negative", ""),
        ("direct_emissions", "east-cement", "2025", "60000000", "kg a head", "it looks like t"),
        (
            "fleets",
            "east/coal_power",
            "existing 2025",
            "75000",
            "kW a head",
            "MW: that would be 75",
        ),
        (
            "measures",
            "west-insulation",
            "potential 2035",
            "25",
            "most that is plausible",
            "percent",
        ),
        ("measures", "west-insulation", "lifetime", "0", "is below 1", ""),
        ("technologies", "solar", "investment 2025", "800000", "above 60,000", "USD per MW"),
        ("prices", "west/gas", "2025", "20000", "above 2,000", "USD/GWh"),
        (
            "measures",
            "west-insulation",
            "payers",
            "households 0.7; government 0.2",
            "add up to 0.9",
            "",
        ),
        ("measures", "west-insulation", "kind", "burn", "is not one of: save (节约)", ""),
        ("end_uses", "east-industry-coal", "sector", "mining", "is not one of: industry", ""),
        ("end_uses", "east-industry-coal", "carrier", "", "the cell is empty", ""),
        ("end_uses", "east-industry-coal", "carrier", "cole", "no “cole” in carriers", ""),
        ("fleets", "east/coal_power", "existing 2030", "much", "“much” is not a number", ""),
        ("fleets", "east/coal_power", "existing 2030", "3,5", "has a decimal comma", ""),
        ("targets", "cap-2035", "year", "2033", "2033 is no milestone", ""),
        ("measures", "west-heat-pumps", "interactions", "overlaps x 0.2", "is not overlap", ""),
        ("measures", "west-heat-pumps", "interactions", "overlap nothing 0.2", "no “nothing”", ""),
    ],
)
def test_a_wrong_cell_is_named(
    folder: Path, table: str, record: str, heading: str, value: str, said: str, hint: str
) -> None:
    row, column = put(folder, table, record, heading, value)
    found = only(problems(folder))
    assert said in found.problem
    assert hint in found.problem + found.remedy
    assert found.place == f"{table}.csv, row {row}, column {column} “{heading}”"


def test_every_problem_of_every_file_is_said_at_once(folder: Path) -> None:
    put(folder, "end_uses", "east-industry-coal", "2030", "x")
    put(folder, "measures", "west-insulation", "uptake", "-0.1")
    put(folder, "targets", "cap-2035", "value", "")
    put(folder, "fleets", "west/wind", "technology", "windmill")
    assert {p.place.split(",")[0] for p in problems(folder)} == {
        "end_uses.csv",
        "measures.csv",
        "targets.csv",
        "fleets.csv",
    }


def test_a_likely_name_is_suggested(folder: Path) -> None:
    put(folder, "fleets", "west/wind", "technology", "wint")
    assert only(problems(folder)).remedy == "Did you mean “wind”?"


def test_a_missing_year_is_named_once(folder: Path) -> None:
    def without_2030(rows: list[list[str]]) -> None:
        position = rows[0].index("2030")
        for row in rows:
            del row[position]

    edit(folder, "end_uses", without_2030)
    found = only(problems(folder))
    assert found.problem == "the year 2030 is missing"
    assert found.place == "end_uses.csv, row 1"


def test_a_year_missing_in_one_row_is_named_there(folder: Path) -> None:
    row, column = put(folder, "end_uses", "east-industry-coal", "2030", "")
    found = only(problems(folder))
    assert found.problem == "the value for 2030 is missing"
    assert found.place == f"end_uses.csv, row {row}, column {column} “2030”"


def test_an_implausible_number_can_be_accepted(folder: Path) -> None:
    put(folder, "end_uses", "east-industry-coal", "2030", "410000")
    key = "end_uses/east-industry-coal/demand"
    assert key in only(problems(folder)).remedy
    header = folder / "programme.toml"
    text = header.read_text(encoding="utf-8").replace("accept = []", f'accept = ["{key}"]')
    header.write_text(text, encoding="utf-8")
    use = next(u for u in read_folder(folder).programme.end_uses if u.id == "east-industry-coal")
    assert use.demand[2030] == 410_000


def test_measures_that_require_each_other_in_a_circle(folder: Path) -> None:
    put(folder, "measures", "west-heat-pumps", "interactions", "requires west-insulation 0.5")
    put(folder, "measures", "west-insulation", "interactions", "requires west-heat-pumps 0.5")
    found = only(problems(folder))
    assert "west-heat-pumps → west-insulation → west-heat-pumps" in found.problem
    assert found.place.startswith("measures.csv, row ")


def test_circles_are_found_wherever_the_walk_begins() -> None:
    needs = {"a": ["b"], "b": ["c", "d"], "c": ["a"], "d": ["d"], "e": ["b", "outside"]}
    assert {frozenset(circle) for circle in circles(needs)} == {
        frozenset({"a", "b", "c"}),
        frozenset({"d"}),
    }


def merged(book: Workbook, path: Path, area: str) -> None:
    book["measures"].merge_cells(area)
    book.save(path / "programme.xlsx")


def test_merged_numbers_are_refused_with_sheet_and_range(folder: Path) -> None:
    book = as_workbook(folder, ("measures",))
    headings = [cell.value for cell in book["measures"][1]]
    letter = book["measures"].cell(1, headings.index("uptake") + 1).column_letter
    merged(book, folder, f"{letter}2:{letter}3")
    found = problems(folder)
    assert [p.place for p in found] == [
        f"programme.xlsx › measures, row {row}, column {letter} “uptake”" for row in (2, 3)
    ]
    assert f"the cells {letter}2:{letter}3 are merged" in found[0].problem


def test_merged_words_count_in_every_row_and_are_noted(folder: Path) -> None:
    book = as_workbook(folder, ("measures",))
    headings = [cell.value for cell in book["measures"][1]]
    letter = book["measures"].cell(1, headings.index("group") + 1).column_letter
    merged(book, folder, f"{letter}2:{letter}4")
    read = read_folder(folder)
    assert [m.group for m in read.programme.measures[:3]] == ["motors"] * 3
    assert {note.place for note in read.notes} == {
        f"programme.xlsx › measures, row {row}, column {letter} “group”" for row in (2, 3, 4)
    }


def test_two_records_of_one_name_are_refused_and_a_repeated_row_is_noted(folder: Path) -> None:
    edit(folder, "targets", lambda rows: rows.append(list(rows[1])))
    assert "repeats row 2 exactly" in read_folder(folder).notes[0].problem
    put_value = rows_value(folder)
    assert put_value
    found = only(problems(folder))
    assert "“cap-2035” is used twice: also in row 2" in found.problem


def rows_value(folder: Path) -> bool:
    def change(rows: list[list[str]]) -> None:
        rows[-1][rows[0].index("value")] = "700"

    edit(folder, "targets", change)
    return True


def test_unknown_headings_and_files_are_noted_not_lost_silently(folder: Path) -> None:
    edit(folder, "targets", lambda rows: [row.append("x") for row in rows] and None)
    (folder / "wishes.csv").write_text("id\n1\n")
    said = {(note.place, note.problem) for note in read_folder(folder).notes}
    assert ("wishes.csv", "no table has this name; it was not read") in said
    assert any("the heading is not known" in problem for _, problem in said)


def test_a_unit_that_is_not_known_lists_those_that_are(folder: Path) -> None:
    def barrels(rows: list[list[str]]) -> None:
        for position, row in enumerate(rows):
            row.append("unit" if position == 0 else "barrel")

    edit(folder, "end_uses", barrels)
    assert "“barrel” is not one of: twh, gwh" in problems(folder)[0].problem


def test_profiles_that_make_no_year_are_named(folder: Path) -> None:
    path = folder / "profiles/profiles.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    path.write_text("\n".join(lines[:-1]))
    said = [p for p in problems(folder) if p.record == "profile"]
    assert said[0].problem == "it has 8,759 hours instead of 8,760"
    assert said[0].place == "profiles/profiles.csv"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("discount_rate = 0.05", "discount_rate = 5", "5 is not between 0 and 0.5"),
        ("milestones = [2025, 2030, 2035]", "milestones = [2025, 2035]", "five years apart"),
        ('gwp = "AR6"', 'gwp = "AR7"', "neither AR6 nor AR5"),
        ('foresight = "perfect"', 'foresight = "clear"', "neither perfect nor myopic"),
        ("integer = false", "integer = 2", "neither true nor false"),
    ],
)
def test_the_header_is_checked(folder: Path, old: str, new: str, said: str) -> None:
    header = folder / "programme.toml"
    text = header.read_text(encoding="utf-8")
    assert old in text
    header.write_text(text.replace(old, new), encoding="utf-8")
    assert any(said in p.problem and p.place == "programme.toml" for p in problems(folder))


def test_a_header_that_is_no_toml_says_where(folder: Path) -> None:
    (folder / "programme.toml").write_text("id = \n")
    with pytest.raises(SourceError, match="line 1"):
        read_folder(folder)
