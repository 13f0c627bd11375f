"""Tables of capacity, generation, dispatch, trade and prices."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from twinbay.plan import pathway_tables as tables
from twinbay.plan.pathway.inputs import ELECTRICITY
from twinbay.plan.pathway.linear import Floats
from twinbay.plan.pathway.solved import Operation, Solved
from twinbay.plan.programme import TechnologyKind

NEGLIGIBLE = 1e-9


def frame(schema: pl.Schema, **columns: Any) -> pl.DataFrame:
    """Return columns as a table of a schema."""
    return pl.DataFrame({name: columns[name] for name in schema}, schema=schema, strict=False)


def spread(names: Sequence[str], *shape: int) -> NDArray[np.str_]:
    """Return names repeated over further axes, flat."""
    if not names:
        return np.zeros(0, dtype=str)
    return np.repeat(np.array(names, dtype=str), int(np.prod(shape)))


def along(values: NDArray[Any], before: int, after: int) -> NDArray[Any]:
    """Return values of a middle axis, repeated over the axes before and after it, flat."""
    return np.tile(np.repeat(values, after), before)


def capacity_table(solved: Solved) -> pl.DataFrame:
    """Return what stands, what is added and what is retired early, at each milestone."""
    inputs = solved.inputs
    m = inputs.milestones
    new, capacity = solved.column("new").copy(), solved.column("capacity")
    joint = solved.column("joint")
    ids = [(fleet.region, fleet.technology) for fleet in inputs.fleets]
    for number, project in enumerate(inputs.joint):
        if project.technology:
            new[ids.index((project.host, project.technology))] += joint[number] * project.capacity
    hours = np.array([t.hours or 0.0 for t in inputs.technologies]).reshape(-1, 1)
    energy = capacity * hours
    energy[solved.built.columns.capacity.stores] = solved.column("energy")
    years = m.years
    fleets = frame(
        tables.CAPACITY,
        region=spread([region for region, _ in ids], m.count),
        technology=spread([technology for _, technology in ids], m.count),
        year=np.tile(years, len(ids)),
        capacity_gw=capacity.ravel(),
        new_gw=new.ravel(),
        retired_gw=solved.column("early").ravel(),
        energy_gwh=energy.ravel(),
    )
    line = solved.column("line")
    lines = frame(
        tables.CAPACITY,
        region=spread([""] * len(inputs.lines), m.count),
        technology=spread([one.id for one in inputs.lines], m.count),
        year=np.tile(years, len(inputs.lines)),
        capacity_gw=line.ravel(),
        new_gw=solved.column("new_line").ravel(),
        retired_gw=np.zeros(line.size),
        energy_gwh=np.zeros(line.size),
    )
    return pl.concat([fleets, lines])


def generation_table(solved: Solved, operation: Operation) -> pl.DataFrame:
    """Return the year's output, fuel and curtailment of each fleet."""
    inputs, roles = solved.inputs, solved.built.roles
    hours = solved.built.periods.weights / 1000
    output = np.maximum(operation.given, 0.0) @ hours
    fuel = np.zeros_like(output)
    at = [*roles.plants, *roles.annual]
    made = solved.column("output")
    for number, n in enumerate(at):
        t = inputs.technologies[n]
        if t.fuel:
            fuel[n] = made[number] / t.efficiency
        if n not in set(roles.plants.tolist()) or t.output != ELECTRICITY:
            output[n] = made[number]
    output[roles.stores] = solved.column("discharge") @ hours
    fuel[roles.stores] = solved.column("charge") @ hours
    count = inputs.milestones.count
    return frame(
        tables.GENERATION,
        region=spread([fleet.region for fleet in inputs.fleets], count),
        technology=spread([fleet.technology for fleet in inputs.fleets], count),
        year=np.tile(inputs.milestones.years, len(inputs.fleets)),
        output_twh=output.ravel(),
        fuel=spread(
            [
                ELECTRICITY if t.kind is TechnologyKind.STORAGE else t.fuel
                for t in inputs.technologies
            ],
            count,
        ),
        fuel_twh=fuel.ravel(),
        curtailed_twh=(operation.unused @ hours).ravel(),
    )


def dispatch_table(solved: Solved, operation: Operation) -> pl.DataFrame:
    """Return hourly operation; fleets that never run in a year are left out."""
    inputs = solved.inputs
    electric = [n for n, line in enumerate(inputs.lines) if line.carrier == ELECTRICITY]
    parts: list[tuple[Sequence[str], Sequence[str], Floats]] = []
    hourly = [
        n
        for n, t in enumerate(inputs.technologies)
        if ELECTRICITY in (t.fuel, t.output) or t.kind is TechnologyKind.STORAGE
    ]
    parts.append(
        (
            [inputs.fleets[n].region for n in hourly],
            [inputs.fleets[n].technology for n in hourly],
            operation.given[hourly],
        )
    )
    regions = [region.id for region in inputs.regions]
    for item, power in (
        ("imports", solved.column("imports")),
        ("demand", operation.demand),
        ("unserved", solved.column("unserved")),
    ):
        parts.append((regions, [item] * len(regions), power))
    for end in (0, 1):
        home = [regions[inputs.line_ends[n, end]] for n in electric]
        names = [inputs.lines[n].id for n in electric]
        parts.append((home, names, operation.received[:, end]))
    return pl.concat([_hours(solved, *part) for part in parts])


def _hours(
    solved: Solved, regions: Sequence[str], items: Sequence[str], power: Floats
) -> pl.DataFrame:
    """Return rows of hourly power of items by milestone, of those that are ever above zero."""
    m, periods = solved.inputs.milestones, solved.built.periods
    count = len(items)
    some = np.abs(power).max(axis=2, initial=0.0) > NEGLIGIBLE
    rows = np.repeat(some.ravel(), periods.count)
    return frame(
        tables.DISPATCH,
        region=spread(regions, m.count, periods.count)[rows],
        item=spread(items, m.count, periods.count)[rows],
        year=along(m.years, count, periods.count)[rows],
        period=np.tile(periods.period, count * m.count)[rows],
        hour=np.tile(periods.hour, count * m.count)[rows],
        weight=np.tile(periods.weights, count * m.count)[rows],
        power_gw=power.ravel()[rows],
    )


def trade_table(solved: Solved) -> pl.DataFrame:
    """Return what was sent on each line in each direction, and bought from outside."""
    inputs = solved.inputs
    m = inputs.milestones
    hours = solved.built.periods.weights / 1000
    electric = [line for line in inputs.lines if line.carrier == ELECTRICITY]
    others = [line for line in inputs.lines if line.carrier != ELECTRICITY]
    names: list[tuple[str, str, str]] = []
    amounts: list[Floats] = []
    for lines, sent in ((electric, solved.column("flow") @ hours), (others, solved.column("sent"))):
        for number, line in enumerate(lines):
            names += [(line.id, line.start, line.end), (line.id, line.end, line.start)]
            amounts += [sent[number], sent[len(lines) + number]]
    for number, region in enumerate(inputs.regions):
        names.append(("outside", "outside", region.id))
        amounts.append(solved.column("bought")[number])
    return frame(
        tables.TRADE,
        line=spread([name[0] for name in names], m.count),
        start=spread([name[1] for name in names], m.count),
        end=spread([name[2] for name in names], m.count),
        year=np.tile(m.years, len(names)),
        twh=np.concatenate(amounts),
    )


def electricity_prices(solved: Solved) -> Floats:
    """Return USD per MWh of electricity by region, milestone and hour."""
    m, periods = solved.inputs.milestones, solved.built.periods
    return solved.dual("balance") * 1000 / (m.weight[:, None] * periods.weights)


def price_table(solved: Solved) -> pl.DataFrame:
    """Return hourly prices of electricity and yearly ones (period and hour 0) of the others."""
    inputs = solved.inputs
    m, periods = inputs.milestones, solved.built.periods
    regions = [region.id for region in inputs.regions]
    count = len(regions)
    hourly = frame(
        tables.PRICES,
        region=spread(regions, m.count, periods.count),
        carrier=np.full(count * m.count * periods.count, ELECTRICITY),
        year=along(m.years, count, periods.count),
        period=np.tile(periods.period, count * m.count),
        hour=np.tile(periods.hour, count * m.count),
        usd_per_mwh=electricity_prices(solved).ravel(),
    )
    pairs = inputs.carriers
    yearly = frame(
        tables.PRICES,
        region=spread([regions[region] for region, _ in pairs], m.count),
        carrier=spread([carrier for _, carrier in pairs], m.count),
        year=np.tile(m.years, len(pairs)),
        period=np.zeros(len(pairs) * m.count, np.int32),
        hour=np.zeros(len(pairs) * m.count, np.int32),
        usd_per_mwh=(solved.dual("carrier") / m.weight).ravel(),
    )
    return pl.concat([hourly, yearly])
