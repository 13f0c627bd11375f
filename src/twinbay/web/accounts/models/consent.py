"""What people agreed to, and when they took it back."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from twinbay.web.accounts.models.user import User

PROFILE, TALENT, DIGEST = "profile", "talent", "digest"
PURPOSES = (
    (PROFILE, _("show my profile to members")),
    (TALENT, _("show me as somebody who looks for an opening")),
    (DIGEST, _("send me suggestions by e-mail")),
)


class Consent(models.Model):
    """One consent of one person to one purpose, in the words it was asked with.

    A consent is never changed but for its end, and never deleted.

    Attributes:
        purpose: one of ``PURPOSES``.
        wording: version of the text that was agreed to.
        withdrawn_at: when it was taken back; empty while it holds.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=16, choices=PURPOSES)
    wording = models.CharField(max_length=32)
    given_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        """One consent to a purpose holds at a time."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "purpose"],
                condition=models.Q(withdrawn_at=None),
                name="one_consent_holds",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.purpose}"
