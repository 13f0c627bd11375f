"""Every address of opportunities, asked by every kind of reader, for every visibility and state."""

from pathlib import Path
from typing import Any

import pytest
from members import make_organisation, make_user, signed_in
from opportunity_records import make_opportunity, upload
from test_routes import addresses, answered

READERS = (
    "visitor",
    "stranger",
    "viewer",
    "owner",
    "reader",
    "hidden",
    "officer",
    "other_officer",
    "administrator",
)
VARIANTS = {
    "public": {"visibility": "public"},
    "members": {"visibility": "members"},
    "confidential": {"visibility": "confidential"},
    "draft": {"state": "draft"},
    "in_review": {"state": "in_review"},
    "withdrawn": {"state": "withdrawn"},
}
SEEN = {  # who may see a record's page: one mark per reader
    "public": "+++++4+++",
    "members": "4++++4+++",
    "confidential": "44++44+4+",
    "draft": "44++4444+",
    "in_review": "44++44+4+",
    "withdrawn": "44++44+4+",
}
# A word stands for marks that follow from who sees the record; else one mark per reader.
RECORD_ROWS = (
    ("opportunity", "GET", "", "seen"),
    ("versions", "GET", "versions/", "signed"),
    ("edit", "GET", "edit/", "i44+44444"),
    ("edit", "POST", "edit/", "i44+44444"),
    ("autosave", "POST", "autosave/", "i44+44444"),
    ("autosave", "GET", "autosave/", "i55555555"),
    ("step", "POST", "step/", "i44444444"),  # without a step there is nothing to do
    ("step", "POST", "step/?withdraw", "i44+44444"),
    ("step", "POST", "step/?publish", "review"),
    ("add-file", "POST", "files/", "i44+44444"),
    ("remove-file", "POST", "files/{file}/remove/", "i44+44444"),
    ("sharing", "GET", "sharing/", "i44+44444"),
    ("change-sharing", "POST", "sharing/hide/", "i44+44444"),
    ("change-sharing", "POST", "sharing/nothing/", "i44444444"),
    ("end-release", "POST", "/releases/{release}/end/", "i44++4444"),
    ("invitation", "GET", "/invitations/{release}/", "i444+4444"),
    ("file", "GET", "files/{file}/", "file"),
    ("agreement", "GET", "agreement/", "agreement"),
)
ROOM_ROWS = (
    ("list", "GET", "/", "+++++++++"),
    ("mine", "GET", "/mine/", "i++++++++"),
    ("review", "GET", "/review/", "i44444+++"),
    ("new", "GET", "/new/", "i++++++++"),
    ("for-you", "GET", "/for-you/", "i++++++++"),
    ("for-you", "POST", "/for-you/", "i++++++++"),
    ("unsubscribe", "GET", "/unsubscribe/no-such-token/", "444444444"),
    ("unsubscribe", "POST", "/unsubscribe/no-such-token/", "444444444"),
    ("exchange", "GET", "/exchange/", "i++++++++"),
    ("exchange", "POST", "/exchange/", "i++++++++"),
    ("template", "GET", "/exchange/template/", "i++++++++"),
    ("export", "GET", "/exchange/records/?organisation={ours}", "i44+44444"),
)


def test_every_address_of_the_room_is_asked(lake_home: Path) -> None:
    names = {name for name in addresses() if name.startswith("opportunities:")}
    asked = {f"opportunities:{row[0]}" for row in (*RECORD_ROWS, *ROOM_ROWS)}
    assert asked == names


@pytest.fixture
def world(people: Any) -> Any:
    hidden = make_user()
    people.hidden = hidden
    people.hidden_organisation = make_organisation(owner=hidden, region="gba")
    return people


def client_of(reader: str, people: Any) -> Any:
    from django.test import Client

    if reader == "visitor":
        return Client(raise_request_exception=False)
    return signed_in(getattr(people, reader))


def prepared(variant: str, people: Any) -> tuple[Any, dict[str, Any]]:
    """A record of a variant with a file, and an invitation that was not accepted."""
    from django.utils import timezone

    from twinbay.web.files.domain.storing import store
    from twinbay.web.opportunities.domain.releasing import release_to
    from twinbay.web.opportunities.models import Attachment

    record = make_opportunity(people.ours, people.owner, confidential="X", **VARIANTS[variant])
    record.hidden_from.add(people.hidden_organisation)
    stored = store(upload("a.txt", b"a"), people.owner)
    file = Attachment.objects.create(
        opportunity=record, file=stored, added_by=people.owner, approved_at=timezone.now()
    )
    release = release_to(record, people.theirs, people.owner)
    return record, {"file": file.public_id, "release": release.public_id}


def marks_of(rule: str, variant: str) -> str:
    seen = SEEN[variant]
    if rule == "seen":
        return seen
    if rule == "signed":
        return "i" + seen[1:]
    if rule == "review":  # officers learn of a record when it is submitted
        return "i4444444+" if variant == "draft" else "i44444+4+"
    if rule == "file":  # members read; a visitor is never told
        return "4" + seen[1:]
    if rule == "agreement":
        open_now = variant in ("public", "members", "confidential")
        # The owner's side needs none; who sees it may read the agreement while it is published.
        return "i" + "".join(
            "+" if mark == "+" and open_now and reader not in ("viewer", "owner") else "4"
            for mark, reader in zip(seen[1:], READERS[1:], strict=True)
        )
    return rule


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_address_of_a_record_answers_every_reader(world: Any, variant: str) -> None:
    from django.db import transaction

    record, others = prepared(variant, world)
    wrong = []
    for name, method, rest, rule in RECORD_ROWS:
        marks = marks_of(rule, variant)
        path, _, step = rest.partition("?")
        path = path.format(**others)
        base = "/en/opportunities" + ("" if path.startswith("/") else f"/{record.public_id}/")
        for reader, mark in zip(READERS, marks, strict=True):
            with transaction.atomic():  # nothing of what is done here stays
                client = client_of(reader, world)
                data = {"step": step} if step else {}
                response = (
                    client.get(base + path) if method == "GET" else client.post(base + path, data)
                )
                if response.status_code >= 500 or answered(response) != mark:
                    wrong.append(f"{method} {name} {step} {reader}: {response.status_code} {mark}")
                transaction.set_rollback(True)
    assert wrong == []


def test_every_address_of_the_room_answers_every_reader(world: Any) -> None:
    wrong = []
    for name, method, path, marks in ROOM_ROWS:
        address = "/en/opportunities" + path.format(ours=world.ours.pk)
        for reader, mark in zip(READERS, marks, strict=True):
            client = client_of(reader, world)
            response = client.get(address) if method == "GET" else client.post(address, {})
            if response.status_code >= 500 or answered(response) != mark:
                wrong.append(f"{method} {name} {reader}: {response.status_code}, expected {mark}")
    assert wrong == []
