"""The secret address of a person's calendar, and the calendar itself."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twinbay.web.accounts.queries.actors import actor_of
from twinbay.web.deals.domain import calendars
from twinbay.web.deals.models import CalendarAddress
from twinbay.web.deals.queries.steps import steps_of

LONGEST_SECRET = 100  # characters


@require_safe
@login_required
def settings(request: Any) -> HttpResponse:
    """Whether there is an address, and the forms to make or revoke one."""
    rows = CalendarAddress.objects.filter(user=request.user, revoked_at=None)
    return render(request, "deals/calendar.html", {"address": rows.first(), "secret": ""})


@require_POST
@login_required
def make(request: Any) -> HttpResponse:
    """Make a new address and show it this once."""
    secret = calendars.new_address(request.user)
    address = request.build_absolute_uri(reverse("deal-calendar", args=[secret]))
    current = CalendarAddress.objects.get(user=request.user, revoked_at=None)
    response = render(request, "deals/calendar.html", {"address": current, "secret": address})
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
@login_required
def revoke(request: Any) -> HttpResponse:
    """Let the address stop working."""
    calendars.revoke(request.user)
    messages.success(request, _("The calendar's address does not work any more."))
    return HttpResponseRedirect(reverse("deals:calendar"))


@require_safe
def calendar(request: Any, secret: str) -> HttpResponse:
    """The calendar at a secret address; anything else is not found."""
    user = calendars.user_of(secret[:LONGEST_SECRET])
    if user is None:
        raise Http404
    with translation.override(user.language):
        deals = steps_of(actor_of(user).organisations, timezone.now().date())
        entries = [(deal, _address(request, deal)) for deal in deals]
        body = calendars.calendar_of(user, entries)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="twinbay.ics"'
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _address(request: Any, deal: Any) -> str:
    return str(request.build_absolute_uri(reverse("deals:deal", args=[deal.public_id])))
