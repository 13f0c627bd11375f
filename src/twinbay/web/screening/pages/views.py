"""The queue of flagged pairs, one pair, and deciding about it."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from twinbay.errors import ConfigurationError
from twinbay.web.accounts.queries.actors import actor_of
from twinbay.web.display import PageOfList
from twinbay.web.i18n import active_language
from twinbay.web.permissions import Action, Actor, Role, may
from twinbay.web.screening.domain.deciding import decide, subject_of
from twinbay.web.screening.domain.lists import in_use
from twinbay.web.screening.forms.decision import DecisionForm, QueueForm
from twinbay.web.screening.models import STATES, Flag, FlagState
from twinbay.web.screening.queries.flags import flags_for

PAGE = 50


def _officer(request: Any) -> Actor:
    """Return who asks; for all others the pages do not exist."""
    actor = actor_of(request.user)
    if not (actor.administrator or Role.COOPERATION_OFFICER in actor.roles):
        raise Http404
    return actor


@login_required
@never_cache
@require_safe
def queue(request: Any) -> HttpResponse:
    """List the flagged pairs in one state, the surest first, and the lists in use."""
    actor = _officer(request)
    form = QueueForm(request.GET)
    form.is_valid()
    state = form.cleaned_data.get("state") or FlagState.OPEN.value
    flags = flags_for(actor)
    counted = dict(
        flags.order_by().values_list("state").annotate(number=Count("pk", distinct=True))
    )
    page = Paginator(flags.filter(state=state), PAGE).get_page(form.cleaned_data.get("page") or 1)
    content = {
        "state": state,
        "states": [
            {"value": value, "label": label, "number": counted.get(value, 0)}
            for value, label in STATES
        ],
        "page": _page_of_list(page, state),
        "flags": [_shown(flag) for flag in page],
        "lists": sorted(in_use().values(), key=lambda one: one.name),
    }
    return render(request, "screening/queue.html", content)


def _page_of_list(page: Any, state: str) -> PageOfList:
    def address(number: int) -> str:
        return f"{reverse('screening:queue')}?state={state}&page={number}"

    return PageOfList(
        number=page.number,
        pages=page.paginator.num_pages,
        total=page.paginator.count,
        previous_address=address(page.number - 1) if page.has_previous() else "",
        next_address=address(page.number + 1) if page.has_next() else "",
    )


def _shown(flag: Flag) -> dict[str, Any]:
    """Return a flag with its reasons in the language of the page."""
    language = "zh" if active_language() == "zh-hans" else "en"
    match = flag.match
    return {
        "flag": flag,
        "match": match,
        "reason": match["reason"].get(language, ""),
        "evidence": [one["reason"].get(language, "") for one in match["evidence"]],
        "score": round(100 * flag.score),
    }


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def flag(request: Any, public_id: UUID) -> HttpResponse:
    """Show one pair with everything known, and take a decision."""
    actor = _officer(request)
    found = flags_for(actor).filter(public_id=public_id).first()
    if found is None or not may(actor, Action.SCREENING_VIEW, subject_of(found)):
        raise Http404
    form = DecisionForm(request.POST or None, initial={"fingerprint": found.fingerprint})
    problem = ""
    if request.method == "POST" and form.is_valid():
        if not may(actor, Action.SCREENING_DECIDE, subject_of(found)):
            raise Http404
        given = form.cleaned_data
        try:
            decide(
                found,
                FlagState(given["state"]),
                given["reason"],
                request.user,
                given["fingerprint"],
            )
        except ConfigurationError as error:
            problem = error.message()
        else:
            return HttpResponseRedirect(reverse("screening:flag", args=[found.public_id]))
    content = {
        **_shown(found),
        "form": form,
        "problem": problem,
        "decisions": found.decisions.select_related("by"),
    }
    return render(request, "screening/flag.html", content)
