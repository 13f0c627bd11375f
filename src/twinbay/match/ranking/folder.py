"""Where the home folder keeps what the ranking has learned and how it was tested."""

from pathlib import Path

BACKTEST_FILE = "backtest.json"


def ranker_folder(home: Path, build_id: str) -> Path:
    """Return where a build's ranker is kept: beside its search index."""
    return home / "index" / f"{build_id}-ranking"


def people_folder(home: Path, build_id: str) -> Path:
    """Return where a build's ranking of people is kept."""
    return home / "index" / f"{build_id}-people"


def backtest_folder(home: Path) -> Path:
    """Return where the latest backtest of organisations is kept, which the web site shows."""
    return home / "backtest"
