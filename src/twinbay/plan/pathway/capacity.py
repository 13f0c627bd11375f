"""Columns and rows of capacity: vintages, what stands of existing fleets, lines, joint projects."""

from dataclasses import dataclass
from math import inf

import numpy as np

from twinbay.plan.pathway.inputs import (
    ELECTRICITY,
    HOURS_OF_EXISTING_STORAGE,
    Inputs,
    annuity_factor,
)
from twinbay.plan.pathway.linear import Builder, Floats, Index
from twinbay.plan.programme import TechnologyKind


@dataclass(frozen=True, slots=True)
class UnitCosts:
    """What a unit costs when it is added at each milestone, with learning.

    Attributes:
        fleet: million USD per GW by fleet and milestone, regional factor included.
        energy: million USD per GWh of each storage.
        measure: million USD per TWh (kt) a year of each acting measure.
    """

    fleet: Floats
    energy: Floats
    measure: Floats


@dataclass(frozen=True, slots=True)
class CapacityColumns:
    """Columns of capacity by fleet (line, project) and milestone.

    Attributes:
        new, standing, early, expired, capacity: GW added; left of the existing fleet; of it retired
            early since the milestone before; of that, what would by now have gone anyway; and all
            that stands.
        new_energy, energy: GWh of storages whose hours are free, by ``stores`` row.
        stores: positions of those fleets.
        new_line, line: GW of lines.
        joint: share of each joint project done at each milestone.
    """

    new: Index
    standing: Index
    early: Index
    expired: Index
    capacity: Index
    stores: Index
    new_energy: Index
    energy: Index
    new_line: Index
    line: Index
    joint: Index


def add_capacity(builder: Builder, inputs: Inputs, costs: UnitCosts) -> CapacityColumns:
    """Add every column of capacity and the rows that bind them to each other."""
    joint = _add_joint(builder, inputs, costs)
    new, standing, early, expired, capacity = _add_fleets(builder, inputs, costs, joint)
    stores, new_energy, energy = _add_energy(builder, inputs, costs)
    new_line, line = _add_lines(builder, inputs)
    return CapacityColumns(
        new, standing, early, expired, capacity, stores, new_energy, energy, new_line, line, joint
    )


def spread_annuities(inputs: Inputs, lifetimes: list[float], each: Floats) -> tuple[Floats, Floats]:
    """Return the present cost of a unit added, and the part of it due at its own milestone.

    The investment is paid as an annuity over the lifetime; payments within the horizon count.

    Arguments:
        each: investment by item and milestone of addition.
    """
    weight = inputs.milestones.weight
    alive = np.array([inputs.milestones.alive(life) for life in lifetimes], np.float64)
    factor = np.array([annuity_factor(inputs.rate, life) for life in lifetimes])
    paid = each * factor[:, None] if len(lifetimes) else each
    whole = paid * (alive @ weight) if len(lifetimes) else each
    return whole, paid * weight


def fixed_cost(inputs: Inputs, investment: Floats) -> tuple[Floats, Floats]:
    """Return present fixed cost of a GW added (in all and at once), by fleet and milestone."""
    share = np.array([t.fixed_cost for t in inputs.technologies]).reshape(-1, 1)
    weight = inputs.milestones.weight
    alive = np.array(
        [inputs.milestones.alive(t.lifetime) for t in inputs.technologies], np.float64
    ).reshape(-1, inputs.milestones.count, inputs.milestones.count)
    yearly = investment * share
    return yearly * (alive @ weight), yearly * weight


def unit_investment(inputs: Inputs, costs: UnitCosts) -> Floats:
    """Return million USD per GW added, the energy of storages of fixed hours included."""
    hours = np.array([t.hours or 0.0 for t in inputs.technologies]).reshape(-1, 1)
    whole: Floats = costs.fleet + hours * costs.energy
    return whole


def build_limits(inputs: Inputs) -> Floats:
    """Return the most GW that each fleet may add up to each milestone."""
    m = inputs.milestones
    yearly = np.array([m.read(fleet.build_limit) for fleet in inputs.fleets]).reshape(-1, m.count)
    limits: Floats = yearly * m.span
    if m.present:
        limits[:, 0] = 0.0
    return limits


def _add_fleets(
    builder: Builder, inputs: Inputs, costs: UnitCosts, joint: Index
) -> tuple[Index, Index, Index, Index, Index]:
    m = inputs.milestones
    ids = [(fleet.region, fleet.technology) for fleet in inputs.fleets]
    each = unit_investment(inputs, costs)
    whole, at_once = spread_annuities(inputs, [t.lifetime for t in inputs.technologies], each)
    fixed, fixed_at_once = fixed_cost(inputs, each)
    new = builder.add_columns(
        "new",
        ids,
        (m.count,),
        upper=build_limits(inputs),
        cost=whole + fixed,
        cost_at_once=at_once + fixed_at_once,
    )
    lasting = np.zeros_like(inputs.existing)
    lasting[:, 0] = inputs.existing[:, 0] if m.present else 0.0
    if not inputs.programme.settings.early_retirement:
        lasting = inputs.existing
    share = np.array([t.fixed_cost for t in inputs.technologies]).reshape(-1, 1)
    first_cost = (_base_investment(inputs)[:, :1]) * share
    standing = builder.add_columns(
        "standing",
        ids,
        (m.count,),
        lower=lasting,
        upper=inputs.existing,
        cost=first_cost * m.weight,
    )
    retirement = np.array([fleet.retirement_cost for fleet in inputs.fleets]).reshape(-1, 1)
    early = builder.add_columns("early", ids, (m.count,), cost=retirement / m.span * m.weight)
    drop = np.maximum(-np.diff(inputs.existing, axis=1, prepend=inputs.existing[:, :1]), 0.0)
    expired = builder.add_columns("expired", ids, (m.count,), upper=drop)
    _retire(builder, inputs, standing, early, expired)
    capacity = builder.add_columns("capacity", ids, (m.count,), upper=inputs.potential)
    rows = builder.add_rows("capacity", ids, (m.count,), lower=0.0, upper=0.0)
    builder.put(rows, capacity, 1.0)
    builder.put(rows, standing, -1.0)
    for number, technology in enumerate(inputs.technologies):
        builder.put(
            rows[number][None, :], new[number][:, None], -1.0 * m.alive(technology.lifetime)
        )
    for number, project in enumerate(inputs.joint):
        if project.technology:
            at = ids.index((project.host, project.technology))
            stands = m.alive(inputs.technologies[at].lifetime)
            builder.put(rows[at][None, :], joint[number][:, None], -project.capacity * stands)
    return new, standing, early, expired, capacity


def _base_investment(inputs: Inputs) -> Floats:
    hours = np.array([t.hours or HOURS_OF_EXISTING_STORAGE for t in inputs.technologies]).reshape(
        -1, 1
    )
    whole: Floats = inputs.investment + hours * inputs.energy_investment
    return whole


def _retire(
    builder: Builder, inputs: Inputs, standing: Index, early: Index, expired: Index
) -> None:
    """Bind what is missing of the existing fleet to what was retired early and has expired."""
    step = np.diff(inputs.existing, axis=1, prepend=0.0)
    rows = builder.add_rows(
        "retired",
        [(fleet.region, fleet.technology) for fleet in inputs.fleets],
        (inputs.milestones.count,),
        lower=step,
        upper=step,
    )
    builder.put(rows, standing, 1.0)
    builder.put(rows[:, 1:], standing[:, :-1], -1.0)
    builder.put(rows, early, 1.0)
    builder.put(rows, expired, -1.0)


def _add_energy(builder: Builder, inputs: Inputs, costs: UnitCosts) -> tuple[Index, Index, Index]:
    m = inputs.milestones
    stores = np.array(
        [
            number
            for number, t in enumerate(inputs.technologies)
            if t.kind is TechnologyKind.STORAGE and t.hours is None and t.output == ELECTRICITY
        ],
        np.int32,
    )
    ids = [(inputs.fleets[n].region, inputs.fleets[n].technology) for n in stores]
    technologies = [inputs.technologies[n] for n in stores]
    each = costs.energy[stores]
    lifetimes = [t.lifetime for t in technologies]
    whole, at_once = spread_annuities(inputs, lifetimes, each)
    upper = np.full(m.count, inf)
    upper[0] = 0.0 if m.present else inf
    fixed, fixed_at_once = (part[stores] for part in fixed_cost(inputs, costs.energy))
    new_energy = builder.add_columns(
        "new_energy",
        ids,
        (m.count,),
        upper=upper,
        cost=whole + fixed,
        cost_at_once=at_once + fixed_at_once,
    )
    energy = builder.add_columns("energy", ids, (m.count,))
    standing = builder.columns["standing"].index[stores]
    rows = builder.add_rows("energy", ids, (m.count,), lower=0.0, upper=0.0)
    builder.put(rows, energy, 1.0)
    builder.put(rows, standing, -HOURS_OF_EXISTING_STORAGE)
    for number, lifetime in enumerate(lifetimes):
        builder.put(rows[number][None, :], new_energy[number][:, None], -1.0 * m.alive(lifetime))
    return stores, new_energy, energy


def _add_lines(builder: Builder, inputs: Inputs) -> tuple[Index, Index]:
    m = inputs.milestones
    ids = [line.id for line in inputs.lines]
    existing = np.array([m.read(line.existing) for line in inputs.lines]).reshape(-1, m.count)
    potential = np.array([m.read(line.potential) for line in inputs.lines]).reshape(-1, m.count)
    each = np.array([m.read(line.investment) for line in inputs.lines]).reshape(-1, m.count)
    lifetimes = [line.lifetime for line in inputs.lines]
    whole, at_once = spread_annuities(inputs, lifetimes, each)
    upper = np.full(m.count, inf)
    upper[0] = 0.0 if m.present else inf
    new = builder.add_columns(
        "new_line", ids, (m.count,), upper=upper, cost=whole, cost_at_once=at_once
    )
    line = builder.add_columns("line", ids, (m.count,), upper=np.maximum(potential, existing))
    rows = builder.add_rows("line", ids, (m.count,), lower=existing, upper=existing)
    builder.put(rows, line, 1.0)
    for number, lifetime in enumerate(lifetimes):
        builder.put(rows[number][None, :], new[number][:, None], -1.0 * m.alive(lifetime))
    return new, line


def joint_investment(inputs: Inputs, costs: UnitCosts) -> Floats:
    """Return million USD that each joint project takes if done up to each milestone."""
    m = inputs.milestones
    whole = np.zeros((len(inputs.joint), m.count))
    each = unit_investment(inputs, costs)
    for number, project in enumerate(inputs.joint):
        whole[number] = project.fixed_investment
        if project.technology:
            at = _host(inputs, number)
            whole[number] += each[at] * project.capacity * project.cost_factor
    return whole


def joint_lifetime(inputs: Inputs, number: int) -> float:
    """Return the lifetime of what a joint project builds or makes cheaper."""
    project = inputs.joint[number]
    if project.technology:
        return inputs.technologies[_host(inputs, number)].lifetime
    measures = inputs.programme.measures
    return max(m.lifetime for m in measures if project.measure in (m.id, m.base_id))


def joint_fixed_share(inputs: Inputs, number: int) -> float:
    """Return fixed cost a year of a joint project as a share of its investment."""
    if inputs.joint[number].technology:
        return inputs.technologies[_host(inputs, number)].fixed_cost
    return 0.0


def _host(inputs: Inputs, number: int) -> int:
    project = inputs.joint[number]
    return next(
        at
        for at, fleet in enumerate(inputs.fleets)
        if (fleet.region, fleet.technology) == (project.host, project.technology)
    )


def _add_joint(builder: Builder, inputs: Inputs, costs: UnitCosts) -> Index:
    m = inputs.milestones
    ids = [project.id for project in inputs.joint]
    each = joint_investment(inputs, costs)
    lifetimes = [joint_lifetime(inputs, number) for number in range(len(ids))]
    whole, at_once = spread_annuities(inputs, lifetimes, each)
    for number, lifetime in enumerate(lifetimes):
        yearly = each[number] * joint_fixed_share(inputs, number)
        whole[number] += yearly * (m.alive(lifetime) @ m.weight)
        at_once[number] += yearly * m.weight
    upper = np.array(
        [[year >= project.earliest for year in m.years] for project in inputs.joint], np.float64
    ).reshape(-1, m.count)
    if m.present:
        upper[:, :1] = 0.0
    joint = builder.add_columns(
        "joint",
        ids,
        (m.count,),
        upper=upper,
        cost=whole,
        cost_at_once=at_once,
        integer=inputs.programme.settings.integer,
    )
    rows = builder.add_rows("joint", ids, (m.count,), upper=1.0)
    builder.put(rows[:, None, :], joint[:, :, None], np.triu(np.ones((m.count, m.count))))
    return joint
