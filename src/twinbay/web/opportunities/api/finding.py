"""Finding an opportunity for who asks; what may not be seen is not there."""

from typing import Any
from uuid import UUID

from django.http import Http404

from twinbay.web.accounts.models import MemberOrganisation
from twinbay.web.api.access import actor_with
from twinbay.web.opportunities.domain.subjects import subject_of
from twinbay.web.opportunities.models import Opportunity
from twinbay.web.permissions import Action, Actor, Subject, may
from twinbay.web.tokens.models import Scope

Found = tuple[Actor, Opportunity, Subject]


def opened(request: Any, public_id: UUID, action: Action, scope: Scope) -> Found:
    """Return who asks, the opportunity and what the rules see of it.

    Raises:
        HttpError: 403 when the token lacks the scope.
        Http404: there is no such opportunity, or the asker may not do this to it.
    """
    actor = actor_with(request, scope)
    rows = Opportunity.objects.select_related("organisation", "author", "person")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    subject = subject_of(found)
    if not may(actor, action, subject):
        raise Http404
    return actor, found, subject


def participant(org_id: str) -> MemberOrganisation:
    """Return a confirmed organisation that takes part; Http404 when there is none."""
    rows = MemberOrganisation.objects.filter(verified_at__isnull=False)
    found: MemberOrganisation | None = rows.filter(org_id=org_id).first()
    if found is None:
        raise Http404
    return found


def own_organisation(actor: Actor, org_id: str) -> MemberOrganisation:
    """Return an organisation that the asker writes for; Http404 for any other."""
    found = participant(org_id)
    if not may(actor, Action.OPPORTUNITY_CREATE, Subject(frozenset({found.pk}))):
        raise Http404
    return found
