from pathlib import Path

import pytest

from twinbay.plan.baseline import reference_balance
from twinbay.plan.baseline.activities import SHIPPED, intensities, read_activities
from twinbay.plan.data import DEMO
from twinbay.plan.folder import read_folder
from twinbay.plan.problems import ProgrammeError
from twinbay.plan.programme import Grade


def test_shipped_activities_name_their_sources() -> None:
    activities = read_activities()
    text = (DEMO.parent / "SOURCES.md").read_text(encoding="utf-8")
    assert {activity.region for activity in activities} == {
        "california",
        "guangdong",
        "hongkong",
        "macao",
    }
    for activity in activities:
        source = activity.provenance.source
        assert source == "assumption" or f"`{source}`" in text, activity
        assert (source == "assumption") == (activity.provenance.grade is Grade.ASSUMED), activity


def test_energy_per_unit_of_the_worked_programme_is_plausible() -> None:
    balance = reference_balance(read_folder(DEMO).programme, 2025)
    found = intensities(read_activities(), balance)
    per_unit = {
        (region, activity): kwh
        for region, activity, kwh in found.select("region", "activity", "kwh_per_unit").iter_rows()
    }
    # A petrol car uses some 6 to 15 MWh a year, a clinker kiln 0.6 to 1 kWh a kg of cement.
    for region in ("california", "guangdong", "hongkong", "macao"):
        assert 5_000 < per_unit[region, "vehicles"] < 16_000
    for region in ("california", "guangdong"):
        assert 0.6 < per_unit[region, "cement"] < 1.2
        assert 10 < per_unit[region, "floor-area"] < 40
    assert ("guangdong", "new-vehicles-electric") not in per_unit


def test_energy_per_unit_by_hand() -> None:
    activity = next(a for a in read_activities() if (a.region, a.activity) == ("macao", "vehicles"))
    balance = reference_balance(read_folder(DEMO).programme, 2025)
    found = intensities([activity], balance)
    assert found["twh"].item() == pytest.approx(1.05)
    assert found["kwh_per_unit"].item() == pytest.approx(1.05e9 / 116_000)


@pytest.mark.parametrize(
    ("column", "cell"), [("value", "-1"), ("value", "many"), ("year", ""), ("grade", "E")]
)
def test_wrong_rows_are_named_all_at_once(tmp_path: Path, column: str, cell: str) -> None:
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()
    headings = lines[0].split(",")
    first = lines[2].split(",")
    first[headings.index(column)] = cell
    path = tmp_path / "activities.csv"
    path.write_text("\n".join([lines[0], ",".join(first), ",".join(first)]), encoding="utf-8")
    with pytest.raises(ProgrammeError) as caught:
        read_activities(path)
    assert [problem.field for problem in caught.value.problems] == [column, column]
    assert caught.value.problems[1].place == "activities.csv, row 3"
