"""Asking co-investors into a deal, and their answers."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twinbay.web.accounts.models import MemberOrganisation
from twinbay.web.deals.domain import sharing
from twinbay.web.deals.domain.subjects import deal_subject, party_subject, principals_subject
from twinbay.web.deals.forms.deals import InvitationForm, NdaForm
from twinbay.web.deals.models import Deal, DealParty
from twinbay.web.deals.pages import wording
from twinbay.web.deals.pages.deal_views import done, to_deal
from twinbay.web.deals.pages.finding import by_writer, found_deal, found_party
from twinbay.web.deals.queries.organisations import organisations_named
from twinbay.web.permissions import Action

LONGEST_QUERY = 100  # characters


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def invite(request: Any, public_id: UUID) -> HttpResponse:
    """Find an organisation and ask it to share a deal."""
    found = found_deal(request, public_id)
    by = by_writer(request, Action.DEAL_SHARE, principals_subject(found))
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        organisation = MemberOrganisation.objects.filter(
            public_id=form.cleaned_data["organisation"], verified_at__isnull=False
        ).first()
        if organisation is None:
            raise Http404
        text = form.cleaned_data["text"]
        done(request, lambda: sharing.invite(found.pk, by, organisation, text), _("Invited."))
        return to_deal(found, "#parties")
    query = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    current = {p.organisation_id for p in found.parties.all() if p.joined or p.invited}
    content = {
        "deal": found,
        "title": wording.title_of(found),
        "form": form,
        "query": query,
        "found": [
            {"organisation": one, "name": wording.name_of(one)}
            for one in organisations_named(query, current)
        ],
    }
    return render(request, "deals/invite.html", content)


@require_safe
@login_required
def invitation(request: Any, public_id: UUID) -> HttpResponse:
    """What an invited organisation sees before it joins: the title and the text to it."""
    party = found_party(request, public_id, Action.INVITATION_VIEW)
    if party.joined:
        return to_deal(party.deal)
    return _page(request, party, NdaForm(initial={"on": timezone.localdate()}))


def _page(request: Any, party: DealParty, form: NdaForm) -> HttpResponse:
    if party.invited_for is None:
        raise Http404
    content = {
        "party": party,
        "title": wording.title_of(party.deal),
        "by": wording.name_of(party.invited_for),
        "organisation": wording.name_of(party.organisation),
        "stands": party.invited and party.deal.open,
        "form": form,
    }
    return render(request, "deals/invitation.html", content)


@require_POST
@login_required
def join(request: Any, public_id: UUID) -> HttpResponse:
    """Join a deal."""
    party = found_party(request, public_id, Action.INVITATION_ANSWER)
    by = by_writer(request, Action.INVITATION_ANSWER, party_subject(party))
    form = NdaForm(request.POST)
    if not form.is_valid():
        return _page(request, party, form)
    day = form.cleaned_data["on"]
    done(request, lambda: sharing.join(party.pk, by, day), _("Your organisation has joined."))
    return _to_invitation(party)


@require_POST
@login_required
def decline(request: Any, public_id: UUID) -> HttpResponse:
    """Say no to an invitation."""
    party = found_party(request, public_id, Action.INVITATION_ANSWER)
    by = by_writer(request, Action.INVITATION_ANSWER, party_subject(party))
    done(request, lambda: sharing.decline(party.pk, by), _("Declined."))
    return _to_invitation(party)


@require_POST
@login_required
def withdraw(request: Any, public_id: UUID, party_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    found = found_deal(request, public_id)
    by = by_writer(request, Action.DEAL_SHARE, principals_subject(found))
    party = _party_of(found, party_id)
    done(
        request,
        lambda: sharing.withdraw_invitation(party.pk, by),
        _("The invitation is withdrawn."),
    )
    return to_deal(found, "#parties")


@require_POST
@login_required
def leave(request: Any, public_id: UUID) -> HttpResponse:
    """Leave a shared deal."""
    found = found_deal(request, public_id)
    by = by_writer(request, Action.DEAL_EDIT, deal_subject(found))
    done(request, lambda: sharing.leave(found.pk, by), _("Your organisation has left the deal."))
    return HttpResponseRedirect(reverse("deals:board"))


def _party_of(found: Deal, party_id: UUID) -> DealParty:
    for party in found.parties.all():
        if party.public_id == party_id:
            known: DealParty = party
            return known
    raise Http404


def _to_invitation(party: DealParty) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("deals:invitation", args=[party.public_id]))
