"""The page of one opportunity, in three levels."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from twinbay.web.accounts.models import MemberOrganisation
from twinbay.web.opportunities.domain.content import Content, content_of, working_content
from twinbay.web.opportunities.domain.drafting import writable
from twinbay.web.opportunities.domain.kinds import COMMON, Part, fields_of
from twinbay.web.opportunities.domain.steps import REOPENED, problems_before_review
from twinbay.web.opportunities.domain.subjects import is_open
from twinbay.web.opportunities.models import Opportunity, Release, State
from twinbay.web.opportunities.models.attachment import CONFIDENTIAL_PART, MEMBERS_PART
from twinbay.web.opportunities.pages.access import WRITERS, opened, written_for
from twinbay.web.opportunities.pages.cards import card
from twinbay.web.opportunities.pages.counterparts import counterparts_shown
from twinbay.web.opportunities.pages.field_words import shown, written
from twinbay.web.permissions import Action, Actor, Subject, may

HEADED = ("title", "summary")  # shown above the others


@require_safe
def opportunity(request: Any, public_id: UUID) -> HttpResponse:
    """One opportunity: its teaser, the part for members, the confidential part."""
    actor, found, subject = opened(request, public_id, Action.OPPORTUNITY_SEE)
    owns = bool(actor.organisations & subject.organisations)
    reviews = may(actor, Action.OPPORTUNITY_REVIEW, subject)
    change = bool(found.pending_state) and (owns or reviews)
    wants_change = change and (request.GET.get("show") == "change" or not is_open(found))
    content = working_content(found) if wants_change else content_of(found)
    reads = may(actor, Action.OPPORTUNITY_READ, subject)
    reads_confidential = may(actor, Action.OPPORTUNITY_READ_CONFIDENTIAL, subject)
    levels = _levels(found, content, reads, reads_confidential)
    files = _files(found, levels, owns or (reviews and not is_open(found)) or change)
    values = {
        "opportunity": found,
        "card": card(found),
        "title": written(content["title"], content["title_zh"]),
        "summary": written(content["summary"], content["summary_zh"]),
        "levels": levels,
        "files": files,
        "reads": reads,
        "reads_confidential": reads_confidential,
        "confidential_exists": bool(found.confidential or found.confidential_zh),
        "owns": owns,
        "change": change,
        "shows_change": wants_change,
        "open": is_open(found),
        "interest": may(actor, Action.INTEREST_EXPRESS, subject),
        "counterparts": counterparts_shown(found, actor) if reads else [],
        **_actions(found, actor, subject),
        **_reading(found, actor, owns),
    }
    return render(request, "opportunities/opportunity.html", values)


def _levels(
    found: Opportunity, content: Content, reads: bool, reads_confidential: bool
) -> dict[str, Any]:
    fields = [field for field in (*COMMON, *fields_of(found.kind)) if field.name not in HEADED]
    levels = {"teaser": shown(content, fields, Part.TEASER)}
    if reads:
        levels["members"] = shown(content, fields, Part.MEMBERS)
    if reads_confidential:
        levels["confidential"] = shown(content, fields, Part.CONFIDENTIAL)
    return levels


def _files(found: Opportunity, levels: dict[str, Any], unapproved: bool) -> dict[str, list[Any]]:
    """Return the attachments of the parts that are read; ones not reviewed yet where asked for."""
    attachments = found.attachments.filter(removed_at=None).select_related("file")
    if not unapproved:
        attachments = attachments.filter(approved_at__isnull=False)
    files: dict[str, list[Any]] = {"members": [], "confidential": []}
    for attachment in attachments if "members" in levels else ():
        if attachment.part == MEMBERS_PART:
            files["members"].append(attachment)
        elif attachment.part == CONFIDENTIAL_PART and "confidential" in levels:
            files["confidential"].append(attachment)
    return files


def _actions(found: Opportunity, actor: Actor, subject: Subject) -> dict[str, Any]:
    """Return which steps the person may take from here."""
    writes = may(actor, Action.OPPORTUNITY_EDIT, subject)
    reviews = may(actor, Action.OPPORTUNITY_REVIEW, subject)
    waits = State.IN_REVIEW in (found.state, found.pending_state)
    edits = writes and writable(found)
    begun = found.state != State.PUBLISHED or bool(found.pending_state)
    problems = problems_before_review(found) if edits and begun else []
    return {
        "writes": writes,
        "may_edit": edits,
        "may_submit": edits and begun and not problems,
        "problems": problems,
        "may_take_back": writes and waits,
        "may_reopen": writes and found.state in REOPENED,
        "may_withdraw": writes and found.state != State.WITHDRAWN,
        "may_discard": writes and found.pending_state in (State.DRAFT, State.RETURNED),
        "may_review": reviews and waits,
    }


def _reading(found: Opportunity, actor: Actor, owns: bool) -> dict[str, Any]:
    """Return where the person's organisations stand with the confidential part."""
    if owns or not actor.organisations:
        return {"releases": [], "may_ask": []}
    releases = list(
        Release.objects.filter(
            opportunity=found, organisation__in=actor.organisations, ended_at=None
        ).select_related("organisation")
    )
    known = {release.organisation_id for release in releases}
    writers = [key for key, role in actor.memberships.items() if role in WRITERS]
    may_ask: list[MemberOrganisation] = (
        [one for one in written_for(actor) if one.pk not in known] if set(writers) - known else []
    )
    return {"releases": releases, "may_ask": may_ask}
