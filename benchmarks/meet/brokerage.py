"""Brokerage events in which every meeting is to take place, generated like published ones.

Sizes and results are those of Bofill, Coll, Garcia, Giráldez-Cru, Pesant, Suy and Villaret,
"Constraint Solving Approaches to the Business-to-Business Meeting Scheduling Problem", JAIR 74,
2022, tables 1 and 3. Table 1 gives sizes; how the meetings hang together was counted in the
published files (``benchmarks/meet/published.py``), and a generated event has the same figures:

- *Who asks.* About half of the people make all requests, each a list of its own; the others
  receive them. How many each person makes and receives is in ``benchmarks/meet/profiles.py``; who
  receives whose is drawn.
- *Sessions.* Morning or afternoon is a wish of the person who asks: at forum-13 and forum-14 each
  list is for one session as a whole, so nobody's requests are torn between both. Lists that mix
  (forum-13crafb only) mix as much here.
- *Absences.* At forum-13 22 people lack one slot each, at forum-14 34 people lack one to twelve,
  nearly always in a row (a talk, an early train); the tic events have none. Where table 1 gives
  shares of forbidden slots, it counts one placeholder for each participant.

Nothing is planned beforehand, so an event may turn out to be impossible; only what can be seen from
one person's agenda alone is drawn again. The variants are those of section 7.4: forbidden slots,
fixed meetings and precedences, drawn as their counts in the files show.
"""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import combinations

import numpy as np
from scipy.optimize import linear_sum_assignment

from benchmarks.meet import profiles
from twinbay.meet import Delegate, Event, GroupMeeting, Precedence, Request, Slot, Table

FAIRNESS = 2
"""Most by which two participants' breaks may differ in the published experiments."""

TRIES = 2_000
"""Draws after which an event is given up."""

FORUM_13_AWAY = ((1,),) * 22
FORUM_13B_AWAY = ((1,),) * 26
FORUM_14_AWAY = (
    *((2,),) * 3,
    *((3,),) * 19,
    *((4,),),
    *((5,),) * 3,
    *((6,),) * 2,
    *((1, 1),) * 5,
    (2, 10),
)
FORUMT_14_AWAY = ((2,),) * 7
"""Lengths of the absences of each person who has any."""


@dataclass(frozen=True, slots=True)
class Size:
    """A published event.

    Attributes:
        name: of the event.
        profile: who asks how often, of ``benchmarks/meet/profiles.py``.
        slots, tables: how many there are.
        fewest: breaks of the published optimum.
        morning: slots of the first session; all of them where there is one session only.
        away: lengths of the absences of each person who has any.
    """

    name: str
    profile: str
    slots: int
    tables: int
    fewest: int
    morning: int = 0
    away: tuple[tuple[int, ...], ...] = ()


SIZES = (
    Size("tic-12", profiles.TIC_12, 8, 21, 0),
    Size("tic-12crafc", profiles.TIC_12, 8, 16, 0),
    Size("tic-13", profiles.TIC_13, 10, 21, 0),
    Size("tic-13crafb", profiles.TIC_13B, 10, 21, 0),
    Size("tic-13crafc", profiles.TIC_13, 10, 19, 4),
    Size("tic-14crafa", profiles.TIC_14, 10, 27, 0),
    Size("tic-14crafc", profiles.TIC_14, 10, 25, 0),
    Size("tic-14crafd", profiles.TIC_14D, 10, 25, 0),
    Size("forumt-14", profiles.TIC_14, 10, 27, 5, away=FORUMT_14_AWAY),
    Size("forumt-14crafc", profiles.TIC_14, 10, 25, 5, away=FORUMT_14_AWAY),
    Size("forumt-14crafd", profiles.TIC_14D, 10, 25, 4, away=FORUMT_14_AWAY),
    Size("forumt-14crafe", profiles.TIC_14D, 10, 24, 5, away=FORUMT_14_AWAY),
    Size("ticf-13crafa", profiles.FORUM_13, 21, 14, 0, 13),
    Size("forum-13", profiles.FORUM_13, 21, 14, 0, 13, FORUM_13_AWAY),
    Size("forum-14", profiles.FORUM_14, 22, 22, 2, 12, FORUM_14_AWAY),
    Size("ticf-14crafa", profiles.FORUM_14, 22, 22, 0, 12),
    Size("ticf-13crafc", profiles.FORUM_13, 21, 12, 1, 13),
    Size("forum-13crafc", profiles.FORUM_13, 21, 12, 1, 13, FORUM_13_AWAY),
    Size("ticf-13crafb", profiles.FORUM_13B, 22, 14, 3, 12),
    Size("forum-13crafb", profiles.FORUM_13B, 22, 14, 6, 12, FORUM_13B_AWAY),
)
"""The twenty events of tables 1 and 3."""


@dataclass(frozen=True, slots=True)
class Asking:
    """How often one participant asks and is asked."""

    made: int
    received: int
    morning: int
    afternoon: int


def asking(profile: str) -> list[Asking]:
    """Return the participants of a profile."""
    people: list[Asking] = []
    for word in profile.split():
        entry, _, count = word.partition("*")
        requests, _, sessions = entry.partition(":")
        made, received = map(int, requests.split("+"))
        only = {"m": 0, "a": 0}
        number = ""
        for sign in sessions:
            if sign in only:
                only[sign], number = int(number), ""
            else:
                number += sign
        people += [Asking(made, received, only["m"], only["a"])] * int(count or 1)
    return people


def brokerage(size: Size, *, seed: int = 1) -> Event:
    """Return a random event like a published one.

    Raises:
        ValueError: none was found in which everybody's own meetings fit the own slots.
    """
    chance = random.Random(seed)
    for _ in range(TRIES):
        event = _drawn(size, chance, f"{size.name}-{seed}")
        if event is not None and everybody_can(event):
            return event
    raise ValueError(f"no event like {size.name} was found")


def _drawn(size: Size, chance: random.Random, name: str) -> Event | None:
    people = asking(size.profile)
    pairs = _pairs(people, chance)
    if pairs is None:
        return None
    names = [f"s{slot:02}" for slot in range(size.slots)]
    sessions = (frozenset(names[: size.morning]), frozenset(names[size.morning :]))
    wishes = []
    for one, invitees in pairs.items():
        only = [sessions[0]] * people[one].morning + [sessions[1]] * people[one].afternoon
        only += [None] * (len(invitees) - len(only))
        chance.shuffle(only)
        wishes += [(one, two, slots) for two, slots in zip(invitees, only, strict=True)]
    away: dict[int, set[str]] = defaultdict(set)
    free = [size.slots - person.made - person.received for person in people]
    for lengths in size.away:
        able = [i for i in range(len(people)) if free[i] >= sum(lengths) and i not in away]
        person = chance.choice(able)
        for length in lengths:
            first = chance.randrange(size.slots - length + 1)
            away[person].update(names[first : first + length])
    return brokerage_event(
        name,
        tuple(
            Delegate(f"d{i:02}", f"Participant {i}", available=frozenset(names) - away[i])
            for i in range(len(people))
        ),
        tuple(
            Request(f"r{number:03}", f"d{one:02}", f"d{two:02}", value=1, slots=slots)
            for number, (one, two, slots) in enumerate(wishes)
        ),
        size.slots,
        size.tables,
    )


def _pairs(people: list[Asking], chance: random.Random) -> dict[int, list[int]] | None:
    """Return whom each participant asks: nobody twice, in either direction; None if stuck."""
    left = [person.received for person in people]
    asked: set[frozenset[int]] = set()
    found: dict[int, list[int]] = {}
    for one in sorted(range(len(people)), key=lambda i: -people[i].made):
        found[one] = []
        for _ in range(people[one].made):
            open_to = [
                two
                for two in range(len(people))
                if left[two] and two != one and frozenset((one, two)) not in asked
            ]
            if not open_to:
                return None
            (two,) = chance.choices(open_to, [left[i] for i in open_to])
            left[two] -= 1
            asked.add(frozenset((one, two)))
            found[one].append(two)
    return found


def everybody_can(event: Event) -> bool:
    """Return whether each person's meetings find a slot each, were there nobody else."""
    names = [slot.slot_id for slot in event.slots]
    available = {d.delegate_id: d.available or frozenset(names) for d in event.delegates}
    possible: dict[str, list[list[bool]]] = defaultdict(list)
    for request in event.requests:
        both = available[request.requester] & available[request.invitee]
        both &= frozenset(names) if request.slots is None else request.slots
        for who in (request.requester, request.invitee):
            possible[who].append([name in both for name in names])
    return all(
        len(rows) <= len(names) and np.array(rows)[linear_sum_assignment(rows, maximize=True)].all()
        for rows in possible.values()
    )


def with_forbidden(event: Event, share: float, *, seed: int = 1) -> Event:
    """Return the event in which a share of all people's slots is forbidden, and no others."""
    chance = random.Random(seed)
    names = [slot.slot_id for slot in event.slots]
    every = [(d.delegate_id, name) for d in event.delegates for name in names]
    away = set(chance.sample(every, int(share * len(every))))
    delegates = tuple(
        replace(d, available=frozenset(n for n in names if (d.delegate_id, n) not in away))
        for d in event.delegates
    )
    return replace(event, delegates=delegates)


def with_fixed(event: Event, share: float, *, seed: int = 1) -> Event:
    """Return the event in which a share of the meetings is fixed to a slot free for both.

    As in the files, nothing else is heeded: neither sessions nor the number of tables.
    """
    chance = random.Random(seed)
    free = {d.delegate_id: set(d.available or ()) for d in event.delegates}
    at: dict[str, str] = {}
    for request in chance.sample(event.requests, int(share * len(event.requests))):
        common = sorted(free[request.requester] & free[request.invitee])
        if common:
            at[request.request_id] = slot = chance.choice(common)
            free[request.requester].discard(slot)
            free[request.invitee].discard(slot)
    requests = tuple(
        replace(r, slots=frozenset({at[r.request_id]})) if r.request_id in at else r
        for r in event.requests
    )
    return replace(event, requests=requests)


def with_order(event: Event, share: float, *, seed: int = 1) -> Event:
    """Return the event with precedences among each participant's own meetings.

    Each has as many as the share of the number of the own meetings, rounded down.
    """
    chance = random.Random(seed)
    mine: dict[str, list[str]] = defaultdict(list)
    for request in event.requests:
        mine[request.requester].append(request.request_id)
        mine[request.invitee].append(request.request_id)
    rank = {r.request_id: chance.random() for r in event.requests}
    order = tuple(
        Precedence(*sorted(pair, key=rank.__getitem__))
        for meetings in mine.values()
        for pair in chance.sample(list(combinations(meetings, 2)), int(share * len(meetings)))
    )
    return replace(event, precedences=tuple(dict.fromkeys(order)))


def variants(event: Event) -> Iterator[tuple[str, Event]]:
    """Yield the variants of an event that section 7.4 of the paper has."""
    for share in (0.003, 0.007):
        yield f"forb{share * 1000:04.0f}", with_forbidden(event, share)
    for share in (0.2, 0.4):
        yield f"fixed{share * 100:03.0f}", with_fixed(event, share)
    for share in (0.15, 0.25):
        yield f"prec{share * 100:.0f}", with_order(event, share)


def brokerage_event(
    name: str,
    delegates: tuple[Delegate, ...],
    requests: tuple[Request, ...],
    slots: int,
    tables: int,
    *,
    groups: tuple[GroupMeeting, ...] = (),
    order: tuple[Precedence, ...] = (),
) -> Event:
    """Return an event of one day with slots ``s00``, ``s01``, ... and tables alike."""
    start = datetime(2026, 9, 1, 9, tzinfo=UTC)
    return Event(
        event_id=name,
        name="Brokerage event",
        delegates=delegates,
        requests=requests,
        groups=groups,
        precedences=order,
        slots=tuple(
            Slot(f"s{i:02}", begin, begin + timedelta(minutes=20))
            for i in range(slots)
            for begin in [start + timedelta(minutes=20 * i)]
        ),
        tables=tuple(Table(f"t{i:02}", i + 1) for i in range(tables)),
    )
