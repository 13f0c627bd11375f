"""Charts of the power system: capacity, generation, hours of chosen days."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from twinbay.plan.charts.style import (
    INK,
    LIGHT,
    PAPER,
    Drawn,
    colour_of,
    drawn,
    figure,
    label,
    legend_below,
    panels,
)
from twinbay.plan.report.document import Text
from twinbay.plan.report.subject import Subject
from twinbay.plan.report.wording import OUTSIDE

SMALLEST = 0.002
"""Share of the greatest total below which a technology is left out of a chart."""
GIGAWATT = Text("GW", "GW")
TERAWATT_HOURS = Text("TWh a year", "TWh/年")


def capacity_chart(subject: Subject, language: str) -> Drawn:
    """Return the capacity standing at each milestone, a panel for each region."""
    table = subject.pathway.capacity.filter(pl.col("region") != "")
    values = {
        region: _by_item(rows, "technology", "capacity_gw") for region, rows in _parted(table)
    }
    return _stacks(subject, values, GIGAWATT, language)


def generation_chart(subject: Subject, language: str) -> Drawn:
    """Return the electricity of each milestone year, with imports, a panel for each region."""
    electric = {t.id for t in subject.programme.technologies if t.output == "electricity"}
    table = subject.pathway.generation.filter(
        pl.col("technology").is_in(list(electric)), pl.col("fuel") != "electricity"
    )
    values = {region: _by_item(rows, "technology", "output_twh") for region, rows in _parted(table)}
    for region, path in imports_by_region(subject).items():
        if region in values and any(path.values()):
            values[region]["imports"] = path
    return _stacks(subject, values, TERAWATT_HOURS, language)


def imports_by_region(subject: Subject) -> dict[str, dict[int, float]]:
    """Return region to TWh a year that it takes from outside and, net, from other regions."""
    found: dict[str, dict[int, float]] = {}
    lines = {line.id: line for line in subject.programme.lines}
    for line, start, end, year, twh in subject.pathway.trade.iter_rows():
        if line in lines and lines[line].carrier != "electricity":
            continue
        if end in subject.regions:
            into = found.setdefault(end, dict.fromkeys(subject.programme.milestones, 0.0))
            into[year] += twh * (1 - lines[line].loss if line in lines else 1)
        if start in subject.regions:
            out = found.setdefault(start, dict.fromkeys(subject.programme.milestones, 0.0))
            out[year] -= twh
    return {r: {y: max(0.0, v) for y, v in path.items()} for r, path in found.items()}


def dispatch_chart(subject: Subject, language: str) -> Drawn:
    """Return hourly operation of the regions with most demand on two days and in two years.

    The days are those on which the least and the most of the demand is left after sun and wind
    in the later year.
    """
    programme = subject.programme
    regions = _largest(subject)
    years = [programme.milestones[0], _middle(programme.milestones)]
    with figure(7.2, 1.85 * len(regions) * 2, 2 * len(regions), 2, sharex=True) as (made, axes):
        handles: dict[str, Any] = {}
        for row, region in enumerate(regions):
            days = chosen_days(subject, region, years[-1])
            for which, day in enumerate(days):
                for column, year in enumerate(years):
                    axis = axes[(2 * row + which) * 2 + column]
                    kind = (
                        Text("sunny or windy day", "风光充足日"),
                        Text("still day", "风光不足日"),
                    )[which]
                    title = f"{label(subject.regions[region], language)} {year}"
                    axis.set_title(f"{title}: {label(kind, language)} ({_zone(subject, region)})")
                    _hours(axis, subject, region, year, day, handles, language)
            _same_scale(axes[4 * row : 4 * row + 4])
        for axis in axes[::2]:
            axis.set_ylabel(label(GIGAWATT, language))
        for axis in axes[-2:]:
            hour = Text("hour of the day, standard time of the region", "时刻（当地标准时间）")
            axis.set_xlabel(label(hour, language))
        made.tight_layout()
        legend_below(made, list(handles.values()), list(handles), 4)
        return drawn(made)


def _zone(subject: Subject, region: str) -> str:
    """Return the clock of a region's hours, such as ``UTC−8``."""
    offset = subject.plan.clocks.get(region, 0)
    return f"UTC{'−' if offset < 0 else '+'}{abs(offset)}" if offset else "UTC"


def local_hours(values: Sequence[float], offset: int) -> list[float]:
    """Return the hours of a day on the common clock (UTC) as they follow each other locally.

    Typical days end as they begin, so that the hours past midnight are those of the same day.

    Arguments:
        values: of the hours from 0 to 23 UTC.
        offset: hours that local time is ahead of UTC.
    """
    start = -offset % len(values) if values else 0
    return [*values[start:], *values[:start]]


def chosen_days(subject: Subject, region: str, year: int) -> tuple[int, int]:
    """Return the periods with the least and the most demand left after sun and wind."""
    table = subject.pathway.dispatch.filter(pl.col("region") == region, pl.col("year") == year)
    free = [t.id for t in subject.programme.technologies if not t.fuel and t.output]
    sign = (
        pl.when(pl.col("item") == "demand")
        .then(pl.col("power_gw"))
        .when(pl.col("item").is_in(free) & (pl.col("power_gw") > 0))
        .then(-pl.col("power_gw"))
        .otherwise(0.0)
    )
    left = (
        table.with_columns(sign.alias("left"))
        .group_by("period", maintain_order=True)
        .agg(pl.col("left").sum())
        .sort("left", "period")
    )
    periods = left["period"].to_list() or [0]
    return periods[0], periods[-1]


def _hours(
    axis: Any,
    subject: Subject,
    region: str,
    year: int,
    period: int,
    handles: dict[str, Any],
    language: str,
) -> None:
    rows = subject.pathway.dispatch.filter(
        pl.col("region") == region, pl.col("year") == year, pl.col("period") == period
    )
    offset = subject.plan.clocks.get(region, 0)
    items = {
        item[0]: local_hours(part.sort("hour")["power_gw"].to_list(), offset)
        for item, part in rows.partition_by("item", as_dict=True, maintain_order=True).items()
    }
    demand = items.pop("demand", [])
    if not demand:
        return
    hours = list(range(len(demand)))
    up, down = [0.0] * len(hours), [0.0] * len(hours)
    for item in ordered(items):
        colour, hatch = _colour(subject, item)
        for sign, base in ((1, up), (-1, down)):
            part = [max(0.0, sign * v) * sign for v in items[item]]
            if max(map(abs, part)) < SMALLEST * max(demand):
                continue
            top = [b + p for b, p in zip(base, part, strict=True)]
            style = {"facecolor": colour, "hatch": hatch, "edgecolor": PAPER, "linewidth": 0.3}
            band = axis.fill_between(hours, base, top, step="mid", **style)
            handles.setdefault(label(_name(subject, item), language), band)
            base[:] = top
    shown = label(Text("Demand", "用电需求"), language)
    (line,) = axis.step(hours, demand, where="mid", color=INK, linewidth=1.2)
    handles.setdefault(shown, line)
    axis.axhline(0, color=LIGHT, linewidth=0.6)
    axis.set_xlim(0, len(hours) - 1)
    axis.set_xticks(range(0, len(hours), 6))


def _same_scale(axes: Sequence[Any]) -> None:
    low = min(axis.get_ylim()[0] for axis in axes)
    high = max(axis.get_ylim()[1] for axis in axes)
    for axis in axes:
        axis.set_ylim(low, high)


def _stacks(
    subject: Subject,
    values: Mapping[str, Mapping[str, Mapping[int, float]]],
    unit: Text,
    language: str,
) -> Drawn:
    """Return stacked bars by milestone, a panel for each region."""
    years = subject.programme.milestones
    regions = [region for region in subject.regions if region in values]
    rows, columns = panels(len(regions))
    with figure(7.2, 1.75 * rows, rows, columns) as (made, axes):
        handles: dict[str, Any] = {}
        for axis in axes[len(regions) :]:
            axis.set_visible(False)
        for axis, region in zip(axes, regions, strict=False):
            base = [0.0] * len(years)
            items = values[region]
            whole = max((sum(p[y] for p in items.values()) for y in years), default=0.0)
            for item in ordered(items):
                heights = [items[item][year] for year in years]
                if max(heights) < SMALLEST * whole:
                    continue
                colour, hatch = _colour(subject, item)
                bars = axis.bar(
                    range(len(years)),
                    heights,
                    bottom=base,
                    width=0.78,
                    color=colour,
                    hatch=hatch,
                    edgecolor=PAPER,
                    linewidth=0.4,
                )
                handles.setdefault(label(_name(subject, item), language), bars)
                base = [b + h for b, h in zip(base, heights, strict=True)]
            axis.set_xticks(range(len(years)), [str(year) for year in years])
            axis.set_title(label(subject.regions[region], language))
            axis.set_ylabel(label(unit, language))
        made.tight_layout()
        legend_below(made, list(handles.values()), list(handles), 4)
        return drawn(made)


def ordered(items: Mapping[str, object]) -> list[str]:
    """Return items in the order of stacking: firm plants first, sun and storage last."""
    order = ("nuclear", "coal", "gas", "oil", "biomass", "waste", "geothermal", "hydro", "wind")
    late = ("solar", "pumped", "battery", "hydrogen", "response", "import")

    def rank(item: str) -> tuple[int, str]:
        low = item.casefold()
        for position, part in enumerate(late):
            if part in low:
                return 100 + position, item
        return next((n for n, part in enumerate(order) if part in low), 50), item

    return sorted(items, key=rank)


def _colour(subject: Subject, item: str) -> tuple[str, str]:
    return ("#9fb3c4", "..") if item in _lines(subject) else colour_of(item)


def _name(subject: Subject, item: str) -> Text:
    if item == "imports":
        return OUTSIDE
    if item == "unserved":
        return Text("Unserved", "缺电")
    return subject.technologies.get(item, Text(item, item))


def _lines(subject: Subject) -> set[str]:
    return {line.id for line in subject.programme.lines}


def _largest(subject: Subject, most: int = 2) -> list[str]:
    """Return the regions with most electricity demand, in the programme's order."""
    first = subject.programme.milestones[0]
    totals: dict[str, float] = dict.fromkeys(subject.regions, 0.0)
    for use in subject.programme.end_uses:
        if use.carrier == "electricity":
            totals[use.region] += use.demand[first]
    chosen = sorted(totals, key=lambda region: -totals[region])[:most]
    return [region for region in subject.regions if region in chosen]


def _middle(milestones: Sequence[int]) -> int:
    return milestones[(len(milestones) - 1) // 2 + (len(milestones) > 2)]


def _parted(table: pl.DataFrame) -> list[tuple[str, pl.DataFrame]]:
    parts = table.partition_by("region", as_dict=True, maintain_order=True)
    return [(str(key[0]), part) for key, part in parts.items()]


def _by_item(table: pl.DataFrame, item: str, column: str) -> dict[str, dict[int, float]]:
    years = sorted(table["year"].unique().to_list())
    found: dict[str, dict[int, float]] = {}
    for name, year, value in (
        table.group_by(item, "year", maintain_order=True).agg(pl.col(column).sum()).iter_rows()
    ):
        found.setdefault(str(name), dict.fromkeys(years, 0.0))[year] = max(0.0, value)
    return found
