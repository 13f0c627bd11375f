"""A solution as arrays by what its columns mean: what the tables are read from."""

from dataclasses import dataclass

import numpy as np

from twinbay.plan.pathway.dispatch import availability, electric_share, hourly_shape
from twinbay.plan.pathway.inputs import ELECTRICITY, Inputs
from twinbay.plan.pathway.linear import Floats
from twinbay.plan.pathway.model import Built


@dataclass(frozen=True, slots=True)
class Solved:
    """A solution of a built programme.

    Attributes:
        built: what was solved.
        values, duals: of its columns and rows. A dual is the change of present cost per unit of
            the row's bound.
    """

    built: Built
    values: Floats
    duals: Floats

    @property
    def inputs(self) -> Inputs:
        """The programme as arrays."""
        return self.built.inputs

    def column(self, name: str) -> Floats:
        """Return a block of columns in its shape."""
        return self.built.lp.columns[name].of(self.values)

    def dual(self, name: str) -> Floats:
        """Return the duals of a block of rows in its shape."""
        return self.built.lp.rows[name].of(self.duals)

    @property
    def objective(self) -> float:
        """Present cost in million USD."""
        return float(self.built.lp.cost @ self.values)


@dataclass(frozen=True, slots=True)
class Operation:
    """Hourly operation by fleet, in GW.

    Attributes:
        given: what each fleet gives to its region's electricity (less than 0: takes), by fleet,
            milestone and hour; storages net.
        unused: what it could have given and was curtailed.
        received: what each end of each electric line receives (less than 0: sends), by line,
            end, milestone and hour.
        demand: electricity of end uses by region.
    """

    given: Floats
    unused: Floats
    received: Floats
    demand: Floats


def read_operation(solved: Solved) -> Operation:
    """Return hourly operation, weather groups split among their fleets.

    Each fleet of a group gives in proportion to what it could give in the hour.
    """
    inputs, built = solved.inputs, solved.built
    roles, periods = built.roles, built.periods
    shape = (len(inputs.fleets), inputs.milestones.count, periods.count)
    given, unused = np.zeros(shape), np.zeros(shape)
    share = availability(inputs, periods)
    capacity = solved.column("capacity")
    power = solved.column("power")
    given[roles.plants] = power * electric_share(inputs, roles)[:, None, None]
    could = capacity[:, :, None] * share[:, None, :]
    used = solved.column("weather")
    for number, (_, _, plant) in enumerate(roles.groups):
        if plant >= 0:
            n = roles.plants[plant]
            given[n] += used[number]
            unused[n] = could[n] * inputs.technologies[n].must_run - used[number]
            continue
        members = roles.weather[roles.group == number]
        whole = could[members].sum(axis=0)
        part = np.divide(used[number], whole, out=np.zeros_like(whole), where=whole > 1e-12)
        given[members] = could[members] * part
        unused[members] = could[members] * (1 - part)
    given[roles.stores] = solved.column("discharge") - solved.column("charge")
    return Operation(given, np.maximum(unused, 0.0), _received(solved), _demand(solved))


def _received(solved: Solved) -> Floats:
    inputs = solved.inputs
    lines = [line for line in inputs.lines if line.carrier == ELECTRICITY]
    flow = solved.column("flow")
    forward, backward = flow[: len(lines)], flow[len(lines) :]
    kept = (1 - np.array([line.loss for line in lines])).reshape(-1, 1, 1)
    return np.stack([backward * kept - forward, forward * kept - backward], axis=1)


def _demand(solved: Solved) -> Floats:
    inputs, periods = solved.inputs, solved.built.periods
    final = solved.column("final")
    demand = np.zeros((len(inputs.regions), inputs.milestones.count, periods.count))
    for number, (region, carrier, profile) in enumerate(inputs.finals):
        if carrier == ELECTRICITY:
            demand[region] += final[number][:, None] * hourly_shape(periods, profile)
    return demand
