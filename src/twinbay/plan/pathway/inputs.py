"""A programme as arrays over its regions, fleets, measures and milestones."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twinbay.plan.baseline.gases import warming_potential
from twinbay.plan.measure import Measure, MeasureKind
from twinbay.plan.pathway.linear import Floats
from twinbay.plan.programme import (
    Carrier,
    DirectEmission,
    EndUse,
    Fleet,
    JointProject,
    Line,
    Programme,
    Region,
    Series,
    Technology,
    TechnologyKind,
)

Integers = NDArray[np.int64]
ELECTRICITY = "electricity"

HOURS_OF_EXISTING_STORAGE = 4.0
"""Hours of energy that a storage which already stands is taken to hold when its technology leaves
the ratio to the optimisation."""


@dataclass(frozen=True, slots=True)
class Milestones:
    """The milestone years and what each stands for.

    Attributes:
        years: in ascending order.
        span: years up to each milestone in which its additions are built; the first takes the
            span of the second (5 when there is only one).
        weight: present value, at the first milestone, of 1 paid in each of the years that a
            milestone stands for: those from it to the next one, the last taking as many as the
            one before it.
        present: whether the first milestone is the present, to which nothing is added (it is
            when there are several).
    """

    years: Integers
    span: Floats
    weight: Floats
    present: bool

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.years)

    def alive(self, lifetime: float) -> NDArray[np.bool_]:
        """Return whether what was added up to one milestone (row) stands at another (column)."""
        age = self.years[None, :] - self.years[:, None]
        return (age >= 0) & (age < lifetime)

    def read(self, series: Series) -> Floats:
        """Return a series as an array."""
        return np.array([series[int(year)] for year in self.years], np.float64)


def read_milestones(years: Iterable[int], rate: float) -> Milestones:
    """Return the milestones of a programme whose discount rate a year is ``rate``."""
    at = np.asarray(tuple(years), np.int64)
    gaps = np.diff(at) if len(at) > 1 else np.array([5])
    length = np.append(gaps, gaps[-1]) if len(at) > 1 else gaps
    span = np.insert(gaps, 0, gaps[0]) if len(at) > 1 else gaps
    weight = [
        sum((1 + rate) ** -float(year - at[0] + passed) for passed in range(int(many)))
        for year, many in zip(at, length, strict=True)
    ]
    return Milestones(at, span.astype(np.float64), np.array(weight), len(at) > 1)


def annuity_factor(rate: float, lifetime: float) -> float:
    """Return what is paid a year, over ``lifetime`` years, for each unit invested."""
    return rate / (1 - (1 + rate) ** -lifetime) if rate else 1 / lifetime


@dataclass(frozen=True, slots=True)
class Acting:
    """A measure beside what it acts on.

    Attributes:
        amount: TWh (kt) a year of that at each milestone; ``potential`` a share of it.
        profile: hourly shape of the electricity that it adds.
        carrier, sector: of what it acts on (no carrier for a direct emission).
        warming: kg CO2e per kg of the gas, for a direct emission.
    """

    measure: Measure
    region: int
    amount: Floats
    potential: Floats
    profile: str
    carrier: str
    sector: str
    warming: float


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the blocks of the optimisation are built from.

    Attributes:
        rate: discount rate a year.
        fleets, technologies: beside each other, one row of each array for each.
        fleet_region: position of each fleet's region; ``investment`` million USD per GW by fleet
            and milestone, with the regional factor, before learning.
        energy_investment: million USD per GWh.
        acting: measures that are variables (all but supply).
        finals: final energy that is balanced on its own: region, carrier and, for electricity,
            hourly shape.
        carriers: the region and carrier pairs, electricity apart, balanced over the year.
        warming: kg CO2e per kWh burned of each carrier; ``carbon`` its CO2 alone.
    """

    programme: Programme
    milestones: Milestones
    rate: float
    regions: tuple[Region, ...]
    fleets: tuple[Fleet, ...]
    technologies: tuple[Technology, ...]
    fleet_region: Integers
    existing: Floats
    potential: Floats
    investment: Floats
    energy_investment: Floats
    lines: tuple[Line, ...]
    line_ends: Integers
    joint: tuple[JointProject, ...]
    acting: tuple[Acting, ...]
    end_uses: tuple[EndUse, ...]
    direct: tuple[DirectEmission, ...]
    finals: tuple[tuple[int, str, str], ...]
    carriers: tuple[tuple[int, str], ...]
    warming: Mapping[str, float]
    carbon: Mapping[str, float]

    def carrier(self, carrier_id: str) -> Carrier:
        """Return a carrier by its id."""
        return next(c for c in self.programme.carriers if c.id == carrier_id)

    def region_number(self, region_id: str) -> int:
        """Return the position of a region."""
        return next(n for n, region in enumerate(self.regions) if region.id == region_id)

    def profile_of(self, use: EndUse) -> str:
        """Return the hourly shape of an end use's electricity."""
        return use.profile or self.regions[self.region_number(use.region)].demand_profile


def read_inputs(programme: Programme) -> Inputs:
    """Return a programme as arrays."""
    milestones = read_milestones(programme.milestones, programme.money.discount_rate)
    numbers = {region.id: number for number, region in enumerate(programme.regions)}
    technology_of = {technology.id: technology for technology in programme.technologies}
    fleets = programme.fleets
    technologies = tuple(technology_of[fleet.technology] for fleet in fleets)
    read = milestones.read
    existing = _stack([read(fleet.existing) for fleet in fleets], milestones.count)
    factor = np.array([fleet.cost_factor for fleet in fleets]).reshape(-1, 1)
    energy = [
        read(t.energy_investment) if t.energy_investment else np.zeros(milestones.count)
        for t in technologies
    ]
    acting = tuple(_acting(programme, milestones, numbers))
    ends = [[numbers[line.start], numbers[line.end]] for line in programme.lines]
    warming = {
        c.id: sum(
            amount * warming_potential(programme.gwp, gas) for gas, amount in c.emissions.items()
        )
        for c in programme.carriers
    }
    return Inputs(
        programme=programme,
        milestones=milestones,
        rate=programme.money.discount_rate,
        regions=programme.regions,
        fleets=fleets,
        technologies=technologies,
        fleet_region=np.array([numbers[fleet.region] for fleet in fleets], np.int64),
        existing=existing,
        potential=np.maximum(
            _stack([read(fleet.potential) for fleet in fleets], milestones.count), existing
        ),
        investment=_stack([read(t.investment) for t in technologies], milestones.count) * factor,
        energy_investment=_stack(energy, milestones.count) * factor,
        lines=programme.lines,
        line_ends=np.array(ends, np.int64).reshape(-1, 2),
        joint=programme.joint_projects,
        acting=acting,
        end_uses=programme.end_uses,
        direct=programme.direct_emissions,
        finals=_finals(programme, numbers, acting),
        carriers=_carriers(programme, numbers, acting),
        warming=warming,
        carbon={c.id: c.emissions.get("CO2", 0.0) for c in programme.carriers},
    )


def _stack(rows: list[Floats], width: int) -> Floats:
    return np.array(rows, np.float64).reshape(-1, width)


def _acting(
    programme: Programme, milestones: Milestones, numbers: Mapping[str, int]
) -> Iterable[Acting]:
    uses = {use.id: use for use in programme.end_uses}
    direct = {emission.id: emission for emission in programme.direct_emissions}
    for measure in programme.measures:
        if measure.kind is MeasureKind.SUPPLY:
            continue
        region = numbers[measure.region]
        home = programme.regions[region]
        potential = milestones.read(measure.potential)
        if measure.kind is MeasureKind.ABATE:
            emission = direct[measure.acts_on]
            yield Acting(
                measure,
                region,
                milestones.read(emission.amount),
                potential,
                home.demand_profile,
                "",
                str(emission.sector),
                warming_potential(programme.gwp, emission.gas),
            )
        else:
            use = uses[measure.acts_on]
            yield Acting(
                measure,
                region,
                milestones.read(use.demand),
                potential,
                use.profile or home.demand_profile,
                use.carrier,
                str(use.sector),
                0.0,
            )


def _finals(
    programme: Programme, numbers: Mapping[str, int], acting: tuple[Acting, ...]
) -> tuple[tuple[int, str, str], ...]:
    """Return region, carrier and shape of all final energy; the shape only for electricity."""
    found: dict[tuple[int, str, str], None] = {}
    for use in programme.end_uses:
        region = numbers[use.region]
        shape = use.profile or programme.regions[region].demand_profile
        found[(region, use.carrier, shape if use.carrier == ELECTRICITY else "")] = None
    for one in acting:
        for carrier in one.measure.adds:
            shape = one.profile if carrier == ELECTRICITY else ""
            found[(one.region, carrier, shape)] = None
    return tuple(found)


def _carriers(
    programme: Programme, numbers: Mapping[str, int], acting: tuple[Acting, ...]
) -> tuple[tuple[int, str], ...]:
    technology_of = {technology.id: technology for technology in programme.technologies}
    found: dict[tuple[int, str], None] = {}
    for region, carrier, _ in _finals(programme, numbers, acting):
        found[(region, carrier)] = None
    for fleet in programme.fleets:
        technology = technology_of[fleet.technology]
        if technology.kind is not TechnologyKind.STORAGE:
            for carrier in (technology.fuel, technology.output):
                found[(numbers[fleet.region], carrier)] = None
    for line in programme.lines:
        for region_id in (line.start, line.end):
            found[(numbers[region_id], line.carrier)] = None
    return tuple(pair for pair in found if pair[1] not in ("", ELECTRICITY))
