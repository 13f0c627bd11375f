"""What the list of organisations shows."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from twinbay.lake.schema import ORGANISATION_KINDS
from twinbay.regions import RegionPair
from twinbay.web.directory.domain.directory import Directory
from twinbay.web.directory.pages import wording
from twinbay.web.directory.queries.listing import (
    ELSEWHERE,
    ListedOrganisation,
    OrganisationFilter,
    facet_counts,
    listed_organisations,
)
from twinbay.web.display import Column, DataTable, Facet, FacetValue, PageOfList
from twinbay.web.i18n import active_language

PER_PAGE = 50


def content(
    directory: Directory, wanted: OrganisationFilter, page: int, *, whole: bool = False
) -> dict[str, Any]:
    """Return the template's values.

    Arguments:
        wanted: which organisations.
        page: the page asked for, from 1; beyond the end the last one is shown.
        whole: the whole list in the table, for a file.
    """
    database = directory.database
    counts = facet_counts(database, wanted)
    total = counts["total"].get("", 0)
    pages = max(1, -(-total // PER_PAGE))
    number = min(page, pages)
    limit, offset = (None, 0) if whole else (PER_PAGE, (number - 1) * PER_PAGE)
    listed, sources = listed_organisations(database, wanted, limit, offset)
    table = _table(directory, wanted, listed, sources)
    return {
        "table": table,
        "total": total,
        "wanted": wanted,
        "facets": _facets(directory.pair, wanted, counts),
        "sorts": [
            {"value": value, "label": label, "chosen": value == wanted.sort}
            for value, label in (
                ("works", _("Works")),
                ("across", _("Partners in the other bay")),
                ("name", _("Name")),
            )
        ],
        "kept": _query(replace(wanted, name="", sort="works")),
        "page": page_of_list(number, pages, total, lambda n: _address(wanted, n)),
        "exports": [table],
    }


def page_of_list(
    number: int, pages: int, total: int, address_of: Callable[[int], str]
) -> PageOfList:
    """Return where a page stands, with the addresses beside it."""
    return PageOfList(
        number,
        pages,
        total,
        address_of(number - 1) if number > 1 else "",
        address_of(number + 1) if number < pages else "",
    )


def _query(chosen: OrganisationFilter) -> dict[str, str]:
    values = {
        "q": chosen.name,
        "region": chosen.region,
        "kind": chosen.kind,
        "place": chosen.place,
        "field": chosen.field,
        "sort": "" if chosen.sort == "works" else chosen.sort,
    }
    return {key: value for key, value in values.items() if value}


def _address(chosen: OrganisationFilter, page: int = 1) -> str:
    query = _query(chosen)
    if page > 1:
        query["page"] = str(page)
    path = wording.address("organisations")
    return f"{path}?{urlencode(query)}" if query else path


def _table(
    directory: Directory,
    wanted: OrganisationFilter,
    listed: list[ListedOrganisation],
    sources: list[str],
) -> DataTable:
    pair = directory.pair
    unit = ""
    if wanted.field:
        unit = pair.field(wanted.field).name.text(active_language())
    return DataTable(
        table_id="organisations",
        caption=_("Organisations"),
        columns=(
            Column("organisation", _("Organisation")),
            Column("kind", _("Kind")),
            Column("place", _("Place")),
            Column("works", _("Works"), "count", unit),
            Column("across", _("Partners in the other bay"), "count"),
        ),
        rows=[
            [
                wording.organisation_link(pair, entry.organisation),
                wording.kind_name(pair, entry.organisation.kind),
                wording.place_name(pair, entry.organisation),
                entry.works,
                entry.across,
            ]
            for entry in listed
        ],
        sources=sources,
        note=_("Partners in the other bay: organisations there with which it has joint works."),
    )


def _facets(
    pair: RegionPair, wanted: OrganisationFilter, counts: dict[str, dict[str, int]]
) -> list[Facet]:
    language = active_language()
    regions = [
        (r.region_id, r.short_name.text(language), wording.slot(pair, r.region_id))
        for r in pair.regions
    ]
    regions.append((ELSEWHERE, _("Elsewhere"), "neutral"))
    places = [
        (place.place_id, place.name.text(language), wording.slot(pair, region.region_id))
        for region in pair.regions
        for place in region.places
        if region.region_id == wanted.region
    ]
    kinds = [(kind, wording.kind_name(pair, kind), "neutral") for kind in ORGANISATION_KINDS]
    fields = [(f.field_id, f.name.text(language), "neutral") for f in pair.fields]
    return [
        _facet(_("Region"), "region", regions, wanted, counts, place=""),
        _facet(_("Kind"), "kind", kinds, wanted, counts),
        _facet(_("Place"), "place", places, wanted, counts),
        _facet(_("Field"), "field", fields, wanted, counts),
    ]


def _facet(
    title: str,
    key: str,
    values: list[Any],
    wanted: OrganisationFilter,
    counts: dict[str, dict[str, int]],
    **also: str,
) -> Facet:
    chosen = getattr(wanted, key)

    def with_choice(value: str) -> str:
        changes: dict[str, Any] = {key: "" if value == chosen else value, **also}
        return _address(replace(wanted, **changes))

    return Facet(
        title,
        [
            FacetValue(
                label,
                counts[key].get(value, 0),
                with_choice(value),
                value == chosen,
                colour,
            )
            for value, label, colour in values
            if counts[key].get(value) or value == chosen
        ],
    )
