"""Background work of the screening."""

from datetime import timedelta

from django_tasks import task

from twinbay.web.background.domain.periodic import periodic
from twinbay.web.screening.domain.running import screen_due


@periodic(timedelta(minutes=10))
@task
def screen_parties() -> None:
    """Compare new and renamed parties, and all when a list was loaded."""
    screen_due()
