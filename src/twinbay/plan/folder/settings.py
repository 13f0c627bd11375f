"""Read ``programme.toml``: what the programme is called, its milestones, money and settings."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from twinbay.errors import SourceError
from twinbay.plan.folder.findings import Findings, place_of
from twinbay.plan.programme import (
    Foresight,
    Grade,
    Money,
    Names,
    Provenance,
    Settings,
)

NAME = "programme.toml"
EARLIEST, LATEST = 1990, 2100
"""Milestones outside are taken for mistakes."""
STEP = 5
KNOWN = frozenset(
    {
        "id",
        "name",
        "name_zh",
        "milestones",
        "gwp",
        "accept",
        "bays",
        "library",
        "money",
        "settings",
        "scenarios",
    }
)


@dataclass(frozen=True, slots=True)
class Header:
    """What ``programme.toml`` says.

    Attributes:
        accepted: numbers that are right although they look implausible: ``table/record/field``.
        bays: side of the pair of regions to the programme's regions on it.
        library: whether the shipped measures are added in every region that they fit.
        scenario_names: scenario id to its names.
    """

    id: str
    names: Names
    milestones: tuple[int, ...]
    money: Money
    settings: Settings
    gwp: str
    accepted: tuple[str, ...]
    bays: Mapping[str, tuple[str, ...]]
    library: bool
    scenario_names: Mapping[str, Names]


def read_header(path: Path, findings: Findings) -> Header:
    """Return what the file says; what is wrong goes to the findings.

    Raises:
        SourceError: the file is missing or is no TOML.
    """
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise SourceError(
            "there is no programme.toml",
            where=str(path.parent),
            remedy="“twinbay plan new FOLDER” writes a folder to fill in.",
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"cannot be read: {error}", where=str(path)) from error
    except tomllib.TOMLDecodeError as error:
        raise SourceError(
            f"it is not TOML: {error}",
            where=str(path),
            remedy="Compare it with the example in the reference of the programme folder.",
        ) from error
    return _Reader(said, findings).header()


@dataclass(frozen=True)
class _Reader:
    said: Mapping[str, Any]
    findings: Findings

    def header(self) -> Header:
        for key in self.said:
            if key not in KNOWN:
                self.findings.note(
                    "programme", key, "the setting is not known; it was not read", place_of(NAME)
                )
        gwp = self._text("gwp", self.said, "AR6")
        if gwp not in ("AR6", "AR5"):
            self._problem("gwp", f"“{gwp}” is neither AR6 nor AR5")
        return Header(
            id=self._text("id", self.said),
            names=self._names("programme", self.said),
            milestones=self._milestones(),
            money=self._money(),
            settings=self._settings(),
            gwp=gwp,
            accepted=tuple(str(part) for part in self.said.get("accept", ())),
            bays=self._bays(),
            library=self._library(),
            scenario_names=self._scenarios(),
        )

    def _problem(self, key: str, problem: str, remedy: str = "") -> None:
        self.findings.problem(
            "programme", str(self.said.get("id", "")), key, problem, remedy, place_of(NAME)
        )

    def _text(self, key: str, table: Mapping[str, Any], default: str = "") -> str:
        value = table.get(key, default)
        if not isinstance(value, str) or not value:
            self._problem(key, f"the setting “{key}” is missing or is no text")
            return default
        return value

    def _names(self, what: str, table: Mapping[str, Any]) -> Names:
        english = self._text("name", table, what)
        return Names(english, self._text("name_zh", table, english))

    def _milestones(self) -> tuple[int, ...]:
        years = self.said.get("milestones")
        if not isinstance(years, list) or not all(type(year) is int for year in years):
            self._problem("milestones", "it is not a list of years, such as [2025, 2030, 2035]")
            return ()
        if len(years) < 2 or not all(EARLIEST <= year <= LATEST for year in years):
            self._problem("milestones", f"two or more years between {EARLIEST} and {LATEST}")
        elif any(b - a != STEP for a, b in pairwise(years)):
            self._problem("milestones", "the years are not in order, five years apart")
        return tuple(years)

    def _number(
        self, key: str, table: Mapping[str, Any], least: float, most: float, hint: str = ""
    ) -> float:
        value = table.get(key)
        if not isinstance(value, int | float) or isinstance(value, bool):
            self._problem(key, f"the setting “{key}” is missing or is no number")
            return least
        if not least <= value <= most:
            self._problem(key, f"{value:g} is not between {least:g} and {most:g}{hint}")
            return least
        return float(value)

    def _money(self) -> Money:
        table = self.said.get("money", {})
        if not isinstance(table, dict):
            self._problem("money", "it is not a table, such as [money]")
            table = {}
        year = table.get("source_year")
        grade = str(table.get("grade", "D"))
        if grade not in tuple(Grade):
            self._problem("grade", f"“{grade}” is not one of A, B, C, D")
            grade = "D"
        hint = "; it is a share, such as 0.05"
        return Money(
            price_year=int(self._number("price_year", table, EARLIEST, LATEST)),
            discount_rate=self._number("discount_rate", table, 0.0, 0.5, hint),
            cny_per_usd=self._number("cny_per_usd", table, 0.5, 50.0),
            provenance=Provenance(
                str(table.get("source", "assumption")),
                year if isinstance(year, int) else None,
                Grade(grade),
            ),
        )

    def _settings(self) -> Settings:
        table = self.said.get("settings", {})
        usual = Settings()
        days = table.get("representative_days", usual.representative_days)
        if type(days) is not int or not 0 <= days <= 365:
            self._problem("representative_days", f"“{days}” is not a number of days, 0 to 365")
            days = usual.representative_days
        foresight = table.get("foresight", usual.foresight)
        if foresight not in tuple(Foresight):
            self._problem("foresight", f"“{foresight}” is neither perfect nor myopic")
            foresight = usual.foresight
        switches = {}
        for key in ("integer", "shared_learning", "early_retirement"):
            value = table.get(key, getattr(usual, key))
            if not isinstance(value, bool):
                self._problem(key, f"“{value}” is neither true nor false")
                value = getattr(usual, key)
            switches[key] = value
        for key in table:
            if key not in {"representative_days", "foresight", *switches}:
                self.findings.note(
                    "settings", key, "the setting is not known; it was not read", place_of(NAME)
                )
        return Settings(representative_days=days, foresight=Foresight(foresight), **switches)

    def _bays(self) -> dict[str, tuple[str, ...]]:
        table = self.said.get("bays", {})
        found: dict[str, tuple[str, ...]] = {}
        for side, regions in table.items() if isinstance(table, dict) else ():
            if not isinstance(regions, list) or not all(isinstance(r, str) for r in regions):
                self._problem("bays", f"“{side}” is not followed by a list of regions")
            else:
                found[str(side)] = tuple(regions)
        return found

    def _library(self) -> bool:
        value = self.said.get("library", False)
        if not isinstance(value, bool):
            self._problem("library", f"“{value}” is neither true nor false")
        return value is True

    def _scenarios(self) -> dict[str, Names]:
        table = self.said.get("scenarios", {})
        return {
            str(key): Names(
                str(value.get("name", key)), str(value.get("name_zh", value.get("name", key)))
            )
            for key, value in table.items()
            if isinstance(value, dict)
        }
