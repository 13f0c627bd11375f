"""What an activity is made from, before its options are known."""

from collections.abc import Iterable
from dataclasses import dataclass

from twinbay.meet.event import Request, TableKind, Valuation
from twinbay.meet.timetable import MeetingKind, Reason, Unmet


@dataclass(frozen=True, slots=True)
class Wish:
    """The requests of one pair of parties, as one meeting."""

    requests: tuple[str, ...]
    parties: tuple[str, str]
    value: int
    length: int
    kind: TableKind
    slots: frozenset[str] | None


def merge_requests(requests: Iterable[Request], valuation: Valuation) -> tuple[Wish, ...]:
    """Return one wish for each pair of parties, in the order of first mention."""
    pairs: dict[frozenset[str], list[Request]] = {}
    for request in requests:
        pairs.setdefault(frozenset((request.requester, request.invitee)), []).append(request)
    return tuple(_wish(rows, valuation) for rows in pairs.values())


def _wish(rows: list[Request], valuation: Valuation) -> Wish:
    sides: dict[str, int] = {}
    for row in rows:
        if row.value is not None:
            sides[row.requester] = max(row.value, sides.get(row.requester, 0))
    scores = [row.score for row in rows if row.score is not None]
    if sides:
        value = sum(sides.values())
    else:
        mutual = len({row.requester for row in rows}) > 1
        value = valuation.mutual if mutual else valuation.one_sided
        value = round(value + valuation.score * (sum(scores) / len(scores) if scores else 0.0))
    kinds = {row.kind for row in rows}
    named = [row.slots for row in rows if row.slots is not None]
    return Wish(
        requests=tuple(row.request_id for row in rows),
        parties=(rows[0].requester, rows[0].invitee),
        value=value,
        length=max(row.length for row in rows),
        kind=next((k for k in (TableKind.ONLINE, TableKind.PRIVATE) if k in kinds), TableKind.OPEN),
        slots=frozenset.intersection(*named) if named else None,
    )


@dataclass(frozen=True, slots=True)
class Candidate:
    """What an activity and its options are made from."""

    kind: MeetingKind
    meeting_id: str
    requests: tuple[str, ...]
    parties: tuple[str, ...]
    sides: tuple[tuple[str, ...], ...]
    value: int
    length: int
    table_kind: TableKind
    starts: int
    fixed: bool = False
    seats: int = 2
    table: int = -1
    interpreter: int = -1
    invited: tuple[str, ...] = ()


_ORDER = (Reason.FORBIDDEN, Reason.NO_COMMON_SLOT, Reason.NO_TABLE, Reason.NO_INTERPRETER)


def later(one: Reason, two: Reason) -> Reason:
    """Return the reason that was met further on: it says more."""
    return max(one, two, key=_ORDER.index)


def impossible(candidate: Candidate, reason: Reason) -> Unmet:
    """Return what a report says of something that cannot take place at all."""
    between = " and ".join(candidate.parties[:2])
    detail = {
        Reason.FORBIDDEN: f"{between} are kept apart by a separation rule",
        Reason.NO_COMMON_SLOT: f"{between} are never both available long enough",
        Reason.NO_TABLE: "no table of the kind wished is open when both are available",
        Reason.NO_INTERPRETER: "no interpreter of a fitting language pair is on duty then",
    }[reason]
    return Unmet(
        requests=candidate.requests,
        parties=candidate.parties,
        value=candidate.value,
        reason=reason,
        blockers=candidate.parties[:10] if reason is Reason.FORBIDDEN else (),
        detail=detail,
    )
