"""Charts of emissions: what the pathway avoids against the reference path, and by sector."""

from typing import Any

import polars as pl

from twinbay.plan.charts.style import (
    INK,
    PAPER,
    SEQUENCE,
    Drawn,
    drawn,
    figure,
    label,
    legend_below,
    panels,
    signed_bars,
)
from twinbay.plan.report.document import Text
from twinbay.plan.report.subject import Subject
from twinbay.plan.report.wording import FACTORS, GROUPS, OTHERS, SECTORS, named
from twinbay.plan.results.wedges import POWER

MEGATONNES = Text("Mt CO2e a year", "Mt CO2e/年")
MOST_WEDGES = 8
FIXED = {POWER: "#e0ac37", "others": "#c9d2db"}
"""Colours of wedges that every programme has."""
SECTOR_COLOURS = {
    "power": "#33363b",
    "industry": "#8f8071",
    "transport": "#0b5a9c",
    "buildings": "#e0ac37",
    "agriculture": "#6a7f3a",
    "waste": "#cf8ba0",
}
FACTOR_COLOURS = {
    "population": "#e8b396",
    "affluence": "#ab3d0c",
    "intensity": "#0b5a9c",
    "structure": "#5d97c9",
    "carbon": "#3f93a8",
    "direct": "#c9d2db",
}


def wedge_chart(subject: Subject, language: str) -> Drawn:
    """Return emissions on the pathway with what each group of measures avoids on top of them."""
    years = subject.programme.milestones
    total = _by_year(subject.pathway.emissions, "mt_co2e")
    table = subject.tables["wedges"]
    ranked = (
        table.group_by("wedge", maintain_order=True)
        .agg(pl.col("mt").sum())
        .sort("mt", "wedge", descending=[True, False])
    )
    names = ranked["wedge"].to_list()
    kept = names[:MOST_WEDGES]
    values: dict[str, list[float]] = {}
    for wedge, year, mt in table.iter_rows():
        key = wedge if wedge in kept else "others"
        values.setdefault(key, [0.0] * len(years))[years.index(year)] += mt
    with figure(5.6, 3.1) as (made, axes):
        axis = axes[0]
        base = [total.get(year, 0.0) for year in years]
        axis.fill_between(years, 0, base, color="#e7ebf0", linewidth=0)
        axis.plot(years, base, color=INK, linewidth=1.6)
        for number, wedge in enumerate(["others", *reversed(kept)]):
            if wedge not in values:
                continue
            top = [b + max(0.0, v) for b, v in zip(base, values[wedge], strict=True)]
            colour = FIXED.get(wedge, SEQUENCE[number % len(SEQUENCE)])
            shown = label(_name(wedge), language)
            axis.fill_between(
                years,
                base,
                top,
                color=colour,
                alpha=0.85,
                edgecolor=PAPER,
                linewidth=0.5,
                label=shown,
            )
            base = top
        axis.plot(years, base, color=INK, linewidth=1.0, linestyle="--")
        _said(axis, years[-1], base[-1], Text("reference", "参考情景"), language)
        _said(axis, years[-1], total.get(years[-1], 0.0), Text("pathway", "规划路径"), language)
        axis.set_xticks(years, [str(year) for year in years])
        axis.set_xlim(years[0], years[-1])
        axis.set_ylim(bottom=min(0.0, *total.values()))
        axis.set_ylabel(label(MEGATONNES, language))
        handles, labels = axis.get_legend_handles_labels()
        axis.legend(handles[::-1], labels[::-1], loc="center left", bbox_to_anchor=(1.13, 0.5))
        return drawn(made)


def sector_chart(subject: Subject, language: str) -> Drawn:
    """Return emissions by sector at each milestone, a panel for each region."""
    years = subject.programme.milestones
    regions = list(subject.regions)
    rows, columns = panels(len(regions), 4)
    with figure(7.2, 2.3 * rows, rows, columns) as (made, axes):
        for axis in axes[len(regions) :]:
            axis.set_visible(False)
        handles: dict[str, Any] = {}
        for axis, region in zip(axes, regions, strict=False):
            table = subject.pathway.emissions.filter(pl.col("region") == region)
            base = [0.0] * len(years)
            for sector, text in SECTORS.items():
                path = _by_year(table.filter(pl.col("sector") == sector), "mt_co2e")
                heights = [path.get(year, 0.0) for year in years]
                if not any(abs(h) > 1e-9 for h in heights):
                    continue
                colour = SECTOR_COLOURS[sector]
                bars = axis.bar(
                    range(len(years)),
                    heights,
                    bottom=base,
                    width=0.8,
                    color=colour,
                    edgecolor=PAPER,
                    linewidth=0.4,
                )
                handles.setdefault(label(text, language), bars)
                base = [b + h for b, h in zip(base, heights, strict=True)]
            axis.set_title(label(subject.regions[region], language))
            shown = [str(y) if n % 2 == 0 else "" for n, y in enumerate(years)]
            axis.set_xticks(range(len(years)), shown, rotation=0)
        for axis in axes[::columns]:
            axis.set_ylabel(label(MEGATONNES, language))
        made.tight_layout()
        made.legend(
            list(handles.values()),
            list(handles),
            loc="upper center",
            bbox_to_anchor=(0.5, 0.0),
            ncols=len(handles) or 1,
        )
        return drawn(made)


def driver_chart(subject: Subject, language: str) -> Drawn:
    """Return what each driver adds to emissions from milestone to milestone, by region."""
    table = subject.tables["decomposition"]
    years = list(subject.programme.milestones[1:])
    regions = list(subject.regions)
    rows, columns = panels(len(regions), 4)
    with figure(7.2, 2.3 * rows, rows, columns) as (made, axes):
        for axis in axes[len(regions) :]:
            axis.set_visible(False)
        for axis, region in zip(axes, regions, strict=False):
            here = table.filter(pl.col("region") == region)
            layers = []
            for factor, text in FACTORS.items():
                path = _by_year(here.filter(pl.col("factor") == factor), "effect_mt")
                values = [path.get(year, 0.0) for year in years]
                layers.append((label(text, language), values, FACTOR_COLOURS[factor]))
            signed_bars(axis, years, layers)
            axis.set_title(label(subject.regions[region], language))
            shown = [str(y) if n % 2 == 0 else "" for n, y in enumerate(years)]
            axis.set_xticks(range(len(years)), shown)
        for axis in axes[::columns]:
            axis.set_ylabel(label(MEGATONNES, language))
        handles, names = axes[0].get_legend_handles_labels()
        made.tight_layout()
        legend_below(made, handles, names, 6)
        return drawn(made)


def _said(axis: Any, x: float, y: float, text: Text, language: str) -> None:
    axis.annotate(
        label(text, language),
        (x, y),
        xytext=(4, 0),
        textcoords="offset points",
        va="center",
        fontsize=7.5,
        color=INK,
        annotation_clip=False,
    )


def _name(wedge: str) -> Text:
    if wedge == POWER:
        return Text("Power sector", "电力部门")
    return OTHERS if wedge == "others" else named(GROUPS, wedge)


def _by_year(table: pl.DataFrame, column: str) -> dict[int, float]:
    summed = table.group_by("year", maintain_order=True).agg(pl.col(column).sum()).sort("year")
    return {int(year): float(value) for year, value in summed.iter_rows()}
