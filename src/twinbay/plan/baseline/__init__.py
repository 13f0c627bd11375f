"""The baseline of a programme: energy balance, greenhouse gas inventory, checks, drivers."""

from twinbay.plan.baseline.balance import energy_balance, reference_balance
from twinbay.plan.baseline.checks import check_against_pathway, check_balance, check_inventory
from twinbay.plan.baseline.decomposition import Decomposition, decompose
from twinbay.plan.baseline.drivers import Situation, decompose_emissions, situation
from twinbay.plan.baseline.gases import warming_potential
from twinbay.plan.baseline.inventory import grid_factor, inventory, remaining_direct, totals

__all__ = [
    "Decomposition",
    "Situation",
    "check_against_pathway",
    "check_balance",
    "check_inventory",
    "decompose",
    "decompose_emissions",
    "energy_balance",
    "grid_factor",
    "inventory",
    "reference_balance",
    "remaining_direct",
    "situation",
    "totals",
    "warming_potential",
]
