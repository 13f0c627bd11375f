"""That somebody is asked to act for an organisation."""

import uuid
from typing import ClassVar

from django.db import models
from simple_history.models import HistoricalRecords

from twinbay.web.accounts.models.organisation import ROLE_NAMES, MemberOrganisation, Membership
from twinbay.web.accounts.models.user import User


class Invitation(models.Model):
    """An invitation to whoever confirmed an e-mail address; ended, never deleted.

    It names an address and no account, so that who invites does not learn who has one.

    Attributes:
        public_id: names the invitation in addresses.
        email: in small letters.
        role: offered.
        membership: what it became when it was accepted.
        ended_at: since when it is answered or taken back.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(MemberOrganisation, models.PROTECT, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=16, choices=ROLE_NAMES)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    membership = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        """One open invitation of an address to an organisation at a time."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=models.Q(ended_at=None),
                name="invited_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} / {self.organisation}: {self.role}"
