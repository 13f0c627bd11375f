"""A token: a key with which a program acts for one member, within scopes."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from twinbay.web.accounts.models import User


class Scope(models.TextChoices):
    """What a token may be used for; it never allows more than its owner may do."""

    PROFILE_READ = "profile:read", _("read my profile and organisations")
    OPPORTUNITIES_READ = "opportunities:read", _("read opportunities")
    OPPORTUNITIES_WRITE = "opportunities:write", _("write opportunities")
    DEALS_READ = "deals:read", _("read interests and deals")
    DEALS_WRITE = "deals:write", _("move deals on")


class ApiToken(models.Model):
    """A token of a member; revoked, never deleted.

    Attributes:
        name: what the member calls it.
        digest: SHA-256 of the token, which itself is shown once and kept nowhere.
        beginning: its first characters, by which the member tells tokens apart.
        scopes: values of ``Scope``.
        expires_on: last day on which it works.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    beginning = models.CharField(max_length=12)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField(_("last day"))
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords(excluded_fields=["digest", "last_used_at"])

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.beginning}…)"
