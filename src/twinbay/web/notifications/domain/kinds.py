"""The kinds of notification, each with its text in both languages."""

from collections.abc import Mapping
from typing import Any

from twinbay.web.i18n import active_language

_texts: dict[str, Any] = {}

LONGEST_VALUE = 200  # characters of one value in a notification's text


def register(kind: str, text: Any) -> None:
    """Make a kind of notification known.

    Arguments:
        kind: short name, such as ``interest-received``.
        text: lazily translated, with named placeholders: ``_("%(name)s has joined")``.
    """
    _texts[kind] = text


def known(kind: str) -> bool:
    """Return whether a room registered a kind."""
    return kind in _texts


def text_of(kind: str, context: Mapping[str, Any]) -> str:
    """Return a notification's text in the active language; empty for a kind no longer known."""
    if kind not in _texts:
        return ""
    values = _Values((key, _in_language(value)) for key, value in context.items())
    return str(_texts[kind]) % values


class _Values(dict[str, str]):
    """The values of a text; what is missing, or erased at somebody's wish, is a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


def _in_language(value: Any) -> str:
    if isinstance(value, Mapping):
        language = active_language()
        value = value.get(language) or next((text for text in value.values() if text), "")
    return " ".join(str(value).split())[:LONGEST_VALUE]
