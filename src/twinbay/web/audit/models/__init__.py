"""Tables of the audit trail itself."""

from django.conf import settings
from django.db import models


class Redaction(models.Model):
    """That personal data were taken out of the histories at the person's wish.

    Attributes:
        user: whose data.
        open: only while the redaction runs, inside its transaction: then, and then only, the
            database lets rows of histories be changed.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    open = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.at}: {self.user_id}"
