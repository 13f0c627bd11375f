"""Every chart of a programme by name, and those that can be drawn of what is there."""

from collections.abc import Callable, Mapping, Sequence

from twinbay.plan.charts.emissions import driver_chart, sector_chart, wedge_chart
from twinbay.plan.charts.energy import sankey_chart
from twinbay.plan.charts.money import cost_chart
from twinbay.plan.charts.power import capacity_chart, dispatch_chart, generation_chart
from twinbay.plan.charts.ranges import (
    alternatives_chart,
    cooperation_chart,
    tornado_chart,
    uncertainty_chart,
)
from twinbay.plan.charts.steps import abatement_chart
from twinbay.plan.charts.style import Drawn
from twinbay.plan.report.subject import Subject

Draw = Callable[[Subject, str], Drawn]

CHARTS: Mapping[str, tuple[Draw, str]] = {
    "sankey": (sankey_chart, "energy"),
    "wedge": (wedge_chart, "emissions"),
    "sectors": (sector_chart, "emissions"),
    "drivers": (driver_chart, "decomposition"),
    "capacity": (capacity_chart, "capacity"),
    "generation": (generation_chart, "generation"),
    "dispatch": (dispatch_chart, "dispatch"),
    "costs": (cost_chart, "costs"),
    "abatement": (abatement_chart, "abatement"),
    "cooperation": (cooperation_chart, "cooperation"),
    "alternatives": (alternatives_chart, "alternatives"),
    "uncertainty": (uncertainty_chart, "uncertainty_bands"),
    "tornado": (tornado_chart, "tornado"),
}
"""Name to how it is drawn and the table that it needs."""


def drawable(subject: Subject) -> tuple[str, ...]:
    """Return the names of the charts whose tables are there."""
    return tuple(name for name, (_, table) in CHARTS.items() if table in subject.tables)


def draw_charts(
    subject: Subject, language: str, names: Sequence[str] | None = None
) -> dict[str, Drawn]:
    """Return charts by name.

    Arguments:
        subject: what they show.
        language: ``en``, ``zh`` or ``both``.
        names: which; by default all that can be drawn.
    """
    chosen = drawable(subject) if names is None else names
    return {name: CHARTS[name][0](subject, language) for name in chosen}
