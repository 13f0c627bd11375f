"""Two languages: which one a request is in, and addresses that begin with it.

Pages live under ``/en/`` and ``/zh/``. Django's code for Simplified Chinese is ``zh-hans``, so the
prefixes are mapped here instead of with Django's own ``i18n_patterns``.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.urls import URLResolver
from django.urls.resolvers import LocalePrefixPattern
from django.utils import translation
from django.utils.cache import patch_vary_headers

PREFIX_OF_LANGUAGE = {"en": "en", "zh-hans": "zh"}
LANGUAGE_OF_PREFIX = {prefix: code for code, prefix in PREFIX_OF_LANGUAGE.items()}
COOKIE_AGE = 365 * 24 * 3600  # seconds


class _LanguagePrefix(LocalePrefixPattern):
    """The first part of the path: the active language's prefix."""

    @property
    def language_prefix(self) -> str:
        return PREFIX_OF_LANGUAGE[active_language()] + "/"


def language_patterns(*patterns: Any) -> list[Any]:
    """Return URL patterns that stand under the language prefixes."""
    return [URLResolver(_LanguagePrefix(), list(patterns))]


def active_language() -> str:
    """Return the code of the language in use: ``en`` or ``zh-hans``."""
    language = str(translation.get_language() or settings.LANGUAGE_CODE)
    return language if language in PREFIX_OF_LANGUAGE else str(settings.LANGUAGE_CODE)


def language_of_path(path: str) -> str | None:
    """Return the language a path begins with, None when it has no prefix."""
    return LANGUAGE_OF_PREFIX.get(path.lstrip("/").split("/", 1)[0])


def path_in_language(path: str, language: str) -> str:
    """Return the same page in another language; a path without a prefix stays as it is.

    Arguments:
        path: path with or without a query.
        language: a language code.
    """
    old = language_of_path(path.partition("?")[0])
    if old is None:
        return path
    rest = path.lstrip("/")[len(PREFIX_OF_LANGUAGE[old]) :]
    return f"/{PREFIX_OF_LANGUAGE[language]}{rest}"


class LanguageMiddleware:
    """Activate the language of the path; without a prefix that of the cookie or the browser."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self._get_response = get_response

    def __call__(self, request: Any) -> Any:
        """Answer the request."""
        of_path = language_of_path(request.path_info)
        language = of_path or translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = active_language()
            response = self._get_response(request)
        response.headers.setdefault("Content-Language", language)
        if of_path is None:
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        elif request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != of_path:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                of_path,
                max_age=COOKIE_AGE,
                samesite="Lax",
                httponly=True,
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response
