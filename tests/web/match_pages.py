"""A hand-made backtest for the tests of the pages on matching."""

import json
from pathlib import Path
from typing import Any

from twinbay.match.backtest.measures import MEASURES
from twinbay.match.ranking.folder import BACKTEST_FILE, backtest_folder


def measured(value: float) -> dict[str, float]:
    return {"value": value, "low": value - 0.05, "high": value + 0.05}


def backtest() -> dict[str, Any]:
    """The content of a ``backtest.json``; figures are made up and all different."""
    values = {"twinbay": 0.61, "adamic-adar": 0.42, "random": 0.11}
    return {
        "version": 1,
        "split": 2017,
        "horizon": 3,
        "last_year": 2020,
        "origin": "sf-bay",
        "destination": "gba",
        "organisations": 48,
        "pairs": 513,
        "became": 18,
        "queries": 7,
        "active": 1305,
        "least_works": 5,
        "windows": [2013, 2014],
        "positives": 7766,
        "rankings": {
            name: {measure: measured(value + i / 1000) for i, measure in enumerate(MEASURES)}
            for name, value in values.items()
        },
        "by_field": [
            {
                "name": "green-energy",
                "pairs": 400,
                "became": 17,
                "measures": {measure: measured(0.5) for measure in MEASURES},
            },
            {"name": "artificial-intelligence", "pairs": 90, "became": 0, "measures": {}},
        ],
        "by_kind": [{"name": "education+enterprise", "pairs": 60, "became": 1, "measures": {}}],
        "calibration": {
            "classes": [
                {"low": 0.0, "high": 0.02, "suggestions": 388, "became": 2, "horizon": 3},
                {"low": 0.02, "high": 1.0, "suggestions": 125, "became": 16, "horizon": 3},
            ],
            "error": 0.0123,
        },
        "exposure": {
            name: [
                {"least_works": 5, "most_works": 7, "organisations": 9, "shown": s, "true": 0.2},
                {
                    "least_works": 8,
                    "most_works": 60,
                    "organisations": 9,
                    "shown": 1 - s,
                    "true": 0.8,
                },
            ]
            for name, s in {"twinbay": 0.3, "adamic-adar": 0.1}.items()
        },
        "left_out": ["bpr"],
        "notes": ["few-answers"],
        "record": "a308c8f78e544b75",
    }


def write_backtest(home: Path, content: Any) -> Path:
    path = backtest_folder(home) / BACKTEST_FILE
    path.parent.mkdir(exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path
