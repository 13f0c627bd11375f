"""Seeded conferences of any size for the benchmarks: the same arguments give the same event."""

import random
from datetime import UTC, datetime, timedelta

from twinbay.meet import Delegate, Event, Interpreter, Request, Slot, Table


def conference(
    delegates: int = 400,
    requests: int = 1900,
    slots: int = 20,
    tables: int = 80,
    *,
    days: int = 2,
    absence: float = 0.15,
    interpreters: int = 0,
    needing: float = 0.0,
    seed: int = 1,
) -> Event:
    """Return a conference of two sides that meet one another.

    Half of the delegates belong to each side. Every request joins a delegate of one side with one
    of the other, is worth 1 to 10 points, and no pair is drawn twice. Popularity is skewed: a
    delegate's chance of being asked falls with the square root of the rank. ``absence`` is the
    chance that a delegate misses a slot; ``needing`` the share of pairs without a common language.
    """
    chance = random.Random(seed)
    per_day = slots // days
    start = datetime(2026, 9, 1, 9, tzinfo=UTC)
    periods = tuple(
        Slot(f"s{i:02}", begin, begin + timedelta(minutes=25))
        for i in range(slots)
        for begin in [start + timedelta(days=i // per_day, minutes=30 * (i % per_day))]
    )
    half = delegates // 2
    # A pair needs an interpreter when neither side speaks the other's tongue; with a share q of
    # bilinguals on each side that is (1 - q) squared of the pairs.
    bilingual = 1 - needing**0.5
    people = tuple(
        Delegate(
            f"d{i:04}",
            f"Delegate {i}",
            languages=frozenset(
                {"en" if i < half else "zh"}
                | ({"en", "zh"} if chance.random() < bilingual else set())
            ),
            available=frozenset(s.slot_id for s in periods if chance.random() >= absence),
        )
        for i in range(delegates)
    )
    weights = [1 / (rank + 10) ** 0.5 for rank in range(half)]
    pairs: dict[tuple[int, int], None] = {}
    while len(pairs) < requests:
        left, right = (
            chance.choices(range(half), weights)[0],
            chance.choices(range(half), weights)[0],
        )
        pairs.setdefault((left, half + right))
    wishes = tuple(
        Request(
            f"r{i:05}", people[a].delegate_id, people[b].delegate_id, value=chance.randint(1, 10)
        )
        for i, (a, b) in enumerate(pairs)
    )
    return Event(
        event_id=f"conference-{delegates}-{requests}-{slots}-{tables}-{seed}",
        name="Generated conference",
        delegates=people,
        requests=wishes,
        slots=periods,
        tables=tuple(
            Table(f"t{i:03}", i + 1, zone=f"zone {1 + i * 4 // tables}") for i in range(tables)
        ),
        interpreters=tuple(
            Interpreter(f"i{i:02}", f"Interpreter {i}", frozenset({frozenset({"en", "zh"})}))
            for i in range(interpreters)
        ),
    )
