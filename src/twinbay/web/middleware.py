"""What every request passes: the rate limit, the reader's time zone, errors told in words."""

import logging
import math
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.shortcuts import render
from django.utils import timezone
from requests import RequestException

from twinbay.errors import TwinbayError
from twinbay.web.pages.errors import too_many_requests, twinbay_error
from twinbay.web.security import TokenBuckets

logger = logging.getLogger(__name__)


class RateLimitMiddleware:
    """Answer 429 to a client that asks too often; static files are not counted."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self._get_response = get_response
        limit = settings.TWINBAY_RATE_LIMIT
        self._buckets = TokenBuckets(limit, burst=max(limit // 4, 1)) if limit else None

    def __call__(self, request: Any) -> Any:
        """Answer the request."""
        if self._buckets is not None:
            wait = self._buckets.seconds_to_wait(request.META.get("REMOTE_ADDR", ""))
            if wait > 0:
                return too_many_requests(request, math.ceil(wait))
        return self._get_response(request)


class TimeZoneMiddleware:
    """Show times in the zone of who is signed in; visitors get UTC."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self._get_response = get_response
        self._known = available_timezones()

    def __call__(self, request: Any) -> Any:
        """Answer the request."""
        name = getattr(request.user, "time_zone", "")
        with timezone.override(ZoneInfo(name) if name in self._known else None):
            return self._get_response(request)


class TwinbayErrorMiddleware:
    """Show what went wrong on a page of its own, without a traceback.

    That is the message of a TwinbayError, or that a provider of sign-in did not answer.
    """

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self._get_response = get_response

    def __call__(self, request: Any) -> Any:
        """Answer the request."""
        return self._get_response(request)

    def process_exception(self, request: Any, exception: Exception) -> Any:
        """Return the error page for what can be told, None for anything else."""
        if isinstance(exception, RequestException):
            logger.warning("%s: %s", request.path, exception)
            return render(request, "socialaccount/authentication_error.html", status=401)
        if not isinstance(exception, TwinbayError):
            return None
        logger.warning("%s: %s", request.path, exception)
        return twinbay_error(request, exception)
