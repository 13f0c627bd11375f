"""Opportunities as the matching engine knows them."""

from typing import Any

from twinbay.match.opportunities import NO_RANGE, Range, Record, Text
from twinbay.web.opportunities.domain.content import Content, content_of, texts_of
from twinbay.web.opportunities.domain.kinds import Part
from twinbay.web.opportunities.domain.kinds.people_and_places import LOOKS
from twinbay.web.opportunities.domain.places import term_names
from twinbay.web.opportunities.models import Opportunity, OpportunityKind

RULES_OF_KIND: dict[str, tuple[str, str]] = {
    str(OpportunityKind.TECHNOLOGY_OFFER): ("offer-need", "left"),
    str(OpportunityKind.TECHNOLOGY_NEED): ("offer-need", "right"),
    str(OpportunityKind.CAPITAL_SOUGHT): ("startup-investor", "left"),
    str(OpportunityKind.CAPITAL_OFFERED): ("startup-investor", "right"),
}
RULES_OF_DIRECTED: dict[str, str] = {
    str(OpportunityKind.TALENT): "talent-opening",
    str(OpportunityKind.SITE_PROJECT): "company-site",
}


def rules_and_side(opportunity: Opportunity) -> tuple[str, str]:
    """Return the rules that an opportunity is matched by, and which side of them it is on.

    A person who looks, and a company that looks for a site, are on the left: they ask.
    """
    kind = str(opportunity.kind)
    if kind in RULES_OF_KIND:
        return RULES_OF_KIND[kind]
    looks = opportunity.details.get("direction") == LOOKS
    return RULES_OF_DIRECTED[kind], "left" if looks else "right"


def record_of(opportunity: Opportunity, hidden_from: tuple[str, ...]) -> Record:
    """Return the record of an opportunity, without its confidential part.

    What the engine says as a reason comes from the record, and reasons are read by members.

    Arguments:
        opportunity: with its organisation loaded.
        hidden_from: stable ids of organisations that never learn of it.
    """
    content, organisation = content_of(opportunity), opportunity.organisation
    details, kind = content["details"], str(opportunity.kind)
    more = texts_of(kind, content, Part.MEMBERS)
    amount = _range(details, "amount")
    currency = details.get("currency", "")
    return Record(
        str(opportunity.pk),
        kind=kind,
        text=Text(
            content["title"],
            content["title_zh"],
            content["summary"],
            content["summary_zh"],
            "\n".join([*_keywords(content), *more]),
        ),
        organisation_id=organisation.org_id,
        organisation_kind=organisation.kind,
        region=organisation.region,
        place=_place(organisation),
        fields=tuple(content["fields"]),
        stages=tuple(
            details.get("stages") or ([details["stage"]] if _has_round(kind, details) else [])
        ),
        languages=tuple(details.get("languages", ())),
        cooperation=tuple(details.get("cooperation", ())),
        ip=tuple(details.get("ip", ())),
        trl=_trl(details),
        amount=amount if currency else NO_RANGE,
        currency=currency if amount.stated else "",
        area=_range(details, "area"),
        experience=_range(details, "experience"),
        closes=opportunity.expires_on,
        wanted_regions=tuple(details.get("wanted_regions", ())),
        exclusions=_exclusions(details),
        hidden_from=hidden_from,
    )


def _has_round(kind: str, details: dict[str, Any]) -> bool:
    """Return whether ``stage`` is a round of money; a technology's is one of development."""
    return kind == str(OpportunityKind.CAPITAL_SOUGHT) and bool(details.get("stage"))


def _keywords(content: Content) -> list[str]:
    details = content["details"]
    return [details[key] for key in ("keywords", "keywords_zh") if details.get(key)]


def _range(details: dict[str, Any], name: str) -> Range:
    low, high = details.get(f"{name}_min"), details.get(f"{name}_max")
    return Range(
        Range().low if low is None else float(low), Range().high if high is None else float(high)
    )


def _trl(details: dict[str, Any]) -> Range:
    level = details.get("trl")
    return Range(float(level), float(level)) if level is not None else _range(details, "trl")


def _place(organisation: Any) -> str:
    """Return the id of the place that the organisation's city is, "" when it is none known."""
    names = term_names()
    place = names.identify("places", organisation.city) if organisation.city else ""
    return place if place.startswith(f"{organisation.region}/") else ""


def _exclusions(details: dict[str, Any]) -> tuple[str, ...]:
    names = term_names()
    written = details.get("exclusions", ())
    found = (term for part in written for term in (part, *names.known(part)))
    return tuple(dict.fromkeys(found))
