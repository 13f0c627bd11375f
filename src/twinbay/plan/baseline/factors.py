"""Emission factors of burning: the defaults of the 2006 IPCC Guidelines.

Source: 2006 IPCC Guidelines for National Greenhouse Gas Inventories, volume 2 (Energy), tables 2.2
(energy industries), 2.3 (manufacturing), 2.4 (commercial), 2.5 (residential, agriculture), 3.2.1
and 3.2.2 (road), 3.5.2 and 3.5.3 (ships), 3.6.4 and 3.6.5 (aviation). kg of gas per TJ of net
calorific value, default values (not the bounds of their uncertainty).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from twinbay.plan.programme import Sector

TJ_PER_GWH = 3.6
"""Exact: 1 kWh is 3.6 MJ."""

CARBON_DIOXIDE: Mapping[str, float] = MappingProxyType(
    {
        "anthracite": 98_300.0,
        "coking coal": 94_600.0,
        "other bituminous coal": 94_600.0,
        "sub-bituminous coal": 96_100.0,
        "lignite": 101_000.0,
        "coke oven coke": 107_000.0,
        "natural gas": 56_100.0,
        "refinery gas": 57_600.0,
        "motor gasoline": 69_300.0,
        "gas/diesel oil": 74_100.0,
        "jet kerosene": 71_500.0,
        "other kerosene": 71_900.0,
        "residual fuel oil": 77_400.0,
        "liquefied petroleum gases": 63_100.0,
        "petroleum coke": 97_500.0,
        "municipal wastes (non-biomass)": 91_700.0,
        "wood": 112_000.0,
        "biogas": 54_600.0,
    }
)
"""kg CO2/TJ, the same in every sector."""

CLASSES: Mapping[str, str] = MappingProxyType(
    {
        "anthracite": "solid",
        "coking coal": "solid",
        "other bituminous coal": "solid",
        "sub-bituminous coal": "solid",
        "lignite": "solid",
        "coke oven coke": "solid",
        "natural gas": "gas",
        "refinery gas": "gas",
        "motor gasoline": "liquid",
        "gas/diesel oil": "liquid",
        "jet kerosene": "liquid",
        "other kerosene": "liquid",
        "residual fuel oil": "liquid",
        "liquefied petroleum gases": "lpg",
        "petroleum coke": "liquid",
        "municipal wastes (non-biomass)": "biomass",
        "wood": "biomass",
        "biogas": "gas",
    }
)
"""Class of a fuel in the tables of CH4 and N2O."""

_STATIONARY: Mapping[tuple[str, Sector], tuple[float, float]] = {
    ("solid", Sector.POWER): (1.0, 1.5),
    ("solid", Sector.INDUSTRY): (10.0, 1.5),
    ("solid", Sector.BUILDINGS): (300.0, 1.5),
    ("solid", Sector.AGRICULTURE): (300.0, 1.5),
    ("liquid", Sector.POWER): (3.0, 0.6),
    ("liquid", Sector.INDUSTRY): (3.0, 0.6),
    ("liquid", Sector.BUILDINGS): (10.0, 0.6),
    ("liquid", Sector.AGRICULTURE): (10.0, 0.6),
    ("lpg", Sector.POWER): (1.0, 0.1),
    ("lpg", Sector.INDUSTRY): (1.0, 0.1),
    ("lpg", Sector.BUILDINGS): (5.0, 0.1),
    ("lpg", Sector.AGRICULTURE): (5.0, 0.1),
    ("gas", Sector.POWER): (1.0, 0.1),
    ("gas", Sector.INDUSTRY): (1.0, 0.1),
    ("gas", Sector.BUILDINGS): (5.0, 0.1),
    ("gas", Sector.AGRICULTURE): (5.0, 0.1),
    ("biomass", Sector.POWER): (30.0, 4.0),
    ("biomass", Sector.INDUSTRY): (30.0, 4.0),
    ("biomass", Sector.BUILDINGS): (300.0, 4.0),
    ("biomass", Sector.AGRICULTURE): (300.0, 4.0),
}
"""(CH4, N2O) kg/TJ by class and sector; residential coal and wood stand for buildings."""

_MOBILE: Mapping[str, tuple[float, float]] = {
    "motor gasoline": (25.0, 8.0),
    "gas/diesel oil": (3.9, 3.9),
    "natural gas": (92.0, 3.0),
    "liquefied petroleum gases": (62.0, 0.2),
    "jet kerosene": (0.5, 2.0),
    "residual fuel oil": (7.0, 2.0),
}
"""(CH4, N2O) kg/TJ: road (petrol with oxidation catalyst, diesel, gas, LPG), aircraft, ships."""


@dataclass(frozen=True, slots=True)
class Factor:
    """kg of each gas per kWh of net calorific value."""

    carbon_dioxide: float
    methane: float
    nitrous_oxide: float

    def emissions(self) -> dict[str, float]:
        """Return the factor as ``Carrier.emissions`` wants it."""
        return {"CO2": self.carbon_dioxide, "CH4": self.methane, "N2O": self.nitrous_oxide}


def default_factor(fuel: str, sector: Sector, *, biogenic: float = 0.0) -> Factor:
    """Return the IPCC default of a fuel burned in a sector.

    Arguments:
        fuel: a fuel of ``CARBON_DIOXIDE``.
        sector: where it is burned; ``TRANSPORT`` takes the factors of engines, ``WASTE`` those of
            the energy industries.
        biogenic: share (0 to 1) of the carbon that is biogenic, whose CO2 is not counted.

    Raises:
        KeyError: the fuel, or the fuel in an engine, is not in the tables.
    """
    if sector is Sector.TRANSPORT:
        methane, nitrous_oxide = _MOBILE[fuel]
    else:
        where = Sector.POWER if sector is Sector.WASTE else sector
        methane, nitrous_oxide = _STATIONARY[CLASSES[fuel], where]
    per_kwh = TJ_PER_GWH * 1e-6
    return Factor(
        CARBON_DIOXIDE[fuel] * (1.0 - biogenic) * per_kwh,
        methane * per_kwh,
        nitrous_oxide * per_kwh,
    )
