"""What visitors said about suggested partners."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

FOLLOW, DISMISS, WITHDRAW = "follow", "dismiss", "withdraw"
ACTIONS = ((FOLLOW, _("follow")), (DISMISS, _("not for us")), (WITHDRAW, _("taken back")))


class FeedbackEvent(models.Model):
    """One thing a visitor said, never changed and never deleted.

    What holds now is the last event of each visitor, organisation and partner; the rest is the
    history.

    Attributes:
        visitor: key of the browser's session; random, says nothing about the person.
        org_id: the organisation for which partners were suggested (lake id).
        partner_id: the suggested partner (lake id).
        action: what was said, one of ``ACTIONS``.
        at: when, by the server's clock.
    """

    visitor = models.CharField(max_length=64)
    org_id = models.CharField(max_length=200)
    partner_id = models.CharField(max_length=200)
    action = models.CharField(max_length=10, choices=ACTIONS)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Read by visitor and organisation, in order."""

        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["visitor", "org_id", "partner_id"], name="feedback_of_visitor")
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.org_id} → {self.partner_id}"
