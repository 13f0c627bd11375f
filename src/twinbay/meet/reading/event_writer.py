"""Write an event as the files it can be read from."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from twinbay.meet.documents.spreadsheet import Cell, csv_text, write_text
from twinbay.meet.event import Event
from twinbay.meet.reading.layout import EVENT_SHEETS
from twinbay.meet.reading.shape import Layout

Record = Mapping[str, Cell]


def write_event(event: Event, folder: Path) -> None:
    """Write an event as a folder of CSV files; reading them gives an equal event."""
    records = event_records(event)
    for layout in EVENT_SHEETS:
        found = records[layout.key]
        if found or layout.required:
            write_text(folder / f"{layout.key}.csv", _csv(layout, found))


def _csv(layout: Layout, records: Iterable[Record]) -> str:
    keys = [column.key for column in layout.columns]
    return csv_text(keys, [[record.get(key, "") for key in keys] for record in records])


def event_records(event: Event) -> dict[str, list[Record]]:
    """Return the rows of every sheet, by the keys of its columns."""
    return {
        "event": [{"setting": key, "value": value} for key, value in _settings(event)],
        "delegates": [
            {
                "id": d.delegate_id,
                "name": d.name,
                "name_zh": d.name_zh,
                "organisation": d.organisation_id,
                "languages": _list(sorted(d.languages)),
                "available": _slots(d.available),
                "online": "yes" if d.online else "",
                "time_zone": d.time_zone,
                "meetings_per_day": d.meetings_per_day,
                "guaranteed_meetings": d.guaranteed_meetings,
            }
            for d in event.delegates
        ],
        "organisations": [
            {"id": o.organisation_id, "name": o.name, "name_zh": o.name_zh}
            for o in event.organisations
        ],
        "requests": [
            {
                "id": r.request_id,
                "requester": r.requester,
                "invitee": r.invitee,
                "score": r.score,
                "value": r.value,
                "length": r.length,
                "kind": r.kind.value,
                "slots": _slots(r.slots),
            }
            for r in event.requests
        ],
        "slots": [
            {
                "id": s.slot_id,
                "start": _moment(s.start),
                "end": _moment(s.end),
                "time_zone": _zone(s.start, event.time_zone),
            }
            for s in event.slots
        ],
        "tables": [
            {
                "id": t.table_id,
                "number": t.number,
                "zone": t.zone,
                "venue": t.venue_id,
                "kind": t.kind.value,
                "seats": t.seats,
                "available": _slots(t.available),
                "neighbours": None if t.neighbours is None else _list(t.neighbours) or "none",
            }
            for t in event.tables
        ],
        "venues": [{"id": v.venue_id, "name": v.name, "name_zh": v.name_zh} for v in event.venues],
        "travel": [
            {"from": j.from_venue, "to": j.to_venue, "minutes": j.minutes} for j in event.journeys
        ],
        "interpreters": [
            {
                "id": i.interpreter_id,
                "name": i.name,
                "pairs": _list(sorted("-".join(sorted(pair)) for pair in i.pairs)),
                "available": _slots(i.available),
            }
            for i in event.interpreters
        ],
        **_meetings(event),
    }


def _meetings(event: Event) -> dict[str, list[Record]]:
    return {
        "groups": [
            {
                "id": g.group_id,
                "title": g.title,
                "title_zh": g.title_zh,
                "required": _list(g.required),
                "optional": _list(g.optional),
                "minimum": g.minimum,
                "capacity": g.capacity,
                "value": g.value,
                "value_each": g.value_each,
                "length": g.length,
                "kind": g.kind.value,
                "slots": _slots(g.slots),
                "table": g.table_id,
            }
            for g in event.groups
        ],
        "fixed": [
            {
                "id": f.fixed_id,
                "parties": _list(f.parties),
                "slot": f.slot_id,
                "table": f.table_id,
                "length": f.length,
                "kind": f.kind.value,
                "delegates": _list(f.delegates),
                "interpreter": f.interpreter_id,
            }
            for f in event.fixed
        ],
        "separations": [
            {"first": s.first, "second": s.second, "distance": s.distance.value, "why": s.why}
            for s in event.separations
        ],
        "precedences": [{"before": p.before, "after": p.after} for p in event.precedences],
    }


def _settings(event: Event) -> list[tuple[str, Cell]]:
    rules, lunch = event.rules, event.rules.lunch
    found: list[tuple[str, Cell]] = [
        ("event_id", event.event_id),
        ("name", event.name),
        ("name_zh", event.name_zh),
        ("time_zone", event.time_zone),
        ("meetings_per_day", rules.meetings_per_day),
        ("longest_run", rules.longest_run),
        ("rest_minutes", rules.rest_minutes),
        ("joinable_minutes", rules.joinable_minutes),
        ("value_one_sided", rules.valuation.one_sided),
        ("value_mutual", rules.valuation.mutual),
        ("value_score", rules.valuation.score),
        ("fairness", rules.fairness.mode.value),
        ("guaranteed_meetings", rules.fairness.guaranteed_meetings),
        ("concession", rules.fairness.concession),
        ("fairness_levels", _list(str(level) for level in rules.fairness.levels) or "none"),
        ("idle_points", rules.compactness.idle),
        ("table_change_points", rules.compactness.table_change),
        ("walk_points", rules.compactness.walk),
    ]
    if lunch is not None:
        found += [
            ("lunch_from", f"{lunch.start:%H:%M}"),
            ("lunch_until", f"{lunch.end:%H:%M}"),
            ("lunch_minutes", lunch.minutes),
        ]
    return found


def _list(parts: Iterable[str]) -> str:
    return "; ".join(parts)


def _slots(named: frozenset[str] | None) -> str:
    return "" if named is None else _list(sorted(named)) or "none"


def _moment(moment: datetime) -> str:
    """Return a local time with its offset, so that it is certain when clocks change."""
    return moment.isoformat(timespec="minutes")


def _zone(moment: datetime, usual: str) -> str:
    key = getattr(moment.tzinfo, "key", usual)
    return "" if key == usual else str(key)
