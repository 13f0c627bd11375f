"""What may differ, and what stays the same, while the cost hardly rises."""

import polars as pl

from twinbay.plan.report.document import (
    Block,
    Cell,
    Grid,
    Heading,
    Paragraph,
    Picture,
    Text,
    joined,
)
from twinbay.plan.report.sections.phrases import billions, in_units, ranked
from twinbay.plan.report.subject import Subject
from twinbay.plan.report.wording import measured_in, named

GROUPS = {
    "storage": Text("Storage and demand response", "储能与需求响应"),
    "lines": Text("Lines between the regions", "区域间线路"),
    "making-hydrogen": Text("Electrolysers", "电解槽"),
}
"""Names of groups of technologies that no technology or carrier has."""
KEPT, LEFT = 0.5, 0.05
"""Shares of the optimum: what every alternative has at least of what is needed, and at most of what
one can do without."""
LIKE = 0.9
"""Share of the optimum from which on an alternative is said to have as much of it."""
SMALLEST = 0.1
"""GW below which a group has no row."""
MOST_ROWS = 14
"""Measures that the table lists."""


def alternatives_section(subject: Subject) -> list[Block]:
    """Return ranges and what all alternatives share; nothing when none were computed."""
    if "alternatives" not in subject.tables:
        return []
    last = subject.last
    return [
        Heading(Text("What could be otherwise at nearly the same cost", "成本相近的其他方案")),
        Paragraph(_method(subject)),
        *(Paragraph(text) for text in _choices(subject) if text.en),
        Picture(
            "alternatives",
            Text(
                f"Capacity in {last} over all alternatives, all regions (GW)",
                f"{last} 年各方案的装机范围，全部区域（GW）",
            ),
            Text(
                "Bar: from the least to the most; mark: the cheapest pathway. Source: the "
                "alternatives solved.",
                "条形为最少至最多，标记为成本最低路径。来源：各方案求解结果。",
            ),
        ),
        _ranges(subject),
        *_held(subject),
    ]


def group_name(subject: Subject, group: str) -> Text:
    """Return what a group of technologies is called."""
    if group in GROUPS:
        return GROUPS[group]
    if group in subject.technologies:
        return subject.technologies[group]
    if group in subject.carriers:
        name = subject.carriers[group]
        return Text(f"{name.en} power plants", f"{name.zh}发电")
    return named({}, group)


def shown_groups(subject: Subject) -> list[str]:
    """Return the groups of which some alternative has any, those that vary most first."""
    table = subject.tables["alternatives"].filter(pl.col("most_gw") >= SMALLEST)
    return table.sort(pl.col("most_gw") - pl.col("least_gw"), "group", descending=[True, False])[
        "group"
    ].to_list()


def _method(subject: Subject) -> Text:
    figures = subject.figures
    count = figures.show(figures.sum("alternatives_method", "solved"), 0)
    slack = figures.show(figures.sum("alternatives_method", "slack"), 0, percent=True)
    days = figures.show(figures.sum("alternatives_method", "days"), 0)
    least = billions(figures, figures.sum("alternatives_method", "least_cost"), 0)
    return Text(
        f"Many pathways cost hardly more than the cheapest. {count} further ones were computed: "
        f"each group of technologies was pressed to its least and to its most capacity in "
        f"{subject.last}, with all targets kept and the present cost at most {slack} above the "
        f"least ({least.en} billion USD, on {days} typical days a year and with the unit costs of "
        "the cheapest pathway). What all of them have is needed; what ranges widely is a choice "
        "that other reasons than cost may decide.",
        f"许多路径的成本与最低成本相差无几。为此另外求解了 {count} 个方案：在目标全部满足、"
        f"成本现值最多高出 {slack} 的条件下，将各类技术 {subject.last} 年的装机分别压至最少和"
        f"推至最多（最低成本为 {least.zh} 亿美元，按每年 {days} 个典型日和最低成本路径的"
        "单位造价计算）。"
        "各方案共有的部分是必需的；变化范围大的部分则可由成本以外的考虑决定。",
    )


def _choices(subject: Subject) -> list[Text]:
    """Return which groups every alternative needs and which one can do without."""
    table = subject.tables["alternatives"].filter(pl.col("optimum_gw") >= SMALLEST)
    needed = table.filter(pl.col("least_gw") >= KEPT * pl.col("optimum_gw"))
    spared = table.filter(pl.col("least_gw") <= LEFT * pl.col("optimum_gw"))
    found = []
    for rows, english, chinese in (
        (
            needed,
            "At least half of what the cheapest pathway has stays in every alternative of: {}.",
            "各方案中至少保留最低成本路径装机一半的有：{}。",
        ),
        (
            spared,
            "One can do without nearly all of any one of these, if the others make up for it: {}.",
            "以下各项中任何一项（其余予以补足时）几乎可以完全不建：{}。",
        ),
    ):
        names = [group_name(subject, group) for group in rows["group"].to_list()]
        if names:
            listed = joined(Text(f"{n.en[:1].lower()}{n.en[1:]}", n.zh) for n in names)
            found.append(Text(english.format(listed.en), chinese.format(listed.zh)))
    return found


def _ranges(subject: Subject) -> Grid:
    figures = subject.figures
    rows: list[tuple[Cell, ...]] = []
    for group in shown_groups(subject):
        least, optimum, most = (
            figures.sum("alternatives", column, group=group)
            for column in ("least_gw", "optimum_gw", "most_gw")
        )
        rows.append(
            (
                group_name(subject, group),
                *(figures.show(number, 1) for number in (least, optimum, most)),
                figures.show(least / optimum, 0, percent=True)
                if optimum.value >= SMALLEST
                else "–",
            )
        )
    return Grid(
        Text(
            f"Capacity in {subject.last} of all regions over the alternatives (GW)",
            f"{subject.last} 年各方案的装机范围，全部区域合计（GW）",
        ),
        (
            Text("Group of technologies", "技术类别"),
            Text("Least", "最少"),
            Text("Cheapest pathway", "最低成本路径"),
            Text("Most", "最多"),
            Text("Least, of the cheapest", "最少占最低成本路径"),
        ),
        tuple(rows),
        frozenset({1, 2, 3, 4}),
        widths=(0.4, 0.13, 0.17, 0.13, 0.17),
    )


def _held(subject: Subject) -> list[Block]:
    """Return the measures of the first steps that stay nearly as they are in every alternative."""
    years = subject.programme.milestones
    year = years[min(2, len(years) - 1)]
    held = subject.tables["alternatives_held"].filter(
        pl.col("kind") == "measure",
        pl.col("year") == year,
        pl.col("optimum") > 0.0,
        pl.col("least") >= LIKE * pl.col("optimum"),
    )
    kept = set(held["item"].to_list())
    done = subject.pathway.measures.filter(
        pl.col("year") == year, pl.col("measure").is_in(list(kept)), pl.col("abated_mt") > 0.0
    )
    units = {measure.id: measure.unit for measure in subject.programme.measures}
    figures = subject.figures
    rows: list[tuple[Cell, ...]] = []
    for measure in ranked(done, "measure", "abated_mt")[:MOST_ROWS]:
        region = next(m.region for m in subject.programme.measures if m.id == measure)
        numbers = (
            figures.sum("alternatives_held", column, item=measure, year=year)
            for column in ("least", "optimum", "most")
        )
        rows.append(
            (
                subject.measures[subject.base_ids[measure]],
                subject.regions[region],
                measured_in(units[measure]),
                *(in_units(figures, number, units[measure]) for number in numbers),
            )
        )
    if not rows:
        return []
    return [
        Paragraph(
            Text(
                f"These measures reach in {year} at least nine tenths of what they reach in the "
                "cheapest pathway, whichever alternative is chosen; those that avoid most are "
                "listed.",
                f"无论选择哪一方案，以下措施 {year} 年的实施量均不低于最低成本路径的九成"
                "（按减排量列出主要措施）。",
            )
        ),
        Grid(
            Text(
                f"Measures that stay the same in {year}, in every alternative",
                f"{year} 年各方案中保持不变的措施",
            ),
            (
                Text("Measure", "措施"),
                Text("Region", "区域"),
                Text("Unit", "单位"),
                Text("Least", "最少"),
                Text("Cheapest pathway", "最低成本路径"),
                Text("Most", "最多"),
            ),
            tuple(rows),
            frozenset({3, 4, 5}),
            widths=(0.36, 0.16, 0.17, 0.1, 0.11, 0.1),
        ),
    ]
