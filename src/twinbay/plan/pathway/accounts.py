"""Columns and rows of the year's accounts: final energy, carriers, emissions."""

from dataclasses import dataclass

import numpy as np

from twinbay.plan.baseline.gases import warming_potential
from twinbay.plan.measure import MeasureKind
from twinbay.plan.pathway.capacity import CapacityColumns
from twinbay.plan.pathway.dispatch import VALUE_OF_LOST_LOAD, DispatchColumns, Roles
from twinbay.plan.pathway.inputs import ELECTRICITY, Inputs
from twinbay.plan.pathway.levels import LevelColumns
from twinbay.plan.pathway.linear import Builder, Floats, Index


@dataclass(frozen=True, slots=True)
class AccountColumns:
    """Columns of the year's accounts.

    Attributes:
        purchase: TWh of each of ``inputs.carriers`` bought from outside by milestone.
        missing: TWh of it that is not served.
        sent: TWh a year on lines of carriers other than electricity, both directions.
        emissions: Mt CO2e by region and milestone, scope 1 and electricity from outside.
    """

    purchase: Index
    missing: Index
    sent: Index
    emissions: Index


def add_finals(builder: Builder, inputs: Inputs) -> Index:
    """Add the columns of final energy, by ``inputs.finals`` and milestone, in TWh."""
    return builder.add_columns("final", inputs.finals, (inputs.milestones.count,))


def reference_finals(inputs: Inputs) -> Floats:
    """Return final energy before measures, by ``inputs.finals`` and milestone."""
    m = inputs.milestones
    reference = np.zeros((len(inputs.finals), m.count))
    for use in inputs.end_uses:
        shape = inputs.profile_of(use) if use.carrier == ELECTRICITY else ""
        region = inputs.region_number(use.region)
        reference[inputs.finals.index((region, use.carrier, shape))] += m.read(use.demand)
    return reference


def add_accounts(
    builder: Builder,
    inputs: Inputs,
    roles: Roles,
    final: Index,
    levels: LevelColumns,
    capacity: CapacityColumns,
    dispatch: DispatchColumns,
) -> AccountColumns:
    """Add the year's accounts."""
    _define_finals(builder, inputs, final, levels)
    m = inputs.milestones
    limits = np.zeros((len(inputs.carriers), m.count))
    costs = np.zeros_like(limits)
    for number, (region, carrier) in enumerate(inputs.carriers):
        series = inputs.regions[region].prices.get(carrier)
        limits[number] = 0.0 if series is None else np.inf
        costs[number] = 0.0 if series is None else m.read(series)
    purchase = builder.add_columns(
        "purchase", inputs.carriers, (m.count,), upper=limits, cost=costs * m.weight
    )
    missing = builder.add_columns(
        "missing",
        inputs.carriers,
        (m.count,),
        upper=np.where(limits > 0, 0.0, np.inf),
        cost=VALUE_OF_LOST_LOAD * m.weight,
    )
    others = [n for n, line in enumerate(inputs.lines) if line.carrier != ELECTRICITY]
    ways = [(inputs.lines[n].id, way) for way in ("forward", "backward") for n in others]
    sent = builder.add_columns("sent", ways, (m.count,))
    carried = builder.add_rows("sent", [inputs.lines[n].id for n in others], (m.count,), upper=0.0)
    builder.put(carried, sent[: len(others)], 1.0)
    builder.put(carried, sent[len(others) :], 1.0)
    builder.put(carried, capacity.line[others], -8.76)
    prices = np.array([m.read(region.carbon_price) for region in inputs.regions])
    emissions = builder.add_columns(
        "emissions",
        [region.id for region in inputs.regions],
        (m.count,),
        lower=-np.inf,
        cost=prices * m.weight,
    )
    columns = AccountColumns(purchase, missing, sent, emissions)
    _balance_carriers(builder, inputs, roles, final, dispatch, columns, others)
    _define_emissions(builder, inputs, roles, final, levels, dispatch, emissions)
    return columns


def _define_finals(builder: Builder, inputs: Inputs, final: Index, levels: LevelColumns) -> None:
    """final + savings and switches - what measures add = the reference."""
    reference = reference_finals(inputs)
    rows = builder.add_rows(
        "final", inputs.finals, (inputs.milestones.count,), lower=reference, upper=reference
    )
    builder.put(rows, final, 1.0)
    for number, one in enumerate(inputs.acting):
        if one.measure.kind is not MeasureKind.ABATE:
            shape = one.profile if one.carrier == ELECTRICITY else ""
            at = inputs.finals.index((one.region, one.carrier, shape))
            builder.put(rows[at], levels.level[number], one.measure.saving)
        for carrier, amount in one.measure.adds.items():
            shape = one.profile if carrier == ELECTRICITY else ""
            at = inputs.finals.index((one.region, carrier, shape))
            builder.put(rows[at], levels.level[number], -amount)


def _balance_carriers(
    builder: Builder,
    inputs: Inputs,
    roles: Roles,
    final: Index,
    dispatch: DispatchColumns,
    columns: AccountColumns,
    others: list[int],
) -> None:
    """Bought, made and received = burned, converted and sent, over the year."""
    rows = builder.add_rows(
        "carrier", inputs.carriers, (inputs.milestones.count,), lower=0.0, upper=0.0
    )
    builder.put(rows, columns.purchase, 1.0)
    builder.put(rows, columns.missing, 1.0)
    at = {pair: number for number, pair in enumerate(inputs.carriers)}
    for number, (region, carrier, _) in enumerate(inputs.finals):
        if carrier != ELECTRICITY:
            builder.put(rows[at[region, carrier]], final[number], -1.0)
    for number, n in enumerate([*roles.plants, *roles.annual]):
        technology, region = inputs.technologies[n], int(inputs.fleet_region[n])
        if (region, technology.fuel) in at:
            row = rows[at[region, technology.fuel]]
            builder.put(row, dispatch.output[number], -1 / technology.efficiency)
        if (region, technology.output) in at:
            builder.put(rows[at[region, technology.output]], dispatch.output[number], 1.0)
    for position, n in enumerate(others):
        line = inputs.lines[n]
        start, end = (rows[at[int(region), line.carrier]] for region in inputs.line_ends[n])
        forward, backward = columns.sent[position], columns.sent[len(others) + position]
        builder.put(start, forward, -1.0)
        builder.put(end, forward, 1 - line.loss)
        builder.put(end, backward, -1.0)
        builder.put(start, backward, 1 - line.loss)


def direct_reference(inputs: Inputs) -> Floats:
    """Return Mt CO2e of direct emissions before measures, by region and milestone."""
    m = inputs.milestones
    whole = np.zeros((len(inputs.regions), m.count))
    for emission in inputs.direct:
        potential = warming_potential(inputs.programme.gwp, emission.gas)
        region = inputs.region_number(emission.region)
        whole[region] += m.read(emission.amount) * potential / 1000
    return whole


def plant_emissions(inputs: Inputs, roles: Roles) -> Floats:
    """Return Mt CO2e per TWh of output of plants and annual converters, capture taken off."""
    at = [*roles.plants, *roles.annual]
    return np.array(
        [
            (inputs.warming.get(t.fuel, 0.0) - t.capture * inputs.carbon.get(t.fuel, 0.0))
            / t.efficiency
            for t in (inputs.technologies[n] for n in at)
        ]
    )


def _define_emissions(
    builder: Builder,
    inputs: Inputs,
    roles: Roles,
    final: Index,
    levels: LevelColumns,
    dispatch: DispatchColumns,
    emissions: Index,
) -> None:
    m = inputs.milestones
    direct = direct_reference(inputs)
    rows = builder.add_rows(
        "emissions",
        [region.id for region in inputs.regions],
        (m.count,),
        lower=direct,
        upper=direct,
    )
    builder.put(rows, emissions, 1.0)
    for number, (region, carrier, _) in enumerate(inputs.finals):
        if carrier != ELECTRICITY:
            builder.put(rows[region], final[number], -inputs.warming.get(carrier, 0.0))
    at = [*roles.plants, *roles.annual]
    builder.put(
        rows[inputs.fleet_region[at]],
        dispatch.output,
        -plant_emissions(inputs, roles)[:, None],
    )
    factor = np.array([m.read(region.import_emissions) for region in inputs.regions])
    builder.put(rows, dispatch.bought, -factor)
    for number, one in enumerate(inputs.acting):
        if one.measure.kind is MeasureKind.ABATE:
            kept = one.measure.saving * one.warming / 1000
            builder.put(rows[one.region], levels.level[number], kept)
