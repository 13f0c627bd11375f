"""Tables of background work."""

from django.db import models


class PeriodicRun(models.Model):
    """When a periodic task was last put into the queue."""

    name = models.CharField(max_length=200, unique=True)
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name}: {self.last_at}"


class WorkerBeat(models.Model):
    """A running worker's sign of life; work of a worker that fell silent is begun again."""

    worker_id = models.CharField(max_length=64, unique=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.worker_id}: {self.seen_at}"
