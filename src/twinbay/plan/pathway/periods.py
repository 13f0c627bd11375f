"""The hours that dispatch is computed for: representative days, or the whole year."""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from twinbay.plan.pathway.linear import Floats
from twinbay.plan.programme import Programme

HOURS = 8760
"""Hours of a year."""


@dataclass(frozen=True, slots=True)
class Periods:
    """The hours of a year that stand for all of it.

    Attributes:
        weights: hours of the year that each hour stands for; they add up to 8,760.
        period, hour: which representative day each belongs to, and its hour of the day (in a
            full year the day of the year).
        before: position of the hour before, storages starting each period as they end it.
        day: position of the day each hour belongs to; ``days`` how many there are.
        profiles: name to the values in these hours.
        full: the same over all 8,760 hours, of which peaks are read.
        occurrences: how many days of the year each day stands for.
    """

    weights: Floats
    period: NDArray[np.int32]
    hour: NDArray[np.int32]
    before: NDArray[np.int64]
    profiles: Mapping[str, Floats]
    full: Mapping[str, Floats]
    occurrences: Floats

    @property
    def count(self) -> int:
        """How many hours there are."""
        return len(self.weights)

    @property
    def days(self) -> int:
        """How many days there are."""
        return len(self.occurrences)


def choose_periods(programme: Programme) -> Periods:
    """Return the hours that a programme's settings ask for.

    Representative days are clustered by tsam (Hoffmann et al. 2020, doi:10.3390/en13030641) over
    every profile of the programme at once, each scaled to a highest value of 1: hierarchical
    clustering with the medoid as representative, rescaled so that each profile keeps its mean.
    """
    full = {name: np.asarray(values, np.float64) for name, values in programme.profiles.items()}
    length = max((len(values) for values in full.values()), default=HOURS)
    wanted = programme.settings.representative_days
    if wanted == 0 or wanted * 24 >= length or not full:
        return _whole_year(full, length)
    names = tuple(sorted(full))
    key = np.ascontiguousarray(np.stack([full[name] for name in names])).tobytes()
    values, occurrences = _cluster(key, len(names), wanted)
    hours = np.tile(np.arange(24, dtype=np.int32), wanted)
    period = np.repeat(np.arange(wanted, dtype=np.int32), 24)
    position = np.arange(wanted * 24)
    before = np.where(hours == 0, position + 23, position - 1)
    return Periods(
        weights=np.repeat(occurrences, 24) * (HOURS / (occurrences.sum() * 24)),
        period=period,
        hour=hours,
        before=before,
        profiles={name: values[number] for number, name in enumerate(names)},
        full=full,
        occurrences=occurrences,
    )


def hours_asked(programme: Programme) -> int:
    """Return how many hours a programme's settings ask for."""
    days = programme.settings.representative_days
    longest = max((len(values) for values in programme.profiles.values()), default=HOURS)
    return days * 24 if days else longest


def _whole_year(full: Mapping[str, Floats], length: int) -> Periods:
    position = np.arange(length)
    return Periods(
        weights=np.full(length, HOURS / length),
        period=(position // 24).astype(np.int32),
        hour=(position % 24).astype(np.int32),
        before=np.roll(position, 1),
        profiles=full,
        full=full,
        occurrences=np.ones(-(-length // 24)),
    )


@lru_cache(maxsize=8)
def _cluster(key: bytes, count: int, wanted: int) -> tuple[Floats, Floats]:
    """Return values (profiles, hours) and occurrences of each representative day.

    Cached, because the hundreds of runs of an uncertainty analysis share their profiles.
    """
    import pandas as pd  # slow to import, and only needed here

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from tsam.timeseriesaggregation import TimeSeriesAggregation

    series = np.frombuffer(key, np.float64).reshape(count, -1)
    highest = series.max(axis=1, keepdims=True)
    scale = np.where(highest > 0, highest, 1.0)
    days = series.shape[1] // 24
    frame = pd.DataFrame((series / scale)[:, : days * 24].T)
    frame.columns = [f"p{number}" for number in range(count)]
    frame.index = pd.date_range("2025-01-01", periods=days * 24, freq="h")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        aggregation = TimeSeriesAggregation(
            frame,
            noTypicalPeriods=wanted,
            hoursPerPeriod=24,
            clusterMethod="hierarchical",
            rescaleClusterPeriods=True,
        )
        typical = aggregation.createTypicalPeriods()
    ordered = typical[[f"p{number}" for number in range(count)]].to_numpy().T
    occurrences = np.asarray(
        [aggregation.clusterPeriodNoOccur[number] for number in range(wanted)], np.float64
    )
    values = np.clip(ordered, 0.0, 1.0) * scale
    return np.ascontiguousarray(values), occurrences
