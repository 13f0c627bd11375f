"""The site in Debian's Chromium: every page, both languages, all widths, scripts on and off."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from tiny_lake import PAGES

pytestmark = pytest.mark.browser
WIDTHS = (1440, 1024, 390)  # px: wide, laptop, telephone
NO_WEBGL = """
const original = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
  return kind.startsWith("webgl") ? null : original.call(this, kind, ...rest);
};
"""


class Visit:
    """A browser tab that remembers what went wrong."""

    def __init__(self, context: Any, base: str) -> None:
        self.page = context.new_page()
        self.base = base
        self.mistakes: list[str] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.mistakes.append(f"script: {error}"))

    def _console(self, message: Any) -> None:
        if message.type == "error":
            self.mistakes.append(f"console: {message.text}")

    def go(self, path: str) -> Any:
        """Load a page and wait until its charts and maps are drawn."""
        response = self.page.goto(f"{self.base}{path}")
        maps = self.page.locator("[data-map]")
        for number in range(maps.count()):
            self.page.locator("[data-map][data-drawn]").nth(number).wait_for()
        charts = self.page.locator("[data-chart]")
        for number in range(charts.count()):
            charts.nth(number).locator("canvas").first.wait_for()
        return response


@pytest.fixture
def visit(browser: Any, live_url: str) -> Iterator[Visit]:
    """A wide tab of an English reader, without cookies."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    tab = Visit(context, live_url)
    tab.page.set_default_timeout(15_000)
    yield tab
    context.close()


@pytest.fixture
def without_scripts(browser: Any, live_url: str) -> Iterator[Any]:
    """A tab with JavaScript off."""
    context = browser.new_context(java_script_enabled=False, base_url=live_url)
    yield context.new_page()
    context.close()


def _overflow(page: Any) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


@pytest.mark.parametrize("prefix", ["en", "zh"])
@pytest.mark.parametrize("page", PAGES)
def test_pages_load_without_errors_and_fit_every_width(
    visit: Visit, page: str, prefix: str
) -> None:
    response = visit.go(f"/{prefix}/{page}")
    missing = page == "nowhere/"
    assert response.status == (404 if missing else 200)
    assert visit.page.locator("html").get_attribute("lang") == (
        "zh-Hans" if prefix == "zh" else "en"
    )
    assert visit.page.locator("h1").count() == 1
    for width in WIDTHS:
        visit.page.set_viewport_size({"width": width, "height": 900})
        assert _overflow(visit.page) <= 0, f"scrolls sideways at {width} px"
    allowed = ["console: Failed to load resource"] if missing else []
    left = [m for m in visit.mistakes if not any(m.startswith(start) for start in allowed)]
    assert left == []


@pytest.mark.parametrize(
    ("prefix", "words", "found"),
    [
        ("en", "Stanford", "Stanford University"),
        ("en", "perovskite solar cells", "Perovskite"),
        ("zh", "钙钛矿太阳能电池", "太阳能电池"),
        ("zh", "南方科技", "南方科技大学"),
        ("zh", "鈣鈦礦", "钙钛矿"),
    ],
)
def test_search_from_the_home_page(visit: Visit, prefix: str, words: str, found: str) -> None:
    visit.page.goto(f"{visit.base}/{prefix}/")
    visit.page.get_by_role("searchbox").fill(words)
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**/search/?q=*")
    assert visit.page.get_by_role("searchbox").first.input_value() == words
    visit.page.locator("main").get_by_role("link", name=found).first.wait_for()
    assert visit.mistakes == []


def _suggested(page: Any) -> list[str]:
    return [text.strip() for text in page.locator("#suggested ol h4").all_inner_texts()]


def _named(action: str, organisation: str) -> re.Pattern[str]:
    return re.compile(rf"^{action}\s*: {re.escape(organisation)}$")


def test_a_suggestion_is_dismissed_and_taken_back(visit: Visit) -> None:
    visit.go("/en/organisations/org:stan/")
    before = _suggested(visit.page)
    assert len(before) >= 2
    last = before[-1]
    visit.page.get_by_role("button", name=_named("Not for us", last)).click()
    visit.page.get_by_text(f"{last} is not suggested any more.").wait_for()
    assert last not in _suggested(visit.page)
    visit.go("/en/organisations/org:stan/")
    assert last not in _suggested(visit.page), "the choice is kept"
    visit.page.get_by_role("button", name=_named("Suggest again", last)).click()
    visit.page.get_by_text("is ranked as before.").wait_for()
    assert _suggested(visit.page) == before
    assert visit.mistakes == []


def test_a_followed_suggestion_comes_first_until_unfollowed(visit: Visit) -> None:
    visit.go("/zh/organisations/org:stan/")
    before = _suggested(visit.page)
    last = before[-1]
    visit.page.get_by_role("button", name=_named("关注", last)).click()
    visit.page.get_by_text(f"已关注{last}").wait_for()
    assert _suggested(visit.page)[0] == last
    visit.page.get_by_role("button", name=_named("取消关注", last)).first.click()
    visit.page.get_by_text("恢复原有排序").wait_for()
    assert _suggested(visit.page) == before
    assert visit.mistakes == []


def test_a_choice_of_one_reader_is_not_anothers(browser: Any, live_url: str) -> None:
    lists = []
    for act in (True, False):
        context = browser.new_context(base_url=live_url)
        page = context.new_page()
        page.goto("/en/organisations/org:ucb/")
        if act:
            page.locator("#suggested").get_by_role("button", name="Not for us").first.click()
            page.get_by_text("is not suggested any more.").wait_for()
        lists.append(_suggested(page))
        context.close()
    assert len(lists[0]) == len(lists[1]) - 1


@pytest.mark.parametrize(
    "path", ["sources/", "organisations/org:stan/", "organisations/?region=gba", "fields/"]
)
def test_language_switch_keeps_the_page(visit: Visit, path: str) -> None:
    visit.go(f"/en/{path}")
    visit.page.get_by_role("link", name="中文").click()
    visit.page.wait_for_url(f"**/zh/{path}")
    visit.page.get_by_role("link", name="English").click()
    visit.page.wait_for_url(f"**/en/{path}")
    visit.page.goto(f"{visit.base}/")
    assert visit.page.url.endswith("/en/"), "the last choice is remembered"


@pytest.mark.parametrize("path", ["organisations/", "organisations/org:stan/", "fields/"])
def test_exports_are_files_that_open(visit: Visit, path: str) -> None:
    visit.go(f"/en/{path}")
    for name in ("CSV", "XLSX"):
        link = visit.page.locator(f"a[download]:text-is('{name}'):visible").first
        with visit.page.expect_download() as started:
            link.click()
        content = Path(started.value.path()).read_bytes()
        rows = _rows_of(content, name)
        assert len(rows) >= 2
        assert len({len(row) for row in rows}) == 1


def _rows_of(content: bytes, name: str) -> list[Any]:
    if name == "CSV":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    return list(load_workbook(io.BytesIO(content))["data"].iter_rows(values_only=True))


def test_narrow_facets_and_pages_without_reloading_the_frame(visit: Visit) -> None:
    visit.go("/en/organisations/")
    visit.page.locator(".facet a").filter(has_text="Greater Bay Area").first.click()
    visit.page.wait_for_url("**region=gba*")
    visit.page.locator(".facet a[aria-current]").first.wait_for()
    assert visit.page.locator("tbody").get_by_text("Stanford").count() == 0
    assert visit.mistakes == []


def test_site_works_without_scripts(without_scripts: Any) -> None:
    page = without_scripts
    page.goto("/en/")
    assert page.locator(".map-picture").first.is_visible()
    page.locator("summary").first.click()
    assert (
        page.get_by_role("cell", name="Santa Clara County")
        .or_(page.get_by_role("rowheader", name="Santa Clara County"))
        .first.is_visible()
    )
    page.goto("/en/search/?q=Stanford")
    page.get_by_role("link", name="Stanford University").first.click()
    first = _suggested(page)[0]
    page.get_by_role("button", name=_named("Not for us", first)).click()
    assert page.url.endswith("#suggested")
    assert first not in _suggested(page)
    # A chart that cannot be drawn takes no room; its table can be opened.
    assert not page.locator("[data-chart]").first.is_visible()


def test_map_without_webgl_keeps_the_picture(browser: Any, live_url: str) -> None:
    context = browser.new_context()
    context.add_init_script(NO_WEBGL)
    tab = Visit(context, live_url)
    tab.page.goto(f"{live_url}/en/")
    tab.page.locator("[data-chart] canvas").first.wait_for()
    assert tab.page.locator(".map-picture").count() == 2
    assert tab.page.locator(".map-picture").first.is_visible()
    assert tab.page.locator(".map-canvas").count() == 0
    assert tab.mistakes == []
    context.close()


def test_map_lists_the_organisations_at_a_place(visit: Visit) -> None:
    visit.go("/zh/")
    canvas = visit.page.locator("[data-map='map-sf-bay'] canvas")
    canvas.focus()
    assert "旧金山湾区地图" in canvas.get_attribute("aria-label")
    visit.page.get_by_role("button", name="放大").first.wait_for()
    # San Francisco and Oakland lie near the centre of the nine counties.
    canvas.press("Enter")
    link = visit.page.locator(".map-popup a").first
    link.wait_for()
    assert "/zh/organisations/org:" in link.get_attribute("href")
    assert visit.mistakes == []


def test_chart_reads_its_values_with_the_keyboard(visit: Visit) -> None:
    visit.go("/en/")
    chart = visit.page.get_by_role("img", name="Works that both bays took part in")
    chart.focus()
    chart.press("End")
    spoken = visit.page.locator("[data-chart='chart-shared-data'] + [aria-live]")
    assert spoken.inner_text() == "2023: Shared works 9"
    chart.press("ArrowLeft")
    assert spoken.inner_text() == "2022: Shared works 8"
    assert visit.page.locator(".chart-tooltip").first.is_visible()
    chart.press("Escape")
    assert spoken.inner_text() == ""
    assert visit.mistakes == []


def test_keyboard_reaches_content_first_and_always_shows_where_it_is(visit: Visit) -> None:
    visit.go("/en/organisations/org:stan/")
    visit.page.keyboard.press("Tab")
    skip = visit.page.get_by_role("link", name="Skip to the content")
    assert skip.evaluate("e => e === document.activeElement")
    assert skip.bounding_box()["y"] >= 0
    visit.page.keyboard.press("Enter")
    assert visit.page.evaluate("document.activeElement.id") == "content"
    for _ in range(12):
        visit.page.keyboard.press("Tab")
        outline = visit.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", visit.page.evaluate("document.activeElement.outerHTML")


def test_colours_follow_the_scheme_in_charts_and_maps(browser: Any, live_url: str) -> None:
    context = browser.new_context(color_scheme="dark")
    tab = Visit(context, live_url)
    tab.go("/en/")
    ground = tab.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(20, 24, 28)"
    tab.page.emulate_media(color_scheme="light")
    tab.page.wait_for_timeout(300)
    assert tab.page.evaluate("getComputedStyle(document.body).backgroundColor") != ground
    assert tab.mistakes == []
    context.close()
