"""Names, places, years and rules in the language of the page."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from twinbay.errors import NotFoundError
from twinbay.regions import Location, RegionPair
from twinbay.regions.taxonomy import topic as topic_of
from twinbay.web.country_names import country_name
from twinbay.web.directory.queries.organisations import Organisation
from twinbay.web.display import Link
from twinbay.web.i18n import active_language


def address(page: str, *arguments: str, anchor: str = "", **query: str) -> str:
    """Return the address of a directory page."""
    path = str(reverse(f"directory:{page}", args=arguments))
    path += f"?{urlencode(query)}" if query else ""
    return f"{path}#{anchor}" if anchor else path


def slot(pair: RegionPair, region_id: str | None) -> Any:
    """Return the colour slot of a region, ``neutral`` outside the pair."""
    return next((r.colour for r in pair.regions if r.region_id == region_id), "neutral")


def region_name(pair: RegionPair, region_id: str | None) -> str:
    """Return a region's short name; outside the pair "elsewhere"."""
    for region in pair.regions:
        if region.region_id == region_id:
            return region.short_name.text(active_language())
    return str(_("Elsewhere"))


def kind_name(pair: RegionPair, kind: str) -> str:
    """Return the name of a kind of organisation."""
    label = pair.kinds.get(kind)
    return label.text(active_language()) if label else kind


def place_name(pair: RegionPair, organisation: Organisation) -> str:
    """Return city, place and country, as far as they are known and differ.

    In Chinese the larger comes first, and the city, whose name may be English, is left out where
    the county or city of the pair is known.
    """
    language = active_language()
    place = _place_of_pair(pair, organisation)
    country = organisation.country
    country = "" if country in {"HK", "MO"} else country_name(country, language)
    if language.startswith("zh"):
        return " ".join(part for part in (country, place or organisation.city) if part)
    return ", ".join(dict.fromkeys(p for p in (organisation.city, place, country) if p))


def _place_of_pair(pair: RegionPair, organisation: Organisation) -> str:
    if not organisation.region or not organisation.place:
        return ""
    try:
        location = Location(organisation.region, organisation.place)
        return pair.place(location).name.text(active_language())
    except KeyError:
        return organisation.place


def organisation_link(pair: RegionPair, organisation: Organisation) -> Link:
    """Return a link to an organisation's page, marked with its region."""
    return Link(
        organisation.name_in(active_language()),
        address("organisation", organisation.org_id),
        slot(pair, organisation.region),
    )


def link_of_row(pair: RegionPair, row: Mapping[str, Any]) -> Link:
    """Return a link to the organisation of a row with org_id, name, name_zh and region."""
    chinese = active_language().startswith("zh")
    name = (row["name_zh"] if chinese else "") or row["name"]
    return Link(name, address("organisation", row["org_id"]), slot(pair, row["region"]))


def topic_name(topic_id: str) -> str:
    """Return a topic's name, the id where the taxonomy has none, words for "no topic"."""
    if not topic_id:
        return str(_("No topic known"))
    try:
        return topic_of(topic_id).label(active_language())
    except NotFoundError:
        return topic_id


def topic_link(topic_id: str) -> Link | str:
    """Return a link to a topic's page; plain words where there is no topic."""
    if not topic_id:
        return topic_name(topic_id)
    return Link(topic_name(topic_id), address("topic", topic_id))


def field_link(pair: RegionPair, field_id: str) -> Link:
    """Return a link to a field's page."""
    return Link(pair.field(field_id).name.text(active_language()), address("field", field_id))


def years(first: int | None, last: int | None) -> str:
    """Return a span of years, empty when unknown."""
    if not first or not last:
        return ""
    return f"{first}–{last}" if first != last else str(first)


def region_rule_in_words(rule: str) -> str:
    """Return how an organisation's region was decided (``lake/schema.py``, REGION_RULES)."""
    words = {
        "ror-location": _("by its location in ROR"),
        "boundary": _("by its coordinates and the outlines of the places"),
        "city-name": _("by the name of its city"),
        "organisation-seat": _("by its seat"),
        "source": _("as its source states"),
        "none": _("no location is known"),
    }
    return str(words.get(rule, rule))


def topics_rule_in_words(rule: str) -> str:
    """Return how a work's topics were decided."""
    words = {
        "source": _("given by the source"),
        "embedding": _("assigned from title and abstract by nearness of meaning"),
    }
    return str(words.get(rule, rule))


def transaction_kind(kind: str) -> str:
    """Return the name of a kind of transaction (``lake/schema.py``, TRANSACTION_KINDS)."""
    words = {"acquisition": _("Acquisition"), "funding": _("Funding"), "licence": _("Licence")}
    return str(words.get(kind, kind))
