"""What cooperation saves, where that comes from, and how to share it fairly."""

from twinbay.plan.charts.ranges import CHANNELS
from twinbay.plan.report.document import Block, Cell, Grid, Heading, Paragraph, Picture, Text
from twinbay.plan.report.sections.phrases import billions, millions, ranked
from twinbay.plan.report.subject import Subject
from twinbay.plan.report.wording import TOTAL

UPSET = 0.5
"""Million USD by which a group of regions has to be better off alone to be named."""


def cooperation_section(subject: Subject) -> list[Block]:
    """Return the gain of cooperation; nothing when it was not computed."""
    if "cooperation" not in subject.tables:
        return []
    return [
        Heading(Text("What cooperation gains", "合作收益")),
        Paragraph(_gain(subject)),
        Picture(
            "cooperation",
            Text("Fair share of the gain, and where it comes from", "收益的公平分配与来源"),
            Text(
                "Shapley values of the regions and of the ways of cooperating. Source: the "
                "programme solved for every group of regions.",
                "各区域与各合作方式的沙普利值。来源：对每种区域组合分别求解。",
            ),
        ),
        _shares(subject),
        Paragraph(_core(subject)),
        *_method(subject),
        *_projects(subject),
    ]


def _gain(subject: Subject) -> Text:
    figures = subject.figures
    gain = figures.sum("cooperation", "gain")
    alone = figures.sum("cooperation", "alone")
    said = billions(figures, gain, 1)
    share = figures.show(gain / alone, 2, percent=True)
    english = (
        "Each region alone builds and saves at home; together they may add lines between them, do "
        f"joint projects and learn from what each builds. Together costs {said.en} billion USD "
        f"less in present value ({share})."
    )
    chinese = (
        "各区域单独实施时只在本地建设和节能；合作则可新增联网线路、实施联合项目并共享学习效应。"
        f"合作使成本现值减少 {said.zh} 亿美元（{share}）。"
    )
    if "cooperation_channels" in subject.tables:
        table = subject.tables["cooperation_channels"]
        best = ranked(table, "channel", "gain")[0]
        part = figures.show(
            figures.sum("cooperation_channels", "gain", channel=best) / gain, 0, percent=True
        )
        name = CHANNELS.get(best, Text(best, best))
        english += (
            f" {name.en} bring {part} of it."
            if name.en.endswith("s")
            else (f" {name.en} brings {part} of it.")
        )
        chinese += f"其中{name.zh}贡献 {part}。"
    return Text(english, chinese)


def _shares(subject: Subject) -> Grid:
    figures = subject.figures
    columns = ("alone", "together", "gain", "payment")
    rows: list[tuple[Cell, ...]] = []
    for region, name in {**subject.regions, "": TOTAL}.items():
        conditions = {"region": region} if region else {}
        cells = [
            millions(figures, figures.sum("cooperation", column, **conditions))
            for column in columns
        ]
        rows.append((name, *cells))
    return Grid(
        Text(
            "Gain and payments by region (million USD, present value)",
            "各区域收益与支付（亿美元，现值）",
        ),
        (
            Text("Region", "区域"),
            Text("Cost alone", "单独成本"),
            Text("Cost together", "合作成本"),
            Text("Fair gain", "公平收益"),
            Text("Pays (−: is paid)", "应付（−为应收）"),
        ),
        tuple(rows),
        frozenset({1, 2, 3, 4}),
        strong=frozenset({len(rows) - 1}),
        note=Text(
            "Cost together: after trade at the hourly prices and agreed cost shares. The payment "
            "brings each region to its fair gain.",
            "合作成本已计入按逐时电价的贸易与约定的投资分摊；支付使各区域达到其公平收益。",
        ),
    )


def _method(subject: Subject) -> list[Block]:
    """Return how the gain was computed; nothing where the tables do not say it."""
    if "cooperation_method" not in subject.tables:
        return []
    figures = subject.figures
    solved = figures.show(figures.sum("cooperation_method", "solved"), 0)
    days = figures.show(figures.sum("cooperation_method", "days"), 0)
    return [
        Paragraph(
            Text(
                f"Computed from {solved} pathways on {days} typical days a year, so that costs "
                "differ somewhat from those of the pathway above; all of them are compared on the "
                "same days.",
                f"由 {solved} 条路径计算得出，每条按每年 {days} 个典型日求解，"
                "因此成本与上文路径略有差异；各路径所用典型日相同，可直接比较。",
            ),
            "note",
        )
    ]


def _core(subject: Subject) -> Text:
    table = subject.tables.get("coalitions")
    if table is None:
        return Text("", "")
    upset = [
        (str(name), float(gain) - float(given))
        for name, gain, given in table.select("coalition", "gain", "given").iter_rows()
        if float(gain) - float(given) > UPSET
    ]
    if not upset:
        return Text(
            "No group of regions would do better on its own than with this split: it lies in the "
            "core.",
            "任何区域组合单独行动都不会优于这一分配：该分配位于核内。",
        )
    listed = "; ".join(
        " + ".join(subject.regions[r].en for r in name.split(" + ")) for name, _ in upset[:3]
    )
    listed_zh = "；".join(
        "＋".join(subject.regions[r].zh for r in name.split(" + ")) for name, _ in upset[:3]
    )
    return Text(
        f"These groups would do better among themselves than with this split: {listed}. The split "
        "is fair by contribution, but not stable without a further agreement.",
        f"以下组合单独合作将优于这一分配：{listed_zh}。该分配按贡献公平，但仍需进一步协议方能稳定。",
    )


def _projects(subject: Subject) -> list[Block]:
    projects = subject.programme.joint_projects
    if not projects:
        return []
    figures = subject.figures
    rows: list[tuple[Cell, ...]] = []
    for project in projects:
        shares = [
            (
                subject.regions[region],
                figures.show(
                    figures.sum("project_shares", "share", project=project.id, region=region),
                    0,
                    percent=True,
                ),
            )
            for region in project.cost_shares
        ]
        spent = figures.sum("costs", "million_usd", kind="investment", item=project.id)
        rows.append(
            (
                Text(project.names.en, project.names.zh),
                str(project.earliest),
                Text(
                    "; ".join(f"{name.en} {share}" for name, share in shares),
                    "；".join(f"{name.zh} {share}" for name, share in shares),
                ),
                millions(figures, spent),
            )
        )
    return [
        Grid(
            Text("Joint projects (investment in million USD)", "联合项目（投资，亿美元）"),
            (
                Text("Project", "项目"),
                Text("From", "最早"),
                Text("Shares of the cost", "成本分摊"),
                Text("Investment of its own", "项目自身投资"),
            ),
            tuple(rows),
            frozenset({1, 3}),
            widths=(0.36, 0.1, 0.36, 0.18),
        )
    ]
