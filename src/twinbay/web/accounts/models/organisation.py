"""Organisations that take part, and who acts for them."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from twinbay.web.accounts.models.user import User
from twinbay.web.permissions import OrganisationRole

ROLE_NAMES = (
    (OrganisationRole.OWNER.value, _("owner")),
    (OrganisationRole.EDITOR.value, _("editor")),
    (OrganisationRole.VIEWER.value, _("viewer")),
)


class MemberOrganisation(models.Model):
    """An organisation that takes part in the platform.

    Attributes:
        public_id: names the organisation in addresses.
        org_id: stable id of its evidence profile in the lake (``org:...``), or ``member:<uuid>``
            for one the evidence does not know.
        name, name_zh: at least one is given.
        about, about_zh: what the organisation says of itself.
        kind: as in the evidence (education, enterprise, investor ...).
        region: id of its region.
        email_domains: domains whose verified addresses speak for it, one per line.
        verified_at: when its identity was confirmed; nothing is published before.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    org_id = models.CharField(max_length=200, unique=True)
    name = models.CharField(_("name in English"), max_length=300, blank=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=300, blank=True)
    about = models.TextField(_("about, in English"), blank=True)
    about_zh = models.TextField(_("about, in Chinese"), blank=True)
    kind = models.CharField(_("kind"), max_length=32)
    region = models.CharField(_("region"), max_length=64)
    city = models.CharField(_("city"), max_length=200, blank=True)
    website = models.URLField(_("website"), blank=True)
    email_domains = models.TextField(blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()

    class Meta:
        """Found by region and kind; named in at least one language."""

        indexes: ClassVar = [models.Index(fields=["region", "kind"], name="member_region_kind")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(name="", name_zh=""), name="organisation_is_named"
            )
        ]

    def __str__(self) -> str:
        return str(self.name or self.name_zh)

    def name_in(self, language: str) -> str:
        """Return the name in a language, else in the other one."""
        chinese = language == "zh-hans"
        return str((self.name_zh or self.name) if chinese else (self.name or self.name_zh))


class Membership(models.Model):
    """That a person acts for an organisation; ended, never deleted.

    Attributes:
        public_id: names the membership in addresses.
        role: owner (also appoints others), editor (also writes) or viewer.
        accepted_at: when the person accepted; empty while only invited.
        ended_at: since when it is over.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(MemberOrganisation, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=16, choices=ROLE_NAMES)
    invited_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        """A person acts once for an organisation at a time."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=models.Q(ended_at=None),
                name="member_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} / {self.organisation}: {self.role}"
