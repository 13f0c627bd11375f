"""What a topic's page shows."""

from typing import Any

from django.utils.translation import gettext as _

from twinbay.regions.taxonomy import Topic
from twinbay.regions.taxonomy import topic as topic_of
from twinbay.web.directory.domain.directory import Directory
from twinbay.web.directory.pages import wording
from twinbay.web.directory.pages.comparison import (
    bridges_table,
    compared_by_year,
    leaders_table,
    region_figures,
    stating_tables,
)
from twinbay.web.directory.pages.works_table import works_table
from twinbay.web.directory.queries import topics as queries
from twinbay.web.directory.queries.organisations import organisations
from twinbay.web.directory.queries.serving import Row
from twinbay.web.directory.queries.works import people_of_topic, works_of_topic
from twinbay.web.display import Column, DataTable, Link
from twinbay.web.i18n import active_language


def content(directory: Directory, topic_id: str, most: int) -> dict[str, Any]:
    """Return the template's values.

    Arguments:
        most: rows of long tables to read.

    Raises:
        NotFoundError: OpenAlex has no topic of that id.
    """
    topic = topic_of(topic_id)
    database = directory.database
    years, sources = queries.region_years(database, [topic_id])
    leaders, leader_sources = queries.leaders(
        database, [topic_id], directory.evidence.recent_years[0], most
    )
    bridges, bridge_sources = queries.strongest_bridges(database, [topic_id], most)
    named = organisations(database, {o for b in bridges for o in (b.org_a, b.org_b)})
    sides = [
        leaders_table(directory, region, leaders.get(region.region_id, []), leader_sources)
        for region in directory.pair.regions
    ]
    stating = stating_tables(directory, *queries.stating(database, [topic_id], most))
    chart = compared_by_year(directory, years, sources)
    bridge_table = bridges_table(
        directory, bridges, named, bridge_sources, _("Strongest bridges in this topic")
    )
    people = _people(directory, people_of_topic(database, topic_id, most))
    works = works_table(
        works_of_topic(database, topic_id, most), _("Works of both bays, the latest first")
    )
    return {
        "topic": topic,
        "name": topic.label(active_language()),
        "other_name": _other_name(topic),
        "levels": _levels(topic),
        "fields": [
            wording.field_link(directory.pair, field_id)
            for field_id in directory.pair.fields_of_topic(topic_id)
        ],
        "figures": region_figures(directory, years, sources),
        "chart": chart,
        "leaders": sides,
        "stating": stating,
        "bridges": bridge_table,
        "people": people,
        "works": works,
        "exports": [chart.table, *sides, *stating, bridge_table, people, works],
    }


def _other_name(topic: Topic) -> str:
    own = topic.label(active_language())
    other = topic.name if own == topic.name_zh else topic.name_zh
    return "" if other == own else other


def _levels(topic: Topic) -> list[str]:
    if active_language().startswith("zh"):
        return [topic.domain_zh, topic.field_zh, topic.subfield_zh]
    return [topic.domain, topic.field, topic.subfield]


def _people(directory: Directory, rows: list[Row]) -> DataTable:
    return DataTable(
        table_id="people",
        caption=_("People with most works in this topic"),
        columns=(
            Column("person", _("Person")),
            Column("region", _("Region")),
            Column("works", _("Works"), "count"),
        ),
        rows=[
            [
                Link(
                    row["name"],
                    wording.address("person", row["person_id"]),
                    wording.slot(directory.pair, row["region"]),
                ),
                wording.region_name(directory.pair, row["region"]),
                row["works"],
            ]
            for row in rows
        ],
        sources=sorted({row["source"] for row in rows}),
        total=int(rows[0]["total"]) if rows else 0,
    )
