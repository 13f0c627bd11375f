"""Beginning and saving what a member writes, so that nothing written is lost or overwritten."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from twinbay.web.accounts.models import MemberOrganisation
from twinbay.web.opportunities.domain.content import Content, apply, working_content
from twinbay.web.opportunities.domain.indexing import index
from twinbay.web.opportunities.domain.refusals import ChangedMeanwhile, StepRefused
from twinbay.web.opportunities.models import Opportunity, State

WRITTEN_DIRECTLY = (State.DRAFT, State.RETURNED)
AUTOSAVE = "autosave"


def begin(organisation: MemberOrganisation, author: Any, kind: str) -> Opportunity:
    """Return a new, empty draft."""
    draft: Opportunity = Opportunity.objects.create(
        organisation=organisation, author=author, kind=kind
    )
    return draft


def locked(opportunity: Opportunity) -> Opportunity:
    """Return the record as it is now, locked until the transaction ends."""
    found: Opportunity = (
        Opportunity.objects.select_for_update(of=("self",))
        .select_related("organisation", "author")
        .get(pk=opportunity.pk)
    )
    return found


def writable(opportunity: Opportunity) -> bool:
    """Return whether its content may be changed where it stands."""
    if opportunity.state == State.PUBLISHED:
        return bool(opportunity.pending_state != State.IN_REVIEW)
    return opportunity.state in WRITTEN_DIRECTLY


@transaction.atomic
def save(
    opportunity: Opportunity, content: Content, revision: int, *, reason: str = ""
) -> Opportunity:
    """Save what was written; of a published record as a change that waits for review.

    Arguments:
        content: the whole content.
        revision: the one that the writer's page was opened with.
        reason: kept in the history, such as ``AUTOSAVE``.

    Returns:
        The record as saved, with the revision that the next save must name.

    Raises:
        ChangedMeanwhile: somebody else saved since; nothing is changed.
        StepRefused: the record may not be changed where it stands.
    """
    current = locked(opportunity)
    if current.revision != revision:
        raise ChangedMeanwhile(
            _("Somebody else has saved this record since you opened it."),
            remedy=_("Copy what you wrote, open the record again and add it."),
        )
    if not writable(current):
        raise StepRefused(_("It cannot be changed while it is in this state."))
    if content == working_content(current):
        return current
    if current.state == State.PUBLISHED:
        current.pending, current.pending_state = content, State.DRAFT
    else:
        apply(current, content)
    current.revision += 1
    current._change_reason = reason or None  # as django-simple-history takes it
    current.save()
    if current.state != State.PUBLISHED:
        index(current)
    return current
