"""Delivery: what has to be reached by when, who is responsible, and what is watched."""

import polars as pl

from twinbay.plan.report.document import Block, Cell, Grid, Heading, Paragraph, Text
from twinbay.plan.report.numbers import Figures, Number
from twinbay.plan.report.sections.phrases import (
    in_units,
    millions,
    number_columns,
    shown_years,
    year_headings,
)
from twinbay.plan.report.subject import Subject
from twinbay.plan.report.wording import ALL_REGIONS, INDICATORS, PAYERS, measured_in, named

MOST_ROWS = 14
"""Milestones listed for each year: those with most investment."""
SHARES = ("non_fossil_power", "non_fossil_energy")
WATCHED = (
    "emissions",
    "emissions_intensity",
    "energy_intensity",
    "non_fossil_power",
    "non_fossil_energy",
    "air_pollution",
    "jobs",
)
ITEM_INDICATORS = {
    "level": Text("Reached", "实施量"),
    "capacity": Text("Capacity", "装机容量"),
    "investment": Text("Investment", "投资"),
}
DECIMALS = {"emissions": 0, "emissions_intensity": 3, "energy_intensity": 3}


def delivery_section(subject: Subject) -> list[Block]:
    """Return milestones of the first two steps, indicators and drift."""
    blocks: list[Block] = [Heading(Text("Milestones and indicators", "里程碑与指标"))]
    if "milestones" in subject.tables:
        blocks += _milestones(subject)
    blocks += [Heading(Text("Indicators", "指标"), 2), _indicators(subject)]
    if "drift" in subject.tables:
        return [*blocks, *_drift(subject)]
    return [
        *blocks,
        Heading(Text("Actuals against the path", "实绩与路径对比"), 2),
        Paragraph(
            Text(
                f"No actual figures of a year after {subject.first} have been entered yet. From "
                "the first on, this section says where the programme drifts from its path and "
                "where the trend leads by the next target.",
                f"尚未录入 {subject.first} 年之后的实绩。自录入首个实绩起，"
                "本节将说明规划在何处偏离路径，以及按此趋势下一目标能否实现。",
            )
        ),
    ]


def _milestones(subject: Subject) -> list[Block]:
    years = subject.programme.milestones[1:3]
    blocks: list[Block] = [
        Heading(Text("Milestones", "里程碑"), 2),
        Paragraph(
            Text(
                "The largest steps by investment; the workbook lists all of them. Where the "
                "authors have named nobody, the payer of the largest part is responsible. Those "
                "named are the authors' proposal; they have agreed only where the tables say so.",
                "按投资额列出的主要步骤，完整清单见工作簿。未指定责任主体时，由承担最大出资的一方负责。"
                "所列责任主体为编制方建议，除数据表注明外尚未经其同意。",
            )
        ),
    ]
    return [*blocks, *(_milestone_grid(subject, year) for year in years)]


def _milestone_grid(subject: Subject, year: int) -> Grid:
    figures = subject.figures
    table = subject.tables["milestones"].filter(pl.col("year") == year, ~pl.col("promised"))
    chosen = table.sort("investment", "region", "item", descending=[True, False, False])
    rows: list[tuple[Cell, ...]] = []
    for row in chosen.head(MOST_ROWS).to_dicts():
        where = {"year": year, "region": row["region"], "item": row["item"], "promised": False}
        amount = figures.sum("milestones", "amount", **where)
        spent = figures.sum("milestones", "investment", **where)
        rows.append(
            (
                Text(row["name"], row["name_zh"]),
                subject.regions.get(row["region"], Text("", "")),
                in_units(figures, amount, row["unit"]),
                measured_in(row["unit"]),
                millions(figures, spent),
                Text(row["owner"], row["owner_zh"]),
            )
        )
    promised = subject.tables["milestones"].filter(pl.col("year") == year, pl.col("promised"))
    for row in promised.to_dicts():
        name, owner = Text(row["name"], row["name_zh"]), Text(row["owner"], row["owner_zh"])
        where_said = subject.regions.get(row["region"], Text("", ""))
        rows.append((name, where_said, "–", "", "–", owner))
    return Grid(
        Text(f"To be reached by {year}", f"{year} 年前须达到"),
        (
            Text("What", "内容"),
            Text("Region", "区域"),
            Text("Reached", "达到"),
            Text("Unit", "单位"),
            Text("Million USD", "亿美元"),
            Text("Responsible (proposed)", "责任主体（建议）"),
        ),
        tuple(rows),
        frozenset({2, 4}),
        widths=(0.28, 0.13, 0.09, 0.13, 0.1, 0.27),
    )


def _indicators(subject: Subject) -> Grid:
    figures, years = subject.figures, shown_years(subject)
    rows: list[tuple[Cell, ...]] = []
    for key in WATCHED:
        name, unit = INDICATORS[key]
        numbers = [
            figures.sum("indicators", "value", region="", indicator=key, year=year)
            for year in years
        ]
        rows.append((name, unit, *(_said(figures, key, number) for number in numbers)))
    return Grid(
        Text("Yearly targets of the indicators, all regions", "指标的年度目标，全部区域"),
        (Text("Indicator", "指标"), Text("Unit", "单位"), *year_headings(years)),
        tuple(rows),
        number_columns(2, len(years)),
        note=Text(
            "Between milestones the path is a straight line; the workbook has every year and every "
            "region. Jobs: job-years from the investment of the five years up to the milestone.",
            "里程碑年之间按直线推进；各年、各区域数值见工作簿。就业为里程碑年前五年投资带动的人·年。",
        ),
    )


def _said(figures: Figures, key: str, number: Number) -> str:
    if key in SHARES:
        return figures.show(number * 100.0, 0)
    return figures.show(number, DECIMALS.get(key, 0))


def _drift(subject: Subject) -> list[Block]:
    """Return where actuals stand against the path, and where their trend leads."""
    figures = subject.figures
    count = figures.show(figures.count("drift", "indicator", on_path=False), 0)
    rows: list[tuple[Cell, ...]] = []
    for row in subject.tables["drift"].to_dicts():
        where = {key: row[key] for key in ("indicator", "item", "region")}
        numbers = [
            figures.show(figures.sum("drift", column, **where))
            for column in ("actual", "path", "expected", "goal")
        ]
        state = Text("on path", "正常") if row["on_path"] else Text("drifts", "偏离")
        rows.append(
            (
                _followed(subject, row["indicator"], row["item"]),
                subject.regions.get(row["region"], ALL_REGIONS),
                measured_in(row["unit"]),
                str(row["year"]),
                *numbers[:2],
                str(row["goal_year"] or "–"),
                *numbers[2:],
                state,
            )
        )
    return [
        Heading(Text("Actuals against the path", "实绩与路径对比"), 2),
        Paragraph(
            Text(
                f"Of what is watched and has actuals, {count} drift from the path.",
                f"在有实绩的指标中，{count} 项偏离路径。",
            )
        ),
        Grid(
            Text("Actuals, the path and where the trend leads", "实绩、路径与趋势"),
            (
                Text("Indicator", "指标"),
                Text("Region", "区域"),
                Text("Unit", "单位"),
                Text("Year", "年份"),
                Text("Actual", "实绩"),
                Text("Path", "路径"),
                Text("Next goal", "下一目标年"),
                Text("Trend", "趋势值"),
                Text("Goal", "目标值"),
                Text("State", "状态"),
            ),
            tuple(rows),
            frozenset({3, 4, 5, 6, 7, 8}),
        ),
    ]


def _followed(subject: Subject, indicator: str, item: str) -> Text:
    """Return what is followed: an indicator, or the item that it is of."""
    found = INDICATORS.get(indicator)
    name = found[0] if found else named(ITEM_INDICATORS, indicator)
    if not item:
        return name
    base = subject.base_ids.get(item, item)
    of = subject.measures.get(base) or subject.technologies.get(item) or named(PAYERS, item)
    return Text(f"{name.en}: {of.en}", f"{name.zh}：{of.zh}")
