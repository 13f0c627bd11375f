"""Accounts in a browser: axe-core, both languages, both schemes, with and without JavaScript."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from members import (
    grant,
    join,
    letters_to,
    make_organisation,
    make_user,
    sign_in,
)
from test_accessibility import OPTIONS

pytestmark = pytest.mark.browser


@pytest.fixture
def everybody(live_url: str, directory_home: Any) -> dict[str, Any]:
    """Somebody with every role, so that every part of every page is shown."""
    from django.core.cache import cache

    from twinbay.web.accounts.domain.memberships import invite
    from twinbay.web.accounts.models import Claim
    from twinbay.web.notifications.domain import notify
    from twinbay.web.permissions import OrganisationRole

    cache.clear()
    person = make_user("Ada Chen", name_zh="陈艾达")
    grant(person, "administrator")
    grant(person, "cooperation_officer", "gba")
    organisation = make_organisation("Cell Lab", name_zh="电池实验室", region="gba", owner=person)
    join(make_user("Bo Li", name_zh="李波"), organisation, "editor")
    invite(organisation, person, "somebody@lab.example", OrganisationRole.VIEWER)
    other = make_organisation("Other Lab", name_zh="其他实验室", region="gba")
    invite(other, make_user("Inviter", name_zh="邀请人"), person.email, OrganisationRole.EDITOR)
    for target, method in ((organisation, "owner"), (other, "officer")):
        asks = make_user("Mei", name_zh="小梅")
        Claim.objects.create(user=asks, organisation=target, method=method, statement="123")
    notify(person, "role-given", "/account/", {"role": {"en": "member", "zh-hans": "会员"}})
    return {"person": person, "organisation": organisation}


def pages_of(everybody: dict[str, Any]) -> list[str]:
    person, organisation = everybody["person"].public_id, everybody["organisation"].public_id
    return [
        "",
        "profile/",
        "preferences/",
        "consent/",
        "security/",
        "data/",
        "organisations/",
        "organisations/find/?q=stan",
        "organisations/register/",
        "organisations/claim/org:ucb/",
        f"organisations/{organisation}/",
        "claims/",
        "roles/",
        "notifications/",
        "audit/?what=accounts.platformrole",
        f"audit/accounts.memberorganisation/{organisation}/",
        "email/",
        "password/change/",
        "2fa/",
        "3rdparty/",
        "reauthenticate/",
        "logout/",
        f"../members/people/{person}/",
        f"../members/organisations/{organisation}/",
    ]


VISITORS = ["login/", "signup/", "password/reset/", "password/reset/done/", "confirm-email/"]
VISITORS += ["confirm-email/no-key/", "password/reset/key/1-none/", "3rdparty/login/error/"]


def signed_in_context(browser: Any, live_url: str, person: Any, **more: Any) -> Any:
    from django.test import Client

    context = browser.new_context(**more)
    if person is not None:
        key = sign_in(Client(), person).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": key, "url": live_url}])
    return context


@pytest.mark.parametrize("prefix", ["en", "zh"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_account_pages(
    browser: Any, live_url: str, everybody: dict[str, Any], prefix: str, scheme: str
) -> None:
    found = []
    for person, paths in ((None, VISITORS), (everybody["person"], pages_of(everybody))):
        context = signed_in_context(browser, live_url, person, color_scheme=scheme)
        page = context.new_page()
        for path in paths:
            page.goto(f"{live_url}/{prefix}/account/{path}")
            opened = ".user-menu" if path == "" else "main details"
            for details in page.locator(opened).all():  # the menu lies over what is below it
                details.evaluate("e => { e.open = true }")
            result = Axe().run(page, options=OPTIONS)
            for violation in result.response["violations"]:
                places = [node["html"][:160] for node in violation["nodes"][:3]]
                found.append((path, violation["id"], places))
        context.close()
    assert found == []


@pytest.mark.parametrize("width", [1440, 390])
def test_no_account_page_is_wider_than_the_window(
    browser: Any, live_url: str, everybody: dict[str, Any], width: int
) -> None:
    context = signed_in_context(
        browser, live_url, everybody["person"], viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    wide = []
    for path in pages_of(everybody):
        page.goto(f"{live_url}/en/account/{path}")
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(path)
    context.close()
    assert wide == []


def test_chinese_account_pages_have_no_english(
    live_url: str, everybody: dict[str, Any], client: Any
) -> None:
    from test_translations import english_words

    person = everybody["person"]
    known = {"Cell", "Other", "Stanford", "University", "member", "test", "somebody"}
    known |= {"person", "English", "JSON"}
    known |= {"administrator", "cooperation", "officer", "enterprise"}  # values in the audit trail
    known |= set(re.findall(r"[A-Za-z]{4,}", f"{person.email} lab.example California Berkeley"))
    sign_in(client, person)
    found = {}
    for path in pages_of(everybody):
        if path == "preferences/":  # names of time zones
            continue
        html = client.get(f"/zh/account/{path}".replace("account/../", "")).content.decode()
        if path in ("claims/", "roles/") or path.startswith("audit/?"):  # of other tests, too
            html = re.sub(r'<(ul|ol) class="rows">.*?</\1>', "", html, flags=re.DOTALL)
        if words := english_words(html) - known:
            found[path] = words
    from django.test import Client

    for path in VISITORS:
        html = Client().get(f"/zh/account/{path}").content.decode()
        if words := english_words(html) - known:
            found[path] = words
    assert found == {}


@pytest.mark.parametrize(("prefix", "scripts"), [("en", True), ("zh", False)])
def test_from_signing_up_to_acting_for_an_organisation(
    browser: Any, live_url: str, directory_home: Any, prefix: str, scripts: bool
) -> None:
    from django.core.cache import cache

    from twinbay.web.accounts.models import Invitation, MemberOrganisation

    cache.clear()
    email, phrase = f"flow-{prefix}@lab.example", "a long and good phrase"
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{live_url}/{prefix}/account/signup/")
    page.fill("#id_name", "Wang Min")
    page.fill("#id_email", email)
    page.fill("#id_password1", phrase)
    page.fill("#id_password2", phrase)
    page.click("main form button[type=submit]")
    link = re.search(r"https?://\S+/confirm-email/\S+", letters_to(email)[0].body)
    assert link
    page.goto(link.group(0))
    page.click("main form button[type=submit]")
    page.goto(f"{live_url}/{prefix}/account/login/")
    page.fill("#id_login", email)
    page.fill("#id_password", phrase)
    page.click("main form button[type=submit]")
    assert page.url == f"{live_url}/{prefix}/account/"
    page.click(".account-nav a[href$='/account/organisations/']")
    page.click("a[href$='/organisations/find/']")
    page.click("a[href$='/organisations/register/']")
    page.fill("#id_name", f"Flow Lab {prefix}")
    page.select_option("#id_region", "gba")
    page.fill("#id_statement", "1")
    page.click("main form.form button[type=submit]")
    assert page.url == f"{live_url}/{prefix}/account/organisations/"
    made = MemberOrganisation.objects.get(name=f"Flow Lab {prefix}")
    assert made.claims.get().state == "open"

    owner = make_user("Olga")
    organisation = make_organisation("Inviting Lab", owner=owner)
    boss = signed_in_context(browser, live_url, owner, java_script_enabled=scripts)
    desk = boss.new_page()
    desk.goto(f"{live_url}/{prefix}/account/organisations/{organisation.public_id}/")
    desk.fill("#id_email", email)
    desk.select_option("#id_role", "editor")
    desk.click("form[action$='/invite/'] button")
    assert Invitation.objects.filter(email=email).exists()
    page.goto(f"{live_url}/{prefix}/account/notifications/")
    page.click(".notice a")
    page.click("button[value=accept]")
    assert organisation.memberships.get(user__email=email).role == "editor"
    page.click(".user-menu summary")
    page.click(".user-menu form button")
    page.goto(f"{live_url}/{prefix}/account/")
    assert "/account/login/" in page.url
    boss.close()
    context.close()
