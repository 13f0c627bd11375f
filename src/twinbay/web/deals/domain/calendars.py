"""Calendars of next steps (iCalendar, RFC 5545) at secret addresses that can be revoked."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from twinbay.web.deals.models import CalendarAddress, Deal

SECRET_BYTES = 32
SHOWN_FOR = timedelta(hours=1)  # length of a step whose hour is known
REFRESH = timedelta(hours=1)


def new_address(user: Any) -> str:
    """Return the secret of a person's new calendar address; the one before stops working."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with transaction.atomic():
        revoke(user)
        CalendarAddress.objects.create(user=user, digest=_digest(secret))
    return secret


def revoke(user: Any) -> None:
    """Let a person's calendar address stop working."""
    CalendarAddress.objects.filter(user=user, revoked_at=None).update(revoked_at=timezone.now())


def user_of(secret: str) -> Any:
    """Return whose calendar a secret opens, None when it opens none."""
    rows = CalendarAddress.objects.select_related("user")
    found = rows.filter(digest=_digest(secret), revoked_at=None, user__is_active=True).first()
    return found.user if found else None


def calendar_of(user: Any, entries: Iterable[tuple[Deal, str]]) -> bytes:
    """Return next steps as a calendar, in the person's language and time zone.

    Arguments:
        user: whose calendar it is.
        entries: deals with a next step, each with its page's address.
    """
    zone = ZoneInfo(user.time_zone or "UTC")
    calendar = Calendar()
    calendar.add("prodid", "-//twinbay//deals//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Next steps (twinbay)"))
    calendar.add("x-wr-timezone", zone.key)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for deal, address in entries:
        calendar.add_component(_event(deal, address, zone, user.language))
    calendar.add_missing_timezones()
    body: bytes = calendar.to_ical()
    return body


def _event(deal: Deal, address: str, zone: ZoneInfo, language: str) -> Event:
    event = Event()
    event.add("uid", f"deal-{deal.public_id}@twinbay")
    event.add("dtstamp", timezone.now())
    event.add("summary", f"{deal.next_step} – {deal.title_in(language)}")
    event.add("url", address)
    event.add("description", address)
    at = deal.next_step_at
    if at is not None:
        begin = at.astimezone(zone)
        event.add("dtstart", begin)
        event.add("dtend", begin + SHOWN_FOR)
    elif deal.next_step_on is not None:
        event.add("dtstart", deal.next_step_on)
        event.add("dtend", deal.next_step_on + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    return event


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
