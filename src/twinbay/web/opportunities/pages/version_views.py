"""What was published when, and what changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twinbay.web.components import day
from twinbay.web.opportunities.domain.content import Content, content_of, value_of
from twinbay.web.opportunities.domain.differences import Piece, pieces
from twinbay.web.opportunities.domain.kinds import COMMON, KindField, Part, fields_of
from twinbay.web.opportunities.domain.kinds.spec import cooperation_fields
from twinbay.web.opportunities.models.opportunity import VISIBILITIES
from twinbay.web.opportunities.pages.access import opened
from twinbay.web.opportunities.pages.cards import card
from twinbay.web.opportunities.pages.field_words import in_words
from twinbay.web.permissions import Action, may


@dataclass(frozen=True)
class Difference:
    """One field that changed."""

    label: str
    pieces: list[Piece]


@login_required
@require_safe
def versions(request: Any, public_id: UUID) -> HttpResponse:
    """Every version with what changed in it; and a waiting change, for who may see it."""
    actor, found, subject = opened(request, public_id, Action.OPPORTUNITY_READ)
    owns = bool(actor.organisations & subject.organisations)
    reviews = may(actor, Action.OPPORTUNITY_REVIEW, subject)
    confidential = may(actor, Action.OPPORTUNITY_READ_CONFIDENTIAL, subject)
    history = list(found.versions.select_related("author", "published_by"))
    shown = []
    before: Content | None = None
    for version in history:
        changed = differences(found.kind, before, version.content, confidential) if before else []
        shown.append({"version": version, "first": before is None, "differences": changed})
        before = version.content
    waiting = None
    if found.pending_state and (owns or reviews):
        waiting = differences(found.kind, content_of(found), found.pending, confidential)
    content = {
        "opportunity": found,
        "card": card(found),
        "versions": list(reversed(shown)),
        "waiting": waiting,
        "names_shown": owns or reviews,
    }
    return render(request, "opportunities/versions.html", content)


def differences(
    kind: str, before: Mapping[str, Any], after: Mapping[str, Any], confidential: bool
) -> list[Difference]:
    """Return the fields that differ, in the words of the page's language."""
    found = []
    for field in (*COMMON, *fields_of(kind)):
        if field.part is Part.CONFIDENTIAL and not confidential:
            continue
        for label, old, new in _values(field, before, after):
            if old != new:
                found.append(Difference(label, pieces(old, new)))
    for label, old, new in _others(before, after):
        if old != new:
            found.append(Difference(label, pieces(old, new)))
    return found


def _values(
    field: KindField, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[tuple[str, str, str]]:
    if not field.bilingual:
        return [(str(field.label), in_words(before, field), in_words(after, field))]
    names = (_("English"), _("Chinese"))
    return [
        (
            f"{field.label} ({name})",
            str(value_of(before, field, key)),
            str(value_of(after, field, key)),
        )
        for key, name in zip(field.keys, names, strict=True)
    ]


def _others(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    fields, visibilities = dict(cooperation_fields()), dict(VISIBILITIES)

    def named(content: Mapping[str, Any]) -> tuple[str, str, str]:
        expires = content["expires_on"]
        return (
            "; ".join(fields.get(one, one) for one in content["fields"]),
            str(visibilities.get(content["visibility"], "")),
            day(date.fromisoformat(expires)) if expires else "",
        )

    labels = (_("Fields of cooperation"), _("Who learns of it"), _("Published until"))
    return list(zip(labels, named(before), named(after), strict=True))
