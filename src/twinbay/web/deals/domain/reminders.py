"""Reminding people of next steps: some days before, on the day, and once when it is overdue."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from twinbay.web.accounts.queries.actors import actor_of
from twinbay.web.deals.domain import telling
from twinbay.web.deals.domain.subjects import deal_subject
from twinbay.web.deals.models import Deal, Reminder
from twinbay.web.deals.models.calendar import OVERDUE, SOON, TODAY
from twinbay.web.deals.queries.steps import steps_due
from twinbay.web.permissions import Action, may

SOON_DAYS = 3
_WORLD_AHEAD = timedelta(days=1)  # it is tomorrow already somewhere


def remind(now: date | None = None) -> int:
    """Send the reminders that are due and were not sent; return how many went out.

    Arguments:
        now: the day in UTC; today when left out. Each person's own day decides.
    """
    day = now or timezone.now().date()
    sent = 0
    for deal in steps_due(day + timedelta(days=SOON_DAYS) + _WORLD_AHEAD):
        kind = _kind(deal, _own_day(deal, now))
        if kind and may(actor_of(deal.owner), Action.DEAL_VIEW, deal_subject(deal)):
            sent += _sent_once(deal, kind)
    return sent


def _own_day(deal: Deal, now: date | None) -> date:
    zone = ZoneInfo(deal.owner.time_zone or "UTC")
    return now or timezone.localdate(timezone=zone)


def _kind(deal: Deal, today: date) -> str:
    """Return which reminder is due, "" for none."""
    ahead = (deal.next_step_on - today).days
    if ahead > SOON_DAYS:
        return ""
    if ahead > 0:
        return SOON
    return TODAY if ahead == 0 else OVERDUE


def _sent_once(deal: Deal, kind: str) -> bool:
    with transaction.atomic():
        _reminder, made = Reminder.objects.get_or_create(
            deal=deal, user=deal.owner, step_on=deal.next_step_on, kind=kind
        )
        if made:
            telling.step_due(deal, kind)
    return bool(made)
