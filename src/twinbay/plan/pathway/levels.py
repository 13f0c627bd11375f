"""Columns and rows of measures: levels reached, additions, and how measures act on each other."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from twinbay.plan.measure import Interaction, InteractionKind, MeasureKind
from twinbay.plan.pathway.capacity import UnitCosts, spread_annuities
from twinbay.plan.pathway.inputs import Inputs
from twinbay.plan.pathway.linear import Builder, Floats, Index


@dataclass(frozen=True, slots=True)
class LevelColumns:
    """Columns of measures by acting measure and milestone.

    Attributes:
        level: TWh (kt) a year reached.
        new: added up to each milestone at its own cost; ``cheap`` the same at the cost that a
            joint project lowers (only where ``helpers`` names one, else held at zero).
        helpers: number of the joint project that makes each measure cheaper, or -1.
    """

    level: Index
    new: Index
    cheap: Index
    helpers: Index


def add_levels(builder: Builder, inputs: Inputs, costs: UnitCosts, joint: Index) -> LevelColumns:
    """Add the columns of measures and every row among them."""
    m = inputs.milestones
    ids = [one.measure.id for one in inputs.acting]
    amount, potential = _amounts(inputs)
    most = np.array([one.measure.uptake for one in inputs.acting]).reshape(-1, 1) * m.span * amount
    if m.present:
        most[:, :1] = 0.0
    helpers = np.array([_helper(inputs, number) for number in range(len(ids))], np.int32)
    lifetimes = [one.measure.lifetime for one in inputs.acting]
    whole, at_once = spread_annuities(inputs, lifetimes, costs.measure)
    factor = np.array([inputs.joint[h].cost_factor if h >= 0 else 1.0 for h in helpers])
    operation = np.array([one.measure.operation for one in inputs.acting]).reshape(-1, 1)
    # kt of a gas go by the thousand, TWh by themselves.
    unit = np.array([[1000.0 if one.warming else 1.0] for one in inputs.acting]).reshape(-1, 1)
    level = builder.add_columns(
        "level",
        ids,
        (m.count,),
        upper=amount * potential,
        cost=operation * m.weight,
        unit=unit,
    )
    new = builder.add_columns(
        "new_level",
        ids,
        (m.count,),
        upper=most,
        cost=whole,
        cost_at_once=at_once,
        unit=unit,
    )
    cheap = builder.add_columns(
        "cheap_level",
        ids,
        (m.count,),
        upper=most * (helpers >= 0)[:, None],
        cost=whole * factor[:, None],
        cost_at_once=at_once * factor[:, None],
        unit=unit,
    )
    _add_stock(builder, inputs, most, (level, new, cheap), helpers, joint)
    _add_reach(builder, inputs, level)
    _add_interactions(builder, inputs, level)
    return LevelColumns(level, new, cheap, helpers)


def _amounts(inputs: Inputs) -> tuple[Floats, Floats]:
    width = inputs.milestones.count
    amount = np.array([one.amount for one in inputs.acting]).reshape(-1, width)
    potential = np.array([one.potential for one in inputs.acting]).reshape(-1, width)
    return amount, potential


def _helper(inputs: Inputs, number: int) -> int:
    one = inputs.acting[number]
    for at, project in enumerate(inputs.joint):
        named = project.measure in (one.measure.id, one.measure.base_id)
        if project.measure and named and one.measure.region in project.cost_shares:
            return at
    return -1


def _add_stock(
    builder: Builder,
    inputs: Inputs,
    most: Floats,
    columns: tuple[Index, Index, Index],
    helpers: Index,
    joint: Index,
) -> None:
    """A level is no more than what was added and still lives; additions no more than turnover."""
    m = inputs.milestones
    level, new, cheap = columns
    ids = [one.measure.id for one in inputs.acting]
    stock = builder.add_rows("stock", ids, (m.count,), upper=0.0)
    builder.put(stock, level, 1.0)
    for number, one in enumerate(inputs.acting):
        alive = -1.0 * m.alive(one.measure.lifetime)
        for added in (new, cheap):
            builder.put(stock[number][None, :], added[number][:, None], alive)
    helped = np.flatnonzero(helpers >= 0)
    named = [ids[number] for number in helped]
    together = builder.add_rows("uptake", named, (m.count,), upper=most[helped])
    builder.put(together, new[helped], 1.0)
    builder.put(together, cheap[helped], 1.0)
    once_done = builder.add_rows("helped", named, (m.count,), upper=0.0)
    builder.put(once_done, cheap[helped], 1.0)
    done = np.triu(np.ones((m.count, m.count)))
    builder.put(
        once_done[:, None, :],
        joint[helpers[helped]][:, :, None],
        -done[None] * most[helped][:, None, :],
    )


def _add_reach(builder: Builder, inputs: Inputs, level: Index) -> None:
    """Measures on the same thing never save the same energy twice.

    Savings are multiplicative: taken in any order, each reaches its share of what the earlier ones
    left. So a set of savings S of an amount A comes to at most A (1 - prod over S of (1 - p));
    there is a row for each saving, each two and all. A switch reaches its share of what savings
    leave, and no more can be saved and switched than is there.
    """
    m = inputs.milestones
    amount, potential = _amounts(inputs)
    on: dict[str, list[int]] = {}
    for number, one in enumerate(inputs.acting):
        on.setdefault(one.measure.acts_on, []).append(number)
    saving = np.array([one.measure.saving for one in inputs.acting])
    sets: list[tuple[int, ...]] = []
    switches: list[tuple[int, list[int]]] = []
    for members in on.values():
        savers = [n for n in members if inputs.acting[n].measure.kind is not MeasureKind.SWITCH]
        sets += combinations(savers, 2)
        sets += [tuple(savers)] if len(savers) > 2 else []
        switches += [(n, savers) for n in members if n not in savers and savers]
    product = [1 - np.prod(1 - saving[list(s), None] * potential[list(s)], axis=0) for s in sets]
    most = np.array([amount[s[0]] * p for s, p in zip(sets, product, strict=True)])
    together = builder.add_rows(
        "together",
        [tuple(inputs.acting[n].measure.id for n in s) for s in sets],
        (m.count,),
        upper=most.reshape(-1, m.count),
    )
    for row, chosen in zip(together, sets, strict=True):
        builder.put(row[None, :], level[list(chosen)], saving[list(chosen), None])
    moved = [n for n, _ in switches]
    rest = builder.add_rows(
        "rest",
        [inputs.acting[n].measure.id for n in moved],
        (m.count,),
        upper=(potential * amount)[moved],
    )
    builder.put(rest, level[moved], 1.0)
    for row, (number, savers) in zip(rest, switches, strict=True):
        builder.put(row[None, :], level[savers], potential[number] * saving[savers, None])
    _limit_to_what_is_there(builder, inputs, level, on)


def _limit_to_what_is_there(
    builder: Builder, inputs: Inputs, level: Index, on: dict[str, list[int]]
) -> None:
    m = inputs.milestones
    amount, _ = _amounts(inputs)
    there = np.array([amount[members[0]] for members in on.values()]).reshape(-1, m.count)
    left = builder.add_rows("left", list(on), (m.count,), upper=there)
    for row, members in zip(left, on.values(), strict=True):
        saving = np.array([inputs.acting[n].measure.saving for n in members])
        builder.put(row[None, :], level[members], saving[:, None])


def _interaction_limits(inputs: Inputs, pairs: list[tuple[int, int, Interaction]]) -> Floats:
    """Return the right-hand sides: an overlap takes its share of the smaller potential away."""
    m = inputs.milestones
    amount, potential = _amounts(inputs)
    reach = amount * potential
    limits = np.zeros((len(pairs), m.count))
    for row, (first, second, interaction) in enumerate(pairs):
        if interaction.kind is InteractionKind.EXCLUSIVE:
            limits[row] = 1.0
        elif interaction.kind is InteractionKind.OVERLAP:
            smaller = np.minimum(reach[first], reach[second])
            limits[row] = reach[first] + reach[second] - interaction.share * smaller
    return limits


def _add_interactions(builder: Builder, inputs: Inputs, level: Index) -> None:
    """Overlaps, exclusions and requirements between measures, each one row a milestone."""
    m = inputs.milestones
    amount, _ = _amounts(inputs)
    position: dict[object, int] = {
        one.measure.id: number for number, one in enumerate(inputs.acting)
    }
    position |= {
        (one.measure.base_id, one.measure.region): number
        for number, one in enumerate(inputs.acting)
    }
    pairs = []
    for number, one in enumerate(inputs.acting):
        for interaction in one.measure.interactions:
            other = position.get(
                interaction.measure, position.get((interaction.measure, one.measure.region))
            )
            if other is not None and other != number:
                pairs.append((number, other, interaction))
    ids = [(str(i.kind), inputs.acting[a].measure.id, i.measure) for a, _, i in pairs]
    rows = builder.add_rows(
        "interaction", ids, (m.count,), upper=_interaction_limits(inputs, pairs)
    )
    share = np.divide(1.0, amount, out=np.zeros_like(amount), where=amount > 0)
    for row, (first, second, interaction) in zip(rows, pairs, strict=True):
        if interaction.kind is InteractionKind.REQUIRES:
            builder.put(row, level[first], share[first] * interaction.share)
            builder.put(row, level[second], -share[second])
        elif interaction.kind is InteractionKind.EXCLUSIVE:
            builder.put(row, level[first], share[first])
            builder.put(row, level[second], share[second])
        else:
            builder.put(row, level[first], 1.0)
            builder.put(row, level[second], 1.0)
