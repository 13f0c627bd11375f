"""Background work of deals."""

from datetime import timedelta

from django_tasks import task

from twinbay.web.background.domain.periodic import periodic
from twinbay.web.deals.domain.reminders import remind


@periodic(timedelta(hours=1))
@task
def remind_of_next_steps() -> int:
    """Send the reminders that are due; running it twice sends nothing twice."""
    return remind()
