"""A second solver: every variable spelled out for CP-SAT, written from the event alone.

It shares no code with the engine but the values of ``twinbay.meet.event``, and models differently:
one literal for every (people, slots, table, interpreter) that a meeting could have.
"""

from collections import defaultdict
from itertools import combinations
from math import ceil

from meet_facts import MINUTE, Facts, Way, staff, ways, wishes
from ortools.sat.python import cp_model

from twinbay.meet import Distance, Event, FairnessMode, TableKind


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
