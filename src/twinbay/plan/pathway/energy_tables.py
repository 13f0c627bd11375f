"""Tables of final energy, measures and emissions."""

import numpy as np
import polars as pl

from twinbay.plan import pathway_tables as tables
from twinbay.plan.baseline.gases import warming_potential
from twinbay.plan.measure import Measure, MeasureKind
from twinbay.plan.pathway.capacity import unit_investment
from twinbay.plan.pathway.inputs import ELECTRICITY, Acting, Inputs, annuity_factor
from twinbay.plan.pathway.linear import Floats
from twinbay.plan.pathway.power_tables import frame, spread
from twinbay.plan.pathway.solved import Solved
from twinbay.plan.programme import Sector


def energy_table(solved: Solved) -> pl.DataFrame:
    """Return final energy of each end use before and after measures, and what measures add."""
    inputs = solved.inputs
    m = inputs.milestones
    level = solved.column("level")
    saved = {use.id: np.zeros(m.count) for use in inputs.end_uses}
    switched = {use.id: np.zeros(m.count) for use in inputs.end_uses}
    added: dict[tuple[str, str, str], Floats] = {}
    for number, one in enumerate(inputs.acting):
        if one.measure.kind is not MeasureKind.ABATE:
            into = saved if one.measure.kind is MeasureKind.SAVE else switched
            into[one.measure.acts_on] += level[number] * one.measure.saving
        for carrier, amount in one.measure.adds.items():
            key = (one.measure.region, one.sector, carrier)
            added[key] = added.get(key, np.zeros(m.count)) + level[number] * amount
    names = [(u.region, str(u.sector), u.id, u.carrier) for u in inputs.end_uses]
    names += [(region, sector, "", carrier) for region, sector, carrier in added]
    none = np.zeros(m.count)
    reference = [m.read(use.demand) for use in inputs.end_uses] + [none] * len(added)
    less = [saved[use.id] for use in inputs.end_uses] + [none] * len(added)
    moved = [switched[use.id] for use in inputs.end_uses] + [none] * len(added)
    more = [none] * len(inputs.end_uses) + list(added.values())
    columns = [np.array(part).reshape(-1) for part in (reference, less, moved, more)]
    return frame(
        tables.ENERGY,
        region=spread([name[0] for name in names], m.count),
        sector=spread([name[1] for name in names], m.count),
        end_use=spread([name[2] for name in names], m.count),
        carrier=spread([name[3] for name in names], m.count),
        year=np.tile(m.years, len(names)),
        reference_twh=columns[0],
        saved_twh=columns[1],
        switched_twh=columns[2],
        added_twh=columns[3],
        final_twh=columns[0] - columns[1] - columns[2] + columns[3],
    )


def measure_table(solved: Solved) -> pl.DataFrame:
    """Return what each measure reaches, abates at the point of use, and costs a year."""
    inputs = solved.inputs
    rows = [_acting_rows(solved, number) for number in range(len(inputs.acting))]
    for measure in inputs.programme.measures:
        if measure.kind is MeasureKind.SUPPLY:
            rows.append(_supply_rows(solved, measure))
    return pl.concat(rows) if rows else pl.DataFrame(schema=tables.MEASURES)


def measure_spending(solved: Solved, number: int) -> tuple[Floats, Floats]:
    """Return investment up to each milestone and annuities a year at it, in million USD."""
    built = solved.built
    m = solved.inputs.milestones
    one = solved.inputs.acting[number]
    helper = built.columns.levels.helpers[number]
    factor = solved.inputs.joint[helper].cost_factor if helper >= 0 else 1.0
    new, cheap = solved.column("new_level")[number], solved.column("cheap_level")[number]
    spent = built.model.costs.measure[number] * (new + factor * cheap)
    return spent, annuities(solved, spent, one.measure.lifetime) if m.count else spent


def annuities(solved: Solved, spent: Floats, lifetime: float) -> Floats:
    """Return what is paid a year at each milestone for investments up to each."""
    m = solved.inputs.milestones
    factor = annuity_factor(solved.inputs.rate, lifetime)
    paid: Floats = spent @ m.alive(lifetime) * factor
    return paid


def _acting_rows(solved: Solved, number: int) -> pl.DataFrame:
    inputs = solved.inputs
    m = inputs.milestones
    one = inputs.acting[number]
    measure = one.measure
    level = solved.column("level")[number]
    new = solved.column("new_level")[number] + solved.column("cheap_level")[number]
    spent, paid = measure_spending(solved, number)
    saves = measure.kind is MeasureKind.SAVE
    return frame(
        tables.MEASURES,
        region=[measure.region] * m.count,
        measure=[measure.id] * m.count,
        year=m.years,
        level=level,
        share=np.divide(level, one.amount, out=np.zeros(m.count), where=one.amount > 0),
        new_level=new,
        units=level / measure.per_unit,
        energy_saved_twh=level * measure.saving if saves else np.zeros(m.count),
        abated_mt=level * _abated_each(inputs, one),
        investment=spent,
        cost=paid + level * measure.operation,
    )


def _abated_each(inputs: Inputs, one: Acting) -> float:
    """Return Mt CO2e less at the point of use per TWh (kt) reached."""
    measure = one.measure
    if measure.kind is MeasureKind.ABATE:
        less = measure.saving * one.warming / 1000
    else:
        less = measure.saving * inputs.warming.get(one.carrier, 0.0)
    more = sum(
        amount * inputs.warming.get(carrier, 0.0)
        for carrier, amount in measure.adds.items()
        if carrier != ELECTRICITY
    )
    return less - more


def _supply_rows(solved: Solved, measure: Measure) -> pl.DataFrame:
    """Return a supply measure: what the pathway adds of its technology or line, in GW."""
    inputs = solved.inputs
    m = inputs.milestones
    at = [
        number
        for number, fleet in enumerate(inputs.fleets)
        if (fleet.region, fleet.technology) == (measure.region, measure.acts_on)
    ]
    new, level, spent, paid = (np.zeros(m.count) for _ in range(4))
    potential = np.ones(m.count)
    for number in at:
        lifetime = inputs.technologies[number].lifetime
        added = solved.column("new")[number]
        new = new + added
        level = level + added @ m.alive(lifetime)
        cost = unit_investment(inputs, solved.built.model.costs)[number] * added
        spent = spent + cost
        paid = paid + annuities(solved, cost, lifetime)
        potential = inputs.potential[number]
    for number, line in enumerate(inputs.lines):
        if line.id == measure.acts_on:
            new = solved.column("new_line")[number]
            level = new @ m.alive(line.lifetime)
            spent = m.read(line.investment) * new
            paid = annuities(solved, spent, line.lifetime)
            potential = m.read(line.potential)
    share = np.divide(level, potential, out=np.zeros(m.count), where=potential > 0)
    return frame(
        tables.MEASURES,
        region=[measure.region] * m.count,
        measure=[measure.id] * m.count,
        year=m.years,
        level=level,
        share=np.where(np.isfinite(potential), share, 0.0),
        new_level=new,
        units=level / measure.per_unit,
        energy_saved_twh=np.zeros(m.count),
        abated_mt=np.zeros(m.count),
        investment=spent,
        cost=paid,
    )


def emission_table(solved: Solved) -> pl.DataFrame:
    """Return emissions by region, sector, scope, gas and origin; capture taken off."""
    inputs = solved.inputs
    m = inputs.milestones
    kt: dict[tuple[str, str, int, str, str], Floats] = {}

    def add(key: tuple[str, str, int, str, str], amount: Floats) -> None:
        kt[key] = kt.get(key, np.zeros(m.count)) + amount

    gases = {c.id: dict(c.emissions) for c in inputs.programme.carriers}
    energy = energy_table(solved)
    for (region, sector, carrier), rows in energy.group_by(
        ["region", "sector", "carrier"], maintain_order=True
    ):
        burned = rows.group_by("year").agg(pl.col("final_twh").sum()).sort("year")["final_twh"]
        for gas, each in gases.get(str(carrier), {}).items():
            key = (str(region), str(sector), 1, gas, str(carrier))
            add(key, burned.to_numpy() * each * 1000)
    made = solved.column("output")
    roles = solved.built.roles
    for number, n in enumerate([*roles.plants, *roles.annual]):
        t = inputs.technologies[n]
        for gas, each in gases.get(t.fuel, {}).items():
            kept = 1 - t.capture if gas == "CO2" else 1.0
            key = (inputs.fleets[n].region, str(Sector.POWER), 1, gas, t.fuel)
            add(key, made[number] / t.efficiency * each * kept * 1000)
    level = solved.column("level")
    for emission in inputs.direct:
        less = sum(
            (
                level[number] * one.measure.saving
                for number, one in enumerate(inputs.acting)
                if one.measure.kind is MeasureKind.ABATE and one.measure.acts_on == emission.id
            ),
            start=np.zeros(m.count),
        )
        key = (emission.region, str(emission.sector), 1, emission.gas, emission.id)
        add(key, m.read(emission.amount) - less)
    for number, region in enumerate(inputs.regions):
        bought = solved.column("bought")[number] * m.read(region.import_emissions)
        add((region.id, str(Sector.POWER), 2, "CO2", "outside"), bought * 1000)
    return _emission_rows(inputs, kt)


def _emission_rows(
    inputs: Inputs, kt: dict[tuple[str, str, int, str, str], Floats]
) -> pl.DataFrame:
    m = inputs.milestones
    keys = list(kt)
    amounts = np.array(list(kt.values())).reshape(-1, m.count)
    potential = np.array([warming_potential(inputs.programme.gwp, key[3]) for key in keys])
    return frame(
        tables.EMISSIONS,
        region=spread([key[0] for key in keys], m.count),
        sector=spread([key[1] for key in keys], m.count),
        scope=np.repeat([key[2] for key in keys], m.count),
        gas=spread([key[3] for key in keys], m.count),
        origin=spread([key[4] for key in keys], m.count),
        year=np.tile(m.years, len(keys)),
        kt=amounts.ravel(),
        mt_co2e=(amounts * potential.reshape(-1, 1) / 1000).ravel(),
    )
