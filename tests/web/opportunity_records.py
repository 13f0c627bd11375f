"""Opportunities for the tests; every call makes new ones. Import it after Django is set up."""

from datetime import timedelta
from typing import Any

FILLED: dict[str, dict[str, Any]] = {
    "technology_offer": {
        "advantages": "Twice the yield of slot-die coating.",
        "stage": "prototype",
        "trl": 6,
        "ip": ["patent-granted"],
        "partner_sought": "A maker of modules that pilots the process.",
        "cooperation": ["licence", "joint-development"],
    },
    "technology_need": {
        "requirements": "Recover 95 % of the lithium at under 60 °C.",
        "partner_sought": "A laboratory with a pilot plant.",
        "cooperation": ["licence", "joint-development"],
    },
    "capital_offered": {
        "stages": ["seed", "series-a"],
        "amount_min": 500_000,
        "amount_max": 3_000_000,
        "currency": "USD",
    },
    "capital_sought": {
        "stage": "seed",
        "amount_min": 1_000_000,
        "amount_max": 2_000_000,
        "currency": "USD",
        "use": "A pilot line by next summer.",
        "traction": "Three paid pilots.",
    },
    "talent": {"direction": "opening", "requirements": "Electrochemistry and patience."},
    "site_project": {
        "direction": "offers",
        "site_types": ["factory"],
        "partners_wanted": "Makers of battery equipment.",
    },
}


def filled(kind: str, **changes: Any) -> dict[str, Any]:
    """Return a content of a kind that may be reviewed."""
    from twinbay.web.opportunities.domain.subjects import today

    details = FILLED[kind] | changes.pop("details", {})
    return {
        "title": "Low-temperature recycling of lithium batteries",
        "title_zh": "",
        "summary": "Recovers lithium from spent batteries without furnaces.",
        "summary_zh": "",
        "description": "A leaching process with a solvent that is used again.",
        "description_zh": "",
        "confidential": "",
        "confidential_zh": "",
        "details": details,
        "fields": ["green-energy"],
        "visibility": "public",
        "reference": "",
        "expires_on": (today() + timedelta(days=90)).isoformat(),
    } | changes


def make_opportunity(
    organisation: Any,
    author: Any,
    kind: str = "technology_offer",
    *,
    state: str = "published",
    **changes: Any,
) -> Any:
    """Return an opportunity in a state, with its terms."""
    from django.utils import timezone

    from twinbay.web.opportunities.domain.content import apply
    from twinbay.web.opportunities.domain.indexing import index
    from twinbay.web.opportunities.models import Opportunity

    opportunity = Opportunity(organisation=organisation, author=author, kind=kind, state=state)
    apply(opportunity, filled(kind, **changes))
    if state == "published":
        opportunity.published_at = timezone.now()
    opportunity.save()
    index(opportunity)
    return opportunity


def address(opportunity: Any, rest: str = "", prefix: str = "en") -> str:
    """Return the address of its page or one below."""
    return f"/{prefix}/opportunities/{opportunity.public_id}/{rest}"


def form_data(opportunity: Any, **changes: Any) -> dict[str, Any]:
    """Return what the browser would send from its form, with some fields changed."""
    from twinbay.web.opportunities.domain.content import working_content
    from twinbay.web.opportunities.forms.opportunity import OpportunityForm

    form = OpportunityForm(None, opportunity.kind, working_content(opportunity))
    values = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in values.items() if value not in (None, "", [])}
    return data | {"revision": str(opportunity.revision)} | changes


def upload(name: str, content: bytes) -> Any:
    """Return a file as a browser sends it."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, content, content_type="application/octet-stream")
