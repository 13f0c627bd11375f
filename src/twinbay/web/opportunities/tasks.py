"""What is due every day: ends, reminders, matching, lists, letters. Each may safely run twice."""

from datetime import timedelta

from django_tasks import task

from twinbay.web.background.domain.periodic import periodic
from twinbay.web.opportunities.domain.digests import send_due_digests
from twinbay.web.opportunities.domain.expiring import end_expired, remind
from twinbay.web.opportunities.domain.matching import match_all
from twinbay.web.opportunities.domain.subjects import today
from twinbay.web.opportunities.domain.suggesting import suggest_to_all


@periodic(timedelta(hours=1))
@task
def end_and_remind() -> None:
    """End what has expired, and remind the owners of what will."""
    end_expired()
    remind()


@periodic(timedelta(days=1))
@task
def match_and_suggest() -> None:
    """Find counterparts anew, renew everybody's list, send the letters that are due."""
    day = today()
    match_all(day)
    suggest_to_all(day)
    send_due_digests(day)
