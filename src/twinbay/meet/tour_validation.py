"""Find everything that is wrong with a tour before it is planned."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from twinbay.meet.problems import Problem
from twinbay.meet.tour import TourRequest


def tour_problems(request: TourRequest) -> tuple[Problem, ...]:
    """Return all problems of a tour's data; empty when it can be planned."""
    return (
        *_identifiers(request),
        *_visits(request),
        *_legs(request),
        *_days(request),
        *_numbers(request),
    )


def _identifiers(request: TourRequest) -> Iterator[Problem]:
    for record, names in (
        ("place", [p.place_id for p in request.places]),
        ("visit", [v.visit_id for v in request.visits]),
    ):
        for name, count in Counter(names).items():
            if count > 1:
                yield Problem(record, name, "identifier", f"the identifier is used {count} times")


def _visits(request: TourRequest) -> Iterator[Problem]:
    places = {place.place_id for place in request.places}
    for visit in request.visits:
        if visit.place_id not in places:
            yield Problem(
                "visit", visit.visit_id, "place_id", f"there is no place “{visit.place_id}”"
            )
        if visit.minutes < 1:
            yield Problem("visit", visit.visit_id, "minutes", "a visit takes at least one minute")
        if visit.value < 0:
            yield Problem("visit", visit.visit_id, "value", "the value is below 0")
        if not visit.windows:
            yield Problem("visit", visit.visit_id, "windows", "the host never receives")
        for window in visit.windows:
            if window.opens.tzinfo is None or window.closes.tzinfo is None:
                yield Problem("visit", visit.visit_id, "windows", "a time has no time zone")
            elif window.closes <= window.opens:
                yield Problem("visit", visit.visit_id, "windows", "a window closes before it opens")


def _legs(request: TourRequest) -> Iterator[Problem]:
    places = {place.place_id for place in request.places}
    for leg in request.legs:
        name = f"{leg.from_place}--{leg.to_place}"
        for place in (leg.from_place, leg.to_place):
            if place not in places:
                yield Problem("leg", name, "place", f"there is no place “{place}”")
        if leg.minutes < 0:
            yield Problem("leg", name, "minutes", "the time is below 0")


def _days(request: TourRequest) -> Iterator[Problem]:
    if not request.days:
        yield Problem("tour", request.tour_id, "days", "the tour has no days")
        return
    aware = all(d.starts.tzinfo is not None and d.ends.tzinfo is not None for d in request.days)
    if not aware:
        yield Problem("tour", request.tour_id, "days", "a day's time has no time zone")
    for number, day in enumerate(request.days, 1):
        if aware and day.ends <= day.starts:
            yield Problem("day", str(number), "ends", "the end is not later than the start")
    for number, (one, two) in enumerate(pairwise(request.days), 2):
        if aware and two.starts < one.ends:
            yield Problem("day", str(number), "starts", "it begins before the day before ends")
    yield from _nights(request)


def _nights(request: TourRequest) -> Iterator[Problem]:
    places = {place.place_id for place in request.places}
    overnight = any(place.overnight for place in request.places)
    if not request.days[0].start_place:
        yield Problem("day", "1", "start_place", "where the tour begins is not said")
    for number, day in enumerate(request.days, 1):
        for field, place in (("start_place", day.start_place), ("end_place", day.end_place)):
            if place and place not in places:
                yield Problem("day", str(number), field, f"there is no place “{place}”")
        if not day.end_place and not overnight:
            yield Problem("day", str(number), "end_place", "one can stay overnight nowhere")


def _numbers(request: TourRequest) -> Iterator[Problem]:
    if request.visits_per_day is not None and request.visits_per_day < 1:
        yield Problem("tour", request.tour_id, "visits_per_day", "the number is below 1")
    if request.pause_minutes < 0:
        yield Problem("tour", request.tour_id, "pause_minutes", "the time is below 0")
    if request.lunch_minutes and not (
        request.lunch_from >= 0
        and request.lunch_from + request.lunch_minutes <= request.lunch_until <= 24 * 60
    ):
        yield Problem("tour", request.tour_id, "lunch_minutes", "lunch does not fit in its hours")
