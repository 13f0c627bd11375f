"""Learning by doing: what is added makes the next additions cheaper, to a fixed point.

Wright's law (T. P. Wright 1936, *Factors affecting the cost of airplanes*, J. Aeronaut. Sci. 3(4)):
each doubling of cumulative capacity lowers the cost by the learning rate r, so that the cost is
multiplied by (cumulative / base) ** log2(1 - r). It makes the optimisation non-convex; it is solved
by repeating the linear programme with the costs that its last solution implies.
"""

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from twinbay.plan.pathway.capacity import UnitCosts
from twinbay.plan.pathway.inputs import Inputs
from twinbay.plan.pathway.linear import Floats
from twinbay.plan.pathway.solved import Solved
from twinbay.plan.pathway_tables import Pathway

ROUNDS = 6
"""Most linear programmes solved on the way to a fixed point."""

TOLERANCE = 2e-3
"""Difference between the unit costs used and implied, as a share of the investment, that counts as
a fixed point."""


def learns(inputs: Inputs) -> bool:
    """Return whether anything in a programme gets cheaper by being built in it."""
    return any(t.learning_rate > 0 for t in inputs.technologies) or any(
        one.measure.learning_rate > 0 and one.measure.learning_base > 0 for one in inputs.acting
    )


@dataclass(frozen=True, slots=True)
class Additions:
    """What a pathway adds: GW by fleet and TWh (kt) by acting measure, by milestone."""

    fleets: Floats
    measures: Floats


def additions_of(solved: Solved) -> Additions:
    """Return what a solution adds, joint projects included."""
    inputs = solved.inputs
    added = solved.column("new").copy()
    fleets = [(fleet.region, fleet.technology) for fleet in inputs.fleets]
    for number, project in enumerate(inputs.joint):
        if project.technology:
            at = fleets.index((project.host, project.technology))
            added[at] += solved.column("joint")[number] * project.capacity
    return Additions(added, solved.column("new_level") + solved.column("cheap_level"))


def additions_in(inputs: Inputs, pathway: Pathway) -> Additions:
    """Return what a pathway's tables say was added."""
    years = inputs.milestones.years.tolist()
    new = {
        (region, technology, year): added
        for region, technology, year, added in pathway.capacity.select(
            "region", "technology", "year", "new_gw"
        ).iter_rows()
    }
    levels = {
        (measure, year): added
        for measure, year, added in pathway.measures.select(
            "measure", "year", "new_level"
        ).iter_rows()
    }
    fleets = [[new.get((f.region, f.technology, y), 0.0) for y in years] for f in inputs.fleets]
    acting = [[levels.get((one.measure.id, y), 0.0) for y in years] for one in inputs.acting]
    return Additions(
        np.array(fleets).reshape(-1, len(years)), np.array(acting).reshape(-1, len(years))
    )


def learned_costs(inputs: Inputs, added: Additions, own: UnitCosts) -> UnitCosts:
    """Return the unit costs that additions imply.

    A milestone's cost follows what all milestones before it have added: among all regions that
    learn from each other, else in the region itself.

    Arguments:
        own: unit costs of the programme, without learning.
    """
    technologies = inputs.technologies
    factor = _factors(
        added.fleets,
        [_school(inputs, f.region, f.technology) for f in inputs.fleets],
        np.array([t.learning_rate for t in technologies]),
        np.array([t.learning_base for t in technologies]),
    )
    measures = [one.measure for one in inputs.acting]
    cheaper = _factors(
        added.measures,
        [_school(inputs, m.region, m.base_id) for m in measures],
        np.array([m.learning_rate for m in measures]),
        np.array([m.learning_base for m in measures]),
    )
    return UnitCosts(own.fleet * factor, own.energy * factor, own.measure * cheaper)


def _school(inputs: Inputs, region: str, what: str) -> Hashable:
    """Return what is the same for all who learn the same thing from each other."""
    settings = inputs.programme.settings
    if not settings.shared_learning:
        return region, what
    if not settings.learning_partners:
        return what
    group = next((one for one in settings.learning_partners if region in one), (region,))
    return group, what


def _factors(added: Floats, keys: list[Hashable], rate: Floats, base: Floats) -> Floats:
    """Return multipliers of cost by item and milestone."""
    before = np.cumsum(added, axis=1) - added
    whole = np.zeros_like(before)
    for number, key in enumerate(keys):
        same = [other for other, name in enumerate(keys) if name == key]
        whole[number] = before[same].sum(axis=0)
    active = (rate > 0) & (base > 0)
    safe = np.where(active, base, 1.0)[:, None] if len(keys) else np.ones((0, 1))
    exponent = np.log2(1 - np.where(active, np.minimum(rate, 0.99), 0.0)).reshape(-1, 1)
    factors: Floats = ((safe + np.maximum(whole, 0.0)) / safe) ** exponent
    return factors


def average(first: UnitCosts, second: UnitCosts) -> UnitCosts:
    """Return the middle of two sets of costs, which keeps repeated rounds from swinging."""
    return UnitCosts(
        (first.fleet + second.fleet) / 2,
        (first.energy + second.energy) / 2,
        (first.measure + second.measure) / 2,
    )


def difference(used: UnitCosts, implied: UnitCosts, added: Additions) -> float:
    """Return by how much two sets of costs differ on what is added, as a share of its investment.

    What is not added does not count: it is as dear in both as it would be without learning.
    """
    gap = np.abs(implied.fleet - used.fleet) * added.fleets
    measures = np.abs(implied.measure - used.measure) * added.measures
    whole = (used.fleet * added.fleets).sum() + (used.measure * added.measures).sum()
    return float((gap.sum() + measures.sum()) / whole) if whole > 0 else 0.0
