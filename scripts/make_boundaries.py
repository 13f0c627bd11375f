"""Make the outlines of the two bays from two npm packages.

    npm pack us-atlas@3.0.1 echarts@4.9.0      # and unpack both
    uv run --with shapely python scripts/make_boundaries.py US_ATLAS_FOLDER ECHARTS_FOLDER

Counties: us-atlas counties-10m.json (TopoJSON of the US Census Bureau's cartographic boundary
files, public domain). Cities: echarts map/json/province (Apache-2.0), ECharts' UTF-8 encoding.
"""

import json
import sys
from pathlib import Path
from typing import Any

from shapely import make_valid, set_precision
from shapely.geometry import MultiPolygon, Polygon, mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

TARGET = Path(__file__).parents[1] / "src/twinbay/regions/data/sf-bay--gba.geojson"
TOLERANCE = 0.002  # degrees, about 200 m
COUNTIES = {
    "06001": "alameda",
    "06013": "contra-costa",
    "06041": "marin",
    "06055": "napa",
    "06075": "san-francisco",
    "06081": "san-mateo",
    "06085": "santa-clara",
    "06095": "solano",
    "06097": "sonoma",
}
CITIES = {
    "广州市": "guangzhou",
    "深圳市": "shenzhen",
    "珠海市": "zhuhai",
    "佛山市": "foshan",
    "惠州市": "huizhou",
    "东莞市": "dongguan",
    "中山市": "zhongshan",
    "江门市": "jiangmen",
    "肇庆市": "zhaoqing",
}


def topojson_geometry(topology: dict[str, Any], geometry: dict[str, Any]) -> BaseGeometry:
    """Decode one TopoJSON geometry (delta-coded, quantised arcs)."""
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]

    def arc(index: int) -> list[tuple[float, float]]:
        x = y = 0
        points = []
        for dx, dy in topology["arcs"][index if index >= 0 else ~index]:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + translate[0], y * scale[1] + translate[1]))
        return points if index >= 0 else points[::-1]

    def ring(indices: list[int]) -> list[tuple[float, float]]:
        points: list[tuple[float, float]] = []
        for index in indices:
            points += arc(index)[1 if points else 0 :]
        return points

    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return MultiPolygon(
        [Polygon(ring(rings[0]), [ring(hole) for hole in rings[1:]]) for rings in polygons]
    )


def echarts_geometry(geometry: dict[str, Any]) -> BaseGeometry:
    """Decode ECharts' UTF-8 coordinates: zigzag deltas in units of 1/1024 degree."""

    def ring(text: str, offset: list[int]) -> list[tuple[float, float]]:
        x, y = offset
        points = []
        for i in range(0, len(text), 2):
            dx, dy = ord(text[i]) - 64, ord(text[i + 1]) - 64
            x += (dx >> 1) ^ -(dx & 1)
            y += (dy >> 1) ^ -(dy & 1)
            points.append((x / 1024, y / 1024))
        return points

    coordinates, offsets = geometry["coordinates"], geometry["encodeOffsets"]
    if geometry["type"] == "Polygon":
        coordinates, offsets = [coordinates], [offsets]
    polygons = [
        Polygon(ring(texts[0], starts[0]))
        for texts, starts in zip(coordinates, offsets, strict=True)
    ]
    return unary_union([make_valid(polygon) for polygon in polygons])


def rounded(geometry: BaseGeometry) -> dict[str, Any]:
    """Simplify and round to 4 decimals (about 10 m)."""
    simple = set_precision(make_valid(geometry).simplify(TOLERANCE), 0.0001)
    parts = [part for part in getattr(simple, "geoms", [simple]) if part.area > 1e-5]
    return dict(mapping(parts[0] if len(parts) == 1 else MultiPolygon(parts)))


def main(us_atlas: Path, echarts: Path) -> None:
    """Write the GeoJSON file."""
    topology = json.loads((us_atlas / "counties-10m.json").read_text())
    outlines: dict[str, BaseGeometry] = {
        COUNTIES[geometry["id"]]: topojson_geometry(topology, geometry)
        for geometry in topology["objects"]["counties"]["geometries"]
        if geometry["id"] in COUNTIES
    }
    provinces = echarts / "map/json/province"
    for feature in json.loads((provinces / "guangdong.json").read_text())["features"]:
        if feature["properties"]["name"] in CITIES:
            outlines[CITIES[feature["properties"]["name"]]] = echarts_geometry(feature["geometry"])
    for place, name in (("hong-kong", "xianggang"), ("macao", "aomen")):
        districts = json.loads((provinces / f"{name}.json").read_text())["features"]
        parts = [echarts_geometry(feature["geometry"]).buffer(0.0006) for feature in districts]
        outlines[place] = unary_union(parts)
    features = [
        {"type": "Feature", "properties": {"place_id": place}, "geometry": rounded(outline)}
        for place, outline in outlines.items()
    ]
    for feature in features:
        shape(feature["geometry"])
    collection = {"type": "FeatureCollection", "features": features}
    TARGET.write_text(json.dumps(collection, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
