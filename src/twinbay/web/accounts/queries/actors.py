"""Who asks, as plain values for the permission rules."""

from typing import Any

from twinbay.web.accounts.models import Membership, PlatformRole
from twinbay.web.permissions import VISITOR, Actor, OrganisationRole, Role


def actor_of(user: Any) -> Actor:
    """Return a user's roles and organisations, in two queries; a visitor needs none."""
    if not user.is_authenticated:
        return VISITOR
    held = PlatformRole.objects.filter(user=user, ended_at=None).values_list("role", "region")
    roles = {Role.MEMBER} | {Role(role) for role, _ in held}
    if user.is_superuser:
        roles.add(Role.ADMINISTRATOR)
    memberships = Membership.objects.filter(
        user=user, ended_at=None, accepted_at__isnull=False
    ).values_list("organisation_id", "role", "organisation__verified_at")
    return Actor(
        user_id=user.pk,
        roles=frozenset(roles),
        regions=frozenset(region for _, region in held if region),
        memberships={
            organisation: OrganisationRole(role)
            for organisation, role, verified in memberships
            if verified is not None
        },
    )
