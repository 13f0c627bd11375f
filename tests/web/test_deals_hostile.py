"""What outsiders, other organisations and hostile texts must not achieve."""

import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from deal_makers import (
    acting,
    fresh,
    join_deal,
    make_deal,
    make_interest,
    make_opportunity,
    make_pair,
    pdf,
    say,
    thread_of,
    yesterday,
)
from members import (
    grant,
    join,
    make_administrator,
    make_officer,
    make_organisation,
    make_user,
    signed_in,
)

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}"
SECRET = "The cathode holds 412 cycles"


class World:
    """One deal with everything in it, and the addresses of each thing."""

    def __init__(self) -> None:
        from twinbay.web.deals.domain import conversations, documents, sharing, terms

        self.pair = make_pair()
        self.opportunity = make_opportunity(self.pair, title=f"{SECRET} (title)", title_zh="")
        self.deal = make_deal(self.pair, "negotiation", self.opportunity)
        self.thread = thread_of(self.deal)
        self.message = say(self.thread, self.pair.by_seller, SECRET)
        conversations.write(
            self.thread.pk, self.pair.by_seller, SECRET, uuid.uuid4(), [upload("secret.pdf")]
        )
        self.attachment = self.thread.messages.last().attachments.get()
        self.document = documents.add(
            self.deal.pk, self.pair.by_seller, "report", "all", upload("report.pdf")
        )
        step = terms.Step(SECRET, yesterday(), None, "UTC", self.pair.seller)
        terms.set_step(self.deal.pk, self.pair.by_seller, step)
        self.invited, self.guest = make_organisation("Invited Fund"), make_user()
        join(self.guest, self.invited, "editor")
        member, person = make_organisation("Joined Fund"), make_user()
        join(person, member, "editor")
        join_deal(self.deal, self.pair, member, person)
        conversations.propose(self.thread.pk, self.pair.by_seller, member.pk)
        self.proposal = self.thread.participants.get(organisation=member)
        self.party = sharing.invite(self.deal.pk, self.pair.by_seller, self.invited, "Join us.")

    def addresses(self) -> dict[str, str]:
        deal, thread = f"/en/deals/{self.deal.public_id}/", self.thread.public_id
        conversation = f"/en/deals/conversations/{thread}/"
        return {
            "interest": f"/en/deals/interests/{self.deal.interest.public_id}/",
            "deal": deal,
            "invite": f"{deal}invite/",
            "conversation": conversation,
            "attachment": f"{conversation}files/{self.attachment.public_id}/",
            "document": f"{deal}documents/{self.document.public_id}/",
            "board": f"/en/deals/?organisation={self.pair.offering.public_id}",
            "funnel": f"/en/deals/funnel/?organisation={self.pair.offering.public_id}",
        }

    def actions(self) -> dict[str, dict[str, Any]]:
        found = self.addresses()
        deal, conversation, interest = found["deal"], found["conversation"], found["interest"]
        return {
            f"{interest}accept/": {},
            f"{interest}decline/": {"reason": "x"},
            f"{interest}withdraw/": {},
            f"{conversation}write/": {"body": "x", "form_id": str(uuid.uuid4())},
            f"{conversation}messages/{self.message.public_id}/take-back/": {},
            f"{conversation}propose/": {"organisation": str(self.party.public_id)},
            f"{conversation}proposals/{self.proposal.public_id}/": {"answer": "yes"},
            f"{deal}move/": {"seen": "negotiation", "target": "closed", "reason": "terms"},
            f"{deal}nda/": {"on": yesterday().isoformat()},
            f"{deal}terms/": {"kind": "licence"},
            f"{deal}agree/": {"version": "1"},
            f"{deal}step/": {"text": "x"},
            f"{deal}amount/": {"share": "5"},
            f"{deal}invite/": {"organisation": str(self.invited.public_id), "text": "x"},
            f"{deal}parties/{self.party.public_id}/withdraw/": {},
            f"{deal}leave/": {},
            f"{deal}documents/": {"kind": "nda", "audience": "all", "file": pdf()},
            f"{deal}documents/{self.document.public_id}/remove/": {},
            f"/en/deals/invitations/{self.party.public_id}/join/": {"on": yesterday().isoformat()},
            f"/en/deals/invitations/{self.party.public_id}/decline/": {},
        }

    def state(self) -> list[Any]:
        """Everything that an action could change."""
        from twinbay.web.deals.models import Interest

        deal = fresh(self.deal)
        return [
            deal.history.count(),
            deal.events.count(),
            deal.documents.filter(removed_at=None).count(),
            [party.history.count() for party in deal.parties.order_by("pk")],
            [thread.participants.count() for thread in deal.threads.order_by("pk")],
            [m.withdrawn_at for t in deal.threads.all() for m in t.messages.all()],
            Interest.objects.get(pk=deal.interest_id).history.count(),
        ]


def upload(name: str) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, pdf().read())


@pytest.fixture(scope="module")
def world(lake_home: Path) -> World:
    return World()


def outsider(kind: str, world: World) -> Any:
    """Somebody who must not learn of the deal."""
    if kind == "officer":
        return make_officer("sf-bay")
    if kind == "administrator":
        return make_administrator()
    person = make_user()
    if kind == "other organisation":
        make_organisation("Competitor", owner=person)
    elif kind == "former member":
        join(person, world.pair.offering, "editor")
        person.memberships.update(ended_at="2026-01-01T00:00:00Z")
    elif kind == "invited to the organisation":
        join(person, world.pair.offering, "editor", accepted=False)
    elif kind == "investor":
        grant(person, "investor")
    return person


OUTSIDERS = (
    "member",
    "other organisation",
    "former member",
    "invited to the organisation",
    "investor",
    "officer",
    "administrator",
)


PERSONAL = {"interests", "express", "threads", "calendar", "calendar-make", "calendar-revoke"}
REGIONAL = {"region", "report"}  # asked in the test of officers


def test_every_address_of_the_room_is_asked(world: World) -> None:
    from django.urls import resolve

    from twinbay.web.deals.urls import urlpatterns

    asked = {*world.addresses().values(), *world.actions()}
    names = {resolve(address.partition("?")[0]).url_name for address in asked}
    assert names | PERSONAL | REGIONAL | {"invitation"} == {one.name for one in urlpatterns}


@pytest.mark.parametrize("kind", OUTSIDERS)
def test_outsiders_find_nothing_and_change_nothing(world: World, kind: str) -> None:
    client = signed_in(outsider(kind, world))
    for what, address in world.addresses().items():
        response = client.get(address)
        assert response.status_code == 404, (kind, what)
        assert SECRET not in response.content.decode()
    before = world.state()
    for address, form in world.actions().items():
        assert client.post(address, form).status_code == 404, (kind, address)
    assert world.state() == before
    for listed in ("/en/deals/", "/en/deals/interests/", "/en/deals/conversations/"):
        page = client.get(listed).content.decode()
        assert SECRET not in page and "Keen Capital" not in page


def test_visitors_are_sent_to_sign_in_whether_a_record_exists_or_not(
    world: World, client: Any
) -> None:
    nowhere = f"/en/deals/{uuid.uuid4()}/"
    for address in (*world.addresses().values(), nowhere):
        assert client.get(address)["Location"].startswith("/en/account/login/?next=")
    before = world.state()
    for address, form in world.actions().items():
        assert client.post(address, form)["Location"].startswith("/en/account/login/")
    assert world.state() == before


def test_an_invited_organisation_sees_its_invitation_only(world: World) -> None:
    client = signed_in(world.guest)
    page = client.get(f"/en/deals/invitations/{world.party.public_id}/").content.decode()
    assert "Join us." in page and f"{SECRET}</" not in page
    for what, address in world.addresses().items():
        assert client.get(address).status_code == 404, what


def test_one_investor_does_not_read_anothers_conversation_until_all_agree(
    lake_home: Path,
) -> None:
    from twinbay.web.deals.models import Participant

    pair = make_pair()
    deal = make_deal(pair)
    funds = []
    for name in ("Fund One", "Fund Two"):
        organisation, person = make_organisation(name), make_user()
        join(person, organisation, "editor")
        party = join_deal(deal, pair, organisation, person)
        thread = deal.threads.get(kind="invitation", participants__organisation=organisation)
        say(thread, acting(person, organisation), f"{SECRET}: {name}")
        funds.append((organisation, person, party, thread))
    one, two = funds
    first, second = signed_in(one[1]), signed_in(two[1])
    address = f"/en/deals/conversations/{one[3].public_id}/"
    assert second.get(address).status_code == 404
    principals = f"/en/deals/conversations/{thread_of(deal).public_id}/"
    assert second.get(principals).status_code == 404
    listed = second.get("/en/deals/conversations/").content.decode()
    assert str(one[3].public_id) not in listed and str(two[3].public_id) in listed
    seller = signed_in(pair.seller)
    seller.post(f"{address}propose/", {"organisation": str(two[2].public_id)})
    assert second.get(address).status_code == 404  # the first fund has not agreed
    proposal = Participant.objects.get(thread=one[3], organisation=two[0])
    answer = f"{address}proposals/{proposal.public_id}/"
    assert second.post(answer, {"answer": "yes"}).status_code == 404
    first.post(answer, {"answer": "yes"})
    assert f"{SECRET}: Fund One" in second.get(address).content.decode()
    # A deal has one conversation of all; who joined reads it.
    common = deal.threads.get(kind="all")
    assert second.get(f"/en/deals/conversations/{common.public_id}/").status_code == 200


def test_who_left_reads_no_more(lake_home: Path) -> None:
    pair = make_pair()
    deal = make_deal(pair)
    fund, person = make_organisation("Leaving Fund"), make_user()
    join(person, fund, "editor")
    join_deal(deal, pair, fund, person)
    client = signed_in(person)
    address = f"/en/deals/{deal.public_id}/"
    assert client.get(address).status_code == 200
    assert client.post(f"{address}leave/").status_code == 302
    assert client.get(address).status_code == 404
    for thread in deal.threads.all():
        found = client.get(f"/en/deals/conversations/{thread.public_id}/")
        assert found.status_code == 404
    assert signed_in(pair.seller).post(f"{address}leave/", follow=True).status_code == 200
    assert deal.parties.get(organisation=pair.offering).joined


def test_officers_see_counts_and_stages_and_open_titles_only(world: World) -> None:
    make_deal(make_pair(), "nda")  # without an opportunity: no title for officers
    client = signed_in(make_officer("sf-bay"))
    page = client.get("/en/deals/regions/sf-bay/").content.decode()
    report = client.get("/en/deals/regions/sf-bay/report/").content.decode()
    for text in ("Keen Capital", "Offering Lab", "Seller Sam", "Join us.", "secret.pdf"):
        assert text not in page and text not in report
    assert f"{SECRET} (title)" in page  # the teaser is the officer's to see
    assert "without a title that is open to you" in page
    assert SECRET not in report
    for address in ("/en/deals/regions/gba/", "/en/deals/regions/gba/report/"):
        assert client.get(address).status_code == 404
        assert signed_in(world.pair.buyer).get(address).status_code == 404
    assert client.get("/en/deals/regions/nowhere/").status_code == 404


def test_a_title_hidden_from_officers_stays_hidden(lake_home: Path) -> None:
    pair = make_pair(interested=make_organisation("Asker", region="gba"))
    opportunity = make_opportunity(
        pair, title="Not for the other region", title_zh="", visibility="confidential"
    )
    make_deal(pair, opportunity=opportunity)
    client = signed_in(make_officer("gba"))
    page = client.get("/en/deals/regions/gba/").content.decode()
    assert "Not for the other region" not in page


def test_no_sum_tells_the_amount_of_a_single_deal(lake_home: Path) -> None:
    from decimal import Decimal

    from twinbay.web.deals.models import Deal
    from twinbay.web.deals.queries.boards import deals_of_region
    from twinbay.web.deals.queries.funnel import Period, signed

    made = [make_deal(make_pair(), "signed") for _ in range(3)]
    Deal.objects.filter(pk__in=[d.pk for d in made[:2]]).update(amount=7, currency="USD")
    mine = deals_of_region("gba").filter(pk__in=[d.pk for d in made])
    period = Period(yesterday(), yesterday())
    assert signed(mine, period)[0].sums == {"USD": None}
    Deal.objects.filter(pk=made[2].pk).update(amount=1, currency="USD")
    assert signed(mine, period)[0].sums == {"USD": Decimal(15)}


@pytest.mark.parametrize("prefix", ["en", "zh"])
def test_markup_in_every_text_is_shown_as_text(lake_home: Path, prefix: str) -> None:
    from twinbay.web.deals.domain import interests, moving, sharing, terms
    from twinbay.web.deals.domain.stages import Stage

    names = {"name": EVIL, "name_zh": EVIL}
    pair = make_pair(
        make_organisation(EVIL, name_zh=EVIL), make_organisation(EVIL, name_zh=EVIL, region="gba")
    )
    for person in (pair.seller, pair.buyer):
        for field, value in names.items():
            setattr(person, field, value)
        person.save()
    opportunity = make_opportunity(pair, title=EVIL, title_zh=EVIL, summary=EVIL)
    evidence = {
        "org_a": "org:stan",
        "org_b": "org:hkust",
        "build": EVIL,
        "at": "2026-01-01T00:00:00+00:00",
        "score": 1,
        "likelihood": None,
        "reasons": [{"kind": "shared-topic", "en": EVIL, "zh": EVIL}],
    }
    asked = interests.express(pair.by_buyer, pair.offering, opportunity, EVIL, evidence)
    deal = interests.accept(asked.pk, pair.by_seller, EVIL)
    moving.move(deal.pk, Stage.CONTACT, Stage.NDA, pair.by_seller, note=EVIL)
    terms.set_step(deal.pk, pair.by_seller, terms.Step(EVIL, yesterday(), None, "UTC", pair.seller))
    party = sharing.invite(deal.pk, pair.by_seller, make_organisation(EVIL), EVIL)
    guest = make_user()
    join(guest, party.organisation, "editor")
    client = signed_in(pair.seller)
    client.post(
        f"/{prefix}/deals/{deal.public_id}/documents/",
        {"kind": "nda", "audience": "all", "file": pdf("<img src=x onerror=alert(3)>.pdf")},
    )
    moving.move(deal.pk, Stage.NDA, Stage.CLOSED, pair.by_seller, reason="other", note=EVIL)
    room = f"/{prefix}/deals"
    wanted = make_opportunity(make_pair(), title=EVIL).public_id
    pages = [
        client.get(address)
        for address in (
            f"{room}/",
            f"{room}/funnel/",
            f"{room}/interests/",
            f"{room}/interests/{asked.public_id}/",
            f"{room}/conversations/",
            f"{room}/conversations/{thread_of(deal).public_id}/",
            f"{room}/{deal.public_id}/",
            f"{room}/{deal.public_id}/invite/?q={EVIL[:20]}",
            f"{room}/interests/new/?opportunity={wanted}",
        )
    ]
    pages.append(signed_in(guest).get(f"{room}/invitations/{party.public_id}/"))
    pages.append(signed_in(guest).get(f"{room}/conversations/"))
    pages.append(signed_in(make_officer("sf-bay")).get(f"{room}/regions/sf-bay/"))
    for response in pages:
        html = response.content.decode()
        assert response.status_code == 200, response.request["PATH_INFO"]
        assert "<script>alert" not in html and "<img src=x" not in html
        assert "49" not in re.sub(r"\d{2,}", "", html)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_tables_of_deals_are_safe_in_a_spreadsheet(lake_home: Path, start: str) -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    from twinbay.web.display import Column, DataTable
    from twinbay.web.exports.workbook import to_workbook

    formula = f"{start}HYPERLINK(1)"
    table = DataTable("t", formula, (Column("a", formula),), [[formula]], note=formula)
    book = load_workbook(BytesIO(to_workbook([table], formula)))
    cells = [c.value for sheet in book for row in sheet.iter_rows() for c in row if c.value]
    assert formula not in cells
    assert f"'{formula}" in cells


def test_the_organisation_to_act_for_is_one_of_ones_own(world: World) -> None:
    """``for`` in a form names no organisation that the person does not write for."""
    client = signed_in(world.pair.buyer)
    address = f"/en/deals/conversations/{world.thread.public_id}/"
    form = {
        "body": "As somebody else",
        "form_id": str(uuid.uuid4()),
        "for": str(world.pair.offering.pk),
    }
    assert client.post(f"{address}write/", form).status_code == 302
    written = world.thread.messages.get(body="As somebody else")
    assert written.organisation_id == world.pair.interested.pk


def test_interest_cannot_be_expressed_where_it_may_not(lake_home: Path) -> None:
    from twinbay.web.deals.models import Interest

    pair = make_pair()
    hidden = make_opportunity(pair)
    hidden.hidden_from.add(pair.interested)
    refused = [
        make_opportunity(pair, state="draft"),
        make_opportunity(pair, visibility="confidential"),
        make_opportunity(pair, expires_on=yesterday()),
        hidden,
    ]
    before = Interest.objects.count()
    buyer, seller = signed_in(pair.buyer), signed_in(pair.seller)
    for opportunity in refused:
        address = f"/en/deals/interests/new/?opportunity={opportunity.public_id}"
        assert buyer.get(address).status_code == 404
        assert buyer.post(address, {"message": "Hello"}).status_code == 404
    own = f"/en/deals/interests/new/?opportunity={make_opportunity(pair).public_id}"
    assert seller.post(own, {"message": "Hello"}).status_code == 404
    unverified = make_organisation("Unknown", verified=False)
    for wanted in (f"partner={unverified.org_id}", "partner=", "opportunity=x", ""):
        assert buyer.get(f"/en/deals/interests/new/?{wanted}").status_code == 404
    assert Interest.objects.count() == before


def test_forms_take_their_own_fields_only(lake_home: Path) -> None:
    pair = make_pair()
    deal = make_deal(pair)
    client = signed_in(pair.seller)
    form = {"kind": "licence", "stage": "signed", "terms_version": "99", "sample": "1"}
    client.post(f"/en/deals/{deal.public_id}/terms/", form)
    now = fresh(deal)
    assert (now.stage, now.terms_version, now.sample, now.kind) == ("contact", 2, False, "licence")


def test_changes_need_the_forms_token(world: World) -> None:
    from django.test import Client
    from members import sign_in

    strict = sign_in(Client(enforce_csrf_checks=True), world.pair.seller)
    before = world.state()
    for address, form in world.actions().items():
        assert strict.post(address, form).status_code == 403, address
        assert strict.get(address).status_code in (200, 404, 405)
    assert world.state() == before


@pytest.mark.parametrize("page", ["board", "conversations", "interests", "deal", "region"])
def test_pages_take_as_many_queries_for_many_records_as_for_few(lake_home: Path, page: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    pair = make_pair()
    officer = signed_in(make_officer("sf-bay"))
    client = officer if page == "region" else signed_in(pair.seller)

    def queries() -> int:
        address = {
            "board": "/en/deals/",
            "conversations": "/en/deals/conversations/",
            "interests": "/en/deals/interests/",
            "deal": f"/en/deals/{deals[0].public_id}/",
            "region": "/en/deals/regions/sf-bay/",
        }[page]
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    def more(deal: Any) -> None:
        fund, person = make_organisation(), make_user()
        join(person, fund, "editor")
        join_deal(deal, pair, fund, person)
        say(thread_of(deal), pair.by_buyer, "Another word")

    deals = [make_deal(pair, "nda", make_opportunity(pair)) for _ in range(2)]
    for deal in deals:
        more(deal)
    few = queries()
    for stage in ("contact", "nda", "evaluation", "closed"):
        deals.append(make_deal(pair, stage, make_opportunity(pair)))
        more(deals[0])
    make_interest(pair, make_opportunity(pair))
    assert queries() == few


def test_trails_of_changes_are_open_to_those_whom_the_record_belongs_to(world: World) -> None:
    def status(person: Any, label: str, record: Any) -> int:
        address = f"/en/account/audit/deals.{label}/{record.public_id}/"
        return int(signed_in(person).get(address).status_code)

    seller, buyer = world.pair.seller, world.pair.buyer
    other = outsider("other organisation", world)
    records = {
        "deal": world.deal,
        "interest": world.deal.interest,
        "thread": world.thread,
        "dealdocument": world.document,
        "participant": world.proposal,
    }
    for label, record in records.items():
        assert [status(one, label, record) for one in (seller, buyer, other)] == [200, 200, 404]
    # A message may have been taken back: its trail is its own side's alone.
    assert [status(one, "message", world.message) for one in (seller, buyer, other)] == [
        200,
        404,
        404,
    ]
    assert status(world.guest, "deal", world.deal) == 404
