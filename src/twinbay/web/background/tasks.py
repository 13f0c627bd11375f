"""Keeping the queue itself tidy."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from django_tasks import task

from twinbay.web.background.domain.periodic import periodic
from twinbay.web.background.models import WorkerBeat

KEPT = timedelta(days=14)  # how long the results of finished tasks are kept


@periodic(timedelta(days=1))
@task
def forget_finished_tasks() -> None:
    """Delete what the queue remembers of old finished tasks and of workers long gone."""
    call_command("prune_db_task_results", queue_name="*", min_age_days=KEPT.days, verbosity=0)
    WorkerBeat.objects.filter(seen_at__lt=timezone.now() - KEPT).delete()
