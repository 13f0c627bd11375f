"""That an organisation wants to talk to another one."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from twinbay.web.accounts.models import MemberOrganisation, User

OPEN, ACCEPTED, DECLINED, WITHDRAWN = "open", "accepted", "declined", "withdrawn"
STATES = (
    (OPEN, _("waiting for an answer")),
    (ACCEPTED, _("accepted")),
    (DECLINED, _("declined")),
    (WITHDRAWN, _("withdrawn")),
)
LONGEST_MESSAGE = 4_000  # characters


class Interest(models.Model):
    """One expression of interest of one organisation to another one.

    Attributes:
        opportunity: what it is about; none when an organisation writes to a suggested partner.
        organisation: who is interested.
        addressee: who decides; the opportunity's organisation where there is one.
        reason: why it was declined, or what was said with the acceptance.
        evidence: what the evidence said about the two when it was expressed
            (``domain.evidence``), so that anybody of the two can later ask why they met.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    opportunity = models.ForeignKey(
        "opportunities.Opportunity", models.PROTECT, null=True, related_name="interests"
    )
    organisation = models.ForeignKey(
        MemberOrganisation, models.PROTECT, related_name="interests_expressed"
    )
    addressee = models.ForeignKey(
        MemberOrganisation, models.PROTECT, related_name="interests_received"
    )
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    message = models.TextField(max_length=LONGEST_MESSAGE)
    state = models.CharField(max_length=10, choices=STATES, default=OPEN)
    reason = models.TextField(max_length=LONGEST_MESSAGE, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    evidence = models.JSONField(default=dict)
    sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()

    class Meta:
        """An organisation has one open interest in the same thing at a time."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["opportunity", "organisation"],
                condition=models.Q(state=OPEN, opportunity__isnull=False),
                name="interest_open_once",
            ),
            models.UniqueConstraint(
                fields=["addressee", "organisation"],
                condition=models.Q(state=OPEN, opportunity__isnull=True),
                name="interest_open_once_direct",
            ),
            models.CheckConstraint(
                condition=~models.Q(organisation=models.F("addressee")),
                name="interest_in_another",
            ),
            models.CheckConstraint(
                condition=models.Q(state=OPEN) ^ models.Q(decided_at__isnull=False),
                name="interest_decided_has_a_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["addressee", "state"], name="interest_received"),
            models.Index(fields=["organisation", "state"], name="interest_sent"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} → {self.addressee}: {self.state}"

    def title_in(self, language: str) -> str:
        """Return what it is about in a language: the opportunity, else the two organisations."""
        if self.opportunity is not None:
            return str(self.opportunity.title_in(language))
        sides = (self.addressee, self.organisation)
        return " – ".join(side.name_in(language) for side in sides)
