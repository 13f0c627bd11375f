"""A person's own account: profile, consent, preferences, data taken along and erased."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from members import PASSWORD, join, make_organisation, make_user, signed_in

pytestmark = pytest.mark.usefixtures("directory_home")


def test_profile_is_saved_and_shown_to_members_only_with_consent() -> None:
    person, other = make_user(), make_user()
    client, reader = signed_in(person), signed_in(other)
    form = {
        "name": "Ada Chen",
        "name_zh": "陈艾达",
        "headline": "Cathodes",
        "spoken": ["en", "yue"],
        "person_id": "person:lin",
    }
    assert client.post("/en/account/profile/", form).status_code == 302
    path = f"/en/members/people/{person.public_id}/"
    assert reader.get(path).status_code == 404
    assert client.get(path).status_code == 200  # the person sees the own profile
    client.post("/en/account/consent/profile/", {"agree": "yes"})
    html = reader.get(path).content.decode()
    assert "Ada Chen" in html and "Cathodes" in html and "Cantonese" in html
    assert "/en/people/person:lin/" in html
    assert person.email not in html
    assert "陈艾达" in reader.get(path.replace("/en/", "/zh/")).content.decode()
    from django.test import Client

    assert Client().get(path).status_code == 302
    client.post("/en/account/consent/profile/", {"agree": "no"})
    assert reader.get(path).status_code == 404


def test_consent_keeps_every_wording_and_time() -> None:
    person = make_user()
    client = signed_in(person)
    for answer in ("yes", "yes", "no", "no", "yes"):
        client.post("/en/account/consent/talent/", {"agree": answer})
    given = person.consents.filter(purpose="talent").order_by("pk")
    assert [one.withdrawn_at is None for one in given] == [False, True]
    html = client.get("/en/account/consent/").content.decode()
    assert html.count("wording") == 2 and given[0].wording in html
    assert client.post("/en/account/consent/everything/", {"agree": "yes"}).status_code == 404


def test_an_older_wording_does_not_hold_for_a_new_one(monkeypatch: pytest.MonkeyPatch) -> None:
    from twinbay.web.accounts.domain import consenting

    person = make_user()
    consenting.give_consent(person, "profile")
    monkeypatch.setattr(consenting, "WORDING", "2099-01")
    consenting.give_consent(person, "profile")
    held = person.consents.filter(withdrawn_at=None)
    assert [one.wording for one in held] == ["2099-01"]
    assert person.consents.count() == 2


def test_a_profile_needs_a_name() -> None:
    response = signed_in(make_user()).post("/en/account/profile/", {"name": " ", "name_zh": ""})
    assert response.status_code == 400
    assert "at least one of the languages" in response.content.decode()


def test_times_are_in_the_readers_zone_and_language_is_kept() -> None:
    from datetime import UTC, datetime

    from twinbay.web.accounts.models import User

    person = make_user()
    User.objects.filter(pk=person.pk).update(date_joined=datetime(2026, 1, 1, 20, 0, tzinfo=UTC))
    client = signed_in(person)
    assert "1 January 2026" in client.get("/en/account/").content.decode()
    form = {"language": "zh-hans", "time_zone": "Asia/Shanghai", "letters": "daily"}
    assert client.post("/en/account/preferences/", form).status_code == 302
    assert "2026年1月2日" in client.get("/zh/account/").content.decode()
    person.refresh_from_db()
    assert (person.language, person.letters) == ("zh-hans", "daily")
    wrong = client.post("/en/account/preferences/", form | {"time_zone": "Mars/Olympus"})
    assert wrong.status_code == 400


XSS = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


def test_hostile_texts_in_every_field_stay_texts() -> None:
    person = make_user()
    organisation = make_organisation(owner=person)
    client = signed_in(person)
    client.post("/en/account/consent/profile/", {"agree": "yes"})
    profile = dict.fromkeys(("name", "name_zh", "headline", "headline_zh"), XSS)
    assert client.post("/en/account/profile/", profile | {"person_id": XSS}).status_code == 400
    assert client.post("/en/account/profile/", profile).status_code == 302
    own = f"/en/account/organisations/{organisation.public_id}/"
    texts = dict.fromkeys(("name", "name_zh", "about", "about_zh", "city"), XSS)
    assert client.post(f"{own}edit/", texts).status_code == 302
    refused = client.post(f"{own}edit/", texts | {"website": "javascript:alert(1)"})
    assert refused.status_code == 400
    pages = [
        "/en/account/",
        "/en/account/profile/",
        own,
        f"/en/members/people/{person.public_id}/",
        f"/en/members/organisations/{organisation.public_id}/",
        f"/en/account/audit/accounts.user/{person.public_id}/",
        f"/en/account/audit/accounts.memberorganisation/{organisation.public_id}/",
    ]
    for page in pages:
        response = client.get(page)
        html = response.content.decode()
        assert response.status_code == 200, page
        assert "<script>alert" not in html and "<img src=x" not in html, page
        assert "alert(1)" in html


def test_everything_held_of_a_person_can_be_taken_along() -> None:
    person = make_user("Bo Li", name_zh="李波")
    join(person, make_organisation("Cell Lab"), "editor")
    client = signed_in(person)
    client.post("/en/account/consent/profile/", {"agree": "yes"})
    assert client.get("/en/account/data/export/").status_code == 405
    response = client.post("/en/account/data/export/")
    assert response["Content-Type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    held = {name: json.loads(archive.read(name)) for name in archive.namelist()}
    assert held["person.json"][0]["name_zh"] == "李波"
    assert "password" not in held["person.json"][0]
    assert held["organisations.json"][0]["organisation__name"] == "Cell Lab"
    assert held["consents.json"][0]["purpose"] == "profile"
    assert held["addresses.json"][0]["email"] == person.email
    assert held["history.json"]
    everything = json.dumps(held)
    assert person.password not in everything


def test_erasure_takes_personal_data_everywhere_and_keeps_the_deeds() -> None:
    from twinbay.web.accounts.models import Claim, Membership, User
    from twinbay.web.audit.models import Redaction

    person = make_user("Secret Name", name_zh="秘密", headline="Secret headline")
    organisation = make_organisation()
    membership = join(person, organisation, "editor")
    claim = Claim.objects.create(
        user=person, organisation=organisation, method="officer", statement="I am Secret Name"
    )
    email, key = person.email, person.pk
    client = signed_in(person)
    client.post("/en/account/consent/profile/", {"agree": "yes"})
    wrong = client.post("/en/account/data/erase/", {"password": "wrong"})
    assert wrong.status_code == 400 and User.objects.get(pk=key).is_active
    done = client.post("/en/account/data/erase/", {"password": PASSWORD})
    assert (done.status_code, done["Location"]) == (302, "/en/")
    assert client.get("/en/account/").status_code == 302

    erased = User.objects.get(pk=key)
    assert not erased.is_active and erased.erased_at and not erased.has_usable_password()
    assert not erased.emailaddress_set.exists()
    held = [str(row) for model in (User, Claim, Membership) for row in model.objects.values()]
    held += [str(row) for model in (User, Claim) for row in model.history.values()]
    for text in (email, "Secret Name", "秘密", "Secret headline"):
        assert not [row for row in held if text in row], text
    membership.refresh_from_db()
    claim.refresh_from_db()
    assert membership.ended_at and claim.state == "withdrawn"
    assert User.history.filter(id=key).count() >= 2  # that it changed, and when, stays
    assert Redaction.objects.filter(user=erased, open=False).exists()
    reader = signed_in(make_user())
    assert reader.get(f"/en/members/people/{erased.public_id}/").status_code == 404


def test_the_only_owner_of_an_organisation_cannot_be_erased() -> None:
    owner = make_user()
    make_organisation("Lonely Lab", owner=owner)
    client = signed_in(owner)
    response = client.post("/en/account/data/erase/", {"password": PASSWORD})
    assert response.status_code == 400
    assert "Lonely Lab" in response.content.decode()
    owner.refresh_from_db()
    assert owner.is_active and owner.emailaddress_set.exists()
    assert owner.memberships.get().ended_at is None


def test_an_erased_address_can_be_used_anew(lake_home: Path) -> None:
    from twinbay.web.accounts.domain.personal_data import erase

    person = make_user(email="again@member.example")
    erase(person)
    assert make_user(email="again@member.example").pk != person.pk


@pytest.mark.parametrize("prefix", ["en", "zh"])
def test_own_pages_need_signing_in(client: Any, prefix: str) -> None:
    for page in ("", "profile/", "preferences/", "consent/", "security/", "data/", "roles/"):
        response = client.get(f"/{prefix}/account/{page}")
        assert response["Location"] == f"/{prefix}/account/login/?next=/{prefix}/account/{page}"
