"""Every table of a programme folder, in the order in which they are read and written."""

from twinbay.plan.folder.layout_choices import MEASURES, REFERENCES, SCENARIOS, TARGETS
from twinbay.plan.folder.layout_energy import (
    CARRIERS,
    DIRECT_EMISSIONS,
    DRIVERS,
    END_USES,
    PRICES,
    REGIONS,
)
from twinbay.plan.folder.layout_supply import FLEETS, JOINT_PROJECTS, LINES, TECHNOLOGIES
from twinbay.plan.folder.shape import Table

TABLES: tuple[Table, ...] = (
    REGIONS,
    DRIVERS,
    CARRIERS,
    PRICES,
    END_USES,
    DIRECT_EMISSIONS,
    TECHNOLOGIES,
    FLEETS,
    LINES,
    JOINT_PROJECTS,
    MEASURES,
    TARGETS,
    SCENARIOS,
    REFERENCES,
)

PLAIN_YEARS = {
    "drivers": "value",
    "prices": "price",
    "end_uses": "demand",
    "direct_emissions": "amount",
}
"""Tables with one series: its headings are the bare years."""
