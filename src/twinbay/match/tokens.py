"""Text to search words, the same for the index, the queries and the static encoder.

Unicode is normalised (NFKC), case and accents are folded, Traditional Chinese becomes Simplified
(OpenCC's character table), Chinese is cut into words as jieba's search mode does, and English
plurals lose their ending. So 鈣鈦礦 finds 钙钛矿 and "battery" finds "Batteries".
"""

import re
import unicodedata
from functools import cache, lru_cache

import rjieba
from opencc import OpenCC

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002ebef"
_HAN_RUN = re.compile(f"[{_HAN}]+")
_UNIT = re.compile(f"[{_HAN}]+|[^\\W_{_HAN}]+")
_SIBILANT_PLURALS = ("sses", "shes", "ches", "xes", "zes")


def has_chinese(text: str) -> bool:
    """Return whether a text has at least one Chinese character."""
    return _HAN_RUN.search(text) is not None


def normalise(text: str) -> str:
    """Return a text in NFKC, lower case, without accents, in Simplified Chinese."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare).translate(_SIMPLIFIED)


def tokens(text: str) -> list[str]:
    """Return the search words of a text in its order.

    Arguments:
        text: English, Chinese or both; any other script is kept as whole words.

    Returns:
        Folded words; for a long Chinese word also the shorter words within it.
    """
    found: list[str] = []
    for unit in _UNIT.findall(normalise(text)):
        if unit[0] >= "\u3400" and _HAN_RUN.match(unit):
            found.extend(_chinese_words(unit))
        else:
            found.append(stem(unit))
    return found


def tokens_as_written(text: str) -> list[tuple[str, str]]:
    """Return the search words of a text, each with the folded word it comes from.

    "Batteries" gives ("battery", "batteries"); a Chinese word is itself both times.
    """
    found: list[tuple[str, str]] = []
    for unit in _UNIT.findall(normalise(text)):
        if unit[0] >= "\u3400" and _HAN_RUN.match(unit):
            found.extend((word, word) for word in _chinese_words(unit))
        else:
            found.append((stem(unit), unit))
    return found


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return a lower-case English word without a plural ending; other words unchanged.

    The rules are the plural step of Harman's S-stemmer (How effective is suffixing?, JASIS 42(1),
    1991), with the sibilant plurals added.
    """
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is", "ics")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(_SIBILANT_PLURALS):
        return word[:-2]
    return word[:-1]


@lru_cache(maxsize=50_000)
def _chinese_words(run: str) -> tuple[str, ...]:
    return tuple(rjieba.cut_for_search(run))


class _SimplifiedTable(dict[int, str]):
    """Traditional to Simplified by character, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        simple = _converter().convert(character) if _HAN_RUN.match(character) else character
        self[code] = simple
        return simple


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


_SIMPLIFIED = _SimplifiedTable()
