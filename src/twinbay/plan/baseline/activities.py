"""What people and firms do that energy is used for: vehicles, floor area, cement, value added."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from twinbay.plan.baseline.balance import Flow
from twinbay.plan.problems import Problem, ProgrammeError
from twinbay.plan.programme import Grade, Names, Provenance

SHIPPED = Path(__file__).parent.parent / "data" / "activities.csv"
"""Activities of the worked programme's regions."""

INTENSITY = pl.Schema(
    {
        "region": pl.String,
        "activity": pl.String,
        "unit": pl.String,
        "activity_year": pl.Int32,
        "value": pl.Float64,
        "energy_year": pl.Int32,
        "twh": pl.Float64,
        "kwh_per_unit": pl.Float64,
    }
)
"""``kwh_per_unit`` per single unit: per vehicle where the unit is a million of them."""

MULTIPLES = {"million": 1e6, "million m2": 1e6, "million m2 of wafer": 1e6, "Mt": 1e9}
"""Units to how many single ones (vehicle, m2, kg) they are; others count as they are."""


@dataclass(frozen=True, slots=True)
class Activity:
    """How much of an activity there is in a region and year.

    Attributes:
        drives: ``sector`` or ``sector.purpose`` of the end uses that serve it; empty where it is
            an output that no single end use serves.
    """

    region: str
    activity: str
    names: Names
    unit: str
    year: int
    value: float
    drives: str
    provenance: Provenance


def read_activities(path: Path = SHIPPED) -> tuple[Activity, ...]:
    """Return the activities of a CSV file with the columns of the shipped one.

    Raises:
        ProgrammeError: rows that cannot be read, all at once, by file, row and column.
    """
    found: list[Activity] = []
    problems: list[Problem] = []
    with path.open(encoding="utf-8-sig", newline="") as source:
        for number, row in enumerate(csv.DictReader(source), 2):
            activity, problem = _read(row, f"{path.name}, row {number}")
            if activity:
                found.append(activity)
            if problem:
                problems.append(problem)
    if problems:
        raise ProgrammeError(tuple(problems))
    return tuple(found)


def intensities(activities: Sequence[Activity], balance: pl.DataFrame) -> pl.DataFrame:
    """Return the final energy that each activity takes.

    Arguments:
        balance: rows of ``balance.BALANCE``, whose end uses are named
            ``region.sector.purpose.carrier``.

    Result:
        Rows of ``INTENSITY``, one for each activity that drives an end use in the balance. The
        years of activity and energy are both given, because they often differ.
    """
    final = balance.filter(pl.col("flow") == Flow.FINAL)
    rows = [row for activity in activities for row in _intensity(activity, final)]
    return pl.DataFrame(rows, schema=INTENSITY, orient="row")


def _intensity(activity: Activity, final: pl.DataFrame) -> Iterable[tuple[object, ...]]:
    if not activity.drives:
        return
    served = final.filter(pl.col("item").str.starts_with(f"{activity.region}.{activity.drives}."))
    single = activity.value * MULTIPLES.get(activity.unit, 1.0)
    for (year,), rows in served.group_by("year", maintain_order=True):
        twh = -float(rows["twh"].sum())
        named = (activity.region, activity.activity, activity.unit, activity.year, activity.value)
        yield (*named, year, twh, twh * 1e9 / single)


def _read(row: Mapping[str, str | None], place: str) -> tuple[Activity | None, Problem | None]:
    cells = {key: (value or "").strip() for key, value in row.items()}
    name = f"{cells.get('region', '')} {cells.get('activity', '')}".strip()
    field = "value"
    try:
        value = float(cells[field])
        if not 0.0 < value < float("inf"):
            raise ValueError
        field = "year"
        year = int(cells[field])
        field = "grade"
        grade = Grade(cells[field])
        field = "source_year"
        source_year = int(cells[field]) if cells[field] else None
        field = "name"
        names = Names(cells["name"], cells["name_zh"])
        field = "unit"
        place_of = (cells["region"], cells["activity"], names, cells["unit"])
    except (KeyError, ValueError):
        there = cells.get(field)
        problem = f"“{there}” cannot be read" if there else "nothing is given"
        remedy = "Give a positive number, a year, and a grade from A to D."
        return None, Problem("activity", name, field, problem, remedy, place)
    provenance = Provenance(cells["source"], source_year, grade)
    return Activity(*place_of, year, value, cells.get("drives", ""), provenance), None
