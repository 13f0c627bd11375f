"""Solvers for the runs of a sample."""

from twinbay.plan.pathway import Resolver
from twinbay.plan.uncertainty.running import Solve


def warm_solver() -> Solve:
    """Return a solver that starts each run from the optimum of the one before.

    The optimum's cost does not depend on where the search begins; where several pathways cost the
    same, which of them is found may.
    """
    return Resolver().solve
