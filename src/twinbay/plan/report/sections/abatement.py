"""What each tonne costs: the ordered curve of the measures and the curve of the optimisation."""

from twinbay.plan.report.document import Block, Cell, Grid, Heading, Paragraph, Picture, Text
from twinbay.plan.report.sections.phrases import billions
from twinbay.plan.report.subject import Subject

MOST_ROWS = 16
"""Steps of the ordered curve that the table lists: those that abate most."""


def abatement_part(subject: Subject) -> list[Block]:
    """Return both curves as a chart and tables; nothing when none was computed."""
    if "abatement" not in subject.tables:
        return []
    swept = "abatement_least_cost" in subject.tables
    return [
        Heading(Text("What each tonne costs", "减排成本曲线"), 2),
        Paragraph(_ordered(subject)),
        *([Paragraph(_optimised(subject))] if swept else []),
        Picture(
            "abatement",
            Text(
                f"Abatement cost curve of {_year(subject)}",
                f"{_year(subject)} 年边际减排成本曲线",
            ),
            Text(
                "Blocks: measures in their order, as wide as they avoid; thin lines: from the low "
                "to the high end of their investment, for the wider ones. Black: the last "
                "tonne in the optimisation, counted from the same emissions. Source: the "
                "programme's measures.",
                "色块为按次序排列的措施，宽度为减排量；细线为投资区间（仅标较宽者）；"
                "黑线为优化模型中最后一吨的成本（以相同的排放为起点）。来源：措施表。",
            ),
        ),
        _steps(subject),
        *([_points(subject)] if swept else []),
    ]


def _year(subject: Subject) -> str:
    """Return the year of the curves, as the table says it."""
    table = subject.tables.get("abatement_method")
    return str(int(table["year"][0])) if table is not None else ""


def _ordered(subject: Subject) -> Text:
    figures = subject.figures
    whole = figures.show(figures.sum("abatement", "abated"), 0)
    free = figures.show(figures.sum("abatement", "abated", pays=True), 0)
    return Text(
        f"Taken one after the other, the cheapest first and each measured against what those "
        f"before it have left, the measures avoid {whole} Mt CO2e a year; {free} Mt of it save "
        "more money than they cost.",
        f"按成本由低到高依次实施，且每项措施均以前序措施实施后的剩余为基准，各措施"
        f"年减排共 {whole} Mt CO2e，其中 {free} Mt 的节省超过成本。",
    )


def _optimised(subject: Subject) -> Text:
    figures = subject.figures
    last = int(subject.tables["abatement_least_cost"]["point"][-1])
    lowest = figures.show(figures.sum("abatement_least_cost", "emissions_mt", point=last), 0)
    price = figures.show(figures.sum("abatement_least_cost", "usd_per_t", point=last), 0)
    days = figures.show(figures.sum("abatement_method", "days"), 0)
    return Text(
        "The order cannot show how measures and power plants change each other's worth. The "
        "optimisation does: emissions of that year were made dearer step by step, all else chosen "
        f"anew each time (on {days} typical days, targets on emissions set aside). At {lowest} Mt "
        f"CO2e the last tonne costs {price} USD.",
        "排序曲线无法反映措施与电源之间的相互影响，优化模型可以：逐步提高该年排放的代价，"
        f"每次重新优化全部决策（按 {days} 个典型日，暂不计各项排放目标）。"
        f"降至 {lowest} Mt CO2e 时，最后一吨的成本为 {price} 美元。",
    )


def _steps(subject: Subject) -> Grid:
    figures = subject.figures
    table = subject.tables["abatement"].with_row_index("order")
    chosen = table.sort("abated", "measure", descending=[True, False]).head(MOST_ROWS).sort("order")
    rows: list[tuple[Cell, ...]] = []
    for measure, region, name, name_zh in chosen.select(
        "measure", "region", "name", "name_zh"
    ).iter_rows():
        abated, together, cost, low, high = (
            figures.sum("abatement", column, measure=measure)
            for column in ("abated", "cumulative", "usd_per_t", "low", "high")
        )
        rows.append(
            (
                Text(name, name_zh),
                subject.regions.get(region, Text(region, region)),
                figures.show(abated, 1),
                figures.show(together, 0),
                *(figures.show(number, 0) for number in (low, cost, high)),
            )
        )
    return Grid(
        Text(
            f"The steps that avoid most, in their order, {_year(subject)}",
            f"{_year(subject)} 年减排量最大的步骤（按次序）",
        ),
        (
            Text("Measure", "措施"),
            Text("Region", "区域"),
            Text("Mt CO2e a year", "减排（Mt/年）"),
            Text("Together", "累计（Mt）"),
            Text("USD/t, low", "美元/吨，低"),
            Text("USD/t", "美元/吨"),
            Text("USD/t, high", "美元/吨，高"),
        ),
        tuple(rows),
        frozenset(range(2, 7)),
        widths=(0.32, 0.14, 0.11, 0.11, 0.11, 0.1, 0.11),
        note=Text(
            "Low and high: with the ends of the investment's range. Together: with all steps "
            "before it, also those not listed.",
            "低与高对应投资区间的两端；累计含未列出的前序步骤。",
        ),
    )


def _points(subject: Subject) -> Grid:
    figures = subject.figures
    rows: list[tuple[Cell, ...]] = []
    for point in subject.tables["abatement_least_cost"]["point"].to_list():
        left, less, last, average, cost = (
            figures.sum("abatement_least_cost", column, point=int(point))
            for column in (
                "emissions_mt",
                "abated_mt",
                "usd_per_t",
                "average_usd_per_t",
                "present_cost",
            )
        )
        rows.append(
            (
                *(figures.show(number, 0) for number in (left, less, last, average)),
                billions(figures, cost, 1),
            )
        )
    return Grid(
        Text(
            f"The curve from the optimisation, {_year(subject)}",
            f"{_year(subject)} 年优化模型的减排成本曲线",
        ),
        (
            Text("Emitted, Mt CO2e", "排放（Mt CO2e）"),
            Text("Less by, Mt", "减排（Mt）"),
            Text("USD for the last t", "最后一吨（美元）"),
            Text("USD/t of the step", "该步平均（美元/吨）"),
            Text("Present cost more, billion USD", "成本现值增加（亿美元）"),
        ),
        tuple(rows),
        frozenset(range(5)),
    )
