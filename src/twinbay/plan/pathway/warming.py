"""Global warming potentials over 100 years, as the programme chooses them."""

from twinbay.plan.baseline.gases import warming_potential

__all__ = ["warming_potential"]
