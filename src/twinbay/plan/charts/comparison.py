"""The chart that puts scenarios side by side."""

from collections.abc import Sequence

from twinbay.plan.charts.style import SEQUENCE, Drawn, drawn, figure, label, legend_below
from twinbay.plan.programme import Names
from twinbay.plan.report.document import Text

Path = Sequence[tuple[int, float]]
DASHES = ("-", "--", "-.", ":")


def comparison_chart(paths: Sequence[tuple[Names, Path, Path]], language: str) -> Drawn:
    """Return emissions and yearly cost of scenarios over the milestones.

    Arguments:
        paths: of each scenario its name, Mt CO2e by year, billion USD a year by year.
        language: ``en``, ``zh`` or ``both``.
    """
    with figure(7.2, 2.9, 1, 2) as (made, axes):
        handles = []
        for number, (names, *both) in enumerate(paths):
            for axis, path in zip(axes, both, strict=True):
                (line,) = axis.plot(
                    [year for year, _ in path],
                    [value for _, value in path],
                    color=SEQUENCE[number % len(SEQUENCE)],
                    linestyle=DASHES[number % len(DASHES)],
                    linewidth=1.5,
                )
            handles.append((line, label(Text(names.en, names.zh), language)))
        titles = (
            Text("Emissions (Mt CO2e a year)", "排放（Mt CO2e/年）"),
            Text("Cost (billion USD a year)", "成本（十亿美元/年）"),
        )
        for axis, title in zip(axes, titles, strict=True):
            axis.set_title(label(title, language))
            axis.set_ylim(bottom=min(0, *axis.get_ylim()))
        made.tight_layout()
        legend_below(made, [h for h, _ in handles], [name for _, name in handles], 3)
        return drawn(made)
