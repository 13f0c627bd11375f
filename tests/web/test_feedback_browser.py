"""Answers in place, in a real browser: where the focus goes, and that files stay files."""

from typing import Any

import pytest

pytestmark = pytest.mark.browser
PAGE = "/en/organisations/org:stan/"
HKUST = "Hong Kong University of Science and Technology"


def test_the_answer_takes_the_focus_in_place(browser: Any, live_url: str) -> None:
    page = browser.new_page()
    page.goto(f"{live_url}{PAGE}")
    page.evaluate("window.notReloaded = true")
    card = page.locator("li.suggestion").filter(has=page.get_by_role("heading", name=HKUST))
    card.get_by_role("button", name="Not for us").click()
    said = page.get_by_text(f"{HKUST} is not suggested any more.")
    said.wait_for()
    assert card.count() == 0
    assert page.evaluate("window.notReloaded")
    # Who uses the keyboard is not thrown back to the top of the page.
    assert said.evaluate("e => e === document.activeElement")
    page.close()


def test_facets_change_the_list_in_place_and_the_address(browser: Any, live_url: str) -> None:
    page = browser.new_page()
    page.goto(f"{live_url}/en/organisations/")
    page.evaluate("window.notReloaded = true")
    page.locator(".facets").get_by_role("link", name="Greater Bay Area").click()
    page.wait_for_url("**/organisations/?region=gba")
    assert page.evaluate("window.notReloaded")
    assert page.get_by_role("link", name="Stanford University").count() == 0
    page.get_by_role("link", name=HKUST).wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="Export as CSV").click()
    assert download.value.suggested_filename == "twinbay-organisations.csv"
    page.close()
