"""Near-optimal alternatives: within the slack, as far apart as it goes, and what they share."""

import polars as pl
import pytest

from tests.plan.pathway_cases import two_regions, without_learning
from tests.plan.pathway_figures import capacity
from twinbay.plan.pathway import NearOptimal, alternatives, solve
from twinbay.plan.pathway_tables import Pathway

SLACK = 0.02
GROUPS = {"sun": ["solar"], "gas": ["gas"]}


@pytest.fixture(scope="module")
def pathway() -> Pathway:
    return solve(without_learning(two_regions()))


@pytest.fixture(scope="module")
def found(pathway: Pathway) -> NearOptimal:
    return alternatives(without_learning(two_regions()), pathway, SLACK, groups=GROUPS)


def test_alternatives_stay_within_the_slack_and_differ(
    found: NearOptimal, pathway: Pathway
) -> None:
    assert len(found.alternatives) == 4
    assert found.least_cost == pytest.approx(pathway.present_cost, rel=1e-6)
    most = found.least_cost * (1 + SLACK)
    costs = [one.present_cost for one in found.alternatives]
    assert all(cost <= most * 1.00001 for cost in costs)
    assert max(costs) == pytest.approx(most, rel=1e-4)  # what may be spent is spent
    table = found.ranges()
    for group, (name,) in GROUPS.items():
        row = table.filter(pl.col("group") == group).row(0, named=True)
        assert row["optimum_gw"] == pytest.approx(capacity(pathway, name), abs=1e-3)
        assert row["least_gw"] <= row["optimum_gw"] + 1e-6
        assert row["most_gw"] >= row["optimum_gw"] - 1e-6
        assert row["most_gw"] - row["least_gw"] > 0.5


def test_what_is_held_is_in_the_optimum_and_every_alternative(found: NearOptimal) -> None:
    held = found.held()
    pathways = (found, *found.alternatives)
    for item, year, optimum, least, most in (
        held.filter(pl.col("kind") == "technology")
        .select("item", "year", "optimum", "least", "most")
        .iter_rows()
    ):
        here = (pl.col("technology") == item) & (pl.col("year") == year)
        each = [one.capacity.filter(here)["capacity_gw"].sum() for one in pathways]
        assert (optimum, least, most) == pytest.approx((each[0], min(each), max(each)))
    for item, year, optimum, least, most in (
        held.filter(pl.col("kind") == "measure")
        .select("item", "year", "optimum", "least", "most")
        .iter_rows()
    ):
        here = (pl.col("measure") == item) & (pl.col("year") == year)
        each = [one.measures.filter(here)["units"].sum() for one in pathways]
        assert (optimum, least, most) == pytest.approx((each[0], min(each), max(each)))
    assert set(found.capacity["technology"]) | set(found.measures["measure"]) == set(held["item"])
    ends = found.ranges().filter(pl.col("group") == "sun").row(0, named=True)
    solar = held.filter(pl.col("item") == "solar").sort("year").row(-1, named=True)
    assert (solar["least"], solar["most"]) == pytest.approx((ends["least_gw"], ends["most_gw"]))
