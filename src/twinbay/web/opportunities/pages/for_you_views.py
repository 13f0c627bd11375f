"""What may fit a person, how often letters say so, and how they end."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from twinbay.web.accounts.domain.consenting import consents
from twinbay.web.accounts.models.consent import DIGEST
from twinbay.web.accounts.queries.actors import actor_of
from twinbay.web.opportunities.domain.digests import choose, end_letters, setting_of
from twinbay.web.opportunities.domain.kinds.spec import cooperation_fields
from twinbay.web.opportunities.models import DigestSetting, ForYou
from twinbay.web.opportunities.models.matching import FREQUENCIES, NEVER
from twinbay.web.opportunities.pages.access import room_links
from twinbay.web.opportunities.pages.cards import title_of
from twinbay.web.opportunities.pages.counterparts import counterpart_shown
from twinbay.web.opportunities.queries.visibility import open_to_all, visible


class ForYouForm(forms.Form):
    """How often letters come, and in which fields to look."""

    frequency = forms.ChoiceField(choices=FREQUENCIES, widget=forms.RadioSelect)
    fields_chosen = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["fields_chosen"].choices = cooperation_fields()


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def for_you(request: Any) -> HttpResponse:
    """The person's list, and its settings."""
    actor = actor_of(request.user)
    setting = setting_of(request.user)
    mailed = setting.frequency if consents(request.user, DIGEST) else NEVER
    form = ForYouForm(
        request.POST if request.method == "POST" else None,
        initial={"frequency": mailed, "fields_chosen": setting.fields},
    )
    if form.is_valid():
        choose(request.user, form.cleaned_data["frequency"], form.cleaned_data["fields_chosen"])
        messages.success(request, _("Saved; the list is renewed every day."))
        return HttpResponseRedirect(reverse("opportunities:for-you"))
    allowed = visible(actor).filter(pk__in=open_to_all().values("pk")).values("pk")
    found = ForYou.objects.filter(user=request.user, opportunity__in=allowed).select_related(
        "opportunity__organisation", "because"
    )
    entries = [
        {
            "shown": counterpart_shown(one.opportunity, one),
            "because": title_of(one.because) if one.because else None,
            "found_on": one.found_on,
        }
        for one in found
    ]
    content = {
        "entries": entries,
        "form": form,
        **room_links(actor),
    }
    return render(request, "opportunities/for_you.html", content)


@csrf_exempt  # the token is the secret; a mail programme sends this post (RFC 8058, section 3.1)
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: Any, token: str) -> HttpResponse:
    """End the letters; a mere visit does not, since mail filters visit every link."""
    if request.method == "POST":
        if not end_letters(token):
            raise Http404
        return render(request, "opportunities/unsubscribe.html", {"ended": True})
    if not DigestSetting.objects.filter(token=token).exists():
        raise Http404
    return render(request, "opportunities/unsubscribe.html", {"ended": False})
