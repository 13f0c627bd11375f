"""Small random events with every kind of rule, for comparison with a second solver."""

import random
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from twinbay.meet import (
    Compactness,
    Delegate,
    Distance,
    Event,
    Fairness,
    FairnessMode,
    FixedMeeting,
    GroupMeeting,
    Interpreter,
    Journey,
    Lunch,
    Organisation,
    Request,
    Rules,
    Separation,
    Slot,
    Table,
    TableKind,
    Valuation,
    Venue,
)

START = datetime(2026, 9, 1, 11, tzinfo=UTC)


def make_slots(count: int, per_day: int, minutes: int = 30, pause: int = 0) -> tuple[Slot, ...]:
    """Return slots of equal length, so many a day."""
    return tuple(
        Slot(f"s{i}", begin, begin + timedelta(minutes=minutes))
        for i in range(count)
        for begin in [
            START + timedelta(days=i // per_day, minutes=(minutes + pause) * (i % per_day))
        ]
    )


def plain_event(
    seed: int, *, people: int = 6, requests: int = 9, slots: int = 4, tables: int = 2
) -> Event:
    """Return an event with availability and tables as its only limits."""
    chance = random.Random(seed)
    periods = make_slots(slots, max(1, slots // 2))
    delegates = tuple(
        Delegate(
            f"d{i}",
            f"Delegate {i}",
            available=frozenset(s.slot_id for s in periods if chance.random() < 0.8),
        )
        for i in range(people)
    )
    pairs = [(a, b) for a in range(people) for b in range(a + 1, people)]
    chosen = chance.sample(pairs, min(requests, len(pairs)))
    return Event(
        event_id=f"plain-{seed}",
        name="Plain",
        delegates=delegates,
        requests=tuple(
            Request(f"r{i}", f"d{a}", f"d{b}", value=chance.randint(1, 9))
            for i, (a, b) in enumerate(chosen)
        ),
        slots=periods,
        tables=tuple(Table(f"t{i}", i + 1, zone=f"z{i % 2}") for i in range(tables)),
        rules=Rules(fairness=random_fairness(chance)),
    )


def random_fairness(chance: random.Random) -> Fairness:
    """Return one of the three modes."""
    mode = chance.choice(list(FairnessMode))
    return Fairness(mode=mode, guaranteed_meetings=chance.choice((1, 2)), levels=(0.3, 0.6))


def rich_event(seed: int) -> Event:
    """Return an event that mixes all kinds of rule."""
    chance = random.Random(seed)
    count = chance.choice((3, 4, 6))
    periods = make_slots(count, chance.choice((2, 3)), pause=chance.choice((0, 10)))
    names = [s.slot_id for s in periods]
    venues = (Venue("north", "North"), Venue("south", "South")) if chance.random() < 0.4 else ()
    tables = tuple(
        Table(
            f"t{i}",
            i + 1,
            zone=chance.choice(("a", "b")),
            venue_id=chance.choice(venues).venue_id if venues else "",
            kind=chance.choice(
                (TableKind.OPEN, TableKind.OPEN, TableKind.PRIVATE, TableKind.ONLINE)
            ),
            seats=chance.choice((2, 3, 4)),
            available=_some(chance, names, 0.9),
        )
        for i in range(chance.choice((2, 3, 4)))
    )
    organisations = (Organisation("orgX", "X"), Organisation("orgY", "Y"))
    people = chance.choice((5, 6, 7))
    delegates = tuple(
        Delegate(
            f"d{i}",
            f"Delegate {i}",
            organisation_id=chance.choice(("", "", "orgX", "orgY")),
            languages=chance.choice(
                (frozenset({"en"}), frozenset({"zh"}), frozenset({"en", "zh"}), frozenset())
            ),
            available=_some(chance, names, 0.85),
            online=chance.random() < 0.1,
            meetings_per_day=chance.choice((None, None, 1, 2)),
        )
        for i in range(people)
    )
    staffed = {d.organisation_id for d in delegates if d.organisation_id}
    organisations = tuple(o for o in organisations if o.organisation_id in staffed)
    event = Event(
        event_id=f"rich-{seed}",
        name="Rich",
        delegates=delegates,
        organisations=organisations,
        slots=periods,
        tables=tables,
        venues=venues,
        journeys=(Journey("north", "south", chance.choice((5, 15, 45))),) if venues else (),
        interpreters=tuple(
            Interpreter(
                f"i{i}", f"I {i}", frozenset({frozenset({"en", "zh"})}), _some(chance, names, 0.8)
            )
            for i in range(chance.choice((0, 1, 2)))
        ),
        rules=_rules(chance),
    )
    event = replace(event, requests=_requests(chance, event))
    return replace(
        event,
        groups=_groups(chance, event),
        separations=_separations(chance, event),
        fixed=_fixed(chance, event),
    )


def _some(chance: random.Random, names: list[str], share: float) -> frozenset[str] | None:
    if chance.random() < 0.3:
        return None
    return frozenset(name for name in names if chance.random() < share)


def _rules(chance: random.Random) -> Rules:
    return Rules(
        meetings_per_day=chance.choice((None, None, 2)),
        longest_run=chance.choice((None, None, 1, 2)),
        rest_minutes=chance.choice((0, 0, 5)),
        lunch=chance.choice((None, Lunch(time(11), time(12, 10), 30))),
        valuation=Valuation(3, 7, 4),
        fairness=random_fairness(chance),
        compactness=chance.choice((Compactness(), Compactness(2, 3, 1), Compactness(1, 0, 2))),
    )


def _requests(chance: random.Random, event: Event) -> tuple[Request, ...]:
    parties = [
        *(d.delegate_id for d in event.delegates),
        *(o.organisation_id for o in event.organisations),
    ]
    home = {d.delegate_id: d.organisation_id for d in event.delegates}
    requests: list[Request] = []
    while len(requests) < 8:
        one, two = chance.sample(parties, 2)
        if home.get(one) == two or home.get(two) == one:
            continue
        requests.append(
            Request(
                f"r{len(requests)}",
                one,
                two,
                score=chance.choice((None, 0.0, 0.5, 1.0)),
                value=chance.choice((None, None, 0, 2, 5)),
                length=chance.choice((1, 1, 1, 2)),
                kind=chance.choice((TableKind.OPEN, TableKind.OPEN, TableKind.PRIVATE)),
                slots=_some(chance, [s.slot_id for s in event.slots], 0.9),
            )
        )
    return tuple(requests)


def _groups(chance: random.Random, event: Event) -> tuple[GroupMeeting, ...]:
    if chance.random() < 0.5:
        return ()
    people = [d.delegate_id for d in event.delegates]
    invited = chance.sample(people, 4)
    required = chance.choice((0, 1, 2))
    return (
        GroupMeeting(
            "g0",
            "Round table",
            required=tuple(invited[:required]),
            optional=tuple(invited[required:]),
            minimum=2,
            capacity=chance.choice((None, 3)),
            value=chance.choice((0, 4)),
            value_each=chance.choice((1, 3)),
            length=chance.choice((1, 2)),
            table_id=chance.choice(("", event.tables[0].table_id)),
            kind=event.tables[0].kind,
        ),
    )


def _separations(chance: random.Random, event: Event) -> tuple[Separation, ...]:
    people = [d.delegate_id for d in event.delegates]
    return tuple(
        Separation(*chance.sample(people, 2), distance=distance)
        for distance in Distance
        if chance.random() < 0.4
    )


def _fixed(chance: random.Random, event: Event) -> tuple[FixedMeeting, ...]:
    if chance.random() < 0.6:
        return ()
    request = chance.choice(event.requests)
    return (
        FixedMeeting(
            "f0",
            (request.requester, request.invitee),
            chance.choice(event.slots).slot_id,
            table_id=chance.choice(("", event.tables[-1].table_id)),
            kind=event.tables[-1].kind,
        ),
    )
