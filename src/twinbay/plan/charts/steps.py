"""The abatement cost curve: each measure as wide as it abates and as high as a tonne costs.

The curve that the optimisation gives lies over it as a line, when it was computed.
"""

from twinbay.plan.charts.style import INK, LIGHT, PAPER, SEQUENCE, Drawn, drawn, figure, label
from twinbay.plan.report.document import Text
from twinbay.plan.report.subject import Subject
from twinbay.plan.report.wording import GROUPS, OTHERS, named

MOST_GROUPS = 9
WIDE = 0.008
"""Share of all that is avoided from which on a step shows its range; narrower ones would hide
each other."""
HIGHEST, LOWEST = 600.0, -400.0
"""USD/t at which the axis is cut; steps beyond are drawn to the edge."""


def abatement_chart(subject: Subject, language: str) -> Drawn:
    """Return the curve in its year, coloured by the groups that abate most."""
    table = subject.tables["abatement"]
    totals: dict[str, float] = {}
    for group, abated in table.select("group", "abated").iter_rows():
        totals[group] = totals.get(group, 0.0) + max(0.0, abated)
    whole = sum(totals.values())
    kept = sorted(totals, key=lambda group: -totals[group])[:MOST_GROUPS]
    colours = dict(zip(kept, SEQUENCE, strict=False))
    with figure(7.2, 3.7) as (made, axes):
        axis = axes[0]
        seen: set[str] = set()
        left = 0.0
        for group, abated, cost, low, high in table.select(
            "group", "abated", "usd_per_t", "low", "high"
        ).iter_rows():
            if abated <= 0:
                continue
            key = group if group in colours else "others"
            text = OTHERS if key == "others" else named(GROUPS, key)
            axis.bar(
                left + abated / 2,
                min(HIGHEST, max(LOWEST, cost)),
                width=abated,
                color=colours.get(key, "#b9a98a"),
                edgecolor=PAPER,
                linewidth=0.2,
                label=None if key in seen else label(text, language),
            )
            ends = [min(HIGHEST, max(LOWEST, end)) for end in (low, high)]
            if abated >= WIDE * whole:
                axis.plot([left + abated / 2] * 2, ends, color=LIGHT, linewidth=0.6)
            seen.add(key)
            left += abated
        if "abatement_least_cost" in subject.tables:
            swept = subject.tables["abatement_least_cost"]
            axis.plot(
                swept["avoided_mt"].to_list(),
                swept["usd_per_t"].clip(LOWEST, HIGHEST).to_list(),
                color=INK,
                linewidth=1.0,
                marker="o",
                markersize=2.5,
                label=label(Text("From the optimisation", "优化模型结果"), language),
            )
            left = max(left, *swept["avoided_mt"].to_list())
        axis.axhline(0, color=INK, linewidth=0.7)
        axis.set_xlim(0, left or 1.0)
        axis.set_ylim(LOWEST, HIGHEST)
        axis.set_xlabel(label(Text("Mt CO2e avoided a year", "年减排量（Mt CO2e）"), language))
        axis.set_ylabel(label(Text("USD per t CO2e", "美元/吨 CO2e"), language))
        axis.legend(loc="upper left", ncols=3)
        return drawn(made)
