"""Finding a record for somebody: what may not be seen is not there."""

from typing import Any
from uuid import UUID

from django.http import Http404

from twinbay.web.accounts.models import MemberOrganisation
from twinbay.web.accounts.queries.actors import actor_of
from twinbay.web.opportunities.domain.subjects import subject_of
from twinbay.web.opportunities.models import Opportunity
from twinbay.web.permissions import Action, Actor, OrganisationRole, Role, Subject, may

WRITERS = (OrganisationRole.OWNER, OrganisationRole.EDITOR)


def opened(request: Any, public_id: UUID, action: Action) -> tuple[Actor, Opportunity, Subject]:
    """Return who asks, the record and what the rules see of it.

    Raises:
        Http404: there is no such record, or the person may not do this to it.
    """
    actor = actor_of(request.user)
    opportunity = (
        Opportunity.objects.filter(public_id=public_id)
        .select_related("organisation", "author", "person")
        .first()
    )
    if opportunity is None:
        raise Http404
    subject = subject_of(opportunity)
    if not may(actor, action, subject):
        raise Http404
    return actor, opportunity, subject


def written_for(actor: Actor) -> list[MemberOrganisation]:
    """Return the organisations that the person writes for, by name."""
    keys = [key for key, role in actor.memberships.items() if role in WRITERS]
    return list(MemberOrganisation.objects.filter(pk__in=keys).order_by("name", "name_zh", "pk"))


def reviews(actor: Actor) -> bool:
    """Return whether the person reviews records at all."""
    return actor.administrator or Role.COOPERATION_OFFICER in actor.roles


def room_links(actor: Actor) -> dict[str, bool]:
    """Return which of the room's pages the person is led to."""
    writer = any(role in WRITERS for role in actor.memberships.values())
    return {"writer": writer, "reviewer": reviews(actor)}
