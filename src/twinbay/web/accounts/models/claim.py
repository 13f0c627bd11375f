"""That a person says to act for an organisation, and what became of it."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from twinbay.web.accounts.models.organisation import MemberOrganisation
from twinbay.web.accounts.models.user import User

OPEN, ACCEPTED, DECLINED, WITHDRAWN = "open", "accepted", "declined", "withdrawn"
CLAIM_STATES = (
    (OPEN, _("waits for a decision")),
    (ACCEPTED, _("accepted")),
    (DECLINED, _("declined")),
    (WITHDRAWN, _("withdrawn")),
)
BY_DOMAIN, BY_OFFICER, BY_OWNER = "e-mail-domain", "officer", "owner"
CLAIM_METHODS = (
    (BY_DOMAIN, _("by the domain of the e-mail address")),
    (BY_OFFICER, _("by an officer")),
    (BY_OWNER, _("by an owner of the organisation")),
)


class Claim(models.Model):
    """A person's wish to act for an organisation; decided or withdrawn, never deleted.

    Attributes:
        public_id: names the claim in addresses.
        statement: why the person may act for it, in the person's words.
        method: who or what decides: the e-mail domain at once, an officer, or, once the
            organisation is verified, one of its owners.
        decided_by: empty when the e-mail domain decided.
        reason: why it was declined.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(MemberOrganisation, models.PROTECT, related_name="claims")
    user = models.ForeignKey(User, models.PROTECT, related_name="claims")
    statement = models.TextField(_("why you act for it"), blank=True)
    method = models.CharField(max_length=16, choices=CLAIM_METHODS)
    state = models.CharField(max_length=16, choices=CLAIM_STATES, default=OPEN)
    reason = models.TextField(_("reason"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        """One open claim of a person to an organisation at a time; found by state."""

        indexes: ClassVar = [models.Index(fields=["state", "created_at"], name="claim_state")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=models.Q(state=OPEN),
                name="one_open_claim",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} / {self.organisation}: {self.state}"
