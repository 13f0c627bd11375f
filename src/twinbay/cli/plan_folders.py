"""What the actions of ``twinbay plan`` share: open a folder, find its results, report faults."""

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from twinbay.cli.terminal import ProgressCall, print_json, progress_display
from twinbay.errors import ConfigurationError, SourceError
from twinbay.plan.delivery import Delivery, read_delivery
from twinbay.plan.folder import REFERENCE, PlanFolder, apply, read_folder
from twinbay.plan.pathway import solve
from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.problems import InfeasibleError, Problem, ProgrammeError
from twinbay.plan.programme import Programme
from twinbay.plan.results import Results, content_hash, read_results
from twinbay.plan.results.delivery_tables import delivery_tables
from twinbay.plan.results.extras import Extras, read_extras

RESULTS = "results"
EXTRAS = "extras"
VERSIONS = "versions"
REPORT = "report"
STEPS = 100
"""Steps of the bar while the optimisation runs."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A programme folder as it is on the disk.

    Attributes:
        path: the folder.
        plan: what it holds.
        delivery: owners, promises and actuals.
        content: content hash of the programme.
    """

    path: Path
    plan: PlanFolder
    delivery: Delivery
    content: str


def opened(path: Path) -> Opened:
    """Return a folder with its delivery tables; ProgrammeError carries every problem of both."""
    plan = read_folder(path)
    reading = read_delivery(path, plan.programme)
    if reading.problems:
        raise ProgrammeError(reading.problems)
    plan = replace(plan, notes=(*plan.notes, *reading.notes))
    return Opened(path, plan, reading.delivery, content_hash(plan))


@contextmanager
def reporting(options: argparse.Namespace) -> Iterator[ProgressCall]:
    """Give a function that shows progress; with ``--json`` problems are printed as JSON too."""
    with progress_display(quiet=options.json) as show:
        try:
            yield show
        except ProgrammeError as error:
            if options.json:
                print_json({"problems": [problem_json(problem) for problem in error.problems]})
            raise
        except InfeasibleError as error:
            if options.json:
                print_json({"infeasible": error.misses, "said": str(error)})
            raise


def problem_json(problem: Problem) -> dict[str, str]:
    """Return a problem as JSON."""
    return {
        "place": problem.place,
        "record": problem.record,
        "id": problem.record_id,
        "field": problem.field,
        "problem": problem.problem,
        "remedy": problem.remedy,
    }


def scenario_programme(found: Opened, name: str) -> Programme:
    """Return the programme under a scenario.

    Raises:
        ConfigurationError: there is no such scenario.
    """
    if name == REFERENCE:
        return found.plan.programme
    for scenario in found.plan.scenarios:
        if scenario.id == name:
            return apply(found.plan.programme, scenario)
    known = ", ".join((REFERENCE, *(s.id for s in found.plan.scenarios)))
    raise ConfigurationError(
        f"there is no scenario “{name}”",
        where=str(found.path),
        remedy=f"Known are: {known}.",
    )


def chosen_scenarios(found: Opened, given: Sequence[str]) -> list[str]:
    """Return the scenarios that were asked for; all of them for “all”."""
    if "all" in given:
        return [REFERENCE, *(scenario.id for scenario in found.plan.scenarios)]
    return list(given) or [REFERENCE]


def kept_results(found: Opened, scenario: str) -> Results | None:
    """Return results of the folder as it stands; None when there are none or they are older."""
    try:
        results = read_results(found.path / RESULTS / scenario)
    except SourceError:
        return None
    return results if results.content == found.content else None


def solved(found: Opened, scenario: str, show: ProgressCall) -> Results:
    """Return the pathway of a scenario, solving it; problems are said with their cells."""
    programme = scenario_programme(found, scenario)
    try:
        pathway = solve(programme, scenario, progress=telling(show, scenario))
    except ProgrammeError as error:
        raise ProgrammeError(found.plan.placed(error.problems)) from error
    return Results(pathway, found.content)


def telling(show: ProgressCall, scenario: str) -> Callable[[str, float], None]:
    """Return a callback that shows the optimisation's progress."""

    def tell(step: str, share: float) -> None:
        show(f"{scenario}: {step}", min(STEPS - 1, round(STEPS * share)), STEPS)

    return tell


def beside(found: Opened, pathway: Pathway) -> Extras:
    """Return the tables beside a pathway's: delivery, and what was computed of the same tables.

    What was computed of an earlier state of the folder is left out and named.
    """
    programme = scenario_programme(found, pathway.scenario)
    tables = delivery_tables(programme, pathway, found.delivery)
    if pathway.scenario != REFERENCE:
        return Extras(tables)
    extras = read_extras(found.path / EXTRAS, found.content)
    return Extras({**extras.tables, **tables}, extras.stale)


def languages(chosen: str) -> tuple[str, ...]:
    """Return the languages that an option stands for."""
    return ("en", "zh") if chosen == "all" else (chosen,)


def note_lines(notes: Sequence[Problem]) -> list[str]:
    """Return notes for the terminal, one a line."""
    return [f"note       {note.place}: {note.problem}" for note in notes[:20]] + (
        [f"note       … and {len(notes) - 20:,} more (--json lists them all)"]
        if len(notes) > 20
        else []
    )


def summary(results: Results) -> dict[str, Any]:
    """Return what a pathway comes to, for ``--json``."""
    from twinbay.plan.results.storing import summary_of

    return summary_of(results)
