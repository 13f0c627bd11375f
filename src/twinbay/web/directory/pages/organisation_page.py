"""What an organisation's page shows."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from twinbay.match.evidence import WINDOW_YEARS
from twinbay.web.directory.domain.directory import Directory
from twinbay.web.directory.pages import wording
from twinbay.web.directory.pages.organisation_strengths import (
    fields_table,
    topics_table,
    trend_chart,
)
from twinbay.web.directory.pages.organisation_tables import (
    focus_table,
    partners_table,
    people_table,
    transactions_table,
)
from twinbay.web.directory.queries import organisations as queries
from twinbay.web.directory.queries.organisations import Organisation, Partner
from twinbay.web.display import Figure
from twinbay.web.i18n import active_language
from twinbay.web.pages.sources_page import web_address


def content(directory: Directory, org_id: str, most: int) -> dict[str, Any]:
    """Return the template's values, but for the suggested partners.

    Arguments:
        most: rows of long tables to read.

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
    tables = {
        "topics": topics_table(directory, counted, sources, most),
        "fields": fields_table(directory, counted, sources),
        "partners": partners_table(
            pair, org_id, partners, most, joint_sources, directory.evidence.recent_years
        ),
        "people": people_table(people, people_total),
        "focus": focus_table(queries.focus(database, org_id)),
        "transactions": transactions_table(pair, queries.transactions(database, org_id)),
    }
    trend = trend_chart(counted, sources)
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
    partners: Sequence[Partner],
    sources: Sequence[str],
    joint_sources: Sequence[str],
    directory: Directory,
) -> list[Figure]:
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
            value=len(partners),
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
                value=sum(p.organisation.region == region_id for p in partners),
                bay=wording.slot(directory.pair, region_id),
                sources=joint_sources,
                address="#partners",
            )
        )
    return figures
