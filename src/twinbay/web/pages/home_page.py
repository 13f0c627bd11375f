"""What the home page shows, in words, tables and charts."""

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from twinbay.lake.schema import ORGANISATION_KINDS
from twinbay.lake.store import Lake
from twinbay.regions import Region, RegionPair
from twinbay.web.display import Cell, Chart, Column, DataTable, Figure, Link, Series
from twinbay.web.i18n import active_language
from twinbay.web.pages.queries import Growth, HomeFigures, home_figures


def content(lake: Lake, pair: RegionPair) -> dict[str, Any]:
    """Return the template's values in the active language."""
    figures = home_figures(lake, pair)
    places = {region.region_id: _places(region, figures) for region in pair.regions}
    kinds = _kinds(pair, figures)
    fields = _fields(pair, figures)
    shared = _shared(pair, figures)
    return {
        "pair": pair,
        "sides": [
            {
                "region": region,
                "name": region.name.text(active_language()),
                "figures": _region_figures(region, figures),
                "places": places[region.region_id],
            }
            for region in pair.regions
        ],
        "kinds_table": kinds,
        "kinds_chart": _kinds_chart(pair, figures, kinds),
        "fields_table": fields,
        "fields_chart": _fields_chart(pair, figures, fields),
        "comparable": any(s.specialisation is not None for s in figures.strengths.values()),
        "shared_chart": _shared_chart(figures, shared),
        "shared_total": Figure(
            label=_("Works of both bays together"),
            value=sum(figures.shared.values()),
            unit=_("works"),
            note=_years(min(figures.shared), max(figures.shared)) if figures.shared else "",
            sources=figures.sources["shared"],
        ),
        "growth": growth_in_words(figures.growth),
        "incomplete_year": figures.incomplete_year,
        "shared_sources": figures.sources["shared"],
        "tables": [kinds, fields, shared, *places.values()],
    }


def growth_in_words(growth: Growth | None) -> str:
    """Return a sentence on how shared works grew, empty when there are too few years."""
    if growth is None:
        return ""
    values = {
        "earlier": f"{growth.earlier_works:,}",
        "later": f"{growth.later_works:,}",
        "earlier_years": _years(growth.earlier_from, growth.earlier_to),
        "later_years": _years(growth.later_from, growth.later_to),
    }
    ratio = growth.ratio
    if ratio is None:
        text = _("%(later)s shared works in %(later_years)s, none in %(earlier_years)s.")
        return str(text % values)
    values["change"] = f"{abs(ratio - 1) * 100:.0f}%"
    values["ratio"] = f"{ratio:.1f}"
    if ratio >= 2:
        text = _(
            "%(later)s shared works in %(later_years)s: %(ratio)s times the %(earlier)s"
            " of %(earlier_years)s."
        )
    elif ratio >= 1.005:
        text = _(
            "%(later)s shared works in %(later_years)s: %(change)s more than the %(earlier)s"
            " of %(earlier_years)s."
        )
    elif ratio <= 0.995:
        text = _(
            "%(later)s shared works in %(later_years)s: %(change)s fewer than the %(earlier)s"
            " of %(earlier_years)s."
        )
    else:
        text = _("%(later)s shared works in %(later_years)s, as many as in %(earlier_years)s.")
    return str(text % values)


def _years(first: int, last: int) -> str:
    return f"{first}–{last}" if first != last else str(first)


def _address(name: str, *arguments: str, **query: str) -> str:
    """Return an address of the directory; empty when it has no such page."""
    try:
        address = str(reverse(f"directory:{name}", args=arguments))
    except NoReverseMatch:
        return ""
    return f"{address}?{urlencode(query)}" if query else address


def _region_figures(region: Region, figures: HomeFigures) -> list[Figure]:
    return [
        Figure(
            label=_("Organisations"),
            value=figures.organisations(region.region_id),
            bay=_slot(region),
            sources=figures.sources["organisations"],
            address=_address("organisations", region=region.region_id),
        ),
        Figure(
            label=_("Works in the data"),
            value=figures.works.get(region.region_id, 0),
            bay=_slot(region),
            sources=figures.sources["works"],
        ),
    ]


def _slot(region: Region) -> Any:
    return region.colour


def _places(region: Region, figures: HomeFigures) -> DataTable:
    language = active_language()
    counted = [
        (place, figures.places.get((region.region_id, place.place_id), 0))
        for place in region.places
    ]
    counted.sort(key=lambda entry: -entry[1])
    rows: list[list[Cell]] = [
        [
            Link(
                place.name.text(language),
                _address("organisations", region=region.region_id, place=place.place_id),
            ),
            number,
        ]
        for place, number in counted
    ]
    return DataTable(
        table_id=f"places-{region.region_id}",
        caption=_("Organisations by place: %(region)s") % {"region": region.name.text(language)},
        columns=(Column("place", _("Place")), Column("count", _("Organisations"), "count")),
        rows=rows,
        sources=figures.sources["organisations"],
    )


def _kinds(pair: RegionPair, figures: HomeFigures) -> DataTable:
    language = active_language()
    rows: list[list[Cell]] = [
        [
            Link(pair.kinds[kind].text(language), _address("organisations", kind=kind))
            if kind in pair.kinds
            else kind,
            *(figures.kinds.get((region.region_id, kind), 0) for region in pair.regions),
        ]
        for kind in _kinds_present(figures)
    ]
    return DataTable(
        table_id="kinds",
        caption=_("Organisations by kind"),
        columns=(Column("kind", _("Kind")), *_region_columns(pair, "count")),
        rows=rows,
        sources=figures.sources["organisations"],
    )


def _kinds_present(figures: HomeFigures) -> list[str]:
    present = {kind for _region, kind in figures.kinds}
    return [kind for kind in ORGANISATION_KINDS if kind in present]


def _region_columns(pair: RegionPair, kind: Any, unit: str = "") -> list[Column]:
    language = active_language()
    return [
        Column(r.region_id, r.short_name.text(language), kind, unit, bay=_slot(r))
        for r in pair.regions
    ]


def _kinds_chart(pair: RegionPair, figures: HomeFigures, table: DataTable) -> Chart:
    language = active_language()
    kinds = _kinds_present(figures)
    return Chart(
        chart_id="chart-kinds",
        title=_("Organisations by kind"),
        kind="bar",
        categories=[pair.kinds[k].text(language) if k in pair.kinds else k for k in kinds],
        series=[
            Series(
                region.short_name.text(language),
                [figures.kinds.get((region.region_id, kind), 0) for kind in kinds],
                _slot(region),
            )
            for region in pair.regions
        ],
        category_axis=_("Kind"),
        value_axis=_("organisations"),
        table=table,
        horizontal=True,
    )


def _fields(pair: RegionPair, figures: HomeFigures) -> DataTable:
    language = active_language()
    rows: list[list[Cell]] = []
    for candidate in pair.fields:
        row: list[Cell] = [
            Link(candidate.name.text(language), _address("field", candidate.field_id))
        ]
        for region in pair.regions:
            strength = figures.strengths[region.region_id, candidate.field_id]
            row += [strength.works, _rounded(strength.specialisation)]
        rows.append(row)
    columns = [Column("field", _("Field"))]
    for region in pair.regions:
        name = region.short_name.text(language)
        slot = _slot(region)
        works, ratio = _("works"), _("specialisation")
        columns.append(Column(f"{region.region_id}-works", name, "count", works, slot))
        columns.append(Column(f"{region.region_id}-ratio", name, "ratio", ratio, slot))
    return DataTable(
        table_id="fields",
        caption=_("Works and specialisation by field of cooperation"),
        columns=columns,
        rows=rows,
        sources=figures.sources["works"],
        note=_("Specialisation: 1 is the average of the world of the data."),
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _fields_chart(pair: RegionPair, figures: HomeFigures, table: DataTable) -> Chart:
    language = active_language()
    return Chart(
        chart_id="chart-fields",
        title=_("Specialisation by field of cooperation"),
        kind="bar",
        categories=[candidate.name.text(language) for candidate in pair.fields],
        series=[
            Series(
                region.short_name.text(language),
                [
                    _rounded(figures.strengths[region.region_id, f.field_id].specialisation)
                    for f in pair.fields
                ],
                _slot(region),
            )
            for region in pair.regions
        ],
        category_axis=_("Field"),
        value_axis=_("specialisation (world of the data = 1)"),
        table=table,
        horizontal=True,
        reference=1.0,
        reference_label=_("average"),
    )


def _shared(pair: RegionPair, figures: HomeFigures) -> DataTable:
    note = ""
    if figures.incomplete_year in figures.shared:
        note = _("%(year)d is still being collected.") % {"year": figures.incomplete_year}
    return DataTable(
        table_id="shared",
        caption=_("Works that both bays took part in, by year"),
        columns=(Column("year", _("Year"), "year"), Column("works", _("Shared works"), "count")),
        rows=[[year, works] for year, works in sorted(figures.shared.items())],
        sources=figures.sources["shared"],
        note=note,
    )


def _shared_chart(figures: HomeFigures, table: DataTable) -> Chart:
    years = sorted(figures.shared)
    return Chart(
        chart_id="chart-shared",
        title=_("Works that both bays took part in, by year"),
        kind="line",
        categories=[str(year) for year in years],
        series=[Series(_("Shared works"), [figures.shared[year] for year in years])],
        category_axis=_("Year"),
        value_axis=_("works"),
        table=table,
        provisional=str(figures.incomplete_year or ""),
    )
