"""Values of JSON records, checked: one of the wrong type counts as absent and is noted."""

import math
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from opencc import OpenCC

from twinbay.lake.quarantine import EXCERPT_LENGTH, Quarantine

Note = Callable[[str, str, object], None]
"""Told the field, the reason and the value."""

LONGEST_NAME = 2_000  # characters kept of a name, a venue, an address
LONGEST_INTEGER = 2**63 - 1  # what the tables hold
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_OPENALEX_ID = re.compile(r"(?:https?://openalex\.org/)?([A-Z][0-9]{1,18})")
_ROR = re.compile(r"0[a-z0-9]{8}")
_ORCID = re.compile(r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]")
# What publishers put into titles and abstracts: HTML for type, JATS, MathML. Other tags are text.
_MARKUP = re.compile(
    r"</?(?:(?:jats|mml):[a-z:-]+|i|b|em|strong|bold|italic|sub|sup|sc|scp|tt|u|p|br|hr|span|inf"
    r"|title|sec|math|mi|mo|mn|mrow|msub|msup|mtext)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)


def noted(quarantine: Quarantine, file: str, number: int) -> Note:
    """Return the function that notes what was wrong with a record that is loaded."""

    def note(field: str, reason: str, value: object) -> None:
        quarantine.add(file, number, field, reason, excerpt(value), loaded=True)

    return note


def refuse(quarantine: Quarantine, file: str, number: int, problem: "Unusable") -> None:
    """Report a record that was not loaded."""
    quarantine.add(file, number, problem.field, problem.reason, excerpt(problem.excerpt))


def excerpt(value: object) -> str:
    """Return the beginning of a value; of a list or an object only what it is."""
    if isinstance(value, str):
        return value[:EXCERPT_LENGTH].encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list | dict):
        return f"{'list' if isinstance(value, list) else 'object'} of {len(value):,}"
    return "" if value is None else str(value)[:EXCERPT_LENGTH]


class Unusable(Exception):
    """A record that cannot be loaded: the field and the reason."""

    def __init__(self, field: str, reason: str, excerpt: object = "") -> None:
        self.field, self.reason, self.excerpt = field, reason, excerpt
        super().__init__(f"{field}: {reason}")


def text(value: Any, field: str, note: Note, longest: int = LONGEST_NAME) -> str | None:
    """Return a text without control characters and surplus spaces, None when there is none."""
    if value is None:
        return None
    if not isinstance(value, str):
        note(field, "not a text; loaded without it", value)
        return None
    if len(value) > longest:
        note(field, f"longer than {longest:,} characters; cut", value[:80])
        value = value[:longest]
    if value.isprintable() and "  " not in value:
        return value.strip() or None
    return " ".join(_UNPRINTABLE.sub("", value).split()) or None


def plain_text(value: Any, field: str, note: Note, longest: int) -> str | None:
    """Return a text without publishers' markup: ``<i>E. coli</i>`` is ``E. coli``.

    Any other tag stays, as text; entities are not touched.
    """
    found = text(value, field, note, longest)
    if found and "<" in found:
        return " ".join(_MARKUP.sub("", found).split()) or None
    return found


def is_traditional(name: str) -> bool:
    """Tell whether a Chinese name has characters that Simplified Chinese writes otherwise."""
    return str(_simplifier().convert(name)) != name


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def integer(value: Any, field: str, note: Note, least: int = 0) -> int | None:
    """Return a whole number from ``least`` to 2^63 - 1; digits in a text count as one."""
    if value is None:
        return None
    if isinstance(value, str) and value.strip().isdecimal() and len(value) < 20:
        value = int(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < LONGEST_INTEGER:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        note(field, "not a whole number; loaded without it", value)
        return None
    if not least <= value <= LONGEST_INTEGER:
        note(field, "out of range; loaded without it", str(value)[:80])
        return None
    return value


def coordinates(
    lat: Any, lon: Any, field: str, note: Note
) -> tuple[float, float] | tuple[None, None]:
    """Return latitude and longitude in degrees, or neither."""
    if lat is None and lon is None:
        return None, None
    numbers = [v for v in (lat, lon) if isinstance(v, int | float) and not isinstance(v, bool)]
    if len(numbers) == 2 and abs(numbers[0]) <= 90 and abs(numbers[1]) <= 180:
        latitude, longitude = float(numbers[0]), float(numbers[1])
        if math.isfinite(latitude) and math.isfinite(longitude):
            return latitude, longitude
    note(field, "not coordinates; loaded without them", f"{lat!s:.40}, {lon!s:.40}")
    return None, None


def items(value: Any, field: str, note: Note) -> Sequence[Any]:
    """Return a list's items; none when it is absent or something else."""
    if value is None:
        return ()
    if not isinstance(value, list):
        note(field, "not a list; loaded without it", value)
        return ()
    return value


def mapping(value: Any, field: str, note: Note) -> dict[str, Any]:
    """Return an object's fields; none when it is absent or something else."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        note(field, "not an object; loaded without it", value)
        return {}
    return value


def web_address(value: Any, field: str, note: Note) -> str | None:
    """Return an http or https address; anything else (``javascript:``) is noted and left out."""
    found = text(value, field, note)
    if found is None:
        return None
    try:
        parts = urlsplit(found)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in found
    except ValueError:
        good = False
    if not good:
        note(field, "not a web address; loaded without it", found)
        return None
    return found


def short_ror(value: Any, field: str, note: Note) -> str | None:
    """Return the nine characters of a ROR id, from its address or short form.

    Source: ROR identifier pattern, https://ror.readme.io/docs/identifier.
    """
    return _identifier(value, field, note, _ROR, "not a ROR id; loaded without it")


def short_orcid(value: Any, field: str, note: Note) -> str | None:
    """Return the sixteen digits of an ORCID in groups of four, from its address or short form."""
    return _identifier(value, field, note, _ORCID, "not an ORCID; loaded without it")


def _identifier(
    value: Any, field: str, note: Note, pattern: re.Pattern[str], reason: str
) -> str | None:
    if value is None:
        return None
    if isinstance(value, str):
        short = value.rsplit("/", 1)[-1]
        if pattern.fullmatch(short):
            return short
    note(field, reason, value)
    return None


def openalex_id(value: Any, letter: str) -> str | None:
    """Return an id without its address (``W2741809807``), None when it is not of that letter."""
    found = _OPENALEX_ID.fullmatch(value) if isinstance(value, str) else None
    return found[1] if found and found[1][0] == letter else None
