"""What drives emissions: population, affluence, intensity, structure, carbon.

The Kaya identity by sector and carrier (Kaya 1990; Ang 2005), decomposed by LMDI-I:
``C = sum_sc P * G/P * E/G * E_sc/E * C_sc/E_sc`` with population P, gross domestic product G and
energy E; where activities of the sectors are known, energy intensity is split in two:
``C = sum_sc P * G/P * A_s/G * E_s/A_s * E_sc/E_s * C_sc/E_sc``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from twinbay.errors import ConfigurationError
from twinbay.plan.baseline.balance import ELECTRICITY
from twinbay.plan.baseline.decomposition import Array, Decomposition, decompose
from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.programme import Programme

Key = tuple[str, str]
"""Sector and carrier."""

WITHOUT_ACTIVITY = ("population", "affluence", "intensity", "structure", "carbon")
"""Structure is here the mix of sectors and carriers in final energy."""
WITH_ACTIVITY = ("population", "affluence", "structure", "intensity", "mix", "carbon")
"""Structure is the activity of the sectors per GDP, mix that of carriers within a sector."""


@dataclass(frozen=True, slots=True)
class Situation:
    """A region in a year.

    Attributes:
        population: million persons.
        gdp: million USD.
        energy: TWh of final energy by sector and carrier.
        emissions: Mt CO2e by sector and carrier, electricity with what its making emitted.
        activity: of each sector, in any unit (value added, t of cement, passenger km); empty where
            it is not known.
    """

    population: float
    gdp: float
    energy: Mapping[Key, float]
    emissions: Mapping[Key, float]
    activity: Mapping[str, float] = field(default_factory=dict)


def decompose_emissions(start: Situation, end: Situation) -> Decomposition:
    """Return what each driver contributed to the change of energy-related emissions.

    Raises:
        ConfigurationError: population or GDP is not positive, emissions come from a sector and
            carrier without energy, or a sector has energy but no activity.
    """
    keys = sorted({*start.energy, *start.emissions, *end.energy, *end.emissions})
    active = bool(start.activity and end.activity)
    names = WITH_ACTIVITY if active else WITHOUT_ACTIVITY
    shape = _with_activity if active else _without_activity
    for situation in (start, end):
        _check(situation, keys, active)
    return decompose(names, shape(start, keys), shape(end, keys))


def situation(programme: Programme, pathway: Pathway, region: str, year: int) -> Situation:
    """Return the situation of a region in a year of a pathway.

    Electricity carries the emissions of the region's power sector, imports from outside included,
    in equal measure for every kWh of final use. Emissions that no use of energy explains
    (direct emissions) are left out.
    """
    own = next(one for one in programme.regions if one.id == region)
    here = (pl.col("region") == region) & (pl.col("year") == year)
    rows = pathway.energy.filter(here).group_by("sector", "carrier").agg(pl.col("final_twh").sum())
    energy = {(s, c): twh for s, c, twh in rows.iter_rows() if twh > 0.0}
    direct = {emission.id for emission in programme.direct_emissions}
    emitted: dict[Key, float] = {}
    power = 0.0
    for row in pathway.emissions.filter(here).iter_rows(named=True):
        if row["origin"] in direct:
            continue
        if row["sector"] == "power":
            power += row["mt_co2e"]
        else:
            key = (row["sector"], row["origin"])
            emitted[key] = emitted.get(key, 0.0) + row["mt_co2e"]
    electricity = sum(twh for (_, carrier), twh in energy.items() if carrier == ELECTRICITY)
    for (sector, carrier), twh in energy.items():
        if carrier == ELECTRICITY:
            emitted[sector, carrier] = power * twh / electricity
    kept = {key: max(mt, 0.0) for key, mt in emitted.items() if key in energy}
    return Situation(own.population[year], own.gdp[year], energy, kept)


def _check(situation: Situation, keys: list[Key], active: bool) -> None:
    where = "drivers"
    if situation.population <= 0.0 or situation.gdp <= 0.0:
        raise ConfigurationError(
            "population and GDP have to be positive",
            where=where,
            remedy="Give both for each year that is compared.",
        )
    for sector, carrier in keys:
        key = (sector, carrier)
        if situation.emissions.get(key, 0.0) > 0.0 and situation.energy.get(key, 0.0) <= 0.0:
            raise ConfigurationError(
                f"{sector} emits with {carrier} but uses none of it",
                where=where,
                remedy="Correct the energy, or count the emission among the direct emissions.",
            )
        if active and situation.energy.get(key, 0.0) > 0.0 >= situation.activity.get(sector, 0.0):
            raise ConfigurationError(
                f"{sector} uses energy but has no activity",
                where=where,
                remedy="Give the activity of every sector that uses energy, or of none.",
            )


def _ratio(above: Array, below: Array) -> Array:
    """Return the quotient, 0 where nothing is divided."""
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0.0)


def _columns(situation: Situation, keys: list[Key]) -> tuple[Array, Array]:
    energy = np.array([situation.energy.get(key, 0.0) for key in keys])
    emitted = np.array([situation.emissions.get(key, 0.0) for key in keys])
    return energy, emitted


def _without_activity(situation: Situation, keys: list[Key]) -> Array:
    energy, emitted = _columns(situation, keys)
    total = energy.sum()
    every = np.ones(len(keys))
    return np.column_stack(
        [
            every * situation.population,
            every * situation.gdp / situation.population,
            every * total / situation.gdp,
            _ratio(energy, every * total),
            _ratio(emitted, energy),
        ]
    )


def _with_activity(situation: Situation, keys: list[Key]) -> Array:
    energy, emitted = _columns(situation, keys)
    sectors = [sector for sector, _ in keys]
    activity = np.array([situation.activity.get(sector, 0.0) for sector in sectors])
    totals = {s: sum(e for t, e in zip(sectors, energy, strict=True) if t == s) for s in sectors}
    of_sector = np.array([totals[sector] for sector in sectors])
    every = np.ones(len(keys))
    return np.column_stack(
        [
            every * situation.population,
            every * situation.gdp / situation.population,
            activity / situation.gdp,
            _ratio(of_sector, activity),
            _ratio(energy, of_sector),
            _ratio(emitted, energy),
        ]
    )
