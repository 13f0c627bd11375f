"""Whom somebody may write to, of two organisations of the evidence."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from twinbay.web.accounts.models import MemberOrganisation
from twinbay.web.deals.domain.acting import written_for
from twinbay.web.permissions import Actor


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to write to an organisation that takes part.

    Attributes:
        organisation: who would be written to.
        address: the form, which keeps the evidence with what is written.
    """

    organisation: MemberOrganisation
    address: str


def contacts_between(actor: Actor, org_a: str, org_b: str) -> list[Contact]:
    """Return whom somebody who writes for one of two organisations may write to, in one query.

    Arguments:
        org_a, org_b: ids in the evidence.
    """
    if not actor.memberships:
        return []
    rows = MemberOrganisation.objects.filter(org_id__in=(org_a, org_b), verified_at__isnull=False)
    known = {one.org_id: one for one in rows}
    if len(known) < 2:
        return []
    contacts = []
    for own, other in ((known[org_a], known[org_b]), (known[org_b], known[org_a])):
        if written_for(actor, [own.pk]) and other.pk not in actor.memberships:
            query = urlencode({"partner": other.org_id, "for": own.org_id})
            contacts.append(Contact(other, f"{reverse('deals:express')}?{query}"))
    return contacts
