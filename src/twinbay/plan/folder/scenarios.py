"""Scenarios: named changes to a programme, and the programme that each of them makes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from fnmatch import fnmatchcase
from typing import Any

from twinbay.plan.folder.cells import decimal_number
from twinbay.plan.folder.findings import Findings
from twinbay.plan.folder.records import Record
from twinbay.plan.programme import Names, Programme
from twinbay.tabular.cells import yes_or_no

TABLES: Mapping[str, tuple[str, ...]] = {
    "carriers": ("id",),
    "regions": ("id",),
    "end_uses": ("id",),
    "direct_emissions": ("id",),
    "technologies": ("id",),
    "fleets": ("region", "technology"),
    "lines": ("id",),
    "joint_projects": ("id",),
    "measures": ("id",),
    "targets": ("id",),
}
"""Parts of a programme that scenarios change, with what identifies their records."""
SINGLE = ("settings", "money")
REFERENCE = "reference"
"""Scenario id of the programme as it stands."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change; see the table ``scenarios`` of the programme folder.

    Attributes:
        table, record, field: what changes; ``*`` in a record stands for any text, and a field
            such as ``prices.gas`` is one part of a column.
        year: milestone from which it changes; None for all.
        change: ``set``, ``multiply``, ``add`` or ``remove``.
        value: the number or word, as written.
    """

    table: str
    record: str
    field: str
    year: int | None
    change: str
    value: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """Named changes, in the order in which they are made."""

    id: str
    names: Names
    changes: tuple[Change, ...]


def scenarios_of(
    records: Sequence[Record],
    names: Mapping[str, Names],
    programme: Programme,
    findings: Findings,
) -> tuple[Scenario, ...]:
    """Return the scenarios that the rows describe; each change is tried on the programme.

    Arguments:
        records: the rows of the table ``scenarios``.
        names: scenario id to its names.
        programme: what they change.
        findings: receives what is wrong.
    """
    grouped: dict[str, list[Change]] = {}
    for record in records:
        change = Change(
            record.get("table"),
            record.get("record", "*"),
            record.get("field"),
            record.get("year", None),
            record.get("change"),
            record.get("value"),
        )
        try:
            changed(programme, change)
        except ValueError as error:
            record.row.problem("value", str(error))
        grouped.setdefault(record.get("scenario"), []).append(change)
    if REFERENCE in grouped:
        findings.problem(
            "scenario",
            REFERENCE,
            "scenario",
            "“reference” is the programme as it stands; name the scenario otherwise",
        )
    return tuple(
        Scenario(key, names.get(key, Names(key, key)), tuple(changes))
        for key, changes in grouped.items()
    )


def apply(programme: Programme, scenario: Scenario) -> Programme:
    """Return the programme under a scenario.

    Raises:
        ValueError: a change does not fit the programme; says which.
    """
    for change in scenario.changes:
        programme = changed(programme, change)
    return programme


def changed(programme: Programme, change: Change) -> Programme:
    """Return a programme with one change made.

    Raises:
        ValueError: it changes nothing, or the value does not fit; says why.
    """
    if change.table in SINGLE:
        part: dict[str, Any] = {change.table: _edited(getattr(programme, change.table), change)}
        return replace(programme, **part)
    if change.table not in TABLES:
        known = ", ".join((*TABLES, *SINGLE))
        raise ValueError(f"there is no table “{change.table}”; it is one of {known}")
    kept: list[Any] = []
    touched = False
    for record in getattr(programme, change.table):
        identifier = "/".join(getattr(record, key) for key in TABLES[change.table])
        if not fnmatchcase(identifier, change.record or "*"):
            kept.append(record)
            continue
        touched = True
        if change.change != "remove":
            kept.append(_edited(record, change))
    if not touched:
        raise ValueError(f"no record of {change.table} is called “{change.record}”")
    edited: dict[str, Any] = {change.table: tuple(kept)}
    return replace(programme, **edited)


def _edited(record: Any, change: Change) -> Any:
    name, _, part = change.field.partition(".")
    if name not in {f.name for f in fields(record)}:
        raise ValueError(f"{change.table} has no column “{change.field}”")
    before = getattr(record, name)
    if not part:
        return replace(record, **{name: _value(before, change)})
    if not isinstance(before, Mapping) or part not in before:
        raise ValueError(f"“{name}” has no part “{part}”")
    return replace(record, **{name: {**before, part: _value(before[part], change)}})


def _value(before: Any, change: Change) -> Any:
    if isinstance(before, Mapping) and all(isinstance(key, int) for key in before):
        years = {y for y in before if change.year is None or y >= change.year}
        if not years:
            raise ValueError(f"there is no milestone from {change.year} on")
        return {
            year: _number(value, change) if year in years else value
            for year, value in before.items()
        }
    if change.year is not None:
        raise ValueError(f"“{change.field}” is not given by year; leave the year empty")
    if isinstance(before, bool):
        return yes_or_no(change.value)
    if isinstance(before, int):
        return round(_number(before, change))
    if isinstance(before, float):
        return _number(before, change)
    if isinstance(before, str):
        if change.change != "set":
            raise ValueError(f"“{change.field}” is a word; it can only be set")
        kind = type(before)
        return kind(change.value)
    raise ValueError(f"“{change.field}” cannot be changed by a scenario")


def _number(before: float, change: Change) -> float:
    amount = decimal_number(change.value)
    if change.change == "multiply":
        return before * amount
    return before + amount if change.change == "add" else amount
