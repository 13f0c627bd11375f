"""Tasks that are due again and again."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from twinbay.web.background.models import PeriodicRun

_registered: dict[str, tuple[Any, timedelta]] = {}


def periodic(every: timedelta) -> Callable[[Any], Any]:
    """Return a decorator that puts a task without arguments into the queue again and again.

    Arguments:
        every: the least time between two runs; workers look about once a second.
    """

    def register(task: Any) -> Any:
        _registered[task.module_path] = (task, every)
        return task

    return register


def registered() -> dict[str, timedelta]:
    """Return the time between two runs by the dotted path of each periodic task."""
    return {path: every for path, (_task, every) in _registered.items()}


def enqueue_due(now: datetime) -> list[str]:
    """Put what is due into the queue, once however many workers look; return its paths."""
    due = []
    last = dict(PeriodicRun.objects.values_list("name", "last_at"))
    for path, (task, every) in _registered.items():
        if path in last and now - last[path] < every:
            continue
        with transaction.atomic():
            if _claimed(path, now, every):
                task.enqueue()
                due.append(path)
    return due


def _claimed(path: str, now: datetime, every: timedelta) -> bool:
    """Return whether this worker is the one that runs a task now."""
    try:
        with transaction.atomic():
            PeriodicRun.objects.create(name=path, last_at=now)
    except IntegrityError:
        late = Q(last_at__lte=now - every)
        return bool(PeriodicRun.objects.filter(late, name=path).update(last_at=now))
    return True
