"""The latest backtest of the home folder, as its ``backtest.json`` tells it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from twinbay.errors import SourceError
from twinbay.match.backtest.measures import MEASURES, Measured
from twinbay.match.ranking.folder import BACKTEST_FILE, backtest_folder
from twinbay.match.ranking.likelihood import LikelihoodTable

MODEL = "twinbay"


@dataclass(frozen=True)
class GroupFound:
    """Pairs of one field or of two kinds; ``measures`` is empty where too few became partners."""

    name: str
    pairs: int
    became: int
    measures: Mapping[str, Measured]


@dataclass(frozen=True)
class SizeClass:
    """Destinations of about one size.

    Attributes:
        least_works, most_works: range of their works.
        organisations: how many there are.
        shown: by ranking, the share of the first ten places they get, 0 to 1.
        true: share of the first collaborations that were theirs, 0 to 1.
    """

    least_works: int
    most_works: int
    organisations: int
    shown: Mapping[str, float]
    true: float


@dataclass(frozen=True)
class Backtest:
    """What a page says of a backtest; ``match.backtest.running.BacktestResult`` has the meanings.

    Attributes:
        task: the years, places and sizes, by the names of ``BacktestResult``.
        rankings: measures by ranking and measure; ``MODEL`` is one of the rankings.
        by_field, by_kind: the model's measures by group.
        classes: outcomes by predicted likelihood.
        calibration_error: mean distance between predicted and observed.
        sizes: exposure by size of the destination.
        notes, left_out: as the backtest gives them.
    """

    task: Mapping[str, Any]
    rankings: Mapping[str, Mapping[str, Measured]]
    by_field: tuple[GroupFound, ...]
    by_kind: tuple[GroupFound, ...]
    classes: LikelihoodTable
    calibration_error: float
    sizes: tuple[SizeClass, ...]
    notes: tuple[str, ...]
    left_out: tuple[str, ...]


_TASK = (
    *("split", "horizon", "last_year", "origin", "destination", "organisations", "pairs"),
    *("became", "queries", "least_works", "windows", "positives"),
)


def latest_backtest(home: Path) -> Backtest | None:
    """Read the latest backtest; None when there is none.

    Raises:
        SourceError: the file is damaged or of another version.
    """
    path = backtest_folder(home) / BACKTEST_FILE
    try:
        return _read(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SourceError(
            f"the latest backtest cannot be read: {error}",
            where=str(path),
            remedy="Run it again: twinbay backtest --split YEAR.",
        ) from None


def _read(content: dict[str, Any]) -> Backtest:
    rankings = {name: _measures(found) for name, found in content["rankings"].items()}
    if any(measure not in rankings[MODEL] for measure in MEASURES):
        raise ValueError("a measure is missing")
    return Backtest(
        task={name: content[name] for name in _TASK},
        rankings=rankings,
        by_field=tuple(map(_group, content["by_field"])),
        by_kind=tuple(map(_group, content["by_kind"])),
        classes=LikelihoodTable.from_json(content["calibration"]["classes"]),
        calibration_error=float(content["calibration"]["error"]),
        sizes=_sizes(content["exposure"]),
        notes=tuple(content["notes"]),
        left_out=tuple(content["left_out"]),
    )


def _measures(found: Mapping[str, Mapping[str, float]]) -> dict[str, Measured]:
    return {name: Measured(**measured) for name, measured in found.items()}


def _group(found: Mapping[str, Any]) -> GroupFound:
    return GroupFound(
        found["name"], int(found["pairs"]), int(found["became"]), _measures(found["measures"])
    )


def _sizes(exposure: Mapping[str, list[dict[str, Any]]]) -> tuple[SizeClass, ...]:
    return tuple(
        SizeClass(
            decile["least_works"],
            decile["most_works"],
            decile["organisations"],
            {name: float(deciles[place]["shown"]) for name, deciles in exposure.items()},
            float(decile["true"]),
        )
        for place, decile in enumerate(exposure[MODEL])
    )
