"""A delegation's tour: cities, hosts with their time windows, and the itinerary made of them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Window:
    """A period in which a host receives; both ends aware."""

    opens: datetime
    closes: datetime


@dataclass(frozen=True, slots=True)
class Visit:
    """A host that the party may visit.

    Attributes:
        visit_id: unique identifier.
        host, host_zh: who receives.
        place_id: where (a :class:`Place`).
        minutes: how long the visit takes.
        windows: when it may take place: it starts and ends within one of them.
        value: points, whole, 0 or more.
        must_see: whether a tour without it is no tour.
        address: for the itinerary.
    """

    visit_id: str
    host: str
    place_id: str
    minutes: int
    windows: tuple[Window, ...]
    value: int = 1
    must_see: bool = False
    host_zh: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A stop on the map: a city, or a part of one."""

    place_id: str
    name: str
    name_zh: str = ""
    overnight: bool = True


@dataclass(frozen=True, slots=True)
class Leg:
    """Minutes on the way between two places; both directions unless the other is given too."""

    from_place: str
    to_place: str
    minutes: int


@dataclass(frozen=True, slots=True)
class TourDay:
    """One day of the tour.

    Attributes:
        starts: earliest departure, aware.
        ends: latest return, aware.
        start_place: where the day begins; empty means where the day before ended.
        end_place: where it must end; empty means any place where one can stay overnight.
    """

    starts: datetime
    ends: datetime
    start_place: str = ""
    end_place: str = ""


@dataclass(frozen=True, slots=True)
class TourRequest:
    """What the tour planner is given.

    Attributes:
        tour_id, name, name_zh: what it is called.
        places, legs, visits, days: see there; days are in order and do not overlap.
        visits_per_day: most visits a day; None for no limit.
        pause_minutes: least time between the end of a visit and the departure to the next.
        lunch_minutes: free time without interruption that every day keeps between
            ``lunch_from`` and ``lunch_until`` o'clock, on the way or between visits.
        lunch_from, lunch_until: minutes after local midnight.
    """

    tour_id: str
    name: str
    places: tuple[Place, ...]
    legs: tuple[Leg, ...]
    visits: tuple[Visit, ...]
    days: tuple[TourDay, ...]
    name_zh: str = ""
    visits_per_day: int | None = None
    pause_minutes: int = 0
    lunch_minutes: int = 0
    lunch_from: int = 11 * 60 + 30
    lunch_until: int = 14 * 60


@dataclass(frozen=True, slots=True)
class Stop:
    """One visit of the itinerary, with the way to it.

    Attributes:
        visit_id: the visit.
        day: index of the day, from 0.
        departs: departure from the place before (None when it is already there).
        travel_minutes: on the way.
        arrives, leaves: beginning and end of the visit.
    """

    visit_id: str
    day: int
    departs: datetime | None
    travel_minutes: int
    arrives: datetime
    leaves: datetime


@dataclass(frozen=True, slots=True)
class MissedVisit:
    """A visit left out, and why in one sentence."""

    visit_id: str
    why: str


@dataclass(frozen=True, slots=True)
class Tour:
    """An itinerary with its certificate.

    Attributes:
        tour_id: whose.
        stops: in the order of time.
        overnight: place where each day ends.
        value, bound: points reached, and points that cannot be surpassed.
        travel_minutes: on the way in all; least for the value when ``travel_proven``.
        travel_proven: whether no itinerary of this value travels less.
        missed: visits left out.
        seconds: time spent.
    """

    tour_id: str
    stops: tuple[Stop, ...]
    overnight: tuple[str, ...]
    value: int
    bound: int
    travel_minutes: int
    travel_proven: bool
    missed: tuple[MissedVisit, ...]
    seconds: float = 0.0
