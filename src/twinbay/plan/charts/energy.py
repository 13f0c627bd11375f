"""The energy balance as a flow chart (Sankey): from what is supplied to where it is used."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from twinbay.plan.charts.style import (
    INK,
    PAPER,
    Drawn,
    carrier_colour,
    drawn,
    figure,
    label,
)
from twinbay.plan.report.document import Text
from twinbay.plan.report.subject import Subject
from twinbay.plan.report.wording import OUTSIDE, SECTORS

GAP = 0.03
"""Between the nodes of a column, as a share of the chart's height."""
SMALLEST = 0.002
"""Share of the supply below which a flow is not drawn."""
OWN_NODE = 0.022
"""Share of the supply from which a carrier has a node of its own."""
NODE = 0.018
"""Width of a node, as a share of the chart's width."""
COLUMNS = (0.0, 0.5, 1.0)
PLANTS, LOSSES, OTHER = "plants", "losses", "supply other"


@dataclass(frozen=True, slots=True)
class Flow:
    """Energy from one node to another, in the colour of its carrier."""

    start: str
    end: str
    twh: float
    carrier: str


def sankey_chart(subject: Subject, language: str) -> Drawn:
    """Return the energy balance of all regions in the first year."""
    flows = balance_flows(subject, subject.first)
    with figure(7.2, 3.9) as (made, axes):
        axis = axes[0]
        axis.set_axis_off()
        axis.set_xlim(-0.22, 1.2)
        axis.set_ylim(1.02, -0.02)
        _draw(axis, subject, flows, language)
        return drawn(made)


def balance_flows(subject: Subject, year: int) -> list[Flow]:
    """Return the flows of a year in TWh: carriers to power plants and sectors, and losses.

    Electricity of sun, wind and water enters as it is made; what plants take in and do not give
    as electricity or hydrogen, and what lines and storages lose, are losses.
    """
    pathway = subject.pathway
    flows: dict[tuple[str, str, str], float] = defaultdict(float)
    generation = pathway.generation.filter(pl.col("year") == year)
    storages = {t.id for t in subject.programme.technologies if t.kind.value == "storage"}
    made = taken = 0.0
    for _, technology, _, output, fuel, fuel_twh, _ in generation.iter_rows():
        if technology in storages:
            continue
        made += output
        if fuel == "electricity":
            taken += fuel_twh
        elif fuel:
            flows[f"supply {fuel}", PLANTS, fuel] += fuel_twh
        else:
            flows["supply renewable", PLANTS, "renewable"] += output
    outside = pathway.trade.filter(pl.col("year") == year, pl.col("start") == "outside")
    bought = float(outside["twh"].sum() or 0.0)
    flows["supply import", PLANTS, "import"] += bought
    energy = pathway.energy.filter(pl.col("year") == year)
    from_plants = {"electricity", *(t.output for t in subject.programme.technologies)}
    for carrier, sector, twh in (
        energy.group_by("carrier", "sector", maintain_order=True)
        .agg(pl.col("final_twh").sum())
        .sort("carrier", "sector")
        .rows()
    ):
        start = PLANTS if carrier in from_plants else f"supply {carrier}"
        flows[start, f"use {sector or 'power'}", carrier] += twh
    into = sum(twh for (_, end, _), twh in flows.items() if end == PLANTS)
    out = sum(twh for (start, _, _), twh in flows.items() if start == PLANTS)
    flows[PLANTS, LOSSES, "losses"] += max(0.0, into - out)
    return [Flow(*key[:2], twh, key[2]) for key, twh in flows.items() if twh > 0]


def _draw(axis: Any, subject: Subject, flows: Sequence[Flow], language: str) -> None:
    whole = sum(flow.twh for flow in flows if flow.start != PLANTS)
    kept = [flow for flow in _gathered(flows, whole) if flow.twh >= SMALLEST * whole]
    columns = _columns(kept)
    scale = (1 - GAP * max(len(c) - 1 for c in columns)) / whole
    places: dict[str, tuple[float, float, float]] = {}
    for x, nodes in zip(COLUMNS, columns, strict=True):
        height = sum(_size(kept, n) for n in nodes) * scale + GAP * (len(nodes) - 1)
        top = (1 - height) / 2
        for node in nodes:
            size = _size(kept, node) * scale
            places[node] = (x, top, size)
            top += size + GAP
    _ribbons(axis, kept, places, scale, [node for column in columns for node in column])
    for node, (x, top, size) in places.items():
        _node(axis, subject, node, x, top, size, _size(kept, node), language)


def _gathered(flows: Sequence[Flow], whole: float) -> list[Flow]:
    """Return flows with the small carriers as one, so that names do not run into each other."""
    small = {
        flow.start
        for flow in flows
        if flow.start != PLANTS and _size(flows, flow.start) < OWN_NODE * whole
    }
    summed: dict[tuple[str, str, str], float] = defaultdict(float)
    for flow in flows:
        few = flow.start in small
        key = (OTHER, flow.end, "other") if few else (flow.start, flow.end, flow.carrier)
        summed[key] += flow.twh
    return [Flow(start, end, twh, carrier) for (start, end, carrier), twh in summed.items()]


def _columns(flows: Sequence[Flow]) -> tuple[list[str], list[str], list[str]]:
    starts = sorted({f.start for f in flows if f.start != PLANTS}, key=lambda n: -_size(flows, n))
    ends = sorted(
        {f.end for f in flows if f.end != PLANTS}, key=lambda n: (n == LOSSES, -_size(flows, n))
    )
    return starts, [PLANTS], ends


def _size(flows: Sequence[Flow], node: str) -> float:
    into = sum(flow.twh for flow in flows if flow.end == node)
    out = sum(flow.twh for flow in flows if flow.start == node)
    return max(into, out)


def _ribbons(
    axis: Any,
    flows: Sequence[Flow],
    places: Mapping[str, tuple[float, float, float]],
    scale: float,
    order: Sequence[str],
) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    left = {node: place[1] for node, place in places.items()}
    right = dict(left)
    rank = {node: number for number, node in enumerate(order)}
    for flow in sorted(flows, key=lambda f: (rank[f.start], rank[f.end])):
        thick = flow.twh * scale
        x0, x1 = places[flow.start][0] + NODE / 2, places[flow.end][0] - NODE / 2
        y0, y1 = left[flow.start], right[flow.end]
        left[flow.start] += thick
        right[flow.end] += thick
        bend = (x0 + x1) / 2
        points = [
            (x0, y0),
            (bend, y0),
            (bend, y1),
            (x1, y1),
            (x1, y1 + thick),
            (bend, y1 + thick),
            (bend, y0 + thick),
            (x0, y0 + thick),
            (x0, y0),
        ]
        codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
        colour = "#d5dce4" if flow.carrier == "losses" else carrier_colour(flow.carrier)
        axis.add_patch(PathPatch(Path(points, codes), facecolor=colour, alpha=0.62, linewidth=0))


def _node(
    axis: Any,
    subject: Subject,
    node: str,
    x: float,
    top: float,
    size: float,
    twh: float,
    language: str,
) -> None:
    from matplotlib.patches import Rectangle

    axis.add_patch(Rectangle((x - NODE / 2, top), NODE, size, facecolor=INK, linewidth=0))
    said = f"{label(_name(subject, node), language)}\n{twh:,.0f} TWh"
    middle = top + size / 2
    if x == 0.5:
        axis.text(
            x,
            top - 0.012,
            said.replace("\n", "  "),
            ha="center",
            va="bottom",
            fontsize=7.5,
            color=INK,
            bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.5, "alpha": 0.75},
        )
        return
    side = {"x": x - 0.02, "ha": "right"} if x == 0 else {"x": x + 0.02, "ha": "left"}
    if size < 0.045:
        said = said.replace("\n", "  ")
    axis.text(y=middle, s=said, va="center", fontsize=7, color=INK, linespacing=1.15, **side)


def _name(subject: Subject, node: str) -> Text:
    if node == PLANTS:
        return Text("Power and conversion", "电力与转换")
    if node == LOSSES:
        return Text("Losses", "损失")
    kind, _, key = node.partition(" ")
    if kind == "use":
        return SECTORS.get(key, Text(key, key))
    if key == "renewable":
        return Text("Sun, wind, water, earth", "风光水地热")
    if key == "import":
        return OUTSIDE
    if key == "other":
        return Text("Other fuels", "其他燃料")
    return subject.carriers.get(key, Text(key, key))
