"""What :func:`twinbay.meet.solve` returns: meetings, what could not be met, and the proof."""

from dataclasses import dataclass, field
from enum import StrEnum


class MeetingKind(StrEnum):
    """Where a meeting comes from."""

    REQUEST = "request"
    GROUP = "group"
    FIXED = "fixed"


class Reason(StrEnum):
    """Why a request was not met; the first that applies, in this order."""

    FORBIDDEN = "forbidden"
    """The two are kept apart by a separation rule."""
    NO_COMMON_SLOT = "no common slot"
    """Their availability shares no slot (or not enough slots in a row)."""
    NO_TABLE = "no table"
    """No table of the kind wished is open in any slot that they share."""
    NO_INTERPRETER = "no interpreter"
    """No interpreter of a fitting language pair is on duty in any slot that they share."""
    AGENDA_FULL = "agenda full"
    """In every shared slot one of them is in another meeting, fixed or of greater worth."""
    CAP_REACHED = "cap reached"
    """A limit of meetings a day, of meetings in a row, rest or lunch leaves no slot."""
    TABLES_FULL = "tables full"
    """Where both are free, every table of the kind is taken."""
    INTERPRETERS_BUSY = "interpreters busy"
    """Where both are free, every fitting interpreter is taken."""
    OUTWEIGHED = "outweighed"
    """Several of these together; what took its place is worth at least as much."""
    NOT_REACHED = "not reached"
    """It would have fitted: the search stopped at its time limit before using it."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of the timetable.

    Attributes:
        meeting_id: identifier of the fixed or group meeting, or of the first request it meets.
        kind: request, group or fixed.
        requests: identifiers of the requests it meets.
        parties: who meets, as named in the requests.
        delegates: who attends, in the order of ``parties`` (for a group, all who attend).
        slots: identifiers of its consecutive slots.
        table_id: where.
        value: points.
        interpreter_id: who interprets; empty when nobody needs to.
        languages: the language pair interpreted, sorted; empty when none is.
    """

    meeting_id: str
    kind: MeetingKind
    requests: tuple[str, ...]
    parties: tuple[str, ...]
    delegates: tuple[str, ...]
    slots: tuple[str, ...]
    table_id: str
    value: int
    interpreter_id: str = ""
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unmet:
    """Requests of one pair of parties (or a group) that the timetable could not hold.

    Attributes:
        requests: identifiers of the requests, or the group's.
        parties: the parties concerned.
        value: points it would have brought.
        reason: why not.
        blockers: identifiers behind the reason: the meetings that took the slots, the party at its
            limit, the separation's two parties; up to ten.
        detail: the reason in one English sentence; reports in other languages are made from
            ``reason`` and ``blockers``.
    """

    requests: tuple[str, ...]
    parties: tuple[str, ...]
    value: int
    reason: Reason
    blockers: tuple[str, ...] = ()
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """One objective's figure with what is proven about it.

    Attributes:
        objective: ``value``, ``fairness: …`` or ``compactness``.
        figure: what the timetable reaches.
        bound: what no timetable can surpass (from above when ``maximise``, else from below), given
            the figures of the objectives before it.
        maximise: whether more is better.
        seconds: time spent on it.
        method: how the bound was proven, in a few words.
    """

    objective: str
    figure: int
    bound: int
    maximise: bool
    seconds: float = 0.0
    method: str = ""

    @property
    def optimal(self) -> bool:
        """Whether the figure is proven best."""
        return self.figure == self.bound

    @property
    def gap(self) -> float:
        """Distance between bound and figure as a share of the larger of them; 0 when proven."""
        if self.figure == self.bound:
            return 0.0
        return abs(self.bound - self.figure) / max(abs(self.bound), abs(self.figure))


@dataclass(frozen=True, slots=True)
class PartyShare:
    """How well one party is served.

    Attributes:
        party: delegate or organisation, as named in requests.
        requested: meetings it is asked into or asks for (pairs, not rows).
        held: how many of them take place.
        value: points of those that take place.
        achievable: most points it could have, were everybody and everything else free.
    """

    party: str
    requested: int
    held: int
    value: int
    achievable: int

    @property
    def share(self) -> float:
        """Value as a share of what is achievable, 0 to 1; 1 when nothing is achievable."""
        return self.value / self.achievable if self.achievable else 1.0


@dataclass(frozen=True, slots=True)
class AgendaFigures:
    """Comfort of the agendas, added up over all delegates and days."""

    idle_slots: int = 0
    table_changes: int = 0
    walks: int = 0
    discomfort: int = 0


@dataclass(frozen=True, slots=True)
class Timetable:
    """An event's timetable with its certificate.

    Attributes:
        event_id: whose.
        meetings: by first slot, then table number.
        unmet: by falling value.
        proofs: the objectives in the order of their weight; the first is ``value``.
        shares: one for each party named in a request, worst served first.
        figures: comfort of the agendas.
        seconds: time spent in all.
        seed: what makes the search repeatable.
    """

    event_id: str
    meetings: tuple[Meeting, ...]
    unmet: tuple[Unmet, ...]
    proofs: tuple[Proof, ...]
    shares: tuple[PartyShare, ...] = ()
    figures: AgendaFigures = field(default_factory=AgendaFigures)
    seconds: float = 0.0
    seed: int = 0

    @property
    def value(self) -> int:
        """Points of all meetings held."""
        return self.proofs[0].figure

    @property
    def bound(self) -> int:
        """Points that no timetable of this event can surpass."""
        return self.proofs[0].bound

    @property
    def gap(self) -> float:
        """Proven distance of the value from the best, as a share of the bound."""
        return self.proofs[0].gap

    def agenda(self, delegate_id: str) -> tuple[Meeting, ...]:
        """Return one delegate's meetings in the order of time."""
        return tuple(m for m in self.meetings if delegate_id in m.delegates)


@dataclass(frozen=True, slots=True)
class Progress:
    """What a progress callback is told.

    Attributes:
        stage: ``value``, ``fairness``, ``tables`` or ``compactness``.
        figure: best so far, None before there is any.
        bound: proven bound so far, None before there is any.
        seconds: since the start.
    """

    stage: str
    figure: int | None
    bound: int | None
    seconds: float
