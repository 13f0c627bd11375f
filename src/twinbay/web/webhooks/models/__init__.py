"""Tables of webhooks."""

import secrets
import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from twinbay.web.accounts.models import MemberOrganisation, User


def new_secret() -> str:
    """Return a key to sign deliveries with."""
    return "whsec_" + secrets.token_urlsafe(32)


class Webhook(models.Model):
    """An address of an organisation that is told what the organisation is told.

    Attributes:
        url: where deliveries are posted, HTTPS.
        secret: the key of the signature; the organisation's owners can read it.
        failures: deliveries given up since the last that arrived.
        ended_at: since when it is switched off, by an owner or after too many failures.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(MemberOrganisation, models.PROTECT, related_name="webhooks")
    url = models.URLField(_("address"), max_length=500)
    secret = models.CharField(max_length=64, default=new_secret, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    failures = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords(excluded_fields=["secret", "failures"])

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.url}"


class Delivery(models.Model):
    """One message to one webhook.

    Attributes:
        public_id: the same in every attempt, so that a receiver can tell repeats.
        payload: what is posted.
        attempts: how often it was tried.
        due_at: when it is tried next; empty once it arrived or was given up.
        answered: the receiver's last status; empty when there was no answer.
        problem: why the last attempt did not arrive, in a word.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    webhook = models.ForeignKey(Webhook, models.PROTECT, related_name="deliveries")
    payload = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    answered = models.PositiveSmallIntegerField(null=True, blank=True)
    problem = models.CharField(max_length=40, blank=True)

    class Meta:
        """Newest first; those that are due are looked for every minute."""

        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(due_at__isnull=False),
                name="delivery_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.public_id} to {self.webhook}"
