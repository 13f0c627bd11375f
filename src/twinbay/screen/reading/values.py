"""What the cells of lists say: names, kinds, countries, years of birth, days."""

import re
from datetime import date, datetime
from functools import lru_cache

import pycountry

from twinbay.screen.model import Kind
from twinbay.screen.names.folding import fold
from twinbay.screen.names.glossary import CHINESE_PLACES, GLOSSARY
from twinbay.screen.names.words import PHRASES, SPELLED

KINDS = {
    Kind.PERSON: "individual person p 个人 自然人 人 人员",
    Kind.ORGANISATION: "entity enterprise organisation organization company e 机构 组织 公司",
    Kind.OTHER: "vessel ship aircraft 船舶 船只 飞机 航空器",
}
_KIND_OF = {word: kind for kind, words in KINDS.items() for word in words.split()}

_SUCCESSORS = re.compile(r"[;,]?\s*and any successor\b.*$", re.IGNORECASE)
_AND = re.compile(r"^(?:and|or)\s+", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:18|19|20)\d{2}(?!\d)")
_ABOUT = re.compile(r"circa|\bca?\.|about|approx|大约|约", re.IGNORECASE)
_COUNTRY_CODE = re.compile(r"^[A-Z]{2}$")
_DAY_FORMATS = (
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%d %b %Y",
    "%d %B %Y",
    "%Y年%m月%d日",
)
_COUNTRY_WORDS = {
    "uk": "GB", "us": "US", "uae": "AE", "hongkong": "HK", "macau": "MO", "taiwan": "TW",
    "russia": "RU", "iran": "IR", "korea": "KR", "northkorea": "KP", "china": "CN", "syria": "SY",
    "vietnam": "VN", "turkey": "TR", "burma": "MM", "venezuela": "VE", "bolivia": "BO",
    "tanzania": "TZ", "moldova": "MD", "laos": "LA", "brunei": "BN", "kosovo": "XK",
    "palestine": "PS", "democratic republic of the congo": "CD", "ivory coast": "CI",
}  # fmt: skip
_LONGEST_COUNTRY = 80


def clean_name(text: str) -> str:
    """Return a name without what lists add to it: successors, a leading “and”, spaces."""
    return _AND.sub("", _SUCCESSORS.sub("", " ".join(text.split()))).strip(" ;,")


def several(text: str, separator: str = ";") -> tuple[str, ...]:
    """Return the parts of a list in one cell, each once."""
    parts = (" ".join(part.split()) for part in text.split(separator))
    return tuple(dict.fromkeys(part for part in parts if part))


def kind_of(text: str) -> Kind:
    """Return the kind that a list's word means; unknown for an empty or unknown one."""
    return _KIND_OF.get(text.strip().casefold(), Kind.UNKNOWN)


@lru_cache(maxsize=10_000)
def country_code(text: str) -> str:
    """Return the ISO 3166-1 alpha-2 code of a code or a name in either language, "" if unknown.

    Source: ISO 3166-1 as packaged by pycountry, and the country words of names.
    """
    name = text.strip()
    if not name or len(name) > _LONGEST_COUNTRY:
        return ""
    folded = fold(name)
    word = PHRASES.get(folded) or SPELLED.get(folded) or folded
    if word in CHINESE_PLACES:
        word = GLOSSARY[word][0]
    if word in _COUNTRY_WORDS:
        return _COUNTRY_WORDS[word]
    try:
        return str(pycountry.countries.lookup(name).alpha_2)
    except LookupError:
        return ""


def country_at_end(address: str) -> str:
    """Return the country of an address that ends in its code, as those of the CSL do, else ""."""
    last = address.rsplit(",", 1)[-1].strip()
    return country_code(last) if _COUNTRY_CODE.match(last) else ""


def birth_years(text: str) -> tuple[int, int] | None:
    """Return first and last possible year of a date of birth, None when it has no year.

    ``1955`` is 1955 alone, ``1960 to 1965`` a span, ``circa 1971`` one year either way.
    """
    years = [int(year) for year in _YEAR.findall(text)]
    if not years:
        return None
    slack = 1 if _ABOUT.search(text) else 0
    return min(years) - slack, max(years) + slack


def day(text: str) -> date:
    """Return a day.

    Raises:
        ValueError: it is none that can be read for certain.
    """
    plain = re.sub(r"[T ]\d\d:\d\d(:\d\d(\.\d+)?)?Z?$", "", text.strip())
    for pattern in _DAY_FORMATS:
        try:
            return datetime.strptime(plain, pattern).date()
        except ValueError:
            continue
    raise ValueError(f"“{text[:40]}” is not a day; write 2026-09-14")
