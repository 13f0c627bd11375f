"""Telling the members of organisations what happened; called inside the change's transaction."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from twinbay.web.deals.domain.acting import Acting
from twinbay.web.deals.models import Deal, DealParty, Interest, Message, Participant


def interest_expressed(interest: Interest) -> None:
    """Tell who decides."""
    _tell({interest.addressee_id}, "interest_received", _interest_address(interest), interest)


def interest_decided(interest: Interest) -> None:
    """Tell who asked."""
    _tell({interest.organisation_id}, "interest_answered", _interest_address(interest), interest)


def message_written(message: Message) -> None:
    """Tell the other participants; what was written stays on its page."""
    others = {
        one.organisation_id
        for one in message.thread.participants.all()
        if one.admitted_at is not None and one.ended_at is None
    } - {message.organisation_id}
    address = reverse("deals:thread", args=[message.thread.public_id])
    _tell(others, "message_received", address, message.thread.deal)


def stage_changed(deal: Deal, by: Acting) -> None:
    """Tell the other parties."""
    _tell(_others(deal, by), "deal_stage", _deal_address(deal), deal)


def deal_changed(deal: Deal, by: Acting) -> None:
    """Tell the other parties that terms, parties or documents changed."""
    _tell(_others(deal, by), "deal_changed", _deal_address(deal), deal)


def step_set(deal: Deal, by: Acting) -> None:
    """Tell who sees to the next step, unless it is the person who set it."""
    if deal.owner is not None and deal.owner_id != by.user.pk:
        _tell_person(deal.owner, "step_yours", _deal_address(deal), deal)


def step_due(deal: Deal, kind: str) -> None:
    """Remind who sees to the next step; ``kind`` is one of ``models.calendar.REMINDERS``."""
    _tell_person(deal.owner, f"step_{kind}", _deal_address(deal), deal)


def invited(party: DealParty) -> None:
    """Tell the organisation that is asked to share a deal."""
    address = reverse("deals:invitation", args=[party.public_id])
    _tell({party.organisation_id}, "deal_invitation", address, party.deal)


def admission_proposed(participant: Participant, by: Acting) -> None:
    """Tell the participants who must agree."""
    thread = participant.thread
    present = {
        one.organisation_id
        for one in thread.participants.all()
        if one.admitted_at is not None and one.ended_at is None
    }
    address = reverse("deals:thread", args=[thread.public_id])
    _tell(present - {by.organisation_id}, "admission_proposed", address, thread.deal)


def _others(deal: Deal, by: Acting) -> set[int]:
    parties = {party.organisation_id for party in deal.parties.all() if party.joined}
    return parties - {by.organisation_id}


def _deal_address(deal: Deal) -> str:
    return str(reverse("deals:deal", args=[deal.public_id]))


def _interest_address(interest: Interest) -> str:
    return str(reverse("deals:interest", args=[interest.public_id]))


def _tell(organisations: Iterable[int], kind: str, address: str, about: Any) -> None:
    pass


def _tell_person(user: Any, kind: str, address: str, about: Any) -> None:
    pass
