"""Charts as SVG: shares, the trade-off of a new plan, what the hall's size is worth."""

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any

from twinbay.meet.changes import TradeOff
from twinbay.meet.documents.wording import say
from twinbay.meet.simulating import Scenario, Simulation
from twinbay.meet.timetable import PartyShare

INK, LIGHT, LINE, TEAL, OCHRE = "#1f2a37", "#5b6b7c", "#d5dce4", "#0b6e6e", "#b36b00"
FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Source Han Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "DejaVu Sans",
)
"""Families that know both scripts, by preference; the last comes with matplotlib."""
SHARES = 10
"""Bars of the histogram of shares."""


@contextmanager
def _figure(
    width: float, height: float, rows: int = 1, columns: int = 1
) -> Iterator[tuple[Any, Any]]:
    """Give a figure and its axes, row by row, in the house style; sizes in inches."""
    import matplotlib

    matplotlib.use("Agg", force=False)
    from matplotlib import font_manager, pyplot

    installed = set(font_manager.get_font_names())

    style = {
        "font.family": [name for name in FONTS if name in installed],
        "font.size": 9,
        "svg.fonttype": "path",
        "svg.hashsalt": "twinbay",
        "axes.edgecolor": LIGHT,
        "axes.labelcolor": INK,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "axes.axisbelow": True,
        "grid.color": LINE,
        "grid.linewidth": 0.6,
        "xtick.color": LIGHT,
        "ytick.color": LIGHT,
        "axes.unicode_minus": True,
    }
    with pyplot.rc_context(style):
        figure, axes = pyplot.subplots(rows, columns, figsize=(width, height), squeeze=False)
        try:
            yield figure, axes.ravel()
        finally:
            pyplot.close(figure)


def _svg(figure: Any) -> str:
    out = io.StringIO()
    figure.savefig(out, format="svg", bbox_inches="tight", metadata={"Date": None})
    return re.sub(r"<\?xml.*?\?>\s*<!DOCTYPE.*?>\s*", "", out.getvalue(), flags=re.DOTALL)


def shares_chart(shares: Sequence[PartyShare], language: str) -> str:
    """Return a histogram of the parties' shares."""
    counts = [0] * SHARES
    for share in shares:
        counts[min(SHARES - 1, int(share.share * SHARES + 1e-9))] += 1
    with _figure(7, 2.1) as (figure, (axis, *_)):
        axis.bar([i + 0.5 for i in range(SHARES)], counts, width=0.86, color=TEAL)
        axis.set_xticks(range(SHARES + 1), [f"{10 * i}%" for i in range(SHARES + 1)])
        axis.yaxis.get_major_locator().set_params(integer=True)
        axis.grid(axis="x", visible=False)
        axis.set_xlabel(say("share", language))
        axis.set_ylabel(say("parties", language))
        return _svg(figure)


def trade_off_chart(curve: Sequence[TradeOff], language: str) -> str:
    """Return value against changed meetings, with the bound where it is not reached."""
    changed = [point.changed for point in curve]
    with _figure(7, 3.2) as (figure, (axis, *_)):
        axis.plot(
            changed,
            [p.bound for p in curve],
            color=OCHRE,
            linestyle=":",
            marker="_",
            label=say("bound", language),
        )
        axis.plot(
            changed,
            [p.value for p in curve],
            color=TEAL,
            marker="o",
            markersize=4,
            label=say("reached", language),
        )
        axis.xaxis.get_major_locator().set_params(integer=True)
        axis.yaxis.get_major_locator().set_params(integer=True)
        axis.set_xlabel(say("changed meetings", language))
        axis.set_ylabel(say("value axis", language))
        axis.legend(frameon=False)
        return _svg(figure)


def simulation_chart(simulation: Simulation, language: str) -> str:
    """Return the value gained against the change of each resource, one panel for each."""
    panels = [
        (key, sorted(found, key=lambda s: s.change))
        for key, found in groupby(simulation.scenarios, key=lambda s: (s.resource, s.detail))
    ]
    gains = [0, *(s.value - simulation.base.value for s in simulation.scenarios)]
    margin = max(1.0, 0.08 * (max(gains) - min(gains)))
    columns = min(3, max(1, len(panels)))
    rows = -(-max(1, len(panels)) // columns)
    with _figure(2.5 * columns, 2.3 * rows, rows, columns) as (figure, axes):
        for axis in axes[len(panels) :]:
            axis.set_visible(False)
        for axis, ((resource, detail), found) in zip(axes, panels, strict=False):
            _panel(axis, simulation.base, found)
            axis.set_title(
                f"{say(resource, language)}\n{detail_name(detail, language)}", fontsize=9
            )
            axis.set_ylim(min(gains) - margin, max(gains) + margin)  # panels are comparable
            axis.set_xlabel(say("change axis", language))
            axis.set_ylabel(say("gain axis", language))
        figure.tight_layout()
        return _svg(figure)


def _panel(axis: Any, base: Scenario, found: Sequence[Scenario]) -> None:
    points = sorted([*found, base], key=lambda s: s.change)
    gains = [point.value - base.value for point in points]
    axis.axhline(0, color=LIGHT, linewidth=0.8)
    axis.plot([p.change for p in points], gains, color=TEAL, marker="o", markersize=4)
    axis.set_xticks(
        [p.change for p in points], [f"{p.change:+d}" if p.change else "0" for p in points]
    )
    axis.yaxis.get_major_locator().set_params(integer=True)


def detail_name(detail: str, language: str) -> str:
    """Return a kind of table, or a language pair, in words."""
    return say(detail, language) if detail in ("open", "private", "online") else detail
