"""One change of a deal at a time."""

from django.utils.translation import gettext as _

from twinbay.web.deals.domain.acting import Acting
from twinbay.web.deals.domain.problems import Refused
from twinbay.web.deals.models import Deal, DealParty


def locked_deal(deal_pk: int) -> Deal:
    """Return a deal that nobody else changes until the transaction ends."""
    rows = Deal.objects.select_for_update(of=("self",)).select_related("interest")
    deal: Deal = rows.get(pk=deal_pk)
    return deal


def open_deal(deal_pk: int) -> Deal:
    """Return a locked deal; Refused when it is signed or closed."""
    deal = locked_deal(deal_pk)
    if not deal.open:
        raise Refused(_("The deal is signed or closed; its terms stand."))
    return deal


def party_of(deal: Deal, by: Acting) -> DealParty:
    """Return the party that somebody acts for; Refused when the organisation takes no part."""
    party: DealParty
    for party in deal.parties.all():
        if party.joined and party.organisation_id == by.organisation_id:
            return party
    raise Refused(_("Your organisation does not take part in this deal."))
