"""What is uncertain in a programme, and the programme that a sampled point stands for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from twinbay.errors import ConfigurationError
from twinbay.plan.measure import Measure, MeasureKind
from twinbay.plan.programme import (
    EndUse,
    Fleet,
    Names,
    Programme,
    Region,
    Series,
    Technology,
)
from twinbay.plan.report.wording import GROUPS, named
from twinbay.plan.uncertainty.sampling import triangular

TECHNOLOGY_COST = (0.8, 1.35)
"""Range of the investment of a technology at the last milestone: assumption, wider above because
cost overruns are commoner than surprises below."""
DEMAND = (0.88, 1.12)
"""Range of a region's demand at the last milestone: assumption."""
FUEL_PRICE = (0.65, 1.6)
"""Range of fuel prices: assumption, about the swing of traded gas and coal over the last decade."""
RESOURCE = (0.8, 1.15)
"""Range of what sun and wind can be built: assumption."""


class Kind(StrEnum):
    """What a factor multiplies."""

    TECHNOLOGY_COST = "technology cost"
    MEASURE_COST = "measure cost"
    MEASURE_POTENTIAL = "measure potential"
    DEMAND = "demand"
    FUEL_PRICE = "fuel price"
    RESOURCE = "resource"


@dataclass(frozen=True, slots=True)
class Factor:
    """One uncertain factor.

    A factor multiplies what it is about by a value of a triangular distribution around 1. Costs
    and demand reach it at the last milestone, linearly from 1 at the first, because what is near is
    known better; fuel prices have it in every year but the first; potentials at once.

    Attributes:
        about: id of a technology, group of measures, id of a region, or carrier.
        low, high: ends of the distribution; of measures each measure's own range goes before.
    """

    id: str
    kind: Kind
    names: Names
    about: str
    low: float
    high: float

    def value(self, quantile: float) -> float:
        """Return the multiplier at a quantile."""
        return triangular(quantile, self.low, 1.0, self.high)


def default_factors(programme: Programme) -> tuple[Factor, ...]:
    """Return the factors that a programme has by itself, in a fixed order.

    These are the cost of every technology that can be built, sun's and wind's resource, cost and
    potential of every group of measures with the measures' own ranges, demand of every region and
    the price of every fuel.
    """
    return (
        *_technologies(programme),
        *_resources(programme),
        *_measures(programme),
        *_demands(programme),
        *_fuels(programme),
    )


def apply_factors(
    programme: Programme, factors: Sequence[Factor], quantiles: Sequence[float]
) -> Programme:
    """Return the programme that a point of the unit cube stands for.

    Arguments:
        factors: as many as there are quantiles.
        quantiles: between 0 and 1; 0.5 is the median, which is near to but not always 1.

    Raises:
        ConfigurationError: the numbers differ.
    """
    if len(factors) != len(quantiles):
        raise ConfigurationError(
            f"{len(quantiles)} values for {len(factors)} factors",
            where="uncertainty",
            remedy="Give one value for each factor.",
        )
    chosen = {(f.kind, f.about): (f, q) for f, q in zip(factors, quantiles, strict=True)}

    def multiplier(kind: Kind, about: str) -> float:
        found = chosen.get((kind, about))
        return found[0].value(found[1]) if found else 1.0

    def quantile(kind: Kind, about: str) -> float | None:
        found = chosen.get((kind, about))
        return found[1] if found else None

    years = programme.milestones
    return replace(
        programme,
        technologies=tuple(
            _dearer(one, years, multiplier(Kind.TECHNOLOGY_COST, one.id))
            for one in programme.technologies
        ),
        fleets=tuple(
            _more_room(one, multiplier(Kind.RESOURCE, one.technology)) for one in programme.fleets
        ),
        measures=tuple(_measure(one, years, quantile) for one in programme.measures),
        end_uses=tuple(
            _more_demand(one, years, multiplier(Kind.DEMAND, one.region))
            for one in programme.end_uses
        ),
        regions=tuple(_prices(one, years, multiplier) for one in programme.regions),
    )


def _growing(years: Sequence[int], factor: float) -> dict[int, float]:
    """Return a multiplier that goes from 1 at the first year to the factor at the last."""
    span = years[-1] - years[0] or 1
    return {year: 1.0 + (factor - 1.0) * (year - years[0]) / span for year in years}


def _times(series: Series, multipliers: Mapping[int, float]) -> dict[int, float]:
    return {year: value * multipliers[year] for year, value in series.items()}


def _dearer(technology: Technology, years: Sequence[int], factor: float) -> Technology:
    if factor == 1.0:
        return technology
    path = _growing(years, factor)
    return replace(
        technology,
        investment=_times(technology.investment, path),
        energy_investment=_times(technology.energy_investment, path),
    )


def _more_room(fleet: Fleet, factor: float) -> Fleet:
    """Scale what may stand, but never below what stands already."""
    if factor == 1.0:
        return fleet
    room = {
        year: max(most * factor, fleet.existing[year]) for year, most in fleet.potential.items()
    }
    return replace(fleet, potential=room)


def _measure(
    measure: Measure, years: Sequence[int], quantile: Callable[[Kind, str], float | None]
) -> Measure:
    cost = quantile(Kind.MEASURE_COST, measure.group)
    reach = quantile(Kind.MEASURE_POTENTIAL, measure.group)
    changed = measure
    if cost is not None:
        low, high = measure.investment_range
        path = _growing(years, triangular(cost, min(low, 1.0), 1.0, max(high, 1.0)))
        changed = replace(changed, investment=_times(measure.investment, path))
    if reach is not None and measure.kind is not MeasureKind.SUPPLY:
        low, high = measure.potential_range
        factor = triangular(reach, min(low, 1.0), 1.0, max(high, 1.0))
        shares = {year: min(1.0, share * factor) for year, share in measure.potential.items()}
        changed = replace(changed, potential=shares)
    return changed


def _more_demand(end_use: EndUse, years: Sequence[int], factor: float) -> EndUse:
    if factor == 1.0:
        return end_use
    return replace(end_use, demand=_times(end_use.demand, _growing(years, factor)))


def _prices(
    region: Region, years: Sequence[int], multiplier: Callable[[Kind, str], float]
) -> Region:
    prices = {}
    for carrier, path in region.prices.items():
        factor = multiplier(Kind.FUEL_PRICE, carrier)
        prices[carrier] = {y: v if y == years[0] else v * factor for y, v in path.items()}
    return replace(region, prices=prices)


def _technologies(programme: Programme) -> Iterable[Factor]:
    growing = {
        fleet.technology
        for fleet in programme.fleets
        if any(fleet.potential[y] > fleet.existing[y] for y in programme.milestones)
    }
    for technology in programme.technologies:
        if technology.id in growing and any(technology.investment.values()):
            names = Names(f"Cost: {technology.names.en}", f"成本：{technology.names.zh}")
            id_ = f"cost.{technology.id}"
            yield Factor(id_, Kind.TECHNOLOGY_COST, names, technology.id, *TECHNOLOGY_COST)


def _resources(programme: Programme) -> Iterable[Factor]:
    weather = {fleet.technology for fleet in programme.fleets if fleet.availability}
    for technology in programme.technologies:
        if technology.id in weather and not technology.fuel:
            names = Names(f"Sites: {technology.names.en}", f"资源：{technology.names.zh}")
            yield Factor(
                f"resource.{technology.id}", Kind.RESOURCE, names, technology.id, *RESOURCE
            )


def _measures(programme: Programme) -> Iterable[Factor]:
    acting = [one for one in programme.measures if one.kind is not MeasureKind.SUPPLY]
    for group in dict.fromkeys(one.group for one in acting):
        members = [one for one in acting if one.group == group]
        low, high = _mean(one.investment_range for one in members)
        said = named(GROUPS, group)
        names = Names(f"Cost of measures: {group}", f"措施成本：{said.zh}")
        yield Factor(f"measure-cost.{group}", Kind.MEASURE_COST, names, group, low, high)
        low, high = _mean(one.potential_range for one in members)
        names = Names(f"Reach of measures: {group}", f"措施潜力：{said.zh}")
        yield Factor(f"measure-reach.{group}", Kind.MEASURE_POTENTIAL, names, group, low, high)


def _mean(ranges: Iterable[tuple[float, float]]) -> tuple[float, float]:
    pairs = list(ranges)
    low, high = (sum(pair[side] for pair in pairs) / len(pairs) for side in (0, 1))
    return min(low, 1.0), max(high, 1.0)


def _demands(programme: Programme) -> Iterable[Factor]:
    for region in programme.regions:
        names = Names(f"Demand: {region.names.en}", f"需求：{region.names.zh}")
        yield Factor(f"demand.{region.id}", Kind.DEMAND, names, region.id, *DEMAND)


def _fuels(programme: Programme) -> Iterable[Factor]:
    bought = {carrier for region in programme.regions for carrier in region.prices}
    for carrier in programme.carriers:
        if carrier.id in bought and carrier.fossil:
            names = Names(f"Price: {carrier.names.en}", f"价格：{carrier.names.zh}")
            yield Factor(f"price.{carrier.id}", Kind.FUEL_PRICE, names, carrier.id, *FUEL_PRICE)
