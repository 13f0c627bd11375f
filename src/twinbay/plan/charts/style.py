"""The house style of charts: calm, the same colours everywhere, readable in grey."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from twinbay.plan.report.document import Text

INK, LIGHT, LINE, PAPER = "#1f2a37", "#5b6b7c", "#d5dce4", "#ffffff"
SIDES = {0: ("#0b5a9c", "#5d97c9", "#a9c9e6"), 1: ("#ab3d0c", "#d0784c", "#e8b396")}
"""Shades for the regions on each side of the pair, as the platform colours the two bays."""
FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Source Han Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "DejaVu Sans",
)
"""Families that know both scripts, by preference; the last comes with matplotlib."""

SALT = "twinbay"
TECHNOLOGIES: Sequence[tuple[str, str, str]] = (
    ("coal-ccs", "#6b6b75", "//"),
    ("coal", "#33363b", ""),
    ("oil", "#6e4b3a", ""),
    ("gas-ccs", "#b3a89c", "//"),
    ("gas", "#8f8071", ""),
    ("nuclear", "#54467f", ""),
    ("pumped", "#7ea6c4", "//"),
    ("hydro", "#2f6690", ""),
    ("geothermal", "#a8563a", ""),
    ("biomass", "#6a7f3a", ""),
    ("waste", "#94935f", ""),
    ("offshore", "#2f8797", ""),
    ("wind", "#86c1cc", ""),
    ("rooftop", "#f3dc9a", ""),
    ("solar", "#e0ac37", ""),
    ("battery", "#b487bf", "//"),
    ("hydrogen", "#cf8ba0", "//"),
    ("electroly", "#dfb3c1", ""),
    ("response", "#a9b4be", ""),
    ("import", "#c9d2db", ".."),
)
"""Part of a technology's id to colour and hatching; the first that fits counts."""
CARRIERS: Mapping[str, str] = {
    "coal": "#33363b",
    "gas": "#8f8071",
    "refinery": "#a4988b",
    "oil": "#6e4b3a",
    "petrol": "#835e4b",
    "diesel": "#6e4b3a",
    "kerosene": "#9b7a68",
    "lpg": "#b0968a",
    "bio": "#6a7f3a",
    "waste": "#94935f",
    "uranium": "#54467f",
    "nuclear": "#54467f",
    "hydrogen": "#cf8ba0",
    "electricity": "#e0ac37",
    "heat": "#c0553b",
    "renewable": "#3f93a8",
    "import": "#c9d2db",
}
SEQUENCE = (
    "#0b5a9c",
    "#e0ac37",
    "#3f93a8",
    "#ab3d0c",
    "#6a7f3a",
    "#54467f",
    "#8f8071",
    "#cf8ba0",
    "#33363b",
    "#86c1cc",
    "#a8563a",
    "#c9d2db",
)
"""For kinds that have no colour of their own, in their order."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart as files."""

    svg: str
    png: bytes


def label(text: Text, language: str) -> str:
    """Return a text in ``en``, ``zh`` or ``both``."""
    if language == "both":
        return text.en if text.en == text.zh else f"{text.en} {text.zh}"
    return text.said(language)


def money_scale(language: str) -> tuple[float, Text]:
    """Return million USD in the unit of a chart's axis, and the unit.

    Chinese counts in 亿 (hundred million), so that both languages do on one axis.
    """
    if language == "en":
        return 1_000.0, Text("billion USD", "亿美元")
    return 100.0, Text("hundred million USD", "亿美元")


def colour_of(technology: str) -> tuple[str, str]:
    """Return colour and hatching of a technology."""
    for part, colour, hatch in TECHNOLOGIES:
        if part in technology.replace("_", "-").casefold():
            return colour, hatch
    return "#d9c7a0", "xx"


def carrier_colour(carrier: str) -> str:
    """Return the colour of an energy carrier."""
    return next((c for part, c in CARRIERS.items() if part in carrier.casefold()), "#b9a98a")


def region_colours(regions: Sequence[str], bays: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return region id to colour: shades of its side, or one of the sequence."""
    sides = [side for side in bays if any(region in bays[side] for region in regions)]
    found: dict[str, str] = {}
    for region in regions:
        side = next((n for n, name in enumerate(sides) if region in bays[name]), -1)
        shades = SIDES.get(side, ())
        place = bays[sides[side]].index(region) if side >= 0 else 0
        unused = SEQUENCE[len(found) % len(SEQUENCE)]
        found[region] = shades[place % len(shades)] if shades else unused
    return found


@contextmanager
def figure(
    width: float, height: float, rows: int = 1, columns: int = 1, **more: Any
) -> Iterator[tuple[Any, Any]]:
    """Give a figure and its axes, row by row, in the house style; sizes in inches."""
    import matplotlib

    matplotlib.use("Agg", force=False)
    from matplotlib import font_manager, pyplot

    installed = set(font_manager.get_font_names())
    style = {
        "font.family": [name for name in FONTS if name in installed],
        "font.size": 8,
        "svg.fonttype": "path",
        "svg.hashsalt": SALT,
        "axes.edgecolor": LIGHT,
        "axes.linewidth": 0.7,
        "axes.labelcolor": INK,
        "axes.titlesize": 8.5,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "axes.grid.axis": "y",
        "axes.axisbelow": True,
        "grid.color": LINE,
        "grid.linewidth": 0.6,
        "xtick.color": LIGHT,
        "ytick.color": LIGHT,
        "xtick.labelsize": 7.5,
        "ytick.labelsize": 7.5,
        "legend.fontsize": 7.5,
        "legend.frameon": False,
        "hatch.linewidth": 0.5,
        "hatch.color": PAPER,
        "axes.unicode_minus": True,
    }
    with pyplot.rc_context(style):
        made, axes = pyplot.subplots(rows, columns, figsize=(width, height), squeeze=False, **more)
        try:
            yield made, axes.ravel()
        finally:
            pyplot.close(made)


def drawn(made: Any) -> Drawn:
    """Return a figure as SVG and PNG; the same figure gives the same bytes."""
    vector, raster = io.StringIO(), io.BytesIO()
    made.savefig(vector, format="svg", bbox_inches="tight", metadata={"Date": None})
    made.savefig(raster, format="png", bbox_inches="tight", dpi=170, metadata={"Software": None})
    svg = re.sub(r"<\?xml.*?\?>\s*<!DOCTYPE.*?>\s*", "", vector.getvalue(), flags=re.DOTALL)
    return Drawn(svg, raster.getvalue())


def signed_bars(
    axis: Any, years: Sequence[int], layers: Sequence[tuple[str, list[float], str]]
) -> None:
    """Draw stacked bars a year, what is below zero downwards.

    Arguments:
        layers: name, value for each year, colour; the first at the bottom.
    """
    up, down = [0.0] * len(years), [0.0] * len(years)
    for name, values, colour in layers:
        bottom = [d if v < 0 else u for v, u, d in zip(values, up, down, strict=True)]
        axis.bar(
            range(len(years)),
            values,
            bottom=bottom,
            width=0.78,
            color=colour,
            edgecolor=PAPER,
            linewidth=0.4,
            label=name,
        )
        up = [u + max(0.0, v) for u, v in zip(up, values, strict=True)]
        down = [d + min(0.0, v) for d, v in zip(down, values, strict=True)]
    axis.axhline(0, color=LIGHT, linewidth=0.6)
    axis.set_xticks(range(len(years)), [str(year) for year in years])


def legend_below(made: Any, handles: Sequence[Any], labels: Sequence[str], columns: int) -> None:
    """Put one legend under all panels."""
    if handles:
        made.legend(
            handles,
            labels,
            loc="upper center",
            bbox_to_anchor=(0.5, 0.0),
            ncols=columns,
            handlelength=1.1,
            columnspacing=1.4,
        )


def panels(count: int, most: int = 2) -> tuple[int, int]:
    """Return rows and columns for a number of panels."""
    columns = min(most, max(1, count))
    return -(-max(1, count) // columns), columns
