"""The queue of flagged pairs that somebody may see."""

from typing import Any

from django.db.models import Q, QuerySet

from twinbay.web.permissions import Actor, Role
from twinbay.web.screening.models import Flag


def flags_for(actor: Actor) -> QuerySet[Any]:
    """Return the flags that somebody may see: the rule of ``Action.SCREENING_VIEW`` as SQL."""
    flags = Flag.objects.select_related("organisation", "person")
    if actor.administrator:
        return flags
    if Role.COOPERATION_OFFICER not in actor.roles:
        return flags.none()
    of_person = Q(
        person__memberships__organisation__region__in=actor.regions,
        person__memberships__ended_at=None,
    )
    return flags.filter(Q(organisation__region__in=actor.regions) | of_person).distinct()
