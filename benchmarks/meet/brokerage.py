"""Brokerage events in which every meeting is to take place: published ones, and generated ones.

Sizes and results are those of Bofill, Coll, Garcia, Giráldez-Cru, Pesant, Suy and Villaret,
"Constraint Solving Approaches to the Business-to-Business Meeting Scheduling Problem", JAIR 74,
2022, tables 1 and 3. Their files (MiniZinc data, ``.dzn``) are published with the repository
kieuvantuyen01/Business-Meeting-Scheduling-Problem on GitHub; they are read from a folder and are
no part of this project. Where table 1 gives shares of forbidden slots, it counts one placeholder
for each participant; the shares here are counted in the files.
"""

import random
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from twinbay.meet import Delegate, Event, GroupMeeting, Precedence, Request, Slot, Table

FAIRNESS = 2
"""Most by which two participants' breaks may differ in the published experiments."""


EAGER = 6.0
"""Weight, among 0.5 and less for the others, with which people are drawn who meet in every slot."""


@dataclass(frozen=True, slots=True)
class Size:
    """The size of a published event.

    Attributes:
        name: of the published event.
        people, meetings, slots, tables: how many there are.
        morning: slots of the first session; all of them where there is one session only.
        full: share of the people who meet in every slot.
        away: share of the slots of all people that are forbidden.
        early, late: shares of the meetings that must be in the first, or second, session.
        fewest: breaks of the published optimum.
    """

    name: str
    people: int
    meetings: int
    slots: int
    tables: int
    morning: int
    full: float = 0.0
    away: float = 0.0
    early: float = 0.0
    late: float = 0.0
    fewest: int = 0


SIZES = (
    Size("tic-12", 42, 125, 8, 21, 8, full=0.5),
    Size("tic-12crafc", 42, 125, 8, 16, 8, full=0.5),
    Size("tic-13", 47, 180, 10, 21, 10, full=0.3),
    Size("tic-13crafc", 47, 180, 10, 19, 10, full=0.3, fewest=4),
    Size("tic-14crafc", 60, 237, 10, 25, 10, full=0.45),
    Size("forumt-14crafe", 60, 236, 10, 24, 10, full=0.52, away=0.023, fewest=5),
    Size("forum-13", 70, 154, 21, 14, 13, away=0.015, early=0.59, late=0.03),
    Size("forum-14", 78, 302, 22, 22, 12, away=0.068, early=0.22, late=0.01, fewest=2),
)
"""One event of each kind in table 1, and those with fewer tables."""


def brokerage(size: Size, *, seed: int = 1) -> Event:
    """Return a random event of a published size that can be held.

    A plan is drawn first: a pair that has not met, of people who are free in a slot with a free
    table, again and again; popular people more often. Sessions and forbidden slots leave that plan
    possible.
    """
    chance = random.Random(seed)
    full = round(size.full * size.people)
    weights = [EAGER if i < full else 1 / (i - full + 4) ** 0.5 for i in range(size.people)]
    busy: list[set[int]] = [set() for _ in range(size.people)]
    room = [size.tables] * size.slots
    planned: dict[tuple[int, int], int] = {}
    for _ in range(1_000 * size.meetings):
        if len(planned) == size.meetings:
            break
        slot = chance.choice([s for s in range(size.slots) if room[s]])
        one, two = sorted(chance.choices(range(size.people), weights, k=2))
        if one == two or (one, two) in planned or slot in busy[one] | busy[two]:
            continue
        planned[one, two] = slot
        room[slot] -= 1
        busy[one].add(slot)
        busy[two].add(slot)
    names = [f"s{slot:02}" for slot in range(size.slots)]
    sessions = {True: frozenset(names[: size.morning]), False: frozenset(names[size.morning :])}
    wishes = []
    for number, ((one, two), slot) in enumerate(sorted(planned.items())):
        morning = slot < size.morning
        total = sum(s < size.morning for s in planned.values()) / len(planned)
        share = size.early / total if morning else size.late / (1 - total)
        only = sessions[morning] if chance.random() < share else None
        wishes.append(Request(f"r{number:03}", f"d{one:02}", f"d{two:02}", value=1, slots=only))
    delegates = tuple(
        Delegate(
            f"d{i:02}",
            f"Participant {i}",
            available=frozenset(
                name
                for slot, name in enumerate(names)
                if slot in busy[i] or chance.random() >= size.away
            ),
        )
        for i in range(size.people)
    )
    return _event(f"{size.name}-{seed}", delegates, tuple(wishes), (), size.slots, size.tables)


def published(path: Path) -> tuple[Event, tuple[Precedence, ...]]:
    """Return a published event and its precedences.

    Two meetings of one pair are given as a request and a group of two, since requests of one pair
    are met together.
    """
    text = path.read_text(encoding="utf-8")
    slots, morning = _number(text, "nTotalSlots"), _number(text, "nMorningSlots")
    names = [f"s{slot:02}" for slot in range(slots)]
    forbidden = _sets(text, "forbidden")
    delegates = tuple(
        Delegate(
            f"d{i:02}",
            f"Participant {i}",
            available=frozenset(n for s, n in enumerate(names, 1) if s not in forbidden[i]),
        )
        for i in range(_number(text, "nBusiness"))
    )
    fixed = _fixed(text)
    requests: list[Request] = []
    groups: list[GroupMeeting] = []
    for number, (one, two, session) in enumerate(_requested(text)):
        only = {1: names[:morning], 2: names[morning:]}.get(session, names)
        if fixed and fixed[number]:
            only = [names[fixed[number] - 1]]
        pair = (f"d{one - 1:02}", f"d{two - 1:02}")
        if any({r.requester, r.invitee} == set(pair) for r in requests):
            groups.append(
                GroupMeeting(
                    f"r{number:03}", "", required=pair, minimum=2, value=1, slots=frozenset(only)
                )
            )
        else:
            requests.append(Request(f"r{number:03}", *pair, value=1, slots=frozenset(only)))
    order = tuple(
        Precedence(f"r{before - 1:03}", f"r{after:03}")
        for after, earlier in enumerate(_sets(text, "precedences"))
        for before in sorted(earlier)
    )
    tables = _number(text, "nTables")
    return _event(path.stem, delegates, tuple(requests), tuple(groups), slots, tables), order


def _event(
    name: str,
    delegates: tuple[Delegate, ...],
    requests: tuple[Request, ...],
    groups: tuple[GroupMeeting, ...],
    slots: int,
    tables: int,
) -> Event:
    start = datetime(2026, 9, 1, 9, tzinfo=UTC)
    return Event(
        event_id=name,
        name="Brokerage event",
        delegates=delegates,
        requests=requests,
        groups=groups,
        slots=tuple(
            Slot(f"s{i:02}", begin, begin + timedelta(minutes=20))
            for i in range(slots)
            for begin in [start + timedelta(minutes=20 * i)]
        ),
        tables=tuple(Table(f"t{i:02}", i + 1) for i in range(tables)),
    )


def _number(text: str, name: str) -> int:
    found = re.search(rf"\b{name}\s*=\s*(\d+)", text)
    if found is None:
        raise ValueError(f"there is no {name}")
    return int(found.group(1))


def _requested(text: str) -> list[tuple[int, int, int]]:
    found = re.search(r"requested\s*=\s*\[\|(.*?)\|\]", text, re.DOTALL)
    rows = found.group(1).split("|") if found else []
    cells = [[int(cell) for cell in row.split(",") if cell.strip()] for row in rows]
    return [(row[0], row[1], row[2]) for row in cells if row]


def _sets(text: str, name: str) -> list[frozenset[int]]:
    found = re.search(rf"\b{name}\s*=\s*\[(.*?)\];", text, re.DOTALL)
    listed = re.findall(r"\{(.*?)\}", found.group(1)) if found else []
    return [frozenset(int(n) for n in s.split(",") if n.strip() and int(n)) for s in listed]


def _fixed(text: str) -> list[int]:
    found = re.search(r"\bfixed\s*=\s*\[(.*?)\]", text, re.DOTALL)
    return [int(number) for number in found.group(1).split(",")] if found else []
