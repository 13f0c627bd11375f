"""What an opportunity says, as one plain mapping: edited, reviewed, kept in versions.

Keys are the bilingual columns, ``details``, ``fields``, ``visibility``, ``reference`` and
``expires_on`` (ISO 8601, or None).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from twinbay.web.opportunities.domain.kinds import COMMON, Form, KindField, Part, fields_of
from twinbay.web.opportunities.domain.kinds.people_and_places import LOOKS
from twinbay.web.opportunities.models import Opportunity, OpportunityKind

Content = dict[str, Any]
_COLUMNS = tuple(key for common in COMMON for key in common.keys)
_OTHERS = ("details", "fields", "visibility", "reference")


def content_of(opportunity: Opportunity) -> Content:
    """Return what the record says: what was published, or the draft of an unpublished one."""
    content: Content = {name: getattr(opportunity, name) for name in (*_COLUMNS, *_OTHERS)}
    expires = opportunity.expires_on
    return content | {"expires_on": expires.isoformat() if expires else None}


def working_content(opportunity: Opportunity) -> Content:
    """Return what its writers work on: the waiting change, else what the record says."""
    return dict(opportunity.pending) if opportunity.pending_state else content_of(opportunity)


def apply(opportunity: Opportunity, content: Mapping[str, Any]) -> None:
    """Put a content into the record's columns, without saving it."""
    for name in (*_COLUMNS, *_OTHERS):
        setattr(opportunity, name, content[name])
    expires = content["expires_on"]
    opportunity.expires_on = date.fromisoformat(expires) if expires else None
    opportunity.person = opportunity.author if about_a_person(opportunity.kind, content) else None


def about_a_person(kind: str, content: Mapping[str, Any]) -> bool:
    """Return whether it is about a person who looks for an opening."""
    talent = kind == str(OpportunityKind.TALENT)
    return talent and bool(content["details"].get("direction") == LOOKS)


def value_of(content: Mapping[str, Any], field: KindField, key: str) -> Any:
    """Return the value under one of a field's keys, "" or an empty list when there is none."""
    found = content.get(key) if key in _COLUMNS else content["details"].get(key)
    empty: Any = [] if field.form in (Form.CHOICES, Form.TERMS, Form.PLACES) else ""
    return empty if found is None else found


def stated(content: Mapping[str, Any], field: KindField) -> bool:
    """Return whether a field is filled in, in one language or at one end at least."""
    return any(value_of(content, field, key) not in ("", []) for key in field.keys)


def missing_for_review(kind: str, content: Mapping[str, Any]) -> list[KindField]:
    """Return the fields that must be filled in before an officer looks at the record."""
    wanted = [field for field in (*COMMON, *fields_of(kind)) if field.needed]
    return [field for field in wanted if not stated(content, field)]


def texts_of(kind: str, content: Mapping[str, Any], part: Part) -> list[str]:
    """Return every text of one part, in both languages."""
    return [
        str(value)
        for field in (*COMMON, *fields_of(kind))
        if field.bilingual and field.part is part
        for key in field.keys
        if (value := value_of(content, field, key))
    ]
