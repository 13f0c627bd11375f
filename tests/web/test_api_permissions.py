"""The programming interface, asked for every operation by every kind of member on every record.

``api_permission_table.txt`` says what is expected; an operation without a row fails the test.
"""

from pathlib import Path
from typing import Any

import pytest
from api_world import READERS, World, ask, token_of

TABLE = Path(__file__).with_name("api_permission_table.txt")


def rows() -> list[tuple[str, str, str]]:
    """Operation, record and marks of each row."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [tuple(line.split()) for line in lines if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def world(lake_home: Path) -> World:
    return World()


@pytest.fixture(autouse=True)
def unlimited(lake_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    monkeypatch.setattr(settings, "TWINBAY_API_RATE_LIMIT", 0)


def described(client: Any) -> dict[str, Any]:
    """The operations that need a token, by id."""
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    operations = [operation for methods in paths.values() for operation in methods.values()]
    return {one["operationId"]: one for one in operations if one.get("security")}


def mark(answer: Any, operation: str) -> str:
    if answer.status_code == 404:
        return "4"
    assert answer.status_code in (200, 201, 204, 409), (operation, answer.content)
    if operation != "get_opportunity":
        return "+"
    parts = answer.json()
    return "c" if parts["confidential"] else "m" if parts["members"] else "t"


def test_every_operation_has_a_row(client: Any) -> None:
    known = {operation.partition(":")[0] for operation, _record, _marks in rows()}
    assert known == set(described(client))


@pytest.mark.parametrize("reader", READERS)
def test_every_operation_answers_every_member_as_the_table_says(
    reader: str, world: World, client: Any
) -> None:
    from django.db import transaction

    column = READERS.index(reader)
    wrong = []
    for operation, case, marks in rows():
        assert len(marks) == len(READERS), operation
        wanted = world.request(operation, case, reader)
        with transaction.atomic():  # nothing of what is done here stays
            answer = ask(client, wanted.method, wanted.path, world.tokens[reader], **wanted.more)
            got = mark(answer, operation)
            transaction.set_rollback(True)
        if got != marks[column]:
            wrong.append(f"{operation} {case}: {answer.status_code} {got}, not {marks[column]}")
    assert wrong == []


def test_nothing_is_answered_without_a_token_even_to_who_is_signed_in(
    world: World, client: Any
) -> None:
    client.force_login(world.people["owner"])
    for operation, case, _marks in rows():
        wanted = world.request(operation, case, "owner")
        assert ask(client, wanted.method, wanted.path, **wanted.more).status_code == 401, operation


def test_a_scope_allows_its_own_operations_only(world: World, client: Any) -> None:
    from django.db import transaction

    for scope, others in (
        ("profile:read", ("opportunities", "interests", "deals", "conversations", "invitations")),
        ("opportunities:read", ("interests", "deals", "conversations", "invitations")),
        ("deals:write", ("opportunities", "releases")),
    ):
        token = token_of(world.people["owner"], scope)
        for operation, case, _marks in rows():
            wanted = world.request(operation, case, "owner")
            write = wanted.method != "GET" and scope.endswith(":read")
            if not wanted.path.startswith(others) and (
                not write or operation == "read_notification"
            ):
                continue
            with transaction.atomic():
                answer = ask(client, wanted.method, wanted.path, token, **wanted.more)
                transaction.set_rollback(True)
            assert answer.status_code == 403, (scope, operation)


@pytest.mark.parametrize("reader", READERS)
def test_lists_and_counts_tell_no_more_than_records(reader: str, world: World, client: Any) -> None:
    token = world.tokens[reader]
    for path in ("opportunities", "opportunities?q=lithium", "opportunities?kind=technology_offer"):
        listed = ask(client, "GET", f"{path}{'&' if '?' in path else '?'}limit=200", token).json()
        ids = {one["id"] for one in listed["items"]}
        assert listed["count"] == len(listed["items"])
        for name in ("public", "members", "confidential"):
            one = world.opportunities[name]
            seen = ask(client, "GET", f"opportunities/{one.public_id}", token).status_code == 200
            assert (str(one.public_id) in ids) == seen, (path, name)
        for name in ("draft", "in_review", "withdrawn"):
            assert str(world.opportunities[name].public_id) not in ids


def test_confidential_words_are_nowhere_in_what_others_get(world: World, client: Any) -> None:
    for reader in ("other", "hidden", "member", "officer", "far", "administrator"):
        for operation, case, _marks in rows():
            wanted = world.request(operation, case, reader)
            if wanted.method == "GET":
                answer = ask(client, "GET", wanted.path, world.tokens[reader])
                body = b"".join(answer) if answer.streaming else answer.content
                assert b"The secret of" not in body, (reader, operation, case)
