"""Sign-ins and changes of the ways to sign in, for the person to see."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from twinbay.web.accounts.models.user import User

SECURITY_EVENTS = (
    ("signed-up", _("account made")),
    ("signed-in", _("signed in")),
    ("sign-in-failed", _("sign-in failed")),
    ("password-changed", _("password changed")),
    ("e-mail-added", _("e-mail address added")),
    ("e-mail-confirmed", _("e-mail address confirmed")),
    ("e-mail-changed", _("main e-mail address changed")),
    ("e-mail-removed", _("e-mail address removed")),
    ("second-factor-added", _("second factor switched on")),
    ("second-factor-removed", _("second factor switched off")),
    ("recovery-codes-made", _("recovery codes made")),
    ("provider-connected", _("other account connected")),
    ("provider-removed", _("other account disconnected")),
    ("data-exported", _("data exported")),
    ("data-erased", _("data erased")),
)


class SecurityEvent(models.Model):
    """One event; no address of the network is kept. Rows are only ever added."""

    user = models.ForeignKey(User, models.PROTECT, related_name="security_events")
    kind = models.CharField(max_length=32, choices=SECURITY_EVENTS)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first, per person."""

        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["user", "-at"], name="security_event_user")]

    def __str__(self) -> str:
        return f"{self.at}: {self.user} {self.kind}"
