"""Organisations, their suggested partners and the search, for programs."""

from typing import Annotated, Any

from ninja import Router, Schema
from pydantic import Field

from twinbay.match.partners import Feedback, Suggestion
from twinbay.match.search import Filters
from twinbay.web.api.answers import OrganisationId, Words, open_answers
from twinbay.web.api.paging import Limit, Offset, Page, page_of
from twinbay.web.directory.domain.directory import open_directory
from twinbay.web.directory.domain.partners import regions_to_look_in, suggestions
from twinbay.web.directory.domain.searching import HITS_REACHED, search
from twinbay.web.directory.queries.listing import (
    OrganisationFilter,
    facet_counts,
    listed_organisations,
)
from twinbay.web.directory.queries.organisations import (
    Organisation,
    not_found,
    organisations,
)

router = Router()


class OrganisationOut(Schema):
    """An organisation of the evidence.

    Attributes:
        id: its stable id.
        region: id of its region, empty outside the pair; as all texts where unknown.
    """

    id: str
    name: str
    name_zh: str
    kind: str
    region: str
    city: str
    country: str
    url: str
    ror: str


class ListedOut(OrganisationOut):
    """An organisation in a list, with its works."""

    works: int


class ReasonOut(Schema):
    """What speaks for a partner, with the numbers that its sentences state."""

    kind: str
    en: str
    zh: str


class LikelihoodOut(Schema):
    """Of ``suggestions`` like it in the past, ``became`` came to joint works within the years."""

    suggestions: int
    became: int
    years: int


class PartnerOut(Schema):
    """A suggested partner.

    Attributes:
        score: how well it fits, comparable within one answer only.
        likelihood: what such suggestions were worth; none where the ranking was not trained.
    """

    organisation: OrganisationOut
    score: float
    likelihood: LikelihoodOut | None
    reasons: list[ReasonOut]


class HitOut(Schema):
    """A hit of the search; ``id`` is stable, ``kind`` says of what."""

    kind: str
    id: str
    title: str
    title_zh: str
    region: str | None
    year: int | None


def _organisation(found: Organisation) -> dict[str, Any]:
    return {
        "id": found.org_id,
        "name": found.name,
        "name_zh": found.name_zh,
        "kind": found.kind,
        "region": found.region,
        "city": found.city,
        "country": found.country,
        "url": found.url,
        "ror": found.ror,
    }


@router.get(
    "organisations", response=open_answers(Page[ListedOut], 422), operation_id="list_organisations"
)
def list_organisations(
    request: Any,
    region: Words = "",
    kind: Words = "",
    field: Words = "",
    name: Words = "",
    limit: Limit = 50,
    offset: Offset = 0,
) -> Any:
    """List organisations, those with most works first.

    ``region`` and ``field`` are ids (of a region, of a field of cooperation), ``name`` is part of
    a name; left out, each chooses all.
    """
    database = open_directory().database
    wanted = OrganisationFilter(region=region, kind=kind, field=field, name=name)
    found, _ = listed_organisations(database, wanted, limit, offset)
    total = facet_counts(database, wanted)["total"].get("", 0)
    items = [_organisation(one.organisation) | {"works": one.works} for one in found]
    return page_of(request, items, total, limit, offset)


@router.get(
    "organisations/{org_id}",
    response=open_answers(OrganisationOut, 404, 422),
    operation_id="get_organisation",
)
def get_organisation(request: Any, org_id: OrganisationId) -> Any:
    """Return one organisation."""
    found = organisations(open_directory().database, (org_id,))
    if org_id not in found:
        raise not_found(org_id)
    return _organisation(found[org_id])


@router.get(
    "organisations/{org_id}/partners",
    response=open_answers(list[PartnerOut], 404, 422),
    operation_id="list_partners",
)
def list_partners(
    request: Any, org_id: OrganisationId, limit: Annotated[int, Field(ge=1, le=50)] = 10
) -> Any:
    """Suggest organisations of the other region, the best first."""
    directory = open_directory()
    found = organisations(directory.database, (org_id,))
    if org_id not in found:
        raise not_found(org_id)
    suggested = [
        one
        for region in regions_to_look_in(directory, found[org_id].region or "")
        for one in suggestions(directory, org_id, region, Feedback(), limit)
    ]
    suggested = sorted(suggested, key=lambda one: -one.score)[:limit]
    partners = organisations(directory.database, tuple(one.org_id for one in suggested))
    return [
        {
            "organisation": _organisation(partners[one.org_id]),
            "score": one.score,
            "likelihood": _likelihood(one),
            "reasons": [
                {
                    "kind": reason.kind,
                    "en": reason.sentence("en", lambda i: directory.names.name(i, "en")),
                    "zh": reason.sentence("zh-hans", lambda i: directory.names.name(i, "zh-hans")),
                }
                for reason in one.reasons
            ],
        }
        for one in suggested
        if one.org_id in partners
    ]


def _likelihood(suggestion: Suggestion) -> dict[str, int] | None:
    found = suggestion.judgement.likelihood if suggestion.judgement else None
    if found is None:
        return None
    return {"suggestions": found.suggestions, "became": found.became, "years": found.horizon}


@router.get("search", response=open_answers(Page[HitOut], 422), operation_id="search")
def search_all(
    request: Any,
    q: Annotated[Words, Field(min_length=1)],
    region: Words = "",
    limit: Limit = 20,
    offset: Offset = 0,
) -> Any:
    """Search organisations, topics, people and works."""
    directory = open_directory()
    filters = Filters(regions=frozenset({region}) if region else frozenset())
    found = search(directory, q, filters, limit, offset)
    items = [
        {
            "kind": hit.record_kind,
            "id": hit.record_id,
            "title": hit.title,
            "title_zh": hit.title_zh,
            "region": hit.region,
            "year": hit.year,
        }
        for hit in found.hits
    ]
    return page_of(request, items, min(found.total, HITS_REACHED), limit, offset)
