"""What waits for the members of organisations."""

from collections.abc import Collection
from typing import Any

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from twinbay.web.deals.models import DealParty, Interest, Message, Reading, Thread
from twinbay.web.deals.models.interest import OPEN

MOST_LISTED = 200


def interests_of(organisations: Collection[int]) -> tuple[list[Interest], list[Interest]]:
    """Return the interests that organisations received and expressed, the open ones first."""
    rows = Interest.objects.select_related("organisation", "addressee", "opportunity", "deal")
    waiting = Case(When(state=OPEN, then=0), default=1, output_field=IntegerField())
    ordered = rows.order_by(waiting, "-created_at", "-pk")
    received = ordered.filter(addressee__in=organisations)
    expressed = ordered.filter(organisation__in=organisations)
    return list(received[:MOST_LISTED]), list(expressed[:MOST_LISTED])


def waiting_interests(organisations: Collection[int]) -> int:
    """Return how many interests wait for an answer of the organisations."""
    return int(Interest.objects.filter(addressee__in=organisations, state=OPEN).count())


def threads_of(organisations: Collection[int], user: Any) -> QuerySet[Any]:
    """Return the conversations of organisations with ``unread`` and ``last_at``, latest first."""
    current = Q(
        participants__organisation__in=organisations,
        participants__admitted_at__isnull=False,
        participants__ended_at=None,
    )
    own = Thread.objects.filter(current).values("pk")
    read = Reading.objects.filter(thread=OuterRef("pk"), user=user).values("last_read")[:1]
    latest = Message.objects.filter(thread=OuterRef("pk")).order_by("-pk").values("created_at")[:1]
    rows = Thread.objects.filter(pk__in=own).annotate(
        last_at=Subquery(latest), read=Coalesce(Subquery(read), Value(0))
    )
    unread = Q(messages__pk__gt=F("read"), messages__withdrawn_at=None) & ~Q(messages__author=user)
    return (
        rows.annotate(unread=Count("messages", filter=unread))
        .select_related("deal")
        .prefetch_related("participants__organisation")
        .order_by("-last_at", "-pk")
    )


def invitations_to(organisations: Collection[int]) -> list[DealParty]:
    """Return the invitations to share a deal that organisations have not answered."""
    rows = DealParty.objects.filter(
        organisation__in=organisations,
        invited_at__isnull=False,
        joined_at=None,
        declined_at=None,
        ended_at=None,
    )
    return list(rows.select_related("deal", "invited_for", "organisation").order_by("-invited_at"))
