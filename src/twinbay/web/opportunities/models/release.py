"""The confidential part of an opportunity, released to one organisation."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from twinbay.web.accounts.models import MemberOrganisation
from twinbay.web.opportunities.models.opportunity import Opportunity


class Release(models.Model):
    """That an organisation may read a confidential part: agreed on both sides, never deleted.

    It holds while ``nda_accepted_at`` and ``released_at`` are set and ``ended_at`` is not. Either
    side may begin: the reader accepts the agreement and asks, or the owner invites.

    Attributes:
        nda_text: the words of the agreement that was accepted.
        nda_accepted_at, accepted_by: when and by whom for the reading organisation.
        released_at, released_by: when and by whom for the owner.
        ended_at, ended_by, end_reason: by either side; also a refusal.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    opportunity = models.ForeignKey(Opportunity, models.PROTECT, related_name="releases")
    organisation = models.ForeignKey(MemberOrganisation, models.PROTECT, related_name="releases")
    nda_text = models.TextField(blank=True)
    nda_accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    end_reason = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()

    class Meta:
        """One release to an organisation at a time."""

        indexes: ClassVar = [
            models.Index(fields=["organisation", "ended_at"], name="release_by_reader")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["opportunity", "organisation"],
                condition=models.Q(ended_at=None),
                name="released_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.opportunity} -> {self.organisation}"

    @property
    def holds(self) -> bool:
        """Whether the organisation may read the confidential part now."""
        return bool(self.nda_accepted_at and self.released_at and not self.ended_at)
