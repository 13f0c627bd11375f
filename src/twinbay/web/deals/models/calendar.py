"""Secret addresses of calendars, and which reminders were sent."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from twinbay.web.accounts.models import User
from twinbay.web.deals.models.deal import Deal

SOON, TODAY, OVERDUE = "soon", "today", "overdue"
REMINDERS = ((SOON, _("soon")), (TODAY, _("today")), (OVERDUE, _("overdue")))


class CalendarAddress(models.Model):
    """The secret address of a person's calendar of next steps.

    Attributes:
        digest: SHA-256 of the secret, in hexadecimal; the secret itself is shown once.
        revoked_at: since when it does not work any more.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="calendar_addresses")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One address works at a time."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(revoked_at=None),
                name="calendar_address_once",
            )
        ]

    def __str__(self) -> str:
        since: datetime = self.created_at
        return f"{self.user}: {since:%Y-%m-%d}"


class Reminder(models.Model):
    """That somebody was reminded of a next step, so that it is said once."""

    deal = models.ForeignKey(Deal, models.PROTECT, related_name="reminders")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    step_on = models.DateField()
    kind = models.CharField(max_length=8, choices=REMINDERS)
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Each reminder of each step once."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["deal", "user", "step_on", "kind"], name="reminded_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.deal}: {self.kind} {self.step_on}"
