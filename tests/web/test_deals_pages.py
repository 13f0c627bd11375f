"""From an expressed interest to a signature, on the pages of both sides."""

import re
from pathlib import Path
from typing import Any

import pytest
from deal_makers import (
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
from members import join, make_organisation, make_user, signed_in


@pytest.fixture
def pair(lake_home: Path) -> Any:
    return make_pair()


def html_of(response: Any) -> str:
    assert response.status_code == 200, response.content.decode()[:2000]
    return str(response.content.decode())


@pytest.mark.parametrize("prefix", ["en", "zh"])
def test_from_interest_to_signature(pair: Any, prefix: str) -> None:
    opportunity = make_opportunity(pair)
    seller, buyer = signed_in(pair.seller), signed_in(pair.buyer)
    ask = f"/{prefix}/deals/interests/new/?opportunity={opportunity.public_id}"
    assert opportunity.title_in("en" if prefix == "en" else "zh-hans") in html_of(buyer.get(ask))
    sent = buyer.post(ask, {"message": "We build cells."})
    assert sent.status_code == 302
    interest = sent["Location"]
    assert "We build cells." in html_of(seller.get(interest))
    accepted = seller.post(f"{interest}accept/", {"note": "Welcome."})
    deal = accepted["Location"]
    page = html_of(buyer.get(deal))
    (thread,) = set(re.findall(rf'"(/{prefix}/deals/conversations/[0-9a-f-]{{36}}/)"', page))
    form = html_of(buyer.get(thread))
    form_id = re.search(r'name="form_id" value="([^"]+)"', form)
    assert form_id
    said = {"body": "Here is our profile.", "form_id": form_id[1], "files": pdf("profile.pdf")}
    assert buyer.post(f"{thread}write/", said).status_code == 302
    conversation = html_of(seller.get(thread))
    for text in ("We build cells.", "Welcome.", "Here is our profile.", "profile.pdf"):
        assert text in conversation
    for seen, target in zip(
        ("contact", "nda", "evaluation"), ("nda", "evaluation", "negotiation"), strict=True
    ):
        if target == "evaluation":
            assert move(seller, deal, seen, target) == "nda"
            for client in (seller, buyer):
                client.post(f"{deal}nda/", {"on": yesterday().isoformat()})
        assert move(seller, deal, seen, target) == target
    terms = {
        "kind": "joint_lab",
        "amount": "1000000",
        "currency": "USD",
        "rate": "7.1",
        "rate_date": yesterday().isoformat(),
        "signed_on": yesterday().isoformat(),
    }
    buyer.post(f"{deal}terms/", terms)
    assert "CNY 7,100,000" in html_of(seller.get(deal))
    assert move(seller, deal, "negotiation", "signed") == "negotiation"
    for client in (seller, buyer):
        version = re.search(r'name="version" value="(\d+)"', html_of(client.get(deal)))
        assert version
        client.post(f"{deal}agree/", {"version": version[1]})
    assert move(buyer, deal, "negotiation", "signed") == "signed"
    page = html_of(seller.get(deal))
    assert "Record the signature" not in page and "登记签约" not in page


def move(client: Any, deal: str, seen: str, target: str, **more: str) -> str:
    from twinbay.web.deals.models import Deal

    client.post(f"{deal}move/", {"seen": seen, "target": target} | more)
    return str(Deal.objects.get(public_id=deal.rstrip("/").rsplit("/", 1)[1]).stage)


def test_declined_with_a_reason_that_the_other_side_reads(pair: Any) -> None:
    interest = make_interest(pair, make_opportunity(pair))
    address = f"/en/deals/interests/{interest.public_id}/"
    seller = signed_in(pair.seller)
    assert "This field is required" in html_of(seller.post(f"{address}decline/", {"reason": ""}))
    seller.post(f"{address}decline/", {"reason": "We keep it in house."})
    assert "We keep it in house." in html_of(signed_in(pair.buyer).get(address))
    seller.post(f"{address}accept/", {"note": ""})
    interest.refresh_from_db()
    assert interest.state == "declined"


def test_taken_back_before_an_answer_only(pair: Any) -> None:
    interest = make_interest(pair)
    address = f"/en/deals/interests/{interest.public_id}/"
    assert signed_in(pair.seller).post(f"{address}withdraw/").status_code == 404
    signed_in(pair.buyer).post(f"{address}withdraw/")
    interest.refresh_from_db()
    assert (interest.state, bool(interest.decided_at)) == ("withdrawn", True)


def test_viewers_read_and_do_not_write(pair: Any) -> None:
    deal = make_deal(pair)
    viewer = make_user()
    join(viewer, pair.offering, "viewer")
    client = signed_in(viewer)
    address, thread = f"/en/deals/{deal.public_id}/", thread_of(deal)
    page = html_of(client.get(address))
    assert '<form method="post" action="/en/deals' not in page
    conversation = f"/en/deals/conversations/{thread.public_id}/"
    assert "owners and editors of the organisations write" in html_of(client.get(conversation))
    assert client.post(f"{conversation}write/", {"body": "x"}).status_code == 404
    assert client.post(f"{address}move/", {"seen": "contact", "target": "nda"}).status_code == 404


def test_a_step_is_shown_in_the_readers_zone(pair: Any) -> None:
    deal = make_deal(pair)
    pair.seller.time_zone, pair.buyer.time_zone = "America/Los_Angeles", "Asia/Shanghai"
    pair.seller.save(), pair.buyer.save()
    address = f"/en/deals/{deal.public_id}/"
    step = {"text": "Call", "on": "2027-03-01", "at": "17:30", "owner": str(pair.seller.pk)}
    assert signed_in(pair.seller).post(f"{address}step/", step).status_code == 302
    assert "1 March 2027, 17:30" in html_of(signed_in(pair.seller).get(address))
    assert "2 March 2027, 09:30" in html_of(signed_in(pair.buyer).get(address))


def test_who_sees_to_a_step_is_a_colleague(pair: Any) -> None:
    deal = make_deal(pair)
    stranger = make_user()
    address = f"/en/deals/{deal.public_id}/step/"
    step = {"text": "Call", "on": "2027-03-01", "owner": str(stranger.pk)}
    assert signed_in(pair.seller).post(address, step).status_code == 200
    assert fresh(deal).next_step == ""


def test_terms_with_half_an_amount_are_explained(pair: Any) -> None:
    deal = make_deal(pair)
    address = f"/en/deals/{deal.public_id}/terms/"
    seller = signed_in(pair.seller)
    assert "Choose the currency" in html_of(seller.post(address, {"amount": "5"}))
    assert "greater than or equal" in html_of(
        seller.post(address, {"amount": "-5", "currency": "USD"})
    )
    assert "Give the day of the rate" in html_of(seller.post(address, {"rate": "7"}))
    assert fresh(deal).terms_version == 1


def test_what_was_agreed_lapses_with_the_terms(pair: Any) -> None:
    deal = make_deal(pair, "negotiation")
    address = f"/en/deals/{deal.public_id}/"
    buyer = signed_in(pair.buyer)
    buyer.post(f"{address}terms/", {"kind": "licence"})
    version = str(fresh(deal).terms_version)
    buyer.post(f"{address}agree/", {"version": version})
    party = deal.parties.get(organisation=pair.interested)
    assert str(party.consent_version) == version
    signed_in(pair.seller).post(f"{address}terms/", {"kind": "joint_lab"})
    assert "not yet" in html_of(buyer.get(address))
    answer = buyer.post(f"{address}agree/", {"version": version}, follow=True)
    assert "The terms have changed meanwhile" in answer.content.decode()


def test_the_same_form_sent_twice_is_one_message(pair: Any) -> None:
    deal = make_deal(pair)
    thread = thread_of(deal)
    address = f"/en/deals/conversations/{thread.public_id}/write/"
    form = {"body": "Once.", "form_id": "6f2c1c7e-6a53-4a2f-9d57-7d1f0a1d9a10"}
    seller = signed_in(pair.seller)
    assert [seller.post(address, form).status_code for _ in range(2)] == [302, 302]
    assert thread.messages.filter(body="Once.").count() == 1


def test_unread_until_the_page_was_seen(pair: Any) -> None:
    deal = make_deal(pair)
    say(thread_of(deal), pair.by_seller, "News")
    buyer = signed_in(pair.buyer)
    listed = "/en/deals/conversations/"
    assert "2 unread" in html_of(buyer.get(listed))  # the answer to the interest, and the news
    buyer.get(f"{listed}{thread_of(deal).public_id}/")
    assert "unread</span>" not in html_of(buyer.get(listed))
    say(thread_of(deal), pair.by_buyer, "My own")
    assert "unread</span>" not in html_of(buyer.get(listed))


def test_a_message_is_taken_back_by_who_wrote_it(pair: Any) -> None:
    deal = make_deal(pair)
    thread = thread_of(deal)
    message = say(thread, pair.by_seller, "Too early to tell")
    address = f"/en/deals/conversations/{thread.public_id}/"
    take_back = f"{address}messages/{message.public_id}/take-back/"
    signed_in(pair.buyer).post(take_back)
    assert "Too early to tell" in html_of(signed_in(pair.buyer).get(address))
    signed_in(pair.seller).post(take_back)
    assert "Too early to tell" not in html_of(signed_in(pair.buyer).get(address))
    assert message.history.count() == 2


def test_documents_are_for_all_parties_or_for_the_two(pair: Any) -> None:
    deal = make_deal(pair)
    investor, person = make_organisation("Third Fund", kind="investor"), make_user()
    join(person, investor, "editor")
    join_deal(deal, pair, investor, person)
    address = f"/en/deals/{deal.public_id}/"
    seller, third = signed_in(pair.seller), signed_in(person)
    for name, audience in (("all.pdf", "all"), ("two.pdf", "principals")):
        form = {"kind": "report", "audience": audience, "file": pdf(name)}
        assert seller.post(f"{address}documents/", form).status_code == 302
    documents = {one.file.name: one for one in deal.documents.all()}
    page = html_of(third.get(address))
    assert "all.pdf" in page and "two.pdf" not in page
    for name, status in (("all.pdf", 200), ("two.pdf", 404)):
        response = third.get(f"{address}documents/{documents[name].public_id}/")
        assert response.status_code == status
    given = seller.get(f"{address}documents/{documents['two.pdf'].public_id}/")
    assert given["Content-Disposition"].startswith("attachment")
    assert given["X-Content-Type-Options"] == "nosniff"
    own = f"{address}documents/{documents['all.pdf'].public_id}/remove/"
    assert third.post(own).status_code == 404
    assert seller.post(own).status_code == 302
    assert (
        "all.pdf"
        not in html_of(third.get(address)).partition('id="documents"')[2].partition("</section>")[0]
    )


def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_is_kept(pair: Any) -> None:
    deal = make_deal(pair)
    address = f"/en/deals/{deal.public_id}/documents/"
    form = {"kind": "nda", "audience": "all", "file": pdf("nda.pdf", b"<script>alert(1)</script>")}
    assert "not what its name says" in html_of(signed_in(pair.seller).post(address, form))
    assert not deal.documents.exists()
    assert not deal.events.filter(kind="document").exists()


def test_the_board_shows_stages_and_moves_without_a_script(pair: Any) -> None:
    deal = make_deal(pair, opportunity=make_opportunity(pair))
    client = signed_in(pair.seller)
    page = html_of(client.get("/en/deals/"))
    column = page.partition('data-stage="contact"')[2].partition("</section>")[0]
    assert "Solid electrolyte that lasts" in column and "Keen Capital" in column
    form = dict(re.findall(r'name="(seen|target|for|back)" value="([^"]*)"', column))
    moved = client.post(f"/en/deals/{deal.public_id}/move/", form)
    assert moved["Location"].startswith("/en/deals/?organisation=")
    assert fresh(deal).stage == "nda"
    column = html_of(client.get("/en/deals/")).partition('data-stage="nda"')[2]
    assert "Begin the evaluation" not in column  # nobody has signed the agreement


def test_who_acts_for_nobody_is_told_what_to_do(lake_home: Path) -> None:
    client = signed_in(make_user())
    assert "claim yours" in html_of(client.get("/en/deals/"))
    assert client.get("/en/deals/funnel/").status_code == 404


def test_visitors_are_asked_to_sign_in(client: Any) -> None:
    response = client.get("/en/deals/")
    assert response["Location"] == "/en/account/login/?next=/en/deals/"
