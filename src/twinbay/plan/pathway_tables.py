"""The tables that a solved pathway consists of: one computation, so that all of them agree."""

from dataclasses import dataclass

import polars as pl

CAPACITY = pl.Schema(
    {
        "region": pl.String,
        "technology": pl.String,
        "year": pl.Int32,
        "capacity_gw": pl.Float64,
        "new_gw": pl.Float64,
        "retired_gw": pl.Float64,
        "energy_gwh": pl.Float64,
    }
)
"""Capacity standing at each milestone, added since the one before, retired early since it;
``energy_gwh`` is what a storage holds. A line is listed under its id with region empty."""

GENERATION = pl.Schema(
    {
        "region": pl.String,
        "technology": pl.String,
        "year": pl.Int32,
        "output_twh": pl.Float64,
        "fuel": pl.String,
        "fuel_twh": pl.Float64,
        "curtailed_twh": pl.Float64,
    }
)
"""A storage's output is its discharge and its fuel_twh its charge (fuel ``electricity``)."""

DISPATCH = pl.Schema(
    {
        "region": pl.String,
        "item": pl.String,
        "year": pl.Int32,
        "period": pl.Int32,
        "hour": pl.Int32,
        "weight": pl.Float64,
        "power_gw": pl.Float64,
    }
)
"""Hourly: technologies and imports positive, charging and exports negative, ``demand`` as is,
``unserved`` never hidden. ``weight`` is how many hours of the year the hour stands for."""

TRADE = pl.Schema(
    {"line": pl.String, "start": pl.String, "end": pl.String, "year": pl.Int32, "twh": pl.Float64}
)
"""Sent from start to end, before losses; a row for each direction. ``outside`` is a start too."""

ENERGY = pl.Schema(
    {
        "region": pl.String,
        "sector": pl.String,
        "end_use": pl.String,
        "carrier": pl.String,
        "year": pl.Int32,
        "reference_twh": pl.Float64,
        "saved_twh": pl.Float64,
        "switched_twh": pl.Float64,
        "added_twh": pl.Float64,
        "final_twh": pl.Float64,
    }
)
"""final = reference - saved - switched + added; added is what measures put on another carrier
(rows with an empty end_use)."""

MEASURES = pl.Schema(
    {
        "region": pl.String,
        "measure": pl.String,
        "year": pl.Int32,
        "level": pl.Float64,
        "share": pl.Float64,
        "new_level": pl.Float64,
        "units": pl.Float64,
        "energy_saved_twh": pl.Float64,
        "abated_mt": pl.Float64,
        "investment": pl.Float64,
        "cost": pl.Float64,
    }
)
"""``level`` TWh (kt) reached; ``share`` of what it acts on; ``units`` in the measure's unit;
``abated_mt`` at the point of use (fuel and direct emissions, without the power sector)."""

EMISSIONS = pl.Schema(
    {
        "region": pl.String,
        "sector": pl.String,
        "scope": pl.Int32,
        "gas": pl.String,
        "origin": pl.String,
        "year": pl.Int32,
        "kt": pl.Float64,
        "mt_co2e": pl.Float64,
    }
)
"""Scope 1 by gas and origin (carrier or direct emission); scope 2 for imported electricity.
Captured CO2 is already taken off."""

COSTS = pl.Schema(
    {
        "region": pl.String,
        "year": pl.Int32,
        "kind": pl.String,
        "item": pl.String,
        "payer": pl.String,
        "million_usd": pl.Float64,
    }
)
"""kind: ``investment`` (the whole of what is spent in the five years up to the milestone),
``annuity``, ``fixed``, ``variable``, ``fuel``, ``import``, ``carbon``, ``retirement``, ``trade``
(each a year at the milestone). Trade between regions adds up to zero."""

TARGETS = pl.Schema(
    {
        "target": pl.String,
        "region": pl.String,
        "kind": pl.String,
        "year": pl.Int32,
        "limit": pl.Float64,
        "value": pl.Float64,
        "met": pl.Boolean,
        "shadow_price": pl.Float64,
    }
)
"""``shadow_price``: fall of the present cost (million USD) per unit of slackening the limit."""

PRICES = pl.Schema(
    {
        "region": pl.String,
        "carrier": pl.String,
        "year": pl.Int32,
        "period": pl.Int32,
        "hour": pl.Int32,
        "usd_per_mwh": pl.Float64,
    }
)
"""The dual of the hourly balance, undiscounted."""

INDICATORS = pl.Schema(
    {
        "region": pl.String,
        "indicator": pl.String,
        "year": pl.Int32,
        "value": pl.Float64,
        "unit": pl.String,
    }
)
"""``emissions``, ``emissions_intensity``, ``energy_intensity``, ``non_fossil_power``,
``non_fossil_energy``, ``air_pollution``, ``jobs``, ``final_energy``, ``electricity_demand``,
``peak_demand``; region empty for all together."""


@dataclass(frozen=True, slots=True)
class Pathway:
    """A least-cost pathway.

    Attributes:
        programme: id of the programme; ``scenario`` the name it was solved under.
        present_cost: million USD of the price year, discounted to the first milestone, over the
            whole horizon.
        region_costs: the same for each region, after trade; adds up to ``present_cost``.
        status: ``optimal``, or what the solver said.
        seconds_building, seconds_solving: of wall clock.
        capacity ... indicators: tables of the schemas above.
        learning_rounds: optimisations solved until unit costs and what is built agreed;
            ``learning_change`` what was left between the two, as a share of the investment.
    """

    programme: str
    scenario: str
    present_cost: float
    region_costs: dict[str, float]
    status: str
    seconds_building: float
    seconds_solving: float
    capacity: pl.DataFrame
    generation: pl.DataFrame
    dispatch: pl.DataFrame
    trade: pl.DataFrame
    energy: pl.DataFrame
    measures: pl.DataFrame
    emissions: pl.DataFrame
    costs: pl.DataFrame
    targets: pl.DataFrame
    prices: pl.DataFrame
    indicators: pl.DataFrame
    learning_rounds: int = 1
    learning_change: float = 0.0
