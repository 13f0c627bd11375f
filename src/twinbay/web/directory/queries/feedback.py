"""What holds of what visitors said."""

from twinbay.web.directory.models import WITHDRAW, FeedbackEvent


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
