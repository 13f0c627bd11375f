"""Hiding a record from organisations; takes effect at once, without review."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from twinbay.web.accounts.models import MemberOrganisation
from twinbay.web.opportunities.domain.drafting import locked
from twinbay.web.opportunities.domain.refusals import StepRefused
from twinbay.web.opportunities.domain.releasing import end
from twinbay.web.opportunities.models import Counterpart, ForYou, Opportunity


@transaction.atomic
def hide(opportunity: Opportunity, other: MemberOrganisation, user: Any) -> None:
    """Hide a record from an organisation, and end what was released to it."""
    current = locked(opportunity)
    if other.pk == current.organisation_id:
        raise StepRefused(_("The record is your own."))
    current.hidden_from.add(other)
    for release in current.releases.filter(organisation=other, ended_at=None):
        end(release, user)
    Counterpart.objects.filter(opportunity=current, other__organisation=other).delete()
    Counterpart.objects.filter(other=current, opportunity__organisation=other).delete()
    ForYou.objects.filter(opportunity=current, user__memberships__organisation=other).delete()


@transaction.atomic
def show(opportunity: Opportunity, other: MemberOrganisation) -> None:
    """Hide a record from an organisation no longer."""
    locked(opportunity).hidden_from.remove(other)
