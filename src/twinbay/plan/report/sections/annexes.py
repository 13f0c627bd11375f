"""The annexes: how the figures are computed, and where what they rest on comes from."""

from collections import defaultdict

from twinbay.plan.report.document import Block, Cell, Grid, Heading, Paragraph, Text, joined
from twinbay.plan.report.subject import Subject
from twinbay.plan.report.wording import GRADES

TABLES = {
    "money": Text("money", "货币"),
    "carriers": Text("carriers", "能源品种"),
    "end_uses": Text("demand", "需求"),
    "direct_emissions": Text("direct emissions", "直接排放"),
    "technologies": Text("technologies", "技术"),
    "fleets": Text("fleets", "机组"),
    "lines": Text("lines", "线路"),
    "joint_projects": Text("joint projects", "联合项目"),
    "measures": Text("measures", "措施"),
    "targets": Text("targets", "目标"),
    "profiles": Text("hourly profiles", "逐时曲线"),
    "drivers": Text("drivers", "驱动因素"),
    "prices": Text("prices", "价格"),
}


def annexes(subject: Subject) -> list[Block]:
    """Return the method and the sources."""
    return [*_method(subject), *_sources(subject)]


def _method(subject: Subject) -> list[Block]:
    settings = subject.programme.settings
    foresight = (
        Text("all milestones are planned at once", "各里程碑年同时优化（完全预见）")
        if settings.foresight == "perfect"
        else Text("each milestone is planned after the one before", "各里程碑年依次优化（短视）")
    )
    return [
        Heading(Text("Method", "方法"), annex=True),
        Heading(Text("The computation", "计算方法"), 2),
        Paragraph(
            Text(
                "The pathway is the optimum of one linear programme over all regions and "
                f"milestones: {foresight.en}. It chooses what is built, retired early and traded, "
                "how plants, storages and lines run in each hour of the typical days, and how far "
                "each measure goes, so that demand is met in every hour, the targets are kept and "
                "the present cost of investment, operation, fuel, imports and carbon is least.",
                f"规划路径为覆盖全部区域与里程碑年的线性规划最优解：{foresight.zh}。"
                "模型决定新建、提前退役与跨区输送，典型日各小时的电厂、储能与线路运行，"
                "以及各项措施的实施程度，使每小时供需平衡、目标达成，"
                "且投资、运行、燃料、外购电与碳成本的现值最小。",
            )
        ),
        Paragraph(
            Text(
                "Measures act on what measures before them have left, so that two never save the "
                "same energy twice; how fast each can spread follows the turnover of what it "
                "replaces. Investment is spread over its lifetime as an annuity. Storage keeps the "
                "order of the hours within and between typical days.",
                "措施作用于其他措施实施后的剩余量，避免重复计算；推进速度受存量更替限制。"
                "投资按寿命折算为年金。储能保持典型日内及典型日之间的时序。",
            )
        ),
        Heading(Text("Emissions", "排放核算"), 2),
        Paragraph(
            Text(
                "Emissions follow the sectors of the GPC and of IPCC 2006: fuel burned times its "
                "factor, direct emissions of processes, waste and agriculture, less what is "
                "captured (scope 1), and electricity bought from outside the regions at its "
                "supplier's factor (scope 2). Gases are weighted with the warming potentials "
                f"over a century of IPCC {subject.programme.gwp}.",
                "排放按 GPC 与 IPCC 2006 的部门划分：燃料燃烧量乘以排放因子，"
                "加上工业过程、废弃物和农业的直接排放，扣除捕集量（范围一）；"
                "从区域外购入的电力按来源因子计算（范围二）。"
                f"各气体按 IPCC {subject.programme.gwp} 百年增温潜势折算。",
            )
        ),
        Heading(Text("What it does not say", "局限"), 2),
        Paragraph(
            Text(
                "The pathway is the cheapest one under the assumptions of this document, not a "
                "forecast. Grades in the annex on sources say how good each assumption is; those "
                "of grade D are for the authors to agree. Costs beyond energy supply, its use and "
                "the measures (land, networks within cities, training) are not counted unless a "
                "measure names them.",
                "路径是在本文件假设下成本最低的方案，并非预测。来源附录中的等级说明各项假设的质量，"
                "D 级假设须由编制双方商定。除能源供应、利用和措施之外的成本"
                "（土地、城市内部管网、培训等）未计入，除非措施中列明。",
            )
        ),
    ]


def _sources(subject: Subject) -> list[Block]:
    return [
        Heading(Text("Sources and their quality", "来源与质量"), annex=True),
        _grades_grid(subject),
        _sources_grid(subject),
    ]


def _grades_grid(subject: Subject) -> Grid:
    figures = subject.figures
    whole = figures.count("sources", "key")
    rows: list[tuple[Cell, ...]] = []
    for grade, meaning in GRADES.items():
        number = figures.count("sources", "key", grade=grade)
        rows.append(
            (
                grade,
                meaning,
                figures.show(number, 0),
                figures.show(number / whole, 0, percent=True),
            )
        )
    return Grid(
        Text("Records of the programme by the quality of their source", "规划数据按来源质量统计"),
        (
            Text("Grade", "等级"),
            Text("Meaning", "含义"),
            Text("Records", "条数"),
            Text("Share", "占比"),
        ),
        tuple(rows),
        frozenset({2, 3}),
        widths=(0.1, 0.5, 0.2, 0.2),
    )


def _sources_grid(subject: Subject) -> Grid:
    figures = subject.figures
    used: dict[str, set[str]] = defaultdict(set)
    grades: dict[str, set[str]] = defaultdict(set)
    for table, _, _, source, _, grade in subject.tables["sources"].iter_rows():
        used[source].add(table)
        grades[source].add(grade)
    references = {r.key: r for r in subject.plan.references}
    rows: list[tuple[Cell, ...]] = []
    for source in sorted(used, key=lambda key: (key not in references, key.casefold())):
        found = references.get(source)
        said = f"{found.reference} {found.address}".strip() if found else source
        if source == "assumption":
            cited: Cell = Text("Assumption of the programme", "规划假设")
        else:
            cited = said
        names = joined(TABLES[table] for table in TABLES if table in used[source])
        number = figures.count("sources", "key", source=source)
        rows.append((cited, names, "".join(sorted(grades[source])), figures.show(number, 0)))
    return Grid(
        Text("Sources", "来源"),
        (
            Text("Source", "来源"),
            Text("Used for", "用于"),
            Text("Grades", "等级"),
            Text("Records", "条数"),
        ),
        tuple(rows),
        frozenset({3}),
        widths=(0.56, 0.24, 0.1, 0.1),
    )
