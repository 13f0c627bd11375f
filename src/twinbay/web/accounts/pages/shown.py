"""What others see: the profile of a person who consented, and of a member organisation."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from twinbay.web.accounts.domain.subjects import subject_of_organisation, subject_of_person
from twinbay.web.accounts.forms.profile import SPOKEN
from twinbay.web.accounts.models import MemberOrganisation, User
from twinbay.web.accounts.pages.guarding import actor_for, allow_or_404
from twinbay.web.accounts.queries.people import own_memberships, shown_people
from twinbay.web.current_lake import configured_pair
from twinbay.web.directory.pages import wording
from twinbay.web.i18n import active_language
from twinbay.web.permissions import Action, may


@require_safe
@login_required
def person(request: Any, public_id: UUID) -> HttpResponse:
    """A member's profile; it does not exist for others without consent."""
    shown = get_object_or_404(User, public_id=public_id)
    allow_or_404(request, Action.PROFILE_VIEW, subject_of_person(shown))
    chinese = active_language() == "zh-hans"
    names = dict(SPOKEN)
    content = {
        "person": shown,
        "name": shown.name_in(active_language()),
        "headline": (shown.headline_zh or shown.headline)
        if chinese
        else (shown.headline or shown.headline_zh),
        "spoken": [names[code] for code in shown.spoken if code in names],
        "memberships": [m for m in own_memberships(shown) if m.organisation.verified_at],
        "own": shown.pk == request.user.pk,
    }
    return render(request, "accounts/person.html", content)


@require_safe
def organisation(request: Any, public_id: UUID) -> HttpResponse:
    """A member organisation's profile, once it is verified; its people for members only."""
    shown = get_object_or_404(MemberOrganisation, public_id=public_id)
    actor = actor_for(request)
    acts = shown.pk in actor.organisations
    if shown.verified_at is None and not acts:
        raise Http404
    language, pair = active_language(), configured_pair()
    chinese = language == "zh-hans"
    subject = subject_of_organisation(shown)
    content = {
        "organisation": shown,
        "name": shown.name_in(language),
        "other_name": shown.name
        if chinese and shown.name_zh
        else (shown.name_zh if shown.name else ""),
        "about": (shown.about_zh or shown.about) if chinese else (shown.about or shown.about_zh),
        "about_other": not (shown.about_zh if chinese else shown.about),
        "kind": wording.kind_name(pair, shown.kind),
        "evidence": shown.org_id if shown.org_id.startswith("org:") else "",
        "people": list(shown_people(shown)) if actor.member else [],
        "acts": acts,
        "audits": may(actor, Action.AUDIT_VIEW, subject),
    }
    return render(request, "accounts/organisation_profile.html", content)
