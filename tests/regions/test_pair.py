"""Region pairs: places found, fields mapped, mistakes named."""

import json
import shutil
from importlib import resources
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinbay.errors import ConfigurationError, NotFoundError
from twinbay.lake.schema import ORGANISATION_KINDS
from twinbay.regions import Location, bundled_pairs, check_pair, load_pair
from twinbay.regions.geometry import Outline
from twinbay.regions.names import fold_name
from twinbay.regions.taxonomy import load_topics, topic

DATA = Path(str(resources.files("twinbay.regions") / "data"))
PAIR = load_pair("sf-bay--gba")


@pytest.mark.parametrize(
    ("lat", "lon", "place"),
    [
        (37.4275, -122.1697, "santa-clara"),  # Stanford University
        (37.8719, -122.2585, "alameda"),  # UC Berkeley
        (37.7749, -122.4194, "san-francisco"),
        (22.3364, 114.2655, "hong-kong"),  # HKUST
        (22.5405, 113.9345, "shenzhen"),  # Tencent
        (23.0966, 113.2988, "guangzhou"),  # Sun Yat-sen University
        (22.1973, 113.5408, "macao"),  # St. Paul's
    ],
)
def test_known_points_lie_in_their_places(lat: float, lon: float, place: str) -> None:
    found = PAIR.locate(lat, lon)
    assert found is not None
    assert found.place_id == place


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        (34.0522, -118.2437),  # Los Angeles
        (38.5816, -121.4944),  # Sacramento
        (23.6567, 116.6226),  # Chaozhou, in Guangdong but not in the bay
        (float("nan"), 0.0),
    ],
)
def test_points_elsewhere_lie_in_no_place(lat: float, lon: float) -> None:
    assert PAIR.locate(lat, lon) is None


@pytest.mark.parametrize(
    ("city", "country", "place"),
    [
        ("Palo Alto", "US", "santa-clara"),
        ("berkeley", "United States", "alameda"),
        ("San José", None, "santa-clara"),
        ("深圳市", "China", "shenzhen"),
        ("廣州", "CN", "guangzhou"),
        ("九龍", "Hong Kong", "hong-kong"),
        ("Macau", "MO", "macao"),
    ],
)
def test_towns_are_found_by_name(city: str, country: str | None, place: str) -> None:
    found = PAIR.place_named(city, country)
    assert found is not None
    assert found.place_id == place


def test_a_town_of_the_same_name_elsewhere_is_not_taken() -> None:
    assert PAIR.place_named("San Jose", "Costa Rica") is None
    assert PAIR.place_named("Dublin", "Ireland") is None
    assert PAIR.place_named("Nowhere") is None


@pytest.mark.parametrize("name", bundled_pairs())
def test_bundled_pairs_are_sound_and_complete(name: str) -> None:
    assert check_pair(DATA / f"{name}.toml") == []
    pair = load_pair(name)
    assert set(pair.kinds) == set(ORGANISATION_KINDS)
    assert {region.colour for region in pair.regions} == {"a", "b"}
    for region in pair.regions:
        assert pair.other(pair.other(region.region_id).region_id) is region
        for place in region.places:
            location = Location(region.region_id, place.place_id)
            assert pair.place_named(place.name.en, place.country) == location
            assert pair.place_named(place.name.zh, place.country) == location
    ids = {feature["properties"]["place_id"] for feature in pair.boundaries()["features"]}
    assert ids == {place.place_id for region in pair.regions for place in region.places}


def test_the_first_pair_has_its_counties_cities_and_fields() -> None:
    assert [len(region.places) for region in PAIR.regions] == [9, 11]
    assert len(PAIR.fields) == 7


@pytest.mark.parametrize(
    ("topic_id", "fields"),
    [
        ("T10247", ("green-energy",)),  # perovskites
        ("T12017", ("energy-conservation",)),  # recycling
        ("T10462", ("artificial-intelligence", "advanced-manufacturing")),  # learning robots
        ("T11462", ("cultural-innovation",)),  # museums
    ],
)
def test_topics_belong_to_their_fields(topic_id: str, fields: tuple[str, ...]) -> None:
    assert PAIR.fields_of_topic(topic_id) == fields


def test_the_taxonomy_is_whole() -> None:
    topics = load_topics()
    assert len(topics) == 4516
    assert len({entry.topic_id for entry in topics}) == 4516
    assert topic("T10247").name == "Perovskite Materials and Applications"
    with pytest.raises(NotFoundError, match="T1"):
        topic("T1")


@pytest.fixture
def pair_file(tmp_path: Path) -> Path:
    for ending in ("toml", "geojson"):
        shutil.copy(DATA / f"bavaria--quebec.{ending}", tmp_path / f"pair.{ending}")
    return tmp_path / "pair.toml"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('currency = "EUR"', "", r"regions\[0\].currency"),
        ('id = "augsburg"', 'id = "ulm"', "ulm"),
        ('en = "Aerospace", zh = "航空航天"', 'en = "Aerospace"', r"fields\[0\].name.zh"),
        ('id = "sherbrooke"', 'id = "montreal"', "not unique"),
        ('[[regions]]\nid = "quebec"', '[[other]]\nid = "quebec"', "two regions, not 1"),
        ('id = "bavaria--quebec"', "id = ", "cannot be read"),
    ],
)
def test_mistakes_in_the_file_are_named(pair_file: Path, old: str, new: str, told: str) -> None:
    text = pair_file.read_text(encoding="utf-8")
    assert old in text
    pair_file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=told) as caught:
        load_pair(pair_file)
    assert str(pair_file) in caught.value.message()


def test_a_missing_file_and_an_unknown_topic_are_named(pair_file: Path) -> None:
    with pytest.raises(ConfigurationError, match="does not exist"):
        load_pair(pair_file.with_name("none.toml"))
    text = pair_file.read_text(encoding="utf-8") + 'topics = ["T99999"]\n'
    pair_file.write_text(text, encoding="utf-8")
    assert any("T99999" in problem for problem in check_pair(pair_file))


def winding_number(ring: list[tuple[float, float]], x: float, y: float) -> int:
    """Sum of signed angles around the point, in turns: another way to tell inside from outside."""
    points = np.asarray(ring) - (x, y)
    angles = np.unwrap(np.arctan2(points[:, 1], points[:, 0]))
    return round(float((angles[-1] - angles[0]) / (2 * np.pi)))


@given(
    radii=st.lists(st.floats(min_value=0.2, max_value=2.0), min_size=3, max_size=12),
    x=st.floats(min_value=-2.5, max_value=2.5),
    y=st.floats(min_value=-2.5, max_value=2.5),
)
def test_ray_casting_agrees_with_the_winding_number(radii: list[float], x: float, y: float) -> None:
    turns = np.linspace(0, 2 * np.pi, len(radii), endpoint=False)
    ring = [(float(r * np.cos(t)), float(r * np.sin(t))) for r, t in zip(radii, turns, strict=True)]
    ring.append(ring[0])
    edges = pairwise(ring)
    if any(abs((bx - ax) * (y - ay) - (by - ay) * (x - ax)) < 1e-6 for (ax, ay), (bx, by) in edges):
        return  # on the line of an edge either answer is right
    outline = Outline.of_geojson(json.loads(json.dumps({"type": "Polygon", "coordinates": [ring]})))
    inside = bool(outline.contains(np.array([y]), np.array([x]))[0])
    assert inside == (winding_number(ring, x, y) != 0)


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold_name(fold_name(name)) == fold_name(name)
