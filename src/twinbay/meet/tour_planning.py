"""Plan a tour: orienteering with time windows over several days, to proven optimality.

A party starts each day where it stayed overnight, visits hosts within their windows, and ends where
it can stay. The most value comes first, then the least travel. The model is a circuit for each day
(one node for each visit and one for the night) with start times, solved by CP-SAT. On the problem
see Vansteenwegen, Souffriau and Van Oudheusden, "The orienteering problem: a survey", European
Journal of Operational Research 209 (2011).
"""

import time
from collections.abc import Callable
from datetime import timedelta

from twinbay.meet.problems import EventError, Problem
from twinbay.meet.timetable import Progress
from twinbay.meet.tour import MissedVisit, Tour, TourRequest, Visit
from twinbay.meet.tour_model import TourModel
from twinbay.meet.tour_validation import tour_problems

MINUTE = timedelta(minutes=1)


def plan_tour(
    request: TourRequest,
    *,
    time_limit: float = 60.0,
    seed: int = 0,
    progress: Callable[[Progress], None] | None = None,
) -> Tour:
    """Return the itinerary of most value, and among those of least travel.

    Arguments:
        request: the tour. Legs are completed by the shortest way over other places; between places
            that no legs join there is no way.
        time_limit: seconds, above 0.
        seed: makes the search repeatable.
        progress: is told of the value and the travel found.

    Raises:
        EventError: the data is wrong, or the visits that must be seen do not fit together; then a
            smallest set of them that does not fit is named.
    """
    problems = tour_problems(request)
    if problems:
        raise EventError(problems)
    began = time.monotonic()
    deadline = began + time_limit
    musts = frozenset(v.visit_id for v in request.visits if v.must_see)
    if not _possible(request, musts):
        raise EventError((_conflict(request, musts),))
    planner = TourModel(request, {v.visit_id for v in request.visits}, musts)
    best = planner.most_value(max(0.1, (deadline - time.monotonic()) * 0.7), seed)
    if best is None:
        raise EventError((_out_of_time(request),))
    value, bound = best
    travel, proven = planner.least_travel(max(0.1, (deadline - time.monotonic()) * 0.8), seed)
    planner.earliest(max(0.1, deadline - time.monotonic()), seed)
    if progress is not None:
        progress(Progress("tour", value, bound, time.monotonic() - began))
    stops, overnight = planner.itinerary()
    seen = {stop.visit_id for stop in stops}
    return Tour(
        tour_id=request.tour_id,
        stops=stops,
        overnight=overnight,
        value=value,
        bound=bound,
        travel_minutes=travel,
        travel_proven=proven,
        missed=tuple(_missed(request, v) for v in request.visits if v.visit_id not in seen),
        seconds=time.monotonic() - began,
    )


def _possible(request: TourRequest, visits: frozenset[str]) -> bool:
    """Return whether some visits fit together when nothing else is visited."""
    return TourModel(request, set(visits), visits).feasible()


def _conflict(request: TourRequest, musts: frozenset[str]) -> Problem:
    """Return the problem of a minimal set of visits that do not fit together (deletion filter)."""
    if not _possible(request, frozenset()):
        return Problem(
            "tour",
            request.tour_id,
            "days",
            "the days cannot be joined: from one day's end the next day's start or end is too far",
        )
    kept = sorted(musts)
    for candidate in tuple(kept):
        if not _possible(request, frozenset(kept) - {candidate}):
            kept.remove(candidate)
    if len(kept) == 1:
        problem = "it must be seen, but cannot be reached within its windows"
    else:
        problem = f"it must be seen, but does not fit together with {', '.join(kept[1:])}"
    return Problem(
        "visit", kept[0], "must_see", problem, "Make one of them optional.", conflict=tuple(kept)
    )


def _missed(request: TourRequest, visit: Visit) -> MissedVisit:
    length = visit.minutes * MINUTE
    inside = any(
        min(window.closes, day.ends) - max(window.opens, day.starts) >= length
        for window in visit.windows
        for day in request.days
    )
    if not inside:
        why = "no window of it leaves enough time within the days of the tour"
    elif not _possible(request, frozenset((visit.visit_id,))):
        why = "it cannot be reached in time, even if nothing else were visited"
    else:
        why = f"its {visit.value} points are not worth the time that other visits need"
    return MissedVisit(visit.visit_id, why)


def _out_of_time(request: TourRequest) -> Problem:
    return Problem(
        "tour",
        request.tour_id,
        "days",
        "no itinerary was found within the time limit",
        "Allow more time, or name fewer visits.",
    )
