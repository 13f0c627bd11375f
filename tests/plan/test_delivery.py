"""Delivery: the budget adds up, paths are straight, drift is said in words, owners are found."""

import math
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plan.pathways_by_hand import pathway
from tests.plan.plan_examples import ASSUMED, small_programme
from twinbay.plan import pathway_tables as tables
from twinbay.plan.delivery import (
    Actual,
    Assignment,
    Delivery,
    Drift,
    Promise,
    by_year_and_payer,
    drift_table,
    find_drift,
    milestone_table,
    milestones_of,
    yearly_budget,
    yearly_paths,
)
from twinbay.plan.delivery.budget import even_parts, years_up_to
from twinbay.plan.measure import MeasureKind
from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.programme import Names, Programme, Target, TargetKind
from twinbay.plan.results.delivery_tables import delivery_tables

COSTS = [
    ("west", 2030, "investment", "solar", "enterprises", 812.3),
    ("west", 2030, "investment", "solar", "government", 203.075),
    ("west", 2035, "investment", "solar", "enterprises", 0.1),
    ("east", 2030, "investment", "east-heat-pumps", "households", 17.0 / 3.0),
    ("east", 2030, "annuity", "east-heat-pumps", "households", 99.0),
]
EMISSIONS = {2025: 100.0, 2030: 80.0, 2035: 60.0}


def solved(programme: Programme) -> Pathway:
    indicators = [
        ("west", "emissions", year, value, "Mt CO2e") for year, value in EMISSIONS.items()
    ]
    indicators += [
        ("west", "non_fossil_power", year, value, "share")
        for year, value in ((2025, 0.4), (2030, 0.5), (2035, 0.7))
    ]
    indicators += [
        ("west", "jobs", year, value, "job-years")
        for year, value in ((2025, 0.0), (2030, 500.0), (2035, 1_000.0))
    ]
    pumps = [
        ("east", "east-heat-pumps", 2025, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
        ("east", "east-heat-pumps", 2030, 4.0, 0.1, 4.0, 4.0, 0.0, 0.0, 17.0 / 3.0, 0.0),
        ("east", "east-heat-pumps", 2035, 10.0, 0.25, 6.0, 10.0, 0.0, 0.0, 9.0, 0.0),
    ]
    capacity = [
        ("west", "solar", 2025, 30.0, 0.0, 0.0, 0.0),
        ("west", "solar", 2030, 40.0, 12.0, 0.0, 0.0),
        ("west", "solar", 2035, 40.0, 0.0, 0.0, 0.0),
        ("west", "gas_power", 2030, 20.0, 0.0, 0.0, 0.0),
    ]
    return replace(
        pathway(programme, 50.0),
        costs=pl.DataFrame(COSTS, schema=tables.COSTS, orient="row"),
        indicators=pl.DataFrame(indicators, schema=tables.INDICATORS, orient="row"),
        measures=pl.DataFrame(pumps, schema=tables.MEASURES, orient="row"),
        capacity=pl.DataFrame(capacity, schema=tables.CAPACITY, orient="row"),
    )


@pytest.fixture
def programme() -> Programme:
    target = Target(
        "west-2030", TargetKind.EMISSIONS, Names("", ""), 2030, 82.0, ASSUMED, region="west"
    )
    return replace(small_programme(), targets=(target,))


def drift_of(programme: Programme, *actuals: Actual) -> tuple[Drift, ...]:
    return find_drift(programme, yearly_paths(programme, solved(programme)), actuals)


def emitted(year: int, value: float) -> Actual:
    return Actual("emissions", "", "west", year, value)


def test_the_budget_adds_up_to_the_pathways_investment_exactly(programme: Programme) -> None:
    found = solved(programme)
    budget = yearly_budget(programme.milestones, found)
    spent = found.costs.filter(pl.col("kind") == "investment")
    for region, milestone, item, payer, amount in spent.select(
        "region", "year", "item", "payer", "million_usd"
    ).iter_rows():
        years = list(range(milestone - 4, milestone + 1))
        rows = budget.filter(
            (pl.col("region") == region)
            & (pl.col("item") == item)
            & (pl.col("payer") == payer)
            & pl.col("year").is_in(years)
        )
        assert rows.height == 5
        assert rows["million_usd"].sum() == amount
    wide = by_year_and_payer(budget)
    assert wide["total"].sum() == pytest.approx(spent["million_usd"].sum(), rel=1e-14)
    assert set(wide.columns) == {"year", "enterprises", "government", "households", "total"}


@given(st.floats(1e-9, 1e9), st.integers(1, 12))
def test_even_parts_sum_exactly_in_any_order(amount: float, count: int) -> None:
    parts = even_parts(amount, count)
    assert len(parts) == count
    assert sum(parts) == amount == sum(reversed(parts)) == math.fsum(parts)
    assert all(part == pytest.approx(amount / count, rel=2e-6) for part in parts)


def test_the_years_up_to_each_milestone() -> None:
    assert years_up_to((2025, 2030, 2040)) == {
        2025: (2021, 2022, 2023, 2024, 2025),
        2030: (2026, 2027, 2028, 2029, 2030),
        2040: tuple(range(2031, 2041)),
    }
    assert years_up_to((2030,)) == {2030: (2026, 2027, 2028, 2029, 2030)}


def test_paths_are_straight_between_milestones_and_sums_are_shared_out(
    programme: Programme,
) -> None:
    paths = yearly_paths(programme, solved(programme))

    def path(indicator: str, item: str = "") -> dict[int, float]:
        rows = paths.filter((pl.col("indicator") == indicator) & (pl.col("item") == item))
        return dict(zip(rows["year"], rows["value"], strict=True))

    assert path("emissions")[2027] == pytest.approx(92.0)
    assert path("emissions")[2030] == 80.0
    assert path("jobs")[2027] == pytest.approx(100.0)
    assert sum(path("jobs").values()) == pytest.approx(1_500.0)
    assert path("level", "east-heat-pumps")[2032] == pytest.approx(6.4)
    assert path("capacity", "solar")[2028] == pytest.approx(36.0)
    assert path("investment", "government")[2026] == pytest.approx(40.615)
    assert paths.filter(pl.col("item") == "east-heat-pumps")["unit"][0] == "TWh of gas replaced"


def test_what_a_supply_measure_builds_is_listed_once(programme: Programme) -> None:
    panels = replace(
        programme.measures[0],
        id="west-panels",
        base_id="panels",
        region="west",
        kind=MeasureKind.SUPPLY,
        acts_on="solar",
        unit="GW",
    )
    built = pl.DataFrame(
        [("west", "west-panels", 2030, 12.0, 0.3, 12.0, 12.0, 0.0, 0.0, 900.0, 0.0)],
        schema=tables.MEASURES,
        orient="row",
    )
    base = solved(programme)
    pathway_with = replace(base, measures=pl.concat([base.measures, built]))
    owner = Assignment("west-panels", "", Names("Solar office", "光伏办公室"))
    found = milestones_of(
        replace(programme, measures=(*programme.measures, panels)),
        pathway_with,
        Delivery(assignments=(owner,)),
    )
    assert [(one.item, one.owner.en) for one in found if one.region == "west"] == [
        ("solar", "Solar office")
    ]


def test_a_drift_is_said_with_where_the_trend_leads(programme: Programme) -> None:
    """From 100 in 2025 to 96.2 in 2027 falls 1.9 a year: 90.5 in 2030, 8.5 above the target."""
    (drift,) = drift_of(programme, emitted(2027, 96.2))
    assert drift.deviation == pytest.approx(4.2)
    assert drift.expected == pytest.approx(90.5)
    assert drift.miss == pytest.approx(8.5)
    assert drift.of_target and not drift.on_path
    assert drift.sentences.en == (
        "West Coast: 2027 emissions are 4.2 Mt CO2e above the path; "
        "on this trend the 2030 target is missed by 8.5 Mt CO2e."
    )
    assert drift.sentences.zh == (
        "西岸：2027 年温室气体排放比规划路径高 4.2 Mt CO2e；"
        "按此趋势，2030 年目标将偏离 8.5 Mt CO2e。"
    )


def test_the_trend_is_the_line_through_the_latest_actuals(programme: Programme) -> None:
    (drift,) = drift_of(programme, *(emitted(2025 + n, 100 - 5 * n) for n in range(4)))
    assert drift.slope == pytest.approx(-5.0)
    assert drift.expected == pytest.approx(75.0)
    assert drift.miss == 0.0 and drift.on_path
    assert drift.sentences.en == (
        "West Coast: 2028 emissions are 3 Mt CO2e below the path; "
        "on this trend the 2030 target is kept."
    )


def test_without_a_target_the_next_milestone_is_the_goal(programme: Programme) -> None:
    (drift,) = drift_of(programme, Actual("non_fossil_power", "", "west", 2027, 0.41))
    assert (drift.goal_year, drift.of_target) == (2030, False)
    assert drift.miss == pytest.approx(0.5 - 0.425)
    assert drift.sentences.en == (
        "West Coast: 2027 the share of non-fossil electricity is 3.0 percentage points below the "
        "path; on this trend the 2030 milestone is missed by 7.5 percentage points."
    )
    assert "3.0 个百分点" in drift.sentences.zh


def test_more_than_planned_is_no_drift_where_more_is_better(programme: Programme) -> None:
    (drift,) = drift_of(programme, Actual("level", "east-heat-pumps", "east", 2030, 4.5))
    assert drift.on_path
    assert drift.sentences.en.startswith(
        "East Delta, Heat pumps: 2030 what the measure has reached"
    )
    (jobs,) = drift_of(programme, Actual("jobs", "", "west", 2027, 60.0))
    assert not jobs.on_path and jobs.expected is None
    assert jobs.sentences.en == "West Coast: 2027 jobs are 40 job-years below the path."


def test_on_the_path_is_said_so(programme: Programme) -> None:
    (drift,) = drift_of(programme, emitted(2025, 100.0), emitted(2030, 80.2))
    assert drift.sentences.en.startswith("West Coast: 2030 emissions are on the path;")
    assert drift.goal_year == 2035


def test_the_worst_comes_first_and_unknown_years_make_only_the_trend(programme: Programme) -> None:
    found = drift_of(
        programme,
        Actual("non_fossil_power", "", "west", 2027, 0.44),
        emitted(2020, 110.0),
        emitted(2027, 120.0),
        Actual("emissions", "", "east", 2027, 1.0),
    )
    assert [d.indicator for d in found] == ["emissions", "non_fossil_power"]
    assert found[0].slope == pytest.approx(10 / 7)
    table = drift_table(found)
    assert table.height == 2
    assert table["sentence_zh"][0].startswith("西岸：2027")


def test_milestones_say_what_who_and_when(programme: Programme) -> None:
    owner = Names("Grid institute", "电网院")
    delivery = Delivery(
        assignments=(
            Assignment("heat-pumps", "", owner),
            Assignment("solar", "east", Names("Other", "其他")),
        ),
        promises=(
            Promise(
                "heat-pumps", "east", 2028, Names("Standard issued", "发布标准"), Names("", "")
            ),
        ),
        actuals=(
            Actual("level", "east-heat-pumps", "east", 2030, 4.1),
            Actual("capacity", "solar", "west", 2031, 33.0),
        ),
    )
    found = milestones_of(programme, solved(programme), delivery)
    assert [(m.year, m.item, m.promised, m.state) for m in found] == [
        (2028, "heat-pumps", True, "due"),
        (2030, "east-heat-pumps", False, "done"),
        (2030, "solar", False, "late"),
        (2035, "east-heat-pumps", False, "due"),
    ]
    promise, pumps, solar, last = found
    assert promise.owner == pumps.owner == owner
    assert solar.owner.en == "enterprises"
    assert (pumps.amount, pumps.added, pumps.share) == pytest.approx((4.0, 4.0, 0.4))
    assert (last.added, last.share) == pytest.approx((6.0, 1.0))
    assert pumps.payer == "households"
    assert solar.investment == pytest.approx(812.3 + 203.075)
    assert milestone_table(found).height == 4


def test_an_owner_for_the_region_comes_before_one_for_everywhere() -> None:
    everywhere, here = Names("Ministry", "部"), Names("Bureau", "局")
    delivery = Delivery((Assignment("m", "", everywhere), Assignment("m", "east", here)))
    assert delivery.owner(("east-m", "m"), "east") == here
    assert delivery.owner(("west-m", "m"), "west") == everywhere
    assert delivery.owner(("west-m", "x"), "west") is None
    of_group = Delivery((Assignment("motors", "east", everywhere), Assignment("m", "east", here)))
    assert of_group.owner(("east-m", "m", "motors"), "east") == here
    assert of_group.owner(("east-n", "n", "motors"), "east") == everywhere


def test_what_does_not_grow_has_no_milestone(programme: Programme) -> None:
    found = milestones_of(programme, solved(programme))
    assert {m.item for m in found} == {"east-heat-pumps", "solar"}


def test_all_tables_come_from_one_pathway(programme: Programme) -> None:
    found = solved(programme)
    tables = delivery_tables(programme, found, Delivery(actuals=(emitted(2027, 96.2),)))
    assert set(tables) == {"milestones", "budget", "budget_by_year", "paths", "drift"}
    assert tables["budget_by_year"]["total"].sum() == pytest.approx(
        tables["budget"]["million_usd"].sum()
    )
    assert "drift" not in delivery_tables(programme, found, Delivery())
