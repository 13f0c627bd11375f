"""Opportunities on pages of other rooms: the search, an organisation's page, the home page."""

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from twinbay.web.accounts.queries.actors import actor_of
from twinbay.web.opportunities.forms.filters import OpportunityFilter
from twinbay.web.opportunities.pages.cards import card
from twinbay.web.opportunities.queries.listing import listed
from twinbay.web.permissions import VISITOR, Actor

SHOWN_IN_SEARCH = 3
SHOWN_OF_ORGANISATION = 5
SHOWN_AT_HOME = 3


def found_by_search(user: Any, text: str, filters: Any) -> dict[str, Any] | None:
    """Return what the search finds among opportunities that the reader may learn of.

    Arguments:
        text: what was typed.
        filters: of the search; None is returned where they ask for something else.
    """
    other = filters.record_kinds or filters.organisation_kinds or filters.year_from
    if not text or other or filters.year_to or max(len(filters.regions), len(filters.fields)) > 1:
        return None
    wanted = OpportunityFilter(
        text=text, region=next(iter(filters.regions), ""), field=next(iter(filters.fields), "")
    )
    return _some(actor_of(user), wanted, SHOWN_IN_SEARCH)


def of_organisation(user: Any, org_id: str) -> dict[str, Any]:
    """Return an organisation's opportunities that the reader may learn of."""
    return _some(actor_of(user), OpportunityFilter(owner=org_id), SHOWN_OF_ORGANISATION)


def newest_public() -> dict[str, Any]:
    """Return the newest that everybody may learn of."""
    return _some(VISITOR, OpportunityFilter(), SHOWN_AT_HOME)


def _some(actor: Actor, wanted: OpportunityFilter, number: int) -> dict[str, Any]:
    found = listed(actor, wanted)
    cards = [card(one) for one in found.select_related("organisation")[:number]]
    pairs = (
        ("q", wanted.text),
        ("field", wanted.field),
        ("region", wanted.region),
        ("owner", wanted.owner),
    )
    query = urlencode([(key, value) for key, value in pairs if value])
    path = str(reverse("opportunities:list"))
    return {
        "cards": cards,
        "total": found.count() if len(cards) == number else len(cards),
        "address": f"{path}?{query}" if query else path,
    }
