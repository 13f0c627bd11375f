"""Who takes part in a deal."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from twinbay.web.accounts.models import MemberOrganisation, User
from twinbay.web.deals.models.deal import CURRENCIES, Deal

ADDRESSED, INTERESTED, CO_INVESTOR = "addressed", "interested", "co_investor"
PARTY_ROLES = (
    (ADDRESSED, _("was approached")),
    (INTERESTED, _("expressed interest")),
    (CO_INVESTOR, _("joined as co-investor")),
)
PRINCIPALS = (ADDRESSED, INTERESTED)


class DealParty(models.Model):
    """One organisation in a deal; ended, never deleted.

    Attributes:
        role: the two principals, who began it, and those who were invited to share it.
        invited_by, invited_at: who asked a co-investor in; empty for the principals.
        joined_at: since when it takes part.
        declined_at: when it said no to an invitation.
        ended_at: since when it does not take part any more.
        amount, currency: what it puts in.
        share: percent of the whole that it gets, 0 to 100.
        nda_on, nda_by: the day its side signed the non-disclosure agreement, and who said so.
        consent_version: the version of the terms that one of its writers agreed to.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    deal = models.ForeignKey(Deal, models.PROTECT, related_name="parties")
    organisation = models.ForeignKey(MemberOrganisation, models.PROTECT, related_name="parties")
    role = models.CharField(max_length=16, choices=PARTY_ROLES)
    invited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    invited_for = models.ForeignKey(MemberOrganisation, models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField(null=True, blank=True)
    invitation = models.TextField(max_length=2_000, blank=True)
    joined_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    amount = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, choices=CURRENCIES, blank=True)
    share = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    nda_on = models.DateField(null=True, blank=True)
    nda_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    consent_version = models.PositiveIntegerField(null=True, blank=True)
    consent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    consent_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        """An organisation is once in a deal at a time."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["deal", "organisation"],
                condition=models.Q(ended_at=None, declined_at=None),
                name="party_once",
            ),
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True, currency="")
                | models.Q(amount__gt=0, currency__in=["USD", "CNY"]),
                name="party_amount_has_a_currency",
            ),
            models.CheckConstraint(
                condition=models.Q(share__isnull=True) | models.Q(share__gte=0, share__lte=100),
                name="party_share_is_percent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deal}: {self.organisation}"

    @property
    def joined(self) -> bool:
        """Whether it takes part now."""
        return self.joined_at is not None and self.ended_at is None

    @property
    def invited(self) -> bool:
        """Whether it was asked in and has not answered."""
        return self.joined_at is None and self.declined_at is None and self.ended_at is None
