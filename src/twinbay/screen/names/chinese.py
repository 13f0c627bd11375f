"""Chinese names: their words, and how they are written in Latin letters.

Pinyin comes from pypinyin and Wade-Giles from it by rule; Cantonese readings come from ToJyutping.
Hong Kong spells its names by no one rule (Chan, Leung, Tsang), so Cantonese is compared by a key
that levels what the usual spellings differ in: ``cantonese_key`` of a spelling, ``jyutping_keys``
of characters.
"""

import re
from functools import lru_cache

from pypinyin import Style, lazy_pinyin
from ToJyutping import get_jyutping_list  # type: ignore[import-untyped]

from twinbay.screen.names.glossary import GLOSSARY, LONGEST, ORGANISATION_WORDS
from twinbay.screen.names.words import CHINESE_LEGAL, CHINESE_TITLES

LONGEST_PERSON = 4
"""Characters of a Chinese person's name, compound surname included."""

# Readings of characters as surnames where they differ from the usual ones (现代汉语词典).
SURNAMES = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "查": "zha", "区": "ou", "解": "xie", "任": "ren",
    "华": "hua", "朴": "piao", "盖": "ge", "缪": "miao", "乐": "yue", "宁": "ning", "员": "yun",
    "折": "she", "黑": "he", "秘": "bi", "冼": "xian", "洗": "xian", "覃": "qin", "翟": "zhai",
    "召": "shao", "隗": "wei", "谌": "chen", "重": "chong", "种": "chong", "祭": "zhai",
    "燕": "yan", "纪": "ji", "应": "ying", "那": "na", "能": "nai", "曲": "qu", "沈": "shen",
    "石": "shi", "幺": "yao", "逄": "pang", "尹": "yin", "葛": "ge", "卜": "bu", "哈": "ha",
    "万俟": "moqi", "尉迟": "yuchi", "单于": "chanyu", "长孙": "zhangsun", "令狐": "linghu",
    "澹台": "tantai", "宰父": "zaifu", "皇甫": "huangfu", "欧阳": "ouyang", "司马": "sima",
    "上官": "shangguan", "诸葛": "zhuge", "夏侯": "xiahou", "东方": "dongfang", "公孙": "gongsun",
}  # fmt: skip

_NUMBERED = re.compile(r"第([一二三四五六七八九十百零]+)")
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")}
_LEGAL = re.compile("|".join(CHINESE_LEGAL))
_TITLES = re.compile(f"(?:{'|'.join(CHINESE_TITLES)})$")
_PLACE_SUFFIX = re.compile("^(?:特别行政区|自治区|市|省)")


def without_legal_form(name: str) -> str:
    """Return a Simplified name without its legal forms, unless nothing else is left."""
    return _LEGAL.sub("", name) or name


def looks_like_person(name: str) -> bool:
    """Say whether Chinese characters may be a person's name: short and with no word of trade."""
    return 2 <= len(name) <= LONGEST_PERSON and not any(
        name[start:end] in ORGANISATION_WORDS
        for start in range(len(name))
        for end in range(start + 1, len(name) + 1)
    )


def without_title(name: str) -> str:
    """Return a person's name without 先生, 博士 and the like."""
    return _TITLES.sub("", name) or name


@lru_cache(maxsize=50_000)
def segments(name: str) -> tuple[str, ...]:
    """Return the known words of an organisation's name and what stands between them, in order.

    The longest known word is taken at each place; numbers in Chinese become digits.
    """
    text = _NUMBERED.sub(lambda found: f" {_number(found[1])} ", name)
    parts: list[str] = []
    unknown = ""
    at = 0
    while at < len(text):
        word = _word_at(text, at)
        if word or text[at] == " " or text[at].isascii():
            parts.append(unknown)
            unknown = ""
            piece = word or (re.match(r"[0-9a-z]+", text[at:]) or [""])[0]
            parts.append(piece)
            at += len(piece) or 1
            if word:
                suffix = _PLACE_SUFFIX.match(text[at:]) if word in GLOSSARY else None
                at += len(suffix[0]) if suffix else 0
        else:
            unknown += text[at]
            at += 1
    return tuple(part for part in (*parts, unknown) if part)


def _word_at(text: str, at: int) -> str:
    for length in range(min(LONGEST, len(text) - at), 0, -1):
        if text[at : at + length] in GLOSSARY:
            return text[at : at + length]
    return ""


def _number(numeral: str) -> int:
    """Return a Chinese numeral below 1000."""
    total, digit = 0, 0
    for character in numeral:
        if character == "百":
            total, digit = total + max(digit, 1) * 100, 0
        elif character == "十":
            total, digit = total + max(digit, 1) * 10, 0
        else:
            digit = _DIGITS[character]
    return total + digit


@lru_cache(maxsize=100_000)
def pinyin(text: str) -> tuple[str, ...]:
    """Return the Pinyin syllables of Chinese characters, without tones; ü is u, as on passports'
    older issues and most signs.
    """
    syllables = lazy_pinyin(text, style=Style.NORMAL, errors="ignore")
    return tuple(str(syllable).replace("v", "u") for syllable in syllables)


def person_pinyin(name: str) -> tuple[str, ...]:
    """Return surname and given name in Pinyin: two words, the surname in its reading as one."""
    length = 2 if name[:2] in SURNAMES and len(name) > 2 else 1
    surname, given = name[:length], name[length:]
    family = SURNAMES.get(surname) or "".join(pinyin(surname))
    return (family, "".join(pinyin(given))) if given else (family,)


def wade_giles(text: str) -> tuple[str, ...]:
    """Return the Wade-Giles syllables of Chinese characters, without tones and apostrophes."""
    return tuple(older_spelling(syllable) for syllable in pinyin(text))


# Wade-Giles from Pinyin (Library of Congress, "Pinyin to Wade-Giles", apostrophes and ü dropped).
_OLDER_INITIALS = {
    "zh": "ch", "b": "p", "d": "t", "g": "k", "j": "ch", "q": "ch", "x": "hs", "r": "j",
    "z": "ts", "c": "ts",
}  # fmt: skip
_OLDER_WHOLE = {
    "zi": "tzu", "ci": "tzu", "si": "ssu", "zhi": "chih", "chi": "chih", "shi": "shih",
    "ri": "jih", "yi": "i", "you": "yu", "yan": "yen", "ye": "yeh", "yue": "yueh", "yong": "yung",
    "er": "erh", "ge": "ko", "ke": "ko", "he": "ho", "e": "o", "guo": "kuo", "kuo": "kuo",
    "huo": "huo", "shuo": "shuo", "gui": "kuei", "kui": "kuei",
}  # fmt: skip
_OLDER_FINALS = {
    "ong": "ung", "iong": "iung", "ian": "ien", "ie": "ieh", "ue": "ueh", "uo": "o",
}  # fmt: skip
_PINYIN_PARTS = re.compile(r"^(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(.*)$")


def older_spelling(syllable: str) -> str:
    """Return the Wade-Giles spelling of a Pinyin syllable."""
    if syllable in _OLDER_WHOLE:
        return _OLDER_WHOLE[syllable]
    parts = _PINYIN_PARTS.match(syllable)
    initial, final = (parts[1] or "", parts[2]) if parts else ("", syllable)
    return _OLDER_INITIALS.get(initial, initial) + _OLDER_FINALS.get(final, final)


_JYUTPING = re.compile(r"^(gw|kw|ng|[bpmfdtnlgkhwzcsj])?(.*?)[1-6]?$")
_JYUTPING_INITIALS = {"b": "p", "d": "t", "g": "k", "gw": "kw", "z": "c", "ng": ""}
_SPELLED_INITIALS = (
    (re.compile(r"^(?:ts|tz|ch|cz|j|z)"), "c"),
    (re.compile(r"^(?:sh|sz)"), "s"),
    (re.compile(r"^(?:gw|qu)"), "kw"),
    (re.compile(r"^g"), "k"),
    (re.compile(r"^d"), "t"),
    (re.compile(r"^b"), "p"),
    (re.compile(r"^y"), "j"),
    (re.compile(r"^ng(?=[aeiou])"), ""),
)
# One final for all its spellings, in Jyutping and in Hong Kong.
_FINALS = {
    spelling: final
    for final, spellings in {
        "a": "a aa ah ar",
        "ai": "ai aai",
        "au": "au aau ow",
        "am": "am aam",
        "an": "an aan",
        "ang": "ang aang",
        "ap": "ap aap",
        "at": "at aat",
        "ak": "ak aak",
        "e": "e eh",
        "i": "i ei ee ie ay ey y",
        "eng": "eng",
        "ing": "ing",
        "ik": "ik ick ek",
        "iu": "iu iew ew",
        "im": "im",
        "in": "in een",
        "ip": "ip",
        "it": "it",
        "o": "o oh or aw ou oe",
        "oi": "oi oy",
        "on": "on",
        "ong": "ong",
        "ok": "ok ock",
        "ot": "ot",
        "eung": "eung oeng eong",
        "euk": "euk oek eok",
        "ui": "ui eoi ooi oey",
        "u": "u oo yu ue",
        "un": "un oon eon yun uen",
        "ut": "ut eot yut uet",
        "um": "um",
        "ung": "ung",
        "uk": "uk ook",
        "ng": "ng",
        "m": "m",
    }.items()
    for spelling in spellings.split()
}
_SPELLED_WHOLE = {"sze": "si", "szeto": "", "tsz": "ci", "tsze": "ci", "tze": "ci", "shum": "sam",
                  "sum": "sam", "ng": "ng"}  # fmt: skip
_CANTONESE_SURNAMES = {"区": "~au", "单": "~sin", "任": "~jam", "翟": "~cak", "冼": "~sin"}
_INITIALS = re.compile(r"^(kw|[pmftnlkhwcsj])?(.+)$")


def _key(initial: str, final: str) -> str:
    """Return initial and final; before i the initial j is often left out (Yip, Ip)."""
    known = _FINALS.get(final, "")
    if initial == "j" and known.startswith("i"):
        initial = ""
    return f"~{initial}{known}" if known else ""


@lru_cache(maxsize=50_000)
def cantonese_key(syllable: str) -> str:
    """Return the key of a syllable as Hong Kong spells it; "" when it is none."""
    text = _SPELLED_WHOLE.get(syllable, syllable)
    if text != "ng":
        for pattern, replacement in _SPELLED_INITIALS:
            changed = pattern.sub(replacement, text)
            if changed != text:
                text = changed
                break
    parts = _INITIALS.match(text)
    if text in _FINALS or parts is None:
        return _key("", text)
    return _key(parts[1] or "", parts[2])


@lru_cache(maxsize=50_000)
def jyutping_keys(text: str) -> tuple[str, ...]:
    """Return one key per Chinese character; () when a character has no Cantonese reading."""
    keys = []
    for place, (character, reading) in enumerate(get_jyutping_list(text)):
        if place == 0 and character in _CANTONESE_SURNAMES:
            keys.append(_CANTONESE_SURNAMES[character])
            continue
        parts = _JYUTPING.match(reading or "")
        initial = (parts[1] or "") if parts else ""
        key = _key(_JYUTPING_INITIALS.get(initial, initial), parts[2] if parts else "")
        if parts and not parts[2]:
            key = "~ng" if initial == "ng" else "~m" if initial == "m" else ""
        if not key:
            return ()
        keys.append(key)
    return tuple(keys)
