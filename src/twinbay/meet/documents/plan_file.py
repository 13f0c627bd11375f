"""The plan as one JSON file: what ``replan`` starts from."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from twinbay.errors import SourceError
from twinbay.meet.documents.calendars import Entry
from twinbay.meet.timetable import (
    AgendaFigures,
    Meeting,
    MeetingKind,
    PartyShare,
    Proof,
    Reason,
    Timetable,
    Unmet,
)

NAME = "plan.json"
FORMAT = 1

Calendars = Mapping[str, Mapping[str, tuple[Entry, ...]]]
"""Calendar entries by language and delegate."""


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan that went out.

    Attributes:
        timetable: the timetable.
        version: 0 for the first, then the number of the update.
        calendars: the calendar entries that went out, with their sequence.
    """

    timetable: Timetable
    version: int = 0
    calendars: Calendars = field(default_factory=dict)


def plan_text(plan: PlanFile) -> str:
    """Return the content of the file."""
    calendars = {
        language: {person: [_entry_plain(e) for e in found] for person, found in people.items()}
        for language, people in plan.calendars.items()
    }
    content = {
        "format": FORMAT,
        "version": plan.version,
        "timetable": asdict(plan.timetable),
        "calendars": calendars,
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def read_plan(folder: Path) -> PlanFile:
    """Return the plan that a folder holds.

    Raises:
        SourceError: it holds none, or one that is damaged or of another version.
    """
    path = folder / NAME
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] != FORMAT:
            raise SourceError(f"the plan has format {content['format']!r}", where=str(path))
        return PlanFile(
            timetable=_timetable(content["timetable"]),
            version=int(content["version"]),
            calendars={
                language: {
                    person: tuple(_entry(entry) for entry in found)
                    for person, found in people.items()
                }
                for language, people in content["calendars"].items()
            },
        )
    except FileNotFoundError:
        raise SourceError(
            "there is no plan",
            where=str(folder),
            remedy="Name the folder that “twinbay meet solve” or “twinbay meet replan” wrote.",
        ) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SourceError("the plan is damaged", where=str(path)) from error


def _timetable(content: dict[str, Any]) -> Timetable:
    return Timetable(
        event_id=content["event_id"],
        meetings=tuple(_meeting(found) for found in content["meetings"]),
        unmet=tuple(_unmet(found) for found in content["unmet"]),
        proofs=tuple(Proof(**found) for found in content["proofs"]),
        shares=tuple(PartyShare(**found) for found in content["shares"]),
        figures=AgendaFigures(**content["figures"]),
        seconds=content["seconds"],
        seed=content["seed"],
    )


def _meeting(content: dict[str, Any]) -> Meeting:
    lists = ("requests", "parties", "delegates", "slots", "languages")
    tuples = {key: tuple(content[key]) for key in lists}
    return Meeting(**{**content, **tuples, "kind": MeetingKind(content["kind"])})


def _unmet(content: dict[str, Any]) -> Unmet:
    tuples = {key: tuple(content[key]) for key in ("requests", "parties", "blockers")}
    return Unmet(**{**content, **tuples, "reason": Reason(content["reason"])})


def _entry_plain(entry: Entry) -> dict[str, Any]:
    return {**asdict(entry), "start": entry.start.isoformat(), "end": entry.end.isoformat()}


def _entry(content: dict[str, Any]) -> Entry:
    zone = ZoneInfo(content["zone"])
    moments = {
        key: datetime.fromisoformat(content[key]).astimezone(zone) for key in ("start", "end")
    }
    return Entry(**{**content, **moments})
