"""A program takes an opportunity from the draft to a signed deal; wrong values are named."""

import uuid
from pathlib import Path
from typing import Any

import pytest
from api_world import World, ask, token_of, upload
from deal_makers import yesterday
from members import make_officer, make_organisation, make_user
from opportunity_records import filled, make_opportunity


@pytest.fixture(autouse=True)
def unlimited(lake_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    monkeypatch.setattr(settings, "TWINBAY_API_RATE_LIMIT", 0)


class Program:
    """Asks as one person; expects success unless told otherwise."""

    def __init__(self, client: Any, user: Any) -> None:
        self.client, self.user, self.token = client, user, token_of(user)

    def __call__(self, method: str, path: str, status: int = 200, **more: Any) -> Any:
        answer = ask(self.client, method, path, self.token, **more)
        assert answer.status_code == status, (path, answer.content)
        return answer.json() if answer.content else None


@pytest.fixture
def seller(client: Any) -> Program:
    user = make_user("Seller")
    user.lab = make_organisation("Flow Lab", region="sf-bay", owner=user)
    return Program(client, user)


@pytest.fixture
def buyer(client: Any) -> Program:
    user = make_user("Buyer")
    user.fund = make_organisation("Flow Fund", region="gba", owner=user)
    return Program(client, user)


def written(**changes: Any) -> dict[str, Any]:
    content = filled("technology_offer", **changes)
    return {key: value for key, value in content.items() if value != ""}


def begun(seller: Program, **changes: Any) -> dict[str, Any]:
    body = {"organisation": seller.user.lab.org_id, "kind": "technology_offer"}
    return seller("POST", "opportunities", 201, json=body | {"content": written(**changes)})


def published(client: Any, seller: Program, **changes: Any) -> str:
    path = f"opportunities/{begun(seller, **changes)['id']}"
    assert seller("POST", f"{path}/steps", json={"step": "submit"})["state"] == "in_review"
    officer = Program(client, make_officer("sf-bay"))
    waiting = officer("GET", "review/opportunities?limit=200")["items"]
    assert path.rpartition("/")[2] in [one["id"] for one in waiting]
    assert officer("POST", f"{path}/steps", json={"step": "publish"})["state"] == "published"
    return path


def test_from_the_draft_to_the_confidential_part(
    client: Any, seller: Program, buyer: Program
) -> None:
    path = published(client, seller, confidential="The recipe: 3 % silicon.")
    teaser = buyer("GET", path)
    assert teaser["members"]["description"]
    assert teaser["confidential"] is None
    assert teaser["work"] is None
    fund = buyer.user.fund.org_id
    words = buyer("GET", f"{path}/agreement?organisation={fund}")
    assert "Flow Lab" in words["en"]
    assert "保密" in words["zh"]
    accepted = buyer("POST", f"{path}/agreement", json={"organisation": fund, "accepted": True})
    assert not accepted["holds"]
    assert buyer("GET", path)["confidential"] is None
    assert seller("POST", f"{path}/releases", json={"organisation": fund})["holds"]
    assert buyer("GET", path)["confidential"]["confidential"] == "The recipe: 3 % silicon."
    mine = buyer("GET", "me/releases")["items"]
    assert [one["opportunity"] for one in mine] == [path.rpartition("/")[2]]
    buyer("POST", f"releases/{mine[0]['id']}/end", json={"reason": "Read."})
    assert buyer("GET", path)["confidential"] is None


def test_a_change_of_a_published_record_waits_and_two_writers_do_not_overwrite(
    client: Any, seller: Program, buyer: Program
) -> None:
    path = published(client, seller)
    revision = seller("GET", path)["work"]["revision"]
    change = {"revision": revision, "content": {"title": "Better", "details": {"trl": 7}}}
    changed = seller("PATCH", path, json=change)
    assert changed["title"] != "Better"
    assert changed["work"]["change"]["title"] == "Better"
    assert buyer("GET", path)["work"] is None
    refused = seller("PATCH", path, 409, json=change)
    assert refused["detail"]
    again = seller("PATCH", path, json=change | {"revision": changed["work"]["revision"]})
    assert again["work"]["revision"] == changed["work"]["revision"]  # nothing new was said


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ({"details": {"trl": 99}}, "trl"),
        ({"details": {"trl": ["a"]}}, "trl"),
        ({"details": {"cooperation": "licence"}}, "cooperation"),
        ({"details": {"cooperation": ["none"]}}, "cooperation"),
        ({"details": {"wanted_regions": ["Atlantis"]}}, "wanted_regions"),
        ({"details": {"state": "published"}}, "state"),
        ({"details": {"visibility": "public"}}, "visibility"),
        ({"title": "x" * 500}, "title"),
        ({"fields": ["alchemy"]}, "fields_chosen"),
        ({"visibility": "secret"}, "visibility"),
        ({"expires_on": "2026-02-31"}, "expires_on"),
        ({"state": "published"}, "state"),
        ({"organisation": 1}, "organisation"),
        ({"title": "a\x00b"}, "title"),
        ({"author": 1}, "author"),
    ],
)
def test_wrong_values_and_fields_of_others_are_named_and_nothing_is_made(
    seller: Program, content: dict[str, Any], place: str
) -> None:
    from twinbay.web.opportunities.models import Opportunity

    body = {"organisation": seller.user.lab.org_id, "kind": "technology_offer"}
    problems = seller("POST", "opportunities", 422, json=body | {"content": content})["detail"]
    assert place in [problem["loc"][-1] for problem in problems]
    assert not Opportunity.objects.filter(organisation=seller.user.lab).exists()


@pytest.mark.parametrize("field", ["state", "sample", "author", "published_at", "public_id"])
def test_nothing_but_the_named_fields_is_taken(seller: Program, field: str) -> None:
    body = {"organisation": seller.user.lab.org_id, "kind": "talent", field: "1"}
    seller("POST", "opportunities", 422, json=body)


def test_what_is_left_out_stays(seller: Program) -> None:
    made = begun(seller, title_zh="中文标题", details={"wanted_regions": ["gba"]})
    path = f"opportunities/{made['id']}"
    change = {"revision": made["work"]["revision"], "content": {"details": {"trl": None}}}
    changed = seller("PATCH", path, json=change)
    assert changed["title_zh"] == "中文标题"
    assert "trl" not in changed["members"]["details"] | changed["details"]
    kept = changed["members"]["details"] | changed["details"]
    before = made["members"]["details"] | made["details"]
    assert kept == {key: value for key, value in before.items() if key != "trl"}
    assert kept["wanted_regions"] == ["gba"]


def test_one_end_of_a_range_is_checked_against_the_other(seller: Program) -> None:
    body = {"organisation": seller.user.lab.org_id, "kind": "capital_sought"}
    content = {"details": {"amount_min": 5, "amount_max": 9}}
    made = seller("POST", "opportunities", 201, json=body | {"content": content})
    change = {"revision": made["work"]["revision"], "content": {"details": {"amount_max": 1}}}
    seller("PATCH", f"opportunities/{made['id']}", 422, json=change)


def test_the_history_says_who_wrote_through_the_interface(seller: Program) -> None:
    from twinbay.web.opportunities.models import Opportunity

    made = Opportunity.objects.get(public_id=begun(seller)["id"])
    assert {entry.history_user for entry in made.history.all()} == {seller.user}


def test_files_are_checked_and_come_back_whole(seller: Program) -> None:
    path = f"opportunities/{begun(seller)['id']}"
    bad = {"file": upload("paper.pdf", b"MZ not a paper"), "part": "members"}
    seller("POST", f"{path}/files", 422, data=bad)
    kept = seller("POST", f"{path}/files", 201, data={"file": upload(), "part": "members"})
    answer = ask(seller.client, "GET", f"{path}/files/{kept['id']}", seller.token)
    assert len(b"".join(answer.streaming_content)) == kept["size"]
    assert answer["Content-Disposition"].startswith("attachment")
    seller("DELETE", f"{path}/files/{kept['id']}", 204)
    seller("GET", f"{path}/files/{kept['id']}", 404)


def test_hiding_takes_effect_at_once(client: Any, seller: Program, buyer: Program) -> None:
    path = published(client, seller)
    fund = buyer.user.fund.org_id
    buyer("GET", path)
    seller("PUT", f"{path}/hidden-from/{fund}", 204)
    assert [one["org_id"] for one in seller("GET", f"{path}/hidden-from")["items"]] == [fund]
    buyer("GET", path, 404)
    seller("DELETE", f"{path}/hidden-from/{fund}", 204)
    buyer("GET", path)


def test_from_interest_to_signature(client: Any, seller: Program, buyer: Program) -> None:
    opportunity = published(client, seller).rpartition("/")[2]
    fund = buyer.user.fund.org_id
    body = {"organisation": fund, "opportunity": opportunity, "message": "May we talk?"}
    interest = buyer("POST", "interests", 201, json=body)
    buyer("POST", "interests", 409, json=body)
    received = seller("GET", "interests?direction=received&state=open")["items"]
    assert [one["id"] for one in received] == [interest["id"]]
    assert seller("GET", "interests?direction=expressed")["count"] == 0
    deal = seller("POST", f"interests/{interest['id']}/accept", json={"note": "Gladly."})
    path = f"deals/{deal['id']}"
    assert buyer("GET", path)["begun_by"]["opportunity"] == opportunity
    seller("POST", f"{path}/moves", json={"seen": "contact", "target": "nda"})
    step = {"seen": "nda", "target": "evaluation"}
    refused = seller("POST", f"{path}/moves", 409, json=step)
    assert refused["blockers"] == ["nda_missing"]
    for side in (seller, buyer):
        side("POST", f"{path}/nda", json={"on": yesterday()})
    seller("POST", f"{path}/moves", json=step)
    seller("POST", f"{path}/moves", 409, json={"seen": "contact", "target": "nda"})
    seller("POST", f"{path}/moves", json={"seen": "evaluation", "target": "negotiation"})
    seller("PUT", f"{path}/terms", 422, json={"kind": "licence", "amount": "10"})
    terms = {"kind": "licence", "amount": "250000.50", "currency": "USD"}
    signed_on = {"signed_on": yesterday()}
    agreed = seller("PUT", f"{path}/terms", json=terms | signed_on)
    assert agreed["amount"] == "250000.50"
    for side in (seller, buyer):
        side("POST", f"{path}/agreement", json={"version": agreed["terms_version"]})
    signing = {"seen": "negotiation", "target": "signed"}
    assert buyer("POST", f"{path}/moves", json=signing)["stage"] == "signed"
    kinds = [event["kind"] for event in buyer("GET", f"{path}/events")["items"]]
    assert kinds[0] == "stage"
    assert kinds[-1] == "opened"
    assert buyer("GET", "deals?stage=signed")["count"] == 1
    assert buyer("GET", "deals?stage=closed")["count"] == 0


def test_a_message_sent_twice_is_stored_once(client: Any) -> None:
    world = World()
    path = f"conversations/{world.thread.public_id}/messages"
    editor = Program(client, world.people["editor"])
    before = editor("GET", path)["count"]
    body = {"id": uuid.uuid4(), "body": "Once"}
    first = editor("POST", path, 201, json=body)
    assert editor("POST", path, 201, json=body)["id"] == first["id"]
    assert editor("GET", path)["count"] == before + 1
    talks = editor("GET", "conversations")["items"]
    assert str(world.thread.public_id) in [one["id"] for one in talks]


def test_invited_organisations_see_the_invitation_and_join(client: Any) -> None:
    world = World()
    other = Program(client, world.people["other"])
    (invitation,) = other("GET", "invitations")["items"]
    other("GET", f"deals/{world.deal.public_id}", 404)
    other("POST", f"invitations/{invitation['id']}/join", json={"on": yesterday()})
    joined = other("GET", f"deals/{world.deal.public_id}")
    assert joined["begun_by"] is None
    assert other("GET", "invitations")["count"] == 0


def test_notifications_come_in_both_languages_and_are_read(
    client: Any, seller: Program, buyer: Program
) -> None:
    opportunity = published(client, seller).rpartition("/")[2]
    body = {"organisation": buyer.user.fund.org_id, "opportunity": opportunity}
    buyer("POST", "interests", 201, json=body | {"message": "May we talk?"})
    unread = seller("GET", "me/notifications?unread=true")
    told = unread["items"][0]
    assert told["text"]["en"] != told["text"]["zh"]
    seller("POST", f"me/notifications/{told['id']}/read", 204)
    assert seller("GET", "me/notifications?unread=true")["count"] == unread["count"] - 1


@pytest.mark.parametrize(
    "path", ["opportunities", "me/opportunities", "interests", "deals", "conversations"]
)
def test_lists_take_as_many_queries_for_many_records_as_for_few(client: Any, path: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    world = World()
    token = world.tokens["editor"]

    def queries() -> int:
        ask(client, "GET", path, token)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert ask(client, "GET", f"{path}?limit=200", token).status_code == 200
        return len(captured)

    few = queries()
    from deal_makers import Pair, make_deal

    people = world.people
    pair = Pair(world.ours, world.others["granted"], people["editor"], people["granted"])
    for _ in range(5):
        make_opportunity(world.ours, people["editor"])
        make_deal(pair, "contact")
    assert queries() == few
