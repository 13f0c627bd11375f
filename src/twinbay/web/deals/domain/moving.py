"""Moving a deal from stage to stage: one at a time, each move written down."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twinbay.web.deals.domain import telling
from twinbay.web.deals.domain.acting import Acting
from twinbay.web.deals.domain.locking import locked_deal
from twinbay.web.deals.domain.problems import Refused
from twinbay.web.deals.domain.stages import Stage, blockers
from twinbay.web.deals.models import Deal, DealEvent
from twinbay.web.deals.models.event import STAGE


def move(
    deal_pk: int, seen: Stage, target: Stage, by: Acting, *, note: str = "", reason: str = ""
) -> bool:
    """Move a deal on.

    Arguments:
        seen: the stage that the person saw it in.
        target: where it shall go.
        note: what the person writes to it.
        reason: why it is closed, one of ``ClosedReason``.

    Returns:
        whether this call moved it: False when somebody else, or a second click, had done so.

    Raises:
        Refused: it stands elsewhere by now, or a guard says no.
    """
    with transaction.atomic():
        deal = locked_deal(deal_pk)
        if deal.stage != seen:
            if deal.stage == target:
                return False
            raise Refused(_("The deal has been moved meanwhile; look at where it stands now."))
        if target is Stage.CLOSED:
            deal.closed_reason, deal.closed_note = reason, note
        found = blockers(deal.facts(), target)
        if found:
            raise Refused(_("The deal cannot move there yet."), found)
        now = timezone.now()
        lasted = max(int((now - deal.stage_since).total_seconds()), 0)
        _transition(deal, target)
        deal.stage_since = now
        deal.save()
        DealEvent.objects.create(
            deal=deal,
            kind=STAGE,
            by=by.user,
            organisation_id=by.organisation_id,
            at=now,
            from_stage=seen.value,
            to_stage=target.value,
            lasted=lasted,
            note=note,
            details={"reason": reason} if target is Stage.CLOSED else {},
        )
        telling.stage_changed(deal, by)
    return True


def _transition(deal: Deal, target: Stage) -> None:
    if deal.stage == Stage.CLOSED:
        deal.reopen()
        return
    moves = {
        Stage.NDA: deal.to_nda,
        Stage.EVALUATION: deal.to_evaluation,
        Stage.NEGOTIATION: deal.to_negotiation,
        Stage.SIGNED: deal.to_signed,
        Stage.CLOSED: deal.to_closed,
    }
    moves[target]()
