"""Country names as sources write them, as ISO 3166-1 alpha-2 codes."""

from functools import lru_cache

import pycountry

# Spellings that ISO 3166 (pycountry) does not list, as found in bibliographic sources.
_SPELLINGS = {
    "usa": "US",
    "u.s.a.": "US",
    "uk": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "northern ireland": "GB",
    "p.r. china": "CN",
    "pr china": "CN",
    "p. r. china": "CN",
    "people's republic of china": "CN",
    "mainland china": "CN",
    "中国": "CN",
    "美国": "US",
    "hong kong sar": "HK",
    "hong kong, china": "HK",
    "香港": "HK",
    "macau": "MO",
    "macao sar": "MO",
    "澳门": "MO",
    "korea": "KR",
    "south korea": "KR",
    "republic of korea": "KR",
    "north korea": "KP",
    "russia": "RU",
    "turkey": "TR",
    "türkiye": "TR",
    "iran": "IR",
    "vietnam": "VN",
    "taiwan": "TW",
    "czech republic": "CZ",
    "uae": "AE",
    "the netherlands": "NL",
    "macedonia": "MK",
    "palestine": "PS",
    "ivory coast": "CI",
    "bolivia": "BO",
    "venezuela": "VE",
    "tanzania": "TZ",
    "moldova": "MD",
    "syria": "SY",
    "laos": "LA",
    "brunei": "BN",
    "cape verde": "CV",
    "kosovo": "XK",
}


@lru_cache(maxsize=10_000)
def country_code(name: str | None) -> str | None:
    """Return the ISO 3166-1 alpha-2 code of a country's name or code, None when it is unknown.

    Source: ISO 3166-1 as packaged by pycountry, and common spellings.
    """
    text = (name or "").strip()
    if not text:
        return None
    spelling = _SPELLINGS.get(text.casefold())
    if spelling:
        return spelling
    try:
        return str(pycountry.countries.lookup(text).alpha_2)
    except LookupError:
        return None
