"""Folding of place and country names, so that spellings of one name are equal."""

import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC

_NOT_WORD = re.compile(r"[^\w]+")
_CJK_SUFFIX = re.compile(r"(?<=[\u4e00-\u9fff]{2})(市|县|郡|特别行政区)$")


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=50_000)
def fold_name(name: str) -> str:
    """Return a name without case, accents and punctuation, Traditional Chinese as Simplified.

    The suffixes 市, 县, 郡 and 特别行政区 are dropped: 深圳市 is 深圳. Full-width letters become
    ordinary ones (Unicode NFKD).
    """
    decomposed = unicodedata.normalize("NFKD", name)
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    words = _NOT_WORD.sub(" ", bare.replace("'", "").replace("’", "")).casefold().strip()
    if any("\u4e00" <= letter <= "\u9fff" for letter in words):
        words = _CJK_SUFFIX.sub("", _simplifier().convert(words))
    return words
