"""Both regions compared in a set of topics: figures, trend, leaders and bridges."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from twinbay.regions import Region
from twinbay.web.directory.domain.directory import Directory
from twinbay.web.directory.pages import wording
from twinbay.web.directory.pages.charts import Line, years_chart
from twinbay.web.directory.queries.organisations import Organisation
from twinbay.web.directory.queries.topics import Bridge, Leader, Stating, region_totals
from twinbay.web.display import Cell, Chart, Column, DataTable, Figure, Link
from twinbay.web.i18n import active_language

YearWorks = Mapping[tuple[str, int], int]
"""Works by (region id, year); the world of the data's under region ""."""


def totals(directory: Directory) -> dict[str, int]:
    """Return works with a topic by region, the world's under ""; asked once per build."""
    return directory.once("region totals", lambda: region_totals(directory.database))


def specialisation(directory: Directory, region_id: str, works: int, world: int) -> float | None:
    """Return (share of a region's works) / (share of the world's works), None without any."""
    all_works = totals(directory)
    own = all_works.get(region_id, 0)
    return (works / own) / (world / all_works[""]) if own and world else None


def works_of(years: YearWorks, region_id: str) -> int:
    """Return a region's works over all years."""
    return sum(number for (region, _year), number in years.items() if region == region_id)


def region_figures(directory: Directory, years: YearWorks, sources: Sequence[str]) -> list[Figure]:
    """Return each region's works in the topics, with share and specialisation in words."""
    world = works_of(years, "")
    figures = []
    for region in directory.pair.regions:
        works = works_of(years, region.region_id)
        ratio = specialisation(directory, region.region_id, works, world)
        own = totals(directory).get(region.region_id, 0)
        note = ""
        if ratio is not None:
            note = _("%(share)s of its works, %(ratio)s times the average of the data") % {
                "share": f"{works / own * 100:.1f}%",
                "ratio": f"{ratio:.1f}",
            }
        figures.append(
            Figure(
                label=region.name.text(active_language()),
                value=works,
                unit=_("works"),
                bay=wording.slot(directory.pair, region.region_id),
                note=note,
                sources=sources,
                address="#region-years",
            )
        )
    return figures


def compared_by_year(directory: Directory, years: YearWorks, sources: Sequence[str]) -> Chart:
    """Return the chart of both regions' works by year."""
    lines: list[Line] = []
    for region in directory.pair.regions:
        own = {year: n for (region_id, year), n in years.items() if region_id == region.region_id}
        slot = wording.slot(directory.pair, region.region_id)
        lines.append((region.short_name.text(active_language()), own, slot))
    return years_chart("region-years", _("Works by year"), lines, _("works"), sources)


def leaders_table(
    directory: Directory, region: Region, leaders: Sequence[Leader], sources: Sequence[str]
) -> DataTable:
    """Return the leading organisations of one region."""
    recent = wording.years(*directory.evidence.recent_years)
    rows: list[list[Cell]] = [
        [
            wording.organisation_link(directory.pair, leader.organisation),
            leader.works,
            leader.recent,
            leader.share,
            round(leader.specialisation, 2),
        ]
        for leader in leaders
    ]
    return DataTable(
        table_id=f"leaders-{region.region_id}",
        caption=_("Leaders: %(region)s") % {"region": region.name.text(active_language())},
        columns=(
            Column("organisation", _("Organisation")),
            Column("works", _("Works"), "count"),
            Column("recent", recent, "count", _("works")),
            Column("share", _("Share of its works"), "percent"),
            Column("specialisation", _("Specialisation"), "ratio"),
        ),
        rows=rows,
        sources=sources,
        total=leaders[0].of if leaders else 0,
    )


def stating_table(
    directory: Directory, region: Region, stating: Sequence[Stating], sources: Sequence[str]
) -> DataTable:
    """Return the organisations of one region that state work on the topics."""
    language = active_language()
    separator = "；" if language.startswith("zh") else "; "
    rows: list[list[Cell]] = [
        [
            wording.organisation_link(directory.pair, each.organisation),
            wording.kind_name(directory.pair, each.organisation.kind),
            separator.join(each.statements_in(language)),
            each.works,
        ]
        for each in stating
    ]
    return DataTable(
        table_id=f"stating-{region.region_id}",
        caption=_("Stated areas of work: %(region)s") % {"region": region.name.text(language)},
        columns=(
            Column("organisation", _("Organisation")),
            Column("kind", _("Kind")),
            Column("statements", _("Area of work")),
            Column("works", _("Works"), "count"),
        ),
        rows=rows,
        sources=sources,
        total=stating[0].of if stating else 0,
    )


def stating_tables(
    directory: Directory,
    found: Mapping[str, Sequence[Stating]],
    sources: Sequence[str],
) -> list[DataTable]:
    """Return the tables of both regions; none where nobody states work on the topics."""
    if not found:
        return []
    return [
        stating_table(directory, region, found.get(region.region_id, ()), sources)
        for region in directory.pair.regions
    ]


def bridges_table(
    directory: Directory,
    bridges: Sequence[Bridge],
    named: Mapping[str, Organisation],
    sources: Sequence[str],
    caption: str,
) -> DataTable:
    """Return the pairs with joint works in the topics."""
    first, second = directory.pair.regions
    language = active_language()
    return DataTable(
        table_id="bridges",
        caption=caption,
        columns=(
            Column(
                "a",
                first.short_name.text(language),
                bay=wording.slot(directory.pair, first.region_id),
            ),
            Column(
                "b",
                second.short_name.text(language),
                bay=wording.slot(directory.pair, second.region_id),
            ),
            Column("in_topics", _("Joint works here"), "count"),
            Column("works", _("Joint works in all"), "count"),
            Column("years", _("Years")),
        ),
        rows=[
            [
                wording.organisation_link(directory.pair, named[bridge.org_a]),
                wording.organisation_link(directory.pair, named[bridge.org_b]),
                Link(
                    "",
                    wording.address("pair", bridge.org_a, bridge.org_b, anchor="joint-topics"),
                    value=bridge.in_topics,
                ),
                Link(
                    "",
                    wording.address("pair", bridge.org_a, bridge.org_b, anchor="joint-years"),
                    value=bridge.works,
                ),
                wording.years(bridge.first_year, bridge.last_year),
            ]
            for bridge in bridges
        ],
        sources=sources,
        note=_("A work of several organisations counts for each pair of them."),
        total=bridges[0].of if bridges else 0,
    )
