"""Interests, conversations and deals as plain values."""

from typing import Any

from twinbay.web.deals.domain import subjects
from twinbay.web.deals.domain.stages import MOVES, Stage, blockers
from twinbay.web.deals.models import Deal, DealDocument, DealEvent, DealParty, Interest
from twinbay.web.deals.models.interest import ACCEPTED, OPEN
from twinbay.web.deals.queries.timeline import is_principal
from twinbay.web.opportunities.api.shown import organisation_shown
from twinbay.web.permissions import Action, Actor, may


def interest_shown(interest: Interest) -> dict[str, Any]:
    """Return an interest; both organisations, the opportunity and the deal are loaded."""
    names = ("message", "state", "reason", "created_at", "decided_at", "sample")
    opportunity = interest.opportunity
    return {name: getattr(interest, name) for name in names} | {
        "id": interest.public_id,
        "opportunity": opportunity.public_id if opportunity else None,
        "organisation": organisation_shown(interest.organisation),
        "addressee": organisation_shown(interest.addressee),
        "deal": interest.deal.public_id if interest.state == ACCEPTED else None,
    }


def interest_with_evidence(interest: Interest, actor: Actor) -> dict[str, Any]:
    """Return one interest with what the asker may do."""
    decides = may(actor, Action.INTEREST_DECIDE, subjects.decision_subject(interest))
    takes_back = may(actor, Action.INTEREST_WITHDRAW, subjects.withdrawal_subject(interest))
    possible = {"accept": decides, "decline": decides, "withdraw": takes_back}
    steps = [name for name, fine in possible.items() if fine and interest.state == OPEN]
    return interest_shown(interest) | {"evidence": interest.evidence, "may": steps}


def deal_in_list(deal: Deal) -> dict[str, Any]:
    """Return a deal for a list; its parties and their organisations are loaded."""
    names = (
        *("title", "title_zh", "stage", "stage_since", "kind", "amount", "currency"),
        *("next_step", "next_step_on", "next_step_at", "sample"),
    )
    return {name: getattr(deal, name) for name in names} | {
        "id": deal.public_id,
        "owner": str(deal.owner.name or deal.owner.name_zh) if deal.owner else "",
        "parties": [_party(deal, one) for one in deal.parties.all() if one.joined or one.invited],
    }


def _party(deal: Deal, party: DealParty) -> dict[str, Any]:
    names = ("role", "joined", "amount", "currency", "share", "nda_on")
    return {name: getattr(party, name) for name in names} | {
        "organisation": organisation_shown(party.organisation),
        "agreed": party.consent_version == deal.terms_version,
    }


def deal_shown(deal: Deal, actor: Actor) -> dict[str, Any]:
    """Return one deal; its interest is loaded too."""
    names = ("rate", "rate_date", "signed_on", "terms_version", "closed_reason", "closed_note")
    edits = may(actor, Action.DEAL_EDIT, subjects.deal_subject(deal))
    interest = deal.interest
    begun_by = {
        "interest": interest.public_id,
        "opportunity": interest.opportunity.public_id if interest.opportunity else None,
        "evidence": interest.evidence,
    }
    return (
        deal_in_list(deal)
        | {name: getattr(deal, name) for name in names}
        | {
            "moves": _moves(deal) if edits else [],
            "begun_by": begun_by if is_principal(deal, actor.organisations) else None,
        }
    )


def _moves(deal: Deal) -> list[dict[str, Any]]:
    closed = deal.stage == Stage.CLOSED
    targets = (Stage(deal.closed_from),) if closed else MOVES[Stage(deal.stage)]
    facts = deal.facts()
    return [
        {
            "target": target.value,
            "blockers": [one.value for one in blockers(facts, target)],
        }
        for target in targets
    ]


def event_shown(event: DealEvent) -> dict[str, Any]:
    """Return an entry of the timeline; its organisation is loaded."""
    names = ("kind", "at", "from_stage", "to_stage", "note")
    told = {key: value for key, value in event.details.items() if key not in _KEYS}
    return {name: getattr(event, name) for name in names} | {
        "organisation": organisation_shown(event.organisation),
        "details": told,
    }


_KEYS = frozenset({"organisation", "owner"})  # primary keys, which no answer tells


def document_shown(document: DealDocument) -> dict[str, Any]:
    """Return what is said of a document; its file and organisation are loaded."""
    names = ("name", "media_type", "size", "sha256")
    return {name: getattr(document.file, name) for name in names} | {
        "id": document.public_id,
        "kind": document.kind,
        "audience": document.audience,
        "organisation": organisation_shown(document.organisation),
    }


def invitation_shown(party: DealParty) -> dict[str, Any]:
    """Return an invitation: the title and the text, nothing else of the deal."""
    return {
        "id": party.public_id,
        "title": party.deal.title,
        "title_zh": party.deal.title_zh,
        "organisation": organisation_shown(party.organisation),
        "invited_for": organisation_shown(party.invited_for),
        "text": party.invitation,
        "invited_at": party.invited_at,
    }


def conversation_shown(thread: Any) -> dict[str, Any]:
    """Return a conversation as ``queries.inbox.threads_of`` gives it."""
    present = [p for p in thread.participants.all() if p.admitted_at and not p.ended_at]
    return {
        "id": thread.public_id,
        "deal": thread.deal.public_id,
        "title": thread.deal.title,
        "title_zh": thread.deal.title_zh,
        "kind": thread.kind,
        "organisations": [organisation_shown(one.organisation) for one in present],
        "last_at": thread.last_at,
        "unread": thread.unread,
    }


def message_shown(message: Any) -> dict[str, Any]:
    """Return a message; author, organisation and files are loaded."""
    gone = message.withdrawn_at is not None
    files = [] if gone else [one.file.name for one in message.attachments.all()]
    return {
        "id": message.public_id,
        "author": str(message.author.name or message.author.name_zh),
        "organisation": organisation_shown(message.organisation),
        "body": "" if gone else message.body,
        "files": files,
        "created_at": message.created_at,
        "withdrawn": gone,
    }
