"""Charts of what cooperation gains and of what is uncertain."""

import polars as pl

from twinbay.plan.charts.style import (
    INK,
    LIGHT,
    PAPER,
    SEQUENCE,
    Drawn,
    drawn,
    figure,
    label,
    money_scale,
    region_colours,
)
from twinbay.plan.report.document import Text
from twinbay.plan.report.sections.alternatives import group_name, shown_groups
from twinbay.plan.report.subject import Subject

CHANNELS = {
    "lines": Text("Lines", "联网线路"),
    "joint_projects": Text("Joint projects", "联合项目"),
    "shared_learning": Text("Shared learning", "共同学习"),
}
"""The ways in which regions cooperate."""


def cooperation_chart(subject: Subject, language: str) -> Drawn:
    """Return what each region gains by a fair split, and which way of cooperating brings it."""
    table = subject.tables["cooperation"]
    colours = region_colours(list(subject.regions), subject.plan.bays)
    scale, words = money_scale(language)
    unit = Text(f"{words.en} of present cost", f"成本现值（{words.zh}）")
    with figure(7.2, 2.5, 1, 2) as (made, axes):
        regions = table["region"].to_list()
        gains = [gain / scale for gain in table["gain"].to_list()]
        positions = range(len(regions))
        axes[0].barh(positions, gains, color=[colours[r] for r in regions], height=0.66)
        axes[0].set_yticks(positions, [label(subject.regions[r], language) for r in regions])
        axes[0].set_title(label(Text("Fair share of the gain", "收益的公平分配"), language))
        if "cooperation_channels" in subject.tables:
            ways = subject.tables["cooperation_channels"]
            names = [label(CHANNELS.get(w, Text(w, w)), language) for w in ways["channel"]]
            axes[1].barh(
                range(len(names)),
                [gain / scale for gain in ways["gain"].to_list()],
                color=SEQUENCE[2],
                height=0.66,
            )
            axes[1].set_yticks(range(len(names)), names)
            axes[1].set_title(label(Text("Where it comes from", "收益来源"), language))
        else:
            axes[1].set_visible(False)
        for axis in axes:
            axis.invert_yaxis()
            axis.grid(axis="y", visible=False)
            axis.grid(axis="x", visible=True)
            axis.axvline(0, color=LIGHT, linewidth=0.7)
            axis.set_xlabel(label(unit, language))
        made.tight_layout()
        return drawn(made)


def uncertainty_chart(subject: Subject, language: str) -> Drawn:
    """Return emissions over the milestones: the band of nine in ten runs, of half, the median."""
    rows = subject.tables["uncertainty_bands"].filter(
        pl.col("quantity") == "emissions", pl.col("region") == ""
    )
    rows = rows.sort("year")
    years = rows["year"].to_list()
    with figure(7.2, 2.8) as (made, axes):
        axis = axes[0]
        if years:
            outer = Text("nine in ten runs", "90% 的模拟")
            inner = Text("half of the runs", "50% 的模拟")
            axis.fill_between(
                years,
                rows["p05"],
                rows["p95"],
                color="#c4d8ea",
                linewidth=0,
                label=label(outer, language),
            )
            if {"p25", "p75"} <= set(rows.columns):
                axis.fill_between(
                    years,
                    rows["p25"],
                    rows["p75"],
                    color="#7fabd3",
                    linewidth=0,
                    label=label(inner, language),
                )
            axis.plot(
                years,
                rows["p50"],
                color="#0b5a9c",
                linewidth=1.5,
                label=label(Text("median", "中位数"), language),
            )
            path = subject.pathway.indicators.filter(
                pl.col("region") == "", pl.col("indicator") == "emissions"
            ).sort("year")
            axis.plot(
                path["year"],
                path["value"],
                color=INK,
                linewidth=1.0,
                linestyle="--",
                label=label(Text("pathway", "规划路径"), language),
            )
            axis.set_xticks(years, [str(year) for year in years])
            axis.set_ylim(bottom=0)
        axis.set_ylabel(label(Text("Mt CO2e a year", "Mt CO2e/年"), language))
        axis.legend(loc="upper right")
        return drawn(made)


def alternatives_chart(subject: Subject, language: str) -> Drawn:
    """Return how far the capacity of each group ranges while the cost hardly rises."""
    table = subject.tables["alternatives"]
    groups = shown_groups(subject)
    found = {name: ends for name, *ends in table.iter_rows()}
    widest = max((found[group][2] for group in groups), default=1.0)
    with figure(7.2, 0.6 + 0.26 * max(1, len(groups))) as (made, axes):
        axis = axes[0]
        for position, group in enumerate(groups):
            least, optimum, most = found[group]
            axis.barh(
                position, max(most - least, 0.002 * widest), left=least, color="#7fabd3", height=0.6
            )
            axis.plot([optimum], [position], marker="D", markersize=4, color=INK, linewidth=0)
            axis.annotate(
                f"{least:,.0f}–{most:,.0f}",
                (most, position),
                xytext=(5, 0),
                textcoords="offset points",
                va="center",
                fontsize=7,
                color=LIGHT,
            )
        names = [label(group_name(subject, group), language) for group in groups]
        axis.set_yticks(range(len(groups)), names)
        axis.invert_yaxis()
        axis.set_xlim(0, 1.12 * widest)
        axis.grid(axis="y", visible=False)
        axis.grid(axis="x", visible=True)
        axis.set_xlabel("GW")
        return drawn(made)


def tornado_chart(subject: Subject, language: str) -> Drawn:
    """Return what moves the present cost most."""
    table = subject.tables["tornado"]
    names = [
        label(Text(en, zh), language) for en, zh in table.select("name", "name_zh").iter_rows()
    ]
    scale, words = money_scale(language)
    low = [value / scale for value in table["low"].to_list()]
    high = [value / scale for value in table["high"].to_list()]
    with figure(7.2, 0.6 + 0.27 * max(1, len(names))) as (made, axes):
        axis = axes[0]
        middle = sum(low + high) / max(1, len(low + high))
        for position, (first, last) in enumerate(zip(low, high, strict=True)):
            axis.barh(position, first - middle, left=middle, color="#5d97c9", edgecolor=PAPER)
            axis.barh(position, last - middle, left=middle, color="#d0784c", edgecolor=PAPER)
        axis.set_yticks(range(len(names)), names)
        axis.invert_yaxis()
        axis.axvline(middle, color=INK, linewidth=0.7)
        axis.grid(axis="y", visible=False)
        axis.grid(axis="x", visible=True)
        unit = Text(
            f"present cost, {words.en} (blue: factor low, orange: factor high)",
            f"成本现值，{words.zh}（蓝：因素偏低；橙：因素偏高）",
        )
        axis.set_xlabel(label(unit, language))
        return drawn(made)
