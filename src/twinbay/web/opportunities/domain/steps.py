"""From the draft to publication and the end: what may follow what, who is told.

::

    draft -> in review -> published -> expired
      ^         |            |
      +- sent back           +-> withdrawn (from any state but withdrawn)

A change to a published record goes the same way in ``pending_state``, while the record goes on
saying what was published. Views ask ``may`` before; here only the order of steps is kept.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twinbay.web.opportunities.domain.content import (
    apply,
    content_of,
    missing_for_review,
    working_content,
)
from twinbay.web.opportunities.domain.drafting import WRITTEN_DIRECTLY, locked
from twinbay.web.opportunities.domain.indexing import index
from twinbay.web.opportunities.domain.notices import tell_officers, tell_owner
from twinbay.web.opportunities.domain.refusals import StepRefused
from twinbay.web.opportunities.domain.subjects import consents_to_be_found, today
from twinbay.web.opportunities.models import Opportunity, State, Version

REOPENED = (State.EXPIRED, State.WITHDRAWN)
MOST_YEARS = 3  # a record may stay published


def problems_before_review(opportunity: Opportunity) -> list[str]:
    """Return what keeps the written content from being reviewed, in words; empty when ready."""
    content = working_content(opportunity)
    found = [
        str(_("Fill in: %(field)s") % {"field": field.label})
        for field in missing_for_review(opportunity.kind, content)
    ]
    if not content["fields"]:
        found.append(str(_("Choose at least one field of cooperation.")))
    expires = content["expires_on"]
    if not expires:
        found.append(str(_("Say until when it is published.")))
    elif expires < today().isoformat():
        found.append(str(_("The day until which it is published has passed.")))
    elif int(expires[:4]) > today().year + MOST_YEARS:
        text = _("It can be published for at most %(years)s years; renew it then.")
        found.append(str(text % {"years": MOST_YEARS}))
    details = content["details"]
    amount = any(details.get(f"amount_{end}") is not None for end in ("min", "max"))
    if amount and not details.get("currency"):
        found.append(str(_("Choose the currency of the amount.")))
    if opportunity.person_id and not consents_to_be_found(opportunity.person_id):
        text = _("The person must first agree on the profile page to be shown as looking.")
        found.append(str(text))
    return found


@transaction.atomic
def submit(opportunity: Opportunity, user: Any) -> Opportunity:
    """Hand what was written to the officers of the owner's region."""
    current = locked(opportunity)
    if current.organisation.verified_at is None:
        raise StepRefused(_("The organisation has not been verified yet."))
    if problems := problems_before_review(current):
        raise StepRefused(" ".join(problems))
    if current.state in WRITTEN_DIRECTLY:
        current.state = State.IN_REVIEW
    elif current.state == State.PUBLISHED and current.pending_state in WRITTEN_DIRECTLY:
        current.pending_state = State.IN_REVIEW
    else:
        raise _not_now()
    current.author, current.submitted_at = user, timezone.now()
    return _saved(current, tell_officers)


@transaction.atomic
def take_back(opportunity: Opportunity) -> Opportunity:
    """Take what waits for review back, to write on."""
    current = locked(opportunity)
    if current.state == State.IN_REVIEW:
        current.state = State.DRAFT
    elif current.pending_state == State.IN_REVIEW:
        current.pending_state = State.DRAFT
    else:
        raise _not_now()
    return _saved(current)


@transaction.atomic
def publish(opportunity: Opportunity, officer: Any) -> Opportunity:
    """Publish what waits for review, as a new version."""
    current = locked(opportunity)
    if current.state == State.IN_REVIEW:
        current.state = State.PUBLISHED
    elif current.state == State.PUBLISHED and current.pending_state == State.IN_REVIEW:
        apply(current, current.pending)
        current.pending, current.pending_state = None, ""
    else:
        raise _not_now()
    if problems := problems_before_review(current):
        raise StepRefused(" ".join(problems))
    now = timezone.now()
    current.published_at, current.ended_at = now, None
    current.review_note, current.matched_on = "", None
    saved = _saved(current)
    index(saved)
    Version.objects.create(
        opportunity=saved,
        number=saved.versions.count() + 1,
        content=content_of(saved),
        author=saved.author,
        published_by=officer,
    )
    for attachment in saved.attachments.filter(approved_at=None, removed_at=None):
        attachment.approved_at = now
        attachment.save()
    tell_owner(saved, "opportunity-published")
    return saved


@transaction.atomic
def send_back(opportunity: Opportunity, reason: str) -> Opportunity:
    """Send what waits for review back to its writers, with the reason."""
    if not reason.strip():
        raise StepRefused(_("Say why it is sent back."))
    current = locked(opportunity)
    if current.state == State.IN_REVIEW:
        current.state = State.RETURNED
    elif current.pending_state == State.IN_REVIEW:
        current.pending_state = State.RETURNED
    else:
        raise _not_now()
    current.review_note = reason.strip()
    saved = _saved(current)
    tell_owner(saved, "opportunity-returned", reason=saved.review_note)
    return saved


@transaction.atomic
def withdraw(opportunity: Opportunity) -> Opportunity:
    """Take a record away from everybody but its owner."""
    current = locked(opportunity)
    if current.state == State.WITHDRAWN:
        raise _not_now()
    current.state, current.ended_at = State.WITHDRAWN, timezone.now()
    current.pending, current.pending_state = None, ""
    return _saved(current)


@transaction.atomic
def reopen(opportunity: Opportunity) -> Opportunity:
    """Make an expired or withdrawn record a draft again; it is reviewed before it is published."""
    current = locked(opportunity)
    if current.state not in REOPENED:
        raise _not_now()
    current.state, current.ended_at = State.DRAFT, None
    return _saved(current)


@transaction.atomic
def discard_change(opportunity: Opportunity) -> Opportunity:
    """Drop a change to a published record; what is published stays."""
    current = locked(opportunity)
    if current.pending_state not in WRITTEN_DIRECTLY:
        raise _not_now()
    current.pending, current.pending_state = None, ""
    return _saved(current)


@transaction.atomic
def expire(opportunity: Opportunity) -> bool:
    """End a published record whose last day has passed; return whether it was one."""
    current = locked(opportunity)
    day = current.expires_on
    if current.state != State.PUBLISHED or day is None or day >= today():
        return False
    current.state, current.ended_at = State.EXPIRED, timezone.now()
    current.pending, current.pending_state = None, ""
    tell_owner(_saved(current), "opportunity-expired")
    return True


def _not_now() -> StepRefused:
    return StepRefused(_("This step is not possible where the record stands now."))


def _saved(current: Opportunity, tell: Any = None) -> Opportunity:
    current.revision += 1
    current.save()
    if tell is not None:
        tell(current)
    return current
