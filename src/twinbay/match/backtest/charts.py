"""The report's charts as SVG text: no script, no font file, readable in black and white."""

import io
import warnings
from collections.abc import Sequence

import matplotlib

matplotlib.use("Agg")

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from twinbay.match.backtest.phrases import COLUMNS, MEASURE_NAMES, RANKING_NAMES
from twinbay.match.backtest.running import MODEL, BacktestResult

INK, PALE, LINE = "#1f4e79", "#b8c4d0", "#444444"
STYLE = {
    "svg.fonttype": "none",  # letters stay letters, so that the reader's fonts show Chinese
    "svg.hashsalt": "twinbay",  # the same chart is the same file
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
}
TITLES = ("rankings", "calibration", "exposure")


def charts(result: BacktestResult, language: str) -> dict[str, str]:
    """Return the charts by section: rankings, calibration, exposure."""
    drawings = (_rankings, _calibration, _exposure)
    found = {}
    for name, draw in zip(TITLES, drawings, strict=True):
        with rc_context(STYLE):
            figure = Figure(figsize=(7.2, 3.6), layout="constrained")
            draw(figure.subplots(), result, language)
            found[name] = _svg(figure)
    return found


def _rankings(axes: Axes, result: BacktestResult, language: str) -> None:
    ordered = sorted(result.rankings.items(), key=lambda item: item[1]["average_precision"].value)
    for place, (name, measured) in enumerate(ordered):
        value = measured["average_precision"]
        axes.barh(place, value.value, color=INK if name.startswith(MODEL) else PALE)
        axes.plot([value.low, value.high], [place, place], color=LINE, linewidth=1)
    axes.set_yticks(range(len(ordered)), [RANKING_NAMES[name][language] for name, _ in ordered])
    axes.set_xlabel(MEASURE_NAMES["average_precision"][language])


def _calibration(axes: Axes, result: BacktestResult, language: str) -> None:
    classes = [each for each in result.classes.classes if each.suggestions]
    middle = [(each.low + each.high) / 2 for each in classes]
    observed = [each.became / each.suggestions for each in classes]
    below = [max(o - each.interval[0], 0.0) for o, each in zip(observed, classes, strict=True)]
    above = [max(each.interval[1] - o, 0.0) for o, each in zip(observed, classes, strict=True)]
    axes.plot([0, 1], [0, 1], color=PALE, linestyle="--")
    axes.errorbar(middle, observed, yerr=[below, above], fmt="o-", color=INK, capsize=3)
    axes.set_xlabel(COLUMNS["predicted"][language])
    axes.set_ylabel(COLUMNS["observed"][language])


def _exposure(axes: Axes, result: BacktestResult, language: str) -> None:
    names = list(result.exposure)
    deciles = result.exposure[names[0]]
    width = 0.8 / (len(names) + 1)
    shades = _shades(len(names))
    for i, name in enumerate(names):
        places = [d + i * width for d in range(len(deciles))]
        shown = [each.shown for each in result.exposure[name]]
        axes.bar(places, shown, width, color=shades[i], label=RANKING_NAMES[name][language])
    places = [d + len(names) * width for d in range(len(deciles))]
    axes.bar(
        places,
        [each.true for each in deciles],
        width,
        color="white",
        edgecolor=LINE,
        label=COLUMNS["true"][language],
    )
    axes.set_xticks(
        [d + 0.4 - width / 2 for d in range(len(deciles))],
        [f"{each.least_works}–{each.most_works}" for each in deciles],
    )
    axes.set_xlabel(COLUMNS["works"][language])
    axes.set_ylabel(COLUMNS["share"][language])
    axes.legend(frameon=False)


def _shades(count: int) -> Sequence[str]:
    return (INK, "#5b8db8", "#9aa7b3", "#d5dbe1")[:count]


def _svg(figure: Figure) -> str:
    text = io.StringIO()
    with warnings.catch_warnings():
        # Letters are kept as text: that this machine's font lacks some is nothing to the reader.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    drawn = text.getvalue()
    return drawn[drawn.index("<svg") :]
