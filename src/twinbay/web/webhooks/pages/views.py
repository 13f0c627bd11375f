"""The webhooks of one's organisations: a list, a form for a new one, switching off."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from twinbay.web.accounts.models import MemberOrganisation
from twinbay.web.accounts.queries.actors import actor_of
from twinbay.web.permissions import Action, Actor, Subject, may
from twinbay.web.webhooks.forms.webhook import WebhookForm
from twinbay.web.webhooks.models import Delivery, Webhook

DELIVERIES_SHOWN = 5


def _organisations(actor: Actor) -> Any:
    owned = [
        key
        for key in actor.memberships
        if may(actor, Action.WEBHOOK_MANAGE, Subject(organisations=frozenset({key})))
    ]
    return MemberOrganisation.objects.filter(pk__in=owned).order_by("pk")


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def webhooks(request: Any) -> HttpResponse:
    """List the webhooks of the organisations one owns; make one."""
    organisations = _organisations(actor_of(request.user))
    form = WebhookForm(request.POST or None, organisations=organisations)
    if request.method == "POST" and form.is_valid():
        Webhook.objects.create(made_by=request.user, **form.cleaned_data)
        return HttpResponseRedirect(reverse("webhooks:webhooks"))
    latest = Delivery.objects.order_by("-id")[:DELIVERIES_SHOWN]  # of each webhook
    listed = (
        Webhook.objects.filter(organisation__in=organisations)
        .select_related("organisation")
        .prefetch_related(Prefetch("deliveries", latest, to_attr="latest"))
    )
    content = {
        "form": form,
        "may_make": organisations.exists(),
        "webhooks": [{"webhook": one, "deliveries": one.latest} for one in listed],
    }
    return render(request, "webhooks/webhooks.html", content)


@login_required
@require_POST
def end_webhook(request: Any, public_id: UUID) -> HttpResponse:
    """Switch a webhook off."""
    webhook = Webhook.objects.filter(public_id=public_id, ended_at=None).first()
    subject = Subject(organisations=frozenset({webhook.organisation_id})) if webhook else None
    if subject is None or not may(actor_of(request.user), Action.WEBHOOK_MANAGE, subject):
        raise Http404
    webhook.ended_at = timezone.now()
    webhook.save()
    return HttpResponseRedirect(reverse("webhooks:webhooks"))
