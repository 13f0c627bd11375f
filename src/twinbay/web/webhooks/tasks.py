"""Background work of webhooks."""

from datetime import timedelta

from django_tasks import task

from twinbay.web.background.domain.periodic import periodic
from twinbay.web.webhooks.domain.delivering import deliver_due


@periodic(timedelta(minutes=1))
@task
def deliver_to_webhooks() -> None:
    """Deliver what is due."""
    deliver_due()
