"""Random records, and the rules checked pair by pair without any matrix: the slow way."""

import math
from datetime import date, timedelta
from itertools import product
from zlib import crc32

import numpy as np
from hypothesis import strategies as st

from twinbay.match.opportunities import (
    NO_RANGE,
    Matcher,
    Range,
    Record,
    Rules,
    Text,
    rules_named,
    shipped_rates,
)
from twinbay.match.tokens import tokens

DAY = date(2026, 3, 1)
FIELDS = ("energy", "medicine", "software")
PLACES = {"gba": "CN", "sf-bay": "US"}
WORDS = (
    *("solar", "cell", "coating", "robot", "grasp", "vision"),
    *("battery", "电池", "机器人", "涂布", "drug", "screening"),
)
CURRENCIES = ("USD", "CNY", "EUR")


class HashEncoder:
    """Sums one random vector per word; the same word always has the same vector."""

    name = "hash-16"
    dimensions = 16

    def __init__(self) -> None:
        self._bases = np.random.default_rng(7).normal(size=(1_024, self.dimensions))

    def encode(self, texts: list[str], role: str = "passage") -> np.ndarray:
        del role
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in tokens(text):
                vectors[row] += self._bases[crc32(word.encode()) % len(self._bases)]
            length = np.linalg.norm(vectors[row])
            vectors[row] /= length if length else 1.0
        return vectors


def _some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


def _range(least: int, most: int) -> st.SearchStrategy[Range]:
    number = st.integers(least, most).map(float)
    closed = st.tuples(number, number).map(lambda ends: Range(min(ends), max(ends)))
    opened = st.one_of(number.map(Range), number.map(lambda high: Range(-math.inf, high)))
    return st.one_of(st.just(NO_RANGE), closed, opened)


@st.composite
def records(draw: st.DrawFn, side: str, number: int) -> Record:
    region = draw(st.sampled_from(("", *PLACES)))
    start = draw(st.none() | st.integers(-40, 40).map(lambda days: DAY + timedelta(days)))
    length = draw(st.none() | st.integers(0, 60))
    closes = (start or DAY) + timedelta(length) if length is not None else None
    said = " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6)))
    organisations = ("org-1", "org-2", "org-3")
    return Record(
        f"{side}{number}",
        text=Text(said) if draw(st.booleans()) else Text(title_zh=said),
        organisation_id=draw(st.sampled_from(("", *organisations))),
        region=region,
        country=PLACES.get(region, ""),
        fields=draw(_some(FIELDS)),
        stages=draw(_some(("seed", "series-a"))),
        languages=draw(_some(("en", "zh"))),
        cooperation=draw(_some(("licence", "pilot"))),
        ip=draw(_some(("patent-granted", "open-source"))),
        trl=draw(_range(1, 9)),
        amount=draw(_range(1, 30)),
        currency=draw(st.sampled_from(CURRENCIES)),
        area=draw(_range(100, 120)),
        experience=draw(_range(0, 10)),
        opens=start,
        closes=closes,
        wanted_regions=draw(_some(tuple(PLACES))),
        exclusions=draw(_some(("energy", "seed", "robot grasp", "电池"))),
        hidden_from=draw(_some(organisations)),
    )


@st.composite
def sides(draw: st.DrawFn, most: int = 6) -> tuple[list[Record], list[Record]]:
    counts = draw(st.tuples(st.integers(1, most), st.integers(1, most)))
    return tuple(  # type: ignore[return-value]
        [draw(records(side, number)) for number in range(count)]
        for side, count in zip("ab", counts, strict=True)
    )


RULES = st.sampled_from(
    ("offer-need", "startup-investor", "talent-opening", "project-partner", "company-site")
).map(rules_named)


def matcher_of(
    left: list[Record], right: list[Record], rules: Rules, forbidden: tuple = ()
) -> Matcher:
    return Matcher.of(left, right, rules, HashEncoder(), day=DAY, forbidden=forbidden)


def violations(a: Record, b: Record, rules: Rules) -> set[str]:
    """Check each constraint of two records in plain Python."""
    return {name for name in rules.hard if not _holds(name, a, b)}


def _holds(name: str, a: Record, b: Record) -> bool:
    if name == "dates":
        ends = [r.closes for r in (a, b) if r.closes]
        starts = [r.opens for r in (a, b) if r.opens]
        in_time = all(end >= DAY for end in ends)
        return in_time and all(s <= e for s, e in product(starts, ends))
    if name == "hidden":
        return a.organisation_id not in b.hidden_from and b.organisation_id not in a.hidden_from
    if name == "forbidden":
        return True
    if name == "organisation":
        return not a.organisation_id or a.organisation_id != b.organisation_id
    if name == "exclusions":
        return not (_hit(a, b) or _hit(b, a))
    if name == "places":
        return all(
            not x.wanted_regions or not y.locations or set(x.wanted_regions) & set(y.locations)
            for x, y in ((a, b), (b, a))
        )
    sets = {"fields": "fields", "stage": "stages", "language": "languages", "ip": "ip"}
    if name in sets or name == "cooperation":
        mine, theirs = (set(r.members(sets.get(name, name))) for r in (a, b))
        return not mine or not theirs or bool(mine & theirs)
    first, second = (r.range(name) for r in (a, b))
    if name == "amount":
        rates = shipped_rates()
        first, second = (
            Range(g.low * rates.worth(r.currency), g.high * rates.worth(r.currency))
            for g, r in ((first, a), (second, b))
        )
    return first.low <= second.high and second.low <= first.high


def _hit(excluding: Record, other: Record) -> bool:
    said = other.text.joined()
    has = {*other.fields, *other.stages}
    return any(
        term in has or (term in said if not term.isascii() else f" {term} " in f" {said} ")
        for term in excluding.exclusions
    )
