"""Saying "follow" or "not for us" about a suggested partner."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from twinbay.web.directory.domain.directory import open_directory
from twinbay.web.directory.domain.feedback import feedback_for, made_visitor, say
from twinbay.web.directory.forms.feedback import FeedbackForm
from twinbay.web.directory.models import DISMISS, FOLLOW, WITHDRAW
from twinbay.web.directory.pages import partners_section, wording
from twinbay.web.directory.queries.organisations import not_found, organisations
from twinbay.web.i18n import active_language
from twinbay.web.pages.errors import bad_request


@require_POST
def feedback(request: Any, org_id: str) -> HttpResponse:
    """Record what is said; answer with the section for HTMX, else lead back to the page."""
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        return bad_request(request)
    partner_id, action = form.cleaned_data["partner"], form.cleaned_data["action"]
    directory = open_directory()
    found = organisations(directory.database, (org_id, partner_id))
    for wanted in (org_id, partner_id):
        if wanted not in found:
            raise not_found(wanted)
    if partner_id == org_id:
        return bad_request(request)
    visitor = made_visitor(request.session)
    say(visitor, org_id, partner_id, action)
    if request.headers.get("HX-Request") != "true":
        return HttpResponseRedirect(wording.address("organisation", org_id, anchor="suggested"))
    content = partners_section.content(directory, found[org_id], feedback_for(visitor, org_id))
    content["said"] = _said(action, found[partner_id].name_in(active_language()))
    return render(request, "directory/partners_section.html", {"partners": content})


def _said(action: str, name: str) -> str:
    texts = {
        FOLLOW: _("You follow %(name)s; it comes first from now on."),
        DISMISS: _("%(name)s is not suggested any more."),
        WITHDRAW: _("Taken back: %(name)s is ranked as before."),
    }
    return str(texts[action] % {"name": name})
