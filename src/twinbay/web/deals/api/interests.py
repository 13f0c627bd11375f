"""Routes of interests."""

from typing import Any, Literal
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from ninja import Router, Status

from twinbay.web.accounts.models import MemberOrganisation
from twinbay.web.api.access import actor_with
from twinbay.web.api.answers import answers, refuse_value
from twinbay.web.api.paging import Limit, Offset, Page, page_of
from twinbay.web.deals.api.finding import (
    READ,
    WRITE,
    by_writer,
    found_interest,
    interests_loaded,
    require,
)
from twinbay.web.deals.api.schemas import (
    AcceptIn,
    DealOut,
    DeclineIn,
    InterestIn,
    InterestOut,
    InterestWithEvidenceOut,
)
from twinbay.web.deals.api.shown import deal_shown, interest_shown, interest_with_evidence
from twinbay.web.deals.domain import interests, subjects
from twinbay.web.deals.domain.acting import Acting
from twinbay.web.deals.domain.evidence import evidence_between
from twinbay.web.deals.models import Interest
from twinbay.web.opportunities.domain.subjects import subject_of
from twinbay.web.opportunities.models import Opportunity
from twinbay.web.permissions import Action, Actor, Subject, Visibility

router = Router()


@router.get("interests", response=answers(Page[InterestOut], 422), operation_id="list_interests")
def list_interests(
    request: Any,
    direction: Literal["", "received", "expressed"] = "",
    state: Literal["", "open", "accepted", "declined", "withdrawn"] = "",
    limit: Limit = 50,
    offset: Offset = 0,
) -> Any:
    """List the interests that the asker's organisations received or expressed, newest first."""
    own = actor_with(request, READ).organisations
    sides = {"received": Q(addressee__in=own), "expressed": Q(organisation__in=own)}
    rows = Interest.objects.filter(sides.get(direction, sides["received"] | sides["expressed"]))
    if state:
        rows = rows.filter(state=state)
    loaded = interests_loaded().filter(pk__in=rows.values("pk")).order_by("-created_at", "-pk")
    items = [interest_shown(one) for one in loaded[offset : offset + limit]]
    return page_of(request, items, rows.count(), limit, offset)


@router.get(
    "interests/{uuid:interest_id}",
    response=answers(InterestWithEvidenceOut, 404),
    operation_id="get_interest",
)
def get_interest(request: Any, interest_id: UUID) -> Any:
    """Return one interest with what the evidence said when it was expressed."""
    actor, found = found_interest(request, interest_id, READ)
    return interest_with_evidence(found, actor)


@router.post(
    "interests",
    response=answers(InterestWithEvidenceOut, 400, 404, 409, 422, status=201),
    operation_id="express_interest",
)
def express_interest(request: Any, body: InterestIn) -> Any:
    """Express interest in an opportunity, or write to a suggested partner.

    409 when the organisation has asked already and waits for an answer.
    """
    actor = actor_with(request, WRITE)
    if (body.opportunity is None) == (body.partner is None):
        refuse_value("name either an opportunity or a partner", "body", "opportunity")
    opportunity, addressee, subject = _wanted(body)
    require(actor, Action.INTEREST_EXPRESS, subject)
    organisation = _interested(actor, subject, body.organisation)
    evidence = evidence_between(organisation.org_id, addressee.org_id)
    by = Acting(request.auth.user, organisation.pk)
    made = interests.express(by, addressee, opportunity, body.message, evidence)
    return Status(201, interest_with_evidence(made, actor))


def _wanted(body: InterestIn) -> tuple[Opportunity | None, MemberOrganisation, Subject]:
    """Return the opportunity, if any, who is addressed, and what the rules see of it."""
    if body.opportunity is not None:
        rows = Opportunity.objects.select_related("organisation")
        opportunity = rows.filter(public_id=body.opportunity).first()
        if opportunity is None:
            raise Http404
        return opportunity, opportunity.organisation, subject_of(opportunity)
    takes_part = MemberOrganisation.objects.filter(verified_at__isnull=False)
    partner = takes_part.filter(org_id=body.partner).first()
    if partner is None:
        raise Http404
    return None, partner, Subject(organisations=frozenset({partner.pk}), published=True)


def _interested(actor: Actor, subject: Subject, org_id: str) -> MemberOrganisation:
    """Return who is interested: one that the asker writes for and that learns of the record."""
    others = actor.organisations - subject.organisations - subject.hidden_from
    if subject.visibility is Visibility.CONFIDENTIAL:
        others &= subject.granted
    found: MemberOrganisation | None
    found = MemberOrganisation.objects.filter(pk__in=others, org_id=org_id).first()
    if found is None:
        raise Http404
    require(actor, Action.OPPORTUNITY_CREATE, Subject(frozenset({found.pk})))
    return found


@router.post(
    "interests/{uuid:interest_id}/accept",
    response=answers(DealOut, 400, 404, 409, 422),
    operation_id="accept_interest",
)
def accept_interest(request: Any, interest_id: UUID, body: AcceptIn) -> Any:
    """Accept an interest; a deal begins."""
    actor, found = found_interest(request, interest_id, WRITE)
    by = by_writer(request, actor, Action.INTEREST_DECIDE, subjects.decision_subject(found))
    return deal_shown(interests.accept(found.pk, by, body.note), actor)


@router.post(
    "interests/{uuid:interest_id}/decline",
    response=answers(InterestWithEvidenceOut, 400, 404, 409, 422),
    operation_id="decline_interest",
)
def decline_interest(request: Any, interest_id: UUID, body: DeclineIn) -> Any:
    """Decline an interest with a reason, which the other side reads."""
    actor, found = found_interest(request, interest_id, WRITE)
    by = by_writer(request, actor, Action.INTEREST_DECIDE, subjects.decision_subject(found))
    interests.decline(found.pk, by, body.reason)
    return interest_with_evidence(interests_loaded().get(pk=found.pk), actor)


@router.post(
    "interests/{uuid:interest_id}/withdraw",
    response=answers(InterestWithEvidenceOut, 404, 409),
    operation_id="withdraw_interest",
)
def withdraw_interest(request: Any, interest_id: UUID) -> Any:
    """Take an interest back before it is answered."""
    actor, found = found_interest(request, interest_id, WRITE)
    by = by_writer(request, actor, Action.INTEREST_WITHDRAW, subjects.withdrawal_subject(found))
    interests.withdraw(found.pk, by)
    return interest_with_evidence(interests_loaded().get(pk=found.pk), actor)
