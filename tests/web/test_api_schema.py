"""Every route of the programming interface against its own description, with made-up requests.

Schemathesis reads the OpenAPI and makes requests, right ones and wrong ones; half of the ids in
addresses are those of records that exist, so that requests get beyond "not found". No answer is a
mistake of ours, and every answer has a status, a media type and a content that is described.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from api_world import World
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

EXAMPLES = 6  # of one operation


@pytest.fixture(scope="module")
def world(lake_home: Path) -> World:
    return World()


@pytest.fixture(autouse=True)
def in_one_transaction(lake_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No limit, and no closing of the database after each request, as Django's own client does."""
    from django.conf import settings as django_settings
    from django.core.signals import request_finished, request_started
    from django.db import close_old_connections

    monkeypatch.setattr(django_settings, "TWINBAY_API_RATE_LIMIT", 0)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def known_ids(world: World) -> dict[str, list[str]]:
    """Ids of records by the names of parameters."""
    records = {
        "public_id": world.opportunities.values(),
        "file_id": world.files.values(),
        "release_id": world.releases.values(),
        "interest_id": [world.interest],
        "deal_id": [world.deal],
        "document_id": [world.document],
        "invitation_id": [world.party],
        "conversation_id": [world.thread],
        "notification_id": [world.told],
    }
    ids = {name: [str(one.public_id) for one in found] for name, found in records.items()}
    return ids | {"org_id": [world.third.org_id, world.ours.org_id]}


def operations() -> list[Any]:
    import schemathesis

    from twinbay.web.wsgi import application

    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    return [found.ok() for found in schema.get_all_operations()]


def wrong_with(operation: Any, ids: dict[str, list[str]], token: str) -> str:
    """Ask an operation with made-up requests; return what was wrong, "" for nothing."""
    from django.db import transaction
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    checks = [
        not_a_server_error,
        status_code_conformance,
        content_type_conformance,
        response_schema_conformance,
    ]
    headers = {"Authorization": f"Bearer {token}"} if token else {}

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), data=st.data())
    def ask(case: Any, data: Any) -> None:
        for name in case.path_parameters or {}:
            if name in ids and data.draw(st.booleans()):
                case.path_parameters[name] = data.draw(st.sampled_from(ids[name]))
        with transaction.atomic():  # nothing of what is done here stays
            response = case.call(headers=headers)
            transaction.set_rollback(True)
        case.validate_response(response, checks=checks)

    try:
        ask()
    except Exception as error:
        return f"{operation.method.upper()} {operation.path}: {error}"
    return ""


@pytest.mark.parametrize("reader", ["editor", "granted", "visitor"])
def test_answers_are_as_described(reader: str, world: World) -> None:
    token = world.tokens.get(reader, "")
    ids = known_ids(world)
    found = [wrong for one in operations() if (wrong := wrong_with(one, ids, token))]
    assert not found, "\n\n".join(found)
