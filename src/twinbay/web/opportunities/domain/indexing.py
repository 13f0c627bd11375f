"""The words and fields by which an opportunity is found."""

from twinbay.match.tokens import tokens
from twinbay.web.opportunities.domain.content import content_of, texts_of
from twinbay.web.opportunities.domain.kinds import Part
from twinbay.web.opportunities.models import Opportunity, Term
from twinbay.web.opportunities.models.term import FIELD, MEMBERS, TEASER

LONGEST_TERM = 100  # characters


def index(opportunity: Opportunity) -> None:
    """Write the terms of a saved opportunity anew; nothing of its confidential part."""
    content, kind = content_of(opportunity), opportunity.kind
    names = [opportunity.organisation.name, opportunity.organisation.name_zh]
    teaser = _words([*texts_of(kind, content, Part.TEASER), *names])
    members = _words(texts_of(kind, content, Part.MEMBERS)) - teaser
    Term.objects.filter(opportunity=opportunity).delete()
    Term.objects.bulk_create(
        Term(opportunity=opportunity, part=part, term=term)
        for part, found in ((FIELD, set(content["fields"])), (TEASER, teaser), (MEMBERS, members))
        for term in sorted(found)
    )


def _words(texts: list[str]) -> set[str]:
    return {word[:LONGEST_TERM] for text in texts for word in tokens(text)}
