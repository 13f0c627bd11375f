"""A pair of regions: what twinbay knows about the two sides, read from one TOML file.

Everything that is particular to a pair is in its file and the outlines beside it: places, names,
kinds of organisation, fields of cooperation, languages and money.
``docs/reference/region-pair-file.md`` describes the file.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twinbay.errors import NotFoundError
from twinbay.regions.geometry import Outline, first_containing
from twinbay.regions.names import fold_name
from twinbay.regions.taxonomy import load_topics


@dataclass(frozen=True)
class Label:
    """A text in both languages."""

    en: str
    zh: str

    def text(self, language: str) -> str:
        """Return the English text or, for a code beginning with zh, the Chinese one."""
        return self.zh if language.lower().startswith("zh") else self.en


@dataclass(frozen=True)
class Location:
    """A place within a region."""

    region_id: str
    place_id: str


@dataclass(frozen=True, eq=False)
class Place:
    """A county, a city or another part of a region.

    Attributes:
        place_id: short id, unique in the pair.
        name: in both languages.
        country: ISO 3166-1 alpha-2 code.
        aliases: other names, and towns that lie in the place.
        geometry: GeoJSON Polygon or MultiPolygon, WGS 84.
    """

    place_id: str
    name: Label
    country: str
    aliases: tuple[str, ...]
    geometry: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, eq=False)
class Region:
    """One side of the pair.

    Attributes:
        region_id: short id.
        name: full name in both languages.
        short_name: for narrow columns.
        hinterland: the larger territory behind the region.
        languages: working languages, ISO 639-1.
        currency: ISO 4217.
        time_zone: IANA name.
        colour: "a" or "b", the slot of the palette used everywhere for this side.
        places: its parts.
    """

    region_id: str
    name: Label
    short_name: Label
    hinterland: Label
    languages: tuple[str, ...]
    currency: str
    time_zone: str
    colour: str
    places: tuple[Place, ...]

    @property
    def countries(self) -> frozenset[str]:
        """Country codes of the region's places."""
        return frozenset(place.country for place in self.places)


@dataclass(frozen=True)
class CooperationField:
    """A field of cooperation and the OpenAlex topics that belong to it.

    Attributes:
        field_id: short id, used in addresses.
        name: in both languages.
        description: one sentence, in both languages.
        topics: ids of the topics.
    """

    field_id: str
    name: Label
    description: Label
    topics: frozenset[str]


@dataclass(frozen=True, eq=False)
class RegionPair:
    """Two regions that cooperate.

    Attributes:
        pair_id: such as ``sf-bay--gba``.
        regions: exactly two.
        fields: the pair's fields of cooperation, in the order of the file.
        kinds: names of the kinds of organisation, by kind.
    """

    pair_id: str
    name: Label
    regions: tuple[Region, Region]
    fields: tuple[CooperationField, ...]
    kinds: dict[str, Label]

    def region(self, region_id: str) -> Region:
        """Return a region by its id; NotFoundError when the pair has none of that id."""
        for region in self.regions:
            if region.region_id == region_id:
                return region
        raise NotFoundError(
            f"the pair {self.pair_id} has no region {region_id!r}",
            remedy=f"Its regions are {' and '.join(r.region_id for r in self.regions)}.",
        )

    def other(self, region_id: str) -> Region:
        """Return the other side of a region."""
        first, second = self.regions
        return second if self.region(region_id) is first else first

    def field(self, field_id: str) -> CooperationField:
        """Return a field of cooperation by its id; NotFoundError when there is none."""
        for candidate in self.fields:
            if candidate.field_id == field_id:
                return candidate
        raise NotFoundError(f"the pair {self.pair_id} has no field {field_id!r}")

    def fields_of_topic(self, topic_id: str) -> tuple[str, ...]:
        """Return the ids of the fields a topic belongs to, in the pair's order."""
        return self._fields_by_topic.get(topic_id, ())

    def topics_of_field(self, field_id: str) -> frozenset[str]:
        """Return the topic ids of a field."""
        return self.field(field_id).topics

    def locate(self, lat: float, lon: float) -> Location | None:
        """Return the place a coordinate lies in, None outside both regions.

        Arguments:
            lat: latitude in degrees, WGS 84, -90 to 90.
            lon: longitude in degrees, -180 to 180.
        """
        return self.locate_many(np.array([lat]), np.array([lon]))[0]

    def locate_many(
        self, lat: NDArray[np.float64], lon: NDArray[np.float64]
    ) -> list[Location | None]:
        """Return the place of each coordinate; shapes (n,); NaN gives None."""
        positions = first_containing(self._outlines, lat, lon)
        return [self._locations[p] if p >= 0 else None for p in positions.tolist()]

    def place_named(self, city: str, country: str | None = None) -> Location | None:
        """Return the place of a town by its name.

        Arguments:
            city: in English or Chinese (Simplified or Traditional), with or without accents.
            country: ISO code or common name; a place in another country does not match. None
                matches any country.
        """
        found = self._places_by_name.get(fold_name(city))
        if found is None or not country:
            return found
        place = self._place_of[found]
        accepted = _COUNTRY_NAMES.get(place.country, frozenset()) | {place.country.casefold()}
        return found if fold_name(country) in accepted else None

    def place(self, location: Location) -> Place:
        """Return the place at a location."""
        return self._place_of[location]

    def boundaries(self) -> dict[str, Any]:
        """Return the outlines as a GeoJSON FeatureCollection, one feature per place."""
        return {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": {
                        "place_id": place.place_id,
                        "region_id": location.region_id,
                        "name": place.name.en,
                        "name_zh": place.name.zh,
                    },
                    "geometry": place.geometry,
                }
                for location, place in self._place_of.items()
            ],
        }

    @cached_property
    def _place_of(self) -> dict[Location, Place]:
        return {
            Location(region.region_id, place.place_id): place
            for region in self.regions
            for place in region.places
        }

    @cached_property
    def _locations(self) -> tuple[Location, ...]:
        return tuple(self._place_of)

    @cached_property
    def _outlines(self) -> tuple[Outline, ...]:
        return tuple(Outline.of_geojson(place.geometry) for place in self._place_of.values())

    @cached_property
    def _places_by_name(self) -> dict[str, Location]:
        names: dict[str, Location] = {}
        for location, place in self._place_of.items():
            for name in (place.name.en, place.name.zh, *place.aliases):
                names.setdefault(fold_name(name), location)
        return names

    @cached_property
    def _fields_by_topic(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for candidate in self.fields:
            for topic_id in candidate.topics:
                found.setdefault(topic_id, []).append(candidate.field_id)
        return {topic_id: tuple(ids) for topic_id, ids in found.items()}


# How sources spell the countries of the bundled pairs; folded by ``fold_name``.
_COUNTRY_NAMES: dict[str, frozenset[str]] = {
    "US": frozenset({"united states", "united states of america", "usa", "美国"}),
    "CN": frozenset({"china", "pr china", "peoples republic of china", "chn", "中国"}),
    "HK": frozenset({"hong kong", "hong kong sar", "hkg", "china", "cn", "香港", "中国"}),
    "MO": frozenset({"macao", "macau", "macao sar", "mac", "china", "cn", "澳门", "中国"}),
    "DE": frozenset({"germany", "deutschland", "deu", "德国"}),
    "CA": frozenset({"canada", "can", "加拿大"}),
}


def topics_selected(
    fields: Iterable[str], subfields: Iterable[str], include: Iterable[str], exclude: Iterable[str]
) -> frozenset[str]:
    """Return the topics of whole OpenAlex fields and subfields, with single ones added or left out.

    Arguments:
        fields: OpenAlex field numbers such as "17".
        subfields: OpenAlex subfield numbers such as "1702".
        include: topic ids to add.
        exclude: topic ids to leave out.
    """
    wanted_fields = {f"fields/{number}" for number in fields}
    wanted_subfields = {f"subfields/{number}" for number in subfields}
    chosen = {
        topic.topic_id
        for topic in load_topics()
        if topic.field_id in wanted_fields or topic.subfield_id in wanted_subfields
    }
    return frozenset((chosen | set(include)) - set(exclude))
