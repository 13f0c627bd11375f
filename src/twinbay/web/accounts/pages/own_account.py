"""Views of a person's own account: overview, profile, preferences, consent, data, sign-ins."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twinbay.web.accounts.domain import personal_data
from twinbay.web.accounts.domain.consenting import give_consent, withdraw_consent
from twinbay.web.accounts.domain.refusing import Refused
from twinbay.web.accounts.forms.erasing import ErasureForm
from twinbay.web.accounts.forms.profile import PreferencesForm, ProfileForm
from twinbay.web.accounts.forms.roles import ROLE_NAMES
from twinbay.web.accounts.models import Consent, PlatformRole, SecurityEvent
from twinbay.web.accounts.models.consent import PURPOSES
from twinbay.web.accounts.pages.consent_texts import CONSENT_TEXTS
from twinbay.web.accounts.queries.people import open_invitations, own_memberships
from twinbay.web.permissions import Role

MOST_EVENTS = 100


@require_safe
@login_required
def home(request: Any) -> HttpResponse:
    """What the reader is to the platform, and what waits for an answer."""
    held = PlatformRole.objects.filter(user=request.user, ended_at=None).order_by("granted_at")
    content = {
        "roles": [{"name": ROLE_NAMES[Role(one.role)], "region": one.region} for one in held],
        "memberships": own_memberships(request.user),
        "invitations": open_invitations(request.user),
    }
    return render(request, "accounts/home.html", content)


@login_required
def profile(request: Any) -> HttpResponse:
    """Edit how the reader is shown."""
    return _edit(request, ProfileForm, "accounts/profile.html", "accounts:profile")


@login_required
def preferences(request: Any) -> HttpResponse:
    """Edit language, time zone and letters."""
    return _edit(request, PreferencesForm, "accounts/preferences.html", "accounts:preferences")


def _edit(request: Any, form_class: Any, template: str, name: str) -> HttpResponse:
    form = form_class(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse(name))
    return render(request, template, {"form": form}, status=400 if form.errors else 200)


@require_safe
@login_required
def consent(request: Any) -> HttpResponse:
    """What the reader agreed to, and when."""
    given = list(Consent.objects.filter(user=request.user).order_by("-given_at", "-pk"))
    held = {one.purpose: one for one in given if one.withdrawn_at is None}
    purposes = [
        {
            "purpose": purpose,
            "name": name,
            "text": CONSENT_TEXTS[purpose],
            "held": held.get(purpose),
        }
        for purpose, name in PURPOSES
    ]
    content = {"purposes": purposes, "given": given}
    return render(request, "accounts/consent.html", content)


@require_POST
@login_required
def change_consent(request: Any, purpose: str) -> HttpResponse:
    """Give a consent or take it back."""
    if request.POST.get("agree") == "yes":
        give_consent(request.user, purpose)
        messages.success(request, _("You agree. You can take it back here at any time."))
    elif withdraw_consent(request.user, purpose):
        messages.success(request, _("Taken back; it holds from now on."))
    return HttpResponseRedirect(reverse("accounts:consent"))


@require_safe
@login_required
def security(request: Any) -> HttpResponse:
    """The last sign-ins and changes of the ways to sign in."""
    events = SecurityEvent.objects.filter(user=request.user)[:MOST_EVENTS]
    return render(request, "accounts/security.html", {"events": events})


@require_safe
@login_required
def data(request: Any) -> HttpResponse:
    """Take the data along, or have them erased."""
    return render(request, "accounts/data.html", {"form": ErasureForm(user=request.user)})


@require_POST
@login_required
def export(request: Any) -> HttpResponse:
    """Everything held of the reader, as a ZIP file of JSON files."""
    response = HttpResponse(personal_data.export(request.user), content_type="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="twinbay-my-data.zip"'
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
@login_required
def erase(request: Any) -> HttpResponse:
    """Erase the reader's data and sign out, once the password is given."""
    form = ErasureForm(request.POST, user=request.user)
    if form.is_valid():
        try:
            personal_data.erase(request.user)
        except Refused as refused:
            form.add_error(None, str(refused.text))
        else:
            logout(request)
            messages.success(request, _("Your data are erased and the account is closed."))
            return HttpResponseRedirect(reverse("home"))
    return render(request, "accounts/data.html", {"form": form}, status=400)
