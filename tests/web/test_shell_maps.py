"""The maps: one scale for both regions, names inside their places, a picture without scripts."""

from typing import Any
from xml.etree import ElementTree

import pytest


def test_both_maps_have_one_scale_and_hold_their_places(lake_home: Any) -> None:
    from twinbay.regions import load_pair
    from twinbay.web.pages.map_geometry import frame_of, frames

    pair = load_pair("sf-bay--gba")
    shared = frames(pair)
    one, other = (shared[region.region_id] for region in pair.regions)
    assert (one.width_km, one.height_km) == (other.width_km, other.height_km)
    for region in pair.regions:
        own, given = frame_of(region), shared[region.region_id]
        assert given.width_km >= own.width_km and given.height_km >= own.height_km
        # The nine counties and the eleven cities are 200 to 450 km across.
        assert 200 < own.width_km < 450


def test_a_region_far_smaller_than_the_other_has_a_scale_of_its_own(lake_home: Any) -> None:
    from dataclasses import replace

    from twinbay.regions import load_pair
    from twinbay.web.pages.map_geometry import frame_of, frames

    pair = load_pair("sf-bay--gba")
    small = replace(pair.regions[0], places=pair.regions[0].places[4:5])
    lone = replace(pair, regions=(small, pair.regions[1]))
    assert frames(lone)[small.region_id] == frame_of(small)


def test_kilometres_agree_with_a_known_distance(lake_home: Any) -> None:
    from twinbay.web.pages.map_geometry import Frame

    frame = Frame(lon=113.4, lat=22.9, width_km=440, height_km=330)
    guangzhou, hong_kong = (113.2644, 23.1291), (114.1694, 22.3193)
    (x1, y1), (x2, y2) = frame.kilometres(guangzhou), frame.kilometres(hong_kong)
    # Great-circle distance by the haversine formula: 129.3 km.
    assert ((x1 - x2) ** 2 + (y1 - y2) ** 2) ** 0.5 == pytest.approx(129.3, rel=0.01)


def test_names_stand_inside_the_frame_of_their_place(lake_home: Any) -> None:
    from twinbay.regions import load_pair
    from twinbay.web.pages.map_geometry import name_point, polygons

    for region in load_pair("sf-bay--gba").regions:
        for place in region.places:
            lon, lat = name_point(place)
            points = [point for polygon in polygons(place) for point in polygon[0]]
            assert min(p[0] for p in points) < lon < max(p[0] for p in points)
            assert min(p[1] for p in points) < lat < max(p[1] for p in points)


def test_area_of_a_point_grows_with_works(lake_home: Any) -> None:
    from twinbay.web.pages.maps import RADIUS_GROWTH, SMALLEST_RADIUS, radius

    assert radius(0, 100) == SMALLEST_RADIUS == radius(0, 0)
    assert radius(100, 100) == SMALLEST_RADIUS + RADIUS_GROWTH
    growth = [radius(works, 100) - SMALLEST_RADIUS for works in (25, 100)]
    assert (growth[1] / growth[0]) ** 2 == pytest.approx(4)


@pytest.mark.parametrize("region", ["sf-bay", "gba"])
@pytest.mark.parametrize("scheme", ["", "?scheme=dark"])
def test_picture_is_an_svg_with_a_point_per_organisation(
    client: Any, region: str, scheme: str
) -> None:
    response = client.get(f"/zh/map/{region}/picture.svg{scheme}")
    assert response["Content-Type"].startswith("image/svg+xml")
    root = ElementTree.fromstring(response.content)
    svg = "{http://www.w3.org/2000/svg}"
    assert len(root.findall(f".//{svg}circle")) == {"sf-bay": 4, "gba": 3}[region]
    names = {text.text for text in root.iter(f"{svg}text")}
    assert {"sf-bay": "圣克拉拉县", "gba": "深圳"}[region] in names
    assert ("#0b5a9c" in response.content.decode()) == (region == "sf-bay" and not scheme)


def test_home_without_scripts_has_the_picture(client: Any) -> None:
    html = client.get("/en/").content.decode()
    assert 'src="/en/map/gba/picture.svg"' in html


def test_organisation_without_coordinates_stands_in_the_middle_of_its_place(
    client: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings
    from tiny_lake import table

    from twinbay.lake.store import write_build
    from twinbay.regions import load_pair
    from twinbay.web.pages.map_geometry import name_point

    columns = "org_id name kind region place source"
    rows = [
        ("org:a", "A", "other", "gba", "shenzhen", "x"),
        ("org:b", "B", "other", "gba", None, "x"),
    ]
    write_build(tmp_path, {"organisations": table(columns, *rows)})
    monkeypatch.setattr(settings, "TWINBAY_HOME", tmp_path)
    (feature,) = client.get("/en/map/gba/organisations.geojson").json()["features"]
    shenzhen = next(
        place
        for place in load_pair("sf-bay--gba").region("gba").places
        if place.place_id == "shenzhen"
    )
    assert feature["properties"]["name"] == "A"
    assert tuple(feature["geometry"]["coordinates"]) == name_point(shenzhen)
