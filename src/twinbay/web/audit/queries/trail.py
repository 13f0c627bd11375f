"""Entries of the trail, newest first, of one record or of all."""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from twinbay.web.accounts.models import User
from twinbay.web.audit.domain.append_only import audited_models, history_of

KINDS = ("+", "~", "-")
LONGEST_VALUE = 500  # characters of a value that are shown
_NEVER_SHOWN = {"id", "public_id", "password", "secret", "digest"}
# What people write to each other or in confidence: only those it belongs to read it in the trail.
_WRITINGS = (models.TextField, models.JSONField)


@dataclass(frozen=True)
class Change:
    """One field before and after.

    Attributes:
        before: empty for a new record.
        withheld: whether the texts are kept from this reader; they are empty then.
    """

    field: Any
    before: str
    after: str
    withheld: bool = False


@dataclass(frozen=True)
class Entry:
    """One change of one record.

    Attributes:
        kind: ``+`` made, ``~`` changed, ``-`` removed.
        who: the person who did it, None for the platform itself.
        model: the audited model; ``label`` its name, such as ``accounts.claim``.
        record: how the record called itself then.
        public_id: of the record, None when its model has none.
    """

    at: datetime
    kind: str
    who: User | None
    model: Any
    label: str
    record: str
    public_id: Any
    changes: Sequence[Change]


@dataclass(frozen=True)
class TrailFilter:
    """What to show of the trail.

    Attributes:
        label: a model's label, empty for all.
        kind: one of ``KINDS``, empty for all.
        who: part of a name or address of the person, empty for all.
        since, until: first and last moment; None for no bound.
    """

    label: str = ""
    kind: str = ""
    who: str = ""
    since: datetime | None = None
    until: datetime | None = None


def labels() -> list[str]:
    """Return the labels of the audited models."""
    return [model._meta.label_lower for model in audited_models()]


def model_of(label: str) -> Any:
    """Return the audited model of a label, None when there is none."""
    return next((m for m in audited_models() if m._meta.label_lower == label), None)


def trail(wanted: TrailFilter, limit: int, offset: int = 0) -> list[Entry]:
    """Return entries of all records, newest first.

    Two queries a model, however many entries: one for the entries, one for what was before. What
    people wrote is withheld: whoever runs the platform sees that it changed, not what it says.
    """
    chosen_models = [m for m in audited_models() if wanted.label in ("", m._meta.label_lower)]
    rows = [_rows(_filtered(history_of(m), wanted), m, offset + limit) for m in chosen_models]
    merged = heapq.merge(*rows, key=lambda pair: pair[1].history_date, reverse=True)
    chosen = [pair for number, pair in enumerate(merged) if offset <= number < offset + limit]
    return _entries(chosen, writings=False)


def trail_of(record: Any, limit: int, *, writings: bool) -> list[Entry]:
    """Return the entries of one record, newest first.

    Arguments:
        writings: whether what people wrote is shown too, to those whom it belongs to.
    """
    model = type(record)
    rows = history_of(model).objects.filter(**{model._meta.pk.name: record.pk})
    return _entries(_rows(rows, model, limit), writings=writings)


def _filtered(history: Any, wanted: TrailFilter) -> Any:
    rows = history.objects.all()
    if wanted.kind:
        rows = rows.filter(history_type=wanted.kind)
    if wanted.since:
        rows = rows.filter(history_date__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(history_date__lte=wanted.until)
    if wanted.who:
        people = User.objects.filter(email__icontains=wanted.who)
        people |= User.objects.filter(name__icontains=wanted.who)
        people |= User.objects.filter(name_zh__icontains=wanted.who)
        rows = rows.filter(history_user__in=people.values("pk"))
    return rows


def _rows(rows: Any, model: Any, limit: int) -> list[tuple[Any, Any]]:
    ordered = rows.select_related("history_user").order_by("-history_date", "-history_id")
    return [(model, row) for row in ordered[:limit]]


def _entries(pairs: Iterable[tuple[Any, Any]], *, writings: bool) -> list[Entry]:
    chosen = list(pairs)
    by_model: dict[Any, list[Any]] = defaultdict(list)
    for model, row in chosen:
        by_model[model].append(row)
    before = {model: _before(model, rows) for model, rows in by_model.items()}
    return [
        _entry(model, row, _changes(row, before[model].get(row.history_id), writings))
        for model, row in chosen
    ]


def _before(model: Any, rows: Sequence[Any]) -> dict[int, Any]:
    """Return the row before each row, by history id."""
    key = model._meta.pk.name
    ids = {getattr(row, key) for row in rows}
    found: dict[int, Any] = {}
    last: dict[Any, Any] = {}
    history = history_of(model).objects.filter(**{f"{key}__in": ids})
    for row in history.order_by("history_date", "history_id"):
        record = getattr(row, key)
        if record in last:
            found[row.history_id] = last[record]
        last[record] = row
    return found


def _entry(model: Any, row: Any, changes: Sequence[Change]) -> Entry:
    return Entry(
        at=row.history_date,
        kind=row.history_type,
        who=row.history_user,
        model=model,
        label=model._meta.label_lower,
        record=_called(model, row),
        public_id=getattr(row, "public_id", None),
        changes=changes,
    )


def _called(model: Any, row: Any) -> str:
    for name in ("title", "title_zh", "name", "name_zh", "email", "role", "purpose", "state"):
        if text := getattr(row, name, ""):
            return str(text)[:LONGEST_VALUE]
    return str(getattr(row, model._meta.pk.name))


def _changes(row: Any, before: Any, writings: bool) -> list[Change]:
    changes = []
    for field in row.tracked_fields:
        if field.name in _NEVER_SHOWN:
            continue
        new = _text(field, getattr(row, field.attname))
        old = _text(field, getattr(before, field.attname)) if before is not None else ""
        if new == old:
            continue
        withheld = not writings and isinstance(field, _WRITINGS)
        changes.append(Change(field, "", "", True) if withheld else Change(field, old, new))
    return changes


def _text(field: Any, value: Any) -> str:
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if field.flatchoices and isinstance(value, str):
        value = dict(field.flatchoices).get(value, value)
    text = _local(value) if isinstance(value, datetime) else value
    return str(text)[:LONGEST_VALUE]


def _local(moment: datetime) -> str:
    return str(timezone.localtime(moment).isoformat(sep=" ", timespec="seconds"))
