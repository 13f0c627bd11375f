"""A programme folder: what is read is what was written, in whatever form it was saved."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.plan.example_measures import YEARS
from tests.plan.folders import as_workbook, edit, example_folder, put, rows_of
from tests.plan.plan_examples import small_programme
from twinbay.errors import SourceError
from twinbay.plan.folder import PlanFolder, Scenario, apply, read_folder, write_folder
from twinbay.plan.folder.profiles import expanded, shifted
from twinbay.plan.folder.scenarios import Change
from twinbay.plan.folder.writer import folder_texts
from twinbay.plan.measure import Interaction, InteractionKind
from twinbay.plan.programme import Names

amounts = st.floats(0, 1e3, allow_nan=False, allow_subnormal=False)
texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")), min_size=1
).filter(lambda text: not text.startswith(("'", "#")))


def test_reading_what_was_written_gives_an_equal_programme(tmp_path: Path) -> None:
    programme = small_programme()
    write_folder(tmp_path, PlanFolder(programme))
    read = read_folder(tmp_path)
    assert read.programme == programme
    assert read.notes == ()
    assert folder_texts(read) == folder_texts(PlanFolder(programme))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    demand=st.lists(amounts, min_size=3, max_size=3),
    share=st.floats(0, 1),
    name=texts,
    zh=texts,
)
def test_any_numbers_and_names_survive(
    tmp_path_factory: pytest.TempPathFactory,
    demand: list[float],
    share: float,
    name: str,
    zh: str,
) -> None:
    folder = tmp_path_factory.mktemp("plan")
    programme = small_programme()
    use = replace(
        programme.end_uses[5], demand=dict(zip(YEARS, demand, strict=True)), names=Names(name, zh)
    )
    needed = replace(
        programme.measures[0],
        interactions=(Interaction(InteractionKind.REQUIRES, "west-insulation", share),),
        payers={"enterprises": share, "government": 1 - share},
    )
    programme = replace(
        programme,
        names=Names(name, zh),
        end_uses=(*programme.end_uses[:5], use, *programme.end_uses[6:]),
        measures=(needed, *programme.measures[1:]),
        profiles={"demand": programme.profiles["demand"], **programme.profiles},
    )
    write_folder(folder, PlanFolder(programme))
    assert read_folder(folder).programme == programme


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "big5hkscs"])
def test_every_usual_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    example_folder(tmp_path)
    for file in tmp_path.glob("*.csv"):
        text = file.read_text(encoding="utf-8-sig")
        if encoding == "big5hkscs":
            text = text.replace("电", "電").replace("东", "東").replace("联", "聯")
            text = text.encode("big5hkscs", errors="ignore").decode("big5hkscs")
        file.write_bytes(text.encode(encoding))
    name = read_folder(tmp_path).programme.regions[0].names.zh
    assert name == "西岸"


def test_a_workbook_is_read_as_the_csv_files_are(tmp_path: Path) -> None:
    example_folder(tmp_path)
    as_workbook(tmp_path, ("end_uses", "measures", "fleets")).save(tmp_path / "programme.xlsx")
    assert read_folder(tmp_path).programme == small_programme()


def test_headings_are_understood_in_chinese_and_both(tmp_path: Path) -> None:
    example_folder(tmp_path)

    def chinese(rows: list[list[str]]) -> None:
        known = {"id": "编号", "region": "区域", "sector": "部门 sector", "carrier": "能源品种"}
        rows[0] = [known.get(heading, heading) for heading in rows[0]]
        rows[0] = [f"{heading} 年" if heading in ("2030",) else heading for heading in rows[0]]
        for row in rows[1:]:
            row[2] = {"industry": "工业", "buildings": "建筑"}.get(row[2], row[2])
        rows.insert(0, ["# the demand, as agreed", "", ""])

    edit(tmp_path, "end_uses", chinese)
    assert read_folder(tmp_path).programme == small_programme()


def test_units_named_in_a_row_are_converted(tmp_path: Path) -> None:
    example_folder(tmp_path)

    def gigawatt_hours(rows: list[list[str]]) -> None:
        rows[0].append("unit")
        years = [i for i, heading in enumerate(rows[0]) if heading.isdigit()]
        for row in rows[1:]:
            row.append("GWh" if row[0] == "east-industry-coal" else "")
            if row[-1]:
                for i in years:
                    row[i] = f"{float(row[i]) * 1000:,.0f}"

    edit(tmp_path, "end_uses", gigawatt_hours)
    read = {use.id: use for use in read_folder(tmp_path).programme.end_uses}
    assert read["east-industry-coal"].demand == pytest.approx({2025: 420, 2030: 410, 2035: 400})


def test_full_width_digits_percentages_and_thousands(tmp_path: Path) -> None:
    example_folder(tmp_path)
    put(tmp_path, "measures", "west-insulation", "uptake", "４%")
    put(tmp_path, "joint_projects", "pump-procurement", "fixed_investment", "1,250.5")
    read = read_folder(tmp_path).programme
    assert next(m for m in read.measures if m.id == "west-insulation").uptake == 0.04
    assert read.joint_projects[0].fixed_investment == 1250.5


def test_a_name_that_looks_like_a_formula_stays_a_name(tmp_path: Path) -> None:
    programme = replace(small_programme(), names=Names('=HYPERLINK("x")', "+1"))
    use = replace(programme.end_uses[0], names=Names("=1+1", "@SUM(A1)"))
    programme = replace(programme, end_uses=(use, *programme.end_uses[1:]))
    write_folder(tmp_path, PlanFolder(programme))
    assert "'=1+1" in (tmp_path / "end_uses.csv").read_text(encoding="utf-8")
    assert read_folder(tmp_path).programme == programme


def test_remarks_and_sources_beside_rows_are_kept(tmp_path: Path) -> None:
    example_folder(tmp_path)

    def remark(rows: list[list[str]]) -> None:
        rows[0] += ["note", "source", "source_year", "grade"]
        for row in rows[1:]:
            row += ["preliminary", "yearbook", "2023", "A"] if row[1] == "gdp" else [""] * 4

    edit(tmp_path, "drivers", remark)
    again = tmp_path / "again"
    again.mkdir()
    write_folder(again, read_folder(tmp_path))
    read = read_folder(again)
    assert read.remarks == {"drivers/west/gdp": "preliminary", "drivers/east/gdp": "preliminary"}
    assert read.sources["drivers/west/gdp"].source == "yearbook"


def test_typical_days_become_a_year() -> None:
    days = {month: [[float(month)] * 24, [100.0 + month] * 24] for month in range(1, 13)}
    year = expanded(days)
    assert len(year) == 8_760
    assert [year[24 * day] for day in (0, 1, 2, 30, 31, 32)] == [1, 101, 1, 1, 2, 102]


def test_local_time_is_shifted_to_the_common_clock() -> None:
    local = [float(hour) for hour in range(8_760)]
    # 08:00 in Beijing (UTC+8) is 00:00 on the common clock
    assert shifted(local, 8)[0] == 8
    assert shifted(local, -8)[8] == 0


def test_typical_days_are_read_from_a_file_with_its_clock(tmp_path: Path) -> None:
    example_folder(tmp_path)
    lines = ["month,hour,demand"]
    lines += [f"{m},{h},{m * 100 + h}" for m in range(1, 13) for h in range(24)]
    (tmp_path / "profiles/demand.csv").write_text("\n".join(lines))
    edit_profiles(tmp_path, "demand")
    (tmp_path / "profiles/sources.csv").write_text(
        "profile,source,source_year,grade,utc_offset\ndemand,grid operator,2023,B,8\n"
    )
    read = read_folder(tmp_path).programme
    assert read.profiles["demand"][:2] == (108.0, 109.0)
    assert read.profile_sources["demand"].year == 2023


def edit_profiles(folder: Path, without: str) -> None:
    path = folder / "profiles/profiles.csv"
    rows = [line.split(",") for line in path.read_text(encoding="utf-8-sig").splitlines()]
    position = rows[0].index(without)
    path.write_text("\n".join(",".join(r[:position] + r[position + 1 :]) for r in rows))


def test_a_scenario_changes_what_it_says(tmp_path: Path) -> None:
    example_folder(tmp_path)
    (tmp_path / "scenarios.csv").write_text(
        "scenario,table,record,field,year,change,value\n"
        "cheap,fleets,*/solar,build_limit,2030,multiply,2\n"
        "cheap,regions,west,prices.gas,,add,10\n"
        "cheap,targets,east-clean,,,remove,\n"
        "cheap,settings,,foresight,,set,myopic\n"
    )
    folder = read_folder(tmp_path)
    changed = apply(folder.programme, folder.scenarios[0])
    solar = next(f for f in changed.fleets if f.technology == "solar")
    assert solar.build_limit == {2025: 20.0, 2030: 40.0, 2035: 40.0}
    assert changed.regions[0].prices["gas"][2025] == 30.0
    assert [target.id for target in changed.targets] == ["cap-2035"]
    assert changed.settings.foresight == "myopic"
    assert changed.regions[1] == folder.programme.regions[1]
    again = tmp_path / "again"
    again.mkdir()
    write_folder(again, folder)
    assert read_folder(again).scenarios == folder.scenarios


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Change("planets", "*", "mass", None, "set", "1"), "no table “planets”"),
        (Change("fleets", "north/solar", "potential", None, "set", "1"), "no record of fleets"),
        (Change("fleets", "*", "colour", None, "set", "1"), "no column “colour”"),
        (Change("fleets", "*", "potential", 2090, "set", "1"), "no milestone from 2090"),
        (Change("fleets", "*", "cost_factor", 2030, "set", "1"), "not given by year"),
        (Change("fleets", "*", "potential", None, "set", "much"), "“much” is not a number"),
    ],
)
def test_a_change_that_does_not_fit_is_refused(change: Change, said: str) -> None:
    scenario = Scenario("odd", Names("Odd", "异常"), (change,))
    with pytest.raises(ValueError, match=said):
        apply(small_programme(), scenario)


def test_a_missing_folder_or_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such folder") as gone:
        read_folder(tmp_path / "nowhere")
    assert "twinbay plan new" in gone.value.remedy
    with pytest.raises(SourceError, match=r"no programme\.toml"):
        read_folder(tmp_path)


def test_rows_of_the_example_are_what_the_reference_describes(tmp_path: Path) -> None:
    example_folder(tmp_path)
    assert rows_of(tmp_path, "prices")[0][:3] == ["region", "carrier", "price"]
