"""How far deals come and how long they take, and what regions report; counts only."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from statistics import median
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from twinbay.web.deals.domain.stages import OPEN_STAGES, Stage
from twinbay.web.deals.models import DealEvent, Interest
from twinbay.web.deals.models.event import OPENED, STAGE
from twinbay.web.deals.models.interest import ACCEPTED, DECLINED

DAY = timedelta(days=1).total_seconds()
LEAST_DEALS = 3  # a sum of fewer deals would tell what one of them is worth


@dataclass(frozen=True)
class Period:
    """Days, both included."""

    first: date
    last: date

    def instants(self) -> tuple[datetime, datetime]:
        """Return the beginning of the first day and the end of the last in the active zone."""
        zone = timezone.get_current_timezone()
        begin = datetime.combine(self.first, time(), zone)
        return begin, datetime.combine(self.last + timedelta(days=1), time(), zone)


@dataclass(frozen=True)
class Reached:
    """How many came to a step, of those that were begun in the period.

    Attributes:
        step: ``interest`` or a stage.
        number: how many reached it.
        median_days: how long those that left it again had stayed; None when none has.
    """

    step: str
    number: int
    median_days: float | None


@dataclass(frozen=True)
class Signed:
    """What was signed of one kind.

    Attributes:
        sums: the amounts by currency; None where it is of so few deals that it would tell one.
    """

    kind: str
    deals: int
    sums: dict[str, Decimal | None]


def funnel(
    deals: QuerySet[Any], interests: QuerySet[Any], period: Period | None = None
) -> list[Reached]:
    """Return how many interests were expressed and how far the deals came.

    Arguments:
        deals, interests: those of an organisation or of a region.
        period: when they were begun; None for ever.
    """
    if period is not None:
        begin, end = period.instants()
        interests = interests.filter(created_at__gte=begin, created_at__lt=end)
        deals = deals.filter(interest__created_at__gte=begin, interest__created_at__lt=end)
    events = DealEvent.objects.filter(
        deal__in=deals.order_by().values("pk"), kind__in=[OPENED, STAGE]
    )
    reached = dict(events.order_by().values_list("to_stage").annotate(Count("deal", distinct=True)))
    lasted: dict[str, list[float]] = defaultdict(list)
    spans = events.filter(kind=STAGE).exclude(from_stage=Stage.CLOSED.value)
    for stage, seconds in spans.order_by().values_list("from_stage", "lasted"):
        lasted[stage].append(seconds / DAY)
    answered = [
        (decided - created).total_seconds() / DAY
        for created, decided in interests.filter(state__in=[ACCEPTED, DECLINED]).values_list(
            "created_at", "decided_at"
        )
    ]
    first = Reached("interest", interests.count(), _median(answered))
    way = (*OPEN_STAGES, Stage.SIGNED)
    return [first] + [
        Reached(stage.value, reached.get(stage, 0), _median(lasted[stage])) for stage in way
    ]


def _median(days: Sequence[float]) -> float | None:
    return round(median(days), 1) if days else None


def interests_of_organisation(organisation_pk: int) -> QuerySet[Any]:
    """Return the interests that an organisation expressed or received."""
    return Interest.objects.filter(Q(organisation=organisation_pk) | Q(addressee=organisation_pk))


def interests_of_region(region_id: str) -> QuerySet[Any]:
    """Return the interests from or to organisations of a region."""
    return Interest.objects.filter(
        Q(organisation__region=region_id) | Q(addressee__region=region_id)
    )


def signed(deals: QuerySet[Any], period: Period) -> list[Signed]:
    """Return what was signed in a period by kind, without sums that tell a single deal's amount."""
    rows = deals.filter(
        stage=Stage.SIGNED.value, signed_on__gte=period.first, signed_on__lte=period.last
    ).order_by()
    numbers = dict(rows.values_list("kind").annotate(Count("pk")))
    sums: dict[str, dict[str, Decimal | None]] = defaultdict(dict)
    with_amount = rows.filter(amount__isnull=False).values_list("kind", "currency")
    for kind, currency, total, number in with_amount.annotate(Sum("amount"), Count("pk")):
        sums[kind][currency] = total if number >= LEAST_DEALS else None
    return [
        Signed(kind, number, sums[kind])
        for kind, number in sorted(numbers.items(), key=lambda item: (-item[1], item[0]))
    ]


def closed(deals: QuerySet[Any], period: Period) -> list[tuple[str, str, int]]:
    """Return how many deals were closed in a period, by the stage they stood in and the reason."""
    begin, end = period.instants()
    rows = deals.filter(
        stage=Stage.CLOSED.value, stage_since__gte=begin, stage_since__lt=end
    ).order_by()
    found = rows.values_list("closed_from", "closed_reason").annotate(Count("pk"))
    order = [stage.value for stage in OPEN_STAGES]
    return sorted(found, key=lambda row: (order.index(row[0]), -row[2], row[1]))
