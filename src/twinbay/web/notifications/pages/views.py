"""Views of the notifications: the list, opening one, marking all as read."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from twinbay.web.directory.forms.listing import page_number
from twinbay.web.display import PageOfList
from twinbay.web.i18n import PREFIX_OF_LANGUAGE, active_language
from twinbay.web.notifications.domain.kinds import text_of
from twinbay.web.notifications.models import Notification
from twinbay.web.notifications.queries import unread_count

ON_A_PAGE = 30


@require_safe
@login_required
def notifications(request: Any) -> HttpResponse:
    """What the reader was told, newest first."""
    own = Notification.objects.filter(user=request.user)
    pages = Paginator(own, ON_A_PAGE)
    page = pages.get_page(page_number(request.GET))
    entries = [
        {"notification": one, "text": text}
        for one in page.object_list
        if (text := text_of(one.kind, one.context))
    ]
    content = {
        "entries": entries,
        "page": _page_of_list(request, page),
        "unread": unread_count(request.user),
    }
    return render(request, "notifications/notifications.html", content)


@require_safe
@login_required
def open_one(request: Any, public_id: UUID) -> HttpResponse:
    """Mark one as read and lead to what it is about."""
    notification = get_object_or_404(Notification, user=request.user, public_id=public_id)
    if notification.read_at is None:
        Notification.objects.filter(pk=notification.pk).update(read_at=timezone.now())
    path = notification.subject_path
    if not path:
        return HttpResponseRedirect(reverse("notifications:list"))
    return HttpResponseRedirect(f"/{PREFIX_OF_LANGUAGE[active_language()]}{path}")


@require_POST
@login_required
def read_all(request: Any) -> HttpResponse:
    """Mark everything as read."""
    Notification.objects.filter(user=request.user, read_at=None).update(read_at=timezone.now())
    return HttpResponseRedirect(reverse("notifications:list"))


def _page_of_list(request: Any, page: Any) -> PageOfList:
    def address(number: int) -> str:
        return f"{request.path}?page={number}"

    return PageOfList(
        number=page.number,
        pages=page.paginator.num_pages,
        total=page.paginator.count,
        previous_address=address(page.number - 1) if page.has_previous() else "",
        next_address=address(page.number + 1) if page.has_next() else "",
    )
