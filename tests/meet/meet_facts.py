"""What an event says, read once more and from the event alone, for the second solver."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations, pairwise, product

from twinbay.meet import Distance, Event, TableKind

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Way:
    """One way to hold a meeting."""

    meeting: str
    people: tuple[str, ...]
    slots: tuple[str, ...]
    table: str
    interpreter: str


@dataclass(frozen=True)
class Wish:
    name: str
    parties: tuple[str, ...]
    value: int
    fixed: bool
    requested: bool


class Facts:
    """Answers about an event that both the second solver and the checker need."""

    def __init__(self, event: Event) -> None:
        self.event = event
        self.slots = sorted(event.slots, key=lambda s: s.start)
        self.order = {s.slot_id: i for i, s in enumerate(self.slots)}
        self.slot = {s.slot_id: s for s in event.slots}
        self.person = {d.delegate_id: d for d in event.delegates}
        self.table = {t.table_id: t for t in event.tables}
        self.interpreter = {i.interpreter_id: i for i in event.interpreters}
        self.members = {d.delegate_id: [d.delegate_id] for d in event.delegates} | {
            o.organisation_id: [
                d.delegate_id for d in event.delegates if d.organisation_id == o.organisation_id
            ]
            for o in event.organisations
        }
        self.distance: dict[frozenset[str], set[Distance]] = defaultdict(set)
        for s in event.separations:
            for pair in product(self.members[s.first], self.members[s.second]):
                self.distance[frozenset(pair)].add(s.distance)
        self.days = sorted({s.start.date() for s in self.slots})

    def present(self, person: str, slots: tuple[str, ...]) -> bool:
        available = self.person[person].available
        return available is None or set(slots) <= available

    def run_from(self, start: str, length: int) -> tuple[str, ...] | None:
        i = self.order[start]
        run = self.slots[i : i + length]
        if len(run) < length:
            return None
        for one, two in pairwise(run):
            gap = (two.start - one.end) / MINUTE
            if one.start.date() != two.start.date() or gap > self.event.rules.joinable_minutes:
                return None
        return tuple(s.slot_id for s in run)

    def languages_shared(self, people: tuple[str, ...]) -> bool:
        spoken = [self.person[p].languages for p in people]
        return not all(spoken) or bool(frozenset.intersection(*spoken))

    def interprets(self, interpreter: str, people: tuple[str, ...]) -> bool:
        pairs = self.interpreter[interpreter].pairs
        return any(all(pair & self.person[p].languages for p in people) for pair in pairs)

    def close(self, one: str, two: str, distance: Distance) -> bool:
        a, b = self.table[one], self.table[two]
        if distance is Distance.ZONE:
            return (a.venue_id, a.zone) == (b.venue_id, b.zone)
        if a.neighbours is None and b.neighbours is None:
            same = (a.venue_id, a.zone) == (b.venue_id, b.zone)
            return same and abs(a.number - b.number) == 1
        return two in (a.neighbours or ()) or one in (b.neighbours or ())

    def travel(self, one: str, two: str) -> int:
        """Return minutes between the venues of two tables."""
        a, b = self.table[one].venue_id, self.table[two].venue_id
        for j in self.event.journeys:
            if {j.from_venue, j.to_venue} == {a, b} and a != b:
                return j.minutes
        return 0

    def lunches(self, day: object) -> list[frozenset[str]]:
        """Return the sets of slots of which one must be free in full."""
        lunch = self.event.rules.lunch
        today = [s for s in self.slots if s.start.date() == day]
        if lunch is None:
            return [frozenset()]
        opens = today[0].start.replace(hour=lunch.start.hour, minute=lunch.start.minute)
        closes = today[0].start.replace(hour=lunch.end.hour, minute=lunch.end.minute)
        found = []
        minute = opens
        while minute + lunch.minutes * MINUTE <= closes:
            until = minute + lunch.minutes * MINUTE
            found.append(frozenset(s.slot_id for s in today if s.start < until and minute < s.end))
            minute += MINUTE
        return found


def wishes(facts: Facts) -> list[Wish]:
    event = facts.event
    by_pair: dict[frozenset[str], list] = defaultdict(list)
    for r in event.requests:
        by_pair[frozenset((r.requester, r.invitee))].append(r)
    values = {}
    for pair, rows in by_pair.items():
        explicit: dict[str, int] = {}
        for r in rows:
            if r.value is not None:
                explicit[r.requester] = max(explicit.get(r.requester, 0), r.value)
        if explicit:
            values[pair] = sum(explicit.values())
        else:
            v = event.rules.valuation
            scores = [r.score for r in rows if r.score is not None]
            mean = sum(scores) / len(scores) if scores else 0
            base = v.mutual if len({r.requester for r in rows}) == 2 else v.one_sided
            values[pair] = round(base + v.score * mean)
    fixed_pairs = {frozenset(f.parties) for f in event.fixed}
    found = [
        Wish(
            f.fixed_id,
            f.parties,
            values.get(frozenset(f.parties), 0),
            True,
            frozenset(f.parties) in values,
        )
        for f in event.fixed
    ]
    found += [
        Wish(rows[0].request_id, (rows[0].requester, rows[0].invitee), values[pair], False, True)
        for pair, rows in by_pair.items()
        if pair not in fixed_pairs
    ]
    return found


def ways(facts: Facts, wish: Wish) -> list[Way]:
    asked = _fixed(facts, wish) if wish.fixed else _wished(facts, wish)
    starts, length, kind, only_tables, only_people, only_interpreter = asked
    sides = []
    for party in wish.parties:
        members = facts.members[party]
        sides.append([m for m in members if m in only_people] or members)
    found = []
    for people, start in product(product(*sides), starts):
        run = facts.run_from(start, length)
        if run is None or not all(facts.present(p, run) for p in people):
            continue
        if len(set(people)) < len(people):
            continue
        if any(facts.distance.get(frozenset(p)) for p in combinations(people, 2)):
            continue
        online = any(facts.person[p].online for p in people)
        found += [
            Way(wish.name, people, run, table.table_id, interpreter)
            for table in facts.event.tables
            if table.kind is (TableKind.ONLINE if online else kind)
            and table.seats >= len(people)
            and (not only_tables or table.table_id in only_tables)
            and (table.available is None or set(run) <= table.available)
            for interpreter in staff(facts, people, run, only_interpreter)
        ]
    return found


def _fixed(facts: Facts, wish: Wish):  # type: ignore[no-untyped-def]
    f = next(f for f in facts.event.fixed if f.fixed_id == wish.name)
    kind = facts.table[f.table_id].kind if f.table_id else f.kind
    tables = [f.table_id] if f.table_id else []
    return [f.slot_id], f.length, kind, tables, f.delegates, f.interpreter_id


def _wished(facts: Facts, wish: Wish):  # type: ignore[no-untyped-def]
    rows = [r for r in facts.event.requests if {r.requester, r.invitee} == set(wish.parties)]
    starts = [
        s.slot_id for s in facts.slots if all(r.slots is None or s.slot_id in r.slots for r in rows)
    ]
    kinds = {r.kind for r in rows}
    kind = TableKind.PRIVATE if TableKind.PRIVATE in kinds else TableKind.OPEN
    kind = TableKind.ONLINE if TableKind.ONLINE in kinds else kind
    return starts, max(r.length for r in rows), kind, [], (), ""


def staff(facts: Facts, people: tuple[str, ...], run: tuple[str, ...], only: str = "") -> list[str]:
    if facts.languages_shared(people):
        return [""]
    return [
        i.interpreter_id
        for i in facts.event.interpreters
        if only in ("", i.interpreter_id)
        and (i.available is None or set(run) <= i.available)
        and facts.interprets(i.interpreter_id, people)
    ]
