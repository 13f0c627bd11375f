"""The chart that puts scenarios side by side."""

from collections.abc import Sequence

from twinbay.plan.charts.style import (
    SEQUENCE,
    Drawn,
    drawn,
    figure,
    label,
    legend_below,
    money_scale,
)
from twinbay.plan.programme import Names
from twinbay.plan.report.document import Text

Path = Sequence[tuple[int, float]]
DASHES = ("-", "--", "-.", ":")


def comparison_chart(paths: Sequence[tuple[Names, Path, Path]], language: str) -> Drawn:
    """Return emissions and yearly cost of scenarios over the milestones.

    Arguments:
        paths: of each scenario its name, Mt CO2e by year, million USD a year by year.
        language: ``en``, ``zh`` or ``both``.
    """
    scale, unit = money_scale(language)
    with figure(7.2, 2.9, 1, 2) as (made, axes):
        handles = []
        for number, (names, *both) in enumerate(paths):
            for axis, path, unit_size in zip(axes, both, (1.0, scale), strict=True):
                (line,) = axis.plot(
                    [year for year, _ in path],
                    [value / unit_size for _, value in path],
                    color=SEQUENCE[number % len(SEQUENCE)],
                    linestyle=DASHES[number % len(DASHES)],
                    linewidth=1.5,
                )
            handles.append((line, label(Text(names.en, names.zh), language)))
        titles = (
            Text("Emissions (Mt CO2e a year)", "排放（Mt CO2e/年）"),
            Text(f"Cost ({unit.en} a year)", f"成本（{unit.zh}/年）"),
        )
        for axis, title in zip(axes, titles, strict=True):
            axis.set_title(label(title, language))
            axis.set_ylim(bottom=min(0, *axis.get_ylim()))
        made.tight_layout()
        legend_below(made, [h for h, _ in handles], [name for _, name in handles], 3)
        return drawn(made)
