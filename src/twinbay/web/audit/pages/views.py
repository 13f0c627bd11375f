"""Views of the audit trail: of the whole platform, and of one record."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from twinbay.web.accounts.pages.guarding import actor_for, allow_or_404
from twinbay.web.audit.domain.registry import subject_of
from twinbay.web.audit.forms.filtering import trail_filter
from twinbay.web.audit.pages import wording
from twinbay.web.audit.queries.trail import KINDS, Entry, labels, model_of, trail, trail_of
from twinbay.web.directory.forms.listing import page_number
from twinbay.web.exports import requested_export
from twinbay.web.i18n import active_language
from twinbay.web.permissions import Action

ON_A_PAGE = 50
DEEPEST_PAGE = 200
MOST_EXPORTED = 20_000


@require_safe
@login_required
def whole_trail(request: Any) -> HttpResponse:
    """Every change of the platform, for those who run it."""
    allow_or_404(request, Action.PLATFORM_RUN)
    wanted = trail_filter(request.GET)
    if "export" in request.GET:
        table = wording.trail_table(trail(wanted, MOST_EXPORTED))
        return _file(request, table)
    number = min(page_number(request.GET), DEEPEST_PAGE)
    entries = trail(wanted, ON_A_PAGE + 1, (number - 1) * ON_A_PAGE)
    kept = {
        key: request.GET[key] for key in ("who", "what", "kind", "from", "to") if key in request.GET
    }
    content = {
        "entries": [_shown(entry) for entry in entries[:ON_A_PAGE]],
        "wanted": wanted,
        "asked": kept,
        "models": [
            {
                "label": label,
                "name": wording.model_name(model_of(label)),
                "chosen": label == wanted.label,
            }
            for label in labels()
        ],
        "kinds": [
            {"kind": kind, "name": wording.kind_name(kind), "chosen": kind == wanted.kind}
            for kind in KINDS
        ],
        "number": number,
        "earlier": _address(request, kept, page=number - 1) if number > 1 else "",
        "later": _address(request, kept, page=number + 1) if len(entries) > ON_A_PAGE else "",
        "exports": {
            kind: _address(request, kept, export=kind, table="audit") for kind in ("csv", "xlsx")
        },
    }
    return render(request, "audit/trail.html", content)


@require_safe
@login_required
def record_trail(request: Any, label: str, public_id: UUID) -> HttpResponse:
    """Every change of one record."""
    model = model_of(label)
    if model is None or not any(field.name == "public_id" for field in model._meta.fields):
        raise Http404
    record = model._base_manager.filter(public_id=public_id).first()
    if record is None:
        raise Http404
    subject, actor = subject_of(label, record), actor_for(request)
    allow_or_404(request, Action.AUDIT_VIEW, subject)
    own = actor.user_id == subject.user_id or bool(actor.organisations & subject.organisations)
    entries = trail_of(record, MOST_EXPORTED, writings=own)
    if "export" in request.GET:
        return _file(request, wording.trail_table(entries))
    content = {
        "entries": [_shown(entry) for entry in entries],
        "record": record.name_in(active_language()) if hasattr(record, "name_in") else str(record),
        "model": wording.model_name(model),
        "exports": {kind: f"?export={kind}&table=audit" for kind in ("csv", "xlsx")},
    }
    return render(request, "audit/record.html", content)


def _file(request: Any, table: Any) -> HttpResponse:
    response = requested_export(request, [table])
    if response is None:
        raise Http404
    return response


def _address(request: Any, kept: dict[str, str], **more: Any) -> str:
    return f"{request.path}?{urlencode(kept | more)}"


def _shown(entry: Entry) -> dict[str, Any]:
    return {
        "entry": entry,
        "who": wording.who_name(entry),
        "what": wording.model_name(entry.model),
        "kind": wording.kind_name(entry.kind),
        "changes": [{"field": wording.field_name(one), "change": one} for one in entry.changes],
    }
