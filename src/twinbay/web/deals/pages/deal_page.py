"""What the page of a deal shows."""

from typing import Any

from django.utils import timezone

from twinbay.web.accounts.models import Membership
from twinbay.web.deals.domain.acting import written_for
from twinbay.web.deals.domain.stages import (
    MOVES,
    OPEN_STAGES,
    Stage,
    blockers,
    converted,
)
from twinbay.web.deals.domain.subjects import deal_subject, principals_subject
from twinbay.web.deals.forms.deals import AmountForm, MoveForm, NdaForm, StepForm, TermsForm
from twinbay.web.deals.forms.files import DocumentForm
from twinbay.web.deals.models import Deal, DealParty
from twinbay.web.deals.models.party import PRINCIPALS
from twinbay.web.deals.pages import timeline_entries, wording
from twinbay.web.deals.pages.evidence_shown import evidence_shown
from twinbay.web.deals.queries.inbox import threads_of
from twinbay.web.deals.queries.timeline import documents, is_principal, timeline
from twinbay.web.permissions import Action, Actor, may

Forms = dict[str, Any]


def content(deal: Deal, actor: Actor, user: Any, bound: Forms | None = None) -> dict[str, Any]:
    """Return the template's values.

    Arguments:
        deal: with its parties and their organisations.
        actor, user: who reads.
        bound: forms with errors to show in place of empty ones, by name.
    """
    subject = deal_subject(deal)
    own = written_for(actor, subject.organisations)
    parties = [party for party in deal.parties.all() if party.joined or party.invited]
    names = {p.organisation_id: wording.name_of(p.organisation) for p in deal.parties.all()}
    edits = may(actor, Action.DEAL_EDIT, subject)
    principal = is_principal(deal, actor.organisations)
    return {
        "deal": deal,
        "title": wording.title_of(deal),
        "stages": _stages(deal),
        "stage": wording.stage_name(deal.stage),
        "closed_reason": wording.closed_reason(deal.closed_reason),
        "moves": _moves(deal, bound) if edits else [],
        "may_edit": edits,
        "own": [(pk, names[pk]) for pk in own],
        "own_parties": [p for p in parties if p.joined and p.organisation_id in own],
        "parties": [_party(deal, party) for party in parties],
        "sums": _sums(parties),
        "may_share": deal.open and may(actor, Action.DEAL_SHARE, principals_subject(deal)),
        "may_leave": deal.open
        and any(p.role not in PRINCIPALS for p in parties if p.organisation_id in own),
        "terms": _terms(deal),
        "consent_open": deal.stage in (Stage.EVALUATION, Stage.NEGOTIATION) and bool(deal.kind),
        "step": _step(deal),
        "threads": _threads(deal, actor, user),
        "documents": [
            {
                "document": one,
                "kind": wording.document_kind(one.kind),
                "own": one.organisation_id in own,
                "by": wording.name_of(one.organisation),
            }
            for one in documents(deal, actor.organisations)
        ],
        "principal": principal,
        "evidence": evidence_shown(deal.interest.evidence) if principal else None,
        "events": [
            timeline_entries.entry(event, names) for event in timeline(deal, actor.organisations)
        ],
        "forms": _forms(deal, actor, own, user, principal) | (bound or {}) if edits else {},
    }


def _stages(deal: Deal) -> list[dict[str, Any]]:
    """Return the way to the signature, with where the deal stands on it."""
    way = (*OPEN_STAGES, Stage.SIGNED)
    stands = deal.closed_from if deal.stage == Stage.CLOSED else deal.stage
    index = way.index(Stage(stands))
    return [
        {
            "name": wording.stage_name(stage),
            "done": number < index,
            "current": number == index,
        }
        for number, stage in enumerate(way)
    ]


def _moves(deal: Deal, bound: Forms | None) -> list[dict[str, Any]]:
    """Return where the deal may go from here, and what stands in the way."""
    facts = deal.facts()
    targets = MOVES[Stage(deal.stage)]
    if deal.stage == Stage.CLOSED:
        targets = (Stage(deal.closed_from),)
    moves = []
    for target in targets:
        closing = target is Stage.CLOSED
        found = () if closing else blockers(facts, target)
        form = MoveForm(initial={"seen": deal.stage, "target": target.value}, prefix=None)
        failed = (bound or {}).get("move")
        if failed is not None and failed.data.get("target") == target:
            form = failed
        moves.append(
            {
                "target": target.value,
                "name": wording.move_name(deal.stage, target),
                "blockers": wording.blocker_texts(found),
                "closing": closing,
                "back": deal.stage == Stage.NEGOTIATION and target is Stage.EVALUATION,
                "form": form,
            }
        )
    return moves


def _party(deal: Deal, party: DealParty) -> dict[str, Any]:
    return {
        "party": party,
        "name": wording.name_of(party.organisation),
        "role": party.get_role_display(),
        "amount": wording.money(party.amount, party.currency),
        "share": wording.percent(party.share),
        "agreed": party.consent_version == deal.terms_version,
        "agreed_by": wording.name_of(party.consent_by) if party.consent_by else "",
    }


def _sums(parties: list[DealParty]) -> list[str]:
    """Return what the parties put in together, one sum per currency."""
    sums: dict[str, Any] = {}
    for party in parties:
        if party.joined and party.amount is not None:
            sums[party.currency] = sums.get(party.currency, 0) + party.amount
    return [wording.money(amount, currency) for currency, amount in sorted(sums.items())]


def _terms(deal: Deal) -> dict[str, Any]:
    other = ""
    if deal.amount is not None and deal.rate is not None:
        other = wording.money(*converted(deal.amount, deal.currency, deal.rate))
    return {
        "kind": wording.outcome_name(deal.kind),
        "amount": wording.money(deal.amount, deal.currency),
        "other": other,
        "rate": f"{deal.rate.normalize():f}" if deal.rate is not None else "",
    }


def _step(deal: Deal) -> dict[str, Any]:
    overdue = deal.next_step_on is not None and deal.next_step_on < timezone.localdate()
    return {
        "at": deal.next_step_at,
        "owner": wording.name_of(deal.owner) if deal.owner else "",
        "overdue": overdue and deal.stage != Stage.CLOSED,
    }


def _threads(deal: Deal, actor: Actor, user: Any) -> list[dict[str, Any]]:
    return [
        {
            "thread": thread,
            "kind": thread.get_kind_display(),
            "with": [
                wording.name_of(one.organisation)
                for one in thread.participants.all()
                if one.admitted_at
                and not one.ended_at
                and one.organisation_id not in actor.organisations
            ],
        }
        for thread in threads_of(actor.organisations, user).filter(deal=deal)
    ]


def _forms(deal: Deal, actor: Actor, own: list[int], user: Any, principal: bool) -> Forms:
    """Return the empty forms of a page."""
    step = {
        "text": deal.next_step,
        "on": deal.next_step_on,
        "at": _own_hour(deal),
        "owner": str(deal.owner_id or ""),
    }
    amount: dict[str, Any] = {}
    for party in deal.parties.all():
        if party.joined and party.organisation_id in own:
            amount = {name: getattr(party, name) for name in ("amount", "currency", "share")}
            break
    forms: Forms = {
        "nda": NdaForm(initial={"on": timezone.localdate()}),
        "terms": TermsForm(initial={name: getattr(deal, name) for name in TermsForm.base_fields}),
        "step": StepForm(initial=step, people=people(deal, own)),
        "amount": AmountForm(initial=amount),
        "document": DocumentForm(),
    }
    if not principal:
        del forms["document"].fields["audience"]
    return forms


def _own_hour(deal: Deal) -> Any:
    """Return the hour of the next step in the reader's zone."""
    at = deal.next_step_at
    return timezone.localtime(at).time() if at else None


def people(deal: Deal, own: list[int]) -> list[tuple[str, str]]:
    """Return who can see to the next step: the reader's colleagues, and who does so now."""
    memberships = Membership.objects.filter(
        organisation__in=own, ended_at=None, accepted_at__isnull=False, user__is_active=True
    ).select_related("user")
    found = {str(one.user_id): wording.name_of(one.user) for one in memberships}
    if deal.owner is not None:
        found[str(deal.owner_id)] = wording.name_of(deal.owner)
    return sorted(found.items(), key=lambda item: item[1])
