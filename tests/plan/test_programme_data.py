import csv
import re
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinbay.plan.data import DEMO
from twinbay.plan.data.shapes import (
    Sky,
    Wind,
    solar_availability,
    solar_elevation_sine,
    typical_week,
    wind_availability,
)
from twinbay.plan.folder import read_folder
from twinbay.plan.folder.reader import PlanFolder
from twinbay.plan.measures.library import load_references, measures_for
from twinbay.plan.programme import Grade

ROOT = Path(__file__).parents[2]
EXTRACTS = ROOT.parent / "shared" / "data"
HAND_MADE = (
    "carriers",
    "direct_emissions",
    "drivers",
    "end_uses",
    "fleets",
    "joint_projects",
    "lines",
    "prices",
    "targets",
    "technologies",
)


@pytest.fixture(scope="module")
def demo() -> PlanFolder:
    return read_folder(DEMO)


def rows_of(table: str) -> list[dict[str, str]]:
    with (DEMO / f"{table}.csv").open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def keys_of_sources() -> set[str]:
    text = (DEMO.parent / "SOURCES.md").read_text(encoding="utf-8")
    table = text.split("## Keys")[1]
    keys: set[str] = set()
    for line in table.splitlines():
        if line.startswith("| `"):
            keys |= set(re.findall(r"`([^`]+)`", line.split("|")[1]))
    return keys


def test_the_worked_programme_reads_without_a_problem_or_note(demo: PlanFolder) -> None:
    assert demo.notes == ()
    programme = demo.programme
    assert [region.id for region in programme.regions] == [
        "california",
        "guangdong",
        "hongkong",
        "macao",
    ]
    assert programme.milestones == tuple(range(2025, 2061, 5))
    per_region = {r.id: 0 for r in programme.regions}
    for use in programme.end_uses:
        per_region[use.region] += 1
    assert per_region["california"] >= 30
    assert per_region["guangdong"] >= 30


def test_the_reference_page_counts_what_is_there(demo: PlanFolder) -> None:
    text = (ROOT / "docs/reference/programme-data.md").read_text(encoding="utf-8")
    said = {
        names.strip(): [int(n) for n in re.findall(r"\d+", counts)]
        for names, counts in re.findall(r"^\| ([a-z, ]+) \| (\d[\d, ]*)", text, re.MULTILINE)
    }
    programme = demo.programme
    assert said == {
        "end uses": [len(programme.end_uses)],
        "direct emissions": [len(programme.direct_emissions)],
        "technologies, fleets": [len(programme.technologies), len(programme.fleets)],
        "lines, joint projects": [len(programme.lines), len(programme.joint_projects)],
        "targets": [len(programme.targets)],
        "measures": [len(programme.measures)],
    }


@pytest.mark.parametrize("table", HAND_MADE)
def test_every_figure_names_a_source_that_is_described_or_is_an_assumption(table: str) -> None:
    known = keys_of_sources() | {"pypsa-technology-data"}
    for row in rows_of(table):
        source = row["source"]
        assert source == "assumption" or source in known, (table, row)
        if source == "assumption":
            assert row["grade"] == "D", (table, row)
        else:
            assert row["grade"] in "ABCD", (table, row)
            assert row["source_year"], (table, row)


def test_measures_are_those_of_the_library(demo: PlanFolder) -> None:
    expected = {measure.id: measure for measure in measures_for(demo.programme)}
    assert {measure.id for measure in demo.programme.measures} == set(expected)
    for measure in demo.programme.measures:
        assert measure.investment == pytest.approx(expected[measure.id].investment, rel=1e-6)
        assert measure.acts_on == expected[measure.id].acts_on
    assert {m.source for m in demo.programme.measures} <= (
        set(load_references()) | keys_of_sources() | {"assumption", "technology"}
    )


def test_electricity_of_guangdong_keeps_both_ends_and_rises(demo: PlanFolder) -> None:
    uses = [
        use
        for use in demo.programme.end_uses
        if use.region == "guangdong" and use.carrier == "electricity"
    ]
    path = [sum(use.demand[year] for use in uses) for year in demo.programme.milestones]
    assert path[0] == pytest.approx(912.1, abs=0.05)
    assert path[-1] == pytest.approx(1229.8, rel=0.04)
    assert path == sorted(path)


def test_profiles_are_whole_years_within_their_bounds(demo: PlanFolder) -> None:
    programme = demo.programme
    availabilities = {fleet.availability for fleet in programme.fleets} - {""}
    for name, profile in programme.profiles.items():
        assert len(profile) == 8760, name
        assert min(profile) >= 0.0
        if name in availabilities:
            assert max(profile) <= 1.0
            assert programme.profile_sources[name].grade is Grade.ASSUMED
    # Reported: 39,422 GWh from 18,247 MW (mean of both year ends) of Californian plants in 2023.
    assert np.mean(programme.profiles["solar-california"]) == pytest.approx(0.22, abs=0.03)
    assert np.mean(programme.profiles["solar-guangdong"]) == pytest.approx(0.135, abs=0.01)


def test_the_sun_is_highest_at_noon_and_where_the_latitude_says() -> None:
    # At the June solstice the declination is 23.45 degrees (day 172 in Cooper's formula).
    sine = solar_elevation_sine(36.0, 172)
    noon = np.sin(np.radians(90.0 - 36.0 + 23.45))
    assert sine.max() == pytest.approx(noon, abs=0.01)
    assert sine == pytest.approx(sine[::-1])
    assert sine[0] == 0.0


@given(st.floats(-60.0, 60.0), st.floats(0.0, 50.0), st.integers(1, 365))
def test_the_sun_is_never_below_the_plane_nor_above_one(
    latitude: float, tilt: float, day: int
) -> None:
    sine = solar_elevation_sine(latitude, day, tilt)
    assert ((sine >= 0.0) & (sine <= 1.0)).all()
    south = solar_elevation_sine(-latitude, (day + 182) % 365 + 1, tilt)
    assert sine == pytest.approx(south, abs=0.02)


def test_photovoltaics_follow_the_clearness() -> None:
    clear = solar_availability(36.0, 25.0, Sky((0.6,) * 12, (1.0, 0.5)))
    assert clear.shape == (12, 2, 24)
    assert clear[:, 1] == pytest.approx(clear[:, 0] * 0.5)
    assert clear[:, :, :4].max() == 0.0


def test_wind_has_its_monthly_mean_and_its_limit() -> None:
    site = Wind((0.3,) * 12, 0.2, 15.0, (1.2, 0.8))
    found = wind_availability(site)
    assert found.mean() == pytest.approx(0.3, abs=1e-9)
    assert found[0, 0].argmax() in (14, 15)
    assert wind_availability(Wind((0.9,) * 12, 0.5, 0.0, (1.5,))).max() == 0.95


def test_typical_weeks_keep_the_energy_of_weekdays_and_order_them() -> None:
    rng = np.random.default_rng(5)
    load = rng.uniform(1.0, 2.0, 8760)
    week = typical_week(load, 0)
    assert week.shape == (12, 7, 24)
    sums = week[:, :5].sum(axis=2)
    assert (np.diff(sums, axis=1) <= 1e-9).all()
    january = load.reshape(365, 24)[:31]
    saturdays = january[[5, 12, 19, 26]]
    assert week[0, 5] == pytest.approx(saturdays.mean(axis=0))


@pytest.mark.real_data
@pytest.mark.skipif(not EXTRACTS.exists(), reason="needs the shared data extracts")
def test_shipped_costs_are_those_of_the_extracts() -> None:
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        from derive_programme_data import read
    finally:
        sys.path.remove(str(ROOT / "scripts"))
    shipped = pl.read_csv(DEMO.parent / "technology_costs.csv", infer_schema_length=None)
    levels, _ = read(EXTRACTS / "technology_costs.csv", "europe")
    more, _ = read(EXTRACTS / "energy" / "technology_costs_china.csv", "china")
    values = levels | more
    assert len(shipped) == sum(len(series) for series in values.values())
    for row in shipped.iter_rows(named=True):
        found = values[row["level"], row["technology"], row["parameter"]][row["year"]]
        assert row["value"] == pytest.approx(found, rel=1e-5)
    # One by hand: EUR 300/kW of photovoltaics in China 2030 are CNY 2,500 and so USD 348.
    one = shipped.filter(
        (pl.col("technology") == "solar")
        & (pl.col("level") == "china")
        & (pl.col("parameter") == "investment")
        & (pl.col("year") == 2030)
    )
    assert one["value_cny"].item() == pytest.approx(2500.0, rel=1e-4)
    assert one["value"].item() == pytest.approx(2500.0 / 7.19, rel=1e-4)
