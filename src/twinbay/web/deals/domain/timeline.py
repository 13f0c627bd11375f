"""Writing entries of a deal's timeline."""

from typing import Any

from twinbay.web.deals.domain.acting import Acting
from twinbay.web.deals.models import Deal, DealEvent


def write_down(
    deal: Deal, kind: str, by: Acting, *, note: str = "", details: dict[str, Any] | None = None
) -> None:
    """Add an entry that is no change of the stage.

    Arguments:
        kind: one of ``models.event.EVENT_NAMES``.
        note: what the person wrote to it.
        details: plain values that the entry is read with.
    """
    DealEvent.objects.create(
        deal=deal,
        kind=kind,
        by=by.user,
        organisation_id=by.organisation_id,
        note=note,
        details=details or {},
    )
