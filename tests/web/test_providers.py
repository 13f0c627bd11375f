"""Signing in with an account of another site, against a provider on this machine."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from fake_provider import CLIENT, SECRET, FakeProvider
from members import PASSWORD, letters_to, make_user, signed_in

from twinbay.errors import ConfigurationError
from twinbay.web.providers import configured_providers

LOGIN = "/en/account/oidc/campus/login/"


def environment(server: str) -> dict[str, str]:
    return {
        "TWINBAY_OIDC": "campus",
        "TWINBAY_OIDC_CAMPUS_SERVER": server,
        "TWINBAY_OIDC_CAMPUS_NAME": "Campus login",
        "TWINBAY_OIDC_CAMPUS_ID": CLIENT,
        "TWINBAY_OIDC_CAMPUS_SECRET": SECRET,
    }


@pytest.fixture
def provider(lake_home: Path) -> Iterator[FakeProvider]:
    from django.core.cache import cache
    from django.test import override_settings

    cache.clear()
    fake = FakeProvider()
    found = configured_providers(environment(fake.origin))
    with override_settings(
        SOCIALACCOUNT_PROVIDERS=found.settings, TWINBAY_PROVIDER_ORIGINS=found.origins
    ):
        yield fake
    fake.close()


def new_client() -> Any:
    from django.test import Client

    return Client(raise_request_exception=False)


def go_there(client: Any, login: str = LOGIN) -> str:
    """Press the button here, sign in there; return the path back with its query."""
    sent = client.post(login)
    assert sent.status_code == 302, sent.content.decode()[:300]
    back = urlsplit(httpx.get(sent["Location"], trust_env=False).headers["Location"])
    assert back.netloc == "testserver"
    return f"{back.path}?{back.query}"


def is_signed_in(client: Any) -> bool:
    return client.get("/en/account/").status_code == 200


def test_the_first_time_an_account_is_made_and_later_found(provider: FakeProvider) -> None:
    from twinbay.web.accounts.models import User

    provider.person = {
        "sub": "u1",
        "email": "lin@campus.example",
        "email_verified": True,
        "name": "Lin Mei",
    }
    client = new_client()
    html = client.get("/zh/account/login/").content.decode()
    assert "Campus login" in html and 'action="/zh/account/oidc/campus/login/' in html
    client.get(go_there(client, "/zh/account/oidc/campus/login/"))
    assert is_signed_in(client)
    user = User.objects.get(email="lin@campus.example")
    assert (user.name, user.language, user.has_usable_password()) == ("Lin Mei", "zh-hans", False)
    assert user.emailaddress_set.get().verified
    again = new_client()
    again.get(go_there(again))
    assert is_signed_in(again)
    assert User.objects.filter(email="lin@campus.example").count() == 1
    assert "Campus login" in again.get("/en/account/3rdparty/").content.decode()


def test_an_unconfirmed_address_gets_a_letter_first(provider: FakeProvider) -> None:
    provider.person = {"sub": "u2", "email": "new@campus.example", "name": "New"}
    client = new_client()
    client.get(go_there(client))
    assert not is_signed_in(client)
    assert "/account/confirm-email/" in letters_to("new@campus.example")[0].body


def test_a_provider_cannot_take_over_an_account_by_its_address(provider: FakeProvider) -> None:
    owner = make_user()
    provider.person = {"sub": "thief", "email": owner.email, "email_verified": True}
    client = new_client()
    client.get(go_there(client), follow=True)
    assert not is_signed_in(client)
    assert not owner.socialaccount_set.exists()


def test_an_account_is_connected_and_disconnected_by_its_owner(provider: FakeProvider) -> None:
    owner = make_user()
    provider.person = {"sub": "u3", "email": "other@campus.example", "name": "O"}
    client = signed_in(owner)
    client.post("/en/account/reauthenticate/", {"password": PASSWORD})
    client.get(go_there(client, f"{LOGIN}?process=connect"))
    assert owner.socialaccount_set.count() == 1
    elsewhere = new_client()
    elsewhere.get(go_there(elsewhere))
    assert is_signed_in(elsewhere)
    account = owner.socialaccount_set.get()
    other = signed_in(make_user())
    other.post("/en/account/3rdparty/", {"account": account.pk})
    assert owner.socialaccount_set.exists()
    client.post("/en/account/3rdparty/", {"account": account.pk})
    assert not owner.socialaccount_set.exists()


@pytest.mark.parametrize("attack", ["state", "session", "replay", "audience"])
def test_a_forged_answer_signs_nobody_in(provider: FakeProvider, attack: str) -> None:
    provider.person = {"sub": f"a-{attack}", "email": f"{attack}@campus.example", "name": "A"}
    client = new_client()
    if attack == "audience":
        provider.audience = "another site"
    back = go_there(client)
    if attack == "state":
        back = back.replace("state=", "state=x")
    elif attack == "session":
        client = new_client()  # somebody else's browser is given the link
    elif attack == "replay":
        provider.codes.clear()
    response = client.get(back, follow=True)
    assert not is_signed_in(client)
    assert response.status_code in (200, 401) and "<h1>" in response.content.decode()


def test_a_provider_that_does_not_answer_is_told_in_words(provider: FakeProvider) -> None:
    provider.close()
    response = new_client().post(LOGIN, follow=True)
    html = response.content.decode()
    assert response.status_code < 500 and "Traceback" not in html
    assert "Signing in did not work" in html


def test_forms_may_lead_to_the_configured_providers_only(provider: FakeProvider) -> None:
    policy = new_client().get("/en/account/login/")["Content-Security-Policy"]
    directive = next(part for part in policy.split("; ") if part.startswith("form-action"))
    assert directive == f"form-action 'self' {provider.origin}"


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"TWINBAY_OIDC_CAMPUS_SECRET": ""}, "TWINBAY_OIDC_CAMPUS_SECRET"),
        ({"TWINBAY_OIDC_CAMPUS_SERVER": "http://login.campus.example"}, "SERVER"),
        ({"TWINBAY_OIDC_CAMPUS_SERVER": "https://x.example; script-src *"}, "SERVER"),
        ({"TWINBAY_OIDC": "Campus 2"}, "TWINBAY_OIDC"),
        ({"TWINBAY_ORCID_CLIENT_ID": "APP-1"}, "TWINBAY_ORCID_SECRET"),
    ],
)
def test_half_a_configuration_is_refused(changed: dict[str, str], where: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        configured_providers(environment("https://login.campus.example") | changed)
    assert where in str(refused.value)


def test_several_providers_and_orcid_are_configured(tmp_path: Path) -> None:
    more = environment("https://login.campus.example/realms/all/") | {
        "TWINBAY_OIDC": "campus, city",
        "TWINBAY_OIDC_CITY_SERVER": "https://id.city.example",
        "TWINBAY_OIDC_CITY_PAGE": "https://pages.city.example/login",
        "TWINBAY_OIDC_CITY_ID": "x",
        "TWINBAY_OIDC_CITY_SECRET": "y",
        "TWINBAY_ORCID_CLIENT_ID": "APP-1",
        "TWINBAY_ORCID_SECRET": "z",
    }
    assert configured_providers(more).origins == (
        "https://orcid.org",
        "https://login.campus.example",
        "https://pages.city.example",
    )
    code = (
        "import django; django.setup()\n"
        "from django.urls import reverse\n"
        "from django.test import Client\n"
        "print(reverse('orcid_login'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={
            **os.environ,
            **more,
            "TWINBAY_HOME": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "twinbay.web.settings",
        },
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stdout.strip() == "/en/account/orcid/login/", done.stderr
