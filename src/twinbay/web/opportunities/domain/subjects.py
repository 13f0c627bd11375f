"""An opportunity as the permission rules see it; ``queries.visibility`` says the same in SQL."""

from datetime import date
from typing import Any

from django.utils import timezone

from twinbay.web.accounts.models import Consent
from twinbay.web.accounts.models.consent import TALENT
from twinbay.web.opportunities.models import Opportunity, State
from twinbay.web.permissions import Subject, Visibility


def today() -> date:
    """Return the day by which records expire: that of Coordinated Universal Time."""
    day: date = timezone.now().date()
    return day


def subject_of(opportunity: Opportunity) -> Subject:
    """Return what the rules look at, in at most three queries.

    An officer learns of a record when it is submitted, not while it is a draft. A record about a
    person counts as published only while that person consents.
    """
    releases = opportunity.releases.filter(
        ended_at=None, nda_accepted_at__isnull=False, released_at__isnull=False
    )
    return Subject(
        organisations=frozenset({opportunity.organisation_id}),
        regions=frozenset()
        if opportunity.state == State.DRAFT
        else frozenset({opportunity.organisation.region}),
        user_id=opportunity.author_id,
        published=is_open(opportunity),
        visibility=Visibility(opportunity.visibility),
        granted=frozenset(releases.values_list("organisation_id", flat=True)),
        hidden_from=frozenset(opportunity.hidden_from.values_list("pk", flat=True)),
    )


def is_open(opportunity: Opportunity) -> bool:
    """Return whether others than its owner and officers may learn of it at all."""
    if opportunity.state != State.PUBLISHED:
        return False
    if opportunity.expires_on is not None and opportunity.expires_on < today():
        return False
    return opportunity.person_id is None or consents_to_be_found(opportunity.person_id)


def consents_to_be_found(user_id: Any) -> bool:
    """Return whether a person agreed to be shown as somebody who looks for an opening."""
    return bool(Consent.objects.filter(user_id=user_id, purpose=TALENT, withdrawn_at=None).exists())
