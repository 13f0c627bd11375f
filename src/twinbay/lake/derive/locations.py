"""Assigning regions, row by row, with the rule that decided."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from twinbay.regions import Location, RegionPair
from twinbay.regions.names import fold_name


@dataclass(frozen=True)
class Assignment:
    """A region, or None outside both, the place in it, and the rule (``schema.REGION_RULES``)."""

    region: str | None
    place: str | None
    rule: str


NOWHERE = Assignment(None, None, "none")


def assign_organisation(
    pair: RegionPair,
    *,
    lat: float | None,
    lon: float | None,
    city: str | None,
    country: str | None,
    ror: str | None,
) -> Assignment:
    """Assign an organisation's seat: by coordinates (ROR's when it has a ROR id), else by city."""
    if lat is not None and lon is not None:
        rule = "ror-location" if ror else "boundary"
        found = pair.locate(lat, lon)
        if found:
            return Assignment(found.region_id, found.place_id, rule)
        if not city:
            return Assignment(None, None, rule)
    if city:
        return assign_city(pair, city, country)
    return NOWHERE


def assign_city(pair: RegionPair, city: str, country: str | None) -> Assignment:
    """Assign by the name of a city; a city outside both regions decides as well."""
    found = pair.place_named(city, country)
    return _of(found, "city-name")


def _of(found: Location | None, rule: str) -> Assignment:
    if found is None:
        return Assignment(None, None, rule)
    return Assignment(found.region_id, found.place_id, rule)


class AffiliationScanner:
    """Finds a place of the pair named in a free-text affiliation.

    Only names of at least four letters (two Chinese characters) count, as whole words; a text
    that names places of both regions is ambiguous and gives none. A name that is also a town
    elsewhere counts only when the text does not end with another country.
    """

    def __init__(self, pair: RegionPair) -> None:
        self._places: dict[str, Location] = {}
        for region in pair.regions:
            for place in region.places:
                names = (place.name.en, place.name.zh, *place.aliases)
                for name in _long_enough(names):
                    self._places.setdefault(name, Location(region.region_id, place.place_id))
        words = sorted((re.escape(n) for n in self._places), key=len, reverse=True)
        latin = [word for word in words if word.isascii()]
        chinese = [word for word in words if not word.isascii()]
        patterns = [rf"\b(?:{'|'.join(latin)})\b"] if latin else []
        patterns += ["|".join(chinese)] if chinese else []
        self._pattern = re.compile("|".join(patterns)) if patterns else None
        self.assign = lru_cache(maxsize=200_000)(self._assign)

    def _assign(self, text: str) -> Assignment:
        folded = fold_name(text)
        found = self._pattern.findall(folded) if self._pattern else []
        locations = {self._places[word] for word in found if word in self._places}
        if len({location.region_id for location in locations}) != 1:
            return NOWHERE
        return _of(min(locations, key=lambda location: location.place_id), "city-name")


def _long_enough(names: Iterable[str]) -> list[str]:
    folded = (fold_name(name) for name in names)
    return [name for name in folded if len(name) >= (4 if name.isascii() else 2)]
