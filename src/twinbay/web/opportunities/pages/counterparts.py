"""The counterparts of an opportunity that its reader may see."""

from dataclasses import dataclass
from typing import Any

from twinbay.web.i18n import active_language
from twinbay.web.opportunities.models import Counterpart, Opportunity
from twinbay.web.opportunities.pages.cards import Card, card
from twinbay.web.opportunities.queries.visibility import visible
from twinbay.web.permissions import Actor

SHOWN = 5


@dataclass(frozen=True)
class CounterpartShown:
    """One counterpart with what speaks for it.

    Attributes:
        reasons: sentences in the page's language.
        per_hundred: how many of 100 pairs of organisations like theirs came to joint work.
    """

    card: Card
    reasons: list[str]
    per_hundred: int | None


def counterparts_shown(opportunity: Opportunity, actor: Actor) -> list[CounterpartShown]:
    """Return the best counterparts found by the last matching that the reader may see."""
    allowed = visible(actor).filter(state="published").values("pk")
    found = (
        Counterpart.objects.filter(opportunity=opportunity, other__in=allowed)
        .select_related("other__organisation")
        .order_by("rank")[:SHOWN]
    )
    return [counterpart_shown(one.other, one) for one in found]


def counterpart_shown(other: Opportunity, found: Any) -> CounterpartShown:
    """Return a found opportunity with its reasons."""
    reasons = found.reasons.get(active_language(), [])
    return CounterpartShown(card(other), reasons, getattr(found, "per_hundred", None))
