"""Opportunities as plain values, never more of them than the asker may read."""

from collections.abc import Iterable
from typing import Any

from twinbay.web.opportunities.domain.content import Content, content_of, value_of, working_content
from twinbay.web.opportunities.domain.drafting import writable
from twinbay.web.opportunities.domain.kinds import COMMON, Part, fields_of
from twinbay.web.opportunities.domain.steps import REOPENED, problems_before_review
from twinbay.web.opportunities.domain.subjects import is_open
from twinbay.web.opportunities.models import Attachment, Opportunity, Release, State
from twinbay.web.opportunities.models.attachment import CONFIDENTIAL_PART, MEMBERS_PART
from twinbay.web.permissions import Action, Actor, Subject, may

_COLUMNS = frozenset(key for field in COMMON for key in field.keys)
_TEASER = ("title", "title_zh", "summary", "summary_zh", "fields", "visibility", "expires_on")


def organisation_shown(organisation: Any) -> dict[str, str]:
    """Return an organisation that takes part."""
    return {
        "org_id": organisation.org_id,
        "name": organisation.name,
        "name_zh": organisation.name_zh,
        "region": organisation.region,
    }


def teaser(opportunity: Opportunity) -> dict[str, Any]:
    """Return what a list shows; the organisation is loaded."""
    names = ("kind", "state", "published_at", "sample", *_TEASER)
    return {name: getattr(opportunity, name) for name in names} | {
        "id": opportunity.public_id,
        "organisation": organisation_shown(opportunity.organisation),
    }


def whole(opportunity: Opportunity, actor: Actor, subject: Subject) -> dict[str, Any]:
    """Return one opportunity in the levels that the asker may read."""
    owns = bool(actor.organisations & subject.organisations)
    reviews = may(actor, Action.OPPORTUNITY_REVIEW, subject)
    waits = bool(opportunity.pending_state) and (owns or reviews)
    drafted = owns or (reviews and not is_open(opportunity)) or waits
    files = _files(opportunity, drafted)
    reader = (actor, subject)
    found = teaser(opportunity) | _levels(opportunity, content_of(opportunity), reader, files)
    change = None
    if waits:
        content = working_content(opportunity)
        change = {name: content[name] for name in _TEASER}
        change |= _levels(opportunity, content, reader, files)
    work = {
        "revision": opportunity.revision,
        "reference": opportunity.reference,
        "pending_state": opportunity.pending_state,
        "review_note": opportunity.review_note,
        "problems": problems_before_review(opportunity),
        "change": change,
    }
    allowed = allowed_steps(opportunity, actor, subject)
    return found | {"may": allowed, "work": work if owns or reviews else None}


def _levels(
    opportunity: Opportunity,
    content: Content,
    reader: tuple[Actor, Subject],
    files: list[Attachment],
) -> dict[str, Any]:
    kind = opportunity.kind

    def part_with(part: Part, name: str, texts: tuple[str, str]) -> dict[str, Any]:
        shown = [file_shown(one) for one in files if one.part == name]
        texts_shown = {key: content[key] for key in texts}
        return texts_shown | {"details": _details(kind, content, part), "files": shown}

    members = confidential = None
    if may(reader[0], Action.OPPORTUNITY_READ, reader[1]):
        texts = ("description", "description_zh")
        members = part_with(Part.MEMBERS, MEMBERS_PART, texts)
    if may(reader[0], Action.OPPORTUNITY_READ_CONFIDENTIAL, reader[1]):
        texts = ("confidential", "confidential_zh")
        confidential = part_with(Part.CONFIDENTIAL, CONFIDENTIAL_PART, texts)
    details = _details(kind, content, Part.TEASER)
    return {"details": details, "members": members, "confidential": confidential}


def _details(kind: str, content: Content, part: Part) -> dict[str, Any]:
    """Return the values of one part's fields that are filled in."""
    found = {
        key: value_of(content, field, key)
        for field in fields_of(kind)
        if field.part is part
        for key in field.keys
        if key not in _COLUMNS
    }
    return {key: value for key, value in found.items() if value not in ("", [])}


def _files(opportunity: Opportunity, drafted: bool) -> list[Attachment]:
    found = opportunity.attachments.filter(removed_at=None).select_related("file")
    return list(found if drafted else found.filter(approved_at__isnull=False))


def file_shown(attachment: Attachment) -> dict[str, Any]:
    """Return what is said of a file."""
    file = attachment.file
    names = ("name", "media_type", "size", "sha256")
    return {"id": attachment.public_id} | {name: getattr(file, name) for name in names}


def allowed_steps(opportunity: Opportunity, actor: Actor, subject: Subject) -> list[str]:
    """Return what the asker may do with an opportunity where it stands."""
    writes = may(actor, Action.OPPORTUNITY_EDIT, subject)
    reviews = may(actor, Action.OPPORTUNITY_REVIEW, subject)
    waits = State.IN_REVIEW in (opportunity.state, opportunity.pending_state)
    begun = opportunity.state != State.PUBLISHED or bool(opportunity.pending_state)
    edits = writes and writable(opportunity)
    changed = opportunity.pending_state in (State.DRAFT, State.RETURNED)
    possible = {
        "edit": edits,
        "submit": edits and begun,
        "take_back": writes and waits,
        "publish": reviews and waits,
        "send_back": reviews and waits,
        "withdraw": writes and opportunity.state != State.WITHDRAWN,
        "reopen": writes and opportunity.state in REOPENED,
        "discard_change": writes and changed,
        "interest": may(actor, Action.INTEREST_EXPRESS, subject),
    }
    return [name for name, fine in possible.items() if fine]


def release_shown(release: Release) -> dict[str, Any]:
    """Return a release; its organisation is loaded."""
    names = ("holds", "nda_accepted_at", "released_at", "ended_at", "end_reason")
    return {name: getattr(release, name) for name in names} | {
        "id": release.public_id,
        "organisation": organisation_shown(release.organisation),
    }


def own_releases_shown(releases: Iterable[Release], seen: frozenset[int]) -> list[dict[str, Any]]:
    """Return releases to the asker's organisations.

    Arguments:
        seen: primary keys of the opportunities that the asker may see; an invitation says nothing
            of the others.
    """
    return [
        release_shown(one)
        | {
            "owner": organisation_shown(one.opportunity.organisation),
            "opportunity": one.opportunity.public_id if one.opportunity_id in seen else None,
        }
        for one in releases
    ]
