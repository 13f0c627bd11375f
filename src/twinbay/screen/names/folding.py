"""A name as words: case, accents, punctuation, widths, legal forms and abbreviations levelled."""

import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC

from twinbay.screen.names.words import LEGAL, PHRASES, SPELLED, STOP, TITLES

LONGEST_NAME = 1_000
"""Characters of a name that are compared; the longest registered names have about 300."""

_NOT_WORD = re.compile(r"[\W_]+")
_APOSTROPHES = re.compile(r"['’‘ʼ`´ʹ′]")
_HAN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002ebef]")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")
_ORDINAL = re.compile(r"^(\d+)(?:st|nd|rd|th)$")
_LETTERS_APART = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"}
)
_PHRASES = re.compile(
    r"\b(?:" + "|".join(sorted(map(re.escape, PHRASES), key=len, reverse=True)) + r")\b"
)


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def has_han(text: str) -> bool:
    """Say whether a text has a Chinese character."""
    return bool(_HAN.search(text))


def han_only(text: str) -> str:
    """Return the Chinese characters of a text."""
    return "".join(_HAN.findall(text))


@lru_cache(maxsize=200_000)
def fold(name: str) -> str:
    """Return a name in lower case without accents and punctuation, Chinese as Simplified.

    Full-width letters become ordinary ones (Unicode NFKD); letters with a stroke, which Unicode
    does not decompose, become their plain ones; dots within initials go (``U.S.A.`` is ``usa``).
    """
    text = _DOTTED.sub(lambda dots: dots[0].replace(".", ""), name[:LONGEST_NAME])
    # Casefolding can bring combining marks (İ), so they go afterwards.
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(c for c in text if not unicodedata.combining(c)).translate(_LETTERS_APART)
    words = _NOT_WORD.sub(" ", _APOSTROPHES.sub("", bare)).strip()
    return _simplifier().convert(words) if has_han(words) else words


@lru_cache(maxsize=200_000)
def latin_words(name: str, *, person: bool = False) -> tuple[str, ...]:
    """Return the words that identify a party, in order.

    Legal forms, stop words and, of people, titles are dropped unless nothing would be left; each
    word is spelled in one way (``words.SPELLED``). A name of a person keeps words that are legal
    forms elsewhere, such as the surnames Sa and Co.
    """
    words = _PHRASES.sub(lambda found: PHRASES[found[0]], fold(name.replace("&", " and "))).split()
    dropped = TITLES if person else STOP | LEGAL
    kept = [word for word in words if word not in dropped] or words
    return tuple(_spelled(word) for word in kept)


def _spelled(word: str) -> str:
    ordinal = _ORDINAL.match(word)
    if ordinal:
        return ordinal[1].lstrip("0") or "0"
    if word.isdecimal():
        return word.lstrip("0") or "0"
    return SPELLED.get(word, word)
