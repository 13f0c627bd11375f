"""Tours against brute force, and what every itinerary must keep."""

import random
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest

from twinbay.meet import (
    EventError,
    Leg,
    Place,
    Tour,
    TourDay,
    TourRequest,
    Visit,
    Window,
    plan_tour,
)

ZONE = ZoneInfo("America/Los_Angeles")
MINUTE = timedelta(minutes=1)


def at(day: int, hour: float) -> datetime:
    return datetime(2026, 10, 5 + day, tzinfo=ZONE) + timedelta(hours=hour)


def small_tour(seed: int, *, lunch: int = 0) -> TourRequest:
    chance = random.Random(seed)
    places = (
        Place("la", "Los Angeles"),
        Place("sf", "San Francisco"),
        Place("oak", "Oakland", overnight=False),
    )
    days = tuple(
        TourDay(at(i, 8), at(i, 17), "la" if i == 0 else "", "sf" if i == 1 else "")
        for i in range(2)
    )
    visits = tuple(
        Visit(
            f"v{i}",
            f"Host {i}",
            chance.choice(("la", "sf", "oak")),
            chance.choice((60, 90, 120)),
            tuple(
                Window(at(day, hour), at(day, hour + chance.choice((2, 3, 4))))
                for day in chance.sample((0, 1), chance.choice((1, 2)))
                for hour in [chance.choice((8, 9, 10, 12, 14))]
            ),
            value=chance.randint(1, 9),
        )
        for i in range(5)
    )
    legs = (Leg("la", "sf", 150), Leg("sf", "oak", 30))
    return TourRequest(
        "t",
        "Tour",
        places,
        legs,
        visits,
        days,
        visits_per_day=3,
        pause_minutes=10,
        lunch_minutes=lunch,
    )


WAYS = {
    frozenset(("la", "sf")): 150,
    frozenset(("sf", "oak")): 30,
    frozenset(("la", "oak")): 180,
}


def way(one: str, two: str) -> int:
    return 0 if one == two else WAYS[frozenset((one, two))]


def brute_force(request: TourRequest) -> tuple[int, int]:
    """Return the greatest value and the least travel for it, over all orders of both days."""
    visits = request.visits
    best = (0, -way("la", "sf"))
    for count in range(len(visits) + 1):
        for order in permutations(visits, count):
            for split in range(count + 1):
                travel = tour_travel(request, order[:split], order[split:])
                if travel is not None:
                    best = max(best, (sum(v.value for v in order), -travel))
    return best[0], -best[1]


def tour_travel(
    request: TourRequest, first: tuple[Visit, ...], second: tuple[Visit, ...]
) -> int | None:
    if max(len(first), len(second)) > request.visits_per_day:
        return None
    travels = []
    for night in ("la", "sf"):
        one = day_travel(request, 0, "la", first, night)
        two = day_travel(request, 1, night, second, "sf")
        if one is not None and two is not None:
            travels.append(one + two)
    return min(travels, default=None)


def day_travel(
    request: TourRequest, day: int, place: str, visits: tuple[Visit, ...], night: str
) -> int | None:
    """Follow an order as early as possible; windows only ever open later, so that is enough."""
    clock, travel = request.days[day].starts, 0
    for visit in visits:
        clock += way(place, visit.place_id) * MINUTE
        travel += way(place, visit.place_id)
        starts = [
            max(clock, w.opens)
            for w in visit.windows
            if max(clock, w.opens) + visit.minutes * MINUTE <= w.closes
        ]
        if not starts:
            return None
        clock = min(starts) + (visit.minutes + request.pause_minutes) * MINUTE
        place = visit.place_id
    home = way(place, night)
    end = clock - (request.pause_minutes * MINUTE if visits and not home else timedelta())
    return travel + home if end + home * MINUTE <= request.days[day].ends else None


@pytest.mark.parametrize("seed", range(12))
def test_small_tours_match_brute_force(seed: int) -> None:
    request = small_tour(seed)
    tour = plan_tour(request)
    assert (tour.value, tour.travel_minutes) == brute_force(request)
    assert tour.bound == tour.value
    assert tour.travel_proven
    assert faults(request, tour) == []


@pytest.mark.parametrize("seed", range(6))
def test_itineraries_keep_lunch_and_cost_value_at_most(seed: int) -> None:
    hungry = plan_tour(small_tour(seed, lunch=60))
    assert faults(small_tour(seed, lunch=60), hungry) == []
    assert hungry.value <= plan_tour(small_tour(seed)).value


def faults(request: TourRequest, tour: Tour) -> list[str]:
    visits = {v.visit_id: v for v in request.visits}
    found = []
    place = "la"
    for number, day in enumerate(request.days):
        ready = day.starts
        for stop in [s for s in tour.stops if s.day == number]:
            visit = visits[stop.visit_id]
            if stop.travel_minutes != way(place, visit.place_id):
                found.append(f"{stop.visit_id}: travel")
            if stop.arrives - stop.travel_minutes * MINUTE < ready:
                found.append(f"{stop.visit_id}: too early")
            if stop.leaves - stop.arrives != visit.minutes * MINUTE:
                found.append(f"{stop.visit_id}: length")
            if not any(w.opens <= stop.arrives and stop.leaves <= w.closes for w in visit.windows):
                found.append(f"{stop.visit_id}: window")
            ready, place = stop.leaves + request.pause_minutes * MINUTE, visit.place_id
        if request.lunch_minutes and not lunch_free(request, tour, number):
            found.append(f"day {number}: lunch")
        place = tour.overnight[number]
        if place == "oak":
            found.append(f"day {number}: night")
    if sum(visits[s.visit_id].value for s in tour.stops) != tour.value:
        found.append("value")
    told = {s.visit_id for s in tour.stops} | {m.visit_id for m in tour.missed}
    return found if told == set(visits) else [*found, "visits neither made nor missed"]


def lunch_free(request: TourRequest, tour: Tour, day: int) -> bool:
    midnight = request.days[day].starts.replace(hour=0)
    for begin in range(request.lunch_from, request.lunch_until - request.lunch_minutes + 1):
        low = midnight + begin * MINUTE
        high = low + request.lunch_minutes * MINUTE
        if all(s.leaves <= low or high <= s.arrives for s in tour.stops if s.day == day):
            return True
    return False


def test_a_visit_that_must_be_seen_is_seen_although_it_costs_value() -> None:
    request = small_tour(1)
    missed = plan_tour(request).missed[0].visit_id
    visits = tuple(replace(v, must_see=v.visit_id == missed) for v in request.visits)
    tour = plan_tour(replace(request, visits=visits))
    assert missed in {stop.visit_id for stop in tour.stops}


def test_visits_that_do_not_fit_together_are_named_by_a_minimal_set() -> None:
    window = (Window(at(0, 9), at(0, 10)),)
    visits = (
        Visit("a", "A", "la", 60, window, must_see=True),
        Visit("b", "B", "la", 60, window, must_see=True),
        Visit("c", "C", "la", 60, (Window(at(0, 11), at(0, 13)),), must_see=True),
    )
    with pytest.raises(EventError) as raised:
        plan_tour(replace(small_tour(1), visits=visits))
    assert set(raised.value.problems[0].conflict) == {"a", "b"}


def test_missed_visits_say_why() -> None:
    visits = (
        Visit("closed", "A", "la", 60, (Window(at(5, 9), at(5, 12)),)),
        Visit("far", "B", "sf", 60, (Window(at(0, 8), at(0, 9)),)),
        Visit("poor", "C", "la", 60, (Window(at(0, 9), at(0, 10)),), value=1),
        Visit("rich", "D", "la", 60, (Window(at(0, 9), at(0, 10)),), value=5),
    )
    why = {m.visit_id: m.why for m in plan_tour(replace(small_tour(1), visits=visits)).missed}
    assert "no window" in why["closed"]
    assert "cannot be reached" in why["far"]
    assert "not worth" in why["poor"]


def test_all_faults_of_a_tour_are_told_at_once() -> None:
    request = small_tour(1)
    bad = replace(
        request,
        visits=(replace(request.visits[0], place_id="nowhere", minutes=0, windows=()),),
        legs=(Leg("la", "mars", -1),),
        days=(replace(request.days[0], ends=request.days[0].starts, start_place=""),),
    )
    with pytest.raises(EventError) as raised:
        plan_tour(bad)
    fields = {(p.record, p.field) for p in raised.value.problems}
    assert {("visit", "place_id"), ("visit", "minutes"), ("visit", "windows")} <= fields
    assert {("leg", "place"), ("leg", "minutes"), ("day", "ends"), ("day", "start_place")} <= fields


def test_times_are_right_on_the_day_the_clocks_change() -> None:
    # 1 November 2026: Los Angeles goes back to standard time at two in the morning.
    start = datetime(2026, 11, 1, 0, 30, tzinfo=ZONE)
    end = datetime(2026, 11, 1, 4, tzinfo=ZONE)
    visit = Visit("v", "Night shift", "la", 120, (Window(start, end),))
    tour = plan_tour(
        replace(small_tour(1), visits=(visit,), days=(TourDay(start, end, "la", "la"),))
    )
    (stop,) = tour.stops
    assert stop.leaves.timestamp() - stop.arrives.timestamp() == 120 * 60
