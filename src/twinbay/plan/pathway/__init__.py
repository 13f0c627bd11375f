"""The least-cost pathway of a programme: investment, dispatch, measures, targets in one optimum.

The formulation, its units and its sources are in ``docs/explanation/pathway.md``.
"""

from twinbay.plan.pathway.solving import solve

__all__ = ["solve"]
