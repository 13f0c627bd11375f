"""Every address of the site, asked by every kind of reader, on own and on others' records.

The tables are ``routes/ROOM.txt``: one row per address and method. A new address without a row
fails the test, so that nobody forgets to say who may use it.
"""

from pathlib import Path
from typing import Any

import pytest
from members import (
    grant,
    join,
    make_administrator,
    make_officer,
    make_organisation,
    make_user,
    signed_in,
)

FOLDER = Path(__file__).with_name("routes")
READERS = (
    "visitor",
    "member",
    "viewer",
    "editor",
    "owner",
    "other",
    "officer",
    "far",
    "investor",
    "administrator",
)
ANSWERS = {
    "+": "answered",
    "i": "asked to sign in",
    "3": "refused (403)",
    "4": "not found (404)",
    "5": "method not allowed (405)",
    "1": "not authenticated (401)",
}


def addresses(patterns: Any = None, prefix: str = "", namespace: str = "") -> dict[str, str]:
    """Name of every address, or its pattern where it has none, with its pattern."""
    from django.urls import get_resolver

    found = {}
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = f"{prefix}{pattern.pattern}"
        if hasattr(pattern, "url_patterns"):
            space = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found |= addresses(pattern.url_patterns, path, space)
        else:
            name = f"{namespace}{pattern.name}" if pattern.name else path
            if "/account/social/" not in path:  # older addresses of allauth, which only redirect
                found[name] = path
    return found


def rows() -> list[tuple[str, str, str, str, str]]:
    """Room, name, method, path and marks of each row."""
    found = []
    for table in sorted(FOLDER.glob("*.txt")):
        for line in table.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                name, method, path, marks = line.split()
                found.append((table.stem, name, method, path, marks))
    return found


@pytest.fixture(scope="module")
def world(lake_home: Path) -> dict[str, Any]:
    """One organisation with its people, and everybody else who might ask."""
    from django.utils import timezone

    from twinbay.web.accounts.models import Claim, Invitation

    people = {name: make_user(f"Route {name}") for name in READERS[1:6]}
    people["officer"] = make_officer("sf-bay")
    people["far"] = make_officer("gba")
    people["investor"] = make_user()
    grant(people["investor"], "investor")
    people["administrator"] = make_administrator()
    organisation = make_organisation("Route Lab")
    memberships = {r: join(people[r], organisation, r) for r in ("viewer", "editor", "owner")}
    make_organisation("Other Lab", owner=people["other"])
    asks = make_user()
    claim = Claim.objects.create(user=asks, organisation=make_organisation(), method="officer")
    invited = Invitation.objects.create(
        organisation=organisation,
        email="x@route.example",
        role="viewer",
        invited_by=people["owner"],
    )
    held = grant(make_user(), "transfer_officer")
    from twinbay.web.notifications.models import Notification

    told = Notification.objects.create(user=people["owner"], kind="invitation", context={})
    assert timezone
    objects = {
        "organisation": organisation,
        "membership": memberships["viewer"],
        "claim": claim,
        "invitation": invited,
        "role": held,
        "person": people["owner"],
        "notification": told,
    }
    return {"people": people, "objects": {k: v.public_id for k, v in objects.items()}}


def test_every_address_has_a_row(lake_home: Path) -> None:
    known = {name for _room, name, *_ in rows()}
    rooms = covered_rooms()
    missing = [
        f"{name}  ({path})"
        for name, path in addresses().items()
        if name not in known and room_of(name) in rooms
    ]
    assert not missing, (
        "say who may use these addresses in tests/web/routes/ROOM.txt, one row for each method:\n  "
        + "\n  ".join(missing)
    )
    unknown = [name for name in known if name not in addresses()]
    assert not unknown, f"these addresses do not exist any more: {unknown}"


def room_of(name: str) -> str:
    """The room of an address: its first namespace; ``site`` without one."""
    return name.partition(":")[0] if ":" in name else "site"


def covered_rooms() -> set[str]:
    """The rooms of which every address must have a row: all but those with a table of their own."""
    return {room_of(name) for name in addresses()} - {
        # Their own tests ask every address as every reader: records of theirs are needed for it.
        *("opportunities", "deals", "screening", "tokens", "webhooks", "files", "api"),
    }


def answered(response: Any) -> str:
    if response.status_code in (301, 302) and "/account/login/" in response["Location"]:
        return "i"
    return {401: "1", 403: "3", 404: "4", 405: "5"}.get(response.status_code, "+")


@pytest.mark.parametrize("reader", READERS)
def test_every_address_answers_every_reader_as_the_tables_say(
    reader: str, world: dict[str, Any], directory_home: Path
) -> None:
    from django.core.cache import cache
    from django.db import transaction
    from django.test import Client

    column = READERS.index(reader)
    wrong = []
    for room, name, method, path, marks in rows():
        assert len(marks) == len(READERS), f"{room}.txt, {name}: one mark each for {READERS}"
        cache.clear()
        address = "/en" + path.format(**world["objects"])
        if path.startswith("^"):
            address = path[1:]  # without a language
        with transaction.atomic():  # nothing of what is done here stays
            people = world["people"]
            client = (
                Client(raise_request_exception=False)
                if reader == "visitor"
                else signed_in(people[reader])
            )
            response = client.get(address) if method == "GET" else client.post(address, {})
            got = answered(response)
            if response.status_code >= 500 or got != marks[column]:
                told = ANSWERS.get(marks[column], marks[column])
                wrong.append(f"{method} {name}: {response.status_code}, expected {told}")
            transaction.set_rollback(True)
    assert wrong == []


def test_names_of_marks_are_complete() -> None:
    assert {mark for *_, marks in rows() for mark in marks} <= set(ANSWERS)
