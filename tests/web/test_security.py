"""What a hostile reader and a hostile site must not achieve."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from page_tags import tags_of

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def addressed(path: str) -> str:
    """Return a path; that of a static file for ``static:NAME``."""
    from django.conf import settings

    return path.replace("static:", settings.STATIC_URL)


@pytest.mark.parametrize(
    "path",
    [
        "/en/",
        "/zh/sources/",
        "/en/nowhere/",
        "/",
        "/health",
        "static:css/twinbay.css",
        "/en/map/gba/organisations.geojson",
        "/en/?export=csv&table=fields",
    ],
)
def test_every_answer_carries_the_security_headers(client: Any, path: str) -> None:
    response = client.get(addressed(path))
    for header, value in HEADERS.items():
        assert response[header] == value, header
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "*" not in policy and "http" not in policy
    assert "camera=()" in response["Permissions-Policy"]


def test_pages_have_no_inline_script_or_style(client: Any) -> None:
    for path in ("/en/", "/zh/sources/", "/en/method/"):
        for tag, attributes in tags_of(client.get(path).content.decode()):
            assert "style" not in attributes and tag != "style"
            assert not [name for name in attributes if name.startswith("on")]
            if tag == "script":
                data = attributes.get("type") == "application/json"
                assert data or (attributes.get("src") or "").startswith("/static/")


def test_unknown_host_gets_an_error_page(client: Any) -> None:
    response = client.get("/en/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()


@pytest.mark.parametrize(
    "path",
    ["//evil.example/", "//evil.example", "/en//evil.example", "/en/..//evil.example", "/zh\\evil"],
)
def test_no_address_leads_elsewhere(client: Any, path: str) -> None:
    # The client would take "//evil.example" for a host.
    response = client.get("/", PATH_INFO=path)
    assert not response.get("Location", "").startswith(("//", "http", "\\"))
    for _tag, attributes in tags_of(response.content.decode()):
        for name in ("href", "src", "action"):
            address = attributes.get(name) or ""
            assert not address.startswith(("//", "http://evil", "\\")), address


def test_form_without_token_is_refused_with_a_page(lake_home: Path) -> None:
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    response = strict.post(
        "/en/organisations/org:stan/feedback/", {"partner": "org:hkust", "action": "follow"}
    )
    assert response.status_code == 403
    assert "Traceback" not in response.content.decode()
    assert not strict.session.get("visitor")


def test_cookies_are_kept_from_scripts_and_other_sites(client: Any) -> None:
    client.get("/zh/")
    cookie = client.cookies["twinbay_language"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_rate_limit_answers_429_with_the_time_to_wait(lake_home: Path) -> None:
    from django.test import Client, override_settings

    with override_settings(TWINBAY_RATE_LIMIT=8):
        limited = Client()
        statuses = [limited.get("/en/method/").status_code for _ in range(2)]
        refused = limited.get("/zh/method/")
        other = limited.get("/en/method/", REMOTE_ADDR="192.0.2.7")
        static = limited.get(addressed("static:css/twinbay.css"))
    assert statuses == [200, 200]
    assert refused.status_code == 429
    assert 1 <= int(refused["Retry-After"]) <= 8
    assert "请求过于频繁" in refused.content.decode()
    assert (other.status_code, static.status_code) == (200, 200)


def test_token_bucket_refills_at_its_rate_and_forgets_the_longest_silent() -> None:
    from twinbay.web.security import TokenBuckets

    now = [0.0]
    buckets = TokenBuckets(60, burst=2, clients=2, clock=lambda: now[0])
    assert [buckets.seconds_to_wait("a") for _ in range(3)] == [0, 0, pytest.approx(1)]
    now[0] = 1.0
    assert buckets.seconds_to_wait("a") == 0
    assert buckets.seconds_to_wait("a") == pytest.approx(1)
    buckets.seconds_to_wait("b")
    buckets.seconds_to_wait("c")  # forgets a
    assert buckets.seconds_to_wait("a") == 0


def test_a_mistake_of_ours_shows_no_traceback(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from twinbay.web.pages import sources_page

    def broken(lake: Any) -> Any:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(sources_page, "content", broken)
    response = client.get("/zh/sources/")
    html = response.content.decode()
    assert response.status_code == 500
    assert "出错了" in html
    assert "secret detail" not in html and "Traceback" not in html
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "/en/organisations/%00/",
        "/en/organisations/org:stan'--/",
        "/en/organisations/?q=%00&page=0",
        "/en/organisations/?page=-1",
        "/en/organisations/?page=99999999999999999999999",
        "/en/organisations/?region=x&kind=<script>&sort=;drop&year=abc",
        "/en/organisations/?q=" + "%E9%92%99" * 2000,
        "/en/organisations/?q=%ff%fe",
        "/en/search/?q=%00",
        "/en/search/?q=" + "(" * 5000,
        "/en/search/?q=%22%20AND%20*:*%20OR%20title:%22",
        "/en/search/?q=a&page=99999999999999999999999&year=x&bay=y",
        "/en/topics/T99999999999999/",
        "/en/topics/';--/",
        "/en/fields/nothing/",
        "/en/pairs/org:stan/org:stan/",
        "/en/people/%F0%9F%98%80/",
        "/en/works/../../etc/passwd/",
        "/en/map/%2e%2e/outlines.geojson",
        "static:../settings.py",
        "static:%2e%2e/%2e%2e/settings.py",
        "static:vendor/",
        "/en/?export=exe&table=fields",
        "/en/?export=csv&table=../../secret_key",
    ],
)
def test_odd_addresses_are_answered_without_a_mistake(client: Any, path: str) -> None:
    response = client.get(addressed(path))
    assert response.status_code < 500
    body = b"".join(response) if response.streaming else response.content
    assert b"SECRET_KEY" not in body


def test_big_form_is_refused(client: Any) -> None:
    response = client.post(
        "/en/organisations/org:stan/feedback/", {"partner": "x" * 3_000_000, "action": "follow"}
    )
    assert response.status_code in {400, 413}


def test_secret_key_is_readable_by_its_owner_only(lake_home: Path) -> None:
    assert (lake_home / "secret_key").stat().st_mode & 0o077 == 0


def test_deployment_check_is_clean_over_https(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "TWINBAY_HOME": str(tmp_path),
        "TWINBAY_HTTPS": "1",
        "DJANGO_SETTINGS_MODULE": "twinbay.web.settings",
    }
    for only_here in ("TWINBAY_DEBUG", "DJANGO_ALLOW_ASYNC_UNSAFE"):
        environment.pop(only_here, None)
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_plain_http_is_redirected_where_https_is_set(lake_home: Path) -> None:
    from django.test import Client, override_settings

    with override_settings(
        SECURE_SSL_REDIRECT=True,
        SECURE_HSTS_SECONDS=31_536_000,
        SECURE_REDIRECT_EXEMPT=["^health$"],
    ):
        plain = Client()
        redirected = plain.get("/en/")
        secure = plain.get("/en/", secure=True)
        health = plain.get("/health")
    assert (redirected.status_code, redirected["Location"]) == (301, "https://testserver/en/")
    assert "max-age=31536000" in secure["Strict-Transport-Security"]
    assert health.status_code == 200
