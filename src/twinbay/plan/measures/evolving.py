"""A region's energy use and emissions while measures are taken one after the other.

Savings are multiplicative: a measure reaches its share of what the earlier ones left. Electricity
counts at the emission factor that the supply measures taken so far have left: the emitting share
of the supply falls with each of them, and with it what a kWh saved or added is worth. So the
effects of a sequence add up to the difference between its two ends, whatever the order.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from twinbay.plan.measure import Measure, MeasureKind
from twinbay.plan.measures.interactions import Partner, reach
from twinbay.plan.pathway.inputs import annuity_factor
from twinbay.plan.programme import Carrier, Fleet, Programme, Technology, TechnologyKind

ELECTRICITY = "electricity"
HYDROGEN = "hydrogen"
Warming = Callable[[str, str], float]
"""Assessment report and gas to kg CO2e per kg."""


@dataclass(frozen=True, slots=True)
class Power:
    """The power sector of a region in one year before any measure.

    Attributes:
        supply: TWh of electricity supplied.
        factor: kg CO2e per kWh supplied, on average.
        emitting_share: share of the supply that has emissions (0 to 1).
        price: USD/MWh that saved electricity saves and added electricity costs.
        avoided: USD/MWh that supply from a new plant saves (fuel and variable cost displaced).
        electrolysis: hydrogen per electricity of making it.
        electrolysis_cost: USD per MWh of hydrogen besides the electricity.
    """

    supply: float
    factor: float
    emitting_share: float
    price: float
    avoided: float
    electrolysis: float = 0.7
    electrolysis_cost: float = 30.0


@dataclass(frozen=True, slots=True)
class Effect:
    """What taking a measure would change now.

    Attributes:
        level: TWh (kt, for supply GW) reached; ``share`` of what it acts on.
        abated: Mt CO2e a year less.
        investment_cost: million USD a year of annuity; ``other_cost`` of operation and energy.
        electricity: TWh more electricity used, that for hydrogen included.
        bought: TWh more of each other carrier.
        clean: share of the supply that turns clean.
    """

    level: float
    share: float
    abated: float
    investment_cost: float
    other_cost: float
    electricity: float = 0.0
    bought: Mapping[str, float] = field(default_factory=dict)
    clean: float = 0.0

    @property
    def cost(self) -> float:
        """Million USD a year."""
        return self.investment_cost + self.other_cost


@dataclass(frozen=True)
class Surroundings:
    """What does not change while measures are taken, for one region and year.

    Attributes:
        year: a milestone.
        rate: discount rate a year.
        carriers: by id.
        prices: USD/MWh of each carrier bought.
        amounts: end use or direct emission to its carrier or gas and its TWh or kt.
        warming: gas to Mt CO2e per kt.
        power: the power sector before any measure.
        growth: technology to how it could grow.
    """

    year: int
    rate: float
    carriers: Mapping[str, Carrier]
    prices: Mapping[str, float]
    amounts: Mapping[str, tuple[str, float]]
    warming: Mapping[str, float]
    power: Power
    growth: Mapping[str, "Growth"]

    def factor(self, carrier: str) -> float:
        """Return Mt CO2e per TWh burned (zero for carriers that are made)."""
        known = self.carriers.get(carrier)
        gases = known.emissions if known else {}
        return sum(kg * self.warming[gas] * 1e3 for gas, kg in gases.items())


@dataclass(frozen=True, slots=True)
class Growth:
    """How far a generator could grow by a year.

    Attributes:
        capacity: GW that can be added; ``hours`` of full load a year.
        factor: Mt CO2e per TWh generated; ``cost`` USD/MWh of fuel and variable cost.
    """

    capacity: float
    hours: float
    factor: float
    cost: float


@dataclass(frozen=True)
class State:
    """How things stand after the measures taken so far.

    Attributes:
        left: end use or direct emission to TWh or kt left of it.
        electricity: TWh supplied; ``emitting`` the share of it that has emissions.
        bought: TWh of other carriers that measures added.
        taken: measure to the share of what it acts on that it reached.
        own: Mt CO2e a year of the plants that supply measures added.
    """

    left: Mapping[str, float]
    electricity: float
    emitting: float
    bought: Mapping[str, float] = field(default_factory=dict)
    taken: Mapping[str, float] = field(default_factory=dict)
    own: Mapping[str, float] = field(default_factory=dict)


def surroundings_of(
    programme: Programme, region: str, year: int, power: Power, warming: Warming
) -> Surroundings:
    """Return what surrounds the measures of one region in one year."""
    home = next(one for one in programme.regions if one.id == region)
    gases = {gas for carrier in programme.carriers for gas in carrier.emissions}
    gases |= {emission.gas for emission in programme.direct_emissions}
    amounts = {
        use.id: (use.carrier, use.demand[year])
        for use in programme.end_uses
        if use.region == region
    }
    amounts |= {
        emission.id: (emission.gas, emission.amount[year])
        for emission in programme.direct_emissions
        if emission.region == region
    }
    found = Surroundings(
        year=year,
        rate=programme.money.discount_rate,
        carriers={carrier.id: carrier for carrier in programme.carriers},
        prices={carrier: series[year] for carrier, series in home.prices.items()},
        amounts=amounts,
        warming={gas: warming(programme.gwp, gas) * 1e-3 for gas in gases},
        power=power,
        growth={},
    )
    technologies = {technology.id: technology for technology in programme.technologies}
    # What is burned after it was made from electricity is a way to store it, and bears its cost.
    made = {t.output for t in programme.technologies if t.kind is TechnologyKind.CONVERTER}
    growth = {
        fleet.technology: _growth(programme, found, fleet, technologies[fleet.technology])
        for fleet in programme.fleets
        if fleet.region == region
        and technologies[fleet.technology].kind is TechnologyKind.GENERATOR
        and technologies[fleet.technology].fuel not in made
    }
    return replace(found, growth=growth)


def _growth(
    programme: Programme, around: Surroundings, fleet: Fleet, technology: Technology
) -> Growth:
    year = around.year
    years = year - programme.milestones[0]
    room = fleet.potential[year] - fleet.existing[year]
    capacity = max(0.0, min(room, fleet.build_limit[year] * years))
    profile = programme.profiles.get(fleet.availability)
    available = math.fsum(profile) / len(profile) if profile else fleet.availability_factor
    burned = around.factor(technology.fuel) / technology.efficiency if technology.fuel else 0.0
    fuel = around.prices.get(technology.fuel, 0.0) / technology.efficiency
    return Growth(
        capacity if math.isfinite(capacity) else 0.0,
        8_760 * available,
        burned * (1 - technology.capture),
        fuel + technology.variable_cost,
    )


def first_state(around: Surroundings) -> State:
    """Return the state before any measure."""
    left = {name: amount for name, (_, amount) in around.amounts.items()}
    return State(left, around.power.supply, around.power.emitting_share)


def emissions(around: Surroundings, state: State) -> float:
    """Return the Mt CO2e a year of a state: fuels, direct emissions and power."""
    total = state.electricity * state.emitting * _emitting_factor(around)
    for name, left in state.left.items():
        of, _ = around.amounts[name]
        total += left * (around.warming[of] if of in around.warming else around.factor(of))
    total += sum(amount * around.factor(carrier) for carrier, amount in state.bought.items())
    return total + sum(state.own.values())


def _emitting_factor(around: Surroundings) -> float:
    """Return Mt CO2e per TWh of the emitting part of the supply."""
    power = around.power
    return power.factor / power.emitting_share if power.emitting_share > 0 else 0.0


def effect_of(
    measure: Measure, around: Surroundings, state: State, partners: Sequence[Partner]
) -> Effect | None:
    """Return what a measure would change; None when there is nothing left that it could reach.

    Arguments:
        measure: not taken yet.
        around, state: of its region.
        partners: the measures that it interacts with.
    """
    if measure.kind is MeasureKind.SUPPLY:
        return _supply_effect(measure, around, state)
    left = state.left.get(measure.acts_on, 0.0)
    share, amount = reach(measure, around.year, left, state.taken, partners)
    level = min(share * amount, left / measure.saving if measure.saving else left)
    if level <= 1e-12:
        return None
    of, _ = around.amounts[measure.acts_on]
    taken_off = level * measure.saving
    electricity = -taken_off if of == ELECTRICITY else 0.0
    bought: dict[str, float] = {}
    hydrogen = -taken_off if of == HYDROGEN else 0.0
    for carrier, each in measure.adds.items():
        if carrier == ELECTRICITY:
            electricity += each * level
        elif carrier == HYDROGEN:
            hydrogen += each * level
        else:
            bought[carrier] = bought.get(carrier, 0.0) + each * level
    electricity += hydrogen / around.power.electrolysis
    made = of in (ELECTRICITY, HYDROGEN)
    direct = 0.0 if made else (around.warming[of] if of in around.warming else around.factor(of))
    added = sum(amount * around.factor(carrier) for carrier, amount in bought.items())
    grid = state.emitting * _emitting_factor(around)
    price = 0.0 if made or of in around.warming else around.prices.get(of, 0.0)
    other = (
        measure.operation * level
        - price * taken_off
        + electricity * around.power.price
        + hydrogen * around.power.electrolysis_cost
        + sum(amount * around.prices.get(carrier, 0.0) for carrier, amount in bought.items())
    )
    return Effect(
        level=level,
        share=level / amount,
        abated=direct * taken_off - added - grid * electricity,
        investment_cost=_annuity(measure, around) * level,
        other_cost=other,
        electricity=electricity,
        bought=bought,
    )


def _annuity(measure: Measure, around: Surroundings) -> float:
    return measure.investment[around.year] * annuity_factor(around.rate, measure.lifetime)


def _supply_effect(measure: Measure, around: Surroundings, state: State) -> Effect | None:
    """A generator displaces the emitting part of the supply until none of it is left."""
    growth = around.growth.get(measure.acts_on)
    if growth is None or state.electricity <= 0:
        return None
    per_gw = growth.hours * 1e-3
    energy = min(growth.capacity * per_gw, state.emitting * state.electricity)
    if energy <= 1e-12 or per_gw <= 0:
        return None
    capacity = energy / per_gw
    fixed = measure.operation * capacity
    return Effect(
        level=capacity,
        share=energy / state.electricity,
        abated=energy * (_emitting_factor(around) - growth.factor),
        investment_cost=_annuity(measure, around) * capacity,
        other_cost=fixed + energy * (growth.cost - around.power.avoided),
        clean=energy / state.electricity,
    )


def after(measure: Measure, effect: Effect, around: Surroundings, state: State) -> State:
    """Return the state when a measure has been taken."""
    taken = {**state.taken, measure.id: effect.share}
    if measure.kind is MeasureKind.SUPPLY:
        own = effect.clean * state.electricity * around.growth[measure.acts_on].factor
        return replace(
            state,
            taken=taken,
            emitting=_without_rounding(state.emitting - effect.clean),
            own={**state.own, measure.id: own},
        )
    left = dict(state.left)
    left[measure.acts_on] = max(0.0, left[measure.acts_on] - effect.level * measure.saving)
    bought = dict(state.bought)
    for carrier, amount in effect.bought.items():
        bought[carrier] = bought.get(carrier, 0.0) + amount
    return replace(
        state,
        left=left,
        bought=bought,
        taken=taken,
        electricity=max(0.0, state.electricity + effect.electricity),
    )


def _without_rounding(share: float) -> float:
    """Return a share; what rounding leaves of a supply that is clean is nothing."""
    return share if share > 1e-12 else 0.0
