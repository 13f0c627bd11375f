"""What the maps draw, as GeoJSON (RFC 7946): outlines and organisations of a region."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import NoReverseMatch, reverse
from django.utils.cache import patch_cache_control

from twinbay.web.current_lake import configured_pair, open_lake
from twinbay.web.i18n import active_language
from twinbay.web.pages.queries import located_organisations


def outlines(request: Any, region_id: str) -> HttpResponse:
    """Outlines of a region's places, with their names."""
    region = configured_pair().region(region_id)
    language = active_language()
    features = [
        {
            "type": "Feature",
            "properties": {"place": place.place_id, "name": place.name.text(language)},
            "geometry": place.geometry,
        }
        for place in region.places
    ]
    return _geojson(features)


def organisations(request: Any, region_id: str) -> HttpResponse:
    """Organisations of a region that have coordinates, with their works in the data."""
    region = configured_pair().region(region_id)
    chinese = active_language().startswith("zh")
    features = [
        {
            "type": "Feature",
            "properties": {
                "name": (row["name_zh"] if chinese else "") or row["name"],
                "works": row["works"],
                "address": _organisation_address(row["org_id"]),
            },
            "geometry": {"type": "Point", "coordinates": [row["lon"], row["lat"]]},
        }
        for row in located_organisations(open_lake(), region.region_id)
    ]
    return _geojson(features)


def _geojson(features: list[dict[str, Any]]) -> HttpResponse:
    response = JsonResponse(
        {"type": "FeatureCollection", "features": features},
        content_type="application/geo+json",
        json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
    )
    patch_cache_control(response, private=True, max_age=300)
    return response


def _organisation_address(org_id: str) -> str:
    try:
        return str(reverse("directory:organisation", args=[org_id]))
    except NoReverseMatch:
        return ""
