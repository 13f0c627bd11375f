"""Who may not learn of a record, and to whom its confidential part is released."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twinbay.web.accounts.models import MemberOrganisation
from twinbay.web.accounts.queries.actors import actor_of
from twinbay.web.i18n import active_language
from twinbay.web.opportunities.domain import releasing
from twinbay.web.opportunities.domain.hiding import hide, show
from twinbay.web.opportunities.domain.refusals import StepRefused
from twinbay.web.opportunities.forms.steps import AgreementForm, OtherOrganisationForm
from twinbay.web.opportunities.models import Opportunity, Release
from twinbay.web.opportunities.pages.access import opened, written_for
from twinbay.web.opportunities.pages.cards import address_of, card
from twinbay.web.permissions import Action, Actor, Subject, may


@login_required
@require_safe
def sharing(request: Any, public_id: UUID) -> HttpResponse:
    """Hidden from whom, released to whom."""
    _actor, found, _subject = opened(request, public_id, Action.OPPORTUNITY_RELEASE)
    hidden = list(found.hidden_from.order_by("name", "name_zh"))
    releases = found.releases.select_related("organisation", "accepted_by", "released_by")
    others = MemberOrganisation.objects.filter(verified_at__isnull=False).exclude(
        pk=found.organisation_id
    )
    content = {
        "opportunity": found,
        "card": card(found),
        "hidden": hidden,
        "current": [one for one in releases.order_by("created_at") if one.ended_at is None],
        "ended": [one for one in releases.order_by("-ended_at") if one.ended_at is not None],
        "others": _by_name(others),
    }
    return render(request, "opportunities/sharing.html", content)


def _by_name(organisations: Any) -> list[dict[str, Any]]:
    language = active_language()
    named = [{"pk": one.pk, "name": one.name_in(language)} for one in organisations]
    return sorted(named, key=lambda one: one["name"])


@login_required
@require_POST
def change_sharing(request: Any, public_id: UUID, what: str) -> HttpResponse:
    """Hide from, show to, or release to an organisation."""
    _actor, found, _subject = opened(request, public_id, Action.OPPORTUNITY_RELEASE)
    form = OtherOrganisationForm(request.POST)
    changes: dict[str, Any] = {
        "hide": lambda other: hide(found, other, request.user),
        "show": lambda other: show(found, other),
        "release": lambda other: releasing.release_to(found, other, request.user),
    }
    if what not in changes:
        raise Http404
    if not form.is_valid():
        messages.error(request, _("Choose an organisation."))
    else:
        try:
            changes[what](form.cleaned_data["organisation"])
        except StepRefused as refused:
            messages.error(request, refused.problem)
        else:
            messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("opportunities:sharing", args=[found.public_id]))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request: Any, public_id: UUID) -> HttpResponse:
    """Read the agreement, and accept it for an organisation that one writes for."""
    actor, found, subject = opened(request, public_id, Action.OPPORTUNITY_READ)
    if actor.organisations & subject.organisations or not subject.published:
        raise Http404
    return _agreement_page(request, actor, found, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: Any, public_id: UUID) -> HttpResponse:
    """An invitation to read a record under an agreement; says nothing of the record before."""
    actor = actor_of(request.user)
    release = (
        Release.objects.filter(public_id=public_id, ended_at=None)
        .select_related("opportunity__organisation", "organisation")
        .first()
    )
    if release is None:
        raise Http404
    invited = Subject(organisations=frozenset({release.organisation_id}))
    if not may(actor, Action.THREAD_READ, invited):  # acts for the invited organisation
        raise Http404
    if release.holds:
        return HttpResponseRedirect(address_of(release.opportunity))
    return _agreement_page(request, actor, release.opportunity, release)


def _agreement_page(
    request: Any, actor: Actor, found: Opportunity, release: Release | None
) -> HttpResponse:
    organisations = MemberOrganisation.objects.filter(
        pk__in=[release.organisation_id]
        if release
        else [one.pk for one in written_for(actor) if one.pk != found.organisation_id]
    )
    allowed = [
        one
        for one in organisations
        if may(actor, Action.OPPORTUNITY_CREATE, Subject(organisations=frozenset({one.pk})))
    ]
    form = AgreementForm(
        request.POST if request.method == "POST" else None,
        organisations=organisations.filter(pk__in=[one.pk for one in allowed]),
        initial={"organisation": allowed[0] if allowed else None},
    )
    language = active_language()
    if form.is_valid():
        reader = form.cleaned_data["organisation"]
        words = releasing.agreement(found, reader, language)
        try:
            accepted = releasing.accept(found, reader, request.user, words)
        except StepRefused as refused:
            messages.error(request, refused.problem)
            return HttpResponseRedirect(reverse("opportunities:list"))
        text = (
            _("Accepted. The confidential part is open to you.")
            if accepted.holds
            else _("Accepted. The owner is asked to release the confidential part to you.")
        )
        messages.success(request, text)
        return HttpResponseRedirect(address_of(found))
    agreements = [(one, releasing.agreement(found, one, language).split("\n\n")) for one in allowed]
    content = {
        "opportunity": found,
        "card": None if release else card(found),
        "owner": found.organisation.name_in(language),
        "form": form,
        "agreements": agreements,
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "opportunities/agreement.html", content, status=status)


@login_required
@require_POST
def end_release(request: Any, public_id: UUID) -> HttpResponse:
    """End a release, from either side; both sides' writers may."""
    actor = actor_of(request.user)
    release = Release.objects.filter(public_id=public_id).select_related("opportunity").first()
    if release is None:
        raise Http404
    owner, reader = release.opportunity.organisation_id, release.organisation_id
    sides = {
        side: may(actor, Action.OPPORTUNITY_RELEASE, Subject(organisations=frozenset({side})))
        for side in (owner, reader)
    }
    if not any(sides.values()):
        raise Http404
    releasing.end(release, request.user, " ".join(request.POST.get("reason", "").split())[:2_000])
    messages.success(request, _("The release has ended."))
    if sides[owner]:
        address = reverse("opportunities:sharing", args=[release.opportunity.public_id])
        return HttpResponseRedirect(address)
    return HttpResponseRedirect(reverse("opportunities:list"))
