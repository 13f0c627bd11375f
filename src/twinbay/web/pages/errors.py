"""Error pages: what happened and what to do, in both languages, never a traceback."""

import logging
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from twinbay.errors import LakeError, NotFoundError, TwinbayError

logger = logging.getLogger(__name__)

# When even the error template fails; no template, no database, no translation.
_LAST_RESORT = (
    "<!doctype html><html lang='en'><meta charset='utf-8'><title>twinbay</title>"
    "<h1>Something went wrong. 出错了。</h1><p><a href='/'>Home 首页</a></p></html>"
)


def _page(request: Any, status: int, title: str, text: str, detail: str = "") -> HttpResponse:
    content = {"status": status, "title": title, "text": text, "detail": detail}
    try:
        return render(request, "errors/error.html", content, status=status)
    except Exception:
        logger.exception("the error page cannot be shown")
        return HttpResponse(_LAST_RESORT, status=status)


def bad_request(request: Any, exception: Exception | None = None) -> HttpResponse:
    """400: the request cannot be understood."""
    return _page(
        request,
        400,
        _("The request cannot be read"),
        _("The address or the form has something this site does not understand."),
    )


def forbidden(request: Any, exception: Exception | None = None) -> HttpResponse:
    """403: not allowed."""
    return _page(
        request,
        403,
        _("This page is not open to you"),
        _("You may need to sign in, or to ask the owner for access."),
    )


def csrf_failure(request: Any, reason: str = "") -> HttpResponse:
    """403: a form without a valid token."""
    return _page(
        request,
        403,
        _("The form has expired"),
        _("Go back, load the page again and send the form once more. Cookies must be allowed."),
    )


def not_found(request: Any, exception: Exception | None = None) -> HttpResponse:
    """404: no such page."""
    return _page(
        request,
        404,
        _("There is no such page"),
        _("The address may be mistyped, or the page has moved. Search for what you need."),
    )


def too_many_requests(request: Any, wait: int) -> HttpResponse:
    """429: the client asks too often; ``wait`` in seconds."""
    response = _page(
        request,
        429,
        _("Too many requests"),
        _("Wait %(seconds)d s, then load the page again.") % {"seconds": wait},
    )
    response.headers["Retry-After"] = str(wait)
    return response


def too_often(request: Any) -> HttpResponse:
    """429: signing in, up or a change of the account was tried too often."""
    return _page(
        request,
        429,
        _("Too many requests"),
        _("For your protection this is allowed only so often. Wait a few minutes, then try again."),
    )


def server_error(request: Any) -> HttpResponse:
    """500: a mistake of ours; the log has the traceback."""
    return _page(
        request,
        500,
        _("Something went wrong"),
        _("The mistake is on our side and has been logged. Try again in a moment."),
    )


def twinbay_error(request: Any, error: TwinbayError) -> HttpResponse:
    """Tell a TwinbayError: 404 for what does not exist, 503 without evidence, else 500.

    Its own words are for whoever runs the site, and in English only.
    """
    detail = f"{error.problem} {error.remedy}".strip()
    if isinstance(error, NotFoundError):
        text = _("What the address names does not exist, or not any more. Search for it instead.")
        return _page(request, 404, _("Not found"), text, detail)
    if isinstance(error, LakeError):
        text = _("Whoever runs this site must load the evidence first.")
        return _page(request, 503, _("The evidence is not available yet"), text, detail)
    text = _("Whoever runs this site must correct its settings.")
    return _page(request, 500, _("This site is not set up rightly"), text, detail)
