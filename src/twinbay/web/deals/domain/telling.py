"""Telling the members of organisations what happened; called inside the change's transaction.

A notification names the organisation that acted and the title, never what was written.
"""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from twinbay.web.accounts.models import MemberOrganisation
from twinbay.web.deals.domain.acting import Acting
from twinbay.web.deals.models import Deal, DealParty, Interest, Message, Participant, Thread
from twinbay.web.deals.models.interest import ACCEPTED
from twinbay.web.notifications.domain import notify

_LANGUAGES = ("en", "zh-hans")


def interest_expressed(interest: Interest) -> None:
    """Tell who decides."""
    context = _context(interest.organisation, interest)
    notify(interest.addressee, "interest-received", _address("interest", interest), context)


def interest_decided(interest: Interest) -> None:
    """Tell who asked."""
    kind = "interest-accepted" if interest.state == ACCEPTED else "interest-declined"
    context = _context(interest.addressee, interest)
    notify(interest.organisation, kind, _address("interest", interest), context)


def message_written(message: Message) -> None:
    """Tell the other participants; what was written stays on its page."""
    by = Acting(message.author, message.organisation_id)
    _tell_participants(message.thread, "message-received", by)


def admission_proposed(participant: Participant, by: Acting) -> None:
    """Tell the participants who must agree."""
    _tell_participants(participant.thread, "deal-admission", by)


def stage_changed(deal: Deal, by: Acting) -> None:
    """Tell the other parties."""
    _tell_parties(deal, "deal-stage", by)


def deal_changed(deal: Deal, by: Acting) -> None:
    """Tell the other parties that terms, parties or documents changed."""
    _tell_parties(deal, "deal-changed", by)


def step_set(deal: Deal, by: Acting) -> None:
    """Tell who sees to the next step, unless it is the person who set it."""
    if deal.owner is not None and deal.owner_id != by.user.pk:
        context = _context(_organisation(by), deal)
        notify(deal.owner, "deal-step", _address("deal", deal), context)


def step_due(deal: Deal, kind: str) -> None:
    """Remind who sees to the next step; ``kind`` is one of ``models.calendar.REMINDERS``."""
    context = {"title": _titles(deal)}
    notify(deal.owner, f"deal-step-{kind}", _address("deal", deal), context)


def invited(party: DealParty) -> None:
    """Tell the organisation that is asked to share a deal."""
    context = _context(party.invited_for, party.deal)
    notify(party.organisation, "deal-invitation", _address("invitation", party), context)


def _tell_parties(deal: Deal, kind: str, by: Acting) -> None:
    parties = {party.organisation_id for party in deal.parties.all() if party.joined}
    _tell(parties - {by.organisation_id}, kind, _address("deal", deal), by, deal)


def _tell_participants(thread: Thread, kind: str, by: Acting) -> None:
    present = {
        one.organisation_id
        for one in thread.participants.all()
        if one.admitted_at is not None and one.ended_at is None
    }
    _tell(present - {by.organisation_id}, kind, _address("thread", thread), by, thread.deal)


def _tell(organisations: Iterable[int], kind: str, address: str, by: Acting, deal: Deal) -> None:
    context = _context(_organisation(by), deal)
    for organisation in MemberOrganisation.objects.filter(pk__in=organisations):
        notify(organisation, kind, address, context, but=by.user)


def _organisation(by: Acting) -> MemberOrganisation:
    organisation: MemberOrganisation = MemberOrganisation.objects.get(pk=by.organisation_id)
    return organisation


def _context(organisation: MemberOrganisation, about: Any) -> dict[str, dict[str, str]]:
    names = {language: organisation.name_in(language) for language in _LANGUAGES}
    return {"organisation": names, "title": _titles(about)}


def _titles(about: Deal | Interest) -> dict[str, str]:
    return {language: about.title_in(language) for language in _LANGUAGES}


def _address(page: str, record: Any) -> str:
    return str(reverse(f"deals:{page}", args=[record.public_id]))
