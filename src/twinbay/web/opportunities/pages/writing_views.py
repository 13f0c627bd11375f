"""Writing: begin, edit, save by itself, take the next step."""

import logging
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twinbay.web.accounts.models import MemberOrganisation
from twinbay.web.accounts.queries.actors import actor_of
from twinbay.web.opportunities.domain import steps
from twinbay.web.opportunities.domain.content import working_content
from twinbay.web.opportunities.domain.drafting import AUTOSAVE, begin, save, writable
from twinbay.web.opportunities.domain.duplicates import similar
from twinbay.web.opportunities.domain.refusals import ChangedMeanwhile, StepRefused
from twinbay.web.opportunities.forms.opportunity import OpportunityForm
from twinbay.web.opportunities.forms.steps import BeginForm, StepForm
from twinbay.web.opportunities.models import Opportunity, OpportunityKind
from twinbay.web.opportunities.pages.access import opened, room_links, written_for
from twinbay.web.opportunities.pages.cards import address_of, card
from twinbay.web.opportunities.pages.form_sections import sections
from twinbay.web.permissions import Action, Subject, may

logger = logging.getLogger(__name__)
REVIEWERS_STEPS = ("publish", "send_back")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Any) -> HttpResponse:
    """Choose a kind and an organisation; the draft exists from then on."""
    actor = actor_of(request.user)
    organisations = MemberOrganisation.objects.filter(pk__in=[one.pk for one in written_for(actor)])
    form = BeginForm(
        request.POST if request.method == "POST" else None,
        organisations=organisations,
        initial={"kind": request.GET.get("kind", ""), "organisation": organisations.first()},
    )
    if form.is_valid():
        organisation = form.cleaned_data["organisation"]
        subject = Subject(organisations=frozenset({organisation.pk}))
        if not may(actor, Action.OPPORTUNITY_CREATE, subject):
            raise Http404
        draft = begin(organisation, request.user, form.cleaned_data["kind"])
        return HttpResponseRedirect(_edit_address(draft))
    content = {
        "form": form,
        "kinds": _kinds(),
        "organisations": organisations,
        **room_links(actor),
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "opportunities/new.html", content, status=status)


def _kinds() -> list[dict[str, Any]]:
    texts: dict[Any, str] = {
        OpportunityKind.TECHNOLOGY_OFFER: _("A research result or technology looks for a user."),
        OpportunityKind.TECHNOLOGY_NEED: _("A problem looks for somebody who solves it."),
        OpportunityKind.CAPITAL_OFFERED: _("A fund or investor says what it invests in."),
        OpportunityKind.CAPITAL_SOUGHT: _("A start-up or spin-off looks for money."),
        OpportunityKind.TALENT: _("An opening, a programme, or a person who looks for one."),
        OpportunityKind.SITE_PROJECT: _(
            "A site, an incentive or a project for companies that come."
        ),
    }
    return [
        {"value": value, "label": label, "help": texts[value]}
        for value, label in OpportunityKind.choices
    ]


def _edit_address(opportunity: Opportunity) -> str:
    return str(reverse("opportunities:edit", args=[opportunity.public_id]))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Any, public_id: UUID) -> HttpResponse:
    """The form; a post saves it, and hands it to the officers when asked to."""
    _actor, found, _subject = opened(request, public_id, Action.OPPORTUNITY_EDIT)
    if not writable(found):
        messages.warning(request, _("It cannot be changed while it is in this state."))
        return HttpResponseRedirect(address_of(found))
    if request.method != "POST":
        form = OpportunityForm(None, found.kind, working_content(found))
        return _form_page(request, found, form, found.revision)
    form, revision = _form_sent(request, found)
    fine = form.is_valid()
    try:
        saved = save(found, form.content(), revision)
    except ChangedMeanwhile as refused:
        messages.error(request, f"{refused.problem} {refused.remedy}")
        return _form_page(request, found, form, revision, status=409)
    if not fine:
        messages.error(request, _("Saved, but for the fields marked below."))
        return _form_page(request, saved, form, saved.revision, status=400)
    if "submit" in request.POST:
        return _submit(request, saved, form)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(
        _edit_address(saved) if "continue" in request.POST else address_of(saved)
    )


def _submit(request: Any, saved: Opportunity, form: OpportunityForm) -> HttpResponse:
    """Submit what was just saved, after warning once of records that look like it."""
    found = similar(saved)
    if found and request.POST.get("no_duplicate") != "yes":
        cards = [card(one) for one in found]
        return _form_page(request, saved, form, saved.revision, duplicates=cards)
    try:
        steps.submit(saved, request.user)
    except StepRefused as refused:
        messages.error(request, refused.problem)
        return _form_page(request, saved, form, saved.revision, status=400)
    messages.success(request, _("Submitted. An officer reads it before it is published."))
    return HttpResponseRedirect(address_of(saved))


def _form_sent(request: Any, found: Opportunity) -> tuple[OpportunityForm, int]:
    form = OpportunityForm(request.POST, found.kind, working_content(found))
    text = request.POST.get("revision", "")
    return form, int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


def _form_page(
    request: Any,
    found: Opportunity,
    form: OpportunityForm,
    revision: int,
    *,
    duplicates: Any = (),
    status: int = 200,
) -> HttpResponse:
    content = {
        "opportunity": found,
        "card": card(found),
        "form": form,
        "sections": sections(form),
        "revision": revision,
        "duplicates": duplicates,
        "attachments": found.attachments.filter(removed_at=None).select_related("file"),
    }
    return render(request, "opportunities/edit.html", content, status=status)


@login_required
@require_POST
def autosave(request: Any, public_id: UUID) -> HttpResponse:
    """Save what is written so far; answer with the line that says so and the next revision."""
    _actor, found, _subject = opened(request, public_id, Action.OPPORTUNITY_EDIT)
    form, revision = _form_sent(request, found)
    fine = form.is_valid()
    content: dict[str, Any] = {"problems": [], "refused": ""}
    status = 200
    try:
        found = save(found, form.content(), revision, reason=AUTOSAVE)
        content["revision"] = found.revision
    except StepRefused as refused:
        content["refused"] = f"{refused.problem} {refused.remedy}"
        status = 409
    if not fine:
        labels = {key: field.label for field in form.kind_fields for key in field.keys}
        content["problems"] = [
            f"{labels.get(name, '')}: {' '.join(errors)}" for name, errors in form.errors.items()
        ]
    answer = render(request, "opportunities/saved.html", content, status=status)
    answer.headers["X-Draft"] = "saved" if status == 200 else "refused"
    return answer


@login_required
@require_POST
def step(request: Any, public_id: UUID) -> HttpResponse:
    """Take one step with a record: submit, take back, publish, send back, withdraw, reopen."""
    form = StepForm(request.POST)
    chosen = form.cleaned_data["step"] if form.is_valid() else ""
    action = Action.OPPORTUNITY_REVIEW if chosen in REVIEWERS_STEPS else Action.OPPORTUNITY_EDIT
    _actor, found, _subject = opened(request, public_id, action)
    taken: dict[str, Any] = {
        "submit": lambda: steps.submit(found, request.user),
        "take_back": lambda: steps.take_back(found),
        "publish": lambda: steps.publish(found, request.user),
        "send_back": lambda: steps.send_back(found, form.cleaned_data["reason"]),
        "withdraw": lambda: steps.withdraw(found),
        "reopen": lambda: steps.reopen(found),
        "discard_change": lambda: steps.discard_change(found),
    }
    if chosen not in taken:
        raise Http404
    try:
        taken[chosen]()
    except StepRefused as refused:
        messages.error(request, refused.problem)
    else:
        messages.success(request, _said(chosen))
    if chosen in REVIEWERS_STEPS:
        return HttpResponseRedirect(reverse("opportunities:review"))
    return HttpResponseRedirect(address_of(found))


def _said(step: str) -> str:
    texts = {
        "submit": _("Submitted. An officer reads it before it is published."),
        "take_back": _("Taken back; you can change it now."),
        "publish": _("Published."),
        "send_back": _("Sent back with your reason."),
        "withdraw": _("Withdrawn; only your organisation sees it now."),
        "reopen": _("It is a draft again."),
        "discard_change": _("The change was dropped; what is published stays."),
    }
    return str(texts[step])
