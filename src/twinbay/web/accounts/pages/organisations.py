"""Views for those who act for organisations, or want to."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twinbay.web.accounts.domain import memberships as acting
from twinbay.web.accounts.domain.refusing import Refused
from twinbay.web.accounts.domain.subjects import subject_of_organisation
from twinbay.web.accounts.forms.organisations import InviteForm, OrganisationForm, RoleForm
from twinbay.web.accounts.models import Claim, Invitation, MemberOrganisation, Membership
from twinbay.web.accounts.models.claim import BY_OWNER, OPEN
from twinbay.web.accounts.pages.guarding import actor_for, allow, allow_or_404
from twinbay.web.accounts.queries.people import members_of, open_invitations, own_memberships
from twinbay.web.permissions import Action, OrganisationRole, may


@require_safe
@login_required
def own(request: Any) -> HttpResponse:
    """The organisations the reader acts for, invitations and claims."""
    claims = Claim.objects.filter(user=request.user).select_related("organisation")
    content = {
        "memberships": own_memberships(request.user),
        "invitations": open_invitations(request.user),
        "claims": claims.order_by("-created_at")[:50],
    }
    return render(request, "accounts/organisations.html", content)


@require_safe
@login_required
def one(request: Any, public_id: UUID) -> HttpResponse:
    """One organisation, for those who act for it."""
    organisation = _own_organisation(request, public_id)
    return render(request, "accounts/organisation.html", _content(request, organisation))


def _content(request: Any, organisation: MemberOrganisation, **forms: Any) -> dict[str, Any]:
    subject, actor = subject_of_organisation(organisation), actor_for(request)
    appoints = may(actor, Action.ORGANISATION_APPOINT, subject)
    open_ones = organisation.invitations.filter(ended_at=None).select_related("invited_by")
    waiting = organisation.claims.filter(state=OPEN, method=BY_OWNER).select_related("user")
    content: dict[str, Any] = {
        "organisation": organisation,
        "edits": may(actor, Action.ORGANISATION_EDIT, subject),
        "appoints": appoints,
        "members": members_of(organisation),
        "invitations": open_ones if appoints else [],
        "claims": waiting if appoints else [],
        "roles": OrganisationRole,
        "form": OrganisationForm(instance=organisation),
        "invite_form": InviteForm(),
    }
    return content | forms


def _own_organisation(request: Any, public_id: UUID) -> MemberOrganisation:
    """Return an organisation the reader acts for, verified or not yet.

    Raises:
        Http404: there is none such.
    """
    organisation: MemberOrganisation = get_object_or_404(MemberOrganisation, public_id=public_id)
    if organisation.pk not in actor_for(request).organisations:
        raise Http404
    return organisation


@require_POST
@login_required
def edit(request: Any, public_id: UUID) -> HttpResponse:
    """Save what the organisation says of itself."""
    organisation = _own_organisation(request, public_id)
    allow(request, Action.ORGANISATION_EDIT, subject_of_organisation(organisation))
    form = OrganisationForm(request.POST, instance=organisation)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return _back(organisation)
    fresh = MemberOrganisation.objects.get(pk=organisation.pk)
    content = _content(request, fresh, form=form)
    return render(request, "accounts/organisation.html", content, status=400)


@require_POST
@login_required
def invite(request: Any, public_id: UUID) -> HttpResponse:
    """Invite somebody by e-mail address."""
    organisation = _own_organisation(request, public_id)
    allow(request, Action.ORGANISATION_APPOINT, subject_of_organisation(organisation))
    form = InviteForm(request.POST)
    if form.is_valid():
        role = OrganisationRole(form.cleaned_data["role"])
        try:
            acting.invite(organisation, request.user, form.cleaned_data["email"], role)
        except Refused as refused:
            form.add_error("email", str(refused.text))
        else:
            messages.success(request, _("The invitation is on its way."))
            return _back(organisation)
    content = _content(request, organisation, invite_form=form)
    return render(request, "accounts/organisation.html", content, status=400)


@require_POST
@login_required
def take_invitation_back(request: Any, public_id: UUID) -> HttpResponse:
    """End an open invitation."""
    invitation = get_object_or_404(Invitation, public_id=public_id)
    subject = subject_of_organisation(invitation.organisation)
    allow_or_404(request, Action.ORGANISATION_APPOINT, subject)
    acting.take_back(invitation)
    messages.success(request, _("The invitation is taken back."))
    return _back(invitation.organisation)


@require_POST
@login_required
def answer_invitation(request: Any, public_id: UUID) -> HttpResponse:
    """Accept or decline an invitation to one of the reader's addresses."""
    invitation = next((i for i in open_invitations(request.user) if i.public_id == public_id), None)
    if invitation is None:
        raise Http404
    if request.POST.get("answer") == "accept":
        acting.accept(invitation, request.user)
        messages.success(
            request,
            _("You now act for %(name)s.") % {"name": _name(invitation.organisation)},
        )
    else:
        acting.decline(invitation, request.user)
        messages.success(request, _("The invitation is declined."))
    return HttpResponseRedirect(reverse("accounts:organisations"))


@require_POST
@login_required
def change_role(request: Any, public_id: UUID) -> HttpResponse:
    """Give a member of an organisation another role."""
    membership = get_object_or_404(Membership, public_id=public_id)
    subject = subject_of_organisation(membership.organisation)
    allow_or_404(request, Action.ORGANISATION_APPOINT, subject)
    form = RoleForm(request.POST)
    if form.is_valid():
        role = OrganisationRole(form.cleaned_data["role"])
        _try(request, lambda: acting.change_role(membership, role), _("Saved."))
    return _back(membership.organisation)


@require_POST
@login_required
def end_membership(request: Any, public_id: UUID) -> HttpResponse:
    """End somebody's membership, or the reader's own."""
    membership = get_object_or_404(Membership, public_id=public_id)
    own_one = membership.user_id == request.user.pk
    if not own_one:
        subject = subject_of_organisation(membership.organisation)
        allow_or_404(request, Action.ORGANISATION_APPOINT, subject)
    ended = _try(
        request, lambda: acting.end(membership, request.user), _("The membership is over.")
    )
    if own_one and ended:
        return HttpResponseRedirect(reverse("accounts:organisations"))
    return _back(membership.organisation)


def _try(request: Any, change: Callable[[], Any], done: str) -> bool:
    try:
        change()
    except Refused as refused:
        messages.error(request, str(refused.text))
        return False
    messages.success(request, done)
    return True


def _name(organisation: MemberOrganisation) -> str:
    from twinbay.web.i18n import active_language

    return organisation.name_in(active_language())


def _back(organisation: MemberOrganisation) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("accounts:organisation", args=[organisation.public_id]))
