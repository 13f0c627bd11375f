"""Lists of opportunities with counts, never of more than the reader may learn of."""

from dataclasses import replace
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from twinbay.match.tokens import tokens
from twinbay.web.opportunities.domain.subjects import today
from twinbay.web.opportunities.forms.filters import OpportunityFilter
from twinbay.web.opportunities.models import Opportunity, State, Term
from twinbay.web.opportunities.models.term import FIELD, MEMBERS, TEASER
from twinbay.web.opportunities.queries.visibility import visible
from twinbay.web.permissions import Actor

MOST_WORDS = 12  # of a query


def listed(actor: Actor, wanted: OpportunityFilter) -> QuerySet[Any]:
    """Return what is published and fits, the newest first."""
    return matching(_published(actor), actor, wanted).order_by("-published_at", "-pk")


def _published(actor: Actor) -> QuerySet[Any]:
    current = Q(expires_on=None) | Q(expires_on__gte=today())
    return visible(actor).filter(current, state=State.PUBLISHED)


def matching(base: QuerySet[Any], actor: Actor, wanted: OpportunityFilter) -> QuerySet[Any]:
    """Return those of some opportunities that fit the choices.

    Words are looked for where the reader may read: a visitor's only in the teasers.
    """
    found = base
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.region:
        found = found.filter(organisation__region=wanted.region)
    if wanted.owner:
        found = found.filter(organisation__org_id=wanted.owner)
    if wanted.field:
        found = found.filter(_has([FIELD], term=wanted.field))
    parts = [TEASER, MEMBERS] if actor.member else [TEASER]
    words = list(dict.fromkeys(tokens(wanted.text)))
    if wanted.text and not words:
        return found.none()
    for word in words[:MOST_WORDS]:
        found = found.filter(_has(parts, term=word[:100]))
    return found


def _has(parts: list[str], **term: str) -> Exists:
    return Exists(Term.objects.filter(opportunity=OuterRef("pk"), part__in=parts, **term))


def facet_counts(actor: Actor, wanted: OpportunityFilter) -> dict[str, dict[str, int]]:
    """Return how many there would be with each other choice, in one query.

    What fits the words and the owner is counted by kind, region and set of fields, of which there
    are few; the choices are then made here.
    """
    base = matching(_published(actor), actor, replace(wanted, kind="", region="", field=""))
    rows = base.order_by().values("kind", "fields", region=F("organisation__region"))
    counts: dict[str, dict[str, int]] = {"kind": {}, "region": {}, "field": {}}
    for row in rows.annotate(number=Count("pk")):
        fits = {
            "kind": wanted.kind in ("", row["kind"]),
            "region": wanted.region in ("", row["region"]),
            "field": wanted.field in ("", *row["fields"]),
        }
        values = {"kind": [row["kind"]], "region": [row["region"]], "field": set(row["fields"])}
        for name, found in counts.items():
            if all(fine for other, fine in fits.items() if other != name):
                for value in values[name]:
                    found[value] = found.get(value, 0) + row["number"]
    return counts


def own(actor: Actor) -> QuerySet[Any]:
    """Return the records of the person's organisations in every state, the latest first."""
    return (
        Opportunity.objects.filter(organisation__in=actor.organisations)
        .select_related("organisation", "author")
        .order_by("-changed_at", "-pk")
    )


def waiting_for_review(actor: Actor) -> QuerySet[Any]:
    """Return what the person, an officer or administrator, may publish; the oldest first."""
    waiting = Opportunity.objects.filter(
        Q(state=State.IN_REVIEW) | Q(state=State.PUBLISHED, pending_state=State.IN_REVIEW)
    )
    if not actor.administrator:
        waiting = waiting.filter(organisation__region__in=actor.regions)
    return waiting.select_related("organisation", "author").order_by("submitted_at", "pk")
