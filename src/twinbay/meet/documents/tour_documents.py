"""A tour's itinerary as a calendar and as printed pages."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from twinbay.meet.documents.calendars import NAMESPACE, Entry
from twinbay.meet.documents.pages import header, page, table
from twinbay.meet.documents.wording import say, say_day, say_offset, say_span
from twinbay.meet.tour import Place, Stop, Tour, TourRequest, Visit


def _named(english: str, chinese: str, language: str) -> str:
    return (chinese or english) if language == "zh" else (english or chinese)


class Itinerary:
    """Looks up the names of a tour's visits and places."""

    def __init__(self, request: TourRequest, tour: Tour) -> None:
        self.request, self.tour = request, tour
        self.visits: dict[str, Visit] = {v.visit_id: v for v in request.visits}
        self.places: dict[str, Place] = {p.place_id: p for p in request.places}

    def name(self, language: str) -> str:
        """Return what the tour is called."""
        return _named(self.request.name, self.request.name_zh, language)

    def host(self, visit_id: str, language: str) -> str:
        """Return who receives."""
        visit = self.visits[visit_id]
        return _named(visit.host, visit.host_zh, language)

    def place(self, place_id: str, language: str) -> str:
        """Return what a place is called."""
        place = self.places[place_id]
        return _named(place.name, place.name_zh, language)

    def day(self, number: int) -> tuple[Stop, ...]:
        """Return the stops of a day."""
        return tuple(stop for stop in self.tour.stops if stop.day == number)


def tour_entries(itinerary: Itinerary, language: str) -> tuple[Entry, ...]:
    """Return the visits, and the ways to them, as calendar entries."""
    found = []
    for stop in itinerary.tour.stops:
        visit = itinerary.visits[stop.visit_id]
        zone = _zone_name(stop)
        host = itinerary.host(stop.visit_id, language)
        where = itinerary.place(visit.place_id, language)
        if stop.departs is not None and stop.travel_minutes:
            way = say("on the way", language, minutes=stop.travel_minutes)
            found.append(
                Entry(
                    uid=_uid(itinerary, f"way\n{stop.visit_id}"),
                    start=stop.departs,
                    end=stop.departs + timedelta(minutes=stop.travel_minutes),
                    zone=zone,
                    summary=f"→ {where}",
                    location="",
                    description=way,
                )
            )
        found.append(
            Entry(
                uid=_uid(itinerary, stop.visit_id),
                start=stop.arrives,
                end=stop.leaves,
                zone=zone,
                summary=host,
                location=say("join", language).join(p for p in (visit.address, where) if p),
                description="",
            )
        )
    return tuple(found)


def _zone_name(stop: Stop) -> str:
    zone = stop.arrives.tzinfo
    return zone.key if isinstance(zone, ZoneInfo) else "UTC"


def _uid(itinerary: Itinerary, key: str) -> str:
    name = "\n".join((itinerary.request.tour_id, key))
    return f"{uuid.uuid5(NAMESPACE, name)}@twinbay"


def tour_page(itinerary: Itinerary, language: str) -> str:
    """Return the itinerary for printing."""
    request, tour = itinerary.request, itinerary.tour
    zone = request.days[0].starts.tzinfo
    least = say("tour least travel", language) if tour.travel_proven else ""
    proof = say(
        "tour proof",
        language,
        value=tour.value,
        bound=tour.bound,
        minutes=tour.travel_minutes,
        proven=least,
    )
    times = say("times in", language, zone=getattr(zone, "key", "UTC"))
    title, kind = itinerary.name(language), say("itinerary", language)
    body = [header(kind, title, (times, proof), f"{title} – {kind}")]
    for number, day in enumerate(request.days):
        heading = (
            f"{say('day number', language, number=number + 1)} – {say_day(day.starts, language)}"
        )
        body.append(
            f'<h2>{escape(heading)}<span class="light">{say_offset(day.starts)}</span></h2>'
        )
        body.append(_day(itinerary, itinerary.day(number), language))
        last = number == len(request.days) - 1
        where = itinerary.place(tour.overnight[number], language)
        night = say("ends in" if last else "overnight", language, place=where)
        body.append(f'<p class="light">{escape(night)}</p>')
    if tour.missed:
        body.append(f"<h2>{escape(say('missed', language))}</h2>")
        rows = [
            (escape(itinerary.host(m.visit_id, language)), escape(_why(m.why, language)))
            for m in tour.missed
        ]
        body.append(table([say("host", language), say("why", language)], rows))
    return page(f"{title} – {say('itinerary', language)}", "\n".join(body), language, "agenda away")


def _day(itinerary: Itinerary, stops: Sequence[Stop], language: str) -> str:
    if not stops:
        return f'<p class="light">{escape(say("no visits", language))}</p>'
    headings = [say(key, language) for key in ("time", "host", "place")]
    return table(headings, [_stop(itinerary, stop, language) for stop in stops])


def _stop(itinerary: Itinerary, stop: Stop, language: str) -> tuple[str, str, str]:
    visit = itinerary.visits[stop.visit_id]
    span = f"<strong>{say_span(stop.arrives, stop.leaves)}</strong>"
    way = ""
    if stop.departs is not None and stop.travel_minutes:
        minutes = say("on the way", language, minutes=stop.travel_minutes)
        departs = f"{say('departs', language)} {stop.departs:%H:%M}"
        way = f'<br><span class="light">{departs}{say("join", language)}{minutes}</span>'
    host, other = (itinerary.host(stop.visit_id, code) for code in _order(language))
    also = f'<div class="light">{escape(other)}</div>' if other != host else ""
    address = f'<div class="light">{escape(visit.address)}</div>' if visit.address else ""
    place = escape(itinerary.place(visit.place_id, language))
    return (
        f'<div class="time">{span}{way}</div>',
        f'<div class="strong">{escape(host)}</div>{also}',
        f'<div class="strong">{place}</div>{address}',
    )


def _order(language: str) -> tuple[str, str]:
    return ("zh", "en") if language == "zh" else ("en", "zh")


REASONS = (
    ("no window", "其接待时间在行程各天内不足以完成访问"),
    ("it cannot be reached", "即使不访问别处，也无法及时到达"),
    ("its ", "其分值不足以抵偿其他访问所需的时间"),
)
"""Beginnings of the planner's reasons, with their Chinese."""


def _why(why: str, language: str) -> str:
    """Return the planner's reason in the language of the page."""
    if language == "en":
        return why
    return next((chinese for begin, chinese in REASONS if why.startswith(begin)), why)


def itinerary_json(itinerary: Itinerary) -> dict[str, Any]:
    """Return the itinerary as plain values."""
    return asdict(itinerary.tour)
