"""What an organiser knows before the conference: people, wishes, slots, tables and rules.

Everything is a frozen value with string identifiers; an :class:`Event` holds them all and is the
only input of :func:`twinbay.meet.solve`. A *party* is whoever a request may name: a delegate, or an
organisation whose delegates share its meetings (any one of them attends).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum


class TableKind(StrEnum):
    """What a table is good for; a request asks for one kind."""

    OPEN = "open"
    PRIVATE = "private"
    ONLINE = "online"


class Distance(StrEnum):
    """How far two parties must be kept from each other.

    ``MEETING``: they never meet, not even in a group. ``NEIGHBOURS``: also never at neighbouring
    tables in the same slot. ``ZONE``: also never in the same zone in the same slot.
    """

    MEETING = "meeting"
    NEIGHBOURS = "neighbours"
    ZONE = "zone"


class FairnessMode(StrEnum):
    """How the worst served are helped once the total value is settled.

    ``LEXIMIN``: as few parties as possible without anything, then as few as possible below the
    next level of share, and so on upwards. ``GUARANTEE``: as few parties as possible below the
    organiser's minimum, and those as little below it as possible. ``NONE``: not considered.
    """

    LEXIMIN = "leximin"
    GUARANTEE = "guarantee"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Slot:
    """One period in which meetings take place, the same at every venue.

    Attributes:
        slot_id: unique identifier.
        start: beginning, with its time zone (an aware ``datetime``).
        end: end, later than ``start``; slots never overlap.
    """

    slot_id: str
    start: datetime
    end: datetime

    @property
    def day(self) -> date:
        """The local calendar day on which the slot starts."""
        return self.start.date()


@dataclass(frozen=True, slots=True)
class Organisation:
    """A delegation that shares its meetings: a request to it is met by any one of its delegates."""

    organisation_id: str
    name: str
    name_zh: str = ""


@dataclass(frozen=True, slots=True)
class Delegate:
    """A person who attends.

    Attributes:
        delegate_id: unique among delegates and organisations.
        name, name_zh: how the person is called in English and Chinese.
        organisation_id: the organisation whose meetings the person shares; empty for none.
        languages: language codes (BCP 47, such as ``en``, ``zh``) the person works in; empty means
            unknown, and never calls for an interpreter.
        available: identifiers of the slots in which the person can meet; None means all.
        online: attends from afar, so that all meetings are at online tables.
        time_zone: IANA name in which the person reads the agenda; empty means the event's.
        meetings_per_day: most meetings a day; None leaves the event's rule.
        guaranteed_meetings: minimum for the fairness guarantee; None leaves the event's rule.
    """

    delegate_id: str
    name: str
    name_zh: str = ""
    organisation_id: str = ""
    languages: frozenset[str] = frozenset()
    available: frozenset[str] | None = None
    online: bool = False
    time_zone: str = ""
    meetings_per_day: int | None = None
    guaranteed_meetings: int | None = None


@dataclass(frozen=True, slots=True)
class Venue:
    """A building; meetings in different venues are a journey apart (:class:`Journey`)."""

    venue_id: str
    name: str
    name_zh: str = ""


@dataclass(frozen=True, slots=True)
class Journey:
    """Minutes on the way between two venues, the same in both directions."""

    from_venue: str
    to_venue: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Table:
    """A place for one meeting at a time.

    Attributes:
        table_id: unique identifier.
        number: what stands on the table.
        zone: part of the hall; changing it is a walk.
        venue_id: the building; empty when the event has one venue, or for a purely online table.
        kind: open, private or online.
        seats: most delegates at the table (an interpreter needs no seat of these).
        available: identifiers of the slots in which the table can be used; None means all.
        neighbours: identifiers of neighbouring tables (one direction is enough). When None, the
            tables of the same venue and zone whose numbers differ by one are its neighbours.
    """

    table_id: str
    number: int
    zone: str = ""
    venue_id: str = ""
    kind: TableKind = TableKind.OPEN
    seats: int = 4
    available: frozenset[str] | None = None
    neighbours: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A person who interprets in one meeting at a time.

    Attributes:
        interpreter_id: unique identifier.
        name: how the person is called.
        pairs: language pairs, each a set of two language codes, both directions.
        available: identifiers of the slots of duty; None means all.
    """

    interpreter_id: str
    name: str
    pairs: frozenset[frozenset[str]]
    available: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """A wish of one party to meet another. Requests of the same two parties are one meeting.

    Attributes:
        request_id: unique identifier.
        requester: the delegate or organisation that wishes.
        invitee: the delegate or organisation that it wishes to meet.
        score: how well the two fit, 0 to 1 (the match score); None when unknown.
        value: points for the meeting, which override :class:`Valuation`; 0 or more. The points
            of both sides add up; a side that asks twice counts with its higher number.
        length: consecutive slots the meeting takes, at least 1; of two requests the longer counts.
        kind: the kind of table wished; a meeting with an online delegate is always online.
        slots: identifiers of the slots in which it may start; None means any. Where both sides
            name slots, only the common ones count.
    """

    request_id: str
    requester: str
    invitee: str
    score: float | None = None
    value: int | None = None
    length: int = 1
    kind: TableKind = TableKind.OPEN
    slots: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class GroupMeeting:
    """A panel or a round table.

    It takes place only with all of ``required`` and at least ``minimum`` people in all.

    Attributes:
        group_id: unique among groups, requests and fixed meetings.
        title, title_zh: what it is called.
        required: delegates who must all attend.
        optional: delegates who are invited and attend where their agenda allows.
        minimum: least number of delegates for it to take place.
        capacity: most delegates; None means the seats of its table.
        value: points when it takes place.
        value_each: points for each delegate of ``optional`` who attends.
        length, kind, slots: as in :class:`Request`.
        table_id: its room, when only one will do; empty for any of its kind with enough seats.
    """

    group_id: str
    title: str
    title_zh: str = ""
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    minimum: int = 2
    capacity: int | None = None
    value: int = 0
    value_each: int = 0
    length: int = 1
    kind: TableKind = TableKind.OPEN
    slots: frozenset[str] | None = None
    table_id: str = ""


@dataclass(frozen=True, slots=True)
class FixedMeeting:
    """A meeting that is already agreed. It meets the requests between the same two parties.

    Attributes:
        fixed_id: unique among groups, requests and fixed meetings.
        parties: the delegates or organisations that meet, two or more.
        slot_id: the slot in which it starts.
        table_id: its table; empty leaves the table open.
        length: consecutive slots it takes.
        kind: the kind of table, when ``table_id`` is empty.
        delegates: who attends, where the choice among an organisation's people is fixed as well.
        interpreter_id: its interpreter; empty leaves it open.
    """

    fixed_id: str
    parties: tuple[str, ...]
    slot_id: str
    table_id: str = ""
    length: int = 1
    kind: TableKind = TableKind.OPEN
    delegates: tuple[str, ...] = ()
    interpreter_id: str = ""


@dataclass(frozen=True, slots=True)
class Separation:
    """Two parties to be kept apart (screening, a conflict), and why, for the report."""

    first: str
    second: str
    distance: Distance = Distance.MEETING
    why: str = ""


@dataclass(frozen=True, slots=True)
class Precedence:
    """One meeting must have ended before another begins; it binds when both take place.

    Attributes:
        before, after: identifiers of requests, groups or fixed meetings.
    """

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Valuation:
    """Points of a meeting: wished by one side or by both, plus the match score.

    A meeting is worth ``one_sided`` or ``mutual`` points plus ``score`` times the mean score of
    its requests, rounded to whole points. Whole points make the bound sharp: nothing lies between
    two of them.
    """

    one_sided: int = 4
    mutual: int = 10
    score: int = 6


@dataclass(frozen=True, slots=True)
class Lunch:
    """Every delegate keeps ``minutes`` without interruption free between ``start`` and ``end``.

    Times are local to the event's slots. Breaks between slots count as free.
    """

    start: time
    end: time
    minutes: int


@dataclass(frozen=True, slots=True)
class Fairness:
    """What the second objective means.

    Attributes:
        mode: leximin, guarantee or none.
        guaranteed_meetings: meetings for each party that asked for at least as many (mode
            ``GUARANTEE``).
        concession: share of the total value (0 to 1) that may be given away for fairness; with 0
            fairness decides only among timetables of greatest value.
        levels: shares of achievable value, rising, that leximin counts parties below; a first
            level "nothing at all" always precedes them.
    """

    mode: FairnessMode = FairnessMode.LEXIMIN
    guaranteed_meetings: int = 1
    concession: float = 0.0
    levels: tuple[float, ...] = (0.25, 0.5, 0.75)


@dataclass(frozen=True, slots=True)
class Compactness:
    """Points of discomfort that the third objective adds up over all delegates and days.

    Attributes:
        idle: for each slot without a meeting between a delegate's first and last of a day.
        table_change: for each change of table between consecutive meetings of a day.
        walk: on top of it, when the change is to another zone or venue.
    """

    idle: int = 4
    table_change: int = 1
    walk: int = 2


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for everybody.

    Attributes:
        meetings_per_day: most meetings a day for one delegate; None for no limit.
        longest_run: most meetings in a row before a free slot; None for no limit.
        rest_minutes: least time between two meetings of one delegate.
        joinable_minutes: longest break between two slots that a longer meeting may span.
        lunch: the lunch rule, if any.
        valuation, fairness, compactness: the three objectives.
    """

    meetings_per_day: int | None = None
    longest_run: int | None = None
    rest_minutes: int = 0
    joinable_minutes: int = 15
    lunch: Lunch | None = None
    valuation: Valuation = field(default_factory=Valuation)
    fairness: Fairness = field(default_factory=Fairness)
    compactness: Compactness = field(default_factory=Compactness)


@dataclass(frozen=True, slots=True)
class Event:
    """A conference before its timetable.

    Attributes:
        event_id, name, name_zh: what it is called.
        time_zone: IANA name of the place; slots are in it unless their own zone says otherwise.
        delegates, organisations, requests, slots, tables: the heart of it.
        venues, journeys, interpreters, groups, fixed, separations, precedences: as far as there
            are any.
        rules: what holds for everybody.
    """

    event_id: str
    name: str
    name_zh: str = ""
    time_zone: str = "UTC"
    delegates: tuple[Delegate, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    requests: tuple[Request, ...] = ()
    slots: tuple[Slot, ...] = ()
    tables: tuple[Table, ...] = ()
    venues: tuple[Venue, ...] = ()
    journeys: tuple[Journey, ...] = ()
    interpreters: tuple[Interpreter, ...] = ()
    groups: tuple[GroupMeeting, ...] = ()
    fixed: tuple[FixedMeeting, ...] = ()
    separations: tuple[Separation, ...] = ()
    precedences: tuple[Precedence, ...] = ()
    rules: Rules = field(default_factory=Rules)

    def members(self) -> Mapping[str, tuple[str, ...]]:
        """Return the delegates of each party: a delegate's own, an organisation's all."""
        people: dict[str, list[str]] = {o.organisation_id: [] for o in self.organisations}
        for delegate in self.delegates:
            people[delegate.delegate_id] = [delegate.delegate_id]
            if delegate.organisation_id:
                people[delegate.organisation_id].append(delegate.delegate_id)
        return {party: tuple(members) for party, members in people.items()}
