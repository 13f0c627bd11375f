"""Views of claims: finding the organisation, claiming or registering it, deciding."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twinbay.web.accounts.domain import claiming
from twinbay.web.accounts.domain.email_domains import speaks_for, website_domain
from twinbay.web.accounts.domain.refusing import Refused
from twinbay.web.accounts.domain.subjects import subject_of_organisation
from twinbay.web.accounts.forms.organisations import DecisionForm, RegisterForm, StatementForm
from twinbay.web.accounts.models import Claim, MemberOrganisation
from twinbay.web.accounts.models.claim import ACCEPTED, BY_OFFICER, BY_OWNER, OPEN
from twinbay.web.accounts.pages.guarding import actor_for, allow_or_404
from twinbay.web.accounts.queries.people import confirmed_addresses
from twinbay.web.directory.domain.directory import open_directory
from twinbay.web.directory.forms.listing import text_of
from twinbay.web.directory.pages import wording
from twinbay.web.directory.queries.listing import OrganisationFilter, listed_organisations
from twinbay.web.directory.queries.organisations import not_found, organisations
from twinbay.web.i18n import active_language
from twinbay.web.permissions import Action, OrganisationRole, may

MOST_FOUND = 20


@require_safe
@login_required
def find(request: Any) -> HttpResponse:
    """Look for an organisation in the evidence, in order to claim it."""
    directory, text = open_directory(), text_of(request.GET)
    found = []
    if text:
        wanted = OrganisationFilter(name=text)
        listed, _sources = listed_organisations(directory.database, wanted, MOST_FOUND)
        found = [one.organisation for one in listed]
    shown = [
        {
            "organisation": one,
            "name": one.name_in(active_language()),
            "kind": wording.kind_name(directory.pair, one.kind),
            "place": wording.place_name(directory.pair, one),
        }
        for one in found
    ]
    return render(request, "accounts/find.html", {"text": text, "found": shown})


@login_required
def claim(request: Any, org_id: str) -> HttpResponse:
    """Claim an organisation of the evidence."""
    directory = open_directory()
    evidence = organisations(directory.database, [org_id]).get(org_id)
    if evidence is None:
        raise not_found(org_id)
    form = StatementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = claiming.claim_profile(request.user, evidence, form.cleaned_data["statement"])
        except Refused as refused:
            form.add_error(None, str(refused.text))
        else:
            return _claimed(request, made)
    domain = website_domain(evidence.url)
    content = {
        "form": form,
        "name": evidence.name_in(active_language()),
        "evidence": evidence,
        "domain": domain,
        "at_once": speaks_for(confirmed_addresses(request.user), [domain]),
        "taken": MemberOrganisation.objects.filter(
            org_id=org_id, verified_at__isnull=False
        ).exists(),
    }
    return render(request, "accounts/claim.html", content, status=400 if form.errors else 200)


@login_required
def register(request: Any) -> HttpResponse:
    """Register an organisation that the evidence does not know."""
    form = RegisterForm(
        request.POST or None, pair=open_directory().pair, language=active_language()
    )
    if request.method == "POST" and form.is_valid():
        fields, statement = form.organisation_fields(), form.cleaned_data["statement"]
        return _claimed(request, claiming.register_organisation(request.user, fields, statement))
    return render(
        request, "accounts/register.html", {"form": form}, status=400 if form.errors else 200
    )


@login_required
def join(request: Any, public_id: UUID) -> HttpResponse:
    """Ask the owners of an organisation that takes part to act for it too."""
    organisation = get_object_or_404(
        MemberOrganisation, public_id=public_id, verified_at__isnull=False
    )
    form = StatementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = claiming.join_organisation(
                request.user, organisation, form.cleaned_data["statement"]
            )
        except Refused as refused:
            form.add_error(None, str(refused.text))
        else:
            return _claimed(request, made)
    content = {
        "form": form,
        "name": organisation.name_in(active_language()),
        "taken": True,
        "organisation": organisation,
    }
    return render(request, "accounts/claim.html", content, status=400 if form.errors else 200)


def _claimed(request: Any, made: Claim) -> HttpResponse:
    if made.state == ACCEPTED:
        name = made.organisation.name_in(active_language())
        messages.success(request, _("Confirmed: you act for %(name)s.") % {"name": name})
        address = reverse("accounts:organisation", args=[made.organisation.public_id])
        return HttpResponseRedirect(address)
    if made.method == BY_OWNER:
        messages.success(request, _("The owners of the organisation are asked; you are told here."))
    else:
        messages.success(request, _("An officer of the region decides; you are told here."))
    return HttpResponseRedirect(reverse("accounts:organisations"))


@require_POST
@login_required
def withdraw(request: Any, public_id: UUID) -> HttpResponse:
    """Take an own open claim back."""
    own = get_object_or_404(Claim, public_id=public_id, user=request.user)
    claiming.withdraw(own)
    return HttpResponseRedirect(reverse("accounts:organisations"))


@require_safe
@login_required
def queue(request: Any) -> HttpResponse:
    """Claims that wait for an officer of the reader's regions, and the last decisions."""
    waiting, decided = _queues(request)
    return render(request, "accounts/claims.html", {"waiting": waiting, "decided": decided})


def _queues(request: Any) -> tuple[list[dict[str, Any]], Any]:
    actor = actor_for(request)
    if not (actor.administrator or actor.regions):
        raise Http404
    claims = Claim.objects.filter(method=BY_OFFICER).select_related(
        "organisation", "user", "decided_by"
    )
    if not actor.administrator:
        claims = claims.filter(organisation__region__in=actor.regions)
    addresses = "user__emailaddress_set"
    waiting = claims.filter(state=OPEN).order_by("created_at").prefetch_related(addresses)
    shown = [
        {
            "claim": one,
            "addresses": [a.email for a in one.user.emailaddress_set.all() if a.verified],
            "own": one.user_id == request.user.pk,
        }
        for one in waiting
    ]
    decided = claims.exclude(state=OPEN).order_by("-decided_at", "-pk")[:30]
    return shown, decided


@require_POST
@login_required
def decide(request: Any, public_id: UUID) -> HttpResponse:
    """Accept or decline a claim: an officer, or an owner once the organisation has one."""
    claim = get_object_or_404(Claim.objects.select_related("organisation"), public_id=public_id)
    subject = subject_of_organisation(claim.organisation)
    by_owner = claim.method == BY_OWNER
    action = Action.ORGANISATION_APPOINT if by_owner else Action.CLAIM_DECIDE
    allow_or_404(request, action, subject)
    form = DecisionForm(request.POST)
    if form.is_valid():
        role = OrganisationRole(form.cleaned_data["role"] or OrganisationRole.VIEWER)
        accepted = form.cleaned_data["decision"] == "accept"
        try:
            claiming.decide(claim, request.user, accepted, role, form.cleaned_data["reason"])
            messages.success(request, _("Decided; the person is told."))
        except Refused as refused:
            messages.error(request, str(refused.text))
    if by_owner and may(actor_for(request), Action.ORGANISATION_APPOINT, subject):
        address = reverse("accounts:organisation", args=[claim.organisation.public_id])
        return HttpResponseRedirect(address)
    return HttpResponseRedirect(reverse("accounts:claims"))
