"""Tables of notifications."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models


class Notification(models.Model):
    """One thing one person is told.

    Attributes:
        public_id: names the notification in addresses.
        kind: a kind that a room registered.
        subject_path: page it is about, without the language's prefix; empty for none.
        context: values of the kind's text.
        read_at: when the person saw it.
        mailed_at: when it left in a letter, or was passed over because it was read before.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notifications")
    kind = models.CharField(max_length=64)
    subject_path = models.CharField(max_length=500, blank=True)
    context = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Newest first; the unread are counted on every page, the unmailed every minute."""

        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["user", "-created_at"], name="notification_of_user"),
            models.Index(
                fields=["user"], condition=models.Q(read_at=None), name="notification_unread"
            ),
            models.Index(
                fields=["created_at"],
                condition=models.Q(mailed_at=None),
                name="notification_unmailed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.kind}"
