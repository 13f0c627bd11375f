"""Every address of the platform against a member of another organisation, and every page's policy.

The attacker writes for an organisation that has records of every kind itself, knows every id of the
victim's records and tries them at every address, alone and mixed with own ones.
"""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from api_world import World, ask
from deal_makers import acting, say, yesterday
from members import signed_in
from page_tags import tags_of

CANARY = "Heliotrope-7731"
OPEN_TO_MEMBERS = {"accounts:organisation", "accounts:member", "accounts:join", "accounts:claim"}
"""Every member may see who takes part, and ask to join."""

WITHOUT_FORM_TOKEN = {"opportunities:unsubscribe"}
"""One click in a letter, as RFC 8058 has it: the address itself is the secret."""


@pytest.fixture(scope="module")
def victim(lake_home: Path) -> World:
    world = World()
    tell_secrets(world)
    return world


@pytest.fixture(scope="module")
def attacker(lake_home: Path, victim: World) -> World:
    return World()


def tell_secrets(world: World) -> None:
    """Put a word that nobody else uses into everything that only its owners may read."""
    from twinbay.web.accounts.models import Claim, Invitation
    from twinbay.web.deals.domain import terms
    from twinbay.web.opportunities.models import Opportunity
    from twinbay.web.tokens.models import ApiToken
    from twinbay.web.webhooks.models import Webhook

    editor = world.people["editor"]
    by_editor = acting(editor, world.ours)
    hidden = [world.opportunities[name].pk for name in ("confidential", "draft", "in_review")]
    Opportunity.objects.filter(pk__in=hidden).update(title=CANARY, description=CANARY)
    Opportunity.objects.filter(organisation=world.ours).update(confidential=CANARY)
    world.message = say(world.thread, by_editor, CANARY)
    step = terms.Step(CANARY, yesterday(), None, "UTC", editor)
    terms.set_step(world.deal.pk, by_editor, step)
    type(world.deal).objects.filter(pk=world.deal.pk).update(title=CANARY)
    type(world.interest).objects.filter(pk=world.interest.pk).update(message=CANARY)
    type(world.document.file).objects.filter(pk=world.document.file.pk).update(name=f"{CANARY}.pdf")
    world.webhook = Webhook.objects.create(
        organisation=world.ours, url=f"https://{CANARY}.example/", made_by=editor
    )
    world.token = ApiToken.objects.filter(user=editor).first()
    ApiToken.objects.filter(pk=world.token.pk).update(name=CANARY)
    world.invitation = Invitation.objects.create(
        organisation=world.ours,
        email=f"{CANARY.lower()}@invited.example",
        role="viewer",
        invited_by=world.people["owner"],
    )
    world.claim = Claim.objects.create(user=editor, organisation=world.third, method="officer")


def patterns(
    found: Any = None, prefix: str = "", space: str = ""
) -> Iterator[tuple[str, str, Any]]:
    """Name, path and view of every address."""
    from django.urls import get_resolver

    for one in get_resolver().url_patterns if found is None else found:
        path = f"{prefix}{one.pattern}"
        if hasattr(one, "url_patterns"):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from patterns(one.url_patterns, path, inner)
        else:
            yield f"{space}{one.name}" if one.name else path, path, one.callback


def rooms_patterns() -> list[tuple[str, str]]:
    """Name and path of every address with a language that is not allauth's own."""
    return [
        (name, path)
        for name, path, _view in patterns()
        if path.startswith("en/") and "^" not in path and "/account/social/" not in path
    ]


def second_ids(world: World) -> dict[str, Any]:
    """The second ids of addresses that name a record within another one."""
    participant = world.thread.participants.first()
    return {
        "attachment_id": world.files["confidential"].public_id,
        "message_id": world.message.public_id if hasattr(world, "message") else uuid.uuid4(),
        "file_id": world.document.public_id,
        "participant_id": participant.public_id,
        "party_id": world.party.public_id,
        "document_id": world.document.public_id,
    }


def first_ids(world: World) -> list[Any]:
    """Ids of one record of each kind that only its organisation may reach."""
    membership = world.ours.memberships.first()
    records = (
        world.opportunities["confidential"],
        world.opportunities["draft"],
        world.releases["released"],
        world.interest,
        world.deal,
        world.thread,
        world.party,
        world.webhook,
        world.invitation,
        world.claim,
        membership,
        world.told,
    )
    return [record.public_id for record in records]


def filled(path: str, first: Any, seconds: dict[str, Any], pk: int) -> str:
    """Return an address with ids in place of its parameters."""
    path = path.replace("<uuid:public_id>", str(first)).replace("<int:pk>", str(pk))
    for name, value in seconds.items():
        path = path.replace(f"<uuid:{name}>", str(value))
    return "/" + path.replace("<slug:what>", "release").replace(
        "<str:label>", "opportunities.opportunity"
    )


def attacks(victim: World, attacker: World) -> Iterator[tuple[str, str]]:
    """Name and address: the victim's ids, also as parts of the attacker's own records."""
    own = [attacker.opportunities["draft"], attacker.deal, attacker.thread]
    for name, path in rooms_patterns():
        if ("<uuid:" in path or "<int:" in path) and name not in OPEN_TO_MEMBERS:
            for first in first_ids(victim):
                yield name, filled(path, first, second_ids(victim), victim.token.pk)
            if path.count("<uuid:") > 1:
                for record in own:
                    yield name, filled(path, record.public_id, second_ids(victim), 0)


def test_no_address_tells_another_organisation_anything(victim: World, attacker: World) -> None:
    client = signed_in(attacker.people["editor"])
    told = []
    for name, address in attacks(victim, attacker):
        answer = client.get(address)
        body = b"".join(answer) if answer.streaming else answer.content
        if CANARY.encode() in body or answer.status_code not in (404, 405):
            told.append(f"{name}: {answer.status_code} {address}")
    assert told == []


def everything() -> dict[str, Any]:
    """Every row of what members write."""
    from django.apps import apps
    from django.core import serializers

    rooms = ("accounts", "opportunities", "deals", "webhooks", "tokens", "files", "screening")
    return {
        model._meta.label: serializers.serialize("json", model.objects.order_by("pk"))
        for room in rooms
        for model in apps.get_app_config(room).get_models()
    }


def test_no_address_lets_another_organisation_change_anything(
    victim: World, attacker: World
) -> None:
    client = signed_in(attacker.people["editor"])
    form = {
        "step": "withdraw",
        "reason": "timing",
        "note": "x",
        "seen": "evaluation",
        "target": "closed",
        "on": yesterday().isoformat(),
        "kind": "licence",
        "version": "1",
        "text": "x",
        "role": "viewer",
        "answer": "accept",
        "accepted": "on",
        "decision": "accept",
        "organisation": str(attacker.ours.pk),
        "body": "x",
        "form_id": str(uuid.uuid4()),
        "title": "x",
        "visibility": "public",
        "revision": "1",
    }
    before = everything()
    wrong = []
    for name, address in attacks(victim, attacker):
        answer = client.post(address, form)
        if answer.status_code not in (404, 405):
            wrong.append(f"{name}: {answer.status_code} {address}")
    assert wrong == []
    after = everything()
    assert [label for label in before if before[label] != after[label]] == []


def test_no_list_names_anything_of_another_organisation(victim: World, attacker: World) -> None:
    client = signed_in(attacker.people["editor"])
    told = []
    for name, path in rooms_patterns():
        if "<" not in path:
            answer = client.get(f"/{path}")
            body = b"".join(answer) if answer.streaming else answer.content
            if CANARY.encode() in body:
                told.append(name)
    token = attacker.tokens["editor"]
    for path in ("opportunities", "me/opportunities", "me/releases", "interests", "deals"):
        if CANARY.encode() in ask(client, "GET", f"{path}?limit=200", token).content:
            told.append(path)
    assert told == []


@pytest.mark.parametrize("person", ["owner", "administrator"])
def test_every_page_has_the_policy_and_no_inline_script(victim: World, person: str) -> None:
    client = signed_in(victim.people[person])
    pages = 0
    for name, path in rooms_patterns():
        addresses = ["/" + path] if "<" not in path else []
        if "<uuid:public_id>" in path:
            seconds = second_ids(victim)
            addresses = [filled(path, one, seconds, 1) for one in first_ids(victim)]
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code < 500, address
            if not answer.get("Content-Type", "").startswith("text/html"):
                continue
            pages += answer.status_code == 200
            assert "script-src 'self';" in answer["Content-Security-Policy"], name
            for tag, attributes in tags_of(answer.content.decode()):
                assert not [key for key in attributes if key.startswith("on")], (name, tag)
                assert "style" not in attributes, (name, tag)
                assert tag != "style", name
                inline = tag == "script" and not attributes.get("src")
                assert not inline or attributes.get("type") == "application/json", name
    assert pages > 25


def test_every_change_needs_the_forms_token(lake_home: Path) -> None:
    """Asks the guard for each view, so that no address is forgotten; the API takes no cookie."""
    from django.middleware.csrf import CsrfViewMiddleware
    from django.test import RequestFactory

    guard = CsrfViewMiddleware(lambda _request: None)
    request = RequestFactory().post("/", {})
    request.COOKIES["csrftoken"] = "a" * 32
    open_views = {
        name
        for name, path, view in patterns()
        if not path.startswith("api/") and guard.process_view(request, view, (), {}) is None
    }
    assert open_views == WITHOUT_FORM_TOKEN


def test_over_https_cookies_are_secure_and_browsers_remember_https(tmp_path: Path) -> None:
    code = (
        "import django; django.setup()\n"
        "from django.conf import settings as s\n"
        "from django.test import Client\n"
        "answer = Client(HTTP_HOST='localhost').get('/', secure=True)\n"
        "print(answer['Strict-Transport-Security'])\n"
        "print(s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE)\n"
        "print(s.CSRF_COOKIE_SECURE, s.CSRF_COOKIE_HTTPONLY, s.CSRF_COOKIE_SAMESITE)\n"
    )
    environment = {
        **os.environ,
        "TWINBAY_HOME": str(tmp_path),
        "TWINBAY_HTTPS": "1",
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "twinbay.web.settings",
    }
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    policy, session, form = done.stdout.strip().splitlines()
    assert policy == "max-age=31536000; includeSubDomains"
    assert session == form == "True True Lax"
