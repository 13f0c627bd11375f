"""What can happen after the timetable went out, and what :func:`twinbay.meet.replan` answers."""

from dataclasses import dataclass
from enum import StrEnum

from twinbay.meet.event import Delegate, Event, Request, Table
from twinbay.meet.timetable import Meeting, Timetable


@dataclass(frozen=True, slots=True)
class Absence:
    """A delegate cannot attend in ``slots``; None means not at all (a no-show).

    A late arrival is an absence in all slots before the arrival.
    """

    delegate_id: str
    slots: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class TableLoss:
    """A table cannot be used in ``slots``; None means not at all."""

    table_id: str
    slots: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class InterpreterLoss:
    """An interpreter is not there in ``slots``; None means not at all."""

    interpreter_id: str
    slots: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class NewRequest:
    """A request that came in late."""

    request: Request


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A request that no longer stands."""

    request_id: str


@dataclass(frozen=True, slots=True)
class NewDelegate:
    """Somebody who comes unannounced."""

    delegate: Delegate


@dataclass(frozen=True, slots=True)
class NewTable:
    """A table that is added."""

    table: Table


Change = Absence | TableLoss | InterpreterLoss | NewRequest | Withdrawal | NewDelegate | NewTable


class NoticeKind(StrEnum):
    """What happened to a meeting."""

    CANCELLED = "cancelled"
    MOVED = "moved"
    """Another slot, or another person of the organisation."""
    RESEATED = "reseated"
    """Same slot, another table or interpreter."""
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Notice:
    """Who must be told what.

    Attributes:
        kind: cancelled, moved, reseated or new.
        delegates: everybody whose agenda changes by it.
        before: the meeting as it was; None when it is new.
        after: the meeting as it is; None when it is cancelled.
    """

    kind: NoticeKind
    delegates: tuple[str, ...]
    before: Meeting | None
    after: Meeting | None


@dataclass(frozen=True, slots=True)
class TradeOff:
    """One point of the curve: the best value with at most ``changed`` meetings changed.

    Attributes:
        changed: meetings cancelled, moved or new, beyond those that the changes force.
        value: points reached.
        bound: points that cannot be surpassed with as many changes.
        agendas: delegates whose agenda changes.
    """

    changed: int
    value: int
    bound: int
    agendas: int


@dataclass(frozen=True, slots=True)
class Replan:
    """The new plan and what it costs.

    Attributes:
        event: the event after the changes.
        timetable: the plan recommended: the full value with as few changes as possible, or the
            best within the changes allowed.
        notices: who must be told, by slot.
        curve: value against changed meetings, from the fewest to what the best value needs.
        forced: meetings that the changes themselves cancelled.
    """

    event: Event
    timetable: Timetable
    notices: tuple[Notice, ...]
    curve: tuple[TradeOff, ...]
    forced: tuple[Meeting, ...]
