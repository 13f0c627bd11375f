"""Lists: what is published, what is one's own, what waits for review."""

from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twinbay.regions import RegionPair
from twinbay.web.accounts.queries.actors import actor_of
from twinbay.web.components import day
from twinbay.web.current_lake import configured_pair
from twinbay.web.directory.forms.listing import page_number
from twinbay.web.display import Column, DataTable, Facet, FacetValue, Link, PageOfList
from twinbay.web.exports import requested_export
from twinbay.web.i18n import active_language
from twinbay.web.opportunities.forms.filters import OpportunityFilter, opportunity_filter
from twinbay.web.opportunities.models import OpportunityKind
from twinbay.web.opportunities.pages.access import reviews, room_links
from twinbay.web.opportunities.pages.cards import Card, card
from twinbay.web.opportunities.queries.listing import (
    facet_counts,
    listed,
    own,
    waiting_for_review,
)

PER_PAGE = 20
MOST_EXPORTED = 10_000


@require_safe
def opportunities(request: Any) -> HttpResponse:
    """What is published and the reader may learn of."""
    pair, actor = configured_pair(), actor_of(request.user)
    wanted = opportunity_filter(request.GET, pair)
    found = listed(actor, wanted).select_related("organisation")
    if "export" in request.GET:
        cards = [card(one) for one in found[:MOST_EXPORTED]]
        answer = requested_export(request, [_table(cards)])
        if answer is None:
            raise Http404
        return answer
    counts = facet_counts(actor, wanted)
    total = sum(counts["kind"].values()) if not wanted.kind else counts["kind"].get(wanted.kind, 0)
    page = _page(page_number(request.GET), total, lambda n: _address(wanted, n))
    start = (page.number - 1) * PER_PAGE
    cards = [card(one) for one in found[start : start + PER_PAGE]]
    content = {
        "wanted": wanted,
        "kept": [item for item in _query(wanted) if item[0] != "q"],
        "cards": cards,
        "total": total,
        "facets": _facets(pair, wanted, counts),
        "page": page,
        "export_query": urlencode([*_query(wanted), ("table", "opportunities")]),
        "member": actor.member,
        **room_links(actor),
    }
    return render(request, "opportunities/list.html", content)


@login_required
@require_safe
def mine(request: Any) -> HttpResponse:
    """The records of the person's organisations, in every state."""
    actor = actor_of(request.user)
    found = own(actor)
    page = _page(page_number(request.GET), found.count(), lambda n: f"?page={n}")
    start = (page.number - 1) * PER_PAGE
    cards = [card(one) for one in found[start : start + PER_PAGE]]
    content = {
        "cards": cards,
        "page": page,
        **room_links(actor),
        "organisations": bool(actor.organisations),
    }
    return render(request, "opportunities/mine.html", content)


@login_required
@require_safe
def review(request: Any) -> HttpResponse:
    """What waits for an officer; others find no such page."""
    actor = actor_of(request.user)
    if not reviews(actor):
        raise Http404
    found = waiting_for_review(actor)
    page = _page(page_number(request.GET), found.count(), lambda n: f"?page={n}")
    start = (page.number - 1) * PER_PAGE
    cards = [card(one) for one in found[start : start + PER_PAGE]]
    content = {"cards": cards, "page": page, **room_links(actor)}
    return render(request, "opportunities/review.html", content)


def _page(asked: int, total: int, address_of: Any) -> PageOfList:
    pages = max(1, -(-total // PER_PAGE))
    number = min(asked, pages)
    before = address_of(number - 1) if number > 1 else ""
    after = address_of(number + 1) if number < pages else ""
    return PageOfList(number, pages, total, before, after)


def _query(wanted: OpportunityFilter) -> list[tuple[str, str]]:
    pairs = [
        ("q", wanted.text),
        ("kind", wanted.kind),
        ("field", wanted.field),
        ("region", wanted.region),
        ("owner", wanted.owner),
    ]
    return [(key, value) for key, value in pairs if value]


def _address(wanted: OpportunityFilter, page: int = 1) -> str:
    query = _query(wanted)
    if page > 1:
        query.append(("page", str(page)))
    path = str(reverse("opportunities:list"))
    return f"{path}?{urlencode(query)}" if query else path


def _facets(
    pair: RegionPair, wanted: OpportunityFilter, counts: dict[str, dict[str, int]]
) -> list[Facet]:
    language = active_language()
    kinds = [(value, str(label), "neutral") for value, label in OpportunityKind.choices]
    regions = [(r.region_id, r.short_name.text(language), r.colour) for r in pair.regions]
    fields = [(f.field_id, f.name.text(language), "neutral") for f in pair.fields]
    return [
        _facet(_("Kind"), "kind", kinds, wanted, counts),
        _facet(_("Region"), "region", regions, wanted, counts),
        _facet(_("Field"), "field", fields, wanted, counts),
    ]


def _facet(
    title: str,
    name: str,
    values: list[Any],
    wanted: OpportunityFilter,
    counts: dict[str, dict[str, int]],
) -> Facet:
    chosen = getattr(wanted, name)

    def toggled(value: str) -> str:
        changes: dict[str, Any] = {name: "" if value == chosen else value}
        return _address(replace(wanted, **changes))

    return Facet(
        title,
        [
            FacetValue(label, counts[name].get(value, 0), toggled(value), value == chosen, colour)
            for value, label, colour in values
            if counts[name].get(value) or value == chosen
        ],
    )


def _table(cards: list[Card]) -> DataTable:
    return DataTable(
        table_id="opportunities",
        caption=_("Opportunities"),
        columns=(
            Column("title", _("Title")),
            Column("kind", _("Kind")),
            Column("organisation", _("Organisation")),
            Column("fields", _("Fields")),
            Column("summary", _("Summary")),
            Column("published", _("Published")),
            Column("expires", _("Published until")),
        ),
        rows=[
            [
                Link(one.title.text, one.address),
                str(one.kind_name),
                one.organisation,
                "; ".join(one.fields),
                one.summary.text,
                day(one.published_at) if one.published_at else "",
                day(one.expires_on) if one.expires_on else "",
            ]
            for one in cards
        ],
    )
