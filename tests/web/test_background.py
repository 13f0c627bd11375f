"""The worker: what is due runs once, and what a killed worker left is begun again."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def daily(lake_home: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """One periodic task and nothing else."""
    from twinbay.web.background.domain import periodic
    from twinbay.web.background.models import PeriodicRun
    from twinbay.web.background.tasks import forget_finished_tasks

    registry = {forget_finished_tasks.module_path: (forget_finished_tasks, timedelta(days=1))}
    monkeypatch.setattr(periodic, "_registered", registry)
    PeriodicRun.objects.all().delete()
    yield forget_finished_tasks.module_path
    PeriodicRun.objects.all().delete()


def test_a_periodic_task_is_due_at_first_and_again_after_its_time(daily: str) -> None:
    from django.utils import timezone

    from twinbay.web.background.domain.periodic import enqueue_due

    now = timezone.now()
    assert enqueue_due(now) == [daily]
    assert enqueue_due(now + timedelta(hours=23)) == []
    assert enqueue_due(now + timedelta(hours=24)) == [daily]


def test_of_two_workers_only_one_enqueues(daily: str) -> None:
    from django.utils import timezone

    from twinbay.web.background.domain.periodic import _claimed

    now, day = timezone.now(), timedelta(days=1)
    assert [_claimed(daily, now, day), _claimed(daily, now, day)] == [True, False]


def test_work_of_a_killed_worker_is_begun_again_but_not_that_of_a_living_one(
    lake_home: Path,
) -> None:
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    from twinbay.web.background.domain.worker import SILENT, requeue_abandoned
    from twinbay.web.background.models import WorkerBeat
    from twinbay.web.background.tasks import forget_finished_tasks

    now = timezone.now()
    results = []
    for worker in ("living", "killed", "quick"):
        enqueued = forget_finished_tasks.enqueue()
        result = DBTaskResult.objects.get(pk=enqueued.id)
        result.claim(worker)
        results.append(result)
    old = now - 2 * SILENT
    DBTaskResult.objects.filter(pk__in=[r.pk for r in results[:2]]).update(started_at=old)
    WorkerBeat.objects.create(worker_id="living", seen_at=now)
    WorkerBeat.objects.create(worker_id="killed", seen_at=old)
    assert requeue_abandoned(now) == 1
    statuses = [DBTaskResult.objects.get(pk=r.pk).status for r in results]
    assert statuses == ["RUNNING", "READY", "RUNNING"]
    WorkerBeat.objects.all().delete()
    DBTaskResult.objects.filter(pk__in=[r.pk for r in results]).delete()


def test_a_worker_in_a_thread_works_and_stops_when_told(lake_home: Path) -> None:
    import threading

    from django_tasks_db.models import DBTaskResult

    from twinbay.web.background.domain.worker import Worker
    from twinbay.web.background.models import WorkerBeat
    from twinbay.web.background.tasks import forget_finished_tasks

    enqueued = forget_finished_tasks.enqueue()
    worker = Worker()
    done = threading.Event()
    run_once = worker.run_once

    def run_and_tell() -> None:
        run_once()
        done.set()

    worker.run_once = run_and_tell  # type: ignore[method-assign]
    thread = threading.Thread(target=worker.run)
    thread.start()
    assert done.wait(timeout=30)
    worker.stop()
    thread.join(timeout=30)
    assert not thread.is_alive()
    assert DBTaskResult.objects.get(pk=enqueued.id).status == "SUCCESSFUL"
    assert not WorkerBeat.objects.filter(worker_id=worker.worker_id).exists()
