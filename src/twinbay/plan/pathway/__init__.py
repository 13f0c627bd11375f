"""The least-cost pathway of a programme: investment, dispatch, measures, targets in one optimum.

The formulation, its units and its sources are in ``docs/explanation/pathway.md``.
"""

from twinbay.plan.pathway.balances import residuals
from twinbay.plan.pathway.solving import Progress, Resolver, solve
from twinbay.plan.pathway.validation import check

__all__ = ["Progress", "Resolver", "check", "residuals", "solve"]
