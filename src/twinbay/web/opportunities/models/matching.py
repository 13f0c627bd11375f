"""What the matching found, computed daily, and who wants to hear of it."""

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from twinbay.web.opportunities.models.opportunity import Opportunity

NEVER, DAILY, WEEKLY = "never", "daily", "weekly"
FREQUENCIES = ((NEVER, _("never")), (DAILY, _("every day")), (WEEKLY, _("every week")))


class Counterpart(models.Model):
    """That two opportunities fit; a derived table, replaced by each matching.

    Attributes:
        rank: from 1, the best.
        score: 0 to 1.
        reasons: lists of sentences by language, ``en`` and ``zh-hans``.
        per_hundred: of 100 pairs of organisations like theirs, how many came to joint work;
            empty without evidence.
    """

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="counterparts")
    other = models.ForeignKey(Opportunity, models.CASCADE, related_name="+")
    rank = models.PositiveIntegerField()
    score = models.FloatField()
    reasons = models.JSONField(default=dict)
    per_hundred = models.PositiveIntegerField(null=True)
    computed_on = models.DateField()

    class Meta:
        """Once per pair, the best first."""

        ordering: ClassVar = ["rank"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["opportunity", "other"], name="counterpart_once")
        ]


class ForYou(models.Model):
    """An opportunity suggested to a person; replaced daily.

    Attributes:
        because: the own opportunity that it fits, or empty when it is in the person's fields.
        sent_at: when a letter last named it to the person.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="for_you")
    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="+")
    because = models.ForeignKey(Opportunity, models.CASCADE, null=True, related_name="+")
    rank = models.PositiveIntegerField()
    score = models.FloatField()
    reasons = models.JSONField(default=dict)
    found_on = models.DateField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        """Once per person, the best first."""

        ordering: ClassVar = ["rank"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "opportunity"], name="suggested_once")
        ]


def _token() -> str:
    return secrets.token_urlsafe(32)


class DigestSetting(models.Model):
    """How a person wants to hear of suggestions.

    Attributes:
        frequency: of letters; none are sent without the person's consent either.
        fields: ids of fields of cooperation to look in besides the organisation's own records.
        token: in the address that ends the letters with one click.
        sent_on: the day of the last letter.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="digest_setting"
    )
    frequency = models.CharField(max_length=8, choices=FREQUENCIES, default=NEVER)
    fields = models.JSONField(default=list, blank=True)
    token = models.CharField(max_length=64, unique=True, default=_token)
    sent_on = models.DateField(null=True, blank=True)
