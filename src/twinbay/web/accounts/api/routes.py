"""Who the token's owner is, and for whom the owner acts."""

from typing import Any

from ninja import Router, Schema

from twinbay.web.accounts.models import Membership
from twinbay.web.api.access import actor_with
from twinbay.web.api.answers import answers
from twinbay.web.tokens.models import Scope

router = Router()


class OrganisationRoleOut(Schema):
    """An organisation that the owner acts for, and as what."""

    org_id: str
    name: str
    name_zh: str
    region: str
    role: str


class MeOut(Schema):
    """The owner of the token."""

    email: str
    name: str
    name_zh: str
    language: str
    time_zone: str
    roles: list[str]
    regions: list[str]
    organisations: list[OrganisationRoleOut]


@router.get("me", response=answers(MeOut), operation_id="get_me")
def get_me(request: Any) -> Any:
    """Return the token's owner with roles and organisations."""
    actor = actor_with(request, Scope("profile:read"))
    user = request.auth.user
    acting = Membership.objects.filter(
        user=user, ended_at=None, organisation__in=actor.organisations
    ).select_related("organisation")
    return {
        "email": user.email,
        "name": user.name,
        "name_zh": user.name_zh,
        "language": user.language,
        "time_zone": user.time_zone,
        "roles": sorted(actor.roles),
        "regions": sorted(actor.regions),
        "organisations": [
            {
                "org_id": one.organisation.org_id,
                "name": one.organisation.name,
                "name_zh": one.organisation.name_zh,
                "region": one.organisation.region,
                "role": one.role,
            }
            for one in acting.order_by("organisation__org_id")
        ],
    }
