"""Regions, places and countries as members write them."""

from functools import lru_cache

from twinbay.lake.sources.countries import country_code
from twinbay.match.opportunities.names import TermNames
from twinbay.regions import RegionPair
from twinbay.web.country_names import country_name
from twinbay.web.current_lake import configured_pair


@lru_cache(maxsize=4)
def _names_of(pair: RegionPair) -> TermNames:
    return TermNames(pair)


def term_names() -> TermNames:
    """Return the names of terms, places and fields of the configured pair."""
    return _names_of(configured_pair())


def identified(written: str) -> str:
    """Return the id of a region or a place, else the code of a country, else ""."""
    names = term_names()
    place = names.identify("places", written)
    return place if place in names.places else country_code(written) or ""


def name_of(place_id: str, language: str) -> str:
    """Return the name of what ``identified`` gave."""
    names = term_names()
    if place_id in names.places:
        return names.name("places", place_id, language)
    return country_name(place_id, language)
