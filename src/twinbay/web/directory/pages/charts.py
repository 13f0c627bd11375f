"""Charts by year, with their tables."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from twinbay.web.display import Cell, Chart, ColourSlot, Column, DataTable, Series

Line = tuple[str, Mapping[int, int], ColourSlot]
"""Name of a line, its values by year, its colour."""


def years_chart(
    table_id: str,
    title: str,
    lines: Sequence[Line],
    unit: str,
    sources: Sequence[str],
    *,
    kind: str = "line",
    note: str = "",
) -> Chart:
    """Return a chart of counts by year; years without any are 0, from the first to the last.

    Arguments:
        table_id: anchor of the table; the chart's own id is derived from it.
        lines: what to draw, each with whole numbers by year.
        unit: unit of the values.
        kind: ``line`` or ``bar``.
    """
    present = [year for _name, values, _colour in lines for year in values]
    span = list(range(min(present), max(present) + 1)) if present else []
    rows: list[list[Cell]] = [
        [year, *(values.get(year, 0) for _name, values, _colour in lines)] for year in span
    ]
    columns = [Column("year", _("Year"), "year")]
    columns += [
        Column(f"line-{number}", name, "count", bay=colour)
        for number, (name, _values, colour) in enumerate(lines)
    ]
    return Chart(
        chart_id=f"chart-{table_id}",
        title=title,
        kind="bar" if kind == "bar" else "line",
        categories=[str(year) for year in span],
        series=[
            Series(name, [values.get(year, 0) for year in span], colour)
            for name, values, colour in lines
        ],
        category_axis=_("Year"),
        value_axis=unit,
        table=DataTable(table_id, title, columns, rows, sources, note),
    )
