"""Close the gap that the selection leaves, with the time-indexed formulation."""

from dataclasses import dataclass, field
from math import floor, inf

from twinbay.meet.formulation import Cut, Formulation, Terms
from twinbay.meet.linear import SLACK, Solved
from twinbay.meet.model import Model, Plan
from twinbay.meet.selecting import Crowd, add_crowd, remaining
from twinbay.meet.stages import Stage

Done = tuple[tuple[Stage, int], ...]
"""Stages that are settled, each with the figure that must be kept."""


def signed(stage: Stage, figure: float) -> float:
    """Return a figure so that more is better, or such a figure turned back."""
    return figure if stage.maximise else -figure


def optimise(
    formulation: Formulation,
    stage: Stage,
    terms: Terms,
    seconds: float,
    start: dict[int, float] | None = None,
) -> Solved:
    """Optimise a stage; objective and bound of the answer are signed (more is better)."""
    sign = 1.0 if stage.maximise else -1.0
    objective = [(column, sign * coefficient) for column, coefficient in terms]
    return formulation.programme.maximise(objective, seconds, start=start)


def keep(formulation: Formulation, stage: Stage, terms: Terms, limit: int) -> None:
    """Add the row by which later stages keep a figure."""
    lower, upper = (float(limit), inf) if stage.maximise else (-inf, float(limit))
    formulation.programme.add_row(terms, lower, upper)


@dataclass
class Closer:
    """One time-indexed formulation that all stages share.

    Attributes:
        model: the event.
        crowds: cuts found by counting.
        seed: makes the search repeatable.
    """

    model: Model
    crowds: tuple[Crowd, ...]
    seed: int
    _formulation: Formulation | None = None
    _terms: dict[str, Terms] = field(default_factory=dict)
    _kept: set[str] = field(default_factory=set)
    _cuts: int = 0

    def relaxed(self, done: Done, stage: Stage, incumbent: Plan, deadline: float) -> float:
        """Return a bound (signed) from the linear relaxation, rounded to what is whole.

        Columns that no plan as good as the incumbent can use, by their reduced costs, are closed
        for good.
        """
        formulation = self._prepared(done)
        terms = self._of(stage)
        sign = 1.0 if stage.maximise else -1.0
        objective = [(column, sign * coefficient) for column, coefficient in terms]
        solved = formulation.programme.relax(objective, remaining(deadline))
        if solved.values is None:
            return inf
        least = signed(stage, stage.limit(stage.figure(incumbent)))
        reduced = formulation.programme.reduced_costs()
        for column in formulation.cells:
            if solved.bound + reduced[column] < least - SLACK and solved.values[column] < SLACK:
                formulation.programme.bound_column(column, 0.0, 0.0)
        return floor(solved.bound + SLACK)

    def improved(
        self, done: Done, stage: Stage, incumbent: Plan, cuts: list[Cut], deadline: float
    ) -> tuple[Plan | None, float]:
        """Return a plan at least as good, if any was found in time, and a bound (signed)."""
        formulation = self._prepared(done)
        for cut in cuts[self._cuts :]:
            formulation.add_cut(cut)
        self._cuts = len(cuts)
        start = formulation.point(incumbent)
        solved = optimise(formulation, stage, self._of(stage), remaining(deadline), start)
        if solved.infeasible:  # only by the tolerance of a closed gap
            return None, inf
        plan = None if solved.values is None else formulation.plan(solved.values)
        return plan, solved.bound

    def _prepared(self, done: Done) -> Formulation:
        if self._formulation is None:
            self._formulation = Formulation(self.model, timed=True, seed=self.seed)
            for crowd in self.crowds:
                add_crowd(self._formulation, crowd)
        for stage, limit in done:
            if stage.name not in self._kept:
                keep(self._formulation, stage, self._of(stage), limit)
                self._kept.add(stage.name)
        return self._formulation

    def _of(self, stage: Stage) -> Terms:
        if stage.name not in self._terms:
            assert self._formulation is not None
            self._terms[stage.name] = stage.terms(self._formulation)
        return self._terms[stage.name]
