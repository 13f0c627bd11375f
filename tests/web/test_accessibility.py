"""axe-core finds nothing on any page, in both languages and both colour schemes."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from tiny_lake import PAGES

pytestmark = pytest.mark.browser
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


@pytest.mark.parametrize("prefix", ["en", "zh"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Any, live_url: str, prefix: str, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    found = []
    for path in PAGES:
        page.goto(f"{live_url}/{prefix}/{path}")
        if page.locator("[data-map]").count():
            page.locator("[data-map][data-drawn]").nth(1).wait_for()
        for details in page.locator("details").all():
            details.evaluate("e => { e.open = true }")
        result = Axe().run(page, options=OPTIONS)
        for violation in result.response["violations"]:
            places = [node["html"][:160] for node in violation["nodes"][:3]]
            found.append((f"/{prefix}/{path}", violation["id"], places))
    context.close()
    assert found == []


def test_axe_finds_a_mistake_when_there_is_one(browser: Any, live_url: str) -> None:
    page = browser.new_page()
    page.goto(f"{live_url}/en/method/")
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    result = Axe().run(page, options=OPTIONS)
    assert "button-name" in {violation["id"] for violation in result.response["violations"]}
    page.close()
