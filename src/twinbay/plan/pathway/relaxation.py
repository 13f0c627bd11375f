"""Why no pathway keeps every target: the smallest slackening that makes one possible."""

import numpy as np
from scipy import sparse

from twinbay.plan.pathway.highs import minimise
from twinbay.plan.pathway.linear import Floats, LinearProgramme
from twinbay.plan.pathway.model import Built
from twinbay.plan.problems import InfeasibleError
from twinbay.plan.programme import Target, TargetKind

_NEGLIGIBLE = 1e-6

_UNITS = {
    TargetKind.EMISSIONS: "Mt CO2e",
    TargetKind.EMISSIONS_INTENSITY: "kg CO2e/USD",
    TargetKind.ENERGY_INTENSITY: "kWh/USD",
    TargetKind.EMISSIONS_BUDGET: "Mt CO2e",
    TargetKind.NON_FOSSIL_POWER: "percentage points",
    TargetKind.NON_FOSSIL_ENERGY: "percentage points",
    TargetKind.AIR_POLLUTION: "kt NOx",
    TargetKind.INVESTMENT_BUDGET: "million USD",
}
_SHARES = (TargetKind.NON_FOSSIL_POWER, TargetKind.NON_FOSSIL_ENERGY)


def explain(built: Built) -> InfeasibleError | None:
    """Return what makes a programme infeasible, or None when no slackening helps.

    Every target and every adequacy row may be missed at a price of 1 per limit (for an adequacy
    row per GW of the region's largest load); the cheapest total says which have to give and by how
    much. Nothing else is priced, so that every measure and every build goes to its limit first.
    """
    names, columns, signs, scales = _slacks(built)
    solution = minimise(elastic(built.lp, columns, signs, 1 / scales))
    if solution.status != "optimal":
        return None
    slack = solution.values[len(built.lp.cost) :]
    targets = {target.id: target for target in built.inputs.programme.targets}
    sentences: list[str] = []
    misses: dict[str, float] = {}
    adequacy: dict[tuple[str, int], float] = {}
    for (kind, name, year), amount, scale in zip(names, slack, scales, strict=True):
        if amount <= _NEGLIGIBLE * max(1.0, scale):
            continue
        if kind == "adequacy":
            adequacy[name, year] = max(adequacy.get((name, year), 0.0), float(amount))
            continue
        target = targets[name]
        missed = _in_unit(built, target, float(amount), solution.values)
        misses[name] = missed
        sentences.append(_sentence(target, missed))
    for (region, year), amount in adequacy.items():
        misses[f"adequacy margin of {region} in {year}"] = amount
        sentences.append(
            f"the adequacy margin of {region} in {year} misses by {amount:.3g} GW of firm capacity "
            "even with every build at its limit"
        )
    return InfeasibleError(tuple(sentences), misses) if sentences else None


def _slacks(
    built: Built,
) -> tuple[list[tuple[str, str, int]], list[int], Floats, Floats]:
    """Return names, rows, signs and scales of what may be slackened."""
    names, rows, signs, scales = [], [], [], []
    lp, years = built.lp, built.inputs.milestones.years
    for name, block in lp.rows.items():
        kind, _, of = name.partition(" ")
        if kind not in ("target", "adequacy"):
            continue
        for row in block.index.ravel():
            below = np.isfinite(lp.row_lower[row])
            if not below and not np.isfinite(lp.row_upper[row]):
                continue
            names.append((kind, of, int(years[lp.row_milestone[row]])))
            rows.append(int(row))
            signs.append(1.0 if below else -1.0)
            bound = abs(lp.row_lower[row] if below else lp.row_upper[row])
            scales.append(max(1.0, bound))
    return names, rows, np.array(signs), np.array(scales)


def elastic(lp: LinearProgramme, rows: list[int], signs: Floats, prices: Floats) -> LinearProgramme:
    """Return the programme in which rows may be missed at a price and nothing else costs."""
    many = len(rows)
    count, width = lp.matrix.shape
    place = (np.array(rows, np.int32), np.arange(many, dtype=np.int32))
    extra = sparse.coo_array((signs, place), shape=(count, many))
    none = np.zeros(width)
    return LinearProgramme(
        matrix=sparse.hstack([lp.matrix, extra]).tocsc(),
        cost=np.append(none, prices),
        cost_at_once=np.append(none, prices),
        lower=np.append(lp.lower, np.zeros(many)),
        upper=np.append(lp.upper, np.full(many, np.inf)),
        row_lower=lp.row_lower,
        row_upper=lp.row_upper,
        integer=np.append(lp.integer, np.zeros(many, np.bool_)),
        unit=np.append(lp.unit, np.ones(many)),
        column_milestone=np.append(lp.column_milestone, lp.row_milestone[rows]),
        row_milestone=lp.row_milestone,
        columns=lp.columns,
        rows=lp.rows,
    )


def _in_unit(built: Built, target: Target, amount: float, values: Floats) -> float:
    limited = built.quantities[target.id]
    if limited.whole is None:
        return amount * limited.scale
    whole = limited.whole.value(values)
    return amount / whole if whole > 0 else 1.0


def _sentence(target: Target, missed: float) -> str:
    where = f" of {target.region}" if target.region else ""
    amount = missed * 100 if target.kind in _SHARES else missed
    return (
        f"the {target.year} target {target.names.en!r}{where} ({target.id}) misses by "
        f"{amount:.3g} {_UNITS[target.kind]} even with every measure at its limit"
    )
