"""The region of each row, and the rule that decided, with two pairs of regions."""

from pathlib import Path
from typing import Any

import pytest
from tidy_tables import RowsReader, affiliation, work

from twinbay.lake.build import build
from twinbay.lake.derive.locations import AffiliationScanner, assign_city, assign_organisation
from twinbay.lake.importing import import_source
from twinbay.lake.store import Lake
from twinbay.regions import load_pair

BAYS = load_pair("sf-bay--gba")
OTHER = load_pair("bavaria--quebec")


def seat(pair: Any, **given: Any) -> tuple[str | None, str | None, str]:
    unknown = dict.fromkeys(("lat", "lon", "city", "country", "ror"))
    found = assign_organisation(pair, **{**unknown, **given})
    return found.region, found.place, found.rule


@pytest.mark.parametrize(
    ("pair", "given", "expected"),
    [
        (BAYS, {"lat": 37.4275, "lon": -122.1697}, ("sf-bay", "santa-clara", "boundary")),
        (
            BAYS,
            {"lat": 37.4275, "lon": -122.1697, "ror": "00f54p054"},
            ("sf-bay", "santa-clara", "ror-location"),
        ),
        (BAYS, {"lat": 34.05, "lon": -118.24}, (None, None, "boundary")),
        (BAYS, {"city": "Shenzhen", "country": "CN"}, ("gba", "shenzhen", "city-name")),
        (BAYS, {"city": "深圳市", "country": "CN"}, ("gba", "shenzhen", "city-name")),
        (BAYS, {"city": "Munich", "country": "DE"}, (None, None, "city-name")),
        (BAYS, {}, (None, None, "none")),
        (OTHER, {"city": "Munich", "country": "DE"}, ("bavaria", "city-name")),
        (OTHER, {"city": "München", "country": "DE"}, ("bavaria", "city-name")),
        (OTHER, {"city": "Shenzhen", "country": "CN"}, (None, None, "city-name")),
        (OTHER, {"lat": 37.4275, "lon": -122.1697}, (None, None, "boundary")),
    ],
)
def test_a_seat_is_placed_by_coordinates_then_by_city(
    pair: Any, given: dict[str, Any], expected: tuple[Any, ...]
) -> None:
    region, place, rule = seat(pair, **given)
    assert ((region, place, rule) if len(expected) == 3 else (region, rule)) == expected


def test_a_city_of_another_country_is_another_city() -> None:
    assert assign_city(BAYS, "Berkeley", "US").region == "sf-bay"
    assert assign_city(BAYS, "Berkeley", "GB").region is None


@pytest.mark.parametrize(
    ("pair", "text", "region"),
    [
        (BAYS, "Tencent AI Lab, Shenzhen, China", "gba"),
        (BAYS, "中山大学，广州", "gba"),
        (BAYS, "Dept. of EECS, Berkeley, CA, USA", "sf-bay"),
        (BAYS, "Shenzhen, China and San Francisco, USA", None),
        (BAYS, "ETH Zurich, Switzerland", None),
        (BAYS, "", None),
        (OTHER, "Tencent AI Lab, Shenzhen, China", None),
    ],
)
def test_a_place_in_a_raw_affiliation(pair: Any, text: str, region: str | None) -> None:
    assert AffiliationScanner(pair).assign(text).region == region


WORKS = {
    "p": {
        "organisations": [
            {
                "org_id": "org:seat",
                "name": "Example University",
                "kind": "education",
                "country": "US",
                "lat": 37.8719,
                "lon": -122.2585,
                "source": "p",
            }
        ],
        "works": [work("w")],
        "affiliations": [
            affiliation("w", 0, "A", "Example University", country="US"),
            affiliation("w", 1, "B", "Example University", country="CN", city="Shenzhen"),
            affiliation("w", 2, "C", "Example University", country="US", city="Boston"),
            affiliation("w", 3, "D", "", org_name=None, raw_affiliation="Lab, Guangzhou, China"),
            affiliation("w", 4, "E", "Unheard-of Institute", country="FR"),
            affiliation("w", 5, "F", "Multi GmbH", country="DE", city="Munich"),
            affiliation("w", 6, "G", "Multi GmbH", country="DE", city="Munich"),
            affiliation("w", 7, "H", "Multi GmbH", country="DE", city="Berlin"),
            affiliation("w", 8, "I", "Multi GmbH", country="DE"),
        ],
    }
}


def regions_of_authors(tmp_path: Path, pair: Any) -> dict[int, tuple[str | None, str]]:
    import_source(tmp_path / "home", RowsReader(tmp_path / "files", WORKS))
    build(tmp_path / "home", pair)
    rows = Lake.open(tmp_path / "home").arrow("authorships").to_pylist()
    return {row["position"]: (row["region"], row["region_rule"]) for row in rows}


def test_each_authorship_keeps_the_rule_that_placed_it(tmp_path: Path) -> None:
    found = regions_of_authors(tmp_path, BAYS)
    assert found[0] == ("sf-bay", "organisation-seat")
    assert found[2] == (None, "city-name")
    assert found[3] == ("gba", "city-name")
    assert found[4] == (None, "none")
    assert found[8] == (None, "organisation-seat")


def test_the_city_of_a_row_goes_before_the_seat(tmp_path: Path) -> None:
    assert regions_of_authors(tmp_path, BAYS)[1] == ("gba", "city-name")


def test_another_pair_of_regions_places_the_same_rows_otherwise(tmp_path: Path) -> None:
    found = regions_of_authors(tmp_path, OTHER)
    assert {region for region, _ in found.values()} == {None, "bavaria"}
    assert found[5] == ("bavaria", "city-name")
    assert found[7] == (None, "city-name")
    # Two of three placed authors are in Munich: that is where the company sits.
    assert found[8] == ("bavaria", "organisation-seat")
