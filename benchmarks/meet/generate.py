"""Seeded conferences of any size for the benchmarks: the same arguments give the same event."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from twinbay.meet import (
    Delegate,
    Event,
    Interpreter,
    Leg,
    Place,
    Request,
    Slot,
    Table,
    TourDay,
    TourRequest,
    Visit,
    Window,
)


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


def late_arrivals(delegates: int = 200, requests: int = 1200, *, seed: int = 1) -> Event:
    """Return a conference in which counting alone does not settle what is possible.

    Half of the people are there for a stretch of three to six slots only, so that the early and
    the late slots stay half empty while the middle is crowded.
    """
    chance = random.Random(seed)
    event = conference(delegates, requests, 12, delegates // 4, absence=0.1, seed=seed)
    names = [slot.slot_id for slot in event.slots]
    people = []
    for person in event.delegates:
        if chance.random() < 0.5:
            length = chance.randint(3, 6)
            first = chance.randint(0, len(names) - length)
            stretch = frozenset(names[first : first + length])
            person = replace(person, available=(person.available or frozenset()) & stretch)
        people.append(person)
    return replace(event, event_id=f"late-{delegates}-{seed}", delegates=tuple(people))


def tour(visits: int, days: int, *, seed: int = 1) -> TourRequest:
    """Return a tour of California with hosts who receive on one to three of its days."""
    chance = random.Random(seed)
    zone = ZoneInfo("America/Los_Angeles")

    def at(day: int, hour: int) -> datetime:
        return datetime(2026, 10, 5, hour, tzinfo=zone) + timedelta(days=day)

    return TourRequest(
        tour_id=f"tour-{visits}-{days}-{seed}",
        name="Generated tour",
        places=(
            Place("la", "Los Angeles"),
            Place("sf", "San Francisco"),
            Place("sj", "San Jose"),
            Place("oak", "Oakland", overnight=False),
        ),
        legs=(
            Leg("la", "sf", 180),
            Leg("sf", "sj", 60),
            Leg("sf", "oak", 30),
            Leg("la", "sj", 190),
        ),
        visits=tuple(
            Visit(
                f"v{i:02}",
                f"Host {i}",
                chance.choice(("la", "sf", "sj", "oak")),
                chance.choice((45, 60, 90, 120)),
                tuple(
                    Window(at(day, hour), at(day, hour + chance.choice((2, 3, 5))))
                    for day in chance.sample(range(days), chance.choice((1, 2, 2, 3)))
                    for hour in [chance.choice((9, 10, 13, 14))]
                ),
                value=chance.randint(1, 10),
                must_see=i < 2,
            )
            for i in range(visits)
        ),
        days=tuple(
            TourDay(at(i, 8), at(i, 19), "la" if not i else "", "sf" if i == days - 1 else "")
            for i in range(days)
        ),
        visits_per_day=4,
        pause_minutes=10,
        lunch_minutes=45,
    )
