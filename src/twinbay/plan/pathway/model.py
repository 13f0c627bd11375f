"""The whole optimisation of a programme, put together from its blocks."""

from dataclasses import dataclass

import numpy as np

from twinbay.plan.pathway.accounts import add_accounts, add_finals
from twinbay.plan.pathway.capacity import UnitCosts, add_capacity
from twinbay.plan.pathway.dispatch import Roles, add_dispatch, read_roles
from twinbay.plan.pathway.inputs import Inputs
from twinbay.plan.pathway.levels import add_levels
from twinbay.plan.pathway.linear import Builder, LinearProgramme
from twinbay.plan.pathway.periods import Periods
from twinbay.plan.pathway.targets import (
    Columns,
    Model,
    Quantity,
    add_adequacy,
    add_targets,
)


@dataclass(frozen=True, slots=True)
class Built:
    """A programme as a linear programme, and what its columns mean."""

    model: Model
    lp: LinearProgramme
    quantities: dict[str, Quantity]

    @property
    def inputs(self) -> Inputs:
        """The programme as arrays."""
        return self.model.inputs

    @property
    def periods(self) -> Periods:
        """The hours."""
        return self.model.periods

    @property
    def roles(self) -> Roles:
        """How each fleet is run."""
        return self.model.roles

    @property
    def columns(self) -> Columns:
        """The columns."""
        return self.model.columns


def build(inputs: Inputs, periods: Periods, costs: UnitCosts) -> Built:
    """Return the linear programme of a programme at given unit costs."""
    builder = Builder()
    roles = read_roles(inputs)
    capacity = add_capacity(builder, inputs, costs)
    levels = add_levels(builder, inputs, costs, capacity.joint)
    final = add_finals(builder, inputs)
    dispatch = add_dispatch(builder, inputs, periods, roles, capacity, final)
    accounts = add_accounts(builder, inputs, roles, final, levels, capacity, dispatch)
    columns = Columns(capacity, levels, dispatch, accounts, final)
    model = Model(inputs, periods, roles, columns, costs)
    quantities = add_targets(builder, model)
    add_adequacy(builder, model)
    return Built(model, builder.build(), quantities)


def costs_without_learning(inputs: Inputs) -> UnitCosts:
    """Return the programme's own unit costs."""
    m = inputs.milestones
    measures = np.array([m.read(one.measure.investment) for one in inputs.acting])
    return UnitCosts(inputs.investment, inputs.energy_investment, measures.reshape(-1, m.count))
