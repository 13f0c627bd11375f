"""Rows of targets and of the adequacy margin."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from twinbay.plan.pathway.accounts import AccountColumns
from twinbay.plan.pathway.capacity import (
    CapacityColumns,
    UnitCosts,
    joint_investment,
    unit_investment,
)
from twinbay.plan.pathway.dispatch import DispatchColumns, Roles
from twinbay.plan.pathway.inputs import ELECTRICITY, Inputs
from twinbay.plan.pathway.levels import LevelColumns
from twinbay.plan.pathway.linear import Builder, Floats, Index
from twinbay.plan.pathway.periods import Periods
from twinbay.plan.programme import Target, TargetKind, TechnologyKind

LINE_PAYER = "grid"
"""Payer of new lines; the regions bear it by the line's cost shares."""
JOINT_PAYER = "government"
"""Payer of joint projects; the regions bear it by the project's cost shares."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Every column of the optimisation."""

    capacity: CapacityColumns
    levels: LevelColumns
    dispatch: DispatchColumns
    accounts: AccountColumns
    final: Index


@dataclass(slots=True)
class Expression:
    """A sum of columns with coefficients."""

    columns: list[Index] = field(default_factory=list)
    values: list[Floats] = field(default_factory=list)

    def add(self, columns: Index, values: float | Floats) -> None:
        """Add columns, with one coefficient each or one for all."""
        filled = np.broadcast_to(np.asarray(values, np.float64), columns.shape)
        self.columns.append(np.asarray(columns, np.int32).ravel())
        self.values.append(filled.ravel())

    def value(self, solution: Floats) -> float:
        """Return what it comes to in a solution."""
        return float(
            sum(values @ solution[columns] for columns, values in self._parts())
            if self.columns
            else 0
        )

    def _parts(self) -> Iterable[tuple[Index, Floats]]:
        return zip(self.columns, self.values, strict=True)

    def put(self, builder: Builder, row: Index | int) -> None:
        """Put it into a row."""
        for columns, values in self._parts():
            builder.put(row, columns, values)


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a target limits.

    Attributes:
        expression: in the unit that the row is written in.
        scale: unit of the target per unit of the row (GDP for an intensity; 1 for a share, whose
            row is the quantity less the share of the whole).
        whole: what a share is taken of; None where the target is no share.
        least: whether the target is a lower limit.
    """

    expression: Expression
    scale: float = 1.0
    whole: Expression | None = None
    least: bool = False

    def value(self, solution: Floats) -> float:
        """Return the quantity in the target's unit."""
        amount = self.expression.value(solution)
        if self.whole is None:
            return amount * self.scale
        whole = self.whole.value(solution)
        return amount / whole if whole > 0 else 1.0


@dataclass(frozen=True, slots=True)
class Model:
    """What expressions are made from."""

    inputs: Inputs
    periods: Periods
    roles: Roles
    columns: Columns
    costs: UnitCosts


def target_quantity(model: Model, target: Target) -> Quantity:
    """Return what a target limits as an expression of the columns."""
    at = int(np.flatnonzero(model.inputs.milestones.years == target.year)[0])
    return quantity(model, target.kind, target.region, at, target.payer)


def quantity(model: Model, kind: TargetKind, region: str, at: int, payer: str = "") -> Quantity:
    """Return a quantity of a region (empty: all together) at a milestone."""
    inputs = model.inputs
    members = [n for n, one in enumerate(inputs.regions) if region in ("", one.id)]
    year = int(inputs.milestones.years[at])
    gdp = sum(inputs.regions[n].gdp[year] for n in members)
    expression, whole = Expression(), Expression()
    emissions = model.columns.accounts.emissions
    parts = {
        TargetKind.NON_FOSSIL_POWER: _add_power,
        TargetKind.NON_FOSSIL_ENERGY: _add_primary,
    }
    if kind in parts:
        for member in members:
            parts[kind](model, member, at, expression, whole)
        return Quantity(expression, whole=whole, least=True)
    scale = 1.0
    match kind:
        case TargetKind.EMISSIONS | TargetKind.EMISSIONS_INTENSITY:
            expression.add(emissions[members, at], 1.0)
            scale = 1.0 if kind is TargetKind.EMISSIONS else 1000 / gdp
        case TargetKind.EMISSIONS_BUDGET:
            expression.add(emissions[members, : at + 1], budget_weights(inputs, at))
        case TargetKind.ENERGY_INTENSITY:
            finals = [n for n, (r, _, _) in enumerate(inputs.finals) if r in members]
            expression.add(model.columns.final[finals, at], 1.0)
            scale = 1000 / gdp
        case TargetKind.AIR_POLLUTION:
            for member in members:
                _add_pollution(model, member, at, expression)
        case _:
            _add_investment(model, members, at, payer, expression)
    return Quantity(expression, scale)


def budget_weights(inputs: Inputs, at: int) -> Floats:
    """Return years counted for each milestone in emissions from the first to milestone ``at``.

    Both years are included; emissions run straight from one milestone to the next.
    """
    weights = np.zeros(at + 1)
    weights[at] = 1.0
    for step, gap in enumerate(np.diff(inputs.milestones.years[: at + 1])):
        later = np.arange(gap) / gap
        weights[step] += (1 - later).sum()
        weights[step + 1] += later.sum()
    return weights


def _fossil(inputs: Inputs, carrier: str) -> bool:
    return bool(carrier) and inputs.carrier(carrier).fossil


def _add_power(model: Model, region: int, at: int, clean: Expression, whole: Expression) -> None:
    """Electricity made in the region or bought from outside; trade within the programme is not
    counted, as it has no origin in a pool.
    """
    inputs, dispatch = model.inputs, model.columns.dispatch
    hours = model.periods.weights / 1000
    parts = [
        (home, dispatch.weather[number, at], model.roles.plants[plant] if plant >= 0 else -1)
        for number, (home, _, plant) in enumerate(model.roles.groups)
    ]
    parts += [
        (int(inputs.fleet_region[n]), dispatch.power[number, at], n)
        for number, n in enumerate(model.roles.plants)
        if inputs.technologies[n].output == ELECTRICITY
    ]
    for home, power, n in parts:
        if home == region:
            whole.add(power, hours)
            if n < 0 or not _fossil(inputs, inputs.technologies[n].fuel):
                clean.add(power, hours)
    bought = dispatch.bought[region, at : at + 1]
    whole.add(bought, 1.0)
    clean.add(bought, inputs.regions[region].non_fossil_imports)


def _add_primary(model: Model, region: int, at: int, clean: Expression, whole: Expression) -> None:
    """Carriers bought, by their primary factors; electricity made without fuel by its own."""
    inputs, dispatch = model.inputs, model.columns.dispatch
    ids = {c.id: c for c in inputs.programme.carriers}
    for number, (home, carrier) in enumerate(inputs.carriers):
        if home == region:
            bought = model.columns.accounts.purchase[number, at : at + 1]
            whole.add(bought, ids[carrier].primary_factor)
            if not ids[carrier].fossil:
                clean.add(bought, ids[carrier].primary_factor)
    factor = ids[ELECTRICITY].primary_factor if ELECTRICITY in ids else 1.0
    hours = model.periods.weights / 1000 * factor
    for number, (home, _, plant) in enumerate(model.roles.groups):
        if home == region and plant < 0:
            for part in (clean, whole):
                part.add(dispatch.weather[number, at], hours)
    for number, n in enumerate(model.roles.plants):
        if inputs.fleet_region[n] == region and not inputs.technologies[n].fuel:
            for part in (clean, whole):
                part.add(dispatch.output[number, at : at + 1], factor)
    bought = dispatch.bought[region, at : at + 1]
    whole.add(bought, factor)
    clean.add(bought, factor * inputs.regions[region].non_fossil_imports)


def _add_pollution(model: Model, region: int, at: int, expression: Expression) -> None:
    inputs = model.inputs
    ids = {c.id: c.air_pollution for c in inputs.programme.carriers}
    for number, (home, carrier, _) in enumerate(inputs.finals):
        if home == region:
            expression.add(model.columns.final[number, at : at + 1], ids.get(carrier, 0.0))
    for number, n in enumerate([*model.roles.plants, *model.roles.annual]):
        t = inputs.technologies[n]
        if inputs.fleet_region[n] == region and t.fuel:
            output = model.columns.dispatch.output[number, at : at + 1]
            expression.add(output, ids.get(t.fuel, 0.0) / t.efficiency)


def _add_investment(
    model: Model, members: list[int], at: int, payer: str, expression: Expression
) -> None:
    """Million USD invested up to the milestone, by payer (empty: everybody)."""
    inputs, columns = model.inputs, model.columns
    ids = {inputs.regions[n].id for n in members}

    def add(column: Index, cost: float, shares: Mapping[str, float]) -> None:
        part = shares.get(payer, 0.0) if payer else 1.0
        expression.add(column[at : at + 1], cost * part)

    each = unit_investment(inputs, model.costs)
    for number, fleet in enumerate(inputs.fleets):
        if fleet.region in ids:
            add(columns.capacity.new[number], each[number, at], fleet.payers)
    for number, n in enumerate(columns.capacity.stores):
        if inputs.fleets[n].region in ids:
            new = columns.capacity.new_energy[number]
            add(new, model.costs.energy[n, at], inputs.fleets[n].payers)
    for number, one in enumerate(inputs.acting):
        if one.measure.region in ids:
            cost = model.costs.measure[number, at]
            helper = columns.levels.helpers[number]
            factor = inputs.joint[helper].cost_factor if helper >= 0 else 1.0
            add(columns.levels.new[number], cost, one.measure.payers)
            add(columns.levels.cheap[number], cost * factor, one.measure.payers)
    _add_shared_investment(model, ids, at, payer, expression)


def _add_shared_investment(
    model: Model, ids: set[str], at: int, payer: str, expression: Expression
) -> None:
    """The regions' parts of lines and joint projects."""
    inputs, columns = model.inputs, model.columns
    if payer in ("", LINE_PAYER):
        for number, line in enumerate(inputs.lines):
            shares = line_shares(line.cost_shares, line.start, line.end)
            part = sum(share for region, share in shares if region in ids)
            cost = line.investment[int(inputs.milestones.years[at])] * part
            expression.add(columns.capacity.new_line[number, at : at + 1], cost)
    if payer in ("", JOINT_PAYER):
        whole = joint_investment(inputs, model.costs)
        for number, project in enumerate(inputs.joint):
            part = sum(share for region, share in project.cost_shares.items() if region in ids)
            column = columns.capacity.joint[number, at : at + 1]
            expression.add(column, whole[number, at] * part)


def line_shares(shares: Mapping[str, float], start: str, end: str) -> tuple[tuple[str, float], ...]:
    """Return who of a line's two regions bears which share of it; half each unless said."""
    if shares:
        return tuple(shares.items())
    return ((start, 0.5), (end, 0.5))


def add_targets(builder: Builder, model: Model) -> dict[str, Quantity]:
    """Add a row for each target; returns what each limits."""
    targets = model.inputs.programme.targets
    quantities = {target.id: target_quantity(model, target) for target in targets}
    years = list(model.inputs.milestones.years)
    for target in targets:
        limited = quantities[target.id]
        bound = 0.0 if limited.whole else target.value / limited.scale
        row = builder.add_rows(
            f"target {target.id}",
            [target.id],
            (1,),
            lower=bound if limited.least else -np.inf,
            upper=np.inf if limited.least else bound,
            milestone=years.index(target.year),
        )[0, 0]
        limited.expression.put(builder, row)
        if limited.whole:
            for columns, values in zip(limited.whole.columns, limited.whole.values, strict=True):
                builder.put(row, columns, -target.value * values)
    return quantities


def add_adequacy(builder: Builder, model: Model) -> None:
    """Firm capacity covers the highest demand of the year with the margin.

    Capacity counts by its credit, electricity from outside by its mean power, and a line by what
    one region lends of its firm capacity to the other. Peaks are read from all 8,760 hours: each
    hour that no other exceeds in every shape of demand has a row. The present milestone has none,
    as its fleets are as they are.
    """
    inputs, columns = model.inputs, model.columns
    m = inputs.milestones
    first = 1 if m.present else 0
    electric = [n for n, line in enumerate(inputs.lines) if line.carrier == ELECTRICITY]
    names = [inputs.lines[n].id for n in electric]
    ways = [(name, way) for way in ("forward", "backward") for name in names]
    lent = builder.add_columns("lent", ways, (m.count,))
    capped = builder.add_rows("lent", names, (m.count,), upper=0.0)
    builder.put(capped, lent[: len(names)], 1.0)
    builder.put(capped, lent[len(names) :], 1.0)
    builder.put(capped, columns.capacity.line[electric], -1.0)
    for region, home in enumerate(inputs.regions):
        if home.adequacy_margin <= -1:
            continue
        shapes = _peak_shapes(model, region)
        if not shapes:
            continue
        hours = np.stack(list(shapes.values()), axis=1)
        firm = m.read(home.import_limit) / 8.76
        lower = np.where(np.arange(m.count) < first, -np.inf, -firm)
        rows = builder.add_rows(f"adequacy {home.id}", range(len(hours)), (m.count,), lower=lower)
        _put_firm(builder, model, region, rows, lent, electric)
        for position, number in enumerate(shapes):
            demand = hours[:, position][:, None] * (1 + home.adequacy_margin)
            builder.put(rows, columns.final[number], -demand)


def _put_firm(
    builder: Builder, model: Model, region: int, rows: Index, lent: Index, electric: list[int]
) -> None:
    inputs, columns = model.inputs, model.columns
    for number, technology in enumerate(inputs.technologies):
        gives = technology.output == ELECTRICITY or technology.kind is TechnologyKind.STORAGE
        if inputs.fleet_region[number] == region and gives:
            builder.put(rows, columns.capacity.capacity[number], technology.capacity_credit)
    for position, n in enumerate(electric):
        start, end = inputs.line_ends[n]
        kept = 1 - inputs.lines[n].loss
        forward, backward = lent[position], lent[len(electric) + position]
        for here, there, factor in ((start, forward, -1.0), (end, forward, kept)):
            if here == region:
                builder.put(rows, there, factor)
        for here, there, factor in ((end, backward, -1.0), (start, backward, kept)):
            if here == region:
                builder.put(rows, there, factor)


def _peak_shapes(model: Model, region: int) -> dict[int, Floats]:
    """Return, by final, GW per TWh in the hours of the year that may be the highest."""
    shapes = {}
    for number, (home, carrier, profile) in enumerate(model.inputs.finals):
        if home == region and carrier == ELECTRICITY:
            values = model.periods.full[profile]
            shapes[number] = values * (1000 / (values.mean() * 8760))
    if not shapes:
        return {}
    hours = np.stack(list(shapes.values()), axis=1)
    order = np.lexsort(tuple(-hours[:, c] for c in range(hours.shape[1])))
    kept: list[int] = []
    for hour in order:
        if not kept or not (hours[kept] >= hours[hour]).all(axis=1).any():
            kept.append(int(hour))
    return {number: values[kept] for number, values in shapes.items()}
