"""A second solver: every variable spelled out for CP-SAT, written from the event alone.

It shares no code with the engine but the values of ``twinbay.meet.event``, and models differently:
one literal for every (people, slots, table, interpreter) that a meeting could have.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations, pairwise, product
from math import ceil

from ortools.sat.python import cp_model

from twinbay.meet import Distance, Event, FairnessMode, TableKind, Timetable

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


class Reference:
    """The whole problem; objectives are added one after the other."""

    def __init__(self, event: Event, only: frozenset[str] | None = None) -> None:
        self.facts = Facts(event)
        self.event = event
        self.cp = cp_model.CpModel()
        self.wishes = [w for w in wishes(self.facts) if only is None or w.name in only]
        self.literal: dict[Way, cp_model.IntVar] = {}
        self.attends: list[tuple[Way, str, cp_model.IntVar]] = []
        for wish in self.wishes:
            mine = ways(self.facts, wish)
            for way in mine:
                self.literal[way] = self.cp.new_bool_var("")
                self.attends += [(way, person, self.literal[way]) for person in way.people]
            (self.cp.add_exactly_one if wish.fixed else self.cp.add_at_most_one)(
                [self.literal[way] for way in mine]
            )
        self.held = {
            w.name: sum(held for way, held in self.literal.items() if way.meeting == w.name)
            for w in self.wishes
        }
        self.value = sum(w.value * self.held[w.name] for w in self.wishes)
        if only is None:
            self._groups()
        self._resources()
        for person in self.facts.person:
            self._agenda(person)
        self._apart()

    def _groups(self) -> None:
        facts = self.facts
        for group in self.event.groups:
            literals = []
            invited = (*group.required, *group.optional)
            online = any(facts.person[p].online for p in invited)
            kind = TableKind.ONLINE if online else group.kind
            if any(facts.distance.get(frozenset(p)) for p in combinations(group.required, 2)):
                continue
            for slot in facts.slots:
                run = facts.run_from(slot.slot_id, group.length)
                if run is None or (group.slots is not None and slot.slot_id not in group.slots):
                    continue
                if not all(facts.present(p, run) for p in group.required):
                    continue
                for table in self.event.tables:
                    if group.table_id not in ("", table.table_id) or table.kind is not kind:
                        continue
                    if table.available is not None and not set(run) <= table.available:
                        continue
                    for interpreter in staff(facts, invited, run):
                        way = Way(group.group_id, group.required, run, table.table_id, interpreter)
                        literals.append(self._group_way(group, way))
            self.cp.add_at_most_one(literals)

    def _group_way(self, group, way: Way):  # type: ignore[no-untyped-def]
        literal = self.literal[way] = self.cp.new_bool_var("")
        self.attends += [(way, person, literal) for person in way.people]
        joins = {}
        for person in group.optional:
            if not self.facts.present(person, way.slots):
                continue
            if any(self.facts.distance.get(frozenset((person, r))) for r in group.required):
                continue
            joins[person] = self.cp.new_bool_var("")
            self.cp.add_implication(joins[person], literal)
            self.attends.append((way, person, joins[person]))
        for one, two in combinations(joins, 2):
            if self.facts.distance.get(frozenset((one, two))):
                self.cp.add(joins[one] + joins[two] <= 1)
        there = len(group.required) + sum(joins.values())
        self.cp.add(there >= group.minimum).only_enforce_if(literal)
        most = self.facts.table[way.table].seats
        if group.capacity is not None:
            most = min(most, group.capacity)
        self.cp.add(there <= most).only_enforce_if(literal)
        self.value += group.value * literal + group.value_each * sum(joins.values())
        return literal

    def _resources(self) -> None:
        using = defaultdict(list)
        for way, literal in self.literal.items():
            for slot in way.slots:
                using["table", way.table, slot].append(literal)
                if way.interpreter:
                    using["interpreter", way.interpreter, slot].append(literal)
        for literals in using.values():
            self.cp.add_at_most_one(literals)

    def _agenda(self, person: str) -> None:
        facts, rules = self.facts, self.event.rules
        mine = [(way, held) for way, who, held in self.attends if who == person]
        for (one, a), (two, b) in combinations(mine, 2):
            if one.meeting == two.meeting:
                continue
            first, second = sorted((one, two), key=lambda w: facts.order[w.slots[0]])
            gap = (facts.slot[second.slots[0]].start - facts.slot[first.slots[-1]].end) / MINUTE
            if gap < max(rules.rest_minutes, facts.travel(one.table, two.table)) or gap < 0:
                self.cp.add_bool_or(a.negated(), b.negated())
        self._days(person, mine)

    def _days(self, person: str, mine: list) -> None:
        facts, rules = self.facts, self.event.rules
        most = facts.person[person].meetings_per_day
        most = rules.meetings_per_day if most is None else most
        busy = {
            s.slot_id: sum(held for way, held in mine if s.slot_id in way.slots)
            for s in facts.slots
        }
        for day in facts.days:
            today = [s.slot_id for s in facts.slots if s.start.date() == day]
            if most is not None:
                self.cp.add(sum(held for way, held in mine if way.slots[0] in today) <= most)
            free = []
            for lunch in facts.lunches(day):
                literal = self.cp.new_bool_var("")
                for slot in lunch:
                    self.cp.add(busy[slot] == 0).only_enforce_if(literal)
                free.append(literal)
            self.cp.add_bool_or(free)
        if rules.longest_run is not None:
            for slot in facts.slots:
                run = facts.run_from(slot.slot_id, rules.longest_run + 1)
                if run is not None:
                    self.cp.add(sum(busy[s] for s in run) <= rules.longest_run)

    def _apart(self) -> None:
        for (one, p, a), (two, q, b) in combinations(self.attends, 2):
            if one.meeting == two.meeting or not set(one.slots) & set(two.slots):
                continue
            for distance in self.facts.distance.get(frozenset((p, q)), ()):
                if distance is not Distance.MEETING and self.facts.close(
                    one.table, two.table, distance
                ):
                    self.cp.add_bool_or(a.negated(), b.negated())

    def optimise(self, objective, maximise: bool) -> int:  # type: ignore[no-untyped-def]
        (self.cp.maximize if maximise else self.cp.minimize)(objective)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 2
        solver.parameters.max_time_in_seconds = 60
        status = solver.solve(self.cp)
        assert status == cp_model.OPTIMAL, solver.status_name()
        best = round(solver.objective_value)
        self.cp.clear_objective()
        self.cp.add(objective >= best if maximise else objective <= best)
        return best


def achievable(event: Event, party: str) -> int:
    """Return the best value of a party's own meetings when nothing else takes place."""
    facts = Facts(event)
    mine = frozenset(w.name for w in wishes(facts) if party in w.parties and w.requested)
    if not mine:
        return 0
    free = Reference(event, mine)
    return free.optimise(free.value, True)


def objectives(event: Event, *, comfort: bool = True) -> list[int]:
    """Return the optimum of each objective, each given those before it."""
    reference = Reference(event)
    results = [reference.optimise(reference.value, True)]
    parties = sorted({p for w in reference.wishes if w.requested for p in w.parties})
    fairness = event.rules.fairness
    if fairness.mode is FairnessMode.LEXIMIN:
        best = {party: achievable(event, party) for party in parties}
        for level in (0.0, *fairness.levels):
            below = []
            for party in parties:
                if not best[party]:
                    continue
                need = max(1, ceil(level * best[party] - 1e-9))
                lacks = reference.cp.new_bool_var("")
                got = sum(
                    w.value * reference.held[w.name]
                    for w in reference.wishes
                    if w.requested and party in w.parties
                )
                reference.cp.add(got >= need).only_enforce_if(lacks.negated())
                below.append(lacks)
            results.append(reference.optimise(sum(below), False))
    elif fairness.mode is FairnessMode.GUARANTEE:
        own = {d.delegate_id: d.guaranteed_meetings for d in event.delegates}
        lacking, short = [], []
        for party in parties:
            mine = [w for w in reference.wishes if w.requested and party in w.parties]
            owed = own.get(party)
            owed = min(fairness.guaranteed_meetings if owed is None else owed, len(mine))
            missing = reference.cp.new_int_var(0, owed, "")
            lacks = reference.cp.new_bool_var("")
            reference.cp.add(missing >= owed - sum(reference.held[w.name] for w in mine))
            reference.cp.add(missing <= owed * lacks)
            short.append(missing)
            lacking.append(lacks)
        results.append(reference.optimise(sum(lacking), False))
        results.append(reference.optimise(sum(short), False))
    if comfort:
        results.append(reference.optimise(_discomfort(reference), False))
    return results


def _discomfort(reference: Reference):  # type: ignore[no-untyped-def]
    """Price every pair of meetings that follow one another on one person's day."""
    facts, cp = reference.facts, reference.cp
    weights = reference.event.rules.compactness
    costs = []
    for person in facts.person:
        mine = [(way, held) for way, who, held in reference.attends if who == person]
        online = facts.person[person].online
        for (one, a), (two, b) in combinations(mine, 2):
            first, second = sorted((one, two), key=lambda w: facts.order[w.slots[0]])
            x, y = facts.slot[first.slots[-1]], facts.slot[second.slots[0]]
            if one.meeting == two.meeting or x.start.date() != y.start.date():
                continue
            if facts.order[second.slots[0]] <= facts.order[first.slots[-1]]:
                continue
            gap = range(facts.order[first.slots[-1]] + 1, facts.order[second.slots[0]])
            inside = [held for w, held in mine if facts.order[w.slots[0]] in gap]
            price = weights.idle * len(gap)
            if not online and one.table != two.table:
                price += weights.table_change
                s, t = facts.table[one.table], facts.table[two.table]
                price += weights.walk * ((s.venue_id, s.zone) != (t.venue_id, t.zone))
            if price:
                follow = cp.new_bool_var("")
                cp.add_bool_or(follow, a.negated(), b.negated(), *inside)
                costs.append(price * follow)
    return sum(costs)


def violations(event: Event, table: Timetable) -> list[str]:
    """Return everything in a timetable that breaks a rule of its event."""
    facts = Facts(event)
    names = [m.meeting_id for m in table.meetings]
    found = [
        f"fixed meeting {f.fixed_id} is missing" for f in event.fixed if f.fixed_id not in names
    ]
    if len(set(names)) < len(names):
        found.append("a meeting is held twice")
    taken: set[tuple[str, str]] = set()
    for meeting in table.meetings:
        found += _faults(facts, meeting)
        for slot in meeting.slots:
            for thing in (*meeting.delegates, meeting.table_id, meeting.interpreter_id):
                if thing and (thing, slot) in taken:
                    found.append(f"{thing} is booked twice in {slot}")
                taken.add((thing, slot))
    for person in facts.person:
        found += _agenda_faults(facts, person, table)
    return found + _apart_faults(facts, table)


def _faults(facts: Facts, meeting) -> list[str]:  # type: ignore[no-untyped-def]
    groups = {g.group_id: g for g in facts.event.groups}
    if meeting.meeting_id in groups:
        return _group_faults(facts, groups[meeting.meeting_id], meeting)
    wish = next((w for w in wishes(facts) if w.name == meeting.meeting_id), None)
    if wish is None:
        return [f"{meeting.meeting_id} was not asked for"]
    way = Way(wish.name, meeting.delegates, meeting.slots, meeting.table_id, meeting.interpreter_id)
    good = way in ways(facts, wish) and meeting.value == wish.value
    return [] if good else [f"{meeting.meeting_id} cannot be held like this"]


def _group_faults(facts: Facts, group, meeting) -> list[str]:  # type: ignore[no-untyped-def]
    people = meeting.delegates
    good = (
        set(group.required) <= set(people) <= {*group.required, *group.optional}
        and len(people) >= group.minimum
        and len(people) <= facts.table[meeting.table_id].seats
        and (group.capacity is None or len(people) <= group.capacity)
        and group.table_id in ("", meeting.table_id)
        and facts.run_from(meeting.slots[0], group.length) == meeting.slots
        and all(facts.present(p, meeting.slots) for p in people)
        and not any(facts.distance.get(frozenset(p)) for p in combinations(people, 2))
        and meeting.interpreter_id
        in staff(facts, (*group.required, *group.optional), meeting.slots)
        and meeting.value == group.value + group.value_each * (len(people) - len(group.required))
    )
    return [] if good else [f"{group.group_id} cannot be held like this"]


def _agenda_faults(facts: Facts, person: str, table: Timetable) -> list[str]:
    rules = facts.event.rules
    mine = sorted(table.agenda(person), key=lambda m: facts.order[m.slots[0]])
    found = []
    for one, two in pairwise(mine):
        gap = (facts.slot[two.slots[0]].start - facts.slot[one.slots[-1]].end) / MINUTE
        if gap < max(rules.rest_minutes, facts.travel(one.table_id, two.table_id)):
            found.append(f"{person} cannot get from {one.meeting_id} to {two.meeting_id}")
    busy = {slot for m in mine for slot in m.slots}
    most = facts.person[person].meetings_per_day
    most = rules.meetings_per_day if most is None else most
    for day in facts.days:
        today = [m for m in mine if facts.slot[m.slots[0]].start.date() == day]
        if most is not None and len(today) > most:
            found.append(f"{person} has too many meetings on {day}")
        if not any(not lunch & busy for lunch in facts.lunches(day)):
            found.append(f"{person} has no lunch on {day}")
    if rules.longest_run is not None:
        for slot in facts.slots:
            run = facts.run_from(slot.slot_id, rules.longest_run + 1)
            if run is not None and set(run) <= busy:
                found.append(f"{person} has no rest from {slot.slot_id}")
    return found


def _apart_faults(facts: Facts, table: Timetable) -> list[str]:
    found = []
    for one, two in combinations(table.meetings, 2):
        if not set(one.slots) & set(two.slots):
            continue
        for pair in product(one.delegates, two.delegates):
            for distance in facts.distance.get(frozenset(pair), ()):
                if distance is not Distance.MEETING and facts.close(
                    one.table_id, two.table_id, distance
                ):
                    found.append(f"{pair} are too close at {one.table_id} and {two.table_id}")
    return found
