"""Delivering what is due; trying again, later each time; giving up in the end."""

import json
import logging
from datetime import datetime, timedelta

import httpcore
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from twinbay import __version__
from twinbay.web.webhooks.domain.posting import Refused, post
from twinbay.web.webhooks.domain.signing import HEADER, signature
from twinbay.web.webhooks.models import Delivery, Webhook

logger = logging.getLogger(__name__)

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 10, 60, 360, 1440))
"""Waiting time after each failed attempt; the one after the last is not waited for: given up."""

MOST_FAILURES = 10
"""Deliveries given up one after the other, after which a webhook is switched off."""

AT_A_TIME = 100


def deliver_due(network: httpcore.NetworkBackend | None = None) -> int:
    """Try everything that is due; return how many deliveries arrived.

    Arguments:
        network: to connect through; by default one that reaches public addresses only.
    """
    due = Delivery.objects.filter(due_at__lte=timezone.now(), webhook__ended_at=None)
    keys = list(due.order_by("due_at").values_list("pk", flat=True)[:AT_A_TIME])
    return sum(_attempt(key, network) for key in keys)


def _attempt(key: int, network: httpcore.NetworkBackend | None) -> bool:
    delivery = _taken(key)
    if delivery is None:
        return False
    webhook = delivery.webhook
    body = json.dumps(
        {"id": str(delivery.public_id), **delivery.payload}, ensure_ascii=False
    ).encode()
    headers: dict[bytes | str, bytes | str] = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": f"twinbay/{__version__}",
        HEADER: signature(webhook.secret, body, int(timezone.now().timestamp())),
    }
    delivery.answered, delivery.problem = None, ""
    try:
        delivery.answered = post(webhook.url, body, headers, network)
    except Refused:
        delivery.problem = "not a public address"
    except httpcore.TimeoutException:
        delivery.problem = "no answer in time"
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol):
        delivery.problem = "no connection"
    _note(delivery, timezone.now())
    return delivery.delivered_at is not None


def _taken(key: int) -> Delivery | None:
    """Return a delivery that is still due, put off so that no other worker takes it meanwhile."""
    with transaction.atomic():
        delivery = (
            Delivery.objects.select_for_update(of=("self",))
            .select_related("webhook")
            .filter(pk=key, due_at__lte=timezone.now(), webhook__ended_at=None)
            .first()
        )
        if delivery is None:
            return None
        delivery.attempts += 1
        delivery.due_at = timezone.now() + WAITS[min(delivery.attempts, len(WAITS)) - 1]
        delivery.save(update_fields=["attempts", "due_at"])
        found: Delivery = delivery
        return found


@transaction.atomic
def _note(delivery: Delivery, now: datetime) -> None:
    arrived = delivery.answered is not None and 200 <= delivery.answered < 300
    if arrived:
        delivery.delivered_at, delivery.due_at = now, None
        Webhook.objects.filter(pk=delivery.webhook_id).update(failures=0)
    elif delivery.attempts > len(WAITS):
        delivery.due_at = None
        Webhook.objects.filter(pk=delivery.webhook_id).update(failures=F("failures") + 1)
        _switch_off(delivery.webhook_id, now)
    delivery.save(update_fields=["delivered_at", "due_at", "answered", "problem"])


def _switch_off(key: int, now: datetime) -> None:
    webhook = Webhook.objects.get(pk=key)
    if webhook.ended_at is None and webhook.failures >= MOST_FAILURES:
        webhook.ended_at = now
        webhook.save()
        logger.warning("webhook %s is switched off after %d failures", key, webhook.failures)
