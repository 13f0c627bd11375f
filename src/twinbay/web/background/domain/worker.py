"""A worker: takes tasks from the queue until it is told to stop."""

import logging
import secrets
import threading
from datetime import datetime, timedelta

from django.db import OperationalError, close_old_connections, connections
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker
from django_tasks_db.models import DBTaskResult

from twinbay.web.background.domain.periodic import enqueue_due
from twinbay.web.background.models import WorkerBeat

logger = logging.getLogger(__name__)

PAUSE = 1.0  # seconds between two looks at an empty queue
BEAT = 20.0  # seconds between two signs of life
SILENT = timedelta(minutes=2)  # after which a worker counts as killed


class Worker:
    """Runs tasks one after another in the thread that calls :meth:`run`."""

    def __init__(self) -> None:
        self.worker_id = secrets.token_hex(16)
        self._stop = threading.Event()
        self._queue = QueueWorker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=self.worker_id,
            excluded_queue_names=[],
        )

    def stop(self) -> None:
        """Finish the task in hand, then return from :meth:`run`; callable from any thread."""
        self._queue.running = False
        self._stop.set()

    def run(self) -> None:
        """Work until stopped."""
        beat = threading.Thread(target=self._beat, name="worker-beat", daemon=True)
        beat.start()
        try:
            while not self._stop.is_set():
                self.run_once()
                self._stop.wait(PAUSE)
        finally:
            self._stop.set()
            beat.join(timeout=PAUSE)
            WorkerBeat.objects.filter(worker_id=self.worker_id).delete()
            connections.close_all()

    def run_once(self) -> None:
        """Put what is due into the queue and run everything that waits."""
        try:
            close_old_connections()
            requeue_abandoned(timezone.now())
            enqueue_due(timezone.now())
            self._queue.run()
        except OperationalError:
            # The database is busy or restarts; the next look finds the work still there.
            logger.warning("the task queue cannot be read at the moment", exc_info=True)

    def _beat(self) -> None:
        while not self._stop.is_set():
            try:
                WorkerBeat.objects.update_or_create(
                    worker_id=self.worker_id, defaults={"seen_at": timezone.now()}
                )
            except OperationalError:
                logger.warning("a worker's sign of life could not be written", exc_info=True)
            self._stop.wait(BEAT)
        connections.close_all()


def requeue_abandoned(now: datetime) -> int:
    """Put back the tasks of workers that were killed; return how many.

    A task counts as abandoned when it has run for longer than ``SILENT`` and the worker that holds
    it has given no sign of life for as long.
    """
    alive = set(
        WorkerBeat.objects.filter(seen_at__gt=now - SILENT).values_list("worker_id", flat=True)
    )
    back = 0
    for result in DBTaskResult.objects.running().filter(started_at__lt=now - SILENT):
        if result.worker_ids and result.worker_ids[-1] in alive:
            continue
        logger.warning("begun again after its worker was killed: %s", result.task_path)
        back += (
            DBTaskResult.objects.running()
            .filter(pk=result.pk)
            .update(status=TaskResultStatus.READY, started_at=None)
        )
    return back
