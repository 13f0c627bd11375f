"""What more tables, slots or interpreters would bring, as a page, rows and plain values."""

from dataclasses import asdict
from html import escape
from typing import Any

from twinbay.meet.documents.charts import detail_name, simulation_chart
from twinbay.meet.documents.pages import header, page, table
from twinbay.meet.documents.spreadsheet import Cell, csv_text
from twinbay.meet.documents.wording import say
from twinbay.meet.event import Event
from twinbay.meet.simulating import Scenario, Simulation

HEADINGS = ("resource", "kind", "change", "number then", "value held", "bound", "difference",
            "meetings held")  # fmt: skip


def simulation_rows(simulation: Simulation, language: str) -> list[tuple[Cell, ...]]:
    """Return the event as it is, then each scenario, with the difference of its value."""
    base = simulation.base
    first = (say("as it is", language), "", "", "", base.value, base.bound, 0, base.meetings)
    return [first, *(_row(s, base, language) for s in simulation.scenarios)]


def _row(scenario: Scenario, base: Scenario, language: str) -> tuple[Cell, ...]:
    return (
        say(scenario.resource, language),
        detail_name(scenario.detail, language),
        scenario.change,
        scenario.count,
        scenario.value,
        scenario.bound,
        scenario.value - base.value,
        scenario.meetings,
    )


def simulation_csv(simulation: Simulation, language: str) -> str:
    """Return the scenarios as CSV."""
    headings = [say(key, language) for key in HEADINGS]
    return csv_text(headings, simulation_rows(simulation, language))


def simulation_page(event: Event, simulation: Simulation, language: str) -> str:
    """Return the page with chart and table."""
    name = (event.name_zh or event.name) if language == "zh" else event.name
    title = say("simulation", language)
    headings = [say(key, language) for key in HEADINGS]
    rows = [
        tuple(_cell(cell, position) for position, cell in enumerate(row))
        for row in simulation_rows(simulation, language)
    ]
    body = [
        header(name, title, (say("simulation intro", language),), f"{title} – {name}"),
        simulation_chart(simulation, language),
        table(headings, rows, (2, 3, 4, 5, 6, 7)),
    ]
    return page(f"{title} – {name}", "\n".join(body), language, "simulation")


def _cell(cell: Cell, position: int) -> str:
    if isinstance(cell, int):
        return f"{cell:+,}".replace("-", "−") if position in (2, 6) and cell else f"{cell:,}"
    return escape(str(cell))


def simulation_json(event: Event, simulation: Simulation) -> dict[str, Any]:
    """Return the scenarios as plain values."""
    base = simulation.base
    return {
        "event_id": event.event_id,
        "base": asdict(base),
        "scenarios": [{**asdict(s), "gain": s.value - base.value} for s in simulation.scenarios],
    }
