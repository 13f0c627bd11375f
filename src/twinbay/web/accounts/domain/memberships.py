"""Inviting people to act for an organisation, accepting, changing roles and ending them."""

from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from twinbay.web.accounts.domain.refusing import Refused
from twinbay.web.accounts.models import Invitation, MemberOrganisation, Membership, User
from twinbay.web.accounts.queries.people import confirmed_addresses, person_with_address
from twinbay.web.i18n import active_language
from twinbay.web.notifications.domain import notify
from twinbay.web.notifications.domain.letters import site_address
from twinbay.web.permissions import OrganisationRole


def names_of(organisation: MemberOrganisation) -> dict[str, str]:
    """Return an organisation's name in both languages, for a notification."""
    return {code: organisation.name_in(code) for code in ("en", "zh-hans")}


@transaction.atomic
def invite(
    organisation: MemberOrganisation, inviter: User, email: str, role: OrganisationRole
) -> Invitation:
    """Invite whoever has an e-mail address; the letter leaves at once.

    Raises:
        Refused: the person acts for the organisation, or is invited, already.
    """
    email = email.strip().lower()
    person = person_with_address(email)
    if person and organisation.memberships.filter(user=person, ended_at=None).exists():
        raise Refused(_("This person acts for the organisation already."))
    if organisation.invitations.filter(email=email, ended_at=None).exists():
        raise Refused(_("This address is invited already."))
    invitation: Invitation = Invitation.objects.create(
        organisation=organisation, email=email, role=role.value, invited_by=inviter
    )
    if person is not None:
        notify(person, "invitation", "/account/", {"organisation": names_of(organisation)})
    else:
        transaction.on_commit(lambda: _letter(invitation).send())
    return invitation


def _letter(invitation: Invitation) -> EmailMessage:
    language = active_language()
    name = invitation.organisation.name_in(language)
    body = render_to_string(
        "accounts/invitation_letter.txt",
        {
            "organisation": name,
            "inviter": invitation.invited_by.name_in(language) or invitation.invited_by.email,
            "address": site_address("/account/signup/", language),
            "email": invitation.email,
        },
    )
    subject = " ".join((_("You are invited to act for %(name)s") % {"name": name}).split())
    return EmailMessage(f"[twinbay] {subject}", body, to=[invitation.email])


@transaction.atomic
def accept(invitation: Invitation, user: User) -> Membership:
    """Accept an invitation to one of the person's confirmed addresses.

    Raises:
        Refused: it is to somebody else, or over.
    """
    _answerable(invitation, user)
    membership: Membership
    membership, _new = Membership.objects.get_or_create(
        user=user,
        organisation=invitation.organisation,
        ended_at=None,
        defaults={
            "role": invitation.role,
            "invited_by": invitation.invited_by,
            "accepted_at": timezone.now(),
        },
    )
    invitation.membership = membership
    invitation.ended_at = timezone.now()
    invitation.save()
    context = {"organisation": names_of(invitation.organisation), "person": str(user)}
    notify(
        invitation.organisation,
        "invitation-accepted",
        f"/account/organisations/{invitation.organisation.public_id}/",
        context,
        roles=(OrganisationRole.OWNER,),
        but=user,
    )
    return membership


def decline(invitation: Invitation, user: User) -> None:
    """Decline an invitation.

    Raises:
        Refused: it is to somebody else, or over.
    """
    _answerable(invitation, user)
    take_back(invitation)


def take_back(invitation: Invitation) -> None:
    """End an open invitation."""
    if invitation.ended_at is None:
        invitation.ended_at = timezone.now()
        invitation.save()


def _answerable(invitation: Invitation, user: User) -> None:
    if invitation.ended_at is not None or invitation.email not in confirmed_addresses(user):
        raise Refused(_("This invitation is over, or for another address."))


@transaction.atomic
def change_role(membership: Membership, role: OrganisationRole) -> None:
    """Give a member of an organisation another role.

    Raises:
        Refused: the membership is over, or the organisation would be without an owner.
    """
    if role is not OrganisationRole.OWNER:
        _keep_an_owner(membership)
    if membership.ended_at is not None:
        raise Refused(_("This membership is over."))
    if membership.role != role.value:
        membership.role = role.value
        membership.save()


@transaction.atomic
def end(membership: Membership, by: User) -> None:
    """End a membership; the record stays.

    Raises:
        Refused: the organisation would be without an owner.
    """
    if membership.ended_at is not None:
        return
    _keep_an_owner(membership)
    membership.ended_at = timezone.now()
    membership.save()
    context = {"organisation": names_of(membership.organisation)}
    if membership.user_id != by.pk:
        notify(membership.user, "membership-ended", "/account/organisations/", context)


def _keep_an_owner(membership: Membership) -> None:
    """Lock the organisation's owners, so that two of them cannot leave at the same time."""
    if membership.role != OrganisationRole.OWNER:
        return
    owners = Membership.objects.select_for_update().filter(
        organisation=membership.organisation,
        role=OrganisationRole.OWNER.value,
        ended_at=None,
        accepted_at__isnull=False,
    )
    if not [owner for owner in owners if owner.pk != membership.pk]:
        raise Refused(_("An organisation needs an owner: make somebody else one first."))
