"""Writing, review, agreement and the confidential part in a real browser; a lost connection."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from members import signed_in
from opportunity_records import address, make_opportunity
from test_accessibility import OPTIONS

pytestmark = pytest.mark.browser
WIDTHS = (1440, 390)  # px: wide, telephone
WORDS = {
    "en": {
        "offer": "Technology offer",
        "begin": "Begin",
        "language": "English",
        "submit": "Save and submit for review",
        "submitted": "An officer reads it before it is published.",
        "publish": "Publish",
        "ask": "Read the agreement and ask",
        "accept": "Accept",
        "release": "Release",
        "saved": "Saved at",
        "restore": "Put it back",
    },
    "zh": {
        "offer": "技术成果",
        "begin": "开始",
        "language": "中文",
        "submit": "保存并提交审核",
        "submitted": "发布前由审核员审阅。",
        "publish": "发布",
        "ask": "阅读协议并申请",
        "accept": "接受",
        "release": "披露",
        "saved": "已于",
        "restore": "恢复",
    },
}


class Tab:
    """A signed-in person's tab, which remembers what went wrong."""

    def __init__(self, browser: Any, url: str, user: Any, **more: Any) -> None:
        self.context = browser.new_context(viewport={"width": 1280, "height": 900}, **more)
        value = signed_in(user).cookies["sessionid"].value
        self.context.add_cookies([{"name": "sessionid", "value": value, "url": url}])
        self.page, self.url = self.context.new_page(), url
        self.page.set_default_timeout(15_000)
        self.mistakes: list[str] = []
        self.page.on("pageerror", lambda error: self.mistakes.append(str(error)))
        self.page.on("console", self._heard)

    def _heard(self, message: Any) -> None:
        if message.type == "error":
            self.mistakes.append(message.text)

    def open(self, path: str) -> None:
        self.page.goto(f"{self.url}{path}")

    def press(self, name: str) -> None:
        self.page.locator("main").get_by_role("button", name=name, exact=True).first.click()
        self.page.wait_for_load_state()

    def write(self, key: str, text: str) -> None:
        self.page.locator(f"main [name='{key}']").fill(text)


@pytest.mark.parametrize(("prefix", "scripts"), [("en", True), ("zh", True), ("en", False)])
def test_from_writing_to_the_confidential_part(
    browser: Any, live_url: str, people: Any, prefix: str, scripts: bool
) -> None:
    words, end = WORDS[prefix], "_zh" if prefix == "zh" else ""
    owner, reader, officer = (
        Tab(browser, live_url, person, java_script_enabled=scripts)
        for person in (people.owner, people.reader, people.officer)
    )
    owner.open(f"/{prefix}/opportunities/new/")
    owner.page.get_by_label(words["offer"]).first.check()
    owner.press(words["begin"])
    name = f"Quoll {prefix} {scripts} 回收"
    for key, text in (
        ("title", name),
        ("summary", "Teaser. 概要。"),
        ("description", "Description. 说明。"),
        ("advantages", "Twice as good. 好一倍。"),
        ("partner_sought", "A maker. 制造商。"),
        ("confidential", "The secret recipe. 秘方。"),
    ):
        owner.write(key + end, text)
    owner.write("trl", "6")
    owner.page.locator("[name='stage']").select_option("prototype")
    for key, value in (
        ("ip", "patent-granted"),
        ("cooperation", "licence"),
        ("fields_chosen", "green-energy"),
        ("visibility", "public"),
    ):
        owner.page.locator(f"[name='{key}'][value='{value}']").check()
    owner.page.locator("[name='expires_on']").fill("2027-06-30")
    owner.press(words["submit"])
    owner.page.get_by_text(words["submitted"]).wait_for()
    page = owner.page.url.removeprefix(live_url)

    reader.open(page)
    assert reader.page.get_by_text("Teaser. 概要。").count() == 0
    reader.mistakes.clear()  # the page that is not there
    officer.open(f"/{prefix}/opportunities/review/")
    officer.page.get_by_role("link", name=name).click()
    assert officer.page.get_by_text("The secret recipe.").count() == 0
    officer.press(words["publish"])

    reader.open(f"/{prefix}/opportunities/?q=quoll")
    reader.page.get_by_role("link", name=name).click()
    reader.page.get_by_text("Description. 说明。").wait_for()
    assert reader.page.get_by_text("The secret recipe.").count() == 0
    reader.page.get_by_role("link", name=words["ask"]).click()
    reader.page.locator("#accepted").check()
    reader.press(words["accept"])
    assert reader.page.get_by_text("The secret recipe.").count() == 0
    owner.open(page + "sharing/")
    owner.press(words["release"])
    reader.open(page)
    reader.page.get_by_text("The secret recipe. 秘方。").wait_for()
    for tab in (owner, reader, officer):
        assert tab.mistakes == []
        tab.context.close()


@pytest.mark.parametrize("prefix", ["en", "zh"])
def test_what_is_typed_is_saved_by_itself_and_survives_a_lost_connection(
    browser: Any, live_url: str, people: Any, prefix: str
) -> None:
    draft = make_opportunity(people.ours, people.owner, state="draft")
    tab, words = Tab(browser, live_url, people.owner), WORDS[prefix]
    tab.open(address(draft, "edit/", prefix))
    tab.write("title", "Typed and saved")
    tab.page.get_by_text(re.compile(words["saved"])).wait_for()
    draft.refresh_from_db()
    assert draft.title == "Typed and saved"
    tab.context.set_offline(True)
    tab.write("title", "Typed without a connection")
    tab.page.locator("#save-state [role=alert]").wait_for()
    tab.context.set_offline(False)
    tab.open(address(draft, "edit/", prefix))  # as after closing the window
    assert tab.page.locator("[name='title']").input_value() == "Typed and saved"
    tab.page.get_by_role("button", name=words["restore"]).click()
    tab.page.get_by_text(re.compile(words["saved"])).wait_for()
    draft.refresh_from_db()
    assert draft.title == "Typed without a connection"
    tab.open(address(draft, "edit/", prefix))
    assert tab.page.locator("#kept-copy").is_hidden()
    tab.context.close()


def test_a_session_that_ended_keeps_the_text_in_the_browser(
    browser: Any, live_url: str, people: Any
) -> None:
    draft = make_opportunity(people.ours, people.owner, state="draft")
    tab = Tab(browser, live_url, people.owner)
    tab.open(address(draft, "edit/"))
    tab.context.clear_cookies(name="sessionid")
    tab.write("summary", "Typed after the session had ended")
    tab.page.locator("#save-state [role=alert]").wait_for()
    value = signed_in(people.owner).cookies["sessionid"].value
    tab.context.add_cookies([{"name": "sessionid", "value": value, "url": live_url}])
    tab.open(address(draft, "edit/"))
    tab.page.get_by_role("button", name="Put it back").click()
    text = tab.page.locator("[name='summary']").input_value()
    assert text == "Typed after the session had ended"
    tab.context.close()


@pytest.mark.parametrize(("prefix", "scheme"), [("en", "light"), ("zh", "dark")])
def test_pages_are_accessible_and_fit_every_width(
    browser: Any, live_url: str, people: Any, prefix: str, scheme: str
) -> None:
    from twinbay.web.opportunities.domain.releasing import accept, release_to

    record = make_opportunity(people.ours, people.owner, confidential="X", title_zh="回收")
    accept(record, people.theirs, people.reader, "words")
    release_to(record, people.theirs, people.owner)
    waiting = make_opportunity(people.ours, people.owner, state="in_review")
    draft = make_opportunity(people.ours, people.owner, "talent", state="draft")
    room = f"/{prefix}/opportunities/"
    pages = {
        people.owner: [
            room,
            *(f"{room}{rest}" for rest in ("mine/", "new/", "for-you/", "exchange/")),
            *(address(record, rest, prefix) for rest in ("", "edit/", "sharing/", "versions/")),
            address(draft, "edit/", prefix),
        ],
        people.reader: [address(record, "agreement/", prefix), address(record, "", prefix)],
        people.officer: [f"{room}review/", address(waiting, "", prefix)],
    }
    found: list[Any] = []
    for person, paths in pages.items():
        tab = Tab(browser, live_url, person, color_scheme=scheme)
        for path in paths:
            tab.open(path)
            result = Axe().run(tab.page, options=OPTIONS)
            for violation in result.response["violations"]:
                places = [node["html"][:160] for node in violation["nodes"][:3]]
                found.append((path, violation["id"], places))
            for width in WIDTHS:
                tab.page.set_viewport_size({"width": width, "height": 900})
                wide = tab.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
                if wide > 0:
                    found.append((path, f"scrolls sideways at {width} px", wide))
        assert tab.mistakes == []
        tab.context.close()
    assert found == []
