"""What the page about two organisations shows: the evidence that reasons point to."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from twinbay.errors import NotFoundError
from twinbay.regions.taxonomy import topic as topic_of
from twinbay.web.directory.domain import partners
from twinbay.web.directory.domain.directory import Directory
from twinbay.web.directory.pages import wording
from twinbay.web.directory.pages.charts import years_chart
from twinbay.web.directory.pages.counted_tables import counted_tables
from twinbay.web.directory.pages.organisation_strengths import rounded
from twinbay.web.directory.pages.reasons import reasons_shown
from twinbay.web.directory.pages.works_table import works_table
from twinbay.web.directory.queries import pairs as queries
from twinbay.web.directory.queries.organisations import (
    Organisation,
    not_found,
    organisations,
    sources_of,
)
from twinbay.web.directory.queries.serving import Row
from twinbay.web.display import Chart, Column, DataTable, Figure, Link
from twinbay.web.i18n import active_language


def content(
    directory: Directory, org_a: str, org_b: str, topic_id: str, most: int
) -> dict[str, Any]:
    """Return the template's values.

    Arguments:
        org_a, org_b: ids; the first one stands left.
        most: works to read.
        topic_id: show both organisations' works in this topic by year; empty for none.

    Raises:
        NotFoundError: there is no such organisation, or the two are one.
    """
    database = directory.database
    found = organisations(database, (org_a, org_b))
    for org_id in (org_a, org_b):
        if org_id not in found:
            raise not_found(org_id)
    if org_a == org_b:
        raise NotFoundError(
            "a pair needs two different organisations", remedy="Choose a partner on its page."
        )
    a, b = found[org_a], found[org_b]
    cells, sources = queries.joint_works(database, org_a, org_b)
    joint = _joint_chart(cells, sources)
    topics = _joint_topics(cells, sources)
    shared = _shared(directory, a, b, queries.shared_topics(database, org_a, org_b))
    third = _third_parties(directory, a, b, queries.third_parties(database, org_a, org_b))
    works = works_table(
        queries.works_together(database, org_a, org_b, most), _("Joint works, the latest first")
    )
    topic = _topic_chart(directory, a, b, topic_id) if _is_topic(topic_id) else None
    counted = counted_tables(directory, a, b)
    suggestion = partners.reasons_of_pair(directory, org_a, org_b, b.region)
    return {
        "a": a,
        "b": b,
        "link_a": wording.organisation_link(directory.pair, a),
        "link_b": wording.organisation_link(directory.pair, b),
        "joint": joint,
        "joint_total": sum(cell.works for cell in cells),
        "figures": _figures(cells, sources, shared, third),
        "topics": topics,
        "shared": shared,
        "third": third,
        "works": works,
        "topic": topic,
        "topic_name": wording.topic_name(topic_id) if topic else "",
        "topic_note": _windows(directory, topic) if topic else "",
        "reasons": reasons_shown(directory, org_a, org_b, suggestion.reasons) if suggestion else [],
        "counted": counted,
        "exports": [
            *(joint.table, topics, shared, third, works, *counted),
            *([topic.table] if topic else []),
        ],
    }


def _is_topic(topic_id: str) -> bool:
    try:
        return bool(topic_id) and bool(topic_of(topic_id))
    except NotFoundError:
        return False


def _figures(
    cells: Sequence[queries.JointCell], sources: list[str], shared: DataTable, third: DataTable
) -> list[Figure]:
    return [
        Figure(
            label=_("Joint works"),
            value=sum(cell.works for cell in cells),
            note=wording.years(cells[0].year, cells[-1].year) if cells else "",
            sources=sources,
            address="#joint-years",
        ),
        Figure(
            label=_("Topics that both work on"),
            value=len(shared.rows),
            sources=shared.sources,
            address="#shared-topics",
        ),
        Figure(
            label=_("Third parties both worked with"),
            value=len(third.rows),
            sources=third.sources,
            address="#third-parties",
        ),
    ]


def _joint_chart(cells: Sequence[queries.JointCell], sources: list[str]) -> Chart:
    by_year: Counter[int] = Counter()
    for cell in cells:
        by_year[cell.year] += cell.works
    return years_chart(
        "joint-years",
        _("Joint works by year"),
        [(str(_("Joint works")), by_year, "neutral")],
        _("works"),
        sources,
        kind="bar",
    )


def _joint_topics(cells: Sequence[queries.JointCell], sources: list[str]) -> DataTable:
    works: Counter[str] = Counter()
    years: dict[str, list[int]] = {}
    for cell in cells:
        works[cell.topic] += cell.works
        years.setdefault(cell.topic, []).append(cell.year)
    return DataTable(
        table_id="joint-topics",
        caption=_("Joint works by topic"),
        columns=(
            Column("topic", _("Topic")),
            Column("works", _("Joint works"), "count"),
            Column("years", _("Years")),
        ),
        rows=[
            [
                wording.topic_link(topic),
                number,
                wording.years(min(years[topic]), max(years[topic])),
            ]
            for topic, number in sorted(works.items(), key=lambda item: (-item[1], item[0]))
        ],
        sources=sources,
    )


def _shared(
    directory: Directory, a: Organisation, b: Organisation, rows: Sequence[Row]
) -> DataTable:
    name_a, name_b = (o.name_in(active_language()) for o in (a, b))
    slot_a, slot_b = (wording.slot(directory.pair, o.region) for o in (a, b))
    specialisation = _("specialisation")
    return DataTable(
        table_id="shared-topics",
        caption=_("Topics that both work on"),
        columns=(
            Column("topic", _("Topic")),
            Column("works_a", name_a, "count", _("works"), slot_a),
            Column("specialisation_a", name_a, "ratio", specialisation, slot_a),
            Column("works_b", name_b, "count", _("works"), slot_b),
            Column("specialisation_b", name_b, "ratio", specialisation, slot_b),
            Column("joint", _("Joint works"), "count"),
        ),
        rows=[
            [
                Link(
                    wording.topic_name(row["topic"]),
                    wording.address(
                        "pair", a.org_id, b.org_id, anchor="topic-years", topic=row["topic"]
                    ),
                ),
                row["works_a"],
                rounded(row["specialisation_a"]),
                row["works_b"],
                rounded(row["specialisation_b"]),
                row["joint"],
            ]
            for row in rows
        ],
        sources=sources_of(rows),
        note=_("Specialisation: 1 is the average of the world of the data."),
    )


def _third_parties(
    directory: Directory, a: Organisation, b: Organisation, rows: Sequence[Row]
) -> DataTable:
    def number(row: Row, own: Organisation, key: str) -> Link:
        there = wording.address("pair", own.org_id, row["org_id"], anchor="joint-years")
        return Link("", there, value=row[key])

    return DataTable(
        table_id="third-parties",
        caption=_("Third parties that both have worked with"),
        columns=(
            Column("organisation", _("Organisation")),
            Column("region", _("Region")),
            Column(
                "works_a",
                a.name_in(active_language()),
                "count",
                _("joint works"),
                wording.slot(directory.pair, a.region),
            ),
            Column(
                "works_b",
                b.name_in(active_language()),
                "count",
                _("joint works"),
                wording.slot(directory.pair, b.region),
            ),
        ),
        rows=[
            [
                wording.link_of_row(directory.pair, row),
                wording.region_name(directory.pair, row["region"]),
                number(row, a, "works_a"),
                number(row, b, "works_b"),
            ]
            for row in rows
        ],
        sources=sources_of(rows),
    )


def _topic_chart(directory: Directory, a: Organisation, b: Organisation, topic_id: str) -> Chart:
    rows = queries.topic_by_year(directory.database, a.org_id, b.org_id, topic_id)
    slot_a, slot_b = (wording.slot(directory.pair, o.region) for o in (a, b))
    return years_chart(
        "topic-years",
        _("Works of both by year: %(topic)s") % {"topic": wording.topic_name(topic_id)},
        [
            (a.name_in(active_language()), {r["year"]: r["works_a"] for r in rows}, slot_a),
            (
                b.name_in(active_language()),
                {r["year"]: r["works_b"] for r in rows},
                slot_b if slot_b != slot_a else "neutral",
            ),
        ],
        _("works"),
        sources_of(rows),
    )


def _windows(directory: Directory, chart: Chart) -> list[str]:
    """Return each side's works over all years and in the two spans that growth compares."""
    evidence = directory.evidence
    spans = (evidence.earlier_years, evidence.recent_years)
    sentences = []
    for position, series in enumerate(chart.series, start=1):
        counts = {int(str(row[0])): int(str(row[position])) for row in chart.table.rows}
        within = [sum(n for year, n in counts.items() if s[0] <= year <= s[1]) for s in spans]
        sentences.append(
            _("%(name)s: %(total)s works in all, %(earlier)s in %(span)s, %(recent)s in %(now)s.")
            % {
                "name": series.name,
                "total": f"{sum(counts.values()):,}",
                "earlier": f"{within[0]:,}",
                "span": wording.years(*spans[0]),
                "recent": f"{within[1]:,}",
                "now": wording.years(*spans[1]),
            }
        )
    return sentences
