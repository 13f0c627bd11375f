"""Signing up, in and out; second factor; what a stranger must not learn or do."""

import re
from pathlib import Path
from typing import Any

import pytest
from members import PASSWORD, letters_to, make_user, sign_in, signed_in

LOGIN = "/en/account/login/"
SIGNUP = "/en/account/signup/"


@pytest.fixture(autouse=True)
def fresh_limits(lake_home: Path) -> None:
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def visitor(lake_home: Path) -> Any:
    from django.test import Client

    return Client(raise_request_exception=False)


def log_in(client: Any, email: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post(LOGIN, {"login": email, "password": password, **more})


def is_signed_in(client: Any) -> bool:
    return client.get("/en/account/").status_code == 200


def link_in(letter: Any) -> str:
    found = re.search(r"http://testserver(/\S+)", letter.body)
    assert found
    return found.group(1)


@pytest.mark.parametrize(("prefix", "language"), [("en", "en"), ("zh", "zh-hans")])
def test_signing_up_needs_the_address_confirmed(visitor: Any, prefix: str, language: str) -> None:
    from twinbay.web.accounts.models import User

    email = f"New.Person-{prefix}@Example.ORG"
    form = {
        "name": "王小明",
        "email": email,
        "password1": "quite a long pass phrase",
        "password2": "quite a long pass phrase",
    }
    response = visitor.post(f"/{prefix}/account/signup/", form)
    assert response["Location"] == f"/{prefix}/account/confirm-email/"
    user = User.objects.get(email=email.lower())
    assert (user.language, user.name_zh, user.name) == (language, "王小明", "")
    assert not is_signed_in(visitor)
    assert log_in(visitor, email, "quite a long pass phrase").status_code == 302
    assert not is_signed_in(visitor)
    letter = letters_to(email.lower())[0]
    assert ("确认" in letter.body) == (prefix == "zh")
    path = link_in(letter)
    assert path.startswith(f"/{prefix}/account/confirm-email/")
    assert user.emailaddress_set.get().verified is False
    visitor.get(path)  # mail scanners follow links: looking alone confirms nothing
    assert user.emailaddress_set.get().verified is False
    visitor.post(path)
    assert user.emailaddress_set.get().verified is True
    log_in(visitor, email, "quite a long pass phrase")
    assert is_signed_in(visitor)


@pytest.mark.parametrize("password", ["kv7!", "password1234", "123456789012"])
def test_weak_passwords_are_refused_in_words(visitor: Any, password: str) -> None:
    form = {"name": "A", "email": "weak@example.org", "password1": password, "password2": password}
    html = visitor.post(SIGNUP, form).content.decode()
    assert "field__error" in html and password not in html


def test_passwords_are_kept_with_argon2() -> None:
    from django.contrib.auth.hashers import Argon2PasswordHasher

    from twinbay.web import settings as configured

    assert configured.PASSWORD_HASHERS[0].endswith(".Argon2PasswordHasher")
    assert Argon2PasswordHasher().encode("x", "some salt").startswith("argon2$argon2id$")


def test_signing_up_with_a_taken_address_looks_the_same_and_tells_the_owner(visitor: Any) -> None:
    owner = make_user()
    form = {"name": "X", "password1": "a fresh pass phrase", "password2": "a fresh pass phrase"}
    free = visitor.post(SIGNUP, form | {"email": "free-address@example.org"})
    from django.test import Client

    other = Client()
    taken = other.post(SIGNUP, form | {"email": owner.email})
    assert (taken.status_code, taken["Location"]) == (free.status_code, free["Location"])
    (letter,) = letters_to(owner.email)
    assert "/account/password/reset/" in letter.body


def test_a_wrong_password_and_an_unknown_address_look_the_same(visitor: Any) -> None:
    user = make_user()
    wrong = log_in(visitor, user.email, "not the password")
    unknown = log_in(visitor, "nobody-at-all@example.org", "not the password")
    assert wrong.status_code == unknown.status_code == 200

    def told(response: Any, email: str) -> str:
        html = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
        return html.replace(email, "")

    assert told(wrong, user.email) == told(unknown, "nobody-at-all@example.org")


def test_reset_looks_the_same_for_known_and_unknown_addresses(visitor: Any) -> None:
    user = make_user()
    answers = [
        visitor.post("/en/account/password/reset/", {"email": email})
        for email in (user.email, "unknown-person@example.org")
    ]
    assert len({(a.status_code, a["Location"]) for a in answers}) == 1
    (letter,) = letters_to(user.email)
    path = link_in(letter)
    page = visitor.get(path, follow=True)
    action = page.request["PATH_INFO"]
    new = "another good pass phrase"
    visitor.post(action, {"password1": new, "password2": new})
    assert not is_signed_in(visitor)
    log_in(visitor, user.email, new)
    assert is_signed_in(visitor)
    assert "expired" in visitor.get(path, follow=True).content.decode()  # works once


def test_five_wrong_passwords_lock_the_account_for_everybody(visitor: Any) -> None:
    from django.test import Client

    user = make_user()
    for number in range(5):
        log_in(visitor, user.email, f"wrong {number}")
    elsewhere = Client(REMOTE_ADDR="192.0.2.9")
    response = log_in(elsewhere, user.email)
    assert not is_signed_in(elsewhere)
    assert "Too many failed login attempts" in response.content.decode()


def test_many_addresses_tried_from_one_place_are_slowed_down(visitor: Any) -> None:
    statuses = [log_in(visitor, f"guess{n}@example.org", "x" * 12).status_code for n in range(35)]
    assert statuses[-1] == 429
    html = log_in(visitor, "guess@example.org").content.decode()
    assert "Too many requests" in html and "<h1>" in html


def test_the_session_is_new_after_signing_in(visitor: Any) -> None:
    user = make_user()
    session = visitor.session
    session["planted"] = "by an attacker"
    session.save()
    visitor.cookies["sessionid"] = session.session_key
    log_in(visitor, user.email)
    assert is_signed_in(visitor)
    assert visitor.cookies["sessionid"].value != session.session_key
    cookie = visitor.cookies["sessionid"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_signing_out_is_by_post_and_ends_the_session(visitor: Any) -> None:
    client = sign_in(visitor, make_user())
    key = client.cookies["sessionid"].value
    client.get("/en/account/logout/")
    assert is_signed_in(client)
    client.post("/en/account/logout/")
    assert not is_signed_in(client)
    client.cookies["sessionid"] = key
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        " //evil.example",
        "http://testserver.evil.example/",
    ],
)
def test_no_redirect_leads_elsewhere(visitor: Any, target: str) -> None:
    user = make_user()
    response = log_in(visitor, user.email, next=target)
    assert response.status_code == 302
    assert response["Location"] == "/en/account/"
    out = visitor.post("/en/account/logout/", {"next": target})
    assert out["Location"] == "/en/"


def test_own_paths_are_led_to(visitor: Any) -> None:
    user = make_user()
    assert log_in(visitor, user.email, next="/zh/sources/")["Location"] == "/zh/sources/"


def test_changing_the_password_signs_other_devices_out(visitor: Any) -> None:
    user = make_user()
    other = signed_in(user)
    log_in(visitor, user.email)
    new = "yet another pass phrase"
    visitor.post(
        "/en/account/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    assert is_signed_in(visitor)
    assert not is_signed_in(other)
    assert any("password" in letter.body for letter in letters_to(user.email))


def test_no_field_can_be_assigned_that_the_form_does_not_have(visitor: Any) -> None:
    from twinbay.web.accounts.models import User

    form = {
        "name": "Mallory",
        "email": "mallory@example.org",
        "password1": "a fresh pass phrase",
        "password2": "a fresh pass phrase",
        "is_superuser": "1",
        "is_staff": "1",
        "sample": "1",
    }
    visitor.post(SIGNUP, form)
    user = User.objects.get(email="mallory@example.org")
    assert not (user.is_superuser or user.is_staff or user.sample)
    client = signed_in(make_user())
    client.post("/en/account/profile/", {"name": "N", "is_superuser": "1", "email": "x@y.example"})
    changed = User.objects.get(name="N")
    assert not changed.is_superuser and changed.email != "x@y.example"


def totp(secret: str) -> str:
    from allauth.mfa.totp.internal.auth import (
        format_hotp_value,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_second_factor_from_switching_on_to_a_recovery_code(visitor: Any) -> None:
    user = make_user()
    log_in(visitor, user.email)
    visitor.post("/en/account/reauthenticate/", {"password": PASSWORD})
    page = visitor.get("/en/account/2fa/totp/activate/").content.decode()
    found = re.search(r'class="secret">(\w+)<', page)
    assert found and "data:image/svg+xml" in page
    secret = found.group(1)
    wrong = visitor.post("/en/account/2fa/totp/activate/", {"code": "000000"})
    assert "field__error" in wrong.content.decode()
    visitor.post("/en/account/2fa/totp/activate/", {"code": totp(secret)})
    codes = visitor.get("/en/account/2fa/recovery-codes/").content.decode()
    recovery = re.findall(r"<li>([0-9a-z]{6,})</li>", codes)
    assert len(recovery) == 10

    from django.test import Client

    other = Client()
    response = log_in(other, user.email)
    assert response["Location"] == "/en/account/2fa/authenticate/"
    assert not is_signed_in(other)
    assert "field__error" in other.post(response["Location"], {"code": "111111"}).content.decode()
    assert not is_signed_in(other)
    other.post(response["Location"], {"code": recovery[0]})
    assert is_signed_in(other)

    again = Client()
    log_in(again, user.email)
    again.post("/en/account/2fa/authenticate/", {"code": recovery[0]})
    assert not is_signed_in(again)  # each works once


def test_ways_to_sign_in_change_only_after_the_password_is_given_again(visitor: Any) -> None:
    client = sign_in(visitor, make_user())  # a session that never saw the password
    response = client.get("/en/account/2fa/totp/activate/")
    assert response["Location"].startswith("/en/account/reauthenticate/?next=")
    added = client.post("/en/account/email/", {"action_add": "", "email": "more@example.org"})
    assert added["Location"].startswith("/en/account/reauthenticate/")


def test_sample_accounts_work_only_where_samples_are_on(visitor: Any) -> None:
    from django.test import override_settings

    from twinbay.web.accounts.samples import MEMBERS, PASSWORD, make_samples, sample_email

    make_samples()
    make_samples()
    email = sample_email(MEMBERS[0].key)
    refused = log_in(visitor, email, PASSWORD)
    assert refused["Location"] == "/en/account/inactive/"
    assert "_auth_user_id" not in visitor.session
    assert email not in visitor.get(LOGIN).content.decode()
    with override_settings(TWINBAY_SAMPLES=True):
        html = visitor.get(LOGIN).content.decode()
        assert all(sample_email(member.key) in html for member in MEMBERS)
        log_in(visitor, email, PASSWORD)
        assert is_signed_in(visitor)
    assert not is_signed_in(visitor)


def test_sign_ins_are_listed_for_the_person(visitor: Any) -> None:
    user = make_user()
    log_in(visitor, user.email, "wrong")
    log_in(visitor, user.email)
    html = visitor.get("/en/account/security/").content.decode()
    assert "Signed in" in html and "Sign-in failed" in html
