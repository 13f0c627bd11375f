"""Sharing a deal among several: inviting co-investors, joining, leaving."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twinbay.web.deals.domain import telling
from twinbay.web.deals.domain.acting import Acting
from twinbay.web.deals.domain.locking import open_deal, party_of
from twinbay.web.deals.domain.problems import Refused
from twinbay.web.deals.domain.timeline import write_down
from twinbay.web.deals.models import Deal, DealParty, Participant, Thread
from twinbay.web.deals.models.conversation import ALL_THREAD, INVITATION_THREAD
from twinbay.web.deals.models.event import DECLINED, INVITED, JOINED, LEFT
from twinbay.web.deals.models.party import CO_INVESTOR, PRINCIPALS

MOST_PARTIES = 30


def invite(deal_pk: int, by: Acting, organisation: Any, text: str) -> DealParty:
    """Ask another organisation to share a deal; until it joins it sees title and text only.

    Raises:
        Refused: it takes part already, the deal is full, signed or closed.
    """
    with transaction.atomic():
        deal = open_deal(deal_pk)
        current = [p for p in deal.parties.all() if p.joined or p.invited]
        if any(party.organisation_id == organisation.pk for party in current):
            raise Refused(_("It takes part already, or has been asked."))
        if len(current) >= MOST_PARTIES:
            raise Refused(_("A deal has at most %(most)s parties.") % {"most": MOST_PARTIES})
        party: DealParty = DealParty.objects.create(
            deal=deal,
            organisation=organisation,
            role=CO_INVESTOR,
            invited_by=by.user,
            invited_for_id=by.organisation_id,
            invited_at=timezone.now(),
            invitation=text,
        )
        write_down(deal, INVITED, by, details={"organisation": organisation.pk})
        telling.invited(party)
    return party


def join(party_pk: int, by: Acting, nda_on: date) -> None:
    """Accept an invitation; the non-disclosure agreement is signed with it. Twice changes nothing.

    A conversation with who invited begins, and one of all parties if there was none; neither
    shows what others wrote elsewhere. Consents to the terms lapse.

    Raises:
        Refused: the invitation does not stand any more, or the day is still to come.
    """
    if nda_on > timezone.localdate():
        raise Refused(_("The day of the signature is still to come."))
    with transaction.atomic():
        deal, party = _invited(party_pk)
        if party.joined:
            return
        if not party.invited:
            raise Refused(_("The invitation does not stand any more."))
        now = timezone.now()
        party.joined_at, party.nda_on, party.nda_by = now, nda_on, by.user
        party.save()
        deal.terms_version += 1
        deal.save()
        _begin_conversations(deal, party)
        write_down(deal, JOINED, by, details={"on": nda_on.isoformat()})
        telling.deal_changed(deal, by)


def decline(party_pk: int, by: Acting) -> None:
    """Say no to an invitation. Saying so twice changes nothing."""
    with transaction.atomic():
        deal, party = _invited(party_pk)
        if party.joined:
            raise Refused(_("Your organisation has joined meanwhile; it can leave the deal."))
        if party.invited:
            party.declined_at = timezone.now()
            party.save()
            write_down(deal, DECLINED, by)
            telling.deal_changed(deal, by)


def withdraw_invitation(party_pk: int, by: Acting) -> None:
    """Take an invitation back. Doing so twice, or after a no, changes nothing.

    Raises:
        Refused: it was accepted meanwhile.
    """
    with transaction.atomic():
        deal, party = _invited(party_pk)
        if party.joined:
            raise Refused(_("It has joined meanwhile."))
        if party.invited:
            party.ended_at = timezone.now()
            party.save()
            write_down(deal, LEFT, by, details={"organisation": party.organisation_id})


def leave(deal_pk: int, by: Acting) -> None:
    """Leave a shared deal and its conversations; consents to the terms lapse.

    Raises:
        Refused: it is one of the two who began it (they close the deal), or the deal is signed.
    """
    with transaction.atomic():
        deal = open_deal(deal_pk)
        party = party_of(deal, by)
        if party.role in PRINCIPALS:
            raise Refused(_("Who began the deal does not leave it but closes it."))
        now = timezone.now()
        party.ended_at = now
        party.save()
        for participant in Participant.objects.filter(
            thread__deal=deal, organisation_id=by.organisation_id, ended_at=None
        ):
            participant.ended_at = now
            participant.save()
        deal.terms_version += 1
        deal.save()
        write_down(deal, LEFT, by)
        telling.deal_changed(deal, by)


def _invited(party_pk: int) -> tuple[Deal, DealParty]:
    """Return a deal, locked, and a party that was invited to it, as they are now."""
    deal = open_deal(DealParty.objects.values_list("deal_id", flat=True).get(pk=party_pk))
    return deal, DealParty.objects.get(pk=party_pk)


def _begin_conversations(deal: Deal, party: DealParty) -> None:
    now = party.joined_at
    with_inviter = Thread.objects.create(interest=deal.interest, deal=deal, kind=INVITATION_THREAD)
    for organisation_id in (party.invited_for_id, party.organisation_id):
        Participant.objects.create(
            thread=with_inviter, organisation_id=organisation_id, admitted_at=now
        )
    of_all, made = Thread.objects.get_or_create(
        deal=deal, kind=ALL_THREAD, defaults={"interest": deal.interest}
    )
    joining = [p for p in deal.parties.all() if p.joined] if made else [party]
    for one in joining:
        Participant.objects.create(
            thread=of_all, organisation_id=one.organisation_id, admitted_at=now
        )
