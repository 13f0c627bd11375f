"""Which opportunities somebody may learn of, as SQL: the same rules as ``permissions.may``."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from twinbay.web.accounts.models import Consent
from twinbay.web.accounts.models.consent import TALENT
from twinbay.web.opportunities.domain.subjects import today
from twinbay.web.opportunities.models import Opportunity, Release, State
from twinbay.web.permissions import Actor, Role, Visibility


def visible(actor: Actor) -> QuerySet[Any]:
    """Return the opportunities whose teaser somebody may see, as one query.

    ``Action.OPPORTUNITY_SEE`` decides the same for one record; a test compares the two.
    """
    if actor.administrator:
        return Opportunity.objects.all()
    own = Q(organisation__in=actor.organisations)
    allowed = own | (_open() & _told(actor) & ~_hidden(actor))
    if Role.COOPERATION_OFFICER in actor.roles and actor.regions:
        allowed |= Q(organisation__region__in=actor.regions) & ~Q(state=State.DRAFT)
    return Opportunity.objects.filter(allowed)


def open_to_all() -> QuerySet[Any]:
    """Return the opportunities that are published and neither expired nor without consent."""
    return Opportunity.objects.filter(_open())


def _open() -> Q:
    consents = Consent.objects.filter(user=OuterRef("person"), purpose=TALENT, withdrawn_at=None)
    return (
        Q(state=State.PUBLISHED)
        & (Q(expires_on=None) | Q(expires_on__gte=today()))
        & (Q(person=None) | Exists(consents))
    )


def _told(actor: Actor) -> Q:
    told = Q(visibility=Visibility.PUBLIC.value)
    if actor.member:
        told |= Q(visibility=Visibility.MEMBERS.value)
    if actor.organisations:
        told |= Q(visibility=Visibility.CONFIDENTIAL.value) & Exists(_granted(actor))
    return told


def _granted(actor: Actor) -> QuerySet[Any]:
    return Release.objects.filter(
        opportunity=OuterRef("pk"),
        organisation__in=actor.organisations,
        ended_at=None,
        nda_accepted_at__isnull=False,
        released_at__isnull=False,
    )


def _hidden(actor: Actor) -> Q:
    """Hidden from one of the person's organisations; the own records are allowed before this."""
    if not actor.organisations:
        return Q(pk__in=[])
    through = Opportunity.hidden_from.through
    return Q(
        Exists(
            through.objects.filter(
                opportunity=OuterRef("pk"), memberorganisation__in=actor.organisations
            )
        )
    )
