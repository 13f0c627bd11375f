"""The least-cost pathway of a programme: investment, dispatch, measures, targets in one optimum.

The formulation, its units and its sources are in ``docs/explanation/pathway.md``.
"""

from twinbay.plan.pathway.alternatives import Alternative, NearOptimal, alternatives
from twinbay.plan.pathway.balances import residuals
from twinbay.plan.pathway.solving import Progress, Resolver, solve
from twinbay.plan.pathway.validation import check

__all__ = [
    "Alternative",
    "NearOptimal",
    "Progress",
    "Resolver",
    "alternatives",
    "check",
    "residuals",
    "solve",
]
