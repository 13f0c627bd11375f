"""What an organisation is strong in: works by year, by topic and by field of cooperation."""

from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _

from twinbay.web.directory.domain.directory import Directory
from twinbay.web.directory.pages import wording
from twinbay.web.directory.pages.charts import Line, years_chart
from twinbay.web.directory.queries.organisations import TopicYear
from twinbay.web.directory.queries.topics import region_totals, topics_compared
from twinbay.web.display import Chart, Column, DataTable


def trend_chart(counted: Sequence[TopicYear], sources: Sequence[str]) -> Chart:
    """Return the chart of an organisation's works by year."""
    by_year: dict[int, int] = defaultdict(int)
    for entry in counted:
        by_year[entry.year] += entry.works
    line: Line = (str(_("Works")), by_year, "neutral")
    return years_chart("years", _("Works by year"), [line], _("works"), sources)


def topics_table(
    directory: Directory, counted: Sequence[TopicYear], sources: Sequence[str], most: int
) -> DataTable:
    """Return an organisation's topics, those with most works first, with both growth spans."""
    spans = (directory.evidence.earlier_years, directory.evidence.recent_years)
    topics: dict[str, list[TopicYear]] = defaultdict(list)
    for entry in counted:
        topics[entry.topic].append(entry)
    works = {topic: sum(e.works for e in entries) for topic, entries in topics.items()}
    order = sorted(topics, key=lambda topic: (-works[topic], topic))
    return DataTable(
        table_id="topics",
        caption=_("Topics"),
        columns=(
            Column("topic", _("Topic")),
            Column("works", _("Works"), "count"),
            Column("specialisation", _("Specialisation"), "ratio"),
            Column("earlier", wording.years(*spans[0]), "count", _("works")),
            Column("recent", wording.years(*spans[1]), "count", _("works")),
        ),
        rows=[
            [
                wording.topic_link(topic),
                works[topic],
                rounded(topics[topic][0].specialisation),
                *(
                    sum(e.works for e in topics[topic] if first <= e.year <= last)
                    for first, last in spans
                ),
            ]
            for topic in order[:most]
        ],
        sources=sources,
        note=_("Specialisation: 1 is the average of the world of the data."),
        total=len(order),
    )


def fields_table(
    directory: Directory, counted: Sequence[TopicYear], sources: Sequence[str]
) -> DataTable:
    """Return an organisation's works by field of cooperation; fields without any are left out."""
    world, world_total = world_works(directory)
    own: dict[str, int] = defaultdict(int)
    for entry in counted:
        if entry.topic:
            own[entry.topic] += entry.works
    own_total = sum(own.values())
    works = {
        candidate: sum(own.get(topic, 0) for topic in candidate.topics)
        for candidate in directory.pair.fields
    }
    worlds = {
        candidate: sum(world.get(topic, 0) for topic in candidate.topics) for candidate in works
    }
    order = sorted((c for c in works if works[c]), key=lambda candidate: -works[candidate])
    return DataTable(
        table_id="fields",
        caption=_("Fields of cooperation"),
        columns=(
            Column("field", _("Field")),
            Column("works", _("Works"), "count"),
            Column("share", _("Share of its works"), "percent"),
            Column("specialisation", _("Specialisation"), "ratio"),
        ),
        rows=[
            [
                wording.field_link(directory.pair, candidate.field_id),
                works[candidate],
                works[candidate] / own_total,
                rounded(works[candidate] / own_total / (worlds[candidate] / world_total))
                if worlds[candidate]
                else None,
            ]
            for candidate in order
        ],
        sources=sources,
        note=_("A topic may belong to several fields, so the fields do not add up."),
    )


def rounded(value: float | None) -> float | None:
    """Return a specialisation with two decimals."""
    return None if value is None else round(value, 2)


def world_works(directory: Directory) -> tuple[dict[str, int], int]:
    """Return the world of the data's works by topic of the fields, and over all topics."""

    def make() -> tuple[dict[str, int], int]:
        topics = {topic for candidate in directory.pair.fields for topic in candidate.topics}
        rows, _sources = topics_compared(directory.database, topics)
        by_topic = {row["topic"]: row["works"] for row in rows if not row["region"]}
        return by_topic, region_totals(directory.database)[""]

    return directory.once("world works", make)
