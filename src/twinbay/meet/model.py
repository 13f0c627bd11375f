"""An event in the form the solvers work on: numbered delegates and slots, sets of slots as bits.

A set of slots is an ``int`` whose bit *s* stands for slot *s* (slots are numbered by start). An
activity (a pair that wishes to meet, a group, a fixed meeting) has *options*: who attends, at which
kind of table of which venue, with which need of an interpreter, and the slots in which it may then
start. A timetable picks at most one option and start for each activity, subject to three families
of packing constraints: agendas (:class:`AgendaRules`), tables of a pool per slot, and interpreters
per slot (:class:`Needs`). Which table and which interpreter is settled afterwards
(``twinbay.meet.seating``), since tables of a pool are interchangeable.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from twinbay.meet.event import Distance, Event
from twinbay.meet.timetable import MeetingKind, Unmet


def bits(mask: int) -> Iterator[int]:
    """Yield the numbers of the slots in a set, rising."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


@dataclass(frozen=True, slots=True)
class Option:
    """One way to hold an activity.

    Attributes:
        delegates: who attends (numbers).
        pool: kind of table and venue (number in ``Model.pools``).
        need: kind of interpreter needed (number in ``Needs.kinds``), or -1.
        starts: slots in which it may start.
    """

    delegates: tuple[int, ...]
    pool: int
    need: int
    starts: int


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that can take place once.

    Attributes:
        kind: request, group or fixed.
        meeting_id: identifier for the timetable.
        requests: identifiers of the requests it meets.
        parties: as named in the event.
        value: points, without the joiners of a group.
        length: consecutive slots.
        fixed: whether it must take place.
        options: ways to hold it, at least one.
        seats: least seats at its table.
        table: the only table that will do, or -1.
        interpreter: the only interpreter that will do, or -1.
    """

    kind: MeetingKind
    meeting_id: str
    requests: tuple[str, ...]
    parties: tuple[str, ...]
    value: int
    length: int
    fixed: bool
    options: tuple[Option, ...]
    seats: int = 2
    table: int = -1
    interpreter: int = -1


@dataclass(frozen=True, slots=True)
class Joining:
    """A group whose optional people join where they can.

    Attributes:
        activity: number of the group's activity (its options list only the required people).
        optional: delegates who may join.
        least, most: numbers of joiners between which it takes place.
        value_each: points for each.
        excluded: pairs of joiners of whom only one may join (kept apart).
    """

    activity: int
    optional: tuple[int, ...]
    least: int
    most: int
    value_each: int
    excluded: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Pool:
    """Tables of one kind in one venue.

    Attributes:
        tables: their numbers in ``Event.tables``.
        venue: number of the venue, or -1 when it is nowhere (purely online).
        capacity: tables that can be used, by slot.
        open: slots with any.
    """

    tables: tuple[int, ...]
    venue: int
    capacity: tuple[int, ...]
    open: int


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``most`` of the slots in ``mask`` may be taken in one agenda."""

    mask: int
    most: int


@dataclass(frozen=True, slots=True)
class AgendaRules:
    """What one delegate's agenda must keep, whoever it is.

    Attributes:
        near: for each slot, the slots (itself included) too close to it for another meeting.
        limits: runs before a rest, and lunch: for each way to break every possible lunch, not all
            of those slots (a minimal hitting set of the possible lunches) are taken.
        days: the slots of each day.
        travel: for each pair of different venues and each slot at the first, the slots at the
            second that cannot be reached; only pairs with any.
        covers: ``covers[length - 1][start]`` is the set of slots that a meeting takes, 0 where it
            does not fit.
        follows: for each slot, the next slot of the same day, or -1.
    """

    near: tuple[int, ...]
    limits: tuple[Limit, ...]
    days: tuple[int, ...]
    travel: dict[tuple[int, int], tuple[int, ...]]
    covers: tuple[tuple[int, ...], ...]
    follows: tuple[int, ...]

    def blocked(self, cover: int) -> int:
        """Return the slots that a meeting at ``cover`` closes for the same person."""
        closed = 0
        for slot in bits(cover):
            closed |= self.near[slot]
        return closed

    def day_of(self, slot: int) -> int:
        """Return the number of the day of a slot."""
        return next(i for i, day in enumerate(self.days) if day >> slot & 1)


@dataclass(frozen=True, slots=True)
class Needs:
    """Kinds of need for an interpreter, and who can serve them.

    Attributes:
        kinds: for each kind, the interpreters (numbers) who can serve it.
        unions: for each Hall condition, the kinds it adds up; by Hall's theorem the meetings of a
            slot can be staffed when, for every set of kinds, there are no more meetings of them
            than interpreters for any of them.
        capacity: for each Hall condition, the interpreters on duty, by slot.
        pairs: for each kind, the language pairs that serve it.
    """

    kinds: tuple[frozenset[int], ...]
    unions: tuple[tuple[int, ...], ...]
    capacity: tuple[tuple[int, ...], ...]
    pairs: tuple[frozenset[frozenset[str]], ...]


@dataclass(frozen=True, slots=True)
class Model:
    """Everything the solvers need.

    Attributes:
        event: what it was made from.
        slot_ids: identifiers of the slots by number.
        available: for each delegate, the slots in which the person can meet.
        per_day: for each delegate, most meetings a day.
        activities, joinings, pools, rules, needs: see there.
        apart: pairs of delegates and how far from each other they are seated.
        impossible: requests and groups that cannot take place at all, with the reason.
        precedences: pairs of activities of which, when both take place, the first must have ended
            before the second begins.
    """

    event: Event
    slot_ids: tuple[str, ...]
    available: tuple[int, ...]
    per_day: tuple[int, ...]
    activities: tuple[Activity, ...]
    joinings: tuple[Joining, ...]
    pools: tuple[Pool, ...]
    rules: AgendaRules
    needs: Needs
    apart: tuple[tuple[int, int, Distance], ...]
    impossible: tuple[Unmet, ...]
    precedences: tuple[tuple[int, int], ...] = ()

    @property
    def slots(self) -> int:
        """The number of slots."""
        return len(self.slot_ids)

    def cover(self, activity: int, start: int) -> int:
        """Return the slots that an activity takes when it starts in ``start``."""
        return self.rules.covers[self.activities[activity].length - 1][start]

    def only(self, numbers: Sequence[int]) -> "Model":
        """Return the model of some activities alone, in the order given, that nobody joins."""
        place = {number: i for i, number in enumerate(numbers)}
        return replace(
            self,
            activities=tuple(self.activities[number] for number in numbers),
            joinings=(),
            precedences=tuple(
                (place[before], place[after])
                for before, after in self.precedences
                if before in place and after in place
            ),
        )


@dataclass(frozen=True, slots=True)
class Placement:
    """One decision: option ``option`` of activity ``activity`` starts in slot ``start``."""

    activity: int
    option: int
    start: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Decisions without tables: what takes place when, and who joins which group.

    Attributes:
        placements: by activity number.
        joiners: pairs of group activity and delegate.
    """

    placements: tuple[Placement, ...]
    joiners: tuple[tuple[int, int], ...] = ()

    def value(self, model: Model) -> int:
        """Return the points of everything that takes place."""
        each = {j.activity: j.value_each for j in model.joinings}
        return sum(model.activities[p.activity].value for p in self.placements) + sum(
            each[group] for group, _ in self.joiners
        )
