"""Organisations come to the platform, and people act for them."""

from pathlib import Path
from typing import Any

import pytest
from members import (
    join,
    letters_to,
    make_administrator,
    make_officer,
    make_organisation,
    make_user,
    signed_in,
)

pytestmark = pytest.mark.usefixtures("directory_home")


@pytest.fixture
def stanford(directory_home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An organisation of the evidence with a website, claimed by nobody yet."""
    from twinbay.web.accounts.models import Claim, Invitation, MemberOrganisation, Membership
    from twinbay.web.accounts.pages import claims
    from twinbay.web.directory.queries.organisations import organisations

    def with_website(database: Any, org_ids: Any) -> Any:
        from dataclasses import replace

        found = organisations(database, org_ids)
        return {k: replace(v, url="https://www.stanford.edu/") for k, v in found.items()}

    monkeypatch.setattr(claims, "organisations", with_website)
    old = MemberOrganisation.objects.filter(org_id="org:stan")
    for one in old:  # of an earlier test
        one.org_id = f"member:old-{one.pk}"
        one.save()
    assert Claim and Invitation and Membership
    return "org:stan"


def claim(client: Any, org_id: str = "org:stan") -> Any:
    return client.post(f"/en/account/organisations/claim/{org_id}/", {"statement": "I work there"})


def test_the_evidence_is_searched_in_both_languages() -> None:
    client = signed_in(make_user())
    html = client.get("/en/account/organisations/find/?q=stanford").content.decode()
    assert "/en/account/organisations/claim/org:stan/" in html
    html = client.get("/zh/account/organisations/find/", {"q": "香港科技"}).content.decode()
    assert "香港科技大学" in html and "/zh/account/organisations/claim/org:hkust/" in html


def test_the_domain_of_a_confirmed_address_decides_at_once(stanford: str) -> None:
    from twinbay.web.accounts.models import MemberOrganisation

    person = make_user(email="professor@stanford.edu")
    client = signed_in(person)
    response = claim(client)
    organisation = MemberOrganisation.objects.get(org_id=stanford)
    assert response["Location"] == f"/en/account/organisations/{organisation.public_id}/"
    assert organisation.verified_at and organisation.name_zh
    assert organisation.memberships.get(user=person).role == "owner"
    directory = client.get("/en/organisations/org:stan/").content.decode()
    assert f"/en/members/organisations/{organisation.public_id}/" in directory


@pytest.mark.parametrize(
    ("email", "verified"),
    [
        ("somebody@alumni.stanford.edu", True),
        ("somebody@notstanford.edu", True),
        ("somebody@stanford.edu.evil.example", True),
        ("unconfirmed@stanford.edu", False),
    ],
)
def test_other_addresses_wait_for_an_officer(stanford: str, email: str, verified: bool) -> None:
    from twinbay.web.accounts.models import MemberOrganisation, User

    User.objects.filter(email=email).update(email=f"old-{email}")
    person = make_user(email=email, verified=verified)
    claim(signed_in(person))
    organisation = MemberOrganisation.objects.get(org_id=stanford)
    assert organisation.verified_at is None
    assert not organisation.memberships.exists()
    assert organisation.claims.get().method == "officer"


def test_shared_mail_hosts_prove_nothing() -> None:
    from twinbay.web.accounts.domain.email_domains import speaks_for, website_domain

    assert website_domain("https://www.Example.edu/about") == "example.edu"
    assert website_domain("example.org") == "example.org"
    assert website_domain("https://sites.google.com/lab") == ""
    assert website_domain("https://localhost/") == website_domain(None) == ""
    assert speaks_for(["a@EXAMPLE.edu"], ["example.edu"])
    assert not speaks_for(["a@gmail.com"], ["gmail.com"])
    assert not speaks_for(["a@b.example.edu", "example.edu@x.org"], ["example.edu"])


def test_an_officer_of_the_region_decides_with_a_reason(stanford: str) -> None:
    from twinbay.web.accounts.models import Claim

    here, there = make_officer("sf-bay"), make_officer("gba")
    person = make_user()
    claim(signed_in(person))
    waiting = Claim.objects.get(user=person)
    officer, stranger = signed_in(here), signed_in(there)
    assert here.notifications.filter(kind="claim-waits").exists()
    assert not there.notifications.exists()
    assert person.email in officer.get("/en/account/claims/").content.decode()
    assert person.email not in stranger.get("/en/account/claims/").content.decode()
    decide = f"/en/account/claims/{waiting.public_id}/decide/"
    assert stranger.post(decide, {"decision": "accept"}).status_code == 404
    assert signed_in(person).post(decide, {"decision": "accept"}).status_code == 404
    officer.post(decide, {"decision": "decline", "reason": " "})
    waiting.refresh_from_db()
    assert waiting.state == "open"
    officer.post(decide, {"decision": "decline", "reason": "Send a staff page"})
    waiting.refresh_from_db()
    assert (waiting.state, waiting.decided_by) == ("declined", here)
    html = signed_in(person).get("/en/account/notifications/").content.decode()
    assert "Send a staff page" in html
    claim(signed_in(person))  # asks again
    again = Claim.objects.get(user=person, state="open")
    officer.post(f"/en/account/claims/{again.public_id}/decide/", {"decision": "accept"})
    again.refresh_from_db()
    assert again.state == "accepted" and again.organisation.verified_at
    assert person.memberships.get().role == "owner"
    officer.post(f"/en/account/claims/{again.public_id}/decide/", {"decision": "decline"})
    again.refresh_from_db()
    assert again.state == "accepted"  # decided once


def test_officers_do_not_decide_on_their_own_claims(stanford: str) -> None:
    from twinbay.web.accounts.models import Claim

    officer = make_officer("sf-bay")
    client = signed_in(officer)
    claim(client)
    own = Claim.objects.get(user=officer)
    client.post(f"/en/account/claims/{own.public_id}/decide/", {"decision": "accept"})
    own.refresh_from_db()
    assert own.state == "open"


def test_once_an_organisation_has_owners_they_decide(stanford: str) -> None:
    from twinbay.web.accounts.models import Claim

    owner, colleague = make_user(), make_user()
    organisation = make_organisation(org_id=stanford, owner=owner)
    claim(signed_in(colleague))
    waiting = Claim.objects.get(user=colleague)
    assert waiting.method == "owner"
    assert owner.notifications.filter(kind="claim-waits").exists()
    officer = signed_in(make_officer("sf-bay"))
    decide = f"/en/account/claims/{waiting.public_id}/decide/"
    assert officer.post(decide, {"decision": "accept"}).status_code == 404
    signed_in(owner).post(decide, {"decision": "accept", "role": "editor"})
    assert organisation.memberships.get(user=colleague).role == "editor"


def test_a_claim_is_sent_once_and_can_be_taken_back(stanford: str) -> None:
    from twinbay.web.accounts.models import Claim

    person = make_user()
    client = signed_in(person)
    claim(client)
    assert claim(client).status_code == 400
    waiting = Claim.objects.get(user=person)
    other = signed_in(make_user())
    path = f"/en/account/claims/{waiting.public_id}/withdraw/"
    assert other.post(path).status_code == 404
    client.post(path)
    waiting.refresh_from_db()
    assert waiting.state == "withdrawn"


def test_organisations_outside_both_regions_and_unknown_ones_are_not_claimed() -> None:
    client = signed_in(make_user())
    assert claim(client, "org:mit").status_code == 400
    assert claim(client, "org:nobody").status_code == 404


def test_a_registered_organisation_is_shown_after_an_officer_confirmed_it() -> None:
    from twinbay.web.accounts.models import Claim

    person = make_user()
    client = signed_in(person)
    form = {
        "name": "Fresh Cells Ltd",
        "kind": "enterprise",
        "region": "gba",
        "city": "Shenzhen",
        "statement": "I founded it",
    }
    assert client.post("/en/account/organisations/register/", form).status_code == 302
    made = Claim.objects.get(user=person)
    profile = f"/en/members/organisations/{made.organisation.public_id}/"
    assert client.get(profile).status_code == 404
    officer = signed_in(make_officer("gba"))
    officer.post(f"/en/account/claims/{made.public_id}/decide/", {"decision": "accept"})
    from django.test import Client

    assert "Fresh Cells Ltd" in Client().get(profile).content.decode()
    wrong = client.post("/en/account/organisations/register/", form | {"region": "atlantis"})
    assert wrong.status_code == 400


def test_inviting_somebody_unknown_sends_a_letter_that_waits_for_the_account() -> None:
    from twinbay.web.accounts.models import Invitation

    owner = make_user("Olga")
    organisation = make_organisation("Cell Lab", owner=owner)
    client = signed_in(owner)
    path = f"/en/account/organisations/{organisation.public_id}/invite/"
    client.post(path, {"email": "New.Colleague@Lab.example", "role": "editor"})
    (letter,) = letters_to("new.colleague@lab.example")
    assert "Cell Lab" in letter.subject and "/en/account/signup/" in letter.body
    invitation = Invitation.objects.get(email="new.colleague@lab.example")
    assert (
        client.post(path, {"email": "new.colleague@lab.example", "role": "viewer"}).status_code
        == 400
    )
    colleague = make_user(email="new.colleague@lab.example")
    answer = f"/en/account/invitations/{invitation.public_id}/answer/"
    assert signed_in(make_user()).post(answer, {"answer": "accept"}).status_code == 404
    new = signed_in(colleague)
    assert "Cell Lab" in new.get("/en/account/").content.decode()
    new.post(answer, {"answer": "accept"})
    assert organisation.memberships.get(user=colleague).role == "editor"
    assert new.post(answer, {"answer": "accept"}).status_code == 404  # over


def test_inviting_looks_the_same_whether_there_is_an_account_or_not() -> None:
    owner, known = make_user(), make_user()
    organisation = make_organisation(owner=owner)
    client = signed_in(owner)
    path = f"/en/account/organisations/{organisation.public_id}/"
    answers = [
        client.post(f"{path}invite/", {"email": email, "role": "viewer"})
        for email in (known.email, "no-account@lab.example")
    ]
    assert len({(a.status_code, a["Location"]) for a in answers}) == 1
    html = client.get(path).content.decode()
    assert known.email in html and known.name not in html


def test_roles_are_changed_and_ended_by_owners_only_and_one_stays() -> None:
    owner, editor, viewer = make_user(), make_user(), make_user()
    organisation = make_organisation(owner=owner)
    edits, views = join(editor, organisation, "editor"), join(viewer, organisation)
    owns = organisation.memberships.get(user=owner)

    def post(user: Any, membership: Any, what: str, **form: str) -> int:
        path = f"/en/account/memberships/{membership.public_id}/{what}/"
        return int(signed_in(user).post(path, form).status_code)

    assert post(editor, views, "role", role="editor") == 404
    assert post(editor, views, "end") == 404
    assert post(make_user(), views, "end") == 404
    post(owner, owns, "role", role="viewer")
    post(owner, owns, "end")
    owns.refresh_from_db()
    assert owns.role == "owner" and owns.ended_at is None
    post(owner, edits, "role", role="owner")
    post(owner, owns, "end")
    owns.refresh_from_db()
    assert owns.ended_at is not None
    post(viewer, views, "end")  # everybody may leave
    views.refresh_from_db()
    assert views.ended_at is not None
    assert (
        signed_in(owner).get(f"/en/account/organisations/{organisation.public_id}/").status_code
        == 404
    )


def test_editors_write_and_viewers_do_not() -> None:
    editor, viewer = make_user(), make_user()
    organisation = make_organisation()
    join(editor, organisation, "editor"), join(viewer, organisation)
    path = f"/en/account/organisations/{organisation.public_id}/edit/"
    form = {"name": "New Name", "region": "gba", "org_id": "org:stan", "verified_at": ""}
    assert signed_in(viewer).post(path, form).status_code == 403
    assert signed_in(make_user()).post(path, form).status_code == 404
    assert signed_in(editor).post(path, form).status_code == 302
    before = organisation.org_id
    organisation.refresh_from_db()
    assert organisation.name == "New Name"
    assert (organisation.region, organisation.org_id) == ("sf-bay", before)  # no mass assignment
    assert organisation.verified_at is not None


def test_platform_roles_are_given_by_administrators_only() -> None:
    from twinbay.web.accounts.models import PlatformRole

    administrator, person = make_administrator(), make_user()
    client = signed_in(administrator)
    assert signed_in(make_officer()).get("/en/account/roles/").status_code == 404
    form = {"email": person.email, "role": "cooperation_officer", "region": ""}
    assert client.post("/en/account/roles/", form).status_code == 400
    assert client.post("/en/account/roles/", form | {"region": "gba"}).status_code == 302
    assert client.post("/en/account/roles/", form | {"region": "gba"}).status_code == 400
    given = PlatformRole.objects.get(user=person)
    assert (given.region, given.granted_by) == ("gba", administrator)
    html = signed_in(person).get("/zh/account/notifications/").content.decode()
    assert "合作专员" in html
    end = f"/en/account/roles/{given.public_id}/end/"
    assert signed_in(person).post(end).status_code == 404
    client.post(end)
    given.refresh_from_db()
    assert given.ended_at is not None
    unknown = client.post("/en/account/roles/", form | {"email": "x@y.example", "region": "gba"})
    assert unknown.status_code == 400
    own = PlatformRole.objects.get(user=administrator)
    PlatformRole.objects.filter(role="administrator").exclude(pk=own.pk).update(
        ended_at=own.granted_at
    )
    client.post(f"/en/account/roles/{own.public_id}/end/")
    own.refresh_from_db()
    assert own.ended_at is None  # somebody must run the platform
