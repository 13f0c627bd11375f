"""Routes of deals: reading, moving on, terms."""

from typing import Any, Literal
from uuid import UUID

from ninja import Router

from twinbay.web.api.access import actor_with
from twinbay.web.api.answers import OrganisationId, answers, as_form, refuse_form
from twinbay.web.api.paging import Limit, Offset, Page, page_of
from twinbay.web.deals.api.finding import READ, WRITE, by_writer, deals_loaded, found_deal
from twinbay.web.deals.api.schemas import (
    AgreeIn,
    AmountIn,
    DealInListOut,
    DealOut,
    EventOut,
    MoveIn,
    NdaIn,
    StepIn,
    TermsIn,
)
from twinbay.web.deals.api.shown import deal_in_list, deal_shown, event_shown
from twinbay.web.deals.domain import moving, terms
from twinbay.web.deals.domain.acting import Acting
from twinbay.web.deals.domain.stages import Stage
from twinbay.web.deals.domain.subjects import deal_subject
from twinbay.web.deals.forms.deals import AmountForm, MoveForm, NdaForm, TermsForm
from twinbay.web.deals.forms.deals import StepForm as NextStepForm
from twinbay.web.deals.models import Deal, DealParty
from twinbay.web.deals.queries.timeline import timeline
from twinbay.web.permissions import Action, Actor

router = Router()
_CHANGED = answers(DealOut, 400, 404, 409, 422)


@router.get("deals", response=answers(Page[DealInListOut], 422), operation_id="list_deals")
def list_deals(
    request: Any,
    stage: Literal["", "contact", "nda", "evaluation", "negotiation", "signed", "closed"] = "",
    organisation: OrganisationId | None = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> Any:
    """List the deals that the asker's organisations take part in, the latest moved first."""
    actor = actor_with(request, READ)
    parties = DealParty.objects.filter(
        organisation__in=actor.organisations, joined_at__isnull=False, ended_at=None
    )
    if organisation is not None:
        parties = parties.filter(organisation__org_id=organisation)
    rows = Deal.objects.filter(pk__in=parties.values("deal"))
    if stage:
        rows = rows.filter(stage=stage)
    page = deals_loaded(rows).order_by("-stage_since", "-pk")[offset : offset + limit]
    items = [deal_in_list(one) for one in page]
    return page_of(request, items, rows.count(), limit, offset)


@router.get("deals/{uuid:deal_id}", response=answers(DealOut, 404), operation_id="get_deal")
def get_deal(request: Any, deal_id: UUID) -> Any:
    """Return one deal with where it may go and what stands in the way."""
    actor, found = found_deal(request, deal_id, READ)
    return deal_shown(found, actor)


@router.get(
    "deals/{uuid:deal_id}/events",
    response=answers(Page[EventOut], 404, 422),
    operation_id="list_deal_events",
)
def list_events(request: Any, deal_id: UUID, limit: Limit = 50, offset: Offset = 0) -> Any:
    """List what happened in a deal, the latest first."""
    actor, found = found_deal(request, deal_id, READ)
    events = timeline(found, actor.organisations)
    items = [event_shown(one) for one in events[offset : offset + limit]]
    return page_of(request, items, len(events), limit, offset)


@router.post("deals/{uuid:deal_id}/moves", response=_CHANGED, operation_id="move_deal")
def move_deal(request: Any, deal_id: UUID, body: MoveIn) -> Any:
    """Move a deal to another stage; 409 with ``blockers`` when something stands in the way."""
    actor, found, by = _to_edit(request, deal_id, body.organisation)
    form = MoveForm(as_form(body, "organisation"))
    if not form.is_valid():
        refuse_form(form, "body")
    values = form.cleaned_data
    seen, target = Stage(values["seen"]), Stage(values["target"])
    moving.move(found.pk, seen, target, by, note=values["note"], reason=values["reason"])
    return _again(found, actor)


@router.post("deals/{uuid:deal_id}/nda", response=_CHANGED, operation_id="sign_deal_nda")
def sign_nda(request: Any, deal_id: UUID, body: NdaIn) -> Any:
    """Record that the asker's side signed the non-disclosure agreement."""
    actor, found, by = _to_edit(request, deal_id, body.organisation)
    form = NdaForm(as_form(body, "organisation"))
    if not form.is_valid():
        refuse_form(form, "body")
    terms.sign_nda(found.pk, by, form.cleaned_data["on"])
    return _again(found, actor)


@router.put("deals/{uuid:deal_id}/terms", response=_CHANGED, operation_id="set_deal_terms")
def set_terms(request: Any, deal_id: UUID, body: TermsIn) -> Any:
    """Replace the terms; what was agreed to before lapses."""
    actor, found, by = _to_edit(request, deal_id, body.organisation)
    form = TermsForm(as_form(body, "organisation"))
    if not form.is_valid():
        refuse_form(form, "body")
    terms.set_terms(found.pk, by, form.terms())
    return _again(found, actor)


@router.post("deals/{uuid:deal_id}/agreement", response=_CHANGED, operation_id="agree_to_terms")
def agree(request: Any, deal_id: UUID, body: AgreeIn) -> Any:
    """Agree to the terms for the asker's side; 409 when they have changed since."""
    actor, found, by = _to_edit(request, deal_id, body.organisation)
    terms.agree(found.pk, by, body.version)
    return _again(found, actor)


@router.put("deals/{uuid:deal_id}/next-step", response=_CHANGED, operation_id="set_next_step")
def set_step(request: Any, deal_id: UUID, body: StepIn) -> Any:
    """Say what is to be done next, or that nothing is."""
    actor, found, by = _to_edit(request, deal_id, body.organisation)
    owner = request.auth.user if body.mine else None
    form = NextStepForm(as_form(body, "organisation", "mine"), people=[])
    if not form.is_valid():
        refuse_form(form, "body")
    terms.set_step(found.pk, by, form.step(owner))
    return _again(found, actor)


@router.put("deals/{uuid:deal_id}/amount", response=_CHANGED, operation_id="set_party_amount")
def set_amount(request: Any, deal_id: UUID, body: AmountIn) -> Any:
    """Say what the asker's side puts in and the share it gets."""
    actor, found, by = _to_edit(request, deal_id, body.organisation)
    form = AmountForm(as_form(body, "organisation"))
    if not form.is_valid():
        refuse_form(form, "body")
    values = form.cleaned_data
    terms.set_amount(found.pk, by, values["amount"], values["currency"], values["share"])
    return _again(found, actor)


def _to_edit(request: Any, deal_id: UUID, org_id: str | None) -> tuple[Actor, Deal, Acting]:
    actor, found = found_deal(request, deal_id, WRITE, Action.DEAL_EDIT)
    by = by_writer(request, actor, Action.DEAL_EDIT, deal_subject(found), org_id)
    return actor, found, by


def _again(found: Deal, actor: Actor) -> dict[str, Any]:
    return deal_shown(deals_loaded(Deal.objects).get(pk=found.pk), actor)
