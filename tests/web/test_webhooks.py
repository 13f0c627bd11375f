"""Webhooks: signed, tried again, and never led into our own network."""

import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest


class Receiver(HTTPServer):
    """A server on loopback that keeps what it is sent and answers as told."""

    def __init__(self) -> None:
        self.received: list[tuple[Any, bytes]] = []
        self.status = 204
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}/hook"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Receiver)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append((self.headers, body))
        self.send_response(self.server.status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def loopback(lake_home: Any) -> Any:
    """A network that allows loopback, as only a test may."""
    from twinbay.web.webhooks.domain.posting import CheckedNetwork

    return CheckedNetwork(lambda address: address.is_loopback)


@pytest.fixture
def organisation(lake_home: Any) -> Any:
    from members import make_organisation, make_user

    return make_organisation(owner=make_user())


@pytest.fixture
def webhook(organisation: Any, receiver: Receiver) -> Any:
    from twinbay.web.webhooks.models import Webhook

    owner = organisation.memberships.get().user
    return Webhook.objects.create(organisation=organisation, url=receiver.url, made_by=owner)


@pytest.fixture
def told(webhook: Any) -> Any:
    """A delivery that waits, from telling the organisation something."""
    from django.utils.translation import gettext_lazy as _

    from twinbay.web.notifications import domain
    from twinbay.web.webhooks.models import Delivery

    domain.register("webhook-test", _("Sources"))
    domain.notify(webhook.organisation, "webhook-test", "/zh/sources/")
    return Delivery.objects.get(webhook=webhook)


def deliver(network: Any) -> int:
    from twinbay.web.webhooks.domain.delivering import deliver_due

    return deliver_due(network)


def make_due(delivery: Any) -> None:
    from django.utils import timezone

    from twinbay.web.webhooks.models import Delivery

    Delivery.objects.filter(pk=delivery.pk).update(due_at=timezone.now() - timedelta(seconds=1))


def test_a_delivery_is_signed_and_arrives_once(
    told: Any, receiver: Receiver, loopback: Any
) -> None:
    assert deliver(loopback) == 1
    assert deliver(loopback) == 0
    ((headers, body),) = receiver.received
    content = json.loads(body)
    assert content["id"] == str(told.public_id)
    assert content["text"]["en"] == "Sources"
    assert not content["text"]["zh"].isascii()
    assert content["address"].endswith("/en/sources/")
    at, given = (part.split("=")[1] for part in headers["Twinbay-Signature"].split(","))
    key = told.webhook.secret.encode()
    wanted = hmac.new(key, f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(given, wanted)


def test_what_fails_is_tried_again_and_given_up_in_the_end(
    told: Any, receiver: Receiver, loopback: Any
) -> None:
    from twinbay.web.webhooks.domain.delivering import WAITS

    receiver.status = 500
    for attempt in range(1, len(WAITS) + 2):
        make_due(told)
        assert deliver(loopback) == 0
        told.refresh_from_db()
        assert (told.attempts, told.answered) == (attempt, 500)
    assert told.due_at is None
    assert len(receiver.received) == len(WAITS) + 1
    told.webhook.refresh_from_db()
    assert told.webhook.failures == 1


def test_a_redirection_is_not_followed(told: Any, receiver: Receiver, loopback: Any) -> None:
    receiver.status = 307
    assert deliver(loopback) == 0
    assert len(receiver.received) == 1


def test_a_webhook_that_never_answers_is_switched_off(
    told: Any, receiver: Receiver, loopback: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from twinbay.web.webhooks.domain import delivering

    monkeypatch.setattr(delivering, "MOST_FAILURES", 1)
    monkeypatch.setattr(delivering, "WAITS", delivering.WAITS[:1])
    receiver.status = 404
    for _ in range(2):
        make_due(told)
        deliver(loopback)
    told.webhook.refresh_from_db()
    assert told.webhook.ended_at is not None


def test_by_default_this_machine_is_not_reached(told: Any, receiver: Receiver) -> None:
    assert deliver(None) == 0
    told.refresh_from_db()
    assert told.problem == "not a public address"
    assert receiver.received == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
        "fe80::1",
        "fc00::1",
        "::",
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    import ipaddress

    from twinbay.web.webhooks.domain.posting import is_public

    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700:4700::1111"])
def test_addresses_that_are_public(address: str) -> None:
    import ipaddress

    from twinbay.web.webhooks.domain.posting import is_public

    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("second", ["10.0.0.1", "::1"])
def test_a_name_with_one_private_address_is_refused(
    monkeypatch: pytest.MonkeyPatch, second: str
) -> None:
    from twinbay.web.webhooks.domain.posting import CheckedNetwork, Refused

    def resolve(host: str, port: int, **more: Any) -> list[Any]:
        kind = socket.SOCK_STREAM
        return [(2, kind, 6, "", ("93.184.216.34", port)), (2, kind, 6, "", (second, port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(Refused):
        CheckedNetwork().connect_tcp("rebinding.example", 443)


def test_the_connection_goes_to_the_address_that_was_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from twinbay.web.webhooks.domain.posting import CheckedNetwork

    answers = iter([["93.184.216.34"], ["127.0.0.1"]])  # changes its mind at the second question

    def resolve(host: str, port: int, **more: Any) -> list[Any]:
        return [(2, socket.SOCK_STREAM, 6, "", (one, port)) for one in next(answers)]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    network = CheckedNetwork()
    asked: list[str] = []
    monkeypatch.setattr(network._network, "connect_tcp", lambda host, *_: asked.append(host))
    network.connect_tcp("rebinding.example", 443)
    assert asked == ["93.184.216.34"]


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("https://example.org/hook", ""),
        ("http://example.org/hook", "scheme"),
        ("ftp://example.org", "scheme"),
        ("https://user:pass@example.org", "credentials"),
        ("https://127.0.0.1/", "host"),
        ("https://[::1]/", "host"),
        ("https://localhost/", "host"),
        ("https://2130706433/", "host"),
        ("https://", "host"),
        ("https://example.org:port/", "host"),
    ],
)
def test_the_form_of_addresses(url: str, problem: str) -> None:
    from twinbay.web.webhooks.domain.posting import problem_of

    assert problem_of(url) == problem


def test_an_owner_adds_and_switches_off(client: Any, organisation: Any) -> None:
    from twinbay.web.webhooks.models import Webhook

    client.force_login(organisation.memberships.get().user)
    page = client.get("/en/account/webhooks/").content.decode()
    assert organisation.name in page
    given = {"organisation": organisation.pk, "url": "https://example.org/hook"}
    assert client.post("/en/account/webhooks/", given).status_code == 302
    webhook = Webhook.objects.get(organisation=organisation)
    shown = client.get("/zh/account/webhooks/").content.decode()
    assert webhook.secret in shown
    assert client.post(f"/en/account/webhooks/{webhook.public_id}/end/").status_code == 302
    webhook.refresh_from_db()
    assert webhook.ended_at is not None
    assert webhook.secret not in client.get("/en/account/webhooks/").content.decode()


@pytest.mark.parametrize("role", ["editor", "viewer", "none"])
def test_others_neither_see_nor_add_nor_end(client: Any, webhook: Any, role: str) -> None:
    from members import join, make_user

    from twinbay.web.webhooks.models import Webhook

    user = make_user()
    if role != "none":
        join(user, webhook.organisation, role)
    client.force_login(user)
    assert webhook.url not in client.get("/en/account/webhooks/").content.decode()
    given = {"organisation": webhook.organisation.pk, "url": "https://example.org/mine"}
    client.post("/en/account/webhooks/", given)
    assert Webhook.objects.filter(organisation=webhook.organisation).count() == 1
    assert client.post(f"/en/account/webhooks/{webhook.public_id}/end/").status_code == 404
