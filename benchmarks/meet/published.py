"""Published brokerage events, read from a folder of their files.

The files are MiniZinc data (``.dzn``) of Bofill, Coll, Garcia, Giráldez-Cru, Pesant, Suy and
Villaret, "Constraint Solving Approaches to the Business-to-Business Meeting Scheduling Problem",
JAIR 74, 2022. They are published with the repository
kieuvantuyen01/Business-Meeting-Scheduling-Problem on GitHub and are no part of this project.
"""

import re
from pathlib import Path

from benchmarks.meet.brokerage import brokerage_event
from twinbay.meet import Delegate, Event, GroupMeeting, Precedence, Request


def published(path: Path) -> Event:
    """Return a published event, its precedences included.

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
    return brokerage_event(
        path.stem, delegates, tuple(requests), slots, tables, groups=tuple(groups), order=order
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
