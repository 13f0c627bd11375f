"""Charts of money: what the programme costs by year, and who pays for the investment."""

from collections.abc import Sequence

import polars as pl

from twinbay.plan.charts.style import (
    SEQUENCE,
    Drawn,
    drawn,
    figure,
    label,
    money_scale,
    signed_bars,
)
from twinbay.plan.report.document import Text
from twinbay.plan.report.subject import Subject
from twinbay.plan.report.wording import COSTS, PAYERS, named

KINDS = ("annuity", "fixed", "variable", "fuel", "import", "carbon", "retirement")
"""Kinds of cost in a year; trade between regions adds up to zero and is left out."""
COLOURS = {
    "annuity": "#0b5a9c",
    "fixed": "#5d97c9",
    "variable": "#a9c9e6",
    "fuel": "#6e4b3a",
    "import": "#c9d2db",
    "carbon": "#33363b",
    "retirement": "#cf8ba0",
}


def cost_chart(subject: Subject, language: str) -> Drawn:
    """Return yearly cost by kind, and by payer what is invested in the five years up to it."""
    years = subject.programme.milestones
    costs = subject.pathway.costs
    scale, words = money_scale(language)
    yearly = _stack(costs.filter(pl.col("kind").is_in(list(KINDS))), "kind", years, scale)
    invested = _stack(costs.filter(pl.col("kind") == "investment"), "payer", years, scale)
    with figure(7.2, 2.9, 1, 2) as (made, axes):
        kinds = [kind for kind in KINDS if kind in yearly]
        signed_bars(
            axes[0], years, [(label(COSTS[k], language), yearly[k], COLOURS[k]) for k in kinds]
        )
        payers = sorted(invested, key=lambda payer: -sum(invested[payer]))
        signed_bars(
            axes[1],
            years,
            [
                (label(named(PAYERS, payer), language), invested[payer], SEQUENCE[n])
                for n, payer in enumerate(payers)
            ],
        )
        price = subject.programme.money.price_year
        axes[0].set_title(label(Text("Cost a year, by kind", "年度成本（按类别）"), language))
        axes[1].set_title(
            label(Text("Investment in five years, by payer", "五年投资（按出资方）"), language)
        )
        for axis in axes:
            unit = Text(f"{words.en} of {price}", f"{words.zh}（{price} 年价）")
            axis.set_ylabel(label(unit, language))
            axis.legend(loc="upper center", bbox_to_anchor=(0.5, -0.12), ncols=3)
        made.tight_layout()
        return drawn(made)


def _stack(
    table: pl.DataFrame, key: str, years: Sequence[int], scale: float
) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for name, year, value in (
        table.group_by(key, "year", maintain_order=True)
        .agg(pl.col("million_usd").sum())
        .sort(key, "year")
        .iter_rows()
    ):
        found.setdefault(name, [0.0] * len(years))[years.index(year)] += value / scale
    whole = max((sum(values) for values in found.values()), default=0.0)
    return {k: v for k, v in found.items() if max(map(abs, v)) > 1e-4 * whole}
