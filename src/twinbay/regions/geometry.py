"""Points in polygons: which place a coordinate lies in.

Longitude and latitude are degrees, WGS 84; at the size of a county the plane is near enough.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Outline:
    """A polygon or several, with holes.

    Attributes:
        rings: closed rings of (lon, lat), each shape (n, 2); outer rings and holes alike.
        box: (west, south, east, north).
    """

    rings: tuple[NDArray[np.float64], ...]
    box: tuple[float, float, float, float]

    @classmethod
    def of_geojson(cls, geometry: dict[str, Any]) -> "Outline":
        """Read a GeoJSON Polygon or MultiPolygon (RFC 7946); ValueError for anything else."""
        if geometry.get("type") == "Polygon":
            polygons = [geometry["coordinates"]]
        elif geometry.get("type") == "MultiPolygon":
            polygons = geometry["coordinates"]
        else:
            raise ValueError(f"a Polygon or MultiPolygon is needed, not {geometry.get('type')!r}")
        rings = tuple(np.asarray(ring, dtype=np.float64) for poly in polygons for ring in poly)
        points = np.concatenate(rings)
        (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
        return cls(rings, (float(west), float(south), float(east), float(north)))

    def contains(self, lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return which points lie inside, by the even-odd rule.

        Arguments:
            lat: latitudes, shape (n,).
            lon: longitudes, shape (n,).

        Returns:
            Shape (n,); points exactly on a border may count either way, NaN lies nowhere.
        """
        west, south, east, north = self.box
        inside = np.zeros(lat.shape, dtype=bool)
        near = np.flatnonzero((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))
        for ring in self.rings:
            inside[near] ^= _crossings_are_odd(ring, lat[near], lon[near])
        return inside


def _crossings_are_odd(
    ring: NDArray[np.float64], lat: NDArray[np.float64], lon: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Cast a ray eastwards from each point and count the edges it crosses (W. R. Franklin)."""
    x1, y1 = ring[:-1, 0], ring[:-1, 1]
    x2, y2 = ring[1:, 0], ring[1:, 1]
    straddles = (y1 > lat[:, None]) != (y2 > lat[:, None])
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = (x2 - x1) * (lat[:, None] - y1) / (y2 - y1) + x1
    odd: NDArray[np.bool_] = ((straddles & (lon[:, None] < crossing)).sum(axis=1) % 2) == 1
    return odd


def first_containing(
    outlines: Sequence[Outline], lat: NDArray[np.float64], lon: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return for each point the position of the first outline it lies in, -1 for none."""
    found = np.full(lat.shape, -1, dtype=np.int64)
    for position, outline in enumerate(outlines):
        open_points = np.flatnonzero(found < 0)
        inside = outline.contains(lat[open_points], lon[open_points])
        found[open_points[inside]] = position
    return found
