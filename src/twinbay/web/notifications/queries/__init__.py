"""What is read of notifications."""

from typing import Any

from twinbay.web.notifications.models import Notification


def unread_count(user: Any) -> int:
    """Return how many notifications a person has not read; 0 for a visitor, without a query."""
    if not user.is_authenticated:
        return 0
    return int(Notification.objects.filter(user=user, read_at=None).count())
