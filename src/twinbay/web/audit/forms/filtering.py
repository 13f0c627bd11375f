"""The choices above the trail, read from the address."""

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from twinbay.web.audit.queries.trail import KINDS, TrailFilter, labels
from twinbay.web.directory.forms.listing import text_of


def trail_filter(query: Any) -> TrailFilter:
    """Return the choices an address names; unknown values are as if not given."""
    label, kind = query.get("what", ""), query.get("kind", "")
    return TrailFilter(
        label=label if label in labels() else "",
        kind=kind if kind in KINDS else "",
        who=text_of(query, "who"),
        since=_moment(query.get("from", ""), time.min),
        until=_moment(query.get("to", ""), time.max),
    )


def _moment(text: str, at: time) -> datetime | None:
    """Return the start or end of a day in the reader's time zone."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    moment: datetime = timezone.make_aware(datetime.combine(day, at))
    return moment
