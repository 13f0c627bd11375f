"""Turn an event into a :class:`~twinbay.meet.model.Model`.

The event must be free of problems (``twinbay.meet.validate``). What cannot take place at all is
sorted out here, with its reason.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations, product

from twinbay.meet.agenda_rules import agenda_rules, ordered_slots
from twinbay.meet.candidates import Candidate, Wish, impossible, later, merge_requests
from twinbay.meet.event import (
    Delegate,
    Distance,
    Event,
    FixedMeeting,
    GroupMeeting,
    TableKind,
)
from twinbay.meet.model import (
    Activity,
    AgendaRules,
    Joining,
    Model,
    Needs,
    Option,
    Pool,
)
from twinbay.meet.timetable import MeetingKind, Reason, Unmet

HALL_LIMIT = 64
"""Most Hall conditions written out; what more kinds of need would ask is checked when staffing."""


def compile_event(event: Event) -> Model:
    """Return the event in the form the solvers work on.

    Arguments:
        event: free of problems.

    Returns:
        The model. Requests between parties kept apart, without a common slot, without a table of
        their kind or without an interpreter are in ``impossible``; a request whose pair is already
        in a fixed meeting is met by it.
    """
    return _Compiler(event).compile()


@dataclass
class _Compiler:
    event: Event
    people: Mapping[str, Delegate] = field(init=False)
    number: Mapping[str, int] = field(init=False)
    slot_number: Mapping[str, int] = field(init=False)
    available: tuple[int, ...] = field(init=False)
    pools: tuple[Pool, ...] = field(init=False)
    pool_kinds: tuple[tuple[TableKind, int], ...] = field(init=False)
    rules: AgendaRules = field(init=False)
    need_kinds: dict[frozenset[int], frozenset[frozenset[str]]] = field(default_factory=dict)
    open_tables: tuple[frozenset[tuple[int, int]], ...] = field(init=False)
    members: Mapping[str, tuple[str, ...]] = field(init=False)
    duty: tuple[int, ...] = field(init=False)
    forbidden: frozenset[frozenset[str]] = field(init=False)
    impossible: list[Unmet] = field(default_factory=list)

    def __post_init__(self) -> None:
        event = self.event
        self.people = {d.delegate_id: d for d in event.delegates}
        self.number = {d.delegate_id: i for i, d in enumerate(event.delegates)}
        self.slot_number = {s.slot_id: i for i, s in enumerate(ordered_slots(event))}
        self.available = tuple(self.slot_set(d.available) for d in event.delegates)
        self.duty = tuple(self.slot_set(i.available) for i in event.interpreters)
        self.members = event.members()
        self.pool_kinds, self.pools, self.open_tables = self._pools()
        lengths = [
            *(r.length for r in event.requests),
            *(g.length for g in event.groups),
            *(f.length for f in event.fixed),
        ]
        self.rules = agenda_rules(event, max(lengths, default=1))
        self.forbidden = frozenset(
            frozenset(pair)
            for separation in event.separations
            for pair in self._people_pairs(separation.first, separation.second)
        )

    def slot_set(self, named: frozenset[str] | None) -> int:
        """Return slots named as bits; None means all."""
        if named is None:
            return (1 << len(self.slot_number)) - 1
        return sum(1 << self.slot_number[slot] for slot in named)

    def compile(self) -> Model:
        """Build every part and put them together."""
        event = self.event
        activities: list[Activity] = []
        joinings: list[Joining] = []
        fixed_pairs = {frozenset(f.parties): f.fixed_id for f in event.fixed}
        wishes = merge_requests(event.requests, event.rules.valuation)
        by_pair = {frozenset(wish.parties): wish for wish in wishes}
        for meeting in event.fixed:
            activities.extend(self._activity(self._fixed(meeting, by_pair)))
        for group in event.groups:
            made = self._activity(self._group(group))
            for activity in made:
                joinings.append(self._joining(group, len(activities), activity))
                activities.append(activity)
        for wish in wishes:
            if frozenset(wish.parties) not in fixed_pairs:
                activities.extend(self._activity(self._wish(wish)))
        days = event.rules.meetings_per_day
        most = len(self.slot_number) if days is None else days
        return Model(
            event=event,
            slot_ids=tuple(self.slot_number),
            available=self.available,
            per_day=tuple(
                most if d.meetings_per_day is None else d.meetings_per_day for d in event.delegates
            ),
            activities=tuple(activities),
            joinings=tuple(joinings),
            pools=self.pools,
            rules=self.rules,
            needs=self._needs(),
            apart=self._apart(),
            impossible=tuple(self.impossible),
            precedences=_precedences(event, activities),
        )

    def _pools(
        self,
    ) -> tuple[
        tuple[tuple[TableKind, int], ...], tuple[Pool, ...], tuple[frozenset[tuple[int, int]], ...]
    ]:
        """Return each pool's kind and venue, the pool, and its tables by seats and open slots."""
        venues = {venue.venue_id: i for i, venue in enumerate(self.event.venues)}
        tables: dict[tuple[TableKind, int], list[int]] = {}
        for i, table in enumerate(self.event.tables):
            tables.setdefault((table.kind, venues.get(table.venue_id, -1)), []).append(i)
        pools, alike = [], []
        for (_, venue), members in tables.items():
            open_in = [self.slot_set(self.event.tables[i].available) for i in members]
            capacity = tuple(
                sum(mask >> slot & 1 for mask in open_in) for slot in range(len(self.slot_number))
            )
            open_slots = sum(1 << slot for slot, count in enumerate(capacity) if count)
            pools.append(Pool(tuple(members), venue, capacity, open_slots))
            alike.append(
                frozenset(
                    (self.event.tables[i].seats, mask)
                    for i, mask in zip(members, open_in, strict=True)
                )
            )
        return tuple(tables), tuple(pools), tuple(alike)

    def _people_pairs(self, first: str, second: str) -> Iterable[tuple[str, str]]:
        return product(self.members[first], self.members[second])

    def _apart(self) -> tuple[tuple[int, int, Distance], ...]:
        return tuple(
            (self.number[one], self.number[two], separation.distance)
            for separation in self.event.separations
            if separation.distance is not Distance.MEETING
            for one, two in self._people_pairs(separation.first, separation.second)
        )

    def _wish(self, wish: Wish) -> Candidate:
        return Candidate(
            kind=MeetingKind.REQUEST,
            meeting_id=wish.requests[0],
            requests=wish.requests,
            parties=wish.parties,
            sides=tuple(self.members[party] for party in wish.parties),
            value=wish.value,
            length=wish.length,
            table_kind=wish.kind,
            starts=self.slot_set(wish.slots),
        )

    def _fixed(self, meeting: FixedMeeting, wishes: Mapping[frozenset[str], Wish]) -> Candidate:
        tables = {t.table_id: i for i, t in enumerate(self.event.tables)}
        interpreters = {p.interpreter_id: i for i, p in enumerate(self.event.interpreters)}
        wish = wishes.get(frozenset(meeting.parties))
        chosen = set(meeting.delegates)
        sides = tuple(
            tuple(d for d in self.members[party] if d in chosen) or self.members[party]
            for party in meeting.parties
        )
        table = tables.get(meeting.table_id, -1)
        kind = self.event.tables[table].kind if table >= 0 else meeting.kind
        return Candidate(
            kind=MeetingKind.FIXED,
            meeting_id=meeting.fixed_id,
            requests=wish.requests if wish else (),
            parties=meeting.parties,
            sides=sides,
            value=wish.value if wish else 0,
            length=meeting.length,
            table_kind=kind,
            starts=1 << self.slot_number[meeting.slot_id],
            fixed=True,
            seats=len(meeting.parties),
            table=table,
            interpreter=interpreters.get(meeting.interpreter_id, -1),
        )

    def _group(self, group: GroupMeeting) -> Candidate:
        tables = {t.table_id: i for i, t in enumerate(self.event.tables)}
        return Candidate(
            kind=MeetingKind.GROUP,
            meeting_id=group.group_id,
            requests=(group.group_id,),
            parties=(*group.required, *group.optional),
            sides=tuple((person,) for person in group.required),
            value=group.value,
            length=group.length,
            table_kind=group.kind,
            starts=self.slot_set(group.slots),
            seats=max(group.minimum, len(group.required)),
            table=tables.get(group.table_id, -1),
            invited=(*group.required, *group.optional),
        )

    def _joining(self, group: GroupMeeting, number: int, activity: Activity) -> Joining:
        seats = max(
            self.event.tables[i].seats
            for option in activity.options
            for i in self.pools[option.pool].tables
            if activity.table in (-1, i)
        )
        capacity = seats if group.capacity is None else min(seats, group.capacity)
        required = len(group.required)
        allowed = [
            person
            for person in group.optional
            if not any(frozenset((person, other)) in self.forbidden for other in group.required)
        ]
        return Joining(
            activity=number,
            optional=tuple(self.number[person] for person in allowed),
            least=max(0, group.minimum - required),
            most=max(0, capacity - required),
            value_each=group.value_each,
            excluded=tuple(
                (self.number[one], self.number[two])
                for one, two in combinations(allowed, 2)
                if frozenset((one, two)) in self.forbidden
            ),
        )

    def _activity(self, candidate: Candidate) -> tuple[Activity, ...]:
        """Return the activity with its options, or note why it cannot take place."""
        choices = [
            chosen
            for chosen in product(*candidate.sides)
            if len(set(chosen)) == len(chosen)
            and not any(frozenset(pair) in self.forbidden for pair in combinations(chosen, 2))
        ]
        options: list[Option] = []
        reason = Reason.NO_COMMON_SLOT if choices else Reason.FORBIDDEN
        for chosen in choices:
            shared = self._shared_starts(candidate, chosen)
            if not shared:
                continue
            seated = self._seated_starts(candidate, chosen, shared)
            if not seated:
                reason = later(reason, Reason.NO_TABLE)
                continue
            need, starts = self._staffed_starts(candidate, chosen, shared)
            kept = [(pool, mask & starts) for pool, mask in seated if mask & starts]
            if not kept:
                reason = later(reason, Reason.NO_INTERPRETER)
            people = tuple(self.number[person] for person in chosen)
            options.extend(Option(people, pool, need, mask) for pool, mask in kept)
        if not options and not candidate.fixed:
            self.impossible.append(impossible(candidate, reason))
            return ()
        return (
            Activity(
                kind=candidate.kind,
                meeting_id=candidate.meeting_id,
                requests=candidate.requests,
                parties=candidate.parties,
                value=candidate.value,
                length=candidate.length,
                fixed=candidate.fixed,
                options=tuple(options),
                seats=candidate.seats,
                table=candidate.table,
                interpreter=candidate.interpreter,
            ),
        )

    def _within(self, starts: int, length: int, allowed: int) -> int:
        """Return the starts whose whole meeting lies in ``allowed``."""
        if length == 1:
            return starts & allowed
        covers = self.rules.covers[length - 1]
        return sum(
            1 << i
            for i, cover in enumerate(covers)
            if starts >> i & 1 and cover and cover & allowed == cover
        )

    def _shared_starts(self, candidate: Candidate, chosen: tuple[str, ...]) -> int:
        allowed = (1 << len(self.slot_number)) - 1
        for person in chosen:
            allowed &= self.available[self.number[person]]
        return self._within(candidate.starts, candidate.length, allowed)

    def _seated_starts(
        self, candidate: Candidate, chosen: tuple[str, ...], shared: int
    ) -> list[tuple[int, int]]:
        """Return the pools with a fitting table, and the starts at which one is open."""
        people = candidate.invited or chosen
        online = any(self.people[person].online for person in people)
        kind = TableKind.ONLINE if online else candidate.table_kind
        seated = []
        for number, pool in enumerate(self.pools):
            if self.pool_kinds[number][0] is not kind:
                continue
            if candidate.table >= 0 and candidate.table not in pool.tables:
                continue
            tables: Iterable[tuple[int, int]] = self.open_tables[number]
            if candidate.table >= 0:
                table = self.event.tables[candidate.table]
                tables = [(table.seats, self.slot_set(table.available))]
            starts = 0
            for seats, open_slots in tables:
                if seats >= candidate.seats:
                    starts |= self._within(shared, candidate.length, open_slots)
            if starts:
                seated.append((number, starts))
        return seated

    def _staffed_starts(
        self, candidate: Candidate, chosen: tuple[str, ...], shared: int
    ) -> tuple[int, int]:
        """Return the kind of need (-1 for none) and the starts with a fitting interpreter."""
        languages = [self.people[person].languages for person in candidate.invited or chosen]
        if not all(languages) or frozenset.intersection(*languages):
            return -1, shared
        offered = {pair for person in self.event.interpreters for pair in person.pairs}
        pairs = frozenset(p for p in offered if all(known & p for known in languages))
        able = frozenset(
            i for i, person in enumerate(self.event.interpreters) if person.pairs & pairs
        )
        starts = 0
        for i in able:
            if candidate.interpreter in (-1, i):
                starts |= self._within(shared, candidate.length, self.duty[i])
        if not starts:
            return -1, 0
        self.need_kinds.setdefault(able, pairs)
        return list(self.need_kinds).index(able), starts

    def _needs(self) -> Needs:
        kinds = tuple(self.need_kinds)
        unions: dict[frozenset[int], None] = {}
        for kind in kinds:
            for union in (frozenset(), *tuple(unions)):
                if len(unions) < HALL_LIMIT:
                    unions.setdefault(union | kind)
        for kind in kinds:
            unions.setdefault(kind)
        return Needs(
            kinds=kinds,
            unions=tuple(
                tuple(i for i, kind in enumerate(kinds) if kind <= union) for union in unions
            ),
            capacity=tuple(
                tuple(
                    sum(self.duty[i] >> slot & 1 for i in union)
                    for slot in range(len(self.slot_number))
                )
                for union in unions
            ),
            pairs=tuple(self.need_kinds.values()),
        )


def _precedences(event: Event, activities: list[Activity]) -> tuple[tuple[int, int], ...]:
    """Return the pairs of activities in order; what cannot take place at all has none."""
    number = {
        name: i for i, a in enumerate(activities) for name in (a.meeting_id, *a.requests) if name
    }
    return tuple(
        dict.fromkeys(
            (number[p.before], number[p.after])
            for p in event.precedences
            if p.before in number and p.after in number
        )
    )
