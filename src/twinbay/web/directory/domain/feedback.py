"""Saying "follow" or "not for us" about a suggested partner, and taking it back."""

import secrets
from typing import Any

from twinbay.match.partners import Feedback
from twinbay.web.directory.models import DISMISS, FOLLOW, WITHDRAW, FeedbackEvent
from twinbay.web.directory.queries.feedback import current_feedback

VISITOR_KEY = "visitor"
REMEMBERED = 365 * 24 * 3600  # seconds that a browser keeps its visitor key


def visitor_of(session: Any) -> str:
    """Return the visitor key of a session, empty when nothing was said in it yet."""
    return str(session.get(VISITOR_KEY, ""))


def made_visitor(session: Any) -> str:
    """Return the visitor key of a session, making a random one at the first word."""
    if VISITOR_KEY not in session:
        session[VISITOR_KEY] = secrets.token_urlsafe(24)
        session.set_expiry(REMEMBERED)
    return visitor_of(session)


def say(visitor: str, org_id: str, partner_id: str, action: str) -> None:
    """Record what a visitor says about a partner; saying the same again changes nothing.

    Arguments:
        action: one of ``models.ACTIONS``.
    """
    holds = current_feedback(visitor, org_id).get(partner_id, WITHDRAW)
    if holds != action:
        FeedbackEvent.objects.create(
            visitor=visitor, org_id=org_id, partner_id=partner_id, action=action
        )


def feedback_for(visitor: str, org_id: str) -> Feedback:
    """Return what the ranking must respect."""
    said = current_feedback(visitor, org_id)
    return Feedback(
        followed=frozenset(p for p, word in said.items() if word == FOLLOW),
        dismissed=frozenset(p for p, word in said.items() if word == DISMISS),
    )
