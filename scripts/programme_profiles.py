"""Write the hourly shapes of the worked programme as typical days of each month."""

import csv
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from twinbay.plan.data.shapes import (
    Sky,
    Wind,
    solar_availability,
    typical_week,
    wind_availability,
)

Array = npt.NDArray[np.float64]

SUN = {
    # Six days: clear, clear, fair, broken, fair, overcast.
    "solar-california": (
        36.0,
        25.0,
        Sky(
            (0.50, 0.55, 0.60, 0.65, 0.68, 0.71, 0.70, 0.69, 0.67, 0.62, 0.55, 0.50),
            (1.22, 1.19, 1.10, 0.97, 1.09, 0.66),
        ),
    ),
    "solar-guangdong": (
        23.0,
        15.0,
        Sky(
            (0.36, 0.31, 0.29, 0.32, 0.37, 0.40, 0.47, 0.45, 0.45, 0.46, 0.44, 0.41),
            (1.45, 1.30, 1.10, 0.85, 0.95, 0.35),
        ),
    ),
}
WINDS = {
    # Five days: strong, fresh, mean, weak, calm; offset between sites so that calms differ.
    "onwind-california": Wind(
        (0.17, 0.21, 0.26, 0.32, 0.37, 0.39, 0.34, 0.31, 0.25, 0.21, 0.18, 0.17),
        0.45,
        21.0,
        (1.45, 1.15, 0.95, 0.95, 0.50),
    ),
    "offwind-california": Wind(
        (0.40, 0.43, 0.47, 0.52, 0.57, 0.59, 0.54, 0.50, 0.46, 0.44, 0.41, 0.40),
        0.15,
        19.0,
        (1.25, 0.75, 0.55, 1.25, 1.20),
    ),
    "onwind-guangdong": Wind(
        (0.28, 0.27, 0.25, 0.23, 0.20, 0.20, 0.19, 0.18, 0.22, 0.28, 0.29, 0.29),
        0.20,
        15.0,
        (1.10, 0.60, 0.45, 1.30, 1.55),
    ),
    "offwind-guangdong": Wind(
        (0.42, 0.40, 0.37, 0.33, 0.29, 0.30, 0.28, 0.26, 0.32, 0.42, 0.44, 0.44),
        0.10,
        2.0,
        (1.40, 1.30, 0.85, 0.40, 1.05),
    ),
}
WATER = {
    "hydro-california": (0.20, 0.22, 0.26, 0.29, 0.33, 0.33, 0.28, 0.24, 0.19, 0.16, 0.16, 0.18),
    "hydro-guangdong": (0.18, 0.19, 0.24, 0.32, 0.42, 0.45, 0.41, 0.40, 0.33, 0.24, 0.20, 0.18),
}
CHARGING = (
    1.30, 1.20, 1.00, 0.80, 0.60, 0.45, 0.45, 0.55, 0.70, 0.85, 0.95, 1.05,
    1.10, 1.05, 1.00, 0.95, 0.95, 1.05, 1.20, 1.35, 1.45, 1.50, 1.45, 1.40,
)  # fmt: skip
"""Unmanaged charging at home and work by hour: assumption."""


def write_profiles(folder: Path, guangdong: Array, california: Array) -> None:
    """Write load.csv, sun.csv, wind.csv and steady.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    # The reconstruction's lowest days fall on each seventh day counted from the sixth and
    # seventh: its year begins on a Monday. 2019 began on a Tuesday.
    weeks = {"load-guangdong": guangdong, "load-california": california}
    first = {"load-guangdong": 0, "load-california": 1}
    load = {name: typical_week(hours, first[name]) for name, hours in weeks.items()}
    write_days(folder / "load.csv", {n: v / v.mean() for n, v in load.items()})
    write_days(folder / "sun.csv", {n: solar_availability(*site) for n, site in SUN.items()})
    write_days(folder / "wind.csv", {n: wind_availability(wind) for n, wind in WINDS.items()})
    steady = {
        name: np.broadcast_to(np.array(months)[:, None, None], (12, 1, 24))
        for name, months in WATER.items()
    }
    steady["charging"] = np.broadcast_to(np.array(CHARGING), (12, 1, 24))
    steady["flat"] = np.ones((12, 1, 24))
    write_days(folder / "steady.csv", steady)


def write_days(path: Path, profiles: Mapping[str, Array]) -> None:
    """Write profiles of shape (12, days, 24) as one row for each month, day and hour."""
    days = next(iter(profiles.values())).shape[1]
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(["month", "day", "hour", *profiles])
        for month, day, hour in np.ndindex(12, days, 24):
            values = [f"{profile[month, day, hour]:.4g}" for profile in profiles.values()]
            writer.writerow([month + 1, day + 1, hour, *values])
