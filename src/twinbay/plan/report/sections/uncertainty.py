"""What holds when costs, demand and potentials vary, and what moves the cost."""

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
from twinbay.plan.report.sections.phrases import billions, number_columns
from twinbay.plan.report.subject import Subject

MOST_ROWS = 16
"""Robust decisions that the table lists."""
MOST_MISSED = 3
"""Targets that runs miss, named in a sentence."""
ROBUST = 0.9
"""Share of the runs from which on a decision is called robust."""


def uncertainty_section(subject: Subject) -> list[Block]:
    """Return ranges, drivers and robust decisions; nothing when no runs were made."""
    if "uncertainty_bands" not in subject.tables:
        return []
    figures = subject.figures
    runs = figures.show(figures.sum("uncertainty_runs", "runs"), 0)
    good = figures.show(figures.sum("uncertainty_runs", "feasible"), 0)
    return [
        Heading(Text("Uncertainty", "不确定性")),
        Paragraph(
            Text(
                f"The programme was solved {runs} times with costs, demand, prices and potentials "
                f"drawn from their ranges; {good} of the runs can keep the targets. Bands show "
                "what these runs have in common.",
                f"在成本、需求、价格与潜力的取值区间内抽样求解 {runs} 次，"
                f"其中 {good} 次可以实现目标。图中的带状区间显示各次结果的分布。",
            )
        ),
        *_method(subject),
        Picture(
            "uncertainty",
            Text(
                "Emissions over the runs, all regions (Mt CO2e)",
                "各次模拟的排放，全部区域（Mt CO2e）",
            ),
            Text("Source: the sampled runs.", "来源：抽样求解结果。"),
        ),
        _cost_grid(subject),
        Picture(
            "tornado",
            Text("What moves the present cost most", "对成本现值影响最大的因素"),
            Text(
                "Present cost expected where a factor is at its 10 % and 90 % quantile. Source: "
                "the sampled runs.",
                "因素分别取 10% 与 90% 分位时的成本期望。来源：抽样求解结果。",
            ),
        ),
        *_robust(subject),
    ]


def _method(subject: Subject) -> list[Block]:
    """Return how the runs were made; nothing where the tables do not say it."""
    if "days" not in subject.tables["uncertainty_runs"].columns:
        return []
    figures = subject.figures
    days = figures.show(figures.sum("uncertainty_runs", "days"), 0)
    seed = figures.show(figures.sum("uncertainty_runs", "seed"), 0)
    return [
        Paragraph(
            Text(
                f"A Latin hypercube (seed {seed}), each run solved on {days} typical days a year. "
                "Fewer days see fewer calms and peaks, so that the runs are to be compared with "
                "each other rather than with the pathway above. Bands, decisions and drivers are "
                "of the runs that keep every target: where many do not, they describe the luckier "
                "part of what may come.",
                f"采用拉丁超立方抽样（随机种子 {seed}），每次按每年 {days} 个典型日求解。"
                "典型日较少时对无风少光与尖峰时段的反映不足，故各次结果宜相互比较，不宜与上文路径直接比较。"
                "区间、决策与敏感因素仅统计满足全部目标的模拟；若不满足者较多，则所反映的是较为有利的情形。",
            ),
            "note",
        ),
        *_missed(subject),
    ]


def _missed(subject: Subject) -> list[Block]:
    """Return the targets that runs miss, those most often missed first."""
    table = subject.tables.get("uncertainty_misses")
    if table is None or not table.height:
        return []
    figures = subject.figures
    targets = {target.id: target for target in subject.programme.targets}
    parts: list[Text] = []
    ordered = table.sort("share_of_runs", "target", descending=[True, False])
    for key in ordered["target"].to_list():
        if key not in targets or len(parts) == MOST_MISSED:
            continue
        share = figures.show(
            figures.sum("uncertainty_misses", "share_of_runs", target=key), 0, percent=True
        )
        target = targets[key]
        name = Text(target.names.en, target.names.zh)
        parts.append(
            Text(
                f"{name.en} in {target.year} ({share} of the runs)",
                f"{name.zh}（{target.year} 年，占 {share}）",
            )
        )
    if not parts:
        return []
    listed = joined(parts)
    return [
        Paragraph(
            Text(f"Most often missed: {listed.en}.", f"最常未达到的目标：{listed.zh}。"),
        )
    ]


def _cost_grid(subject: Subject) -> Grid:
    figures = subject.figures
    price = subject.programme.money.price_year
    columns = [c for c in ("p05", "p25", "p50", "p75", "p95") if c in _bands(subject).columns]
    names = {
        "p05": Text("1 in 20 below", "5% 分位"),
        "p25": Text("1 in 4 below", "25% 分位"),
        "p50": Text("Median", "中位数"),
        "p75": Text("1 in 4 above", "75% 分位"),
        "p95": Text("1 in 20 above", "95% 分位"),
    }
    cells = [
        billions(figures, figures.sum("uncertainty_bands", column, quantity="cost", region=""), 0)
        for column in columns
    ]
    return Grid(
        Text(
            f"Present cost over the runs (billion USD of {price})",
            f"各次模拟的成本现值（亿美元，{price} 年价）",
        ),
        ("", *(names[column] for column in columns)),
        ((Text("Present cost", "成本现值"), *cells),),
        number_columns(1, len(columns)),
    )


def _bands(subject: Subject) -> pl.DataFrame:
    return subject.tables["uncertainty_bands"]


def _robust(subject: Subject) -> list[Block]:
    """Return what is built or done by the second milestone in most of the runs."""
    table = subject.tables.get("robust")
    if table is None or not table.height:
        return []
    figures = subject.figures
    year = subject.programme.milestones[min(1, len(subject.programme.milestones) - 1)]
    early = table.filter(pl.col("year") == year, pl.col("share_of_runs") >= ROBUST)
    early = early.sort("median", descending=True).head(MOST_ROWS)
    rows: list[tuple[Cell, ...]] = []
    for region, item in early.select("region", "item").iter_rows():
        base = subject.base_ids.get(item, item)
        name = subject.measures.get(base) or subject.technologies.get(item, Text(item, item))
        where = subject.regions.get(region, Text(region, region))
        share = figures.sum("robust", "share_of_runs", region=region, item=item, year=year)
        rows.append((name, where, figures.show(share, 0, percent=True)))
    if not rows:
        return []
    return [
        Paragraph(
            Text(
                f"By {year} these decisions are taken in nearly every run; they can be begun "
                "whatever the future brings.",
                f"到 {year} 年，以下决策在几乎所有模拟中都会采取，无论未来如何均可先行启动。",
            )
        ),
        Grid(
            Text(f"Robust decisions by {year}", f"{year} 年前的稳健决策"),
            (Text("Decision", "决策"), Text("Region", "区域"), Text("Share of runs", "占模拟比例")),
            tuple(rows),
            frozenset({2}),
            widths=(0.52, 0.28, 0.2),
        ),
    ]
