"""Finding the record of an address for who may have it; anybody else learns nothing."""

from typing import Any
from uuid import UUID

from django.http import Http404

from twinbay.web.accounts.queries.actors import actor_of
from twinbay.web.deals.domain import subjects
from twinbay.web.deals.domain.acting import Acting, acting, written_for
from twinbay.web.deals.models import Deal, DealParty, Interest, Participant, Thread
from twinbay.web.permissions import Action, Actor, Subject, may


def asking(request: Any) -> Actor:
    """Return who asks; read once per request."""
    if not hasattr(request, "deals_actor"):
        request.deals_actor = actor_of(request.user)
    actor: Actor = request.deals_actor
    return actor


def require(request: Any, action: Action, subject: Subject) -> None:
    """Raise Http404 unless somebody may do something to a record."""
    if not may(asking(request), action, subject):
        raise Http404


def by_writer(request: Any, action: Action, subject: Subject) -> Acting:
    """Return for whom somebody acts on a record.

    Of several organisations of the record that the person writes for, the form's ``for`` chooses.

    Raises:
        Http404: the person may not.
    """
    require(request, action, subject)
    return acting(asking(request), request.user, subject.organisations, request.POST.get("for", ""))


def found_interest(request: Any, public_id: UUID) -> Interest:
    """Return an interest that the reader may see."""
    rows = Interest.objects.select_related(
        "organisation", "addressee", "author", "decided_by", "opportunity__organisation"
    )
    interest: Interest | None = rows.filter(public_id=public_id).first()
    if interest is None:
        raise Http404
    require(request, Action.INTEREST_VIEW, subjects.interest_subject(interest))
    return interest


def found_deal(request: Any, public_id: UUID, action: Action = Action.DEAL_VIEW) -> Deal:
    """Return a deal that the reader may see, or do something with."""
    rows = Deal.objects.select_related(
        "interest__organisation", "interest__addressee", "interest__opportunity", "owner"
    ).prefetch_related("parties__organisation", "parties__nda_by", "parties__consent_by")
    deal: Deal | None = rows.filter(public_id=public_id).first()
    if deal is None:
        raise Http404
    require(request, action, subjects.deal_subject(deal))
    return deal


def found_thread(request: Any, public_id: UUID, action: Action = Action.THREAD_READ) -> Thread:
    """Return a conversation that the reader may read, or write in."""
    rows = Thread.objects.select_related("deal", "interest").prefetch_related(
        "participants__organisation",
        "participants__proposed_by",
        "participants__approvals",
        "deal__parties__organisation",
    )
    thread: Thread | None = rows.filter(public_id=public_id).first()
    if thread is None:
        raise Http404
    require(request, action, subjects.thread_subject(thread))
    return thread


def found_participant(request: Any, thread: Thread, public_id: UUID) -> Participant:
    """Return who was proposed for a conversation."""
    for participant in thread.participants.all():
        if participant.public_id == public_id:
            found: Participant = participant
            return found
    raise Http404


def found_party(request: Any, public_id: UUID, action: Action) -> DealParty:
    """Return a party that the reader's organisation is, or is asked to be."""
    rows = DealParty.objects.select_related(
        "deal__interest", "organisation", "invited_for", "invited_by"
    )
    party: DealParty | None = rows.filter(public_id=public_id).first()
    if party is None:
        raise Http404
    require(request, action, subjects.party_subject(party))
    return party


def writes_for(request: Any, subject: Subject) -> list[int]:
    """Return the organisations of a record that the reader writes for."""
    return written_for(asking(request), subject.organisations)
