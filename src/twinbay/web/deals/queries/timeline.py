"""What happened in a deal, as far as a reader may know it."""

from collections.abc import Collection

from twinbay.web.deals.models import Deal, DealDocument, DealEvent
from twinbay.web.deals.models.document import PRINCIPALS_ONLY
from twinbay.web.deals.models.event import DOCUMENT

MOST_EVENTS = 300


def is_principal(deal: Deal, organisations: Collection[int]) -> bool:
    """Return whether one of the organisations is one of the two who began a deal."""
    principals = {deal.interest.organisation_id, deal.interest.addressee_id}
    return bool(principals & set(organisations))


def timeline(deal: Deal, organisations: Collection[int]) -> list[DealEvent]:
    """Return the entries that organisations may read, the latest first."""
    rows = deal.events.select_related("by", "organisation").order_by("-at", "-id")
    events = list(rows[:MOST_EVENTS])
    if is_principal(deal, organisations):
        return events
    return [e for e in events if not (e.kind == DOCUMENT and e.details.get("principals"))]


def documents(deal: Deal, organisations: Collection[int]) -> list[DealDocument]:
    """Return the documents that organisations may have, the latest first."""
    rows = deal.documents.filter(removed_at=None).select_related("file", "organisation", "added_by")
    if not is_principal(deal, organisations):
        rows = rows.exclude(audience=PRINCIPALS_ONLY)
    return list(rows)
