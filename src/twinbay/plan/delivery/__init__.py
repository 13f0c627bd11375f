"""Delivery of a programme: milestones and owners, budget by year and payer, actuals and drift."""

from twinbay.plan.delivery.budget import by_year_and_payer, yearly_budget
from twinbay.plan.delivery.drift import drift_table, find_drift
from twinbay.plan.delivery.paths import yearly_paths
from twinbay.plan.delivery.reading import DeliveryReading, read_delivery
from twinbay.plan.delivery.records import Actual, Assignment, Delivery, Drift, Promise
from twinbay.plan.delivery.schedule import Milestone, milestone_table, milestones_of

__all__ = [
    "Actual",
    "Assignment",
    "Delivery",
    "DeliveryReading",
    "Drift",
    "Milestone",
    "Promise",
    "by_year_and_payer",
    "drift_table",
    "find_drift",
    "milestone_table",
    "milestones_of",
    "read_delivery",
    "yearly_budget",
    "yearly_paths",
]
