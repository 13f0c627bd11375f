"""An opportunity in a list: what its teaser says."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from twinbay.web.current_lake import configured_pair
from twinbay.web.i18n import active_language
from twinbay.web.opportunities.models import Opportunity
from twinbay.web.opportunities.pages.field_words import Written, written


@dataclass(frozen=True)
class Card:
    """What a list shows of an opportunity."""

    address: str
    title: Written
    summary: Written
    kind: str
    kind_name: str
    organisation: str
    region: str
    fields: list[str]
    published_at: Any
    expires_on: Any
    sample: bool
    record: Opportunity


def card(opportunity: Opportunity) -> Card:
    """Return the card of an opportunity whose organisation is loaded."""
    language, pair = active_language(), configured_pair()
    names = {field.field_id: field.name.text(language) for field in pair.fields}
    return Card(
        address=address_of(opportunity),
        title=title_of(opportunity),
        summary=written(opportunity.summary, opportunity.summary_zh),
        kind=opportunity.kind,
        kind_name=opportunity.get_kind_display(),
        organisation=opportunity.organisation.name_in(language),
        region=opportunity.organisation.region,
        fields=[names.get(field, field) for field in opportunity.fields],
        published_at=opportunity.published_at,
        expires_on=opportunity.expires_on,
        sample=opportunity.sample,
        record=opportunity,
    )


def title_of(opportunity: Opportunity) -> Written:
    """Return the title for the page's language; its text is empty for an untitled draft."""
    return written(opportunity.title, opportunity.title_zh)


def address_of(opportunity: Opportunity) -> str:
    """Return the address of its page."""
    return str(reverse("opportunities:opportunity", args=[opportunity.public_id]))
