"""Hourly shapes where no measured series may ship: sun from geometry, wind from a stated formula.

Both are assumptions (grade D) until a user replaces them by a measured or reanalysed series. They
give the right length of day, season and order of magnitude, and calm spells that last for days;
they do not reproduce the weather of any year.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

MIDDLE_OF_MONTH = (15, 46, 74, 105, 135, 166, 196, 227, 258, 288, 319, 349)
"""Day of the year in the middle of each month."""

SOLAR_YIELD = 0.85
"""Alternating current at the plant per nominal direct current: performance ratio of a photovoltaic
system (IEC 61724-1; 0.75 to 0.9 is usual)."""

DIFFUSE_SHARE = 0.35
"""Share of the horizontal radiation that is diffuse and reaches a tilted plane unchanged."""


@dataclass(frozen=True, slots=True)
class Sky:
    """How clear the sky is.

    Attributes:
        clearness: share of the extraterrestrial radiation that arrives, for each month (0 to 1).
        days: factors on it, one for each typical day of a month, in their order.
    """

    clearness: tuple[float, ...]
    days: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Wind:
    """The wind of a site.

    Attributes:
        mean: mean capacity factor for each month (0 to 1).
        daily_swing: relative amplitude of the daily cycle; ``peak_hour`` when it is strongest.
        days: factors on it, one for each typical day of a month, in their order.
    """

    mean: tuple[float, ...]
    daily_swing: float
    peak_hour: float
    days: tuple[float, ...]


def solar_elevation_sine(latitude: float, day: int, tilt: float = 0.0) -> Array:
    """Return the sine of the sun's elevation over a plane at the middle of each of 24 hours.

    Arguments:
        latitude: degrees north, -90 to 90.
        day: of the year, 1 to 365.
        tilt: of the plane towards the equator, degrees; 0 is horizontal.

    Source: declination after Cooper (1969), Solar Energy 12, "The absorption of radiation in solar
    stills"; a plane tilted towards the equator sees the sun as a horizontal one at the latitude
    less the tilt does (Duffie and Beckman, Solar Engineering of Thermal Processes, chapter 1).
    """
    declination = np.radians(23.45 * np.sin(2 * np.pi * (284 + day) / 365))
    hour_angle = np.radians(15.0 * (np.arange(24) + 0.5 - 12.0))
    phi = np.radians(latitude - np.copysign(tilt, latitude))
    sine = np.sin(phi) * np.sin(declination)
    sine = sine + np.cos(phi) * np.cos(declination) * np.cos(hour_angle)
    return np.asarray(np.maximum(sine, 0.0), dtype=np.float64)


def solar_availability(latitude: float, tilt: float, sky: Sky) -> Array:
    """Return the output of a photovoltaic plant per nominal power, shape (12, days, 24).

    The direct share follows the tilted plane, the diffuse share the horizontal one; both are
    scaled by the clearness of the month and the typical day and by ``SOLAR_YIELD``. The
    extraterrestrial radiation is 1.367 kW/m2 (World Radiation Centre), nominal power is at 1 kW/m2.
    """
    clearness = np.minimum(np.outer(sky.clearness, sky.days), 0.78)
    flat = np.array([solar_elevation_sine(latitude, day) for day in MIDDLE_OF_MONTH])
    tilted = np.array([solar_elevation_sine(latitude, day, tilt) for day in MIDDLE_OF_MONTH])
    plane = (1.0 - DIFFUSE_SHARE) * np.where(flat > 0.0, tilted, 0.0) + DIFFUSE_SHARE * flat
    output = SOLAR_YIELD * 1.367 * clearness[:, :, None] * plane[:, None, :]
    return np.asarray(np.clip(output, 0.0, 1.0))


def wind_availability(wind: Wind) -> Array:
    """Return the output of a wind farm per nominal power, shape (12, days, 24).

    The monthly mean times a cosine over the day times the factor of the typical day, limited to
    0.95 (availability of the machines). An assumption, see the head of this module.
    """
    cycle = 1.0 + wind.daily_swing * np.cos(
        2 * np.pi * (np.arange(24) + 0.5 - wind.peak_hour) / 24.0
    )
    output = np.outer(wind.mean, wind.days)[:, :, None] * cycle[None, None, :]
    return np.asarray(np.clip(output, 0.0, 0.95))


def typical_week(load: Array, weekday_of_first_day: int) -> Array:
    """Return a typical week for each month of a year of hourly load, shape (12, 7, 24).

    Days 1 to 5 are the weekdays of the month from the highest to the lowest daily energy, in
    fifths, each the mean of its fifth; days 6 and 7 are the mean Saturday and Sunday. Means only:
    no single day of the original remains, so that the peak is somewhat below the year's.

    Arguments:
        load: 8,760 values, hours of a year of 365 days.
        weekday_of_first_day: 0 for Monday to 6 for Sunday.
    """
    days = load.reshape(365, 24)
    weekday = (np.arange(365) + weekday_of_first_day) % 7
    month = np.repeat(np.arange(12), (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31))
    week = np.empty((12, 7, 24))
    for number in range(12):
        working = days[(month == number) & (weekday < 5)]
        ordered = working[np.argsort(-working.sum(axis=1), kind="stable")]
        for fifth, members in enumerate(np.array_split(ordered, 5)):
            week[number, fifth] = members.mean(axis=0)
        for offset in (5, 6):
            week[number, offset] = days[(month == number) & (weekday == offset)].mean(axis=0)
    return week
