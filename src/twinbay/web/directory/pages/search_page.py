"""What the search page shows."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twinbay.lake.schema import ORGANISATION_KINDS
from twinbay.match.search import RECORD_KINDS, Filters, Hit, MatchReason
from twinbay.regions import Location, RegionPair
from twinbay.web.directory.domain.directory import Directory
from twinbay.web.directory.domain.searching import HITS_REACHED, fields_named, search
from twinbay.web.directory.forms.searching import SearchRequest
from twinbay.web.directory.pages import wording
from twinbay.web.directory.pages.listing_page import page_of_list
from twinbay.web.display import Column, DataTable, Facet, FacetValue, Link
from twinbay.web.i18n import active_language

PER_PAGE = 20
YEARS_SHOWN = 8
RECORD_KIND_NAMES = {
    "organisation": gettext_lazy("Organisation"),
    "topic": gettext_lazy("Topic"),
    "person": gettext_lazy("Person"),
    "work": gettext_lazy("Work"),
}
PLACES = {  # by zone of the word index
    "name": gettext_lazy("in its name"),
    "alias": gettext_lazy("in another name of it"),
    "focus": gettext_lazy("in its areas of work"),
    "topic": gettext_lazy("in its topics"),
    "title": gettext_lazy("in the title"),
    "abstract": gettext_lazy("in the abstract"),
    "location": gettext_lazy("in its place or organisation"),
}


def content(directory: Directory, asked: SearchRequest, *, whole: bool = False) -> dict[str, Any]:
    """Return the template's values.

    Arguments:
        asked: the query.
        whole: all hits that can be reached in the table, for a file.
    """
    most_pages = HITS_REACHED // PER_PAGE
    number = min(asked.page, most_pages)
    limit, offset = (HITS_REACHED, 0) if whole else (PER_PAGE, (number - 1) * PER_PAGE)
    result = search(directory, asked.text, asked.filters, limit, offset)
    pages = min(max(1, -(-result.total // PER_PAGE)), most_pages)
    if number > pages and not whole:
        number = pages
        offset = (number - 1) * PER_PAGE
        result = search(directory, asked.text, asked.filters, PER_PAGE, offset)
    shown = [_shown(directory.pair, hit) for hit in result.hits]
    table = _table(shown)
    return {
        "asked": asked,
        "total": result.total,
        "reached": HITS_REACHED if result.total > HITS_REACHED else 0,
        "hits": shown,
        "fields": [
            wording.field_link(directory.pair, candidate.field_id)
            for candidate in fields_named(directory.pair, asked.text)
        ],
        "facets": _facets(directory.pair, asked, result.facets),
        "kept": _query(asked, without=("q", "from", "to")),
        "page": page_of_list(number, pages, result.total, lambda n: _address(asked, page=n)),
        "table": table,
        "exports": [table],
    }


def _shown(pair: RegionPair, hit: Hit) -> dict[str, Any]:
    chinese = active_language().startswith("zh")
    title = (hit.title_zh if chinese else "") or hit.title
    other = hit.title if title == hit.title_zh else hit.title_zh
    return {
        "link": Link(
            title,
            wording.address(hit.record_kind, hit.record_id),
            wording.slot(pair, hit.region),
        ),
        "other": other if other != title else "",
        "region": hit.region,
        "facts": [
            fact
            for fact in (
                record_kind_name(hit.record_kind),
                wording.kind_name(pair, hit.organisation_kind) if hit.organisation_kind else "",
                _place(pair, hit),
                str(hit.year or ""),
            )
            if fact
        ],
        "reasons": [reason_in_words(reason) for reason in hit.reasons],
        "kind": record_kind_name(hit.record_kind),
        "region_name": wording.region_name(pair, hit.region) if hit.region else "",
        "year": hit.year,
    }


def _place(pair: RegionPair, hit: Hit) -> str:
    if not hit.region or not hit.place:
        return ""
    try:
        return pair.place(Location(hit.region, hit.place)).name.text(active_language())
    except KeyError:
        return ""


def record_kind_name(kind: str) -> str:
    """Return the name of a kind of record (``match.search.RECORD_KINDS``)."""
    return str(RECORD_KIND_NAMES.get(kind, kind))


def reason_in_words(reason: MatchReason) -> str:
    """Return why a hit matched, in one phrase."""
    if reason.kind == "meaning":
        near = f"{reason.similarity or 0:.2f}"
        return str(_("Meaning is near: %(near)s of 1") % {"near": near})
    between = "、" if active_language().startswith("zh") else ", "
    words = between.join(f"“{word}”" for word in reason.words)
    place = str(PLACES.get(reason.place, ""))
    return str(_("Found %(words)s %(place)s") % {"words": words, "place": place}).strip()


def _table(shown: list[dict[str, Any]]) -> DataTable:
    return DataTable(
        table_id="hits",
        caption=_("Hits"),
        columns=(
            Column("title", _("Title")),
            Column("kind", _("Record")),
            Column("region", _("Region")),
            Column("year", _("Year"), "year"),
            Column("reasons", _("Why it matched")),
        ),
        rows=[
            [hit["link"], hit["kind"], hit["region_name"], hit["year"], "; ".join(hit["reasons"])]
            for hit in shown
        ],
    )


def _facets(
    pair: RegionPair, asked: SearchRequest, counts: Mapping[str, Mapping[str, int]]
) -> list[Facet]:
    language = active_language()
    records = [(kind, record_kind_name(kind), "neutral") for kind in RECORD_KINDS]
    regions = [
        (r.region_id, r.short_name.text(language), wording.slot(pair, r.region_id))
        for r in pair.regions
    ]
    kinds = [(kind, wording.kind_name(pair, kind), "neutral") for kind in ORGANISATION_KINDS]
    fields = [(f.field_id, f.name.text(language), "neutral") for f in pair.fields]
    return [
        _facet(_("Record"), "record_kinds", records, asked, counts.get("record_kind", {})),
        _facet(_("Region"), "regions", regions, asked, counts.get("region", {})),
        _facet(_("Kind"), "organisation_kinds", kinds, asked, counts.get("organisation_kind", {})),
        _facet(_("Field"), "fields", fields, asked, counts.get("field", {})),
        _years(asked, counts.get("year", {})),
    ]


def _facet(
    title: str,
    name: str,
    values: list[Any],
    asked: SearchRequest,
    counts: Mapping[str, int],
) -> Facet:
    chosen: frozenset[str] = getattr(asked.filters, name)

    def toggled(value: str) -> str:
        changes: dict[str, Any] = {name: chosen ^ {value}}
        return _address(replace(asked, filters=replace(asked.filters, **changes)))

    return Facet(
        title,
        [
            FacetValue(label, counts.get(value, 0), toggled(value), value in chosen, colour)
            for value, label, colour in values
            if counts.get(value) or value in chosen
        ],
    )


def _years(asked: SearchRequest, counts: Mapping[str, int]) -> Facet:
    """Return the latest years; others are chosen with the form above the facets."""
    filters = asked.filters
    values = []
    for text in sorted(counts, reverse=True)[:YEARS_SHOWN]:
        year = int(text)
        chosen = filters.year_from == filters.year_to == year
        only = replace(
            filters, year_from=None if chosen else year, year_to=None if chosen else year
        )
        address = _address(replace(asked, filters=only))
        values.append(FacetValue(text, counts[text], address, chosen))
    return Facet(_("Year"), values)


def _query(asked: SearchRequest, without: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    filters: Filters = asked.filters
    parts = [("q", asked.text)]
    parts += [("record", kind) for kind in sorted(filters.record_kinds)]
    parts += [("region", region) for region in sorted(filters.regions)]
    parts += [("kind", kind) for kind in sorted(filters.organisation_kinds)]
    parts += [("field", chosen) for chosen in sorted(filters.fields)]
    parts += [("from", str(filters.year_from or "")), ("to", str(filters.year_to or ""))]
    return [(key, value) for key, value in parts if value and key not in without]


def _address(asked: SearchRequest, page: int = 1) -> str:
    query = _query(asked)
    if page > 1:
        query.append(("page", str(page)))
    return f"{wording.address('search')}?{urlencode(query)}"
