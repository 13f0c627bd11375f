"""What the list of fields and a field's page show."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from twinbay.match.missing import MissingBridge, is_about_topics
from twinbay.match.reasons import Reason
from twinbay.regions import CooperationField
from twinbay.web.directory.domain import partners
from twinbay.web.directory.domain.directory import Directory
from twinbay.web.directory.pages import comparison, wording
from twinbay.web.directory.pages.reasons import reasons_shown
from twinbay.web.directory.queries import topics as queries
from twinbay.web.directory.queries.organisations import Organisation, organisations
from twinbay.web.directory.queries.serving import Row
from twinbay.web.display import Cell, Column, DataTable, Figure
from twinbay.web.i18n import active_language
from twinbay.web.pages.home_page import growth_in_words
from twinbay.web.pages.queries import growth_of, home_figures


def all_fields(directory: Directory) -> dict[str, Any]:
    """Return the values of the list of fields."""
    pair = directory.pair
    topics = {topic for candidate in pair.fields for topic in candidate.topics}
    rows, sources = queries.topics_compared(directory.database, topics)
    shared, shared_sources = queries.shared_by_field(directory.database)
    works: dict[tuple[str, str], int] = {(r["topic"], r["region"]): r["works"] for r in rows}
    table = _fields_table(directory, works, shared, sorted({*sources, *shared_sources}))
    return {
        "fields": [
            {
                "link": wording.field_link(pair, candidate.field_id),
                "description": candidate.description.text(active_language()),
            }
            for candidate in pair.fields
        ],
        "table": table,
        "exports": [table],
    }


def _fields_table(
    directory: Directory,
    works: dict[tuple[str, str], int],
    shared: dict[str, int],
    sources: list[str],
) -> DataTable:
    pair, language = directory.pair, active_language()
    rows: list[list[Cell]] = []
    for candidate in pair.fields:
        world = sum(works.get((topic, ""), 0) for topic in candidate.topics)
        row: list[Cell] = [wording.field_link(pair, candidate.field_id)]
        for region_id in directory.region_ids:
            own = sum(works.get((topic, region_id), 0) for topic in candidate.topics)
            ratio = comparison.specialisation(directory, region_id, own, world)
            row += [own, None if ratio is None else round(ratio, 2)]
        rows.append([*row, shared.get(candidate.field_id, 0)])
    columns = [Column("field", _("Field"))]
    for region in pair.regions:
        name, slot = region.short_name.text(language), wording.slot(pair, region.region_id)
        columns.append(Column(f"{region.region_id}-works", name, "count", _("works"), slot))
        columns.append(
            Column(f"{region.region_id}-ratio", name, "ratio", _("specialisation"), slot)
        )
    columns.append(Column("shared", _("Shared works"), "count"))
    return DataTable(
        table_id="fields",
        caption=_("Both bays by field of cooperation"),
        columns=columns,
        rows=rows,
        sources=sources,
        note=_("A topic may belong to several fields, so the fields do not add up."),
    )


def one_field(directory: Directory, field_id: str, most: int) -> dict[str, Any]:
    """Return the values of a field's page.

    Arguments:
        most: rows of long tables to read.

    Raises:
        NotFoundError: the pair has no field of that id.
    """
    pair, database = directory.pair, directory.database
    chosen = pair.field(field_id)
    years, sources = queries.region_years(database, chosen.topics)
    leaders, leader_sources = queries.leaders(
        database, chosen.topics, directory.evidence.recent_years[0], most
    )
    bridges, bridge_sources = queries.strongest_bridges(database, chosen.topics, most)
    shared, shared_sources = queries.shared_by_year(database, chosen.topics)
    topic_rows, topic_sources = queries.topics_compared(database, chosen.topics)
    missing = partners.missing_in_field(directory, field_id)
    named = organisations(
        database,
        {o for b in bridges for o in (b.org_a, b.org_b)}
        | {o for m in missing for o in (m.org_a, m.org_b)},
    )
    chart = comparison.compared_by_year(directory, years, sources)
    sides = [
        comparison.leaders_table(
            directory, region, leaders.get(region.region_id, []), leader_sources
        )
        for region in pair.regions
    ]
    stating = comparison.stating_tables(directory, *queries.stating(database, chosen.topics, most))
    bridge_table = comparison.bridges_table(
        directory, bridges, named, bridge_sources, _("Strongest existing bridges")
    )
    openings = [_opening(directory, bridge, named) for bridge in missing]
    missing_table = _missing_table(directory, openings, topic_sources)
    topics = _topics_table(directory, topic_rows, topic_sources)
    return {
        "field": chosen,
        "name": chosen.name.text(active_language()),
        "description": chosen.description.text(active_language()),
        "other_name": _other_name(chosen),
        "figures": [
            *comparison.region_figures(directory, years, sources),
            Figure(
                label=_("Works of both bays together"),
                value=sum(shared.values()),
                unit=_("works"),
                note=wording.years(min(shared), max(shared)) if shared else "",
                sources=shared_sources,
            ),
        ],
        "growth": _growth(directory, shared),
        "shared_sources": shared_sources,
        "chart": chart,
        "leaders": sides,
        "stating": stating,
        "bridges": bridge_table,
        "missing": openings,
        "missing_table": missing_table,
        "topics": topics,
        "exports": [chart.table, *sides, *stating, bridge_table, missing_table, topics],
    }


def _other_name(chosen: CooperationField) -> str:
    return chosen.name.en if active_language().startswith("zh") else chosen.name.zh


def _growth(directory: Directory, shared: dict[int, int]) -> str:
    if not shared:
        return ""
    filled = {year: shared.get(year, 0) for year in range(min(shared), max(shared) + 1)}
    incomplete = home_figures(directory.lake, directory.pair).incomplete_year
    return growth_in_words(growth_of(filled, incomplete))


def _opening(
    directory: Directory, bridge: MissingBridge, named: dict[str, Organisation]
) -> dict[str, Any]:
    return {
        "a": wording.organisation_link(directory.pair, named[bridge.org_a]),
        "b": wording.organisation_link(directory.pair, named[bridge.org_b]),
        "pair_address": wording.address("pair", bridge.org_a, bridge.org_b),
        "reasons": reasons_shown(directory, bridge.org_a, bridge.org_b, _telling(bridge.reasons)),
        "score": bridge.score,
    }


def _telling(reasons: Sequence[Reason]) -> list[Reason]:
    """Return the weightiest reason about a topic of the field, and the weightiest other one."""
    of_topics = [reason for reason in reasons if is_about_topics(reason)]
    others = [reason for reason in reasons if not is_about_topics(reason)]
    return [*of_topics[:1], *others[:1]]


def _missing_table(
    directory: Directory, openings: list[dict[str, Any]], sources: list[str]
) -> DataTable:
    first, second = directory.pair.regions
    language = active_language()
    return DataTable(
        table_id="missing",
        caption=_("Most promising missing bridges"),
        columns=(
            Column("a", first.short_name.text(language)),
            Column("b", second.short_name.text(language)),
            Column("score", _("Score"), "decimal"),
            Column("reasons", _("Reasons")),
        ),
        rows=[
            [
                opening["a"],
                opening["b"],
                round(opening["score"], 4),
                " ".join(reason.text for reason in opening["reasons"]),
            ]
            for opening in openings
        ],
        sources=sources,
    )


def _topics_table(directory: Directory, rows: list[Row], sources: list[str]) -> DataTable:
    works: dict[str, dict[str, int]] = {}
    for row in rows:
        works.setdefault(row["topic"], {})[row["region"]] = row["works"]
    language = active_language()
    active = [
        (topic, [of.get(region_id, 0) for region_id in directory.region_ids], of.get("", 0))
        for topic, of in works.items()
    ]
    active = [entry for entry in active if any(entry[1])]
    active.sort(key=lambda entry: (-sum(entry[1]), wording.topic_name(entry[0])))
    return DataTable(
        table_id="topics",
        caption=_("Topics of the field"),
        columns=(
            Column("topic", _("Topic")),
            *(
                Column(
                    region.region_id,
                    region.short_name.text(language),
                    "count",
                    _("works"),
                    wording.slot(directory.pair, region.region_id),
                )
                for region in directory.pair.regions
            ),
            Column("world", _("World of the data"), "count", _("works")),
        ),
        rows=[[wording.topic_link(topic), *own, world] for topic, own, world in active],
        sources=sources,
    )
