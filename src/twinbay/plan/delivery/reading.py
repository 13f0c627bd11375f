"""Read who delivers and what has come in from a programme folder; every fault with its cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from twinbay.plan.delivery.layout import ACTUALS, DELIVERY
from twinbay.plan.delivery.records import (
    CAPACITY,
    INVESTMENT,
    ITEM_INDICATORS,
    LEVEL,
    Actual,
    Assignment,
    Delivery,
    Promise,
)
from twinbay.plan.folder.findings import Findings
from twinbay.plan.folder.records import Record, read_records
from twinbay.plan.folder.shape import Table
from twinbay.plan.folder.sheets import Sheet
from twinbay.plan.problems import Problem
from twinbay.plan.programme import Names, Programme
from twinbay.tabular.grids import Grid, read_csv, read_workbook
from twinbay.tabular.headings import forms, normal

WORKBOOK = "programme.xlsx"


@dataclass(frozen=True, slots=True)
class DeliveryReading:
    """What a folder says about delivery.

    Attributes:
        delivery: the good rows.
        problems: what is wrong, all of it, with file, sheet, row and column.
        notes: what was put right or passed over.
    """

    delivery: Delivery
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()


def read_delivery(folder: Path, programme: Programme) -> DeliveryReading:
    """Return what ``delivery.csv`` and ``actuals.csv`` (or sheets of that name) say.

    Arguments:
        folder: the programme folder; either table may be missing.
        programme: whose items, regions and years the rows name.

    Raises:
        SourceError: a file cannot be read at all.
    """
    findings = Findings()
    grids = [
        read_csv(file) for file in sorted(folder.glob("*.csv")) if _is(file.stem, DELIVERY, ACTUALS)
    ]
    if (folder / WORKBOOK).is_file():
        book = read_workbook(folder / WORKBOOK)
        grids += [grid for grid in book if _is(grid.name, DELIVERY, ACTUALS)]
    known = _Known.of(programme)
    owners = _records(DELIVERY, grids, findings)
    actuals = _records(ACTUALS, grids, findings)
    for record in owners:
        _check_owner(record, known, programme.milestones)
    for record in actuals:
        _check_actual(record, known)
    faulty = {problem.place.split(", column")[0] for problem in findings.problems}
    sound = [r for r in owners if r.row.place() not in faulty]
    return DeliveryReading(
        Delivery(
            assignments=tuple(_assignment(r) for r in sound if "year" not in r.values),
            promises=tuple(_promise(r) for r in sound if "year" in r.values),
            actuals=tuple(_actual(r) for r in actuals if r.row.place() not in faulty),
        ),
        tuple(findings.problems),
        tuple(findings.notes),
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """What rows may name."""

    regions: frozenset[str]
    items: frozenset[str]
    of_indicator: Mapping[str, frozenset[str]]

    @staticmethod
    def of(programme: Programme) -> "_Known":
        measures = frozenset(m.id for m in programme.measures)
        bases = frozenset(m.base_id for m in programme.measures)
        groups = frozenset(m.group for m in programme.measures)
        built = frozenset(t.id for t in programme.technologies)
        built |= frozenset(line.id for line in programme.lines)
        joint = frozenset(project.id for project in programme.joint_projects)
        return _Known(
            frozenset(region.id for region in programme.regions),
            measures | bases | groups | built | joint,
            {LEVEL: measures, CAPACITY: built},
        )


def _is(name: str, *tables: Table) -> bool:
    return bool(forms(name) & {normal(w) for table in tables for w in (table.key, table.zh)})


def _records(table: Table, grids: Sequence[Grid], findings: Findings) -> list[Record]:
    fitting = [grid for grid in grids if _is(grid.name, table)]
    if not fitting:
        return []
    for more in fitting[1:]:
        said = f"it holds {table.key} a second time; {fitting[0].file} was read"
        findings.note(table.key, "", said, more.file)
    return read_records(Sheet(table, fitting[0], (), findings), 1.0)


def _check_owner(record: Record, known: _Known, milestones: Sequence[int]) -> None:
    _named(record, "item", known.items, "measure, group, technology, line or joint project")
    _named(record, "region", known.regions, "region")
    year = record.get("year", None)
    if year is None:
        if not record.get("owner") and not record.get("owner_zh"):
            record.row.problem("owner", "the cell is empty", "Name who is responsible.")
        return
    if not milestones[0] <= year <= milestones[-1]:
        record.row.problem(
            "year", f"{year} lies outside {milestones[0]} to {milestones[-1]}", "Correct the year."
        )
    if not record.get("name") and not record.get("name_zh"):
        record.row.problem("name", "the cell is empty", "Say what is promised by that year.")


def _check_actual(record: Record, known: _Known) -> None:
    _named(record, "region", known.regions, "region")
    indicator = record.get("indicator")
    item = record.get("item")
    if indicator in ITEM_INDICATORS and not item:
        record.row.problem("item", "the cell is empty", f"“{indicator}” is of one item; name it.")
    elif indicator and indicator not in ITEM_INDICATORS and item:
        record.row.problem("item", f"“{indicator}” is of no single item", "Leave the cell empty.")
    elif indicator in ITEM_INDICATORS and indicator != INVESTMENT:
        kind = "measure" if indicator == LEVEL else "technology or line"
        _named(record, "item", known.of_indicator[indicator], kind)


def _named(record: Record, key: str, there: frozenset[str], kind: str) -> None:
    name = record.get(key)
    if name and name not in there:
        near = get_close_matches(name, sorted(there), 1, 0.75)
        remedy = f"Did you mean “{near[0]}”?" if near else "Correct the cell."
        record.row.problem(key, f"there is no {kind} “{name}”", remedy)


def _both(record: Record, key: str) -> Names:
    """Return a name in both languages; one stands for the other where it is missing."""
    en, zh = record.get(key), record.get(f"{key}_zh")
    return Names(en or zh, zh or en)


def _assignment(record: Record) -> Assignment:
    return Assignment(record.get("item"), record.get("region"), _both(record, "owner"))


def _promise(record: Record) -> Promise:
    return Promise(
        record.get("item"),
        record.get("region"),
        record.get("year"),
        _both(record, "name"),
        _both(record, "owner"),
    )


def _actual(record: Record) -> Actual:
    return Actual(
        indicator=record.get("indicator"),
        item=record.get("item"),
        region=record.get("region"),
        year=record.get("year"),
        value=record.get("value"),
        source=record.get("source") or "assumption",
        source_year=record.get("source_year", None),
        grade=record.get("grade") or "D",
    )
