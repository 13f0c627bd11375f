"""Organisations come to the platform: claiming an evidence profile, registering a new one."""

import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twinbay.web.accounts.domain.email_domains import speaks_for, website_domain
from twinbay.web.accounts.domain.memberships import names_of
from twinbay.web.accounts.domain.refusing import Refused
from twinbay.web.accounts.models import Claim, MemberOrganisation, Membership, PlatformRole, User
from twinbay.web.accounts.models.claim import (
    ACCEPTED,
    BY_DOMAIN,
    BY_OFFICER,
    BY_OWNER,
    DECLINED,
    OPEN,
    WITHDRAWN,
)
from twinbay.web.accounts.queries.people import confirmed_addresses
from twinbay.web.directory.queries.organisations import Organisation
from twinbay.web.notifications.domain import notify
from twinbay.web.pages.sources_page import web_address
from twinbay.web.permissions import OrganisationRole, Role

QUEUE = "/account/claims/"


@transaction.atomic
def claim_profile(user: User, evidence: Organisation, statement: str) -> Claim:
    """Claim an organisation of the evidence.

    The e-mail domain decides at once where it speaks for the organisation and nobody acts for it
    yet; otherwise an officer of the region does, or an owner once it has one.

    Raises:
        Refused: the person acts for it, or has claimed it, already; or it lies in no region.
    """
    if not evidence.region:
        raise Refused(_("Only organisations of the two regions can take part."))
    domain = website_domain(evidence.url)
    organisation, _new = MemberOrganisation.objects.get_or_create(
        org_id=evidence.org_id,
        defaults={
            "name": evidence.name[:300],
            "name_zh": evidence.name_zh[:300],
            "kind": evidence.kind,
            "region": evidence.region,
            "city": evidence.city[:200],
            "website": web_address(evidence.url)[:200],
            "email_domains": domain,
        },
    )
    return _claim(user, organisation, statement, domain)


@transaction.atomic
def register_organisation(user: User, fields: Mapping[str, str], statement: str) -> Claim:
    """Register an organisation that the evidence does not know; an officer decides.

    Arguments:
        fields: ``name``, ``name_zh``, ``kind``, ``region``, ``city``, ``website``, ``about``,
            ``about_zh``.
    """
    organisation = MemberOrganisation.objects.create(org_id=f"member:{uuid.uuid4()}", **fields)
    return _claim(user, organisation, statement, "")


def join_organisation(user: User, organisation: MemberOrganisation, statement: str) -> Claim:
    """Ask to act for an organisation that takes part already.

    Raises:
        Refused: as for :func:`claim_profile`.
    """
    return _claim(user, organisation, statement, "")


def _claim(user: User, organisation: MemberOrganisation, statement: str, domain: str) -> Claim:
    if organisation.memberships.filter(user=user, ended_at=None).exists():
        raise Refused(_("You act for this organisation already."))
    if organisation.claims.filter(user=user, state=OPEN).exists():
        raise Refused(_("You have asked already; the answer is on its way."))
    owned = organisation.memberships.filter(
        role=OrganisationRole.OWNER.value, ended_at=None, accepted_at__isnull=False
    ).exists()
    if organisation.verified_at is not None and owned:
        method = BY_OWNER
    elif domain and speaks_for(confirmed_addresses(user), [domain]):
        method = BY_DOMAIN
    else:
        method = BY_OFFICER
    claim: Claim = Claim.objects.create(
        organisation=organisation, user=user, statement=statement.strip(), method=method
    )
    if method == BY_DOMAIN:
        _accept(claim, None, OrganisationRole.OWNER)
    else:
        _tell_deciders(claim)
    return claim


def decide(claim: Claim, by: User, accepted: bool, role: OrganisationRole, reason: str) -> None:
    """Accept or decline an open claim.

    Arguments:
        role: what the person becomes; whoever verifies an organisation becomes its owner.
        reason: told to the person when declined.

    Raises:
        Refused: it has been decided on, by somebody else perhaps; or it is the decider's own; or a
            declined one lacks a reason.
    """
    with transaction.atomic():
        claim = Claim.objects.select_for_update().get(pk=claim.pk)
        if claim.state != OPEN:
            raise Refused(_("This has been decided on already."))
        if claim.user_id == by.pk:
            raise Refused(_("Nobody decides on an own claim; another officer must."))
        if accepted:
            _accept(claim, by, role)
            return
        if not reason.strip():
            raise Refused(_("Say why, so that the person knows what is missing."))
        claim.state, claim.reason = DECLINED, reason.strip()
        _decided(claim, by)
        context = {"organisation": names_of(claim.organisation), "reason": claim.reason}
        notify(claim.user, "claim-declined", "/account/organisations/", context)


def withdraw(claim: Claim) -> None:
    """Take an open claim back."""
    if claim.state == OPEN:
        claim.state = WITHDRAWN
        claim.save()


def _accept(claim: Claim, by: User | None, role: OrganisationRole) -> None:
    organisation = claim.organisation
    if organisation.verified_at is None:
        organisation.verified_at = timezone.now()
        organisation.save()
        role = OrganisationRole.OWNER
    Membership.objects.create(
        user=claim.user,
        organisation=organisation,
        role=role.value,
        invited_by=by,
        accepted_at=timezone.now(),
    )
    claim.state = ACCEPTED
    _decided(claim, by)
    notify(
        claim.user,
        "claim-accepted",
        f"/account/organisations/{organisation.public_id}/",
        {"organisation": names_of(organisation)},
    )


def _decided(claim: Claim, by: User | None) -> None:
    claim.decided_by = by
    claim.decided_at = timezone.now()
    claim.save()


def _tell_deciders(claim: Claim) -> None:
    organisation = claim.organisation
    context = {"organisation": names_of(organisation), "person": str(claim.user)}
    if claim.method == BY_OWNER:
        path = f"/account/organisations/{organisation.public_id}/"
        notify(organisation, "claim-waits", path, context, roles=(OrganisationRole.OWNER,))
        return
    for officer in officers_of(organisation.region):
        notify(officer, "claim-waits", QUEUE, context, but=claim.user)


def officers_of(region: str) -> list[User]:
    """Return the cooperation officers of a region; the administrators where it has none."""
    held = PlatformRole.objects.filter(ended_at=None, user__is_active=True).select_related("user")
    found = held.filter(role=Role.COOPERATION_OFFICER.value, region=region)
    chosen = list(found) or list(held.filter(role=Role.ADMINISTRATOR.value))
    return [role.user for role in chosen]
