"""What is read of people and their organisations."""

from collections.abc import Sequence

from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from twinbay.web.accounts.models import Consent, Invitation, MemberOrganisation, Membership, User
from twinbay.web.accounts.models.consent import PROFILE


def confirmed_addresses(user: User) -> frozenset[str]:
    """Return the e-mail addresses that a person has confirmed, in small letters."""
    found = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return frozenset(address.lower() for address in found)


def person_with_address(email: str) -> User | None:
    """Return who has confirmed an address, if anybody."""
    found = EmailAddress.objects.filter(email=email.lower(), verified=True, user__is_active=True)
    address = found.select_related("user").first()
    return address.user if address else None


def own_memberships(user: User) -> Sequence[Membership]:
    """Return the organisations a person acts for, with the role, by name."""
    return list(
        Membership.objects.filter(user=user, ended_at=None, accepted_at__isnull=False)
        .select_related("organisation")
        .order_by("organisation__name", "organisation__name_zh")
    )


def open_invitations(user: User) -> Sequence[Invitation]:
    """Return the invitations that a person can answer."""
    return list(
        Invitation.objects.filter(email__in=confirmed_addresses(user), ended_at=None)
        .select_related("organisation", "invited_by")
        .order_by("created_at")
    )


def members_of(organisation: MemberOrganisation) -> Sequence[Membership]:
    """Return who acts for an organisation, owners first."""
    order = {"owner": 0, "editor": 1, "viewer": 2}
    found = organisation.memberships.filter(ended_at=None, accepted_at__isnull=False)
    return sorted(found.select_related("user"), key=lambda one: (order[one.role], str(one.user)))


def shown_people(organisation: MemberOrganisation) -> QuerySet[User]:
    """Return those who act for an organisation and agree to being shown to members."""
    agreed = Consent.objects.filter(purpose=PROFILE, withdrawn_at=None).values("user")
    return User.objects.filter(
        pk__in=agreed,
        is_active=True,
        memberships__organisation=organisation,
        memberships__ended_at=None,
        memberships__accepted_at__isnull=False,
    ).order_by("name", "name_zh")


def member_of_evidence(org_id: str) -> MemberOrganisation | None:
    """Return the verified organisation of an evidence profile, None where nobody claimed it."""
    found: MemberOrganisation | None = MemberOrganisation.objects.filter(
        org_id=org_id, verified_at__isnull=False
    ).first()
    return found
