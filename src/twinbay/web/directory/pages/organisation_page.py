"""What an organisation's page shows."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from twinbay.match.evidence import WINDOW_YEARS
from twinbay.regions import RegionPair
from twinbay.web.components import format_value
from twinbay.web.directory.domain.directory import Directory
from twinbay.web.directory.pages import wording
from twinbay.web.directory.pages.charts import Line, years_chart
from twinbay.web.directory.queries import organisations as queries
from twinbay.web.directory.queries.organisations import Organisation, TopicYear
from twinbay.web.directory.queries.serving import Row
from twinbay.web.directory.queries.topics import region_totals, topics_compared
from twinbay.web.display import Cell, Chart, Column, DataTable, Figure, Link
from twinbay.web.i18n import active_language
from twinbay.web.pages.sources_page import web_address


def content(directory: Directory, org_id: str, most: int) -> dict[str, Any]:
    """Return the template's values, but for the suggested partners.

    Raises:
        NotFoundError: there is no organisation of that id.
    """
    database, pair = directory.database, directory.pair
    organisation, parent, children = queries.organisation_with_family(database, org_id)
    counted, sources = queries.portfolio(database, org_id)
    partners, joint_sources = queries.partners(
        database, org_id, directory.evidence.latest_year, WINDOW_YEARS
    )
    people, people_total = queries.people(database, org_id, most)
    topics = _topics(counted, sources, directory)
    tables = {
        "topics": topics,
        "fields": _fields(directory, counted, sources),
        "partners": _partners(
            pair, org_id, partners, joint_sources, directory.evidence.recent_years
        ),
        "people": _people(people, people_total),
        "focus": _focus(queries.focus(database, org_id)),
        "transactions": _transactions(pair, queries.transactions(database, org_id)),
    }
    trend = _trend(counted, sources)
    return {
        "organisation": organisation,
        "name": organisation.name_in(active_language()),
        "other_name": _other_name(organisation),
        "kind": wording.kind_name(pair, organisation.kind),
        "place": wording.place_name(pair, organisation),
        "region_rule": wording.region_rule_in_words(organisation.region_rule or "none"),
        "website": web_address(organisation.url),
        "ror_address": f"https://ror.org/{organisation.ror}" if organisation.ror else "",
        "parent": wording.organisation_link(pair, parent) if parent else None,
        "children": [wording.organisation_link(pair, child) for child in children],
        "figures": _figures(organisation, partners, sources, joint_sources, directory),
        "trend": trend,
        "tables": tables,
        "exports": [*tables.values(), trend.table],
    }


def _other_name(organisation: Organisation) -> str:
    chinese = active_language().startswith("zh")
    other = organisation.name if chinese else organisation.name_zh
    return "" if other == organisation.name_in(active_language()) else other


def _figures(
    organisation: Organisation,
    partners: Iterable[queries.Partner],
    sources: list[str],
    joint_sources: list[str],
    directory: Directory,
) -> list[Figure]:
    listed = list(partners)
    figures = [
        Figure(
            label=_("Works in the data"),
            value=organisation.works,
            note=wording.years(organisation.first_year, organisation.last_year),
            sources=sources,
            address="#years",
        ),
        Figure(
            label=_("Organisations with joint works"),
            value=len(listed),
            sources=joint_sources,
            address="#partners",
        ),
    ]
    for region_id in directory.region_ids:
        if region_id == organisation.region:
            continue
        figures.append(
            Figure(
                label=_("of them in %(region)s")
                % {"region": wording.region_name(directory.pair, region_id)},
                value=sum(p.organisation.region == region_id for p in listed),
                bay=wording.slot(directory.pair, region_id),
                sources=joint_sources,
                address="#partners",
            )
        )
    return figures


def _trend(counted: Iterable[TopicYear], sources: list[str]) -> Chart:
    by_year: dict[int, int] = defaultdict(int)
    for entry in counted:
        by_year[entry.year] += entry.works
    line: Line = (str(_("Works")), by_year, "neutral")
    return years_chart("years", _("Works by year"), [line], _("works"), sources)


def _topics(counted: Iterable[TopicYear], sources: list[str], directory: Directory) -> DataTable:
    evidence = directory.evidence
    recent_from, recent_to = evidence.recent_years
    earlier_from, earlier_to = evidence.earlier_years
    topics: dict[str, list[TopicYear]] = defaultdict(list)
    for entry in counted:
        topics[entry.topic].append(entry)
    rows: list[list[Cell]] = []
    for topic, entries in topics.items():
        ratio = entries[0].specialisation
        rows.append(
            [
                wording.topic_link(topic),
                sum(e.works for e in entries),
                None if ratio is None else round(ratio, 2),
                sum(e.works for e in entries if earlier_from <= e.year <= earlier_to),
                sum(e.works for e in entries if recent_from <= e.year <= recent_to),
            ]
        )
    rows.sort(key=lambda row: (-int(str(row[1])), format_value(row[0])))
    return DataTable(
        table_id="topics",
        caption=_("Topics"),
        columns=(
            Column("topic", _("Topic")),
            Column("works", _("Works"), "count"),
            Column("specialisation", _("Specialisation"), "decimal"),
            Column("earlier", wording.years(earlier_from, earlier_to), "count", _("works")),
            Column("recent", wording.years(recent_from, recent_to), "count", _("works")),
        ),
        rows=rows,
        sources=sources,
        note=_("Specialisation: 1 is the average of the world of the data."),
    )


def _fields(directory: Directory, counted: Iterable[TopicYear], sources: list[str]) -> DataTable:
    pair = directory.pair
    world, world_total = world_works(directory)
    own: dict[str, int] = defaultdict(int)
    for entry in counted:
        if entry.topic:
            own[entry.topic] += entry.works
    own_total = sum(own.values())
    rows: list[list[Cell]] = []
    for candidate in pair.fields:
        works = sum(own.get(topic, 0) for topic in candidate.topics)
        worlds = sum(world.get(topic, 0) for topic in candidate.topics)
        share = works / own_total if own_total else None
        ratio = share / (worlds / world_total) if share is not None and worlds else None
        if works:
            rounded = None if ratio is None else round(ratio, 2)
            rows.append([wording.field_link(pair, candidate.field_id), works, share, rounded])
    rows.sort(key=lambda row: -int(str(row[1])))
    return DataTable(
        table_id="fields",
        caption=_("Fields of cooperation"),
        columns=(
            Column("field", _("Field")),
            Column("works", _("Works"), "count"),
            Column("share", _("Share of its works"), "percent"),
            Column("specialisation", _("Specialisation"), "decimal"),
        ),
        rows=rows,
        sources=sources,
        note=_("A topic may belong to several fields, so the fields do not add up."),
    )


def world_works(directory: Directory) -> tuple[dict[str, int], int]:
    """Return the world of the data's works by topic of the fields, and over all topics."""

    def make() -> tuple[dict[str, int], int]:
        topics = {topic for candidate in directory.pair.fields for topic in candidate.topics}
        rows, _sources = topics_compared(directory.database, topics)
        by_topic = {row["topic"]: row["works"] for row in rows if not row["region"]}
        return by_topic, region_totals(directory.database)[""]

    return directory.once("world works", make)


def _partners(
    pair: RegionPair,
    org_id: str,
    partners: Iterable[queries.Partner],
    sources: list[str],
    recent_years: tuple[int, int],
) -> DataTable:
    return DataTable(
        table_id="partners",
        caption=_("Organisations with joint works"),
        columns=(
            Column("organisation", _("Organisation")),
            Column("region", _("Region")),
            Column("works", _("Joint works"), "count"),
            Column("recent", wording.years(*recent_years), "count", _("works")),
            Column("years", _("Years")),
        ),
        rows=[
            [
                wording.organisation_link(pair, partner.organisation),
                wording.region_name(pair, partner.organisation.region),
                Link(
                    "",
                    wording.address(
                        "pair", org_id, partner.organisation.org_id, anchor="joint-years"
                    ),
                    value=partner.works,
                ),
                partner.recent,
                wording.years(partner.first_year, partner.last_year),
            ]
            for partner in partners
        ],
        sources=sources,
    )


def _people(people: list[Row], total: int) -> DataTable:
    return DataTable(
        table_id="people",
        caption=_("People with works under its name"),
        columns=(
            Column("person", _("Person")),
            Column("works", _("Works"), "count"),
            Column("years", _("Years")),
        ),
        rows=[
            [
                Link(row["name"], wording.address("person", row["person_id"])),
                row["works"],
                wording.years(row["first_year"], row["last_year"]),
            ]
            for row in people
        ],
        sources=sorted({row["source"] for row in people}),
        total=total,
    )


def _focus(stated: list[Row]) -> DataTable:
    chinese = active_language().startswith("zh")
    return DataTable(
        table_id="focus",
        caption=_("What it states it works on"),
        columns=(Column("statement", _("Statement")), Column("topic", _("Topic"))),
        rows=[
            [
                (row["statement_zh"] if chinese else "") or row["statement"],
                wording.topic_link(row["topic"]) if row["topic"] else None,
            ]
            for row in stated
        ],
        sources=sorted({row["source"] for row in stated}),
    )


def _transactions(pair: RegionPair, rows: list[Row]) -> DataTable:
    return DataTable(
        table_id="transactions",
        caption=_("Transactions"),
        columns=(
            Column("date", _("Date")),
            Column("kind", _("Kind")),
            Column("from", _("From")),
            Column("to", _("To")),
            Column("amount", _("Amount"), "count"),
            Column("currency", _("Currency")),
        ),
        rows=[
            [
                row["date"].isoformat() if row["date"] else None,
                wording.transaction_kind(row["kind"]),
                wording.link_of_row(pair, _side(row, "from")),
                wording.link_of_row(pair, _side(row, "to")),
                None if row["amount"] is None else round(row["amount"]),
                row["currency"],
            ]
            for row in rows
        ],
        sources=sorted({row["source"] for row in rows}),
    )


def _side(row: Row, side: str) -> Row:
    return {key: row[f"{side}_{key}"] for key in ("org_id", "name", "name_zh", "region")}
