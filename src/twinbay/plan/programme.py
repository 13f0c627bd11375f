"""A joint low-carbon programme as plain values: what every part of this engine takes.

Units throughout: energy TWh (of final or primary energy, net calorific value), power GW, money
million US dollars of the programme's price year, greenhouse gases Mt CO2e unless a table says kt of
the gas itself. With them USD/kW is million USD per GW, USD/MWh million USD per TWh and kg/kWh
Mt per TWh, so that no conversion factor stands in a formula.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from twinbay.plan.measure import Measure

Series = Mapping[int, float]
"""A value for each milestone year; every milestone of the programme is present."""


@dataclass(frozen=True, slots=True)
class Names:
    """A name in both languages."""

    en: str
    zh: str


class Sector(StrEnum):
    """The sectors of a programme's tables, after GPC and IPCC 2006."""

    INDUSTRY = "industry"
    BUILDINGS = "buildings"
    TRANSPORT = "transport"
    POWER = "power"
    AGRICULTURE = "agriculture"
    WASTE = "waste"


class Grade(StrEnum):
    """How good a figure is."""

    MEASURED = "A"
    """An official statistic or a meter reading for the place and year."""
    DERIVED = "B"
    """Computed from official statistics by a stated rule."""
    ESTIMATED = "C"
    """From literature or from another place or year, adjusted."""
    ASSUMED = "D"
    """An assumption of the programme: to be agreed by its authors."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a figure comes from: key of SOURCES.md or a reference, its year, its grade."""

    source: str
    year: int | None
    grade: Grade


@dataclass(frozen=True, slots=True)
class Carrier:
    """An energy carrier.

    Attributes:
        emissions: kg of each gas (``CO2``, ``CH4``, ``N2O``) per kWh burned; empty for electricity,
            hydrogen and heat, whose emissions arise where they are made.
        air_pollution: kg of NOx equivalent per MWh burned (the air quality proxy).
        fossil: whether it counts as fossil in a non-fossil share.
        primary_factor: TWh of primary energy counted per TWh (for shares of primary energy).
    """

    id: str
    names: Names
    emissions: Mapping[str, float]
    provenance: Provenance
    air_pollution: float = 0.0
    fossil: bool = False
    primary_factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Region:
    """A region of the programme with its reference path of drivers.

    Attributes:
        population: million persons at each milestone.
        gdp: million USD of the price year at each milestone.
        prices: USD/MWh of each carrier bought from outside, by milestone.
        carbon_price: USD per t CO2e by milestone (zero where none).
        import_limit: TWh of electricity from outside the programme a year, by milestone.
        import_price: USD/MWh of that electricity, by milestone.
        import_emissions: kg CO2e/kWh of that electricity, by milestone (scope 2).
        demand_profile: name of the hourly shape of its electricity demand.
        adequacy_margin: firm capacity above peak demand that is required, as a share (0.15).
        non_fossil_imports: share (0 to 1) of electricity from outside that is non-fossil.
    """

    id: str
    names: Names
    population: Series
    gdp: Series
    prices: Mapping[str, Series]
    carbon_price: Series
    import_limit: Series
    import_price: Series
    import_emissions: Series
    demand_profile: str
    adequacy_margin: float = 0.15
    non_fossil_imports: float = 0.0


@dataclass(frozen=True, slots=True)
class EndUse:
    """Final energy of one carrier for one purpose in one region, before any measure.

    Attributes:
        demand: TWh a year at each milestone, on the reference path.
        profile: hourly shape of it; only read for electricity (empty: the region's).
    """

    id: str
    region: str
    sector: Sector
    carrier: str
    names: Names
    demand: Series
    provenance: Provenance
    profile: str = ""


@dataclass(frozen=True, slots=True)
class DirectEmission:
    """Greenhouse gas that no burning of fuel explains: process, leakage, waste, agriculture.

    Attributes:
        gas: a gas of ``twinbay.plan.baseline.gases`` (``CO2``, ``CH4``, ``HFC-134a`` ...).
        amount: kt of the gas a year at each milestone, on the reference path.
    """

    id: str
    region: str
    sector: Sector
    gas: str
    names: Names
    amount: Series
    provenance: Provenance


class TechnologyKind(StrEnum):
    """What a technology does."""

    GENERATOR = "generator"
    STORAGE = "storage"
    CONVERTER = "converter"


@dataclass(frozen=True, slots=True)
class Technology:
    """A way to make, convert or store energy.

    Attributes:
        fuel: carrier it takes (empty for wind, sun, water); ``electricity`` for an electrolyser.
        output: carrier it gives (``electricity`` or ``hydrogen``).
        efficiency: output per input; for a storage the round trip.
        investment: USD per kW of output, by milestone (before regional factor and learning).
        energy_investment: USD per kWh stored, by milestone (storages only).
        hours: fixed ratio of energy to power of a storage; None lets the optimisation choose.
        fixed_cost: share of the investment a year.
        variable_cost: USD/MWh of output, fuel not included.
        lifetime: years.
        capture: share of the fuel's CO2 that is captured and stored.
        storage_cost: USD per t CO2 captured, for transport and storage.
        capacity_credit: firm share of the capacity in the adequacy margin.
        learning_rate: fall of the investment for each doubling of cumulative capacity (0 to 1).
        learning_base: GW installed in the world at the first milestone.
        must_run: least share of available capacity that always runs.
        topics: OpenAlex topics of who can deliver it.
    """

    id: str
    kind: TechnologyKind
    names: Names
    investment: Series
    lifetime: float
    provenance: Provenance
    fuel: str = ""
    output: str = "electricity"
    efficiency: float = 1.0
    energy_investment: Series = field(default_factory=dict)
    hours: float | None = None
    fixed_cost: float = 0.02
    variable_cost: float = 0.0
    capture: float = 0.0
    storage_cost: float = 0.0
    capacity_credit: float = 1.0
    learning_rate: float = 0.0
    learning_base: float = 0.0
    must_run: float = 0.0
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fleet:
    """One technology in one region.

    Attributes:
        existing: GW still standing at each milestone if nothing is retired early.
        potential: most GW that may stand at each milestone (infinite where unlimited).
        build_limit: most GW that may be added a year.
        availability: name of an hourly profile (0 to 1); empty is always available.
        availability_factor: share of the year it can run when no profile is given.
        cost_factor: regional multiplier of investment and fixed cost.
        retirement_cost: USD per kW retired before its time.
        payers: share of the investment that each payer bears; adds up to 1.
    """

    region: str
    technology: str
    existing: Series
    potential: Series
    build_limit: Series
    provenance: Provenance
    availability: str = ""
    availability_factor: float = 1.0
    cost_factor: float = 1.0
    retirement_cost: float = 0.0
    payers: Mapping[str, float] = field(default_factory=lambda: {"enterprises": 1.0})


@dataclass(frozen=True, slots=True)
class Line:
    """A link that trades one carrier between two regions, both ways.

    Attributes:
        existing: GW at each milestone; ``potential`` the most, ``investment`` USD/kW for more.
        loss: share lost on the way.
        cooperative: new capacity needs both regions to cooperate (a joint project).
        cost_shares: who of the two regions pays for new capacity; adds up to 1.
    """

    id: str
    names: Names
    start: str
    end: str
    existing: Series
    potential: Series
    investment: Series
    lifetime: float
    provenance: Provenance
    carrier: str = "electricity"
    loss: float = 0.03
    cooperative: bool = True
    cost_shares: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JointProject:
    """A lumpy project that several regions only do together, wholly or not at all.

    Attributes:
        technology, host: what is built where; ``capacity`` its size in GW.
        earliest: first milestone at which it can run.
        cost_factor: multiplier of the host's investment (below 1 when scale or shared
            engineering saves).
        cost_shares: region to share of the investment; adds up to 1.
        measure: instead of a technology, a measure whose cost falls by ``cost_factor`` in all
            partner regions once the project is done (joint research, joint procurement).
        fixed_investment: million USD of the project itself.
    """

    id: str
    names: Names
    cost_shares: Mapping[str, float]
    earliest: int
    provenance: Provenance
    host: str = ""
    technology: str = ""
    capacity: float = 0.0
    measure: str = ""
    cost_factor: float = 1.0
    fixed_investment: float = 0.0


class TargetKind(StrEnum):
    """What a target limits."""

    EMISSIONS = "emissions"
    """Most Mt CO2e in the year."""
    EMISSIONS_INTENSITY = "emissions_intensity"
    """Most kg CO2e per USD of GDP."""
    ENERGY_INTENSITY = "energy_intensity"
    """Most kWh of final energy per USD of GDP."""
    EMISSIONS_BUDGET = "emissions_budget"
    """Most Mt CO2e from the first milestone to the year, both included."""
    NON_FOSSIL_POWER = "non_fossil_power"
    """Least share of non-fossil electricity in the region's supply."""
    NON_FOSSIL_ENERGY = "non_fossil_energy"
    """Least share of non-fossil energy in primary energy."""
    AIR_POLLUTION = "air_pollution"
    """Most kt NOx equivalent in the year."""
    INVESTMENT_BUDGET = "investment_budget"
    """Most million USD invested in the five years up to the year."""


@dataclass(frozen=True, slots=True)
class Target:
    """A limit that the pathway has to keep.

    Attributes:
        region: id of a region; empty for all regions together.
        payer: for an investment budget, whose money (empty: everybody's).
    """

    id: str
    kind: TargetKind
    names: Names
    year: int
    value: float
    provenance: Provenance
    region: str = ""
    payer: str = ""


class Foresight(StrEnum):
    """Whether all milestones are planned at once or one after the other."""

    PERFECT = "perfect"
    MYOPIC = "myopic"


@dataclass(frozen=True, slots=True)
class Settings:
    """How the pathway is computed.

    Attributes:
        representative_days: number of typical days (0 is the full year of 8,760 hours).
        foresight: perfect or myopic.
        integer: whether joint projects are done wholly or not at all (else any share).
        shared_learning: whether what one region builds lowers the cost for the others.
        learning_partners: groups of regions that learn from each other; empty for all together.
            A region in no group learns from what it builds itself.
        early_retirement: whether plants may close before their time.
    """

    representative_days: int = 24
    foresight: Foresight = Foresight.PERFECT
    integer: bool = False
    shared_learning: bool = True
    early_retirement: bool = True
    learning_partners: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Money:
    """The programme's money.

    Attributes:
        price_year: year of the prices of every amount.
        discount_rate: real social discount rate a year.
        cny_per_usd: stated exchange rate of the price year, for display in CNY.
    """

    price_year: int
    discount_rate: float
    cny_per_usd: float
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Programme:
    """A joint programme: everything that its tables are computed from.

    Attributes:
        milestones: milestone years in ascending order, five years apart.
        profiles: hourly series of 8,760 values by name: demand shapes in any unit (scaled to the
            year's TWh) and availabilities between 0 and 1. Times are each region's local time,
            shifted by the reader to one common clock.
        profile_sources: where each profile comes from.
        gwp: ``AR6`` or ``AR5``: the global warming potentials over 100 years that are used.
    """

    id: str
    names: Names
    milestones: tuple[int, ...]
    money: Money
    carriers: tuple[Carrier, ...]
    regions: tuple[Region, ...]
    end_uses: tuple[EndUse, ...]
    direct_emissions: tuple[DirectEmission, ...]
    technologies: tuple[Technology, ...]
    fleets: tuple[Fleet, ...]
    lines: tuple[Line, ...]
    joint_projects: tuple[JointProject, ...]
    measures: tuple[Measure, ...]
    targets: tuple[Target, ...]
    profiles: Mapping[str, tuple[float, ...]]
    profile_sources: Mapping[str, Provenance]
    settings: Settings = Settings()
    gwp: str = "AR6"
