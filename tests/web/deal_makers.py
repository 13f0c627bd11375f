"""Interests and deals for the tests; import it inside tests, after ``lake_home``."""

import io
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from members import join, make_organisation, make_user

PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n"
PATH = ("nda", "evaluation", "negotiation", "signed")


@dataclass
class Pair:
    """A company that offers something and an investor that is interested, with an editor each."""

    offering: Any
    interested: Any
    seller: Any
    buyer: Any

    @property
    def by_seller(self) -> Any:
        return acting(self.seller, self.offering)

    @property
    def by_buyer(self) -> Any:
        return acting(self.buyer, self.interested)


def make_pair(offering: Any = None, interested: Any = None) -> Pair:
    """Return two organisations of the two bays with an editor each."""
    offering = offering or make_organisation("Offering Lab", region="sf-bay", kind="education")
    interested = interested or make_organisation("Keen Capital", region="gba", kind="investor")
    seller, buyer = make_user("Seller Sam"), make_user("Buyer Bo")
    join(seller, offering, "editor")
    join(buyer, interested, "editor")
    return Pair(offering, interested, seller, buyer)


def acting(user: Any, organisation: Any) -> Any:
    from twinbay.web.deals.domain.acting import Acting

    return Acting(user, organisation.pk)


def make_opportunity(pair: Pair, **more: Any) -> Any:
    """Return a published opportunity of the offering organisation."""
    from twinbay.web.opportunities.models import Opportunity

    fields = {
        "kind": "technology_offer",
        "state": "published",
        "visibility": "members",
        "title": "Solid electrolyte that lasts",
        "title_zh": "耐久的固态电解质",
        "summary": "A separator for cells.",
        "summary_zh": "用于电芯的隔膜。",
    }
    return Opportunity.objects.create(
        organisation=pair.offering, author=pair.seller, **(fields | more)
    )


def make_interest(pair: Pair, opportunity: Any = None, message: str = "May we talk?") -> Any:
    from twinbay.web.deals.domain import interests

    return interests.express(pair.by_buyer, pair.offering, opportunity, message, {})


def make_deal(pair: Pair, stage: str = "contact", opportunity: Any = None) -> Any:
    """Return a deal that went through every stage up to one of them."""
    from twinbay.web.deals.domain import interests, moving
    from twinbay.web.deals.domain.stages import Stage

    deal = interests.accept(make_interest(pair, opportunity).pk, pair.by_seller, "Gladly.")
    seen = Stage.CONTACT
    for target in PATH[: PATH.index(stage) + 1] if stage in PATH else ():
        prepare(deal, pair, target)
        moving.move(deal.pk, seen, Stage(target), pair.by_seller)
        seen = Stage(target)
    if stage == "closed":
        moving.move(deal.pk, seen, Stage.CLOSED, pair.by_seller, reason="timing")
    return fresh(deal)


def prepare(deal: Any, pair: Pair, target: str) -> None:
    """Do what the guards ask before a stage."""
    from twinbay.web.deals.domain import terms

    sides = (pair.by_seller, pair.by_buyer)
    if target == "evaluation":
        for by in sides:
            terms.sign_nda(deal.pk, by, yesterday())
    if target == "signed":
        agreed = terms.Terms(kind="licence", signed_on=yesterday())
        terms.set_terms(deal.pk, pair.by_seller, agreed)
        for by in sides:
            terms.agree(deal.pk, by, fresh(deal).terms_version)


def fresh(deal: Any) -> Any:
    """Return the deal as it is in the database now."""
    from twinbay.web.deals.models import Deal

    return Deal.objects.get(pk=deal.pk)


def thread_of(deal: Any) -> Any:
    """Return the conversation of the two who began a deal."""
    return deal.threads.get(kind="principals")


def join_deal(deal: Any, pair: Pair, organisation: Any, user: Any) -> Any:
    """Let another organisation join a deal at the invitation of the offering one."""
    from twinbay.web.deals.domain import sharing
    from twinbay.web.deals.models import DealParty

    party = sharing.invite(deal.pk, pair.by_seller, organisation, "Come in with us.")
    sharing.join(party.pk, acting(user, organisation), yesterday())
    return DealParty.objects.get(pk=party.pk)


def say(thread: Any, by: Any, body: str) -> Any:
    """Write a message; return it."""
    from twinbay.web.deals.domain import conversations

    form_id = uuid.uuid4()
    conversations.write(thread.pk, by, body, form_id)
    return thread.messages.get(form_id=form_id)


def yesterday() -> date:
    from django.utils import timezone

    return timezone.localdate() - timedelta(days=1)


def pdf(name: str = "terms.pdf", content: bytes = PDF) -> Any:
    """Return a file as a form sends it."""
    file = io.BytesIO(content)
    file.name = name
    return file
