"""Routes that read opportunities."""

from typing import Any
from uuid import UUID

from django.http import Http404

from twinbay.web.api.access import actor_with
from twinbay.web.api.answers import Words, answers
from twinbay.web.api.paging import Limit, Offset, Page, page_of
from twinbay.web.current_lake import configured_pair
from twinbay.web.files.pages.serving import file_response
from twinbay.web.opportunities.api.finding import opened
from twinbay.web.opportunities.api.router import router
from twinbay.web.opportunities.api.schemas import (
    CounterpartOut,
    KindOut,
    OpportunityOut,
    TeaserOut,
)
from twinbay.web.opportunities.api.shown import teaser, whole
from twinbay.web.opportunities.domain.attaching import action_to_read
from twinbay.web.opportunities.domain.kinds import COMMON, KIND_FIELDS
from twinbay.web.opportunities.forms.filters import opportunity_filter
from twinbay.web.opportunities.models import Counterpart, ForYou, Opportunity
from twinbay.web.opportunities.queries.listing import listed, own, waiting_for_review
from twinbay.web.opportunities.queries.visibility import open_to_all, visible
from twinbay.web.permissions import Action, Actor, may
from twinbay.web.tokens.models import Scope

_READ = Scope("opportunities:read")
BYTES = {
    "responses": {
        200: {
            "description": "The bytes, in the file's own media type.",
            "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


@router.get(
    "opportunities", response=answers(Page[TeaserOut], 422), operation_id="list_opportunities"
)
def list_opportunities(
    request: Any,
    q: Words = "",
    kind: Words = "",
    field: Words = "",
    region: Words = "",
    owner: Words = "",
    limit: Limit = 50,
    offset: Offset = 0,
) -> Any:
    """List what is published and the asker may learn of, the newest first.

    ``q`` holds words that all must be in it; ``kind``, ``field``, ``region`` (of the owner) and
    ``owner`` are ids; left out, each chooses all.
    """
    actor = actor_with(request, _READ)
    query = {"q": q, "kind": kind, "field": field, "region": region, "owner": owner}
    found = listed(actor, opportunity_filter(query, configured_pair()))
    return _page(request, found, limit, offset)


@router.get(
    "me/opportunities", response=answers(Page[TeaserOut], 422), operation_id="list_my_opportunities"
)
def list_mine(request: Any, limit: Limit = 50, offset: Offset = 0) -> Any:
    """List the opportunities of the asker's organisations in every state, the latest first."""
    return _page(request, own(actor_with(request, _READ)), limit, offset)


@router.get(
    "review/opportunities",
    response=answers(Page[TeaserOut], 422),
    operation_id="list_opportunities_to_review",
)
def list_to_review(request: Any, limit: Limit = 50, offset: Offset = 0) -> Any:
    """List what waits for the asker, an officer or administrator, to be published or sent back."""
    return _page(request, waiting_for_review(actor_with(request, _READ)), limit, offset)


def _page(request: Any, found: Any, limit: int, offset: int) -> dict[str, Any]:
    rows = found.select_related("organisation")[offset : offset + limit]
    return page_of(request, [teaser(one) for one in rows], found.count(), limit, offset)


@router.get(
    "opportunity-kinds", response=answers(list[KindOut]), operation_id="list_opportunity_kinds"
)
def list_kinds(request: Any) -> Any:
    """Say which fields each kind of opportunity has."""
    actor_with(request, _READ)
    return [
        {
            "kind": kind,
            "fields": [
                {
                    "keys": list(field.keys),
                    "form": field.form.value,
                    "part": field.part.value,
                    "needed": field.needed,
                    "options": [value for value, _ in field.options()],
                    "unit": str(field.unit),
                }
                for field in (*COMMON, *fields)
            ],
        }
        for kind, fields in KIND_FIELDS.items()
    ]


@router.get(
    "opportunities/{uuid:public_id}",
    response=answers(OpportunityOut, 404),
    operation_id="get_opportunity",
)
def get_opportunity(request: Any, public_id: UUID) -> Any:
    """Return one opportunity in the levels that the asker may read."""
    actor, found, subject = opened(request, public_id, Action.OPPORTUNITY_SEE, _READ)
    return whole(found, actor, subject)


@router.get(
    "opportunities/{uuid:public_id}/files/{uuid:file_id}",
    response=answers(None, 404),
    operation_id="get_opportunity_file",
    openapi_extra=BYTES,
)
def get_file(request: Any, public_id: UUID, file_id: UUID) -> Any:
    """Return the bytes of a file whose part the asker may read."""
    actor, found, subject = opened(request, public_id, Action.OPPORTUNITY_READ, _READ)
    rows = found.attachments.filter(public_id=file_id, removed_at=None).select_related("file")
    attachment = rows.first()
    if attachment is None or not may(actor, action_to_read(attachment), subject):
        raise Http404
    owns = bool(actor.organisations & subject.organisations)
    drafted = owns or may(actor, Action.OPPORTUNITY_REVIEW, subject)
    if attachment.approved_at is None and not drafted:
        raise Http404
    return file_response(attachment.file)


@router.get(
    "opportunities/{uuid:public_id}/counterparts",
    response=answers(Page[CounterpartOut], 404, 422),
    operation_id="list_counterparts",
)
def list_counterparts(request: Any, public_id: UUID, limit: Limit = 50, offset: Offset = 0) -> Any:
    """List what fits an opportunity and the asker may learn of, the best first."""
    actor, found, _subject = opened(request, public_id, Action.OPPORTUNITY_READ, _READ)
    rows = Counterpart.objects.filter(opportunity=found, other__in=_open(actor))
    page = rows.select_related("other__organisation").order_by("rank", "pk")
    items = [_counterpart(one.other, one) for one in page[offset : offset + limit]]
    return page_of(request, items, rows.count(), limit, offset)


@router.get(
    "me/suggestions", response=answers(Page[CounterpartOut], 422), operation_id="list_suggestions"
)
def list_suggestions(request: Any, limit: Limit = 50, offset: Offset = 0) -> Any:
    """List what was suggested to the token's owner today, the best first."""
    actor = actor_with(request, _READ)
    rows = ForYou.objects.filter(user=request.auth.user, opportunity__in=_open(actor))
    page = rows.select_related("opportunity__organisation").order_by("rank", "pk")
    items = [_counterpart(one.opportunity, one) for one in page[offset : offset + limit]]
    return page_of(request, items, rows.count(), limit, offset)


def _open(actor: Actor) -> Any:
    return visible(actor).filter(pk__in=open_to_all().values("pk")).values("pk")


def _counterpart(other: Opportunity, found: Any) -> dict[str, Any]:
    return {
        "opportunity": teaser(other),
        "score": found.score,
        "per_hundred": getattr(found, "per_hundred", None),
        "reasons": found.reasons,
    }
