"""What the maps draw: GeoJSON (RFC 7946) of a region's outlines and organisations, and a picture.

The picture stands in for the map where scripts or WebGL are missing, and in print.
"""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.cache import patch_cache_control

from twinbay.regions import Region, RegionPair
from twinbay.web.current_lake import configured_pair, open_lake
from twinbay.web.i18n import active_language
from twinbay.web.pages.map_geometry import Frame, Point, frames, name_point, polygons
from twinbay.web.pages.queries import located_organisations

SMALLEST_RADIUS = 3.0  # pixels; an organisation without works in the data
RADIUS_GROWTH = 15.0  # pixels more for the organisation with most works of both regions
PICTURE_KM_PER_PIXEL = 0.8  # at the usual size of the picture


def outlines(request: Any, region_id: str) -> HttpResponse:
    """Outlines of a region's places, and a point with the name of each."""
    region = configured_pair().region(region_id)
    language = active_language()
    features: list[dict[str, Any]] = []
    for place in region.places:
        features.append(_feature(place.geometry, place=place.place_id))
        point = {"type": "Point", "coordinates": name_point(place)}
        features.append(_feature(point, name=place.name.text(language)))
    return _geojson(features)


def organisations(request: Any, region_id: str) -> HttpResponse:
    """Organisations of a region whose place is known, with their works in the data."""
    pair = configured_pair()
    region = pair.region(region_id)
    language = active_language()
    largest = _most_works(pair)
    features = [
        _feature(
            {"type": "Point", "coordinates": point},
            name=(row["name_zh"] if language.startswith("zh") else "") or row["name"],
            works=row["works"],
            radius=radius(row["works"], largest),
            address=_organisation_address(row["org_id"]),
        )
        for point, row in _placed(region)
    ]
    return _geojson(features)


def picture(request: Any, region_id: str) -> HttpResponse:
    """The same map as an SVG picture; ``?scheme=dark`` for dark pages."""
    pair = configured_pair()
    region = pair.region(region_id)
    frame = frames(pair)[region_id]
    language = active_language()
    largest = _most_works(pair)
    content = {
        "frame": frame,
        "outlines": [_path(frame, place) for place in region.places],
        "names": [
            (*_rounded(frame.kilometres(name_point(place))), place.name.text(language))
            for place in region.places
        ],
        "points": [
            (
                *_rounded(frame.kilometres(point)),
                round(radius(row["works"], largest) * PICTURE_KM_PER_PIXEL, 1),
            )
            for point, row in _placed(region)
        ],
        "colour": region.colour,
        "dark": request.GET.get("scheme") == "dark",
    }
    svg = render_to_string("home/map_picture.svg", content)
    return _kept(HttpResponse(svg, content_type="image/svg+xml; charset=utf-8"))


def radius(works: int, largest: int) -> float:
    """Return the radius of a point in pixels; its area beyond the smallest grows with the works.

    Arguments:
        works: works of the organisation, 0 or more.
        largest: most works of any organisation on either map.
    """
    share = works / largest if largest else 0.0
    return round(SMALLEST_RADIUS + RADIUS_GROWTH * float(share**0.5), 1)


def _placed(region: Region) -> list[tuple[Point, dict[str, Any]]]:
    """Return a region's organisations with their points, in the middle of the place at worst."""
    middles = {place.place_id: name_point(place) for place in region.places}
    placed = []
    for row in located_organisations(open_lake(), region.region_id):
        known = row["lon"] is not None and row["lat"] is not None
        point = (row["lon"], row["lat"]) if known else middles.get(row["place"])
        if point is not None:
            placed.append((point, row))
    return placed


def _most_works(pair: RegionPair) -> int:
    # located_organisations has those with most works first.
    firsts = [located_organisations(open_lake(), r.region_id)[:1] for r in pair.regions]
    return max((int(row["works"]) for first in firsts for row in first), default=0)


def _path(frame: Frame, place: Any) -> str:
    """Return a place's outline as SVG path data."""
    rings = [ring for polygon in polygons(place) for ring in polygon]
    return "".join(
        "M" + "L".join("{} {}".format(*_rounded(frame.kilometres(point))) for point in ring) + "Z"
        for ring in rings
    )


def _rounded(point: Point) -> Point:
    return round(point[0], 1), round(point[1], 1)


def _feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _geojson(features: list[dict[str, Any]]) -> HttpResponse:
    response = JsonResponse(
        {"type": "FeatureCollection", "features": features},
        content_type="application/geo+json",
        json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
    )
    return _kept(response)


def _kept(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, max_age=300)
    return response


def _organisation_address(org_id: str) -> str:
    try:
        return str(reverse("directory:organisation", args=[org_id]))
    except NoReverseMatch:
        return ""
