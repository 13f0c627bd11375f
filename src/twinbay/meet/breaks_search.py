"""The search for a plan of all meetings with fewest breaks, and for the proof.

Two kinds of search run side by side on the forms of ``twinbay.meet.breaks_model``. *Cores*
minimise: they assume that nobody has a break, and each proof that some of these assumptions
contradict the rest raises the bound by one. *Climbing* asks in clauses for a plan with no more
breaks than are proven to be needed; that there is none raises the bound by one, and a plan is
proven best at once.
"""

from dataclasses import dataclass
from typing import Protocol

from ortools.sat.python import cp_model

from twinbay.meet.breaks_model import MOST_COUNTED, BreaksModel
from twinbay.meet.interruptible import run_side_by_side
from twinbay.meet.model import Plan
from twinbay.meet.selecting import remaining

LEAST_SECONDS = 0.1
"""Least time limit given to CP-SAT."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What one search found.

    Attributes:
        plan: the best plan, None when there is none.
        bound: breaks that no plan can do without.
        impossible: whether it is proven that no plan exists.
    """

    plan: Plan | None
    bound: int
    impossible: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a search goes.

    Attributes:
        effort: how long it may take, in CP-SAT's own measure of work (roughly seconds).
        deadline: ``time.monotonic()`` at which to stop.
        seed: makes it repeatable.
    """

    effort: float
    deadline: float
    seed: int


class Search(Protocol):
    """One search that can be stopped."""

    def run(self) -> Counted:
        """Return what is found within the limits."""

    def stop(self) -> None:
        """Make ``run`` return soon."""


class Cores:
    """Minimise by unsatisfiable cores; find any plan of a model that minimises nothing."""

    def __init__(self, model: BreaksModel, limits: Limits) -> None:
        self.model = model
        self.solver = _solver(limits, limits.effort)
        self.solver.parameters.optimize_with_core = True

    def run(self) -> Counted:
        """Return the plan and the bound found; no plan to start from is given.

        Cores end in a plan with no more breaks than the bound, and the wish to stay near a worse
        one holds them up.
        """
        status = self.solver.solve(self.model.cp)
        if status == cp_model.INFEASIBLE:
            return Counted(None, 0, impossible=True)
        bound = max(0, int(-(-(self.solver.best_objective_bound - 1e-6) // 1)))
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Counted(None, bound)
        return Counted(self.model.plan(self.solver), bound)

    def stop(self) -> None:
        """Stop the solver."""
        self.solver.stop_search()


class Climb:
    """Ask for a plan with as few breaks as are proven to be needed, again and again.

    Arguments:
        model: in clauses.
        bound: breaks proven to be needed so far.
        limits: of all questions together.
        random: whether literals are first tried either way, else false.
    """

    def __init__(
        self, model: BreaksModel, bound: int, limits: Limits, *, random: bool = False
    ) -> None:
        self.model = model
        self.bound = bound
        self.limits = limits
        self.random = random
        self.stopped = False
        self.solver = cp_model.CpSolver()

    def run(self) -> Counted:
        """Return the plan found, if any, and the bound reached."""
        left = self.limits.effort
        while left > 0 and not self.stopped and self.bound < MOST_COUNTED:
            self.solver = _solver(self.limits, left, "RANDOM" if self.random else "FALSE")
            status = self.solver.solve(self.model.within(self.bound))
            left -= self.solver.response_proto.deterministic_time
            if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                return Counted(self.model.plan(self.solver), self.bound)
            if status != cp_model.INFEASIBLE:
                break
            self.bound += 1
        return Counted(None, self.bound)

    def stop(self) -> None:
        """Stop the question being asked and ask no more."""
        self.stopped = True
        self.solver.stop_search()


def side_by_side(climb: Climb, other: Search) -> list[Counted]:
    """Run a climb and another search at the same time; an interruption stops both and is raised.

    A climb that ends in a plan has proven it best, and stops the other. That plan stands whatever
    the other has found by then, so that the result does not depend on which is faster.
    """

    def lead() -> Counted:
        found = climb.run()
        if found.plan is not None:
            other.stop()
        return found

    def stop() -> None:
        climb.stop()
        other.stop()

    one, two = run_side_by_side((lead, other.run), stop)
    return [one] if one.plan is not None else [one, two]


def _solver(limits: Limits, effort: float, polarity: str = "FALSE") -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    text = f"initial_polarity: POLARITY_{polarity}"  # enumerations have no Python types
    solver.parameters.parse_text_format(text)  # this resets all other parameters
    solver.parameters.num_workers = 1
    solver.parameters.catch_sigint_signal = False
    solver.parameters.linearization_level = 0
    solver.parameters.random_seed = limits.seed
    solver.parameters.max_deterministic_time = effort
    solver.parameters.max_time_in_seconds = max(LEAST_SECONDS, remaining(limits.deadline))
    return solver
