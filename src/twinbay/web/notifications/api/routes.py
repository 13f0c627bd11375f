"""What the token's owner was told."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone, translation
from ninja import Router, Schema, Status

from twinbay.web.api.access import actor_with
from twinbay.web.api.answers import answers
from twinbay.web.api.paging import Limit, Offset, Page, page_of
from twinbay.web.i18n import PREFIX_OF_LANGUAGE
from twinbay.web.notifications.domain.kinds import text_of
from twinbay.web.notifications.models import Notification
from twinbay.web.tokens.models import Scope

router = Router()


class NotificationOut(Schema):
    """One thing that the owner was told.

    Attributes:
        path: of the page it is about, without the language's prefix; empty for none.
        text: in words, by language.
    """

    id: UUID
    kind: str
    at: datetime
    read_at: datetime | None
    path: str
    text: dict[str, str]


@router.get(
    "me/notifications",
    response=answers(Page[NotificationOut], 422),
    operation_id="list_notifications",
)
def list_notifications(
    request: Any, unread: bool = False, limit: Limit = 50, offset: Offset = 0
) -> Any:
    """List what the owner was told, the newest first."""
    rows = _own(request)
    if unread:
        rows = rows.filter(read_at=None)
    items = [_shown(one) for one in rows[offset : offset + limit]]
    return page_of(request, items, rows.count(), limit, offset)


@router.post(
    "me/notifications/{uuid:notification_id}/read",
    response=answers(None, 404, status=204),
    operation_id="read_notification",
)
def read(request: Any, notification_id: UUID) -> Any:
    """Mark one as read."""
    rows = _own(request).filter(public_id=notification_id)
    if not rows.exists():
        raise Http404
    rows.filter(read_at=None).update(read_at=timezone.now())
    return Status(204, None)


def _own(request: Any) -> QuerySet[Any]:
    actor_with(request, Scope("profile:read"))
    return Notification.objects.filter(user=request.auth.user)


def _shown(notification: Notification) -> dict[str, Any]:
    text = {}
    for language, prefix in PREFIX_OF_LANGUAGE.items():
        with translation.override(language):
            text[prefix] = text_of(notification.kind, notification.context)
    return {
        "id": notification.public_id,
        "kind": notification.kind,
        "at": notification.created_at,
        "read_at": notification.read_at,
        "path": notification.subject_path,
        "text": text,
    }
