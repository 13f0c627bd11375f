"""A small reader of RFC 5545, apart from the library that writes the calendars."""

import io
import re
from dataclasses import dataclass
from datetime import datetime

from dateutil.tz import tzical


@dataclass(frozen=True)
class Read:
    """An event as read: texts unescaped, times aware by the file's own VTIMEZONE."""

    uid: str
    sequence: int
    status: str
    start: datetime
    end: datetime
    zone: str
    summary: str
    location: str
    description: str


def read_calendar(data: bytes) -> list[Read]:
    """Return the events of a calendar; AssertionError where RFC 5545 is broken."""
    assert data.endswith(b"\r\n") and b"\n" not in data.replace(b"\r\n", b"")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75, "content lines are folded at 75 octets (section 3.1)"
        line.decode("utf-8")
    text = re.sub("\r\n[ \t]", "", data.decode("utf-8"))
    zones = tzical(io.StringIO(text)) if "BEGIN:VTIMEZONE" in text else None
    assert text.startswith("BEGIN:VCALENDAR\r\n") and "\r\nVERSION:2.0\r\n" in text
    return [
        _event(block, zones)
        for block in re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", text, re.DOTALL)
    ]


def _event(block: str, zones: tzical | None) -> Read:
    found: dict[str, tuple[str, str]] = {}
    for line in block.strip().split("\r\n"):
        name, value = line.split(":", 1)
        name, _, parameters = name.partition(";")
        assert name not in found, f"{name} twice"
        found[name] = (parameters, value)
    assert {"UID", "DTSTAMP", "DTSTART", "DTEND"} <= found.keys()
    zone = found["DTSTART"][0].removeprefix("TZID=").strip('"')
    return Read(
        uid=found["UID"][1],
        sequence=int(found["SEQUENCE"][1]),
        status=found["STATUS"][1],
        start=_moment(found["DTSTART"][1], zone, zones),
        end=_moment(found["DTEND"][1], zone, zones),
        zone=zone,
        summary=_text(found["SUMMARY"][1]),
        location=_text(found.get("LOCATION", ("", ""))[1]),
        description=_text(found.get("DESCRIPTION", ("", ""))[1]),
    )


def _moment(value: str, zone: str, zones: tzical | None) -> datetime:
    assert zones is not None and zone in zones.keys(), "every TZID has its VTIMEZONE"  # noqa: SIM118
    return datetime.strptime(value, "%Y%m%dT%H%M%S").replace(tzinfo=zones.get(zone))


def _text(value: str) -> str:
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)
