"""Amounts of money in different currencies, made comparable with rates of a stated day."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

from twinbay.errors import ConfigurationError


@dataclass(frozen=True, eq=False)
class Rates:
    """Exchange rates of one day.

    Attributes:
        base: the reference currency, ISO 4217.
        day: the day of the rates.
        source: who publishes them, in English and Chinese.
        per_base: units of each currency that one unit of the base buys; the base itself is 1.
    """

    base: str
    day: date
    source: tuple[str, str]
    per_base: Mapping[str, float]

    def worth(self, currency: str) -> float:
        """Return what one unit of a currency is worth in the base; KeyError when unknown."""
        return 1.0 / self.per_base[currency]

    def between(self, first: str, second: str) -> float:
        """Return how many units of the second currency one unit of the first buys."""
        return self.per_base[second] / self.per_base[first]

    @property
    def currencies(self) -> frozenset[str]:
        """Codes of the currencies that can be converted."""
        return frozenset(self.per_base)


@cache
def shipped_rates() -> Rates:
    """Return the rates that come with twinbay: reference rates of the European Central Bank."""
    text = files("twinbay.match.opportunities").joinpath("data/rates.toml").read_text("utf-8")
    return _rates(text, "rates.toml")


def load_rates(path: Path) -> Rates:
    """Read rates from a TOML file laid out as the shipped one.

    Raises:
        ConfigurationError: the file cannot be read or lacks something.
    """
    try:
        return _rates(path.read_text("utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"cannot read the rates: {error}", where=str(path)) from error


def _rates(text: str, where: str) -> Rates:
    try:
        given = tomllib.loads(text)
        per_base = {code: float(rate) for code, rate in given["rates"].items()}
        if not all(0 < rate < float("inf") for rate in per_base.values()):
            raise ValueError("rates are positive numbers")
        day = given["day"]
        if not isinstance(day, date):
            raise ValueError("day is a date such as 2024-12-31")
        base = str(given["base"])
        return Rates(base, day, _both(given["source"]), {**per_base, base: 1.0})
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise ConfigurationError(
            f"these are no rates: {error}",
            where=where,
            remedy='Give base = "EUR", day = 2024-12-31, source = "..." and a table [rates].',
        ) from error


def _both(given: object) -> tuple[str, str]:
    if isinstance(given, dict):
        return str(given["en"]), str(given["zh"])
    return str(given), str(given)
