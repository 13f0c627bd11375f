"""Languages and language pairs as organisers write them, as codes (BCP 47 primary subtags)."""

import re

from twinbay.meet.reading.cells import SEPARATORS
from twinbay.tabular.cells import Cell, text_of

NAMED = {
    "english": "en",
    "英语": "en",
    "英文": "en",
    "chinese": "zh",
    "mandarin": "zh",
    "中文": "zh",
    "汉语": "zh",
    "普通话": "zh",
    "cantonese": "yue",
    "粤语": "yue",
    "粵語": "yue",
    "广东话": "yue",
    "japanese": "ja",
    "日语": "ja",
    "korean": "ko",
    "韩语": "ko",
    "spanish": "es",
    "西班牙语": "es",
    "portuguese": "pt",
    "葡萄牙语": "pt",
    "french": "fr",
    "法语": "fr",
    "german": "de",
    "德语": "de",
    "russian": "ru",
    "俄语": "ru",
}
"""Names understood besides codes."""

CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
BETWEEN = re.compile(r"[-–/⇄]")


def language_code(text: str) -> str:
    """Return the code of a language; ValueError when it is neither a code nor a known name."""
    word = text.strip().casefold()
    code = NAMED.get(word, word)
    if not CODE.fullmatch(code):
        raise ValueError(f"“{text.strip()}” is not a language code such as en or zh")
    return code


def languages(cell: Cell) -> frozenset[str]:
    """Return the languages that a cell lists."""
    parts = SEPARATORS.split(text_of(cell).replace(" ", ";"))
    return frozenset(language_code(part) for part in parts if part)


def language_pairs(cell: Cell) -> frozenset[frozenset[str]]:
    """Return the language pairs that a cell lists, such as ``en-zh; ja-zh``."""
    pairs = set()
    for part in filter(None, map(str.strip, SEPARATORS.split(text_of(cell)))):
        two = frozenset(language_code(name) for name in BETWEEN.split(part))
        if len(two) != 2:
            raise ValueError(f"“{part}” is not a language pair such as en-zh")
        pairs.add(two)
    return frozenset(pairs)
