"""How much of the world each region's map shows, and where the names of its places stand.

Both maps of a pair have the same ground scale, so that a centimetre is as many kilometres on the
left as on the right.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from twinbay.regions import Place, Region, RegionPair

KM_PER_DEGREE = 111.195  # of latitude: pi / 180 x 6371.0 km, the Earth's mean radius (IUGG 1980)
# Regions whose sizes differ by more than this have a scale each; else the small one is a speck.
LARGEST_RATIO = 3.0
MARGIN = 1.06

Point = tuple[float, float]


@dataclass(frozen=True)
class Frame:
    """What a map shows.

    Attributes:
        lon, lat: its centre, degrees.
        width_km, height_km: what must be visible.
    """

    lon: float
    lat: float
    width_km: float
    height_km: float

    def kilometres(self, point: Point) -> Point:
        """Return a point (lon, lat) as kilometres east and south of the top left corner.

        Equirectangular, true to scale at the centre.
        """
        lon, lat = point
        east = (lon - self.lon) * KM_PER_DEGREE * math.cos(math.radians(self.lat))
        south = (self.lat - lat) * KM_PER_DEGREE
        return self.width_km / 2 + east, self.height_km / 2 + south


def polygons(place: Place) -> list[list[list[Point]]]:
    """Return a place's polygons, each a list of rings."""
    coordinates: Any = place.geometry["coordinates"]
    return [coordinates] if place.geometry["type"] == "Polygon" else list(coordinates)


def frame_of(region: Region) -> Frame:
    """Return the frame that just holds a region's places."""
    points = [point for place in region.places for poly in polygons(place) for point in poly[0]]
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    lat = (min(lats) + max(lats)) / 2
    return Frame(
        lon=(min(lons) + max(lons)) / 2,
        lat=lat,
        width_km=(max(lons) - min(lons)) * KM_PER_DEGREE * math.cos(math.radians(lat)) * MARGIN,
        height_km=(max(lats) - min(lats)) * KM_PER_DEGREE * MARGIN,
    )


@lru_cache(maxsize=8)
def frames(pair: RegionPair) -> dict[str, Frame]:
    """Return the frame of each region's map, at one scale where their sizes allow it."""
    own = {region.region_id: frame_of(region) for region in pair.regions}
    width = max(frame.width_km for frame in own.values())
    height = max(frame.height_km for frame in own.values())
    smallest = min(max(frame.width_km, frame.height_km) for frame in own.values())
    if max(width, height) > LARGEST_RATIO * smallest:
        return own
    return {
        region_id: Frame(frame.lon, frame.lat, width, height) for region_id, frame in own.items()
    }


def name_point(place: Place) -> Point:
    """Return where a place's name stands: the centroid of its largest outer ring."""
    ring = max((poly[0] for poly in polygons(place)), key=lambda ring: abs(_centroid(ring)[2]))
    lon, lat, _area = _centroid(ring)
    return round(lon, 4), round(lat, 4)


def _centroid(ring: Iterable[Point]) -> tuple[float, float, float]:
    """Return (x, y, signed area) of a closed ring by the shoelace formula."""
    points = list(ring)
    twice_area = x = y = 0.0
    for (x1, y1), (x2, y2) in pairwise(points):
        cross = x1 * y2 - x2 * y1
        twice_area += cross
        x += (x1 + x2) * cross
        y += (y1 + y2) * cross
    if not twice_area:
        return points[0][0], points[0][1], 0.0
    return x / (3 * twice_area), y / (3 * twice_area), twice_area / 2
