"""Files of a record: added, taken off, read."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twinbay.web.files.domain.storing import store
from twinbay.web.opportunities.domain.content import content_of
from twinbay.web.opportunities.domain.drafting import locked, writable
from twinbay.web.opportunities.domain.refusals import StepRefused
from twinbay.web.opportunities.models import Attachment, Opportunity, State
from twinbay.web.opportunities.models.attachment import CONFIDENTIAL_PART
from twinbay.web.permissions import Action

MOST_FILES = 20


def attach(opportunity: Opportunity, upload: Any, part: str, user: Any) -> Attachment:
    """Add a file; others read it once an officer published the record with it.

    Raises:
        StepRefused: there are too many, or the record may not be changed where it stands.
        FileRefused: the file is of no kind that is taken.
    """
    _check(opportunity)
    stored = store(upload, user)  # outside the transaction: a large file must not hold locks
    with transaction.atomic():
        current = locked(opportunity)
        _check(current)
        if current.state == State.PUBLISHED and not current.pending_state:
            current.pending, current.pending_state = content_of(current), State.DRAFT
            current.revision += 1
            current.save()
        attachment: Attachment = Attachment.objects.create(
            opportunity=current, file=stored, part=part, added_by=user
        )
        return attachment


def _check(opportunity: Opportunity) -> None:
    if not writable(opportunity):
        raise StepRefused(_("It cannot be changed while it is in this state."))
    if opportunity.attachments.filter(removed_at=None).count() >= MOST_FILES:
        most = {"most": MOST_FILES}
        raise StepRefused(_("A record has at most %(most)s files.") % most)


def take_off(attachment: Attachment) -> None:
    """Take a file off a record, at once for everybody."""
    if attachment.removed_at is None:
        attachment.removed_at = timezone.now()
        attachment.save()


def action_to_read(attachment: Attachment) -> Action:
    """Return what somebody must be allowed to do to read a file.

    What no officer has published yet is read by the owner's side only, but the members' part also
    by the officer who reviews it (``pages.attachment_views``).
    """
    if attachment.part == CONFIDENTIAL_PART:
        return Action.OPPORTUNITY_READ_CONFIDENTIAL
    return Action.OPPORTUNITY_READ
