"""What the base template needs on every page."""

import logging
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.utils.functional import SimpleLazyObject

from twinbay.errors import TwinbayError
from twinbay.web.accounts.pages.guarding import actor_for
from twinbay.web.current_lake import configured_pair
from twinbay.web.i18n import (
    PREFIX_OF_LANGUAGE,
    active_language,
    language_of_path,
    path_in_language,
)
from twinbay.web.notifications.queries import unread_count

logger = logging.getLogger(__name__)

HTML_LANGUAGE = {"en": "en", "zh-hans": "zh-Hans"}


def shell(request: Any) -> dict[str, Any]:
    """Return the language links, the pair and the page's language for the base template."""
    language = active_language()
    return {
        "html_language": HTML_LANGUAGE[language],
        "language_links": [
            _language_link(request, code, name) for code, name in settings.LANGUAGES
        ],
        "pair": _pair(),
        "prefix": PREFIX_OF_LANGUAGE[language],
        "actor": SimpleLazyObject(lambda: actor_for(request)),
        "unread_notifications": SimpleLazyObject(lambda: unread_count(request.user)),
    }


def _language_link(request: Any, code: str, name: str) -> dict[str, Any]:
    # The search survives the switch, an export does not.
    query = request.GET.copy()
    for key in ("export", "table"):
        query.pop(key, None)
    path = request.path + (f"?{query.urlencode()}" if query else "")
    address = path_in_language(path, code)
    if language_of_path(request.path) is None:
        # An error page of an address without a language, which may even look like "//elsewhere".
        address = f"/{PREFIX_OF_LANGUAGE[code]}/"
    try:
        absolute = request.build_absolute_uri(address)
    except DisallowedHost:
        absolute = address
    return {
        "name": name,
        "html_language": HTML_LANGUAGE[code],
        "address": address,
        "absolute": absolute,
        "active": code == active_language(),
    }


def _pair() -> Any:
    try:
        return configured_pair()
    except TwinbayError as error:
        # An error page must not fail over the very error it reports.
        logger.error("%s", error)
        return None
