"""From a programme to its pathway: learning, foresight, starting from an earlier solution."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter

import highspy

from twinbay.plan.pathway.basis import carry_basis
from twinbay.plan.pathway.capacity import UnitCosts
from twinbay.plan.pathway.foresight import minimise_step_by_step
from twinbay.plan.pathway.highs import Solution, minimise
from twinbay.plan.pathway.inputs import Inputs, read_inputs
from twinbay.plan.pathway.learning import (
    ROUNDS,
    TOLERANCE,
    additions_of,
    average,
    difference,
    learned_costs,
    learns,
)
from twinbay.plan.pathway.linear import LinearProgramme
from twinbay.plan.pathway.model import Built, build, costs_without_learning
from twinbay.plan.pathway.periods import choose_periods
from twinbay.plan.pathway.relaxation import explain
from twinbay.plan.pathway.scaling import count_in, typical_amounts
from twinbay.plan.pathway.sketch import Sketch, sketch
from twinbay.plan.pathway.solved import Solved
from twinbay.plan.pathway.tables import read_pathway
from twinbay.plan.pathway.validation import check
from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.problems import InfeasibleError, ProgrammeError
from twinbay.plan.programme import Foresight, Programme

Progress = Callable[[str, float], None]
"""Told what is being done and how much of the whole is (0 to 1)."""


def solve(
    programme: Programme, scenario: str = "reference", *, progress: Progress | None = None
) -> Pathway:
    """Return the least-cost pathway of a programme.

    With several milestones the first is the present: nothing is added up to it and the adequacy
    margin is not asked of it.

    Arguments:
        scenario: name that the pathway carries.
        progress: told the step and its share of the whole.

    Raises:
        ProgrammeError: values that make no sense, all at once.
        InfeasibleError: targets that no pathway keeps, with the smallest slackening that helps.
    """
    return _Run(progress).solve(programme, scenario)


class Resolver:
    """Solves versions of a programme one after the other, each from the one before it.

    The first takes as long as :func:`solve` and somewhat more; after an edit of a measure, a price
    or a target the simplex method goes on from the last optimum, which is much faster than to
    start again. What is added or taken away may differ as well.
    """

    def __init__(self) -> None:
        self._run = _Run(None, keep=True)

    def solve(
        self,
        programme: Programme,
        scenario: str = "reference",
        *,
        progress: Progress | None = None,
    ) -> Pathway:
        """Return the least-cost pathway; arguments and errors as for :func:`solve`."""
        self._run.progress = progress
        return self._run.solve(programme, scenario)


@dataclass(slots=True)
class _Last:
    """The last optimum: its blocks, its basis if it has one, what it tells of the next."""

    lp: LinearProgramme
    basis: highspy.HighsBasis | None
    sketch: Sketch


@dataclass(slots=True)
class _Run:
    """One solution, and what the next may start from.

    Attributes:
        keep: whether to keep the optimum's basis.
    """

    progress: Progress | None
    keep: bool = False
    last: _Last | None = None

    def solve(self, programme: Programme, scenario: str) -> Pathway:
        problems = check(programme)
        if problems:
            raise ProgrammeError(problems)
        started = perf_counter()
        self._tell("reading the programme", 0.0)
        inputs = read_inputs(programme)
        own = costs_without_learning(inputs)
        building = perf_counter() - started
        at = perf_counter()
        start = self._begin(inputs, own)
        costs = start.costs
        solving = perf_counter() - at
        at = perf_counter()
        self._tell("choosing representative days", 0.05)
        periods = choose_periods(programme)
        building += perf_counter() - at
        for number in range(ROUNDS):
            self._tell("building the optimisation", 0.1 + 0.15 * number)
            at = perf_counter()
            built = build(inputs, periods, costs)
            building += perf_counter() - at
            self._tell("looking for the optimum", 0.15 + 0.15 * number)
            at = perf_counter()
            solution = self._optimise(built, start)
            solving += perf_counter() - at
            solved = Solved(built, solution.values, solution.row_duals)
            added = additions_of(solved)
            implied = learned_costs(inputs, added, own)
            change = difference(costs, implied, added)
            if change <= TOLERANCE:
                break
            self._tell(f"learning moves investment by {change:.1%}", 0.2 + 0.15 * number)
            costs = implied if number == 0 else average(costs, implied)
        self._tell("writing the tables", 0.95)
        return replace(
            read_pathway(solved, scenario, solution.status, building, solving),
            learning_rounds=number + 1,
            learning_change=change,
        )

    def _tell(self, step: str, share: float) -> None:
        if self.progress:
            self.progress(step, min(share, 1.0))

    def _begin(self, inputs: Inputs, own: UnitCosts) -> Sketch:
        """Return what to start from: the last optimum, or a coarse one."""
        if self.last is not None and _same_shape(self.last.sketch.costs, own):
            return self.last.sketch if learns(inputs) else replace(self.last.sketch, costs=own)
        return sketch(inputs, own, self._tell)

    def _optimise(self, built: Built, start: Sketch) -> Solution:
        lp, settings = built.lp, built.inputs.programme.settings
        if settings.foresight is Foresight.MYOPIC:
            solution, step = minimise_step_by_step(lp)
            if step >= 0:
                raise self._why(built, solution, step)
            return solution
        basis = None
        if self.last is not None and self.last.basis is not None:
            basis = carry_basis(self.last.lp, self.last.basis, lp)
        if basis is None and start.typical is not None:
            lp = count_in(lp, start.typical)
        solution = minimise(lp, basis=basis)
        if solution.status != "optimal":
            raise self._why(built, solution, -1)
        if self.keep:
            told = Sketch(built.model.costs, typical_amounts(lp, solution.values))
            self.last = _Last(lp, solution.basis, told)
        return solution

    def _why(self, built: Built, solution: Solution, step: int) -> InfeasibleError:
        """Return what is to be said about a programme that has no solution."""
        self._tell("looking for the smallest slackening", 0.9)
        explained = explain(built)
        if explained is not None:
            return explained
        if step >= 0:
            year = int(built.inputs.milestones.years[step])
            return InfeasibleError(
                (
                    f"what is decided up to {year} without foresight leaves no way to keep the "
                    f"targets of {year}; with perfect foresight there is one",
                ),
                {},
            )
        return InfeasibleError((f"the solver ended with: {solution.status}",), {})


def _same_shape(first: UnitCosts, second: UnitCosts) -> bool:
    return first.fleet.shape == second.fleet.shape and first.measure.shape == second.measure.shape
