"""Deals by stage, of an organisation or of a region."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from twinbay.web.deals.domain.stages import Stage
from twinbay.web.deals.models import Deal, DealParty

MOST_CARDS = 40  # in one column


@dataclass(frozen=True)
class StageColumn:
    """One column of a board.

    Attributes:
        stage: one of ``Stage``.
        total: how many deals stand in it.
        deals: the first of them, the most urgent first.
    """

    stage: Stage
    total: int
    deals: Sequence[Deal]


def deals_of_organisation(organisation_pk: int) -> QuerySet[Any]:
    """Return the deals an organisation takes part in."""
    parties = DealParty.objects.filter(
        organisation=organisation_pk, joined_at__isnull=False, ended_at=None
    )
    return Deal.objects.filter(pk__in=parties.values("deal"))


def deals_of_region(region_id: str) -> QuerySet[Any]:
    """Return the deals with at least one party in a region."""
    parties = DealParty.objects.filter(
        organisation__region=region_id, joined_at__isnull=False, ended_at=None
    )
    return Deal.objects.filter(pk__in=parties.values("deal"))


def stage_counts(deals: QuerySet[Any]) -> dict[str, int]:
    """Return how many deals stand in each stage."""
    return dict(deals.order_by().values_list("stage").annotate(Count("pk")))


def columns(deals: QuerySet[Any]) -> list[StageColumn]:
    """Return a board: every stage with its first deals, in a fixed number of queries."""
    counts = stage_counts(deals)
    place = Window(
        RowNumber(),
        partition_by=F("stage"),
        order_by=[F("next_step_on").asc(nulls_last=True), F("stage_since").desc(), F("pk").desc()],
    )
    rows = (
        deals.annotate(place=place)
        .filter(place__lte=MOST_CARDS)
        .select_related("interest__opportunity", "owner")
        .prefetch_related("parties__organisation")
        .order_by("place")
    )
    found: dict[str, list[Deal]] = {stage: [] for stage in Stage}
    for deal in rows:
        found[deal.stage].append(deal)
    return [StageColumn(stage, counts.get(stage, 0), found[stage]) for stage in Stage]
