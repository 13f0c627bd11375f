"""What is to be signed, who agrees to it, and what happens next."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twinbay.web.deals.domain import telling
from twinbay.web.deals.domain.acting import Acting
from twinbay.web.deals.domain.locking import locked_deal, open_deal, party_of
from twinbay.web.deals.domain.problems import Refused
from twinbay.web.deals.domain.timeline import write_down
from twinbay.web.deals.models.event import AMOUNT, CONSENT, NDA, STEP, TERMS


@dataclass(frozen=True, slots=True)
class Terms:
    """What the parties agree to.

    Attributes:
        kind: one of ``Outcome``, empty when open.
        amount, currency: in all; both or none.
        rate, rate_date: yuan per US dollar of that day; both or none.
        signed_on: the day of the signature.
    """

    kind: str = ""
    amount: Decimal | None = None
    currency: str = ""
    rate: Decimal | None = None
    rate_date: date | None = None
    signed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done next.

    Attributes:
        text: what.
        on: the day.
        at: the hour, in ``zone``.
        zone: IANA name.
        owner: who sees to it.
    """

    text: str
    on: date | None
    at: time | None
    zone: str
    owner: Any


def set_terms(deal_pk: int, by: Acting, terms: Terms) -> bool:
    """Change the terms; what was agreed to before lapses. Returns whether anything changed.

    Raises:
        Refused: the deal is signed or closed.
    """
    with transaction.atomic():
        deal = open_deal(deal_pk)
        names = Terms.__dataclass_fields__
        changed = {
            name: [_plain(getattr(deal, name)), _plain(getattr(terms, name))]
            for name in names
            if getattr(deal, name) != getattr(terms, name)
        }
        if not changed:
            return False
        for name in changed:
            setattr(deal, name, getattr(terms, name))
        deal.terms_version += 1
        deal.save()
        write_down(deal, TERMS, by, details={"changed": changed})
        telling.deal_changed(deal, by)
    return True


def agree(deal_pk: int, by: Acting, version: int) -> None:
    """Agree to the terms for one party. Agreeing twice changes nothing.

    Arguments:
        version: ``terms_version`` that the person saw.

    Raises:
        Refused: the terms have changed, or the deal is signed or closed.
    """
    with transaction.atomic():
        deal = open_deal(deal_pk)
        if deal.terms_version != version:
            raise Refused(_("The terms have changed meanwhile; read them again."))
        party = party_of(deal, by)
        if party.consent_version == version:
            return
        party.consent_version = version
        party.consent_by, party.consent_at = by.user, timezone.now()
        party.save()
        write_down(deal, CONSENT, by, details={"version": version})
        telling.deal_changed(deal, by)


def sign_nda(deal_pk: int, by: Acting, on: date) -> None:
    """Record that one side signed the non-disclosure agreement; the first word counts.

    Raises:
        Refused: the day is still to come, or the deal is signed or closed.
    """
    if on > timezone.localdate():
        raise Refused(_("The day of the signature is still to come."))
    with transaction.atomic():
        deal = open_deal(deal_pk)
        party = party_of(deal, by)
        if party.nda_on is not None:
            return
        party.nda_on, party.nda_by = on, by.user
        party.save()
        write_down(deal, NDA, by, details={"on": on.isoformat()})
        telling.deal_changed(deal, by)


def set_step(deal_pk: int, by: Acting, step: Step) -> bool:
    """Say what is to be done next, or that nothing is. Returns whether anything changed.

    Raises:
        Refused: the deal is closed.
    """
    with transaction.atomic():
        deal = locked_deal(deal_pk)
        if deal.closed_reason:
            raise Refused(_("The deal is closed."))
        before = (deal.next_step, deal.next_step_on, deal.next_step_time, deal.owner_id)
        deal.next_step, deal.next_step_on = step.text, step.on
        deal.next_step_time, deal.next_step_zone = step.at, step.zone
        deal.owner = step.owner
        if before == (step.text, step.on, step.at, deal.owner_id):
            return False
        deal.save()
        day = step.on.isoformat() if step.on else ""
        hour = step.at.isoformat(timespec="minutes") if step.at else ""
        details = {"on": day, "at": hour, "zone": step.zone, "owner": deal.owner_id}
        write_down(deal, STEP, by, note=step.text, details=details)
        telling.step_set(deal, by)
    return True


def set_amount(
    deal_pk: int, by: Acting, amount: Decimal | None, currency: str, share: Decimal | None
) -> None:
    """Say what one party puts in and the share it gets; consents lapse.

    Raises:
        Refused: all shares would come to more than 100 percent, or the deal is signed or closed.
    """
    with transaction.atomic():
        deal = open_deal(deal_pk)
        party = party_of(deal, by)
        if (party.amount, party.currency, party.share) == (amount, currency, share):
            return
        others = sum(
            (one.share or Decimal(0) for one in deal.parties.all() if one.joined and one != party),
            Decimal(0),
        )
        if others + (share or 0) > 100:
            raise Refused(_("All shares together come to more than 100 percent."))
        before = [_plain(party.amount), party.currency, _plain(party.share)]
        party.amount, party.currency, party.share = amount, currency, share
        party.save()
        deal.terms_version += 1
        deal.save()
        after = [_plain(amount), currency, _plain(share)]
        write_down(deal, AMOUNT, by, details={"before": before, "after": after})
        telling.deal_changed(deal, by)


def _plain(value: Any) -> Any:
    """Return a value as JSON keeps it."""
    return str(value) if isinstance(value, Decimal | date) else value
