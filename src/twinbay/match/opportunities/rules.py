"""Rules as data: what two kinds of record must not violate, and what weighs how much."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from twinbay.errors import ConfigurationError
from twinbay.match.opportunities.constraints import CONSTRAINTS
from twinbay.match.opportunities.features import FEATURES

SUBJECT = ("text", "words", "topics", "fields")
"""Features that tell what a record is about; a pair that has none of them is no suggestion."""


@dataclass(frozen=True)
class Party:
    """One side of the rules: the kind of its records and what sentences call one of them."""

    kind: str
    en: str
    zh: str

    def text(self, language: str) -> str:
        """Return the word for one record."""
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True)
class Rules:
    """What may be matched, and how well.

    Attributes:
        name: such as ``offer-need``.
        left: the kind that asks.
        right: the kind that is ranked.
        hard: names of constraints that no match violates.
        soft: features with their weights; the weights sum to 1.
    """

    name: str
    left: Party
    right: Party
    hard: tuple[str, ...]
    soft: tuple[tuple[str, float], ...]

    def reversed(self) -> "Rules":
        """Return the same rules with the sides changed."""
        return Rules(self.name, self.right, self.left, self.hard, self.soft)


def rules_named(name: str) -> Rules:
    """Return rules that come with twinbay.

    Raises:
        ConfigurationError: there are none of that name.
    """
    try:
        return shipped_rules()[name]
    except KeyError:
        raise ConfigurationError(
            f"there are no rules {name!r}",
            where="--rules",
            remedy=f"Use {', '.join(shipped_rules())}, or a TOML file of your own.",
        ) from None


@cache
def shipped_rules() -> Mapping[str, Rules]:
    """Return the rules that come with twinbay, by name."""
    text = files("twinbay.match.opportunities").joinpath("data/rules.toml").read_text("utf-8")
    return _read(text, "rules.toml")


def load_rules(path: Path) -> Rules:
    """Read one set of rules from a TOML file laid out as the shipped one.

    Raises:
        ConfigurationError: the file cannot be read, or names what there is not.
    """
    try:
        found = _read(path.read_text("utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"cannot read the rules: {error}", where=str(path)) from error
    if len(found) != 1:
        raise ConfigurationError(
            f"the file holds {len(found)} sets of rules",
            where=str(path),
            remedy="Keep exactly one table, such as [offer-need].",
        )
    return next(iter(found.values()))


def _read(text: str, where: str) -> dict[str, Rules]:
    try:
        return {name: _rules(name, given) for name, given in tomllib.loads(text).items()}
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise ConfigurationError(
            f"these are no rules: {error}",
            where=where,
            remedy="docs/how-to/match-opportunities.md shows how rules are written.",
        ) from error


def _rules(name: str, given: Mapping[str, Any]) -> Rules:
    hard = tuple(given["hard"])
    weights = {feature: float(weight) for feature, weight in given["soft"].items()}
    for kind, names, known in (
        ("constraint", hard, CONSTRAINTS),
        ("feature", weights, FEATURES),
    ):
        if unknown := [repr(each) for each in names if each not in known]:
            raise ValueError(
                f"{name}: no {kind} {', '.join(unknown)}; there are {', '.join(known)}"
            )
    if any(not 0 < weight < float("inf") for weight in weights.values()):
        raise ValueError(f"{name}: weights are above 0")
    if not set(weights) & set(SUBJECT):
        raise ValueError(f"{name}: at least one of {', '.join(SUBJECT)} must weigh in")
    total = sum(weights.values())
    soft = tuple((feature, weight / total) for feature, weight in weights.items())
    return Rules(name, Party(**given["left"]), Party(**given["right"]), hard, soft)
