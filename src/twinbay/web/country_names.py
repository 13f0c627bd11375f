"""Names of countries in the languages of the pages."""

import gettext
from functools import lru_cache

import pycountry


@lru_cache(maxsize=1_000)
def country_name(code: str, language: str) -> str:
    """Return a country's name; the code itself where it is not one of ISO 3166-1.

    English has the common name, Chinese the standard's own.

    Source: ISO 3166-1 and its translations (Debian iso-codes) as packaged by pycountry.

    Arguments:
        code: ISO 3166-1 alpha-2 code.
        language: ``en`` or ``zh-hans``.
    """
    country = pycountry.countries.get(alpha_2=code) if code else None
    if country is None:
        return code
    if not language.startswith("zh"):
        return str(getattr(country, "common_name", country.name))
    texts = gettext.translation(
        "iso3166-1", pycountry.LOCALES_DIR, languages=["zh_CN"], fallback=True
    )
    return texts.gettext(country.name)
