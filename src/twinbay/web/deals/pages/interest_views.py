"""Expressing interest, and answering it."""

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
from twinbay.web.deals.domain import interests, subjects
from twinbay.web.deals.domain.acting import Acting, written_for
from twinbay.web.deals.domain.evidence import evidence_between
from twinbay.web.deals.domain.problems import Refused
from twinbay.web.deals.forms.interests import AcceptForm, DeclineForm, InterestForm
from twinbay.web.deals.models import Interest
from twinbay.web.deals.models.interest import ACCEPTED, OPEN
from twinbay.web.deals.pages import wording
from twinbay.web.deals.pages.evidence_shown import evidence_shown
from twinbay.web.deals.pages.finding import asking, by_writer, found_interest, require
from twinbay.web.deals.queries.inbox import interests_of
from twinbay.web.opportunities.domain.subjects import subject_of
from twinbay.web.opportunities.models import Opportunity
from twinbay.web.permissions import Action, Subject, Visibility, may


@require_safe
@login_required
def inbox(request: Any) -> HttpResponse:
    """Interests received and expressed."""
    received, expressed = interests_of(asking(request).organisations)
    content = {
        "received": [_entry(one, one.organisation) for one in received],
        "expressed": [_entry(one, one.addressee) for one in expressed],
        "acts": bool(asking(request).organisations),
    }
    return render(request, "deals/interests.html", content)


def _entry(interest: Interest, other: Any) -> dict[str, Any]:
    return {
        "interest": interest,
        "other": wording.name_of(other),
        "title": wording.title_of(interest) if interest.opportunity else "",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def express(request: Any) -> HttpResponse:
    """The form to express interest, in an opportunity or in a suggested partner.

    ``?opportunity=`` is its public id; ``?partner=`` and ``?for=`` are ids in the evidence, as
    the page about two organisations gives them.
    """
    opportunity, addressee = _wanted(request)
    subject = subject_of(opportunity) if opportunity else _direct_subject(addressee)
    require(request, Action.INTEREST_EXPRESS, subject)
    own = _own_organisations(request, subject)
    chosen = _chosen(own, request)
    form = InterestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        evidence = evidence_between(chosen.org_id, addressee.org_id)
        by = Acting(request.user, chosen.pk)
        try:
            interest = interests.express(
                by, addressee, opportunity, form.cleaned_data["message"], evidence
            )
        except Refused as problem:
            messages.error(request, problem.problem)
        else:
            messages.success(request, _("Your interest has been sent."))
            return _to(interest)
    content = {
        "form": form,
        "opportunity": opportunity,
        "title": wording.title_of(opportunity) if opportunity else "",
        "addressee": wording.name_of(addressee),
        "own": [(one.org_id, wording.name_of(one)) for one in own],
        "chosen": chosen.org_id,
        "evidence": evidence_shown(evidence_between(chosen.org_id, addressee.org_id)),
    }
    return render(request, "deals/express.html", content)


def _wanted(request: Any) -> tuple[Opportunity | None, MemberOrganisation]:
    """Return the opportunity, if any, and the organisation that is addressed."""
    if wanted := request.GET.get("opportunity"):
        try:
            public_id = UUID(wanted)
        except ValueError as error:
            raise Http404 from error
        rows = Opportunity.objects.select_related("organisation")
        opportunity = rows.filter(public_id=public_id).first()
        if opportunity is None:
            raise Http404
        return opportunity, opportunity.organisation
    partner = MemberOrganisation.objects.filter(
        org_id=request.GET.get("partner", ""), verified_at__isnull=False
    ).first()
    if partner is None:
        raise Http404
    return None, partner


def _direct_subject(addressee: MemberOrganisation) -> Subject:
    """Return an organisation that takes part: any other member may write to it."""
    return Subject(organisations=frozenset({addressee.pk}), published=True)


def _own_organisations(request: Any, subject: Subject) -> list[MemberOrganisation]:
    """Return the organisations for which the reader may express interest, at least one."""
    others = asking(request).organisations - subject.organisations - subject.hidden_from
    if subject.visibility is Visibility.CONFIDENTIAL:
        others &= subject.granted
    own = written_for(asking(request), others)
    if not own:
        raise Http404
    return list(MemberOrganisation.objects.filter(pk__in=own).order_by("name", "pk"))


def _chosen(own: list[MemberOrganisation], request: Any) -> MemberOrganisation:
    wanted = request.POST.get("for") or request.GET.get("for", "")
    return next((one for one in own if one.org_id == wanted), own[0])


@require_safe
@login_required
def interest(request: Any, public_id: UUID) -> HttpResponse:
    """One interest: what was said, the evidence, and what can be done."""
    found = found_interest(request, public_id)
    return _page(request, found, AcceptForm(), DeclineForm())


def _page(
    request: Any, found: Interest, accept_form: AcceptForm, decline_form: DeclineForm
) -> HttpResponse:
    actor, is_open = asking(request), found.state == OPEN
    content = {
        "interest": found,
        "title": wording.title_of(found),
        "organisation": wording.name_of(found.organisation),
        "addressee": wording.name_of(found.addressee),
        "author": wording.name_of(found.author),
        "decided_by": wording.name_of(found.decided_by) if found.decided_by else "",
        "evidence": evidence_shown(found.evidence),
        "deal": found.deal if found.state == ACCEPTED else None,
        "accept_form": accept_form,
        "decline_form": decline_form,
        "may_decide": is_open
        and may(actor, Action.INTEREST_DECIDE, subjects.decision_subject(found)),
        "may_withdraw": is_open
        and may(actor, Action.INTEREST_WITHDRAW, subjects.withdrawal_subject(found)),
    }
    return render(request, "deals/interest.html", content)


@require_POST
@login_required
def accept(request: Any, public_id: UUID) -> HttpResponse:
    """Accept; the deal begins."""
    found = found_interest(request, public_id)
    by = by_writer(request, Action.INTEREST_DECIDE, subjects.decision_subject(found))
    form = AcceptForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, DeclineForm())
    try:
        deal = interests.accept(found.pk, by, form.cleaned_data["note"])
    except Refused as problem:
        messages.error(request, problem.problem)
        return _to(found)
    messages.success(request, _("Accepted: the conversation and the deal have begun."))
    return HttpResponseRedirect(reverse("deals:deal", args=[deal.public_id]))


@require_POST
@login_required
def decline(request: Any, public_id: UUID) -> HttpResponse:
    """Decline with a reason."""
    found = found_interest(request, public_id)
    by = by_writer(request, Action.INTEREST_DECIDE, subjects.decision_subject(found))
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, found, AcceptForm(), form)
    try:
        interests.decline(found.pk, by, form.cleaned_data["reason"])
    except Refused as problem:
        messages.error(request, problem.problem)
    else:
        messages.success(request, _("Declined; the other side reads your reason."))
    return _to(found)


@require_POST
@login_required
def withdraw(request: Any, public_id: UUID) -> HttpResponse:
    """Take an interest back."""
    found = found_interest(request, public_id)
    by = by_writer(request, Action.INTEREST_WITHDRAW, subjects.withdrawal_subject(found))
    try:
        interests.withdraw(found.pk, by)
    except Refused as problem:
        messages.error(request, problem.problem)
    else:
        messages.success(request, _("Taken back."))
    return _to(found)


def _to(found: Interest) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("deals:interest", args=[found.public_id]))
