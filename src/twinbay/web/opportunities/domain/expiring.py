"""Ends of published records, and reminders before them."""

from datetime import timedelta

from django.utils import translation

from twinbay.web.components import day as in_words
from twinbay.web.opportunities.domain.notices import tell_owner
from twinbay.web.opportunities.domain.steps import expire
from twinbay.web.opportunities.domain.subjects import today
from twinbay.web.opportunities.models import Opportunity, State

REMINDED_BEFORE = timedelta(days=14)


def end_expired() -> int:
    """End every published record whose last day has passed; return how many there were."""
    late = Opportunity.objects.filter(state=State.PUBLISHED, expires_on__lt=today())
    return sum(expire(one) for one in late.iterator())


def remind() -> int:
    """Remind the owners of records that expire soon, once for each last day."""
    soon = Opportunity.objects.filter(
        state=State.PUBLISHED,
        expires_on__gte=today(),
        expires_on__lte=today() + REMINDED_BEFORE,
    ).select_related("organisation")
    told = 0
    for one in soon:
        # Claimed before it is told, so that two workers do not tell it twice.
        claimed = (
            Opportunity.objects.filter(pk=one.pk)
            .exclude(reminded_for=one.expires_on)
            .update(reminded_for=one.expires_on)
        )
        if claimed:
            tell_owner(one, "opportunity-expiring", day=_in_both_languages(one))
            told += 1
    return told


def _in_both_languages(opportunity: Opportunity) -> dict[str, str]:
    words = {}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            words[language] = str(in_words(opportunity.expires_on))
    return words
