"""Finding interests, deals and conversations for who asks; what may not be seen is not there."""

from typing import Any
from uuid import UUID

from django.http import Http404

from twinbay.web.accounts.models import MemberOrganisation
from twinbay.web.api.access import actor_with
from twinbay.web.deals.domain import subjects
from twinbay.web.deals.domain.acting import Acting, written_for
from twinbay.web.deals.models import Deal, DealParty, Interest, Thread
from twinbay.web.permissions import Action, Actor, Subject, may
from twinbay.web.tokens.models import Scope

READ, WRITE = Scope("deals:read"), Scope("deals:write")


def interests_loaded() -> Any:
    """Return all interests with what an answer needs of each."""
    return Interest.objects.select_related("organisation", "addressee", "opportunity", "deal")


def found_interest(request: Any, public_id: UUID, scope: Scope) -> tuple[Actor, Interest]:
    """Return who asks and an interest that the asker may see; Http404 for any other."""
    actor = actor_with(request, scope)
    interest = interests_loaded().filter(public_id=public_id).first()
    if interest is None:
        raise Http404
    require(actor, Action.INTEREST_VIEW, subjects.interest_subject(interest))
    return actor, interest


def deals_loaded(deals: Any) -> Any:
    """Return deals with what an answer needs of each."""
    return deals.select_related("interest__opportunity", "owner").prefetch_related(
        "parties__organisation"
    )


def found_deal(
    request: Any, public_id: UUID, scope: Scope, action: Action = Action.DEAL_VIEW
) -> tuple[Actor, Deal]:
    """Return who asks and a deal that the asker may see, or do something with."""
    actor = actor_with(request, scope)
    deal: Deal | None = deals_loaded(Deal.objects).filter(public_id=public_id).first()
    if deal is None:
        raise Http404
    require(actor, action, subjects.deal_subject(deal))
    return actor, deal


def found_thread(
    request: Any, public_id: UUID, scope: Scope, action: Action
) -> tuple[Actor, Thread]:
    """Return who asks and a conversation that the asker may read, or write in."""
    actor = actor_with(request, scope)
    rows = Thread.objects.select_related("deal").prefetch_related("participants__organisation")
    thread: Thread | None = rows.filter(public_id=public_id).first()
    if thread is None:
        raise Http404
    require(actor, action, subjects.thread_subject(thread))
    return actor, thread


def found_invitation(request: Any, public_id: UUID, scope: Scope, action: Action) -> DealParty:
    """Return an invitation to one of the asker's organisations."""
    actor = actor_with(request, scope)
    rows = DealParty.objects.select_related("deal", "organisation", "invited_for")
    party: DealParty | None = rows.filter(public_id=public_id, invited_at__isnull=False).first()
    if party is None:
        raise Http404
    require(actor, action, subjects.party_subject(party))
    return party


def require(actor: Actor, action: Action, subject: Subject) -> None:
    """Raise Http404 unless the asker may do something to a record."""
    if not may(actor, action, subject):
        raise Http404


def by_writer(
    request: Any, actor: Actor, action: Action, subject: Subject, org_id: str | None = None
) -> Acting:
    """Return for which organisation of a record the asker acts.

    Arguments:
        org_id: which one, for who writes for several.

    Raises:
        Http404: the asker may not, or does not write for that one.
    """
    require(actor, action, subject)
    own = written_for(actor, subject.organisations)
    if org_id is not None:
        rows = MemberOrganisation.objects.filter(pk__in=own, org_id=org_id)
        own = list(rows.values_list("pk", flat=True))
    if not own:
        raise Http404
    return Acting(request.auth.user, own[0])
