"""``twinbay plan`` from outside: folders in, documents out, nothing half-written."""

import json
import runpy
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from openpyxl import load_workbook

from tests.plan.folders import example_folder, put
from twinbay.cli import plan_solving
from twinbay.cli.main import main
from twinbay.cli.plan_reporting import frozen_subject
from twinbay.plan.folder import read_folder
from twinbay.plan.results import content_hash, read_results
from twinbay.plan.results.extras import read_extras


@pytest.fixture(autouse=True)
def no_lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWINBAY_HOME", str(tmp_path / "home"))


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a folder that has been solved once, with two scenarios."""
    folder = example_folder(tmp_path_factory.mktemp("plan") / "shores")
    (folder / "scenarios.csv").write_text(
        "scenario,table,record,field,year,change,value\n"
        "cheap-sun,technologies,solar,investment,,multiply,0.5\n"
        "tight,targets,cap-2035,value,,set,1\n",
        encoding="utf-8",
    )
    assert main(["plan", "solve", str(folder), "--no-charts"]) == 0
    yield folder


def files(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def said(capsys: pytest.CaptureFixture[str]) -> object:
    return json.loads(capsys.readouterr().out)


def test_a_new_folder_explains_itself_and_passes_once_filled(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "green"
    assert main(["plan", "new", str(target)]) == 0
    assert {"programme.toml", "regions.csv", "measures.csv", "delivery.csv"} <= files(target)
    text = (target / "end_uses.csv").read_text(encoding="utf-8-sig")
    assert "id 编号" in text and "2030" in text and "# Short and unique" in text
    capsys.readouterr()
    assert main(["plan", "check", str(target)]) == 1
    assert "there is none" in capsys.readouterr().err
    assert main(["plan", "new", str(target)]) == 1
    assert "exists already" in capsys.readouterr().err


def test_a_copy_of_a_folder_holds_its_tables_but_not_its_results(
    solved: Path, tmp_path: Path
) -> None:
    target = tmp_path / "copy"
    assert main(["plan", "new", str(target), "--from", str(solved)]) == 0
    assert read_folder(target).programme == read_folder(solved).programme
    assert not (target / "results").exists()


def test_the_worked_programme_is_a_sound_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "bays"
    assert main(["plan", "new", str(target), "--from", "demo"]) == 0
    capsys.readouterr()
    assert main(["plan", "check", str(target), "--json"]) == 0
    assert said(capsys)["problems"] == []  # type: ignore[index,call-overload]
    clocks = {"california": -8, "guangdong": 8, "hongkong": 8, "macao": 8}
    assert read_folder(target).clocks == clocks


ROOT = Path(__file__).parents[2]


def test_the_worked_programme_cites_every_source_that_it_names() -> None:
    script = runpy.run_path(str(ROOT / "scripts/write_demo_references.py"))
    shipped = ROOT / "src/twinbay/plan/data/demo/references.csv"
    assert shipped.read_text(encoding="utf-8") == script["text"](), (
        "run scripts/write_demo_references.py"
    )


def test_what_ships_beside_the_worked_programme_is_of_its_tables() -> None:
    demo = ROOT / "src/twinbay/plan/data/demo"
    extras = read_extras(demo / "extras", content_hash(read_folder(demo)))
    assert extras.stale == (), "run scripts/make_demo_extras.py"


def test_the_reference_of_the_folder_is_what_the_code_reads() -> None:
    script = runpy.run_path(str(ROOT / "scripts/make_programme_reference.py"))
    page = (ROOT / "docs/reference/programme-folder.md").read_text(encoding="utf-8")
    assert page == script["reference"](), "run scripts/make_programme_reference.py"


def test_check_says_all_problems_as_json_and_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = example_folder(tmp_path / "plan")
    row, column = put(folder, "end_uses", "east-industry-coal", "2030", "410000")
    put(folder, "measures", "west-insulation", "uptake", "-1")
    assert main(["plan", "check", str(folder), "--json"]) == 1
    found = said(capsys)["problems"]  # type: ignore[index,call-overload]
    assert {p["place"].split(",")[0] for p in found} == {"end_uses.csv", "measures.csv"}
    assert main(["plan", "check", str(folder)]) == 1
    message = capsys.readouterr().err
    assert f"end_uses.csv, row {row}, column {column} “2030”" in message
    assert "it looks like GWh" in message
    assert "Traceback" not in message


def test_results_hold_every_table_three_times_over(solved: Path) -> None:
    results = solved / "results" / "reference"
    names = files(results)
    assert {"results.json", "results.xlsx", "parquet/capacity.parquet"} <= names
    book = load_workbook(results / "results.xlsx", read_only=True)
    sheet = book["Measures 措施"]
    rows = list(sheet.iter_rows(values_only=True))
    table = pl.read_parquet(results / "parquet" / "measures.parquet")
    assert list(rows[0]) == table.columns
    assert [row[3] for row in rows[1:]] == pytest.approx(table["level"].to_list())
    again = pl.read_csv(results / "csv" / "measures.csv")
    assert again["abated_mt"].to_list() == pytest.approx(table["abated_mt"].to_list())


def test_results_know_which_tables_they_are_of(solved: Path) -> None:
    kept = read_results(solved / "results" / "reference")
    assert kept.content == content_hash(read_folder(solved))


def test_a_report_is_written_from_kept_results_with_keys_for_its_numbers(
    solved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    out = tmp_path / "paper"
    arguments = ["plan", "report", str(solved), "--out", str(out), "--language", "en", "--json"]
    assert main([*arguments, "--format", "docx", "html"]) == 0
    assert {"programme.en.docx", "programme.en.html", "figures.json"} <= files(out)
    assert {"charts/capacity.en.png", "charts/sankey.en.svg"} <= files(out)
    figures = json.loads((out / "figures.json").read_text(encoding="utf-8"))["figures"]
    assert len(figures) == said(capsys)["figures"]  # type: ignore[index,call-overload]


def test_a_frozen_version_gives_the_same_report_whatever_becomes_of_the_tables(
    solved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "plan"
    assert main(["plan", "new", str(folder), "--from", str(solved)]) == 0
    clock = folder / "profiles" / "sources.csv"
    text = clock.read_text(encoding="utf-8").replace("year,grade", "year,grade,utc_offset")
    clock.write_text(text.replace("demand,assumption,,D", "demand,assumption,,D,8"), "utf-8")
    assert main(["plan", "freeze", str(folder), "--name", "1"]) == 0
    report = ["plan", "report", str(folder), "--version", "1", "--language", "zh"]
    report += ["--format", "docx", "html", "--out"]
    assert main([*report, str(tmp_path / "first")]) == 0
    frozen = frozen_subject(folder / "versions" / "1")
    assert frozen.plan.clocks == read_folder(folder).clocks == {"west": 8, "east": 8}
    put(folder, "end_uses", "east-industry-coal", "2030", "333")
    assert main([*report, str(tmp_path / "second")]) == 0
    one, two = files(tmp_path / "first"), files(tmp_path / "second")
    assert one == two
    for name in one:
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes()
    capsys.readouterr()
    assert main(["plan", "freeze", str(folder), "--name", "1"]) == 1
    assert "versions are never changed" in capsys.readouterr().err
    changed = folder / "versions" / "1" / "programme" / "targets.csv"
    changed.write_text(changed.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert main([*report, str(tmp_path / "third")]) == 1
    assert "changed after it was frozen" in capsys.readouterr().err
    assert not (tmp_path / "third").exists()


def test_scenarios_stand_side_by_side_and_impossible_ones_are_named(
    solved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    out = tmp_path / "compared"
    assert main(["plan", "compare", str(solved), "--out", str(out), "--json"]) == 3
    found = said(capsys)
    costs = next(r for r in found["figures"] if r["figure"] == "Present cost")  # type: ignore[index,call-overload]
    assert costs["cheap-sun"] < costs["Reference"]
    assert "misses by" in found["impossible"]["tight"]  # type: ignore[index,call-overload]
    assert {"comparison.csv", "comparison.xlsx", "comparison.zh.svg"} <= files(out)


def test_an_unknown_scenario_names_those_there_are(
    solved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plan", "solve", str(solved), "--scenario", "slow", "--no-charts"]) == 1
    assert "Known are: reference, cheap-sun, tight" in capsys.readouterr().err


def test_interrupting_leaves_the_earlier_results_in_use(
    solved: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {name: (solved / name).read_bytes() for name in files(solved)}

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(plan_solving, "write_results", interrupted)
    assert main(["plan", "solve", str(solved), "--no-charts"]) == 130
    assert {name: (solved / name).read_bytes() for name in files(solved)} == before
    assert "Traceback" not in capsys.readouterr().err


def test_a_folder_that_holds_something_else_is_left_alone(
    solved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    precious = tmp_path / "thesis"
    precious.mkdir()
    (precious / "chapter.txt").write_text("years of work")
    assert main(["plan", "report", str(solved), "--out", str(precious)]) == 1
    assert files(precious) == {"chapter.txt"}
    assert "holds something else" in capsys.readouterr().err


def test_actuals_that_drift_are_said_in_both_languages(
    solved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "plan"
    assert main(["plan", "new", str(folder), "--from", str(solved)]) == 0
    (folder / "actuals.csv").write_text(
        "indicator,region,year,value\nemissions,east,2026,900\n", encoding="utf-8"
    )
    capsys.readouterr()
    assert main(["plan", "track", str(folder), "--json"]) == 0
    (drift,) = said(capsys)  # type: ignore[misc]
    assert not drift["on_path"]
    assert "above the path" in drift["said"] and "高" in drift["said_zh"]


@pytest.mark.parametrize(
    "action",
    [
        "new",
        "check",
        "solve",
        "compare",
        "report",
        "freeze",
        "abatement",
        "gain",
        "uncertainty",
        "track",
        "demo",
    ],
)
def test_each_action_has_help_with_examples(
    action: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["plan", action, "--help"])
    assert left.value.code == 0
    text = capsys.readouterr().out
    assert f"twinbay plan {action}" in text.split("examples:")[1]
