"""Expressing interest, and what the other side answers."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twinbay.web.deals.domain import telling
from twinbay.web.deals.domain.acting import Acting
from twinbay.web.deals.domain.problems import Refused
from twinbay.web.deals.domain.stages import Stage
from twinbay.web.deals.models import Deal, DealEvent, DealParty, Interest, Message, Thread
from twinbay.web.deals.models.conversation import PRINCIPALS_THREAD, Participant
from twinbay.web.deals.models.event import OPENED
from twinbay.web.deals.models.interest import ACCEPTED, DECLINED, OPEN, WITHDRAWN
from twinbay.web.deals.models.party import ADDRESSED, INTERESTED


def express(
    by: Acting,
    addressee: Any,
    opportunity: Any,
    message: str,
    evidence: dict[str, Any],
    *,
    sample: bool = False,
) -> Interest:
    """Store an interest and tell the other side.

    Arguments:
        by: who is interested.
        addressee: the organisation that decides.
        opportunity: what it is about; None to write to a suggested partner.
        message: what is said with it.
        evidence: as ``domain.evidence.evidence_between`` gives it.

    Raises:
        Refused: the same interest is waiting for an answer already.
    """
    try:
        with transaction.atomic():
            interest: Interest = Interest.objects.create(
                opportunity=opportunity,
                organisation_id=by.organisation_id,
                addressee=addressee,
                author=by.user,
                message=message,
                evidence=evidence,
                sample=sample,
            )
            telling.interest_expressed(interest)
    except IntegrityError as error:
        raise Refused(_("Your organisation has asked already and waits for an answer.")) from error
    return interest


def accept(interest_pk: int, by: Acting, note: str) -> Deal:
    """Accept an interest: a deal and a conversation begin. Accepting twice changes nothing.

    Raises:
        Refused: it was declined or withdrawn meanwhile.
    """
    with transaction.atomic():
        interest = _locked(interest_pk)
        if interest.state == ACCEPTED:
            begun: Deal = interest.deal
            return begun
        _decide(interest, by, ACCEPTED, note)
        deal = _opened(interest, by)
        telling.interest_decided(interest)
    return deal


def decline(interest_pk: int, by: Acting, reason: str) -> None:
    """Decline an interest with a reason. Declining twice changes nothing.

    Raises:
        Refused: it was accepted or withdrawn meanwhile.
    """
    with transaction.atomic():
        interest = _locked(interest_pk)
        if interest.state != DECLINED:
            _decide(interest, by, DECLINED, reason)
            telling.interest_decided(interest)


def withdraw(interest_pk: int, by: Acting) -> None:
    """Take an interest back before it is answered. Doing so twice changes nothing.

    Raises:
        Refused: it was answered meanwhile.
    """
    with transaction.atomic():
        interest = _locked(interest_pk)
        if interest.state != WITHDRAWN:
            _decide(interest, by, WITHDRAWN, "")


def _locked(interest_pk: int) -> Interest:
    rows = Interest.objects.select_for_update(of=("self",))
    rows = rows.select_related("organisation", "addressee", "opportunity")
    interest: Interest = rows.get(pk=interest_pk)
    return interest


def _decide(interest: Interest, by: Acting, state: str, reason: str) -> None:
    if interest.state != OPEN:
        raise Refused(_("It has been answered or taken back meanwhile."))
    interest.state, interest.reason = state, reason
    interest.decided_by, interest.decided_at = by.user, timezone.now()
    interest.save()


def _opened(interest: Interest, by: Acting) -> Deal:
    """Return the new deal of an accepted interest, with its conversation."""
    now = interest.decided_at
    title = {language: _title(interest, language) for language in ("en", "zh-hans")}
    deal: Deal = Deal.objects.create(
        interest=interest,
        title=title["en"][:300],
        title_zh=title["zh-hans"][:300],
        stage_since=now,
        created_at=now,
        owner=by.user,
        sample=interest.sample,
    )
    sides = ((interest.addressee, ADDRESSED), (interest.organisation, INTERESTED))
    thread = Thread.objects.create(interest=interest, deal=deal, kind=PRINCIPALS_THREAD)
    for organisation, role in sides:
        DealParty.objects.create(deal=deal, organisation=organisation, role=role, joined_at=now)
        Participant.objects.create(thread=thread, organisation=organisation, admitted_at=now)
    DealEvent.objects.create(
        deal=deal,
        kind=OPENED,
        by=by.user,
        organisation_id=by.organisation_id,
        at=now,
        to_stage=Stage.CONTACT.value,
    )
    said = ((interest.author, interest.organisation, interest.message),)
    answer = ((by.user, interest.addressee, interest.reason),) if interest.reason else ()
    for author, organisation, body in said + answer:
        Message.objects.create(thread=thread, author=author, organisation=organisation, body=body)
    return deal


def _title(interest: Interest, language: str) -> str:
    """Return a deal's title; a language in which the opportunity has none stays empty."""
    opportunity = interest.opportunity
    if opportunity is None:
        return interest.title_in(language)
    return str(opportunity.title if language == "en" else opportunity.title_zh)
