"""The audit trail: complete, append-only, open to whom it concerns."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from members import join, make_administrator, make_officer, make_organisation, make_user, signed_in

pytestmark = pytest.mark.usefixtures("lake_home")


def renamed(owner: Any) -> Any:
    organisation = make_organisation("Before Lab", owner=owner)
    form = {"name": "After Lab", "name_zh": "", "city": "Fremont"}
    path = f"/en/account/organisations/{organisation.public_id}/edit/"
    assert signed_in(owner).post(path, form).status_code == 302
    return organisation


def test_every_model_that_members_write_has_a_history() -> None:
    from django.apps import apps

    from twinbay.web.audit.domain.append_only import audited_models

    # Written by no member, or a log of its own that is only ever added to.
    without = {
        *("SecurityEvent", "Redaction", "PeriodicRun", "WorkerBeat", "Notification"),
        "FeedbackEvent",
    }
    rooms = ("accounts", "audit", "background", "notifications", "directory")
    models = {m for room in rooms for m in apps.get_app_config(room).get_models()}
    written = {m.__name__ for m in models if not m.__name__.startswith("Historical")}
    assert written - without == {m.__name__ for m in audited_models()} & written


@pytest.mark.parametrize("how", ["orm-update", "orm-delete", "sql-update", "sql-delete", "save"])
def test_nothing_of_a_history_can_be_changed_or_deleted(how: str) -> None:
    from django.db import DatabaseError, connection, transaction

    from twinbay.web.accounts.models import MemberOrganisation

    organisation = make_organisation("Kept Lab")
    rows = MemberOrganisation.history.filter(id=organisation.pk)
    table = rows.model._meta.db_table
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        if how == "orm-update":
            rows.update(name="Forged")
        elif how == "orm-delete":
            rows.delete()
        elif how == "save":
            row = rows.get()
            row.name = "Forged"
            row.save()
        else:
            with connection.cursor() as cursor:
                verb = "DELETE FROM" if "delete" in how else "UPDATE"
                change = "" if "delete" in how else "SET name = 'Forged'"
                cursor.execute(f'{verb} "{table}" {change} WHERE id = %s', [organisation.pk])
    assert rows.get().name == "Kept Lab"


def test_who_when_before_and_after_are_shown_to_those_of_the_organisation() -> None:
    owner, viewer = make_user("Olga Owner"), make_user()
    organisation = renamed(owner)
    join(viewer, organisation)
    path = f"/en/account/audit/accounts.memberorganisation/{organisation.public_id}/"
    html = signed_in(viewer).get(path).content.decode()
    assert "Olga Owner" in html and "changed" in html
    assert "<del>Before Lab</del>" in html and "<ins>After Lab</ins>" in html
    assert signed_in(make_administrator()).get(path).status_code == 200
    for stranger in (make_user(), make_officer()):
        assert signed_in(stranger).get(path).status_code == 404


def test_a_persons_trail_is_that_persons_and_the_administrators() -> None:
    person = make_user()
    path = f"/en/account/audit/accounts.user/{person.public_id}/"
    assert signed_in(person).get(path).status_code == 200
    assert signed_in(make_administrator()).get(path).status_code == 200
    assert signed_in(make_user()).get(path).status_code == 404


@pytest.mark.parametrize("label", ["accounts.nothing", "auth.permission", "accounts.securityevent"])
def test_what_has_no_trail_is_not_found(label: str) -> None:
    client = signed_in(make_administrator())
    address = f"/en/account/audit/{label}/6b0e9d5e-5f0a-4d0e-8f43-94b9f4b3a001/"
    assert client.get(address).status_code == 404


def test_administrators_filter_the_whole_trail_and_export_it() -> None:
    owner = make_user("=HYPERLINK(1)")
    renamed(owner)
    client = signed_in(make_administrator())
    query = {"what": "accounts.memberorganisation", "kind": "~", "who": owner.email}
    html = client.get("/en/account/audit/", query).content.decode()
    assert html.count("After Lab") >= 1 and "accounts.user/" not in html
    assert (
        "Nothing fits"
        in client.get("/en/account/audit/", query | {"to": "2001-01-01"}).content.decode()
    )
    assert (
        client.get("/en/account/audit/", {"from": "nonsense", "what": "'", "page": "x"}).status_code
        == 200
    )
    file = client.get("/en/account/audit/", query | {"export": "csv", "table": "audit"})
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert len(rows) == 1
    assert "Before Lab → After Lab" in rows[0]["Before and after"]
    assert rows[0]["Who"] == "'=HYPERLINK(1)"  # no formula
    assert (
        client.get("/en/account/audit/", query | {"export": "xlsx", "table": "audit"}).status_code
        == 200
    )


def test_only_those_who_run_the_platform_see_the_whole_trail(client: Any) -> None:
    assert client.get("/en/account/audit/").status_code == 302
    for person in (make_user(), make_officer()):
        assert signed_in(person).get("/en/account/audit/").status_code == 404


def test_the_trail_needs_the_same_number_of_queries_however_long_it_is(lake_home: Path) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from twinbay.web.audit.queries.trail import TrailFilter, trail

    wanted = TrailFilter(label="accounts.memberorganisation")

    def queries(limit: int) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert len(trail(wanted, limit)) == limit
        return len(captured)

    for _ in range(12):
        make_organisation()
    assert queries(2) == queries(12)


def test_what_people_wrote_is_read_by_those_it_belongs_to_only() -> None:
    from twinbay.web.accounts.models import Claim

    person, administrator = make_user(), make_administrator()
    claim = Claim.objects.create(
        user=person, organisation=make_organisation(), method="officer", statement="between us two"
    )
    path = f"/en/account/audit/accounts.claim/{claim.public_id}/"
    assert "between us two" in signed_in(person).get(path).content.decode()
    client = signed_in(administrator)
    for page in (path, "/en/account/audit/?what=accounts.claim"):
        html = client.get(page).content.decode()
        assert "between us two" not in html and "only those it belongs to" in html
        query = {"export": "csv", "table": "audit", "what": "accounts.claim"}
        file = client.get(page.partition("?")[0], query).content.decode()
        assert "between us two" not in file and "withheld" in file


def test_every_audited_model_has_a_name_in_both_languages() -> None:
    from django.utils.translation import override

    from twinbay.web.audit.domain.append_only import audited_models
    from twinbay.web.audit.domain.registry import name_of

    for model in audited_models():
        label = model._meta.label_lower
        remedy = f"name {label} with audited() in the audits module of its room"
        with override("zh-hans"):
            assert any(c >= "\u4e00" for c in str(name_of(label))), remedy


def test_signing_in_is_an_event_and_no_change_of_the_person() -> None:
    from twinbay.web.accounts.models import User

    person = make_user()
    before = User.history.filter(id=person.pk).count()
    signed_in(person)
    person.refresh_from_db()
    assert person.last_login is not None
    assert User.history.filter(id=person.pk).count() == before
    assert person.security_events.filter(kind="signed-in").exists()
    person.name = "Changed"
    person.save()
    assert User.history.filter(id=person.pk).count() == before + 1
