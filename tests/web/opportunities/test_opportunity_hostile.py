"""What hostile members send: scripts, formulas, fields that are not theirs to set, bad values."""

import csv
import io
from typing import Any

import pytest
from members import signed_in
from opportunity_records import address, form_data, make_opportunity
from page_tags import tags_of

EVIL = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}javascript:alert(1)'
FORMULA = '=HYPERLINK("http://evil.example","x")'
KINDS = (
    "technology_offer",
    "technology_need",
    "capital_offered",
    "capital_sought",
    "talent",
    "site_project",
)


def evil(kind: str, text: str) -> dict[str, Any]:
    """A hostile text in every field that takes text."""
    from twinbay.web.opportunities.domain.kinds import COMMON, Form, fields_of

    columns = {key: text for field in COMMON for key in field.keys}
    details = {key: text for field in fields_of(kind) if field.bilingual for key in field.keys}
    details |= {field.name: [text] for field in fields_of(kind) if field.form is Form.TERMS}
    return {**columns, "details": details}


@pytest.mark.parametrize("kind", KINDS)
def test_no_text_becomes_a_tag_on_any_page(people: Any, client: Any, kind: str) -> None:
    from twinbay.web.opportunities.domain.content import content_of
    from twinbay.web.opportunities.domain.drafting import save

    record = make_opportunity(people.ours, people.owner, kind, **evil(kind, EVIL))
    content = content_of(record) | {"summary": EVIL + " changed"}
    record = save(record, content, record.revision)
    owner = signed_in(people.owner)
    pages = [
        (client, address(record)),
        (owner, address(record)),
        (owner, address(record) + "?show=change"),
        (owner, address(record, "edit/")),
        (owner, address(record, "versions/")),
        (owner, address(record, "sharing/")),
        (owner, "/en/opportunities/mine/"),
        (client, f"/zh/opportunities/?kind={kind}"),
        (signed_in(people.reader), address(record, "agreement/", "zh")),
    ]
    for reader, page in pages:
        answer = reader.get(page)
        assert answer.status_code == 200, page
        for tag, attributes in tags_of(answer.content.decode()):
            assert not [name for name in attributes if name.startswith("on")], page
            assert (tag, attributes.get("src")) != ("img", "x"), page
            if tag == "script":
                source = attributes.get("src")
                assert source or attributes.get("type") == "application/json", page


def test_exports_hold_no_formula(people: Any, client: Any) -> None:
    record = make_opportunity(
        people.ours, people.owner, title=FORMULA, summary=FORMULA, reference=FORMULA
    )
    file = client.get("/en/opportunities/?table=opportunities&export=csv").content.decode()
    rows = list(csv.reader(io.StringIO(file.lstrip("\ufeff"))))
    assert f"'{FORMULA}" in [cell for row in rows for cell in row]
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@" and cell]
    assert record.title == FORMULA  # what was written is kept as it is


def test_only_the_forms_own_fields_are_taken(people: Any) -> None:
    from twinbay.web.opportunities.models import Opportunity

    draft = make_opportunity(people.ours, people.owner, state="draft")
    stolen = {
        "state": "published",
        "organisation": people.theirs.pk,
        "organisation_id": people.theirs.pk,
        "author": people.reader.pk,
        "kind": "talent",
        "published_at": "2026-01-01",
        "sample": "on",
        "pending": "{}",
        "person": people.reader.pk,
        "details": '{"x": 1}',
        "fields": "medicine",
        "hidden_from": people.theirs.pk,
        "public_id": "00000000-0000-4000-8000-000000000000",
    }
    signed_in(people.owner).post(address(draft, "edit/"), form_data(draft, **stolen))
    after = Opportunity.objects.get(pk=draft.pk)
    for name in ("state", "organisation_id", "author_id", "kind", "published_at", "sample"):
        assert getattr(after, name) == getattr(draft, name)
    assert (after.pending, after.person_id, after.public_id) == (None, None, draft.public_id)
    assert (after.details, after.fields) == (draft.details, draft.fields)
    assert not after.hidden_from.exists()


@pytest.mark.parametrize(
    "bad",
    [
        {"revision": "-1"},
        {"revision": "9" * 400},
        {"revision": "١"},
        {"title": "x" * 5_000},
        {"title": "a\x00b"},
        {"trl": "1e400"},
        {"amount_min": "9" * 30},
        {"fields_chosen": "nonsense"},
        {"visibility": "everybody"},
        {"expires_on": "0000-00-00"},
        {"wanted_regions": "; ".join(["Atlantis"] * 200)},
        {"stage": "<script>"},
        {"cooperation": ["licence", "'; DROP TABLE"]},
    ],
    ids=str,
)
def test_bad_values_are_named_and_nothing_breaks(people: Any, bad: dict[str, Any]) -> None:
    draft = make_opportunity(people.ours, people.owner, state="draft")
    for rest in ("edit/", "autosave/"):
        answer = signed_in(people.owner).post(address(draft, rest), form_data(draft, **bad))
        assert answer.status_code in (200, 400, 409)
        assert "Traceback" not in answer.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=99999999999",
        "page=x",
        "q=%00",
        "q=%25",
        "kind=%27",
        "export=csv",
        "export=exe&table=opportunities",
        "owner=%00",
        "q=" + "a" * 3000,
        "region=x&field=y",
    ],
)
def test_bad_addresses_of_the_list_are_answered(client: Any, query: str) -> None:
    assert client.get(f"/en/opportunities/?{query}").status_code in (200, 404)


def test_changes_need_a_token_and_a_post(people: Any) -> None:
    from django.test import Client

    record = make_opportunity(people.ours, people.owner)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people.owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    for rest in ("edit/", "autosave/", "step/", "files/", "sharing/hide/"):
        assert strict.post(address(record, rest), {"step": "withdraw"}).status_code == 403
    writer = signed_in(people.owner)
    for rest in ("autosave/", "step/", "files/", "sharing/hide/"):
        assert writer.get(address(record, rest)).status_code == 405


def test_signing_in_leads_back_within_the_site_only(people: Any, client: Any) -> None:
    answer = client.get("/en/opportunities/mine/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/en/account/login/?next=/en/opportunities/mine/")
