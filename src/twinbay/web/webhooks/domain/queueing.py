"""From what an organisation is told to what its webhooks will be told."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone, translation

from twinbay.web.accounts.models import MemberOrganisation
from twinbay.web.notifications.domain.kinds import text_of
from twinbay.web.notifications.domain.letters import site_address
from twinbay.web.webhooks.models import Delivery, Webhook


def queue_deliveries(
    organisation: MemberOrganisation, kind: str, path: str, context: Mapping[str, Any]
) -> None:
    """Queue a delivery for each webhook of an organisation, in the transaction of the change.

    Arguments:
        path: address of the page it is about, without the language's prefix.
    """
    webhooks = list(Webhook.objects.filter(organisation=organisation, ended_at=None))
    if not webhooks:
        return
    now = timezone.now()
    payload = {
        "kind": kind,
        "at": now.isoformat(timespec="seconds"),
        "organisation": organisation.org_id,
        "address": site_address(path, "en"),
        "text": {
            "en": _text(kind, context, "en"),
            "zh": _text(kind, context, "zh-hans"),
        },
    }
    Delivery.objects.bulk_create(
        Delivery(webhook=one, payload=payload, due_at=now) for one in webhooks
    )


def _text(kind: str, context: Mapping[str, Any], language: str) -> str:
    with translation.override(language):
        return text_of(kind, context)
