"""Read a library of measures, the shipped one or a user's: every fault named with its cell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path
from typing import Any

from twinbay.errors import SourceError
from twinbay.plan.folder.findings import Findings
from twinbay.plan.folder.layout_choices import MEASURES
from twinbay.plan.folder.records import Record, read_records
from twinbay.plan.folder.references import circles
from twinbay.plan.folder.shape import Column, Content, Table
from twinbay.plan.folder.sheets import HEADING_ROWS, YEAR, Sheet
from twinbay.plan.measure import InteractionKind, MeasureKind
from twinbay.plan.measures.base import BaseMeasure
from twinbay.plan.problems import Problem
from twinbay.regions.taxonomy import load_topics
from twinbay.tabular.cells import halfwidth, text_of
from twinbay.tabular.grids import Grid, read_csv, read_workbook
from twinbay.tabular.headings import forms, normal

OWN = (
    Column(
        "base_id",
        "措施编号",
        "Short and unique; Latin letters.",
        "简短且唯一；用拉丁字母。",
        required=True,
        also=("id", "编号"),
    ),
    Column(
        "regions",
        "区域",
        "Ids of the regions it holds in; empty for all.",
        "适用区域编号；空白表示全部。",
        Content.LIST,
        also=("region",),
    ),
    Column(
        "acts_on",
        "作用对象",
        "What follows the region in the id of an end use or direct emission; * for any carrier.",
        "终端用能或直接排放编号中区域之后的部分；* 表示任意能源或气体。",
        required=True,
    ),
)
NEEDED_BUT_FOR_SUPPLY = ("potential", "uptake", "investment", "lifetime")


def _table() -> Table:
    """Return the folder's table of measures with patterns instead of a region and an id."""
    own = {column.key: column for column in OWN}
    kept = [
        replace(
            own.get(column.key, column),
            required=column.required and column.key not in NEEDED_BUT_FOR_SUPPLY,
            refers="",
        )
        for column in MEASURES.columns
        if column.key not in ("id", "base_id", "region")
    ]
    return replace(
        MEASURES,
        columns=(own["base_id"], own["regions"], *kept),
        identity=("base_id", "regions"),
        about="Measures for every region that has what they act on.",
        about_zh="适用于具有其作用对象的每个区域的措施。",
    )


TABLE = _table()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file of measures holds.

    Attributes:
        measures: the good rows.
        problems: what is wrong, all of it, with file, sheet, row and column.
        notes: what was put right or passed over.
    """

    measures: tuple[BaseMeasure, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]


def read_measures(
    path: Path, *, beside: Sequence[BaseMeasure] = (), cny_per_usd: float = 1.0
) -> Reading:
    """Return the measures of a CSV file or of every sheet of a workbook that has some.

    A row with a fault is left out and named; the good ones are kept.

    Arguments:
        path: a ``.csv`` or ``.xlsx`` file with the columns of the shipped library.
        beside: measures that the rows' interactions may name too (the shipped library).
        cny_per_usd: exchange rate, for amounts in CNY.

    Raises:
        SourceError: the file cannot be read at all, or holds no table of measures.
    """
    grids = read_workbook(path) if path.suffix.casefold() == ".xlsx" else (read_csv(path),)
    findings = Findings()
    records: list[Record] = []
    sheets = 0
    for grid in grids:
        sheet = Sheet(TABLE, grid, _years(grid), findings if len(grids) == 1 else Findings())
        if "base_id" not in sheet.plain or len(sheet.plain) < 3:
            continue
        sheets += 1
        records += read_records(Sheet(TABLE, grid, _years(grid), findings), cny_per_usd)
    if not sheets:
        raise SourceError(
            "no table of measures was found",
            where=path.name,
            remedy="It needs a row of headings with base_id, kind, acts_on, potential 2030 …",
        )
    _check(records, beside)
    faulty = {problem.place.split(", column")[0] for problem in findings.problems}
    good = [r for r in records if _whole(r) and r.row.place() not in faulty]
    return Reading(
        tuple(_measure(record) for record in good),
        tuple(findings.problems),
        tuple(findings.notes),
    )


def _whole(record: Record) -> bool:
    return all(column.key in record.values for column in TABLE.columns if column.required)


def _years(grid: Grid) -> tuple[int, ...]:
    """Return the years for which the headings of a grid have a potential or an investment."""
    series = {normal(name) for column in TABLE.series for name in (column.key, column.zh)}
    found = {
        int(match["year"])
        for row in grid.rows[:HEADING_ROWS]
        for cell in row
        if (match := YEAR.match(halfwidth(text_of(cell)))) and forms(match["base"]) & series
    }
    return tuple(sorted(found))


def _check(records: Sequence[Record], beside: Sequence[BaseMeasure]) -> None:
    topics = {topic.topic_id for topic in load_topics()}
    known = {record.row.text("base_id") for record in records} | {b.base_id for b in beside}
    for record in records:
        _check_complete(record)
        for topic in record.get("topics", ()):
            if topic not in topics:
                record.row.problem(
                    "topics",
                    f"there is no topic “{topic}” in OpenAlex",
                    "Write ids such as T10768.",
                )
        for interaction in record.get("interactions", ()):
            _check_named(record, interaction.measure, known)
        _check_rising(record)
    _check_circles(records, beside)


def _check_complete(record: Record) -> None:
    if record.get("kind") == MeasureKind.SUPPLY:
        return
    for key in NEEDED_BUT_FOR_SUPPLY:
        if key not in record.values and not _mentioned(record, key):
            record.row.problem(key, "the cell is empty", "Fill it; only supply does without.")


def _mentioned(record: Record, key: str) -> bool:
    """Return whether a cell of the column is filled, so that its fault has been named."""
    row = record.row
    positions = [row.sheet.plain.get(key, -1)]
    positions += [p for (name, _), p in row.sheet.years.items() if name == key]
    return any(text_of(row.at(position)) for position in positions)


def _check_named(record: Record, name: str, known: set[str]) -> None:
    own = record.row.text("base_id")
    if name == own:
        record.row.problem("interactions", "the measure interacts with itself", "Take it away.")
    elif name not in known:
        near = get_close_matches(name, sorted(known), 1, 0.75)
        remedy = f"Did you mean “{near[0]}”?" if near else "Add it, or correct the cell."
        record.row.problem("interactions", f"there is no measure “{name}”", remedy)


def _check_rising(record: Record) -> None:
    """A potential that falls would have measures undone."""
    series = record.get("potential", {})
    years = sorted(series)
    for earlier, later in pairwise(years):
        if series[later] < series[earlier] - 1e-9:
            record.row.problem(
                "potential",
                f"the potential falls from {series[earlier]:g} in {earlier} to "
                f"{series[later]:g} in {later}",
                "A potential stays or grows.",
                later,
            )


def _check_circles(records: Sequence[Record], beside: Sequence[BaseMeasure]) -> None:
    needs: dict[str, list[str]] = {}
    for base_id, interactions in _all_interactions(records, beside):
        needs.setdefault(base_id, []).extend(
            i.measure for i in interactions if i.kind is InteractionKind.REQUIRES
        )
    rows = {record.row.text("base_id"): record.row for record in records}
    for circle in circles(needs):
        for base_id in circle:
            if base_id in rows:
                rows[base_id].problem(
                    "interactions",
                    "the measures require each other in a circle: "
                    + " → ".join((*circle, circle[0])),
                    "Take one of these requirements away.",
                )


def _all_interactions(
    records: Sequence[Record], beside: Sequence[BaseMeasure]
) -> Iterable[tuple[str, Any]]:
    own = {record.row.text("base_id") for record in records}
    for record in records:
        yield record.row.text("base_id"), record.get("interactions", ())
    for base in beside:
        if base.base_id not in own:
            yield base.base_id, base.interactions


def _measure(record: Record) -> BaseMeasure:
    value = dict(record.values)
    return BaseMeasure(
        base_id=value["base_id"],
        kind=MeasureKind(value["kind"]),
        group=value["group"],
        name=value["name"],
        name_zh=value["name_zh"],
        acts_on=value["acts_on"],
        unit=value["unit"],
        per_unit=value.get("per_unit", 1.0),
        potential=value.get("potential", {}),
        uptake=value.get("uptake", 1.0),
        investment=value.get("investment", {}),
        operation=value.get("operation", 0.0),
        lifetime=value.get("lifetime", 0.0),
        source=value.get("source", "assumption"),
        source_year=value.get("source_year"),
        grade=value.get("grade", "D"),
        regions=value.get("regions", ()),
        saving=value.get("saving", 1.0),
        adds=value.get("adds", {}),
        learning_rate=value.get("learning_rate", 0.0),
        learning_base=value.get("learning_base", 0.0),
        co_benefits=value.get("co_benefits", ()),
        jobs=value.get("jobs", 0.0),
        interactions=value.get("interactions", ()),
        payers=value.get("payers", {"enterprises": 1.0}),
        investment_range=value.get("investment_range", (0.8, 1.3)),
        potential_range=value.get("potential_range", (0.8, 1.1)),
        topics=value.get("topics", ()),
        note=value.get("note", ""),
        place=record.row.place(),
    )
