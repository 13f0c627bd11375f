"""Records of the same organisation that look like one that is about to be submitted."""

from rapidfuzz import fuzz

from twinbay.match.tokens import normalise
from twinbay.web.opportunities.domain.content import working_content
from twinbay.web.opportunities.models import Opportunity, State

ALIKE = 88.0  # of 100; token-set ratio of titles (rapidfuzz). Unlike titles of one field stay below
MOST_COMPARED = 500
MOST_SHOWN = 5


def similar(opportunity: Opportunity) -> list[Opportunity]:
    """Return records of the owner, of the same kind, whose title is nearly the same.

    Only the owner's own records are looked at: a warning must not tell of somebody else's.
    """
    mine = _titles(opportunity)
    others = (
        Opportunity.objects.filter(organisation=opportunity.organisation_id, kind=opportunity.kind)
        .exclude(pk=opportunity.pk)
        .exclude(state=State.WITHDRAWN)
        .select_related("organisation")
        .order_by("-changed_at")[:MOST_COMPARED]
    )
    found = [
        (max((fuzz.token_set_ratio(a, b) for a in mine for b in _titles(other)), default=0), other)
        for other in others
    ]
    found.sort(key=lambda pair: -pair[0])
    return [other for score, other in found if score >= ALIKE][:MOST_SHOWN]


def _titles(opportunity: Opportunity) -> list[str]:
    content = working_content(opportunity)
    return [normalise(t) for t in (content["title"], content["title_zh"]) if t.strip()]
