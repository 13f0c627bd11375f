"""What a programme's uncertainty means: sampled runs, bands, robust decisions, drivers."""

from twinbay.plan.uncertainty.factors import Factor, Kind, apply_factors, default_factors
from twinbay.plan.uncertainty.outcome import OUTCOME, Quantity
from twinbay.plan.uncertainty.running import Plan, Runs, load, run
from twinbay.plan.uncertainty.sampling import Method, sample
from twinbay.plan.uncertainty.summary import (
    ROBUSTNESS,
    Bar,
    Feasibility,
    bands,
    feasibility,
    robust_decisions,
    tornado,
)

__all__ = [
    "OUTCOME",
    "ROBUSTNESS",
    "Bar",
    "Factor",
    "Feasibility",
    "Kind",
    "Method",
    "Plan",
    "Quantity",
    "Runs",
    "apply_factors",
    "bands",
    "default_factors",
    "feasibility",
    "load",
    "robust_decisions",
    "run",
    "sample",
    "tornado",
]
