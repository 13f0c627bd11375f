"""The suggested partners on an organisation's page, with what the visitor said about them."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinbay.match.partners import Feedback, Suggestion
from twinbay.web.directory.domain import partners
from twinbay.web.directory.domain.directory import Directory
from twinbay.web.directory.pages import wording
from twinbay.web.directory.pages.reasons import ReasonShown, reasons_shown
from twinbay.web.directory.queries.organisations import Organisation, organisations
from twinbay.web.display import Column, DataTable, Link
from twinbay.web.exports import FORMATS
from twinbay.web.i18n import active_language
from twinbay.web.table_rows import format_value


def content(directory: Directory, organisation: Organisation, feedback: Feedback) -> dict[str, Any]:
    """Return the values of the section's template: one list per region that is looked in."""
    regions = partners.regions_to_look_in(directory, organisation.region)
    found = {
        region_id: partners.suggestions(directory, organisation.org_id, region_id, feedback)
        for region_id in regions
    }
    mentioned = {s.org_id for listed in found.values() for s in listed}
    mentioned |= feedback.dismissed | feedback.followed
    named = organisations(directory.database, mentioned)
    lists = [
        {
            "region": directory.pair.region(region_id),
            "region_name": directory.pair.region(region_id).name.text(active_language()),
            "suggestions": [
                _shown(directory, organisation, suggestion, named[suggestion.org_id])
                for suggestion in listed
            ],
            "table": _table(directory, organisation, region_id, listed, named),
            **{kind: _file_address(organisation, region_id, kind) for kind in FORMATS},
        }
        for region_id, listed in found.items()
    ]
    return {
        "organisation": organisation,
        "outside": directory.in_pair(organisation.region) is None,
        "evidence_gap": _evidence_gap(directory, organisation.org_id),
        "lists": lists,
        "followed": _said(directory, feedback.followed, named),
        "dismissed": _said(directory, feedback.dismissed, named),
        "exports": [entry["table"] for entry in lists],
    }


def _evidence_gap(directory: Directory, org_id: str) -> str:
    """Return why an organisation's suggestions carry no likelihood, "" where they do."""
    ranker = directory.trained
    if ranker is None or not ranker.evidence_gap(org_id):
        return ""
    works = ranker.works_of(org_id)
    return str(
        ngettext(
            "No likelihood is given: not enough evidence (%(works)s work).",
            "No likelihood is given: not enough evidence (%(works)s works).",
            works,
        )
        % {"works": format_value(works, "count")}
    )


def _said(
    directory: Directory, org_ids: frozenset[str], named: dict[str, Organisation]
) -> list[dict[str, Any]]:
    """Return what a visitor said one thing about, by name; what left the lake is left out."""
    found = [
        (o, wording.organisation_link(directory.pair, named[o])) for o in org_ids & named.keys()
    ]
    found.sort(key=lambda entry: entry[1].text)
    return [{"org_id": org_id, "link": link} for org_id, link in found]


def _file_address(organisation: Organisation, region_id: str, file_format: str) -> str:
    table = f"suggestions-{region_id}"
    return wording.address("organisation", organisation.org_id, table=table, export=file_format)


def _shown(
    directory: Directory,
    organisation: Organisation,
    suggestion: Suggestion,
    partner: Organisation,
) -> dict[str, Any]:
    return {
        "partner": partner,
        "link": wording.organisation_link(directory.pair, partner),
        "kind": wording.kind_name(directory.pair, partner.kind),
        "place": wording.place_name(directory.pair, partner),
        "followed": suggestion.followed,
        "pair_address": wording.address("pair", organisation.org_id, partner.org_id),
        "likelihood": likelihood_sentence(suggestion),
        "reasons": _reasons(directory, organisation, suggestion),
    }


def likelihood_sentence(suggestion: Suggestion) -> str:
    """Return what suggestions like this one were worth in the past, "" where nothing is known."""
    found = suggestion.judgement.likelihood if suggestion.judgement else None
    if found is None:
        return ""
    text = ngettext(
        "Of 100 suggestions like this in the past, %(hundred)s became joint works within a year"
        " (%(became)s of %(suggestions)s).",
        "Of 100 suggestions like this in the past, %(hundred)s became joint works within"
        " %(years)s years (%(became)s of %(suggestions)s).",
        found.horizon,
    )
    numbers = {
        "suggestions": format_value(found.suggestions, "count"),
        "became": format_value(found.became, "count"),
        "years": found.horizon,
        "hundred": found.per_hundred,
    }
    return str(text % numbers)


def _reasons(
    directory: Directory, organisation: Organisation, suggestion: Suggestion
) -> list[ReasonShown]:
    return reasons_shown(directory, organisation.org_id, suggestion.org_id, suggestion.reasons)


def _table(
    directory: Directory,
    organisation: Organisation,
    region_id: str,
    listed: tuple[Suggestion, ...],
    named: dict[str, Organisation],
) -> DataTable:
    name = organisation.name_in(active_language())
    region = wording.region_name(directory.pair, region_id)
    judged = any(_per_hundred(s) is not None for s in listed)
    return DataTable(
        table_id=f"suggestions-{region_id}",
        caption=_("Suggested partners of %(name)s in %(region)s")
        % {"name": name, "region": region},
        columns=(
            Column("partner", _("Organisation")),
            Column("kind", _("Kind")),
            Column("place", _("Place")),
            Column("followed", _("Followed")),
            Column("score", _("Score"), "decimal"),
            *((Column("likelihood", _("Of 100 like it, came to joint work"), "count"),) * judged),
            Column("reasons", _("Reasons")),
        ),
        rows=[
            [
                Link(
                    named[s.org_id].name_in(active_language()),
                    wording.address("organisation", s.org_id),
                ),
                wording.kind_name(directory.pair, named[s.org_id].kind),
                wording.place_name(directory.pair, named[s.org_id]),
                _("yes") if s.followed else _("no"),
                round(s.score, 4),
                *((_per_hundred(s),) * judged),
                " ".join(reason.text for reason in _reasons(directory, organisation, s)),
            ]
            for s in listed
        ],
        sources=_sources(directory),
    )


def _per_hundred(suggestion: Suggestion) -> int | None:
    found = suggestion.judgement.likelihood if suggestion.judgement else None
    return found.per_hundred if found else None


def _sources(directory: Directory) -> tuple[str, ...]:
    """Return the sources of the figures that reasons are made of; asked once per build."""

    def make() -> tuple[str, ...]:
        rows = directory.database.rows(
            "SELECT DISTINCT source FROM portfolio WHERE source IS NOT NULL"
            " UNION SELECT DISTINCT source FROM collaboration WHERE source IS NOT NULL"
            " UNION SELECT DISTINCT source FROM focus ORDER BY source"
        )
        return tuple(row["source"] for row in rows)

    return directory.once("sources of reasons", make)
