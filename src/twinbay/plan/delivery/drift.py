"""Where a programme drifts: actuals against the path, and where the trend leads."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from twinbay.plan.delivery.records import INDICATORS, TOLERANCE, Actual, Drift, Indicator
from twinbay.plan.delivery.sentences import sentences_of, unit_of
from twinbay.plan.programme import Names, Programme, Target, TargetKind

TREND_YEARS = 5
"""Latest actuals that make the trend."""

OF_TARGETS = {
    TargetKind.EMISSIONS: "emissions",
    TargetKind.EMISSIONS_INTENSITY: "emissions_intensity",
    TargetKind.ENERGY_INTENSITY: "energy_intensity",
    TargetKind.NON_FOSSIL_POWER: "non_fossil_power",
    TargetKind.NON_FOSSIL_ENERGY: "non_fossil_energy",
    TargetKind.AIR_POLLUTION: "air_pollution",
}
"""Targets whose value is that of an indicator in their year."""


def find_drift(
    programme: Programme, paths: pl.DataFrame, actuals: Sequence[Actual]
) -> tuple[Drift, ...]:
    """Return how every indicator with actuals stands, the worst first.

    The trend is the straight line through the latest actuals (least squares, ``TREND_YEARS`` at
    most); with a single actual the line from the first milestone's value to it.

    Arguments:
        programme: its milestones, targets and names.
        paths: of ``yearly_paths``.
        actuals: in any order; for years that the paths do not have they only make the trend.
    """
    series: dict[tuple[str, str, str], dict[int, float]] = {}
    for actual in actuals:
        key = (actual.indicator, actual.item, actual.region)
        series.setdefault(key, {})[actual.year] = actual.value
    found = [
        drift
        for key, values in series.items()
        if (drift := _drift(programme, _path(paths, key), key, values)) is not None
    ]
    return tuple(sorted(found, key=lambda d: (d.on_path, -_weight(d), d.indicator, d.region)))


def drift_table(found: Sequence[Drift]) -> pl.DataFrame:
    """Return the findings as a table."""
    names = ("indicator", "item", "region", "unit", "year", "actual", "path", "deviation")
    more = ("goal_year", "goal", "expected", "miss", "on_path")
    return pl.DataFrame(
        [
            {name: getattr(one, name) for name in (*names, *more)}
            | {"sentence": one.sentences.en, "sentence_zh": one.sentences.zh}
            for one in found
        ]
    )


def _weight(drift: Drift) -> float:
    scale = abs(drift.path) or 1.0
    return max(abs(drift.deviation), drift.miss) / scale


def _path(paths: pl.DataFrame, key: tuple[str, str, str]) -> dict[int, float]:
    indicator, item, region = key
    rows = paths.filter(
        (pl.col("indicator") == indicator) & (pl.col("item") == item) & (pl.col("region") == region)
    )
    return dict(zip(rows["year"].to_list(), rows["value"].to_list(), strict=True))


def _drift(
    programme: Programme,
    path: Mapping[int, float],
    key: tuple[str, str, str],
    values: Mapping[int, float],
) -> Drift | None:
    """Return the finding; None when the path says nothing about any year with an actual."""
    known = [year for year in values if year in path]
    if not known:
        return None
    year = max(known)
    actual, planned = values[year], path[year]
    indicator = INDICATORS[key[0]]
    worse = _worse(indicator, actual - planned)
    slope = None if indicator.yearly else _slope(values, path, year)
    goal_year, goal, of_target = _goal(programme, path, key, year)
    expected, miss = None, 0.0
    if slope is not None and goal_year is not None and goal is not None:
        expected = actual + slope * (goal_year - year)
        miss = max(0.0, _worse(indicator, expected - goal))
        if miss <= TOLERANCE * abs(goal):
            miss = 0.0
    drift = Drift(
        indicator=key[0],
        item=key[1],
        region=key[2],
        unit=unit_of(programme, key[0], key[1]),
        year=year,
        actual=actual,
        path=planned,
        deviation=actual - planned,
        slope=slope,
        goal_year=goal_year,
        goal=goal,
        expected=expected,
        miss=miss,
        of_target=of_target,
        on_path=worse <= TOLERANCE * abs(planned),
        sentences=Names("", ""),
    )
    return replace(drift, sentences=sentences_of(programme, drift))


def _worse(indicator: Indicator, difference: float) -> float:
    """Return a difference counted positive where it is bad."""
    return difference if indicator.better == "lower" else -difference


def _slope(values: Mapping[int, float], path: Mapping[int, float], year: int) -> float | None:
    years = sorted(known for known in values if known <= year)[-TREND_YEARS:]
    if len(years) > 1:
        return float(np.polyfit(years, [values[known] for known in years], 1)[0])
    first = min(path)
    return (values[year] - path[first]) / (year - first) if year > first else None


def _goal(
    programme: Programme, path: Mapping[int, float], key: tuple[str, str, str], year: int
) -> tuple[int | None, float | None, bool]:
    """Return the next target of the indicator, or the next milestone of its path."""
    targets: list[Target] = [
        target
        for target in programme.targets
        if OF_TARGETS.get(target.kind) == key[0] and target.region == key[2] and target.year > year
    ]
    if targets and not key[1]:
        nearest = min(targets, key=lambda target: target.year)
        return nearest.year, nearest.value, True
    later = [milestone for milestone in programme.milestones if milestone > year]
    return (later[0], path[later[0]], False) if later else (None, None, False)
