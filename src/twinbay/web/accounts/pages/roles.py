"""Views of the platform's roles, for administrators."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from twinbay.web.accounts.domain import roles as giving
from twinbay.web.accounts.domain.refusing import Refused
from twinbay.web.accounts.forms.roles import ROLE_NAMES, GrantForm
from twinbay.web.accounts.models import PlatformRole
from twinbay.web.accounts.pages.guarding import allow_or_404
from twinbay.web.accounts.queries.people import person_with_address
from twinbay.web.current_lake import configured_pair
from twinbay.web.i18n import active_language
from twinbay.web.permissions import Action, Role


@login_required
def roles(request: Any) -> HttpResponse:
    """Who has which role; giving one."""
    allow_or_404(request, Action.ROLE_GRANT)
    form = GrantForm(request.POST or None, pair=configured_pair(), language=active_language())
    if request.method == "POST" and form.is_valid() and _given(request, form):
        return HttpResponseRedirect(reverse("accounts:roles"))
    held = PlatformRole.objects.filter(ended_at=None).select_related("user", "granted_by")
    content = {
        "form": form,
        "held": [
            {"role": one, "name": ROLE_NAMES[Role(one.role)]}
            for one in held.order_by("role", "region", "user__email")
        ],
    }
    return render(request, "accounts/roles.html", content, status=400 if form.errors else 200)


def _given(request: Any, form: GrantForm) -> bool:
    person = person_with_address(form.cleaned_data["email"])
    if person is None:
        form.add_error("email", _("No member has confirmed this address."))
        return False
    role = Role(form.cleaned_data["role"])
    try:
        giving.grant(person, role, form.cleaned_data["region"], request.user)
    except Refused as refused:
        form.add_error(None, str(refused.text))
        return False
    messages.success(request, _("Given; the person is told."))
    return True


@require_POST
@login_required
def end_role(request: Any, public_id: UUID) -> HttpResponse:
    """End a role."""
    allow_or_404(request, Action.ROLE_GRANT)
    given = get_object_or_404(PlatformRole, public_id=public_id)
    try:
        giving.end(given)
        messages.success(request, _("The role is over."))
    except Refused as refused:
        messages.error(request, str(refused.text))
    return HttpResponseRedirect(reverse("accounts:roles"))
