"""Costs: what the programme costs by year and kind, and who pays for the investment."""

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
from twinbay.plan.report.sections.phrases import (
    billion_cells,
    billions,
    number_columns,
    ranked,
    shown_years,
    year_headings,
)
from twinbay.plan.report.subject import Subject
from twinbay.plan.report.wording import COSTS, PAYERS, TOTAL, named

YEARLY = ("annuity", "fixed", "variable", "fuel", "import", "carbon", "retirement")
"""Kinds of cost in a year; trade adds up to zero."""
SMALLEST = 0.5
"""Million USD below which a kind of cost has no row."""


def costs_section(subject: Subject) -> list[Block]:
    """Return cost by year, investment by payer, cost by region."""
    figures, years = subject.figures, shown_years(subject)
    price = subject.programme.money.price_year
    costs = subject.pathway.costs
    payers = ranked(costs.filter(pl.col("kind") == "investment"), "payer", "million_usd")
    kinds = [k for k in YEARLY if _any(costs.filter(pl.col("kind") == k))]
    unit = Text(f"billion USD of {price}", f"亿美元，{price} 年价")
    return [
        Heading(Text("Costs and who pays", "成本与出资")),
        Paragraph(_sentences(subject, payers)),
        Picture(
            "costs",
            Text(f"Cost a year and investment ({unit.en})", f"年度成本与投资（{unit.zh}）"),
            Text(
                "Capital: what is invested, spread over its lifetime. Variable operation is "
                "negative where measures save running costs. Investment: spent in the five years "
                "up to the milestone. Source: the pathway's table of costs.",
                "资本年金：投资按寿命分摊。措施节省运行费用时可变运维为负。"
                "投资：里程碑年前五年的支出。来源：路径成本表。",
            ),
        ),
        _table(
            Text(f"Cost a year by kind ({unit.en})", f"分类年度成本（{unit.zh}）"),
            Text("Kind", "类别"),
            [
                (
                    COSTS[kind],
                    billion_cells(figures, years, "costs", kind=kind),
                )
                for kind in kinds
            ],
            billion_cells(figures, years, "costs", kind=kinds),
            years,
        ),
        _table(
            Text(
                f"Investment in five years by payer ({unit.en})", f"分出资方五年投资（{unit.zh}）"
            ),
            Text("Payer", "出资方"),
            [
                (
                    named(PAYERS, payer),
                    billion_cells(figures, years, "costs", kind="investment", payer=payer),
                )
                for payer in payers
            ],
            billion_cells(figures, years, "costs", kind="investment"),
            years,
        ),
        _by_region(subject),
    ]


def _any(table: pl.DataFrame) -> bool:
    return any(abs(amount) > SMALLEST for amount in table["million_usd"].to_list())


def _sentences(subject: Subject, payers: list[str]) -> Text:
    figures = subject.figures
    present = figures.sum("present_costs", "million_usd")
    invested = figures.sum("costs", "million_usd", kind="investment")
    rate = figures.sum("settings", "value", setting="cny_per_usd")
    said_present = billions(figures, present, 0)
    said_invested = billions(figures, invested, 0)
    in_yuan = billions(figures, invested * rate, 0)
    parts = []
    for payer in payers[:3]:
        share = figures.sum("costs", "million_usd", kind="investment", payer=payer) / figures.sum(
            "costs", "million_usd", kind="investment"
        )
        said = figures.show(share, 0, percent=True)
        name = named(PAYERS, payer)
        parts.append(Text(f"{name.en.lower()} {said}", f"{name.zh} {said}"))
    listed = joined(parts)
    first, last = subject.first, subject.last
    english = (
        f"Supplying and saving energy costs {said_present.en} billion USD in present value over "
        f"the whole horizon. Of it, {said_invested.en} billion USD ({in_yuan.en} billion CNY, "
        "undiscounted) "
        f"are invested from {first} to {last}"
    )
    chinese = (
        f"整个规划期供能与节能成本现值为 {said_present.zh} 亿美元。"
        f"{first} 至 {last} 年投资 {said_invested.zh} 亿美元（约 {in_yuan.zh} 亿元人民币，未折现）"
    )
    if parts:
        return Text(f"{english}: {listed.en} of it.", f"{chinese}，其中{listed.zh}。")
    return Text(f"{english}.", f"{chinese}。")


def _table(
    caption: Text,
    heading: Text,
    rows: list[tuple[Text, list[Text]]],
    total: list[Text],
    years: list[int],
) -> Grid:
    filled: list[tuple[Cell, ...]] = [(name, *cells) for name, cells in rows]
    filled.append((TOTAL, *total))
    return Grid(
        caption,
        (heading, *year_headings(years)),
        tuple(filled),
        number_columns(1, len(years)),
        strong=frozenset({len(filled) - 1}),
    )


def _by_region(subject: Subject) -> Grid:
    figures = subject.figures
    price = subject.programme.money.price_year
    whole = figures.sum("present_costs", "million_usd")
    rows: list[tuple[Cell, ...]] = []
    for region, name in {**subject.regions, "": TOTAL}.items():
        conditions = {"region": region} if region else {}
        cost = figures.sum("present_costs", "million_usd", **conditions)
        invested = figures.sum("costs", "million_usd", kind="investment", **conditions)
        rows.append(
            (
                name,
                billions(figures, cost, 1),
                figures.show(cost / whole, 0, percent=True),
                billions(figures, invested, 1),
            )
        )
    return Grid(
        Text(
            f"Cost by region over the whole horizon (billion USD of {price})",
            f"整个规划期分区域成本（亿美元，{price} 年价）",
        ),
        (
            Text("Region", "区域"),
            Text("Present cost, after trade", "成本现值（计入贸易）"),
            Text("Share", "占比"),
            Text("Investment, undiscounted", "投资（未折现）"),
        ),
        tuple(rows),
        number_columns(1, 3),
        strong=frozenset({len(rows) - 1}),
    )
