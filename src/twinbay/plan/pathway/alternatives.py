"""Pathways that cost hardly more than the cheapest and look as different as possible.

Modelling to generate alternatives: each group of technologies in turn is pressed to its least and
to its most capacity while the present cost stays within a slack of the optimum (DeCarolis 2011,
doi:10.1016/j.eneco.2010.05.002; Neumann and Brown 2021, doi:10.1016/j.epsr.2020.106690).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from scipy import sparse

from twinbay.plan.pathway.basis import carry_basis
from twinbay.plan.pathway.energy_tables import measure_table
from twinbay.plan.pathway.highs import minimise
from twinbay.plan.pathway.inputs import Inputs, read_inputs
from twinbay.plan.pathway.learning import additions_in, learned_costs
from twinbay.plan.pathway.linear import Floats, LinearProgramme
from twinbay.plan.pathway.model import Built, build, costs_without_learning
from twinbay.plan.pathway.periods import choose_periods
from twinbay.plan.pathway.power_tables import capacity_table
from twinbay.plan.pathway.solved import Solved
from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.problems import InfeasibleError
from twinbay.plan.programme import Programme, TechnologyKind

STORAGE, LINES, MAKING = "storage", "lines", "making-"
"""Names of groups that no fuel or technology names; converters by what they make."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """One near-optimal pathway.

    Attributes:
        group: what was pressed; ``most`` whether to its most (else to its least).
        capacity_gw: of the group at the last milestone.
        present_cost: million USD, within the slack of the optimum.
        capacity, measures: of everything, as in a pathway.
    """

    group: str
    most: bool
    capacity_gw: float
    present_cost: float
    capacity: pl.DataFrame
    measures: pl.DataFrame


@dataclass(frozen=True, slots=True)
class NearOptimal:
    """What may differ, and what stays, while the cost hardly rises.

    Attributes:
        slack: share of the least cost that may be paid more.
        least_cost: million USD, in the hours in which the alternatives were computed.
        optimum_gw: capacity of each group at the last milestone of the optimum.
        capacity, measures: of the optimum, as in a pathway.
        alternatives: two for each group.
    """

    slack: float
    least_cost: float
    optimum_gw: Mapping[str, float]
    capacity: pl.DataFrame
    measures: pl.DataFrame
    alternatives: tuple[Alternative, ...]

    def ranges(self) -> pl.DataFrame:
        """Return the least and the most GW of each group at the last milestone."""
        schema = {
            "group": pl.String,
            "least_gw": pl.Float64,
            "optimum_gw": pl.Float64,
            "most_gw": pl.Float64,
        }
        ends: dict[str, dict[bool, float]] = {}
        for one in self.alternatives:
            ends.setdefault(one.group, {})[one.most] = one.capacity_gw
        rows = [
            (group, found.get(False), self.optimum_gw[group], found.get(True))
            for group, found in ends.items()
        ]
        return pl.DataFrame(rows, schema=schema, orient="row")

    def held(self) -> pl.DataFrame:
        """Return how much of everything the optimum and all alternatives have, by milestone.

        Result:
            ``kind`` (``technology`` with GW of all regions, lines included, or ``measure`` with
            the units of its region), ``region`` (empty for technologies), ``item``, ``year``,
            ``optimum``, and ``least`` and ``most`` over the optimum and every alternative.
        """
        pathways = [(self.capacity, self.measures)]
        pathways += [(one.capacity, one.measures) for one in self.alternatives]
        frames = []
        for number, (capacity, measures) in enumerate(pathways):
            whole = capacity.group_by("technology", "year", maintain_order=True).agg(
                pl.col("capacity_gw").sum()
            )
            frames += [
                _amounts(number, "technology", whole, "technology", "capacity_gw"),
                _amounts(number, "measure", measures, "measure", "units"),
            ]
        keys = ("kind", "region", "item", "year")
        amount = pl.col("amount")
        return (
            pl.concat(frames)
            .group_by(*keys, maintain_order=True)
            .agg(
                amount.filter(pl.col("number") == 0).sum().alias("optimum"),
                amount.min().alias("least"),
                amount.max().alias("most"),
            )
        )

    def costs(self) -> pl.DataFrame:
        """Return what each alternative was pressed to and what it costs in million USD."""
        schema = {
            "group": pl.String,
            "pressed": pl.String,
            "capacity_gw": pl.Float64,
            "present_cost": pl.Float64,
        }
        rows = [
            (one.group, "most" if one.most else "least", one.capacity_gw, one.present_cost)
            for one in self.alternatives
        ]
        return pl.DataFrame(rows, schema=schema, orient="row")


def _amounts(number: int, kind: str, table: pl.DataFrame, item: str, amount: str) -> pl.DataFrame:
    region = pl.col("region") if "region" in table.columns else pl.lit("")
    return table.select(
        pl.lit(number).alias("number"),
        pl.lit(kind).alias("kind"),
        region.alias("region"),
        pl.col(item).alias("item"),
        "year",
        pl.col(amount).alias("amount"),
    )


def alternatives(
    programme: Programme,
    pathway: Pathway,
    slack: float = 0.02,
    *,
    groups: Mapping[str, Sequence[str]] | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> NearOptimal:
    """Return the least and the most of each group within a slack of the least cost.

    Unit costs are those that the pathway's additions imply, held fixed. The optimum is computed
    again in the hours of the programme's settings, so that fewer representative days may be asked
    for than the pathway had.

    Arguments:
        slack: how much more than the optimum may be paid, as a share of it.
        groups: name to ids of technologies (or lines) whose capacity is added up; by default one
            for each fuel, each kind of weather-driven technology, storage, each other product and
            lines.
        progress: told the step and its share of the whole.

    Raises:
        InfeasibleError: the programme has no pathway in these hours.
    """
    inputs = read_inputs(programme)
    added = additions_in(inputs, pathway)
    costs = learned_costs(inputs, added, costs_without_learning(inputs))
    built = build(inputs, choose_periods(programme), costs)
    if progress:
        progress("optimum", 0.0)
    best = minimise(built.lp, vertex=True)
    if best.status != "optimal":
        raise InfeasibleError(("the programme has no pathway in these hours",), {})
    limited = _within(built.lp, best.objective + slack * abs(best.objective))
    basis = carry_basis(built.lp, best.basis, limited) if best.basis is not None else None
    found: list[Alternative] = []
    optimum: dict[str, float] = {}
    chosen = groups if groups is not None else default_groups(inputs)
    for number, (group, members) in enumerate(chosen.items()):
        weights = _weights(built, members)
        optimum[group] = float(weights @ best.values)
        for most in (False, True):
            if progress:
                word = "most" if most else "least"
                progress(f"{word} {group}", (2 * number + most + 1) / (2 * len(chosen) + 1))
            pressed = replace(limited, cost=-weights if most else weights)
            solution = minimise(pressed, basis=basis)
            if solution.status != "optimal":
                continue
            solved = Solved(built, solution.values, best.row_duals)
            found.append(
                Alternative(
                    group,
                    most,
                    float(weights @ solution.values),
                    float(built.lp.cost @ solution.values),
                    capacity_table(solved),
                    measure_table(solved),
                )
            )
    solved = Solved(built, best.values, best.row_duals)
    tables = capacity_table(solved), measure_table(solved)
    return NearOptimal(slack, best.objective, optimum, *tables, tuple(found))


def default_groups(inputs: Inputs) -> dict[str, tuple[str, ...]]:
    """Return groups of technologies that a reader tells apart."""
    groups: dict[str, dict[str, None]] = {}
    for technology in inputs.technologies:
        if technology.kind is TechnologyKind.STORAGE:
            name = STORAGE
        elif technology.kind is TechnologyKind.CONVERTER:
            name = f"{MAKING}{technology.output}"
        else:
            name = technology.fuel or technology.id
        groups.setdefault(name, {})[technology.id] = None
    if inputs.lines:
        groups[LINES] = {line.id: None for line in inputs.lines}
    return {name: tuple(members) for name, members in groups.items()}


def _weights(built: Built, members: Sequence[str]) -> Floats:
    """Return 1 for each column of the group's capacity at the last milestone."""
    weights = np.zeros(len(built.lp.cost))
    capacity = built.columns.capacity
    for number, fleet in enumerate(built.inputs.fleets):
        if fleet.technology in members:
            weights[capacity.capacity[number, -1]] = 1.0
    for number, line in enumerate(built.inputs.lines):
        if line.id in members:
            weights[capacity.line[number, -1]] = 1.0
    return weights


def _within(lp: LinearProgramme, most: float) -> LinearProgramme:
    """Return the programme with its cost held at or below ``most``."""
    cost = sparse.coo_array(lp.cost.reshape(1, -1))
    return replace(
        lp,
        matrix=sparse.vstack([lp.matrix, cost]).tocsc(),
        row_lower=np.append(lp.row_lower, -np.inf),
        row_upper=np.append(lp.row_upper, most),
        row_milestone=np.append(lp.row_milestone, lp.row_milestone.max()),
    )
