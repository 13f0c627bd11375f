"""Columns and rows of hourly operation: plants, weather-driven generation, storage, lines."""

from dataclasses import dataclass

import numpy as np

from twinbay.plan.pathway.capacity import CapacityColumns
from twinbay.plan.pathway.inputs import ELECTRICITY, Inputs, Integers
from twinbay.plan.pathway.linear import Builder, Floats, Index
from twinbay.plan.pathway.periods import Periods
from twinbay.plan.programme import TechnologyKind

VALUE_OF_LOST_LOAD = 10_000.0
"""USD per MWh not served; of the order of London Economics (2013), *The Value of Lost Load (VoLL)
for Electricity in Great Britain* (16,940 GBP/MWh at winter peak), and of wholesale price caps."""

IMPORT_PEAK = 2.0
"""Power imported from outside in any hour, as a multiple of the import limit's mean power: an
assumption, as programmes give imports as energy."""

_MEGA = 1000.0  # GWh per TWh


@dataclass(frozen=True, slots=True)
class Roles:
    """How each fleet is run.

    Attributes:
        plants: positions of fleets with an hourly column of their own (they burn, convert or hold
            back water).
        weather: positions of fleets that give what the weather gives, less what is curtailed;
            ``group`` the group that each belongs to.
        groups: region and variable cost of each group, whose use is one hourly column; what must
            run of a plant is a group of its own, with its position within ``plants`` (else -1).
        annual: positions of converters that take no part in the hours.
        stores: positions of storages of electricity (what is balanced over the year needs none, so
            that stores of other carriers are never built).
        must: positions within ``plants`` of those with output that always runs.
    """

    plants: Integers
    weather: Integers
    group: Integers
    groups: tuple[tuple[int, float, int], ...]
    annual: Integers
    stores: Integers
    must: Integers


@dataclass(frozen=True, slots=True)
class DispatchColumns:
    """Columns of operation.

    Attributes:
        power: GW of output of each plant by milestone and hour, above what must run.
        weather: GW used of each weather group.
        charge, discharge, level: GW and GWh of storages.
        flow: GW on each electric line, its two directions one after the other.
        imports, unserved: GW by region.
        output: TWh a year of plants, then of annual converters, by milestone.
        bought: TWh a year imported from outside by region.
    """

    power: Index
    weather: Index
    charge: Index
    discharge: Index
    level: Index
    flow: Index
    imports: Index
    unserved: Index
    output: Index
    bought: Index


def read_roles(inputs: Inputs) -> Roles:
    """Return how each fleet is run."""
    plants, weather, annual, stores = [], [], [], []
    for number, (fleet, t) in enumerate(zip(inputs.fleets, inputs.technologies, strict=True)):
        if t.kind is TechnologyKind.STORAGE:
            if t.output == ELECTRICITY:
                stores.append(number)
        elif ELECTRICITY not in (t.fuel, t.output):
            annual.append(number)
        elif not t.fuel and fleet.availability and not t.must_run:
            weather.append(number)
        else:
            plants.append(number)
    region = inputs.fleet_region
    key = [(int(region[n]), inputs.technologies[n].variable_cost, -1) for n in weather]
    must = [at for at, n in enumerate(plants) if inputs.technologies[n].must_run > 0]
    groups = tuple(dict.fromkeys(key + [(int(region[plants[at]]), 0.0, at) for at in must]))
    return Roles(
        np.array(plants, np.int64),
        np.array(weather, np.int64),
        np.array([groups.index(k) for k in key], np.int64),
        groups,
        np.array(annual, np.int64),
        np.array(stores, np.int64),
        np.array(must, np.int64),
    )


def availability(inputs: Inputs, periods: Periods) -> Floats:
    """Return the share of its capacity that each fleet can give in each hour.

    Without a profile, a plant that burns fuel is derated in every hour; one that does not (water,
    earth heat) can give all its capacity within what the factor allows it a day.
    """
    share = np.ones((len(inputs.fleets), periods.count))
    for number, (fleet, t) in enumerate(zip(inputs.fleets, inputs.technologies, strict=True)):
        if fleet.availability:
            share[number] = periods.profiles[fleet.availability]
        elif t.fuel or t.must_run:
            share[number] = fleet.availability_factor
    return share


def hourly_shape(periods: Periods, profile: str) -> Floats:
    """Return GW in each hour per TWh a year of an electricity demand of this shape."""
    values = periods.profiles[profile]
    shape: Floats = values * (_MEGA / (periods.weights @ values))
    return shape


def add_dispatch(
    builder: Builder,
    inputs: Inputs,
    periods: Periods,
    roles: Roles,
    capacity: CapacityColumns,
    final: Index,
) -> DispatchColumns:
    """Add the hourly columns and their rows.

    Arguments:
        final: columns of final energy (``inputs.finals`` by milestone); the electric ones are the
            demand that the hours have to meet.
    """
    m = inputs.milestones
    hours = (m.count, periods.count)
    names = [(fleet.region, fleet.technology) for fleet in inputs.fleets]
    regions = [region.id for region in inputs.regions]
    each_hour = m.weight[:, None] * periods.weights / _MEGA
    costs = np.array([cost for _, cost, _ in roles.groups]).reshape(-1, 1, 1)
    stored = [names[n] for n in roles.stores]
    cost_stored = np.array([inputs.technologies[n].variable_cost for n in roles.stores])
    limit = np.array([m.read(region.import_limit) for region in inputs.regions])
    electric = [line.id for line in inputs.lines if line.carrier == ELECTRICITY]
    ways = [(line, way) for way in ("forward", "backward") for line in electric]
    columns = DispatchColumns(
        power=builder.add_columns("power", [names[n] for n in roles.plants], hours),
        weather=builder.add_columns("weather", roles.groups, hours, cost=costs * each_hour),
        charge=builder.add_columns("charge", stored, hours),
        discharge=builder.add_columns(
            "discharge", stored, hours, cost=cost_stored.reshape(-1, 1, 1) * each_hour
        ),
        level=builder.add_columns("level_stored", stored, hours),
        flow=builder.add_columns("flow", ways, hours),
        imports=builder.add_columns(
            "imports", regions, hours, upper=(limit / 8.76 * IMPORT_PEAK)[:, :, None]
        ),
        unserved=builder.add_columns(
            "unserved", regions, hours, cost=VALUE_OF_LOST_LOAD * each_hour
        ),
        output=_add_output(builder, inputs, roles),
        bought=builder.add_columns(
            "bought",
            regions,
            (m.count,),
            upper=limit,
            cost=np.array([m.read(region.import_price) for region in inputs.regions]) * m.weight,
        ),
    )
    share = availability(inputs, periods)
    _limit_plants(builder, inputs, periods, roles, capacity, columns, share)
    _limit_weather(builder, inputs, periods, roles, capacity, columns, share)
    _limit_stores(builder, inputs, periods, roles, capacity, columns)
    _sum_year(builder, inputs, periods, roles, capacity, columns, share)
    _limit_lines(builder, inputs, capacity, columns)
    _balance(builder, inputs, periods, roles, columns, final)
    return columns


def _add_output(builder: Builder, inputs: Inputs, roles: Roles) -> Index:
    at = [*roles.plants, *roles.annual]
    technologies = [inputs.technologies[n] for n in at]
    each = [
        t.variable_cost
        + (inputs.carbon.get(t.fuel, 0.0) / t.efficiency * t.capture * t.storage_cost)
        for t in technologies
    ]
    return builder.add_columns(
        "output",
        [(inputs.fleets[n].region, inputs.fleets[n].technology) for n in at],
        (inputs.milestones.count,),
        cost=np.array(each).reshape(-1, 1) * inputs.milestones.weight,
    )


def _limit_plants(
    builder: Builder,
    inputs: Inputs,
    periods: Periods,
    roles: Roles,
    capacity: CapacityColumns,
    columns: DispatchColumns,
    share: Floats,
) -> None:
    at = roles.plants
    names = [(inputs.fleets[n].region, inputs.fleets[n].technology) for n in at]
    free = share[at] * (1 - np.array([inputs.technologies[n].must_run for n in at])[:, None])
    hours = (inputs.milestones.count, periods.count)
    rows = builder.add_rows("power", names, hours, upper=0.0)
    builder.put(rows, columns.power, 1.0)
    builder.put(rows, capacity.capacity[at][:, :, None], -free[:, None, :])
    held = [
        number
        for number, n in enumerate(at)
        if not inputs.technologies[n].fuel
        and not inputs.fleets[n].availability
        and not inputs.technologies[n].must_run
        and inputs.fleets[n].availability_factor < 1
    ]
    daily = builder.add_rows(
        "daily", [names[n] for n in held], (inputs.milestones.count, periods.days), upper=0.0
    )
    of_hour = _day_of_hour(periods)
    builder.put(daily[:, :, of_hour], columns.power[held], 1.0)
    factor = np.array([inputs.fleets[at[n]].availability_factor for n in held])
    length = np.bincount(of_hour, minlength=periods.days)
    builder.put(
        daily,
        capacity.capacity[at[held]][:, :, None],
        -factor[:, None, None] * length,
    )


def _day_of_hour(periods: Periods) -> Integers:
    return np.arange(periods.count) // 24


def _limit_weather(
    builder: Builder,
    inputs: Inputs,
    periods: Periods,
    roles: Roles,
    capacity: CapacityColumns,
    columns: DispatchColumns,
    share: Floats,
) -> None:
    """What is used of a group is at most what its fleets could give, or what must run gives."""
    rows = builder.add_rows(
        "weather", roles.groups, (inputs.milestones.count, periods.count), upper=0.0
    )
    builder.put(rows, columns.weather, 1.0)
    at = roles.weather
    builder.put(rows[roles.group], capacity.capacity[at][:, :, None], -share[at][:, None, :])
    for number in roles.must:
        n = roles.plants[number]
        group = roles.groups.index((int(inputs.fleet_region[n]), 0.0, int(number)))
        builder.put(
            rows[group],
            capacity.capacity[n][:, None],
            -share[n] * inputs.technologies[n].must_run,
        )


def _limit_stores(
    builder: Builder,
    inputs: Inputs,
    periods: Periods,
    roles: Roles,
    capacity: CapacityColumns,
    columns: DispatchColumns,
) -> None:
    """Levels follow charge and discharge (each with half of the losses) and end as they began."""
    at = roles.stores
    hours = (inputs.milestones.count, periods.count)
    names = [(inputs.fleets[n].region, inputs.fleets[n].technology) for n in at]
    one_way = np.sqrt([inputs.technologies[n].efficiency for n in at]).reshape(-1, 1, 1)
    link = builder.add_rows("stored", names, hours, lower=0.0, upper=0.0)
    builder.put(link, columns.level, 1.0)
    builder.put(link, columns.level[:, :, periods.before], -1.0)
    builder.put(link, columns.charge, -one_way)
    builder.put(link, columns.discharge, 1 / one_way)
    power = builder.add_rows("store_power", names, hours, upper=0.0)
    builder.put(power, columns.charge, 1.0)
    builder.put(power, columns.discharge, 1.0)
    builder.put(power, capacity.capacity[at][:, :, None], -1.0)
    energy = builder.add_rows("store_energy", names, hours, upper=0.0)
    builder.put(energy, columns.level, 1.0)
    free = {int(n): number for number, n in enumerate(capacity.stores)}
    for number, n in enumerate(at):
        ratio = inputs.technologies[n].hours
        if ratio is None:
            builder.put(energy[number], capacity.energy[free[int(n)]][:, None], -1.0)
        else:
            builder.put(energy[number], capacity.capacity[n][:, None], -ratio)


def _sum_year(
    builder: Builder,
    inputs: Inputs,
    periods: Periods,
    roles: Roles,
    capacity: CapacityColumns,
    columns: DispatchColumns,
    share: Floats,
) -> None:
    """The year's output of each plant, what must run included, and the year's imports."""
    m = inputs.milestones
    at = [*roles.plants, *roles.annual]
    names = [(inputs.fleets[n].region, inputs.fleets[n].technology) for n in at]
    hours = periods.weights / _MEGA
    count = len(roles.plants)
    rows = builder.add_rows("output", names[:count], (m.count,), lower=0.0, upper=0.0)
    builder.put(rows, columns.output[:count], 1.0)
    builder.put(rows[:, :, None], columns.power, -hours)
    for number in roles.must:
        n = roles.plants[number]
        always = inputs.technologies[n].must_run * (share[n] @ hours)
        builder.put(rows[number], capacity.capacity[n], -always)
    annual = builder.add_rows("annual", names[count:], (m.count,), upper=0.0)
    builder.put(annual, columns.output[count:], 1.0)
    builder.put(annual, capacity.capacity[roles.annual], -(share[roles.annual] @ hours)[:, None])
    regions = [region.id for region in inputs.regions]
    bought = builder.add_rows("bought", regions, (m.count,), lower=0.0, upper=0.0)
    builder.put(bought, columns.bought, 1.0)
    builder.put(bought[:, :, None], columns.imports, -hours)


def _limit_lines(
    builder: Builder, inputs: Inputs, capacity: CapacityColumns, columns: DispatchColumns
) -> None:
    electric = [n for n, line in enumerate(inputs.lines) if line.carrier == ELECTRICITY]
    names = [inputs.lines[n].id for n in electric]
    rows = builder.add_rows("flow", names, columns.flow.shape[1:], upper=0.0)
    builder.put(rows, columns.flow[: len(names)], 1.0)
    builder.put(rows, columns.flow[len(names) :], 1.0)
    builder.put(rows, capacity.line[electric][:, :, None], -1.0)


def electric_share(inputs: Inputs, roles: Roles) -> Floats:
    """Return GW given to the balance per GW of output of each plant: 1, or less than 0."""
    return np.array(
        [
            1.0 if t.output == ELECTRICITY else -1 / t.efficiency
            for t in (inputs.technologies[n] for n in roles.plants)
        ]
    )


def _balance(
    builder: Builder,
    inputs: Inputs,
    periods: Periods,
    roles: Roles,
    columns: DispatchColumns,
    final: Index,
) -> None:
    regions = [region.id for region in inputs.regions]
    hours = (inputs.milestones.count, periods.count)
    rows = builder.add_rows("balance", regions, hours, lower=0.0, upper=0.0)
    builder.put(
        rows[inputs.fleet_region[roles.plants]],
        columns.power,
        electric_share(inputs, roles)[:, None, None],
    )
    builder.put(rows[[region for region, _, _ in roles.groups]], columns.weather, 1.0)
    store_region = inputs.fleet_region[roles.stores]
    builder.put(rows[store_region], columns.discharge, 1.0)
    builder.put(rows[store_region], columns.charge, -1.0)
    builder.put(rows, columns.imports, 1.0)
    builder.put(rows, columns.unserved, 1.0)
    electric = [n for n, line in enumerate(inputs.lines) if line.carrier == ELECTRICITY]
    kept = (1 - np.array([inputs.lines[n].loss for n in electric])).reshape(-1, 1, 1)
    start, end = inputs.line_ends[electric].T
    forward, backward = columns.flow[: len(electric)], columns.flow[len(electric) :]
    builder.put(rows[start], forward, -1.0)
    builder.put(rows[end], forward, kept)
    builder.put(rows[end], backward, -1.0)
    builder.put(rows[start], backward, kept)
    for number, (region, carrier, profile) in enumerate(inputs.finals):
        if carrier == ELECTRICITY:
            builder.put(rows[region], final[number][:, None], -hourly_shape(periods, profile))
