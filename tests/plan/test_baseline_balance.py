from dataclasses import replace

import polars as pl
import pytest

from tests.plan.plan_examples import small_programme
from twinbay.errors import ConfigurationError
from twinbay.plan.baseline import (
    Situation,
    check_against_pathway,
    check_balance,
    check_inventory,
    decompose_emissions,
    energy_balance,
    grid_factor,
    inventory,
    reference_balance,
    remaining_direct,
    situation,
    totals,
)
from twinbay.plan.baseline.balance import BALANCE, by_sector
from twinbay.plan.baseline.inventory import by_family
from twinbay.plan.pathway import solve
from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.programme import Programme


@pytest.fixture(scope="module")
def programme() -> Programme:
    small = small_programme()
    return replace(small, settings=replace(small.settings, representative_days=2))


@pytest.fixture(scope="module")
def pathway(programme: Programme) -> Pathway:
    return solve(programme)


def test_supply_equals_demand_of_every_carrier_in_every_year(
    programme: Programme, pathway: Pathway
) -> None:
    for year in programme.milestones:
        balance = energy_balance(programme, pathway, year)
        assert check_balance(balance) == ()
        assert set(balance["carrier"]) == {"electricity", "gas", "coal", "oil"}


def test_an_imbalance_is_named(programme: Programme, pathway: Pathway) -> None:
    balance = energy_balance(programme, pathway, programme.milestones[0])
    wrong = balance.with_columns(
        pl.when((pl.col("carrier") == "electricity") & (pl.col("flow") == "import"))
        .then(pl.col("twh") + 1.0)
        .otherwise("twh")
        .alias("twh")
    )
    problems = check_balance(wrong)
    assert {problem.field for problem in problems} == {"electricity"}
    assert "is not the demand" in problems[0].problem


def test_the_baseline_keeps_the_figures_and_their_sources(
    programme: Programme, pathway: Pathway
) -> None:
    first = programme.milestones[0]
    reference = reference_balance(programme, first)
    final = energy_balance(programme, pathway, first).filter(pl.col("flow") == "final")
    both = final.join(reference, on=["region", "item"], suffix="_reference")
    assert len(both) == len(programme.end_uses)
    # In the first year nothing has been saved yet.
    assert (both["twh"] - both["twh_reference"]).abs().max() == pytest.approx(0.0, abs=1e-9)
    assert both["source"].to_list() == both["source_reference"].to_list()


def test_final_use_by_sector_is_the_demand(programme: Programme) -> None:
    table = by_sector(reference_balance(programme, programme.milestones[0]))
    total = table.select(pl.exclude("region", "year", "sector")).to_numpy().sum()
    first = programme.milestones[0]
    assert total == pytest.approx(sum(use.demand[first] for use in programme.end_uses))


def test_inventory_is_activity_times_factor_and_agrees_with_the_pathway(
    programme: Programme, pathway: Pathway
) -> None:
    for year in programme.milestones:
        balance = energy_balance(programme, pathway, year)
        rows = inventory(programme, balance, year, remaining_direct(pathway, year))
        assert check_inventory(rows) == ()
        assert check_against_pathway(rows, pathway.emissions) == ()


def test_a_wrong_emission_is_named(programme: Programme, pathway: Pathway) -> None:
    year = programme.milestones[0]
    rows = inventory(programme, energy_balance(programme, pathway, year), year)
    wrong = rows.with_columns(
        pl.when(pl.col("origin") == "west-landfills").then(pl.col("kt") * 2).otherwise("kt"),
        pl.when(pl.col("origin") == "west-landfills")
        .then(pl.col("mt_co2e") * 2)
        .otherwise("mt_co2e"),
    )
    assert [problem.field for problem in check_inventory(wrong)] == ["west-landfills CH4"]
    assert [p.field for p in check_against_pathway(wrong, pathway.emissions)] == ["scope 1"]


def test_assessment_report_is_selectable(programme: Programme, pathway: Pathway) -> None:
    year = programme.milestones[0]
    balance = energy_balance(programme, pathway, year)
    older = inventory(replace(programme, gwp="AR5"), balance, year)
    landfill = older.filter(pl.col("origin") == "west-landfills")
    assert landfill["mt_co2e"].item() == pytest.approx(landfill["kt"].item() * 28.0 / 1000.0)


def hand_balance() -> pl.DataFrame:
    """West burns 100 TWh of gas for 57 TWh, imports 13 from outside and sends 20 to the east."""
    rows = [
        ("west", "transformation", "gas_power", "gas", -100.0),
        ("west", "production", "gas_power", "electricity", 57.0),
        ("west", "import", "outside", "electricity", 13.0),
        ("west", "trade", "tie", "electricity", -20.0),
        ("east", "trade", "tie", "electricity", 20.0 * (1 - 0.03)),
    ]
    return pl.DataFrame(
        [(r, 2025, f, "power", i, c, t, "hand", None, "A") for r, f, i, c, t in rows],
        schema=BALANCE,
        orient="row",
    )


def test_scopes_of_imported_and_traded_electricity_by_hand(programme: Programme) -> None:
    balance = hand_balance()
    rows = inventory(programme, balance, 2025).filter(pl.col("sector") == "power")
    gas = 100.0 * (0.20196 + 3.6e-6 * 27.9)
    outside = 13.0 * 0.3
    assert grid_factor(rows, balance, "west", 2025) == pytest.approx((gas + outside) / 70.0)
    west, east = (totals(rows, balance, region, 2025) for region in ("west", "east"))
    assert west.territorial == pytest.approx(gas)
    assert west.imported == pytest.approx(outside)
    # The fifty TWh kept of seventy carry their part of the plants; exports leave with the rest.
    assert west.basic == pytest.approx(gas * 50.0 / 70.0 + outside)
    assert east.territorial == 0.0
    assert east.imported == pytest.approx(20.0 * (gas + outside) / 70.0)
    joint = rows.filter("joint")
    assert joint["mt_co2e"].sum() == pytest.approx(gas + outside)


def test_families_add_up(programme: Programme, pathway: Pathway) -> None:
    year = programme.milestones[0]
    rows = inventory(programme, energy_balance(programme, pathway, year), year)
    families = by_family(rows)
    assert families["mt_co2e"].sum() == pytest.approx(rows["mt_co2e"].sum())
    assert {"CO2", "CH4"} <= set(families["family"])


def test_drivers_explain_the_whole_change(programme: Programme, pathway: Pathway) -> None:
    first, last = programme.milestones[0], programme.milestones[-1]
    for region in programme.regions:
        start = situation(programme, pathway, region.id, first)
        end = situation(programme, pathway, region.id, last)
        found = decompose_emissions(start, end)
        assert found.start == pytest.approx(sum(start.emissions.values()))
        assert found.residual == pytest.approx(0.0, abs=1e-9)
        assert found.additive["population"] > 0.0
        assert found.additive["affluence"] > 0.0


def test_drivers_with_activities_by_hand() -> None:
    start = Situation(
        10.0,
        100.0,
        {("industry", "coal"): 50.0, ("buildings", "gas"): 20.0},
        {("industry", "coal"): 17.0, ("buildings", "gas"): 4.0},
        {"industry": 40.0, "buildings": 60.0},
    )
    end = replace(
        start, population=20.0, gdp=200.0, activity={"industry": 80.0, "buildings": 120.0}
    )
    found = decompose_emissions(start, end)
    # Twice the people with the same energy: population doubles, intensity halves.
    assert found.multiplicative["population"] == pytest.approx(2.0)
    assert found.multiplicative["intensity"] == pytest.approx(0.5)
    assert found.multiplicative["affluence"] == pytest.approx(1.0)
    assert found.multiplicative["structure"] == pytest.approx(1.0)


def test_drivers_name_what_is_missing() -> None:
    fine = Situation(1.0, 1.0, {("industry", "gas"): 1.0}, {("industry", "gas"): 0.2})
    with pytest.raises(ConfigurationError, match="positive"):
        decompose_emissions(fine, replace(fine, gdp=0.0))
    with pytest.raises(ConfigurationError, match="uses none"):
        decompose_emissions(fine, replace(fine, energy={}))
    with pytest.raises(ConfigurationError, match="no activity"):
        decompose_emissions(
            replace(fine, activity={"industry": 1.0}), replace(fine, activity={"waste": 1.0})
        )
