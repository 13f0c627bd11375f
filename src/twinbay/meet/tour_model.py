"""The model of a tour for CP-SAT: a circuit for each day, one node for each visit and the night."""

from datetime import UTC, datetime, timedelta
from typing import Any

from ortools.sat.python import cp_model

from twinbay.meet.interruptible import solve_interruptible
from twinbay.meet.tour import Stop, TourRequest, Visit

WORKERS = 4
"""Search strategies that CP-SAT interleaves; interleaving keeps the result repeatable."""

FEASIBILITY_SECONDS = 10.0
"""Time limit for one question whether some visits are possible at all."""

MINUTE = timedelta(minutes=1)

Literal = Any
"""A variable or expression of CP-SAT (whose Python types are not published)."""


def shortest_ways(request: TourRequest) -> dict[tuple[str, str], int]:
    """Return minutes between places, over other places where that is shorter (Floyd, 1962)."""
    ways = {(p.place_id, p.place_id): 0 for p in request.places}
    for leg in request.legs:
        ways[leg.from_place, leg.to_place] = leg.minutes
    for leg in request.legs:
        ways.setdefault((leg.to_place, leg.from_place), leg.minutes)
    names = [place.place_id for place in request.places]
    for over in names:
        for one in names:
            for two in names:
                if (one, over) in ways and (over, two) in ways:
                    round_about = ways[one, over] + ways[over, two]
                    ways[one, two] = min(ways.get((one, two), round_about), round_about)
    return ways


class TourModel:
    """One CP-SAT model of a tour with some of its visits."""

    def __init__(self, request: TourRequest, visits: set[str], musts: frozenset[str]) -> None:
        self.request = request
        self.visits = [v for v in request.visits if v.visit_id in visits]
        self.ways = shortest_ways(request)
        self.zero = request.days[0].starts
        self.cp = cp_model.CpModel()
        self.travel: list[Literal] = []
        self.start: list[Literal] = []
        self.on: dict[tuple[int, int], Literal] = {}
        self.ends_at: list[dict[str, Literal]] = []
        self._values: list[int] = []
        self._status: Any = None
        self.solver = cp_model.CpSolver()
        for number, visit in enumerate(self.visits):
            self._add_visit(number, visit, visit.visit_id in musts)
        for day in range(len(request.days)):
            self._add_day(day)
        self.value = sum(
            self.visits[number].value * literal for (number, _), literal in self.on.items()
        )

    def feasible(self) -> bool:
        """Return whether there is any itinerary with the visits that must be seen."""
        self.solver.parameters.max_time_in_seconds = FEASIBILITY_SECONDS
        self.solver.parameters.num_workers = 1
        return bool(solve_interruptible(self.solver, self.cp) != cp_model.INFEASIBLE)

    def most_value(self, seconds: float, seed: int) -> tuple[int, int] | None:
        """Maximise the value and keep it; return it with its bound, None when out of time."""
        self.cp.maximize(self.value)
        if not self._solve(seconds, seed):
            return None
        value = round(self.solver.objective_value)
        bound = int(self.solver.best_objective_bound + 1e-6)
        self._keep()
        self.cp.add(self.value >= value)
        return value, max(value, bound)

    def least_travel(self, seconds: float, seed: int) -> tuple[int, bool]:
        """Minimise the travel and keep it; return it and whether it is proven least."""
        total = sum(self.travel)
        self.cp.minimize(total)
        found = self._solve(seconds, seed)
        travel = round(self.solver.objective_value) if found else self._spent()
        proven = self._status == cp_model.OPTIMAL
        self._keep()
        self.cp.add(total <= travel)
        return travel, proven

    def earliest(self, seconds: float, seed: int) -> None:
        """Move every visit as early as it can be, all together."""
        self.cp.minimize(sum(self.start))
        self._solve(seconds, seed)
        self._keep()

    def itinerary(self) -> tuple[tuple[Stop, ...], tuple[str, ...]]:
        """Return the stops in the order of time, and where each day ends."""
        stops: list[Stop] = []
        overnight: list[str] = []
        place = self.request.days[0].start_place
        for day, facts in enumerate(self.request.days):
            place = facts.start_place or place
            today = [number for (number, d), on in self.on.items() if d == day and self._is(on)]
            for number in sorted(today, key=lambda n: self._values[self.start[n].index]):
                visit = self.visits[number]
                minutes = self._values[self.start[number].index]
                zone = facts.starts.tzinfo
                arrives = (self.zero + minutes * MINUTE).astimezone(zone)
                way = self.ways[place, visit.place_id]
                stops.append(
                    Stop(
                        visit_id=visit.visit_id,
                        day=day,
                        departs=_before(arrives, way) if way else None,
                        travel_minutes=way,
                        arrives=arrives,
                        leaves=_before(arrives, -visit.minutes),
                    )
                )
                place = visit.place_id
            place = next(name for name, at in self.ends_at[day].items() if self._is(at))
            overnight.append(place)
        return tuple(stops), tuple(overnight)

    def _minute(self, moment: datetime) -> int:
        return round((moment - self.zero) / MINUTE)

    def _domain(self, visit: Visit, day: int) -> list[tuple[int, int]]:
        """Return the minutes in which a visit may start on a day."""
        facts = self.request.days[day]
        ranges = [
            (
                max(self._minute(window.opens), self._minute(facts.starts)),
                min(self._minute(window.closes), self._minute(facts.ends)) - visit.minutes,
            )
            for window in visit.windows
        ]
        return [(low, high) for low, high in ranges if low <= high]

    def _add_visit(self, number: int, visit: Visit, must: bool) -> None:
        domains = {
            day: ranges
            for day in range(len(self.request.days))
            for ranges in [self._domain(visit, day)]
            if ranges
        }
        everything = [(0, 0), *(r for ranges in domains.values() for r in ranges)]
        start = self.cp.new_int_var_from_domain(
            cp_model.Domain.from_intervals([list(r) for r in everything]), ""
        )
        self.start.append(start)
        literals = []
        for day, ranges in domains.items():
            on = self.on[number, day] = self.cp.new_bool_var("")
            literals.append(on)
            domain = cp_model.Domain.from_intervals([list(r) for r in ranges])
            self.cp.add_linear_expression_in_domain(start, domain).only_enforce_if(on)
        if must:
            self.cp.add_exactly_one(literals)
        else:
            seen = self.cp.new_bool_var("")
            self.cp.add(sum(literals) == seen)
            self.cp.add(start == 0).only_enforce_if(seen.negated())

    def _add_day(self, day: int) -> None:
        request = self.request
        facts = request.days[day]
        nights = (
            [facts.end_place]
            if facts.end_place
            else [place.place_id for place in request.places if place.overnight]
        )
        ends = {name: self.cp.new_bool_var("") for name in nights}
        self.cp.add_exactly_one(ends.values())
        self.ends_at.append(ends)
        begins = (
            {facts.start_place: self.cp.new_constant(1)}
            if facts.start_place
            else self.ends_at[day - 1]
        )
        here = [number for number, d in self.on if d == day]
        arcs: list[tuple[int, int, Literal]] = []
        empty = self.cp.new_bool_var("")
        arcs.append((0, 0, empty))
        self._travel_without_visits(day, empty, begins, ends)
        for number in here:
            first, last = self.cp.new_bool_var(""), self.cp.new_bool_var("")
            arcs.append((0, number + 1, first))
            arcs.append((number + 1, 0, last))
            arcs.append((number + 1, number + 1, self.on[number, day].negated()))
            self._first(day, number, first, begins)
            self._last(day, number, last, ends)
            for other in here:
                if other != number:
                    self._follow(day, number, other, arcs)
        self.cp.add_circuit(arcs)
        if request.visits_per_day is not None:
            self.cp.add(sum(self.on[n, day] for n in here) <= request.visits_per_day)
        if request.lunch_minutes:
            self._lunch(day, here)

    def _travel_without_visits(
        self, day: int, empty: Literal, begins: dict[str, Literal], ends: dict[str, Literal]
    ) -> None:
        facts = self.request.days[day]
        length = round((facts.ends - facts.starts) / MINUTE)
        for one, begin in begins.items():
            for two, end in ends.items():
                way = self.ways.get((one, two))
                if way is None or way > length:
                    self.cp.add_bool_or(empty.negated(), begin.negated(), end.negated())
                else:
                    self._both(way, empty, begin, end)

    def _both(self, way: int, *literals: Literal) -> None:
        """Count travel when all literals hold."""
        if way:
            gone = self.cp.new_bool_var("")
            self.cp.add_bool_or(gone, *(literal.negated() for literal in literals))
            self.travel.append(way * gone)

    def _first(self, day: int, number: int, first: Literal, begins: dict[str, Literal]) -> None:
        opens = self._minute(self.request.days[day].starts)
        for place, begin in begins.items():
            way = self.ways.get((place, self.visits[number].place_id))
            if way is None:
                self.cp.add_bool_or(first.negated(), begin.negated())
                continue
            self.cp.add(self.start[number] >= opens + way).only_enforce_if(first, begin)
            self._both(way, first, begin)

    def _last(self, day: int, number: int, last: Literal, ends: dict[str, Literal]) -> None:
        closes = self._minute(self.request.days[day].ends)
        visit = self.visits[number]
        for place, end in ends.items():
            way = self.ways.get((visit.place_id, place))
            if way is None:
                self.cp.add_bool_or(last.negated(), end.negated())
                continue
            pause = self.request.pause_minutes if way else 0
            latest = closes - way - pause - visit.minutes
            self.cp.add(self.start[number] <= latest).only_enforce_if(last, end)
            self._both(way, last, end)

    def _follow(self, day: int, one: int, two: int, arcs: list[tuple[int, int, Literal]]) -> None:
        first, second = self.visits[one], self.visits[two]
        way = self.ways.get((first.place_id, second.place_id))
        if way is None:
            return
        gap = first.minutes + self.request.pause_minutes + way
        earliest = min(low for low, _ in self._domain(first, day))
        latest = max(high for _, high in self._domain(second, day))
        if earliest + gap > latest:
            return
        arc = self.cp.new_bool_var("")
        arcs.append((one + 1, two + 1, arc))
        self.cp.add(self.start[two] >= self.start[one] + gap).only_enforce_if(arc)
        if way:
            self.travel.append(way * arc)

    def _lunch(self, day: int, here: list[int]) -> None:
        request = self.request
        midnight = request.days[day].starts.replace(hour=0, minute=0, second=0, microsecond=0)
        base = self._minute(midnight)
        begin = self.cp.new_int_var(
            base + request.lunch_from, base + request.lunch_until - request.lunch_minutes, ""
        )
        intervals = [self.cp.new_fixed_size_interval_var(begin, request.lunch_minutes, "")]
        intervals.extend(
            self.cp.new_optional_fixed_size_interval_var(
                self.start[n], self.visits[n].minutes, self.on[n, day], ""
            )
            for n in here
        )
        self.cp.add_no_overlap(intervals)

    def _solve(self, seconds: float, seed: int) -> bool:
        self.solver = cp_model.CpSolver()
        self.solver.parameters.num_workers = WORKERS
        self.solver.parameters.interleave_search = True
        self.solver.parameters.random_seed = seed
        self.solver.parameters.max_time_in_seconds = seconds
        self._status = solve_interruptible(self.solver, self.cp)
        return self._found()

    def _found(self) -> bool:
        return self._status in (cp_model.OPTIMAL, cp_model.FEASIBLE)

    def _keep(self) -> None:
        """Remember the solution found, if any, and start the next search from it."""
        if not self._found():
            return
        count = len(self.cp.proto.variables)
        self._values = [
            self.solver.value(self.cp.get_int_var_from_proto_index(i)) for i in range(count)
        ]
        self.cp.clear_hints()
        for i, value in enumerate(self._values):
            self.cp.add_hint(self.cp.get_int_var_from_proto_index(i), value)

    def _is(self, literal: Literal) -> bool:
        return bool(self._values[literal.index])

    def _spent(self) -> int:
        """Return the travel of the itinerary found before."""
        total = 0
        place = self.request.days[0].start_place
        stops, overnight = self.itinerary()
        places = {v.visit_id: v.place_id for v in self.visits}
        for day, facts in enumerate(self.request.days):
            place = facts.start_place or place
            for stop in stops:
                if stop.day == day:
                    total += self.ways[place, places[stop.visit_id]]
                    place = places[stop.visit_id]
            total += self.ways[place, overnight[day]]
            place = overnight[day]
        return total


def _before(moment: datetime, minutes: int) -> datetime:
    """Return a moment so many minutes of real time before another, in the same zone."""
    zone = moment.tzinfo
    utc = moment.astimezone(tz=UTC) - minutes * MINUTE
    return utc.astimezone(zone)
