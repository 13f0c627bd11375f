"""Sending letters in the background."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from twinbay.web.accounts.models import User
from twinbay.web.background.domain.periodic import periodic
from twinbay.web.notifications.domain.letters import people_with_due_letters, send_due_letter


@task
def send_letter(user_id: int) -> int:
    """Send a person what waits; running it twice sends nothing twice."""
    return send_due_letter(User.objects.get(pk=user_id), timezone.now())


@periodic(timedelta(minutes=5))
@task
def send_due_letters() -> int:
    """Send the daily letters, and those that the mail server refused before."""
    due = people_with_due_letters(timezone.now())
    for user_id in due:
        send_letter.enqueue(user_id)
    return len(due)
