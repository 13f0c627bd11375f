"""Next steps of deals."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from twinbay.web.deals.domain.stages import Stage
from twinbay.web.deals.models import Deal, DealParty

KEPT_IN_CALENDAR = timedelta(days=90)
MOST_IN_CALENDAR = 500


def steps_of(organisations: Collection[int], today: date) -> QuerySet[Any]:
    """Return the deals of organisations with a next step since three months ago, by day."""
    parties = DealParty.objects.filter(
        organisation__in=organisations, joined_at__isnull=False, ended_at=None
    )
    rows = _with_step().filter(
        pk__in=parties.values("deal"), next_step_on__gte=today - KEPT_IN_CALENDAR
    )
    return rows.order_by("next_step_on", "pk")[:MOST_IN_CALENDAR]


def steps_due(until: date) -> QuerySet[Any]:
    """Return the deals whose next step is until a day and has somebody who sees to it."""
    rows = _with_step().filter(next_step_on__lte=until, owner__is_active=True)
    return rows.select_related("owner").order_by("pk")


def _with_step() -> QuerySet[Any]:
    closed = Q(stage=Stage.CLOSED.value)
    return Deal.objects.filter(~closed, next_step_on__isnull=False)
