"""The classic marginal abatement cost curve, right about interactions.

Measures are taken in the order of their cost per tonne, each measured against the baseline that
the ones before it have left; after each step the remaining ones are measured again. Cost per tonne
does not rank measures that pay for themselves (a smaller abatement makes a saving look better):
those come first, by the money they save. Their order matters to interactions only, since all of
them are taken.

Sources: S. Taylor, The ranking of negative-cost emissions reduction measures, Energy Policy 48
(2012) 430-438; F. Kesicki, Marginal Abatement Cost Curves: Combining Energy System Modelling and
Decomposition Analysis, Environmental Modeling & Assessment 18 (2013) 27-37.
"""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields

import polars as pl

from twinbay.plan.baseline.gases import warming_potential
from twinbay.plan.measure import Measure, MeasureKind
from twinbay.plan.measures.evolving import (
    Effect,
    Power,
    State,
    Surroundings,
    Warming,
    after,
    effect_of,
    emissions,
    first_state,
    surroundings_of,
)
from twinbay.plan.measures.interactions import Partner, partners_of
from twinbay.plan.programme import Programme

LEAST_ABATED = 1e-9
"""Mt CO2e a year below which a measure is not a step of a curve."""


@dataclass(frozen=True, slots=True)
class AbatementStep:
    """One step of a curve.

    Attributes:
        measure, region, name, name_zh, group: of the measure.
        level: TWh (kt, for supply GW) reached; ``units`` in the measure's own unit.
        abated: Mt CO2e a year less than before this step; ``abated_low`` and ``abated_high``
            with the ends of its potential's range.
        cumulative: Mt CO2e a year up to and with this step.
        cost: million USD a year more than before it (annuity, operation, energy).
        usd_per_t: of this step; ``low`` and ``high`` with the ends of its investment's range.
        alone: Mt CO2e a year it would abate as the only measure; ``alone_usd_per_t`` at what cost
            (None when it would not abate).
        grid_factor: kg CO2e per kWh at which the region's electricity counts in this step.
    """

    measure: str
    region: str
    name: str
    name_zh: str
    group: str
    level: float
    units: float
    abated: float
    abated_low: float
    abated_high: float
    cumulative: float
    cost: float
    usd_per_t: float
    low: float
    high: float
    alone: float
    alone_usd_per_t: float | None
    grid_factor: float


@dataclass(frozen=True, slots=True)
class AbatementCurve:
    """A curve for one year.

    Attributes:
        year: a milestone.
        steps: in the order in which the measures are taken.
        reference: Mt CO2e a year before any measure; ``remaining`` after all steps.
        left_out: measure to why it is no step: in English and Chinese.
    """

    year: int
    steps: tuple[AbatementStep, ...]
    reference: float
    remaining: float
    left_out: Mapping[str, tuple[str, str]]

    def table(self) -> pl.DataFrame:
        """Return the steps as a table, one column for each attribute and whether the step pays."""
        names = [field.name for field in fields(AbatementStep)]
        return pl.DataFrame(
            [astuple(step) for step in self.steps],
            schema=names,
            orient="row",
            infer_schema_length=None,
        ).with_columns(pays=pl.col("usd_per_t") < 0.0)


@dataclass
class _Region:
    """One region while its measures are taken."""

    around: Surroundings
    state: State
    partners: Mapping[str, tuple[Partner, ...]]
    waiting: dict[str, Measure]
    alone: dict[str, Effect]
    now: dict[str, Effect | None]

    def look(self) -> None:
        """Measure every waiting measure against the state as it is now."""
        self.now = {
            key: effect_of(measure, self.around, self.state, self.partners[key])
            for key, measure in self.waiting.items()
        }

    def take(self, key: str, effect: Effect) -> None:
        """Take a measure and look again."""
        self.state = after(self.waiting.pop(key), effect, self.around, self.state)
        self.look()


def abatement_curve(
    programme: Programme,
    year: int,
    power: Mapping[str, Power],
    measures: Sequence[Measure] | None = None,
    warming: Warming = warming_potential,
) -> AbatementCurve:
    """Return the ordered curve of a programme's measures in one year.

    Arguments:
        programme: its end uses, direct emissions, prices and discount rate.
        year: a milestone; potentials and investments are those of that year.
        power: region to its power sector before any measure; regions left out are not counted.
        measures: by default the programme's; storages, lines and plants that burn hydrogen made
            from electricity abate nothing of their own and are left out (the curve from the
            optimisation has them).
        warming: assessment report and gas to kg CO2e per kg.

    Result:
        The abatements of the steps add up to ``reference - remaining`` exactly.
    """
    chosen = programme.measures if measures is None else measures
    regions = {name: _region(programme, name, year, power[name], chosen, warming) for name in power}
    reference = sum(emissions(r.around, r.state) for r in regions.values())
    steps: list[AbatementStep] = []
    while (best := _best(regions)) is not None:
        region, key, effect = best
        home = regions[region]
        steps.append(_step(home, home.waiting[key], effect, steps))
        home.take(key, effect)
    remaining = sum(emissions(r.around, r.state) for r in regions.values())
    left_out = {
        key: _reason(region, measure)
        for region in regions.values()
        for key, measure in region.waiting.items()
    }
    return AbatementCurve(year, tuple(steps), reference, remaining, left_out)


def _region(
    programme: Programme,
    name: str,
    year: int,
    power: Power,
    chosen: Sequence[Measure],
    warming: Warming,
) -> _Region:
    around = surroundings_of(programme, name, year, power, warming)
    measures = {measure.id: measure for measure in chosen if measure.region == name}
    partners = partners_of(measures.values())
    state = first_state(around)
    alone = {
        key: effect
        for key, measure in measures.items()
        if (effect := effect_of(measure, around, state, partners[key])) is not None
    }
    return _Region(around, state, partners, dict(measures), alone, dict(alone))


def _best(regions: Mapping[str, _Region]) -> tuple[str, str, Effect] | None:
    """Return the next measure: of those that pay the one that saves most, else the cheapest."""
    found = [
        (_rank(effect), name, key, effect)
        for name, region in regions.items()
        for key, effect in region.now.items()
        if effect is not None and effect.abated > LEAST_ABATED
    ]
    if not found:
        return None
    _, name, key, effect = min(found, key=lambda one: one[:3])
    return name, key, effect


def _rank(effect: Effect) -> tuple[int, float]:
    return (0, effect.cost) if effect.cost < 0 else (1, effect.cost / effect.abated)


def _step(
    home: _Region, measure: Measure, effect: Effect, before: Sequence[AbatementStep]
) -> AbatementStep:
    low, high = measure.investment_range
    least, most = measure.potential_range
    alone = home.alone.get(measure.id)
    factor = home.around.power
    share = home.state.emitting / factor.emitting_share if factor.emitting_share else 0.0
    return AbatementStep(
        measure=measure.id,
        region=measure.region,
        name=measure.name,
        name_zh=measure.name_zh,
        group=measure.group,
        level=effect.level,
        units=effect.level / measure.per_unit if measure.per_unit else effect.level,
        abated=effect.abated,
        abated_low=effect.abated * least,
        abated_high=effect.abated * most,
        cumulative=(before[-1].cumulative if before else 0.0) + effect.abated,
        cost=effect.cost,
        usd_per_t=effect.cost / effect.abated,
        low=(effect.investment_cost * low + effect.other_cost) / effect.abated,
        high=(effect.investment_cost * high + effect.other_cost) / effect.abated,
        alone=alone.abated if alone else 0.0,
        alone_usd_per_t=alone.cost / alone.abated
        if alone and alone.abated > LEAST_ABATED
        else None,
        grid_factor=factor.factor * share,
    )


def _reason(region: _Region, measure: Measure) -> tuple[str, str]:
    effect = region.now.get(measure.id)
    if effect is not None:
        return (
            "it does not abate against the baseline that the other measures leave",
            "相对于其他措施实施后的基准，它不再减排",
        )
    supply = measure.kind is MeasureKind.SUPPLY
    if supply and measure.acts_on not in region.around.growth:
        return ("storage and lines abate only with others", "储能与线路须与其他措施配合才能减排")
    if measure.id in region.alone:
        return ("the other measures leave nothing that it could reach", "其他措施已用尽其可达部分")
    return (
        "it has no potential in this year, or needs another measure",
        "该年没有潜力，或依赖其他措施",
    )
