"""The programming interface: tokens, scopes, pages, errors; the description is true."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest


@pytest.fixture
def owner(lake_home: Any) -> Any:
    from members import make_user

    return make_user("Token Owner")


def token_for(user: Any, *scopes: str, days: int = 30) -> str:
    from django.utils import timezone

    from twinbay.web.tokens.domain.tokens import make_token

    return make_token(user, "test", scopes, timezone.now().date() + timedelta(days=days))[1]


def ask(client: Any, address: str, token: str = "", **more: Any) -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return client.get(f"/api/v1/{address}", headers=headers, **more)


def test_evidence_is_open(client: Any) -> None:
    page = ask(client, "organisations?limit=1").json()
    assert len(page["items"]) == 1
    assert page["count"] > 1
    following = client.get(page["next"].removeprefix("http://testserver")).json()
    assert following["items"][0]["id"] != page["items"][0]["id"]
    one = ask(client, f"organisations/{page['items'][0]['id']}").json()
    assert one["name"] == page["items"][0]["name"]


def test_all_pages_together_are_the_list(client: Any) -> None:
    seen, address = [], "/api/v1/organisations?limit=2"
    while address:
        page = client.get(address).json()
        seen += [item["id"] for item in page["items"]]
        address = (page["next"] or "").removeprefix("http://testserver")
    assert len(seen) == len(set(seen)) == page["count"]


def test_partners_come_with_reasons_in_both_languages(directory_home: Any, client: Any) -> None:
    listed = ask(client, "organisations?limit=200").json()["items"]
    answers = [ask(client, f"organisations/{one['id']}/partners").json() for one in listed]
    partners = [partner for answer in answers for partner in answer]
    assert partners
    for partner in partners:
        assert partner["reasons"]
        for reason in partner["reasons"]:
            assert reason["en"].isascii() or reason["en"] != reason["zh"]
            assert any("一" <= letter <= "鿿" for letter in reason["zh"])


def test_search_finds_and_counts(client: Any) -> None:
    listed = ask(client, "organisations?limit=1").json()["items"][0]
    found = ask(client, "search", data={"q": listed["name"]}).json()
    assert listed["id"] in [hit["id"] for hit in found["items"]]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("organisations/org:none", 404),
        ("organisations?limit=0", 422),
        ("organisations?limit=100000", 422),
        ("organisations?offset=-1", 422),
        ("search", 422),
        ("search?q=" + "x" * 300, 422),
        ("nothing", 404),
    ],
)
def test_errors_are_said_in_json(client: Any, address: str, status: int) -> None:
    answer = ask(client, address)
    assert answer.status_code == status
    if address != "nothing":
        assert json.loads(answer.content)["detail"]


def test_a_token_acts_for_its_owner_within_its_scopes(client: Any, owner: Any) -> None:
    token = token_for(owner, "profile:read")
    assert ask(client, "me", token).json()["email"] == owner.email
    assert ask(client, "me", token_for(owner, "deals:read")).status_code == 403


@pytest.mark.parametrize("harm", ["none", "other", "expired", "revoked", "inactive"])
def test_a_token_that_does_not_work(client: Any, owner: Any, harm: str) -> None:
    from django.utils import timezone

    from twinbay.web.tokens.domain.tokens import revoke
    from twinbay.web.tokens.models import ApiToken

    token = token_for(owner, "profile:read")
    record = ApiToken.objects.filter(user=owner).latest("id")
    if harm == "expired":
        ApiToken.objects.filter(pk=record.pk).update(
            expires_on=timezone.now().date() - timedelta(days=1)
        )
    elif harm == "revoked":
        assert revoke(owner, record.pk)
    elif harm == "inactive":
        owner.is_active = False
        owner.save()
    given = {"none": "", "other": token[:-1] + ("a" if token[-1] != "a" else "b")}.get(harm, token)
    assert ask(client, "me", given).status_code == 401


def test_the_token_itself_is_kept_nowhere(owner: Any) -> None:
    from django.core import serializers

    from twinbay.web.tokens.models import ApiToken

    token = token_for(owner, "profile:read")
    rows = [*ApiToken.objects.filter(user=owner), *ApiToken.history.filter(user=owner)]
    assert token not in serializers.serialize("json", rows)


def test_too_many_requests_are_refused(
    client: Any, owner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings

    monkeypatch.setattr(settings, "TWINBAY_API_RATE_LIMIT", 4)
    token = token_for(owner, "profile:read")
    answers = [ask(client, "me", token).status_code for _ in range(3)]
    assert answers == [200, 429, 429]
    assert ask(client, "me", token_for(owner, "profile:read")).status_code == 200


def test_failures_are_not_told_in_detail(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from twinbay.web.directory.api import routes

    def fail() -> None:
        raise RuntimeError("secret path")

    monkeypatch.setattr(routes, "open_directory", fail)
    answer = ask(client, "organisations")
    assert answer.status_code == 500
    assert b"secret" not in answer.content


def page_of_tokens(client: Any, method: str = "get", **data: Any) -> Any:
    return getattr(client, method)("/en/account/tokens/", data)


@pytest.fixture
def signed_in(client: Any, owner: Any) -> Iterator[Any]:
    client.force_login(owner)
    yield client


def test_a_member_makes_sees_once_and_revokes_a_token(signed_in: Any, owner: Any) -> None:
    from django.utils import timezone

    from twinbay.web.tokens.models import ApiToken

    day = timezone.now().date() + timedelta(days=10)
    made = page_of_tokens(signed_in, "post", name="Robot", scopes=["profile:read"], expires_on=day)
    record = ApiToken.objects.get(user=owner)
    assert record.beginning in made.content.decode()
    token = made.content.decode().split('class="secret">')[1].split("<")[0]
    assert ask(signed_in, "me", token).status_code == 200
    again = page_of_tokens(signed_in).content.decode()
    assert token not in again
    assert "Robot" in again
    assert signed_in.post(f"/en/account/tokens/{record.pk}/revoke/").status_code == 302
    assert ask(signed_in, "me", token).status_code == 401


@pytest.mark.parametrize("days", [-1, 400])
def test_the_last_day_has_bounds(signed_in: Any, owner: Any, days: int) -> None:
    from django.utils import timezone

    from twinbay.web.tokens.models import ApiToken

    day = timezone.now().date() + timedelta(days=days)
    page_of_tokens(signed_in, "post", name="Robot", scopes=["profile:read"], expires_on=day)
    assert not ApiToken.objects.filter(user=owner).exists()


def test_nobody_revokes_the_token_of_another(signed_in: Any) -> None:
    from members import make_user

    from twinbay.web.tokens.models import ApiToken

    other = make_user()
    token_for(other, "profile:read")
    record = ApiToken.objects.get(user=other)
    assert signed_in.post(f"/en/account/tokens/{record.pk}/revoke/").status_code == 404
    record.refresh_from_db()
    assert record.revoked_at is None


def test_the_page_is_for_members(client: Any) -> None:
    assert page_of_tokens(client).status_code == 302


def test_the_description_names_every_route_and_its_key(client: Any) -> None:
    described = client.get("/api/v1/openapi.json").json()
    for path, methods in described["paths"].items():
        for operation in methods.values():
            open_to_all = "evidence" in operation["tags"]
            assert open_to_all != bool(operation.get("security")), path
            assert operation["summary"]
