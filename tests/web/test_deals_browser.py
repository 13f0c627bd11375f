"""A deal from interest to signature in a real browser, with and without scripts."""

import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from deal_makers import make_deal, make_opportunity, make_pair, yesterday
from members import signed_in
from test_accessibility import OPTIONS

pytestmark = pytest.mark.browser

WORDS = {
    "en": {
        "express": "Express interest",
        "message": "Your message",
        "send": "Send",
        "accept": "Accept and begin to talk",
        "first": "Your first message",
        "thread": "between the two who began it",
        "body": "Message",
        "nda": "Begin the NDA",
        "signed_nda": "Our side has signed the NDA",
        "record": "Record it",
        "evaluate": "Begin the evaluation",
        "negotiate": "Begin to negotiate",
        "terms": "Change the terms",
        "kind": "What is signed",
        "licence": "Licence",
        "on": "Signed on",
        "save": "Save",
        "agree": "Agree to these terms",
        "sign": "Record the signature",
        "signed": "Signed since",
    },
    "zh": {
        "express": "表达意向",
        "message": "您的留言",
        "send": "发送",
        "accept": "接受并开始洽谈",
        "first": "您的第一条消息",
        "thread": "双方之间",
        "body": "消息",
        "nda": "开始签保密协议",
        "signed_nda": "我方已签署保密协议",
        "record": "登记",
        "evaluate": "开始评估",
        "negotiate": "开始谈判",
        "terms": "更改条件",
        "kind": "签约内容",
        "licence": "许可协议",
        "on": "签署日期",
        "save": "保存",
        "agree": "同意这些条件",
        "sign": "登记签约",
        "signed": "起处于：已签约",
    },
}


class Member:
    """A signed-in person with a browser of the own."""

    def __init__(self, browser: Any, url: str, user: Any, words: dict[str, str], **more: Any):
        self.context = browser.new_context(**more)
        value = signed_in(user).cookies["sessionid"].value
        self.context.add_cookies([{"name": "sessionid", "value": value, "url": url}])
        self.page = self.context.new_page()
        self.problems: list[str] = []
        self.page.on("console", self._heard)
        self.url, self.words = url, words

    def _heard(self, message: Any) -> None:
        if message.type == "error":
            self.problems.append(message.text)

    def open(self, path: str) -> None:
        self.page.goto(f"{self.url}{path}")

    def press(self, word: str) -> None:
        self.page.get_by_role("button", name=self.words[word], exact=True).first.click()
        self.page.wait_for_load_state()

    def unfold(self, word: str) -> None:
        self.page.locator("summary", has_text=self.words[word]).click()

    def fill(self, word: str, text: str, inside: str = "main") -> None:
        label = re.compile(f"^{re.escape(self.words[word])}")
        self.page.locator(inside).get_by_label(label).first.fill(text)

    def path(self) -> str:
        return str(self.page.url.removeprefix(self.url).partition("#")[0])


@pytest.mark.parametrize(("prefix", "scripts"), [("en", True), ("zh", True), ("en", False)])
def test_from_interest_to_signature(
    browser: Any, live_url: str, lake_home: Path, prefix: str, scripts: bool
) -> None:
    pair, words = make_pair(), WORDS[prefix]
    opportunity = make_opportunity(pair)
    buyer = Member(browser, live_url, pair.buyer, words, java_script_enabled=scripts)
    seller = Member(browser, live_url, pair.seller, words, java_script_enabled=scripts)
    buyer.open(f"/{prefix}/opportunities/{opportunity.public_id}/")
    buyer.page.get_by_role("link", name=words["express"]).click()
    buyer.fill("message", "We build cells. 我们制造电芯。")
    buyer.press("send")
    interest = buyer.path()

    seller.open(f"/{prefix}/deals/interests/")
    seller.page.locator(".rows a").first.click()
    assert seller.path() == interest
    seller.fill("first", "Welcome. 欢迎。")
    seller.press("accept")
    deal = seller.path()

    buyer.open(deal)
    buyer.page.get_by_role("link", name=words["thread"]).click()
    buyer.page.get_by_text("Welcome. 欢迎。").wait_for()
    buyer.fill("body", "Shall we call on Monday? 周一通话？")
    buyer.press("send")
    seller.open(buyer.path())
    seller.page.get_by_text("Shall we call on Monday? 周一通话？").wait_for()

    seller.open(deal)
    seller.press("nda")
    for member in (seller, buyer):
        member.open(deal)
        if scripts:
            member.unfold("signed_nda")
        else:
            member.page.locator("summary", has_text=words["signed_nda"]).press("Enter")
        member.press("record")
    seller.open(deal)
    seller.press("evaluate")
    seller.press("negotiate")
    seller.unfold("terms")
    terms = seller.page.locator("#terms")
    terms.get_by_label(re.compile(f"^{words['kind']}")).select_option(label=words["licence"])
    seller.fill("on", yesterday().isoformat(), "#terms")
    terms.get_by_role("button", name=words["save"]).click()
    for member in (seller, buyer):
        member.open(deal)
        member.press("agree")
    buyer.press("sign")
    assert words["signed"] in buyer.page.locator("main").inner_text()
    assert seller.problems == buyer.problems == []
    for member in (seller, buyer):
        member.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("prefix", ["en", "zh"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(
    browser: Any, live_url: str, lake_home: Path, prefix: str, scheme: str
) -> None:
    pair = make_pair()
    opportunity = make_opportunity(pair)
    deal = make_deal(pair, "negotiation", opportunity)
    member = Member(browser, live_url, pair.seller, {}, color_scheme=scheme)
    thread = deal.threads.get().public_id
    found = []
    for path in (
        "",
        "funnel/",
        "interests/",
        f"interests/{deal.interest.public_id}/",
        "conversations/",
        f"conversations/{thread}/",
        "calendar/",
        f"{deal.public_id}/",
        f"{deal.public_id}/invite/?q=Keen",
    ):
        member.page.set_viewport_size({"width": 390, "height": 900})
        member.open(f"/{prefix}/deals/{path}")
        for details in member.page.locator("details").all():
            details.evaluate("e => { e.open = true }")
        wide = member.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, path
        member.page.set_viewport_size({"width": 1280, "height": 900})
        for violation in Axe().run(member.page, options=OPTIONS).response["violations"]:
            found.append((path, violation["id"], [n["html"][:120] for n in violation["nodes"][:2]]))
    member.context.close()
    assert found == []


def test_the_board_is_moved_with_the_keyboard(browser: Any, live_url: str, lake_home: Path) -> None:
    from deal_makers import fresh

    pair = make_pair()
    deal = make_deal(pair, opportunity=make_opportunity(pair))
    member = Member(browser, live_url, pair.seller, WORDS["en"])
    member.open("/en/deals/")
    member.page.get_by_role("button", name="Begin the NDA").focus()
    member.page.keyboard.press("Enter")
    member.page.locator('[data-stage="nda"] .board-card').wait_for()
    assert fresh(deal).stage == "nda"
    member.context.close()
