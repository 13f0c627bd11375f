"""Entries of a deal's timeline as sentences."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from twinbay.web.deals.models import DealEvent
from twinbay.web.deals.models.event import (
    AMOUNT,
    CONSENT,
    DECLINED,
    DOCUMENT,
    INVITED,
    JOINED,
    LEFT,
    NDA,
    OPENED,
    STAGE,
    STEP,
    TERMS,
)
from twinbay.web.deals.pages import wording


def entry(event: DealEvent, names: Mapping[int, str]) -> dict[str, Any]:
    """Return what the template shows of an entry.

    Arguments:
        names: names of the organisations of the deal by primary key.
    """
    return {
        "at": event.at,
        "text": _text(event, names),
        "note": event.note,
        "by": wording.name_of(event.by),
        "organisation": wording.name_of(event.organisation),
        "stage": event.to_stage,
    }


def _text(event: DealEvent, names: Mapping[int, str]) -> str:
    details = event.details
    if event.kind == STAGE:
        return _stage(event)
    if event.kind == TERMS:
        return _terms(details.get("changed", {}))
    if event.kind == DOCUMENT:
        text = (
            _("Document taken off: %(name)s") if details.get("removed") else _("%(kind)s: %(name)s")
        )
        kind = wording.document_kind(details["kind"])
        return str(text % {"kind": kind, "name": details.get("name", "")})
    if event.kind == STEP:
        return str(_("Next step set") if event.note else _("No next step"))
    texts = {
        OPENED: _("The deal has begun"),
        NDA: _("Non-disclosure agreement signed on %(on)s"),
        CONSENT: _("Agreed to the terms"),
        INVITED: _("Invited %(organisation)s to share the deal"),
        JOINED: _("Joined; non-disclosure agreement signed on %(on)s"),
        DECLINED: _("Declined the invitation"),
        LEFT: _("The invitation of %(organisation)s was withdrawn")
        if "organisation" in details
        else _("Left the deal"),
        AMOUNT: _("Changed its amount or share"),
    }
    organisation = names.get(details.get("organisation", 0), "")
    return str(texts[event.kind] % {"on": details.get("on", ""), "organisation": organisation})


def _stage(event: DealEvent) -> str:
    text = _("%(from)s → %(to)s") % {
        "from": wording.stage_name(event.from_stage),
        "to": wording.stage_name(event.to_stage),
    }
    reason = event.details.get("reason")
    return f"{text}: {wording.closed_reason(reason)}" if reason else str(text)


def _terms(changed: Mapping[str, Any]) -> str:
    labels = {
        "kind": _("What is signed"),
        "amount": _("Amount"),
        "currency": _("Currency"),
        "rate": _("Yuan per US dollar"),
        "rate_date": _("Rate of the day"),
        "signed_on": _("Signed on"),
    }
    parts = []
    for name, (before, after) in changed.items():
        if name == "kind":
            before, after = wording.outcome_name(before), wording.outcome_name(after)
        elif name == "amount":
            before, after = _figures(before), _figures(after)
        parts.append(f"{labels[name]}: {before or '–'} → {after or '–'}")
    return str(_("Terms changed. %(changes)s") % {"changes": "; ".join(parts)})


def _figures(amount: str | None) -> str:
    """Return an amount of the timeline, which keeps it as text, with separators."""
    return f"{Decimal(amount):,.2f}".removesuffix(".00") if amount else ""
