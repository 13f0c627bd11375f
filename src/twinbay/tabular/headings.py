"""Headings and words that may be written in either language, or both at once."""

import re
from collections.abc import Sequence

from twinbay.tabular.cells import halfwidth


def normal(text: str) -> str:
    """Return a heading or word without case, spaces, signs and width."""
    return re.sub(r"[\s_\-–*:()/“”\"'.]+", "", halfwidth(text).casefold())


def forms(text: str) -> set[str]:
    """Return the forms under which a name is known: whole, its Latin part, its Chinese part."""
    latin = re.sub(r"[^\x00-\x7f]+", " ", text)
    chinese = re.sub(r"[\x00-\x7f]+", " ", text)
    return {normal(part) for part in (text, latin, chinese)} - {""}


def word_among(given: str, choices: Sequence[tuple[str, str]]) -> str:
    """Return the English word of a choice in either language.

    Raises:
        ValueError: it is none of them, in words for who filled it in.
    """
    for english, chinese in choices:
        if forms(given) & {normal(english), normal(chinese)}:
            return english
    allowed = ", ".join(f"{english} ({chinese})" for english, chinese in choices)
    raise ValueError(f"“{given}” is not one of: {allowed}")
