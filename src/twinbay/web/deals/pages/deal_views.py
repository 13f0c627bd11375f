"""A deal: its page, and what its parties do on it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twinbay.web.accounts.models import MemberOrganisation, User
from twinbay.web.deals.domain import moving, terms
from twinbay.web.deals.domain.acting import Acting, written_for
from twinbay.web.deals.domain.problems import Refused
from twinbay.web.deals.domain.stages import Stage
from twinbay.web.deals.domain.subjects import deal_subject
from twinbay.web.deals.forms.deals import (
    AgreeForm,
    AmountForm,
    MoveForm,
    NdaForm,
    StepForm,
    TermsForm,
)
from twinbay.web.deals.models import Deal
from twinbay.web.deals.pages import deal_page, wording
from twinbay.web.deals.pages.finding import asking, by_writer, found_deal
from twinbay.web.permissions import Action


@require_safe
@login_required
def deal(request: Any, public_id: UUID) -> HttpResponse:
    """One deal."""
    return page(request, found_deal(request, public_id))


def page(request: Any, found: Deal, **bound: Any) -> HttpResponse:
    """Return the page of a deal, with forms that have errors in place of empty ones."""
    content = deal_page.content(found, asking(request), request.user, bound)
    return render(request, "deals/deal.html", content)


def to_deal(found: Deal, anchor: str = "") -> HttpResponseRedirect:
    """Lead back to the page of a deal."""
    return HttpResponseRedirect(reverse("deals:deal", args=[found.public_id]) + anchor)


def found_to_edit(request: Any, public_id: UUID) -> tuple[Deal, Acting]:
    """Return a deal that somebody may change, and for whom the person does so."""
    found = found_deal(request, public_id, Action.DEAL_EDIT)
    return found, by_writer(request, Action.DEAL_EDIT, deal_subject(found))


def done(request: Any, action: Callable[[], object], said: str) -> None:
    """Do something and say so, or say why it was not done."""
    try:
        action()
    except Refused as problem:
        texts = wording.blocker_texts(problem.blockers)
        messages.error(request, " ".join([problem.problem, *texts]))
    else:
        messages.success(request, said)


@require_POST
@login_required
def move(request: Any, public_id: UUID) -> HttpResponse:
    """Move a deal to another stage."""
    found, by = found_to_edit(request, public_id)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return page(request, found, move=form)
    values = form.cleaned_data
    seen, target = Stage(values["seen"]), Stage(values["target"])

    def action() -> None:
        moving.move(found.pk, seen, target, by, note=values["note"], reason=values["reason"])

    said = _("The deal is now in: %(stage)s") % {"stage": wording.stage_name(target)}
    done(request, action, said)
    return _to_board(by) if request.POST.get("back") == "board" else to_deal(found)


def _to_board(by: Acting) -> HttpResponseRedirect:
    organisation = MemberOrganisation.objects.get(pk=by.organisation_id)
    address = reverse("deals:board")
    return HttpResponseRedirect(f"{address}?organisation={organisation.public_id}")


@require_POST
@login_required
def sign_nda(request: Any, public_id: UUID) -> HttpResponse:
    """Record that one side signed the non-disclosure agreement."""
    found, by = found_to_edit(request, public_id)
    form = NdaForm(request.POST)
    if not form.is_valid():
        return page(request, found, nda=form)
    day = form.cleaned_data["on"]
    done(request, lambda: terms.sign_nda(found.pk, by, day), _("Your signature is recorded."))
    return to_deal(found, "#parties")


@require_POST
@login_required
def set_terms(request: Any, public_id: UUID) -> HttpResponse:
    """Change the terms."""
    found, by = found_to_edit(request, public_id)
    form = TermsForm(request.POST)
    if not form.is_valid():
        return page(request, found, terms=form)
    done(request, lambda: terms.set_terms(found.pk, by, form.terms()), _("The terms are saved."))
    return to_deal(found, "#terms")


@require_POST
@login_required
def agree(request: Any, public_id: UUID) -> HttpResponse:
    """Agree to the terms."""
    found, by = found_to_edit(request, public_id)
    form = AgreeForm(request.POST)
    if not form.is_valid():
        return to_deal(found, "#terms")
    version = form.cleaned_data["version"]
    done(request, lambda: terms.agree(found.pk, by, version), _("Your side agrees to the terms."))
    return to_deal(found, "#terms")


@require_POST
@login_required
def set_step(request: Any, public_id: UUID) -> HttpResponse:
    """Say what is to be done next."""
    found, by = found_to_edit(request, public_id)
    own = written_for(asking(request), deal_subject(found).organisations)
    form = StepForm(request.POST, people=deal_page.people(found, own))
    if not form.is_valid():
        return page(request, found, step=form)
    chosen = form.cleaned_data["owner"]
    owner = User.objects.get(pk=int(chosen)) if chosen else None
    step = form.step(owner)
    done(request, lambda: terms.set_step(found.pk, by, step), _("The next step is saved."))
    return to_deal(found, "#step")


@require_POST
@login_required
def set_amount(request: Any, public_id: UUID) -> HttpResponse:
    """Say what the reader's party puts in."""
    found, by = found_to_edit(request, public_id)
    form = AmountForm(request.POST)
    if not form.is_valid():
        return page(request, found, amount=form)
    values = form.cleaned_data

    def action() -> None:
        terms.set_amount(found.pk, by, values["amount"], values["currency"], values["share"])

    done(request, action, _("Your amount is saved."))
    return to_deal(found, "#parties")
