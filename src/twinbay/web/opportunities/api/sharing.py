"""Routes about hiding an opportunity and releasing its confidential part."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import translation
from ninja import Status

from twinbay.web.accounts.models import MemberOrganisation
from twinbay.web.api.access import actor_with
from twinbay.web.api.answers import OrganisationId, answers
from twinbay.web.api.paging import Limit, Offset, Page, page_of
from twinbay.web.i18n import PREFIX_OF_LANGUAGE, active_language
from twinbay.web.opportunities.api.finding import Found, opened, own_organisation, participant
from twinbay.web.opportunities.api.router import router
from twinbay.web.opportunities.api.schemas import (
    AgreementIn,
    AgreementOut,
    EndIn,
    OrganisationIn,
    OwnerOut,
    OwnReleaseOut,
    ReleaseOut,
)
from twinbay.web.opportunities.api.shown import (
    organisation_shown,
    own_releases_shown,
    release_shown,
)
from twinbay.web.opportunities.domain import releasing
from twinbay.web.opportunities.domain.hiding import hide, show
from twinbay.web.opportunities.models import Opportunity, Release
from twinbay.web.opportunities.queries.visibility import visible
from twinbay.web.permissions import Action, Actor, Subject, may
from twinbay.web.tokens.models import Scope

_READ, _WRITE = Scope("opportunities:read"), Scope("opportunities:write")


@router.get(
    "opportunities/{uuid:public_id}/releases",
    response=answers(Page[ReleaseOut], 404, 422),
    operation_id="list_releases",
)
def list_releases(request: Any, public_id: UUID, limit: Limit = 50, offset: Offset = 0) -> Any:
    """List to whom the confidential part is, was or may be released, the newest first."""
    _actor, found, _subject = opened(request, public_id, Action.OPPORTUNITY_RELEASE, _READ)
    rows = found.releases.select_related("organisation").order_by("-created_at", "-pk")
    items = [release_shown(one) for one in rows[offset : offset + limit]]
    return page_of(request, items, rows.count(), limit, offset)


@router.post(
    "opportunities/{uuid:public_id}/releases",
    response=answers(ReleaseOut, 400, 404, 409, 422),
    operation_id="release_opportunity",
)
def release(request: Any, public_id: UUID, body: OrganisationIn) -> Any:
    """Release the confidential part: at once to who accepted the agreement, else once it does."""
    _actor, found, _subject = opened(request, public_id, Action.OPPORTUNITY_RELEASE, _WRITE)
    other = participant(body.organisation)
    return release_shown(releasing.release_to(found, other, request.auth.user))


@router.get(
    "opportunities/{uuid:public_id}/agreement",
    response=answers(AgreementOut, 404, 422),
    operation_id="get_agreement",
)
def get_agreement(
    request: Any,
    public_id: UUID,
    organisation: OrganisationId,
) -> Any:
    """Return the words of the agreement for one of the asker's organisations."""
    found, reader = _to_agree(request, public_id, organisation, _READ)
    return _words(found, reader)


@router.post(
    "opportunities/{uuid:public_id}/agreement",
    response=answers(ReleaseOut, 400, 404, 409, 422),
    operation_id="accept_agreement",
)
def accept_agreement(request: Any, public_id: UUID, body: AgreementIn) -> Any:
    """Accept the agreement for an organisation; its owner is asked to release the part."""
    found, reader = _to_agree(request, public_id, body.organisation, _WRITE)
    return _accepted(request, found, reader)


def _to_agree(
    request: Any, public_id: UUID, org_id: str, scope: Scope
) -> tuple[Opportunity, MemberOrganisation]:
    actor, found, subject = opened(request, public_id, Action.OPPORTUNITY_READ, scope)
    if actor.organisations & subject.organisations or not subject.published:
        raise Http404
    return found, own_organisation(actor, org_id)


def _words(opportunity: Opportunity, reader: MemberOrganisation) -> dict[str, str]:
    words = {}
    for language, prefix in PREFIX_OF_LANGUAGE.items():
        with translation.override(language):
            words[prefix] = releasing.agreement(opportunity, reader, language)
    return words


def _accepted(request: Any, found: Opportunity, reader: MemberOrganisation) -> dict[str, Any]:
    words = releasing.agreement(found, reader, active_language())
    return release_shown(releasing.accept(found, reader, request.auth.user, words))


@router.get(
    "me/releases", response=answers(Page[OwnReleaseOut], 422), operation_id="list_my_releases"
)
def list_my_releases(request: Any, limit: Limit = 50, offset: Offset = 0) -> Any:
    """List what is or may be released to the asker's organisations, the newest first."""
    actor = actor_with(request, _READ)
    rows = Release.objects.filter(organisation__in=actor.organisations, ended_at=None)
    loaded = rows.select_related("organisation", "opportunity__organisation")
    page = list(loaded.order_by("-created_at", "-pk")[offset : offset + limit])
    keys = [one.opportunity_id for one in page]
    seen = frozenset(visible(actor).filter(pk__in=keys).values_list("pk", flat=True))
    return page_of(request, own_releases_shown(page, seen), rows.count(), limit, offset)


@router.get(
    "releases/{uuid:release_id}/agreement",
    response=answers(AgreementOut, 404),
    operation_id="get_invitation_agreement",
)
def get_invitation(request: Any, release_id: UUID) -> Any:
    """Return the words of the agreement that an invited organisation is asked to accept."""
    found = _invitation(request, release_id, _READ)
    return _words(found.opportunity, found.organisation)


@router.post(
    "releases/{uuid:release_id}/agreement",
    response=answers(ReleaseOut, 404, 409),
    operation_id="accept_invitation_agreement",
)
def accept_invitation(request: Any, release_id: UUID) -> Any:
    """Accept the agreement as the organisation that was invited."""
    found = _invitation(request, release_id, _WRITE)
    return _accepted(request, found.opportunity, found.organisation)


def _invitation(request: Any, release_id: UUID, scope: Scope) -> Release:
    actor = actor_with(request, scope)
    found = _release(release_id)
    if found.ended_at is not None or not _writes(actor, found.organisation_id):
        raise Http404
    return found


@router.post(
    "releases/{uuid:release_id}/end",
    response=answers(ReleaseOut, 400, 404, 422),
    operation_id="end_release",
)
def end_release(request: Any, release_id: UUID, body: EndIn) -> Any:
    """End a release, a request or an invitation, from either side; it stays on record."""
    actor = actor_with(request, _WRITE)
    found = _release(release_id)
    sides = (found.opportunity.organisation_id, found.organisation_id)
    if not any(_writes(actor, side) for side in sides):
        raise Http404
    return release_shown(releasing.end(found, request.auth.user, body.reason))


def _release(release_id: UUID) -> Release:
    rows = Release.objects.select_related("opportunity__organisation", "organisation")
    found: Release | None = rows.filter(public_id=release_id).first()
    if found is None:
        raise Http404
    return found


def _writes(actor: Actor, organisation: int) -> bool:
    return may(actor, Action.OPPORTUNITY_RELEASE, Subject(frozenset({organisation})))


@router.get(
    "opportunities/{uuid:public_id}/hidden-from",
    response=answers(Page[OwnerOut], 404, 422),
    operation_id="list_hidden_from",
)
def list_hidden(request: Any, public_id: UUID, limit: Limit = 50, offset: Offset = 0) -> Any:
    """List the organisations that never learn of an opportunity."""
    _actor, found, _subject = opened(request, public_id, Action.OPPORTUNITY_RELEASE, _READ)
    rows = found.hidden_from.order_by("org_id")
    items = [organisation_shown(one) for one in rows[offset : offset + limit]]
    return page_of(request, items, rows.count(), limit, offset)


@router.put(
    "opportunities/{uuid:public_id}/hidden-from/{org_id}",
    response=answers(None, 404, 409, 422, status=204),
    operation_id="hide_opportunity",
)
def hide_from(request: Any, public_id: UUID, org_id: OrganisationId) -> Any:
    """Hide an opportunity from an organisation, and end what was released to it."""
    found, other = _with_other(request, public_id, org_id)
    hide(found, other, request.auth.user)
    return Status(204, None)


@router.delete(
    "opportunities/{uuid:public_id}/hidden-from/{org_id}",
    response=answers(None, 404, 422, status=204),
    operation_id="show_opportunity",
)
def show_to(request: Any, public_id: UUID, org_id: OrganisationId) -> Any:
    """Hide an opportunity from an organisation no longer."""
    found, other = _with_other(request, public_id, org_id)
    show(found, other)
    return Status(204, None)


def _with_other(
    request: Any, public_id: UUID, org_id: str
) -> tuple[Opportunity, MemberOrganisation]:
    result: Found = opened(request, public_id, Action.OPPORTUNITY_RELEASE, _WRITE)
    return result[1], participant(org_id)
