"""What holds of what visitors said."""

from twinbay.match.ranking.feedback import Answer
from twinbay.web.directory.models import DISMISS, FOLLOW, WITHDRAW, FeedbackEvent

ANSWER_KINDS = {FOLLOW: "follow", DISMISS: "not-for-us"}


def current_feedback(visitor: str, org_id: str) -> dict[str, str]:
    """Return a visitor's last word on each partner of an organisation, in one query.

    Returns:
        ``follow`` or ``dismiss`` by partner id; what was taken back is left out.
    """
    if not visitor:
        return {}
    events = FeedbackEvent.objects.filter(visitor=visitor, org_id=org_id).values_list(
        "partner_id", "action"
    )
    last = dict(events)  # in order of time: later ones replace earlier ones
    return {partner: word for partner, word in last.items() if word != WITHDRAW}


def all_answers() -> tuple[Answer, ...]:
    """Return the last word of every visitor on every suggestion, in the order of time.

    What was taken back is left out.
    """
    last: dict[tuple[str, str, str], str] = {}
    for visitor, org_id, partner_id, action in FeedbackEvent.objects.values_list(
        "visitor", "org_id", "partner_id", "action"
    ):
        last.pop((visitor, org_id, partner_id), None)  # a later word comes last
        last[visitor, org_id, partner_id] = action
    return tuple(
        Answer(visitor, org_id, partner_id, ANSWER_KINDS[action])
        for (visitor, org_id, partner_id), action in last.items()
        if action != WITHDRAW
    )
