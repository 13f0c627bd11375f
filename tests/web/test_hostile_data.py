"""What a hostile data set must not achieve, on any page that leads to it."""

import re
from collections import Counter, deque
from pathlib import Path
from typing import Any

import pytest
from page_tags import tags_of
from tiny_lake import table

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "</script><script>alert(3)</script>",
    "'; DROP TABLE organisations; --",
    "{{ 7|add:7 }}{% include 'base.html' %}",
    '=HYPERLINK("http://evil.example")',
    "\u202eevil\u0000<b>",
)
MOST_QUERIES = 6  # addresses followed that differ in their query only
EXPORTS = ("/en/organisations/?table=organisations&export=csv",)


def hostile_tables() -> dict[str, Any]:
    """A lake whose every text is an attack; regions and places are ids that the build gives."""
    regions = ("sf-bay", "gba")
    organisations = []
    for number, payload in enumerate(PAYLOADS):
        clean = payload.replace("\u0000", "")
        for region, place in (("sf-bay", "alameda"), ("gba", "shenzhen")):
            organisations.append(
                (
                    *(f"org:{region}-{number}", clean, clean, "enterprise", region, place, clean),
                    *("US", 37.4 + number / 10, -122.0, "javascript:alert(9)", clean, "bad"),
                )
            )
    bad_source = ("bad", *(PAYLOADS[1],) * 1, "javascript:alert(8)", PAYLOADS[0], PAYLOADS[2], 7)
    topics = ("T10247", "T10036")
    years = range(2018, 2024)
    per_org = [
        (org[0], topic, year, 3, 1, 1.5, "bad")
        for org in organisations
        for topic in topics
        for year in years
    ]
    return {
        "organisations": table(
            "org_id name name_zh kind region place city country lat lon url region_rule source",
            *organisations,
        ),
        "portfolio": table("org_id topic year works citations specialisation source", *per_org),
        "topic_totals": table(
            "topic year works citations source",
            *((topic, year, 90, 9, "bad") for topic in topics for year in years),
        ),
        "collaboration": table(
            "org_a org_b topic year works source",
            *(("org:gba-0", f"org:sf-bay-{n}", topics[0], 2022, 2, "bad") for n in (0, 1, 2)),
        ),
        "region_portfolio": table(
            "region topic year works citations source",
            *((region, t, y, 30, 3, "bad") for region in regions for t in topics for y in years),
        ),
        "region_collaboration": table(
            "region_a region_b topic year works source",
            *(("gba", "sf-bay", topics[0], year, 2, "bad") for year in years),
        ),
        "people": table(
            "person_id name source", *((f"person:{n}", PAYLOADS[n], "bad") for n in range(3))
        ),
        "works": table(
            "work_id kind title abstract year venue topics language source",
            *(
                (
                    f"work:{n}",
                    "paper",
                    PAYLOADS[n],
                    PAYLOADS[1],
                    2022,
                    PAYLOADS[2],
                    [t],
                    "en",
                    "bad",
                )
                for n, t in enumerate((topics[0], topics[1], topics[0]))
            ),
        ),
        "authorships": table(
            "work_id position person_id org_id region raw_affiliation source",
            *(
                (f"work:{n}", 0, f"person:{n}", org, region, PAYLOADS[0], "bad")
                for n in range(3)
                for org, region in ((f"org:sf-bay-{n}", "sf-bay"), ("org:gba-0", "gba"))
            ),
        ),
        "sources": table("source title url licence note rows", bad_source),
    }


@pytest.fixture(scope="module")
def hostile_pages(
    lake_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[int, str, str]]:
    """Every page that can be reached from the home pages: status, content type and text."""
    from django.conf import settings
    from django.test import Client

    from twinbay.lake.store import write_build

    home = tmp_path_factory.mktemp("hostile")
    write_build(home, hostile_tables(), {"built": PAYLOADS[0]})
    usual, settings.TWINBAY_HOME = settings.TWINBAY_HOME, home
    try:
        return _crawled(Client(raise_request_exception=False))
    finally:
        settings.TWINBAY_HOME = usual


def _crawled(client: Any) -> dict[str, tuple[int, str, str]]:
    waiting, pages = deque(["/en/", "/zh/", *EXPORTS]), {}
    queries: Counter[str] = Counter()
    while waiting and len(pages) < 150:
        path = waiting.popleft()
        queries[path.partition("?")[0]] += 1
        if path in pages or queries[path.partition("?")[0]] > MOST_QUERIES:
            continue
        response = client.get(path)
        text = response.content.decode(errors="replace") if not response.streaming else ""
        kind = response["Content-Type"]
        pages[path] = (response.status_code, kind, text)
        if not kind.startswith("text/html"):
            continue
        for tag, attributes in tags_of(text):
            address = (attributes.get("href") or "").partition("#")[0]
            if tag == "a" and address.startswith(("/en/", "/zh/")):
                waiting.append(address)
    return pages


def test_hostile_data_reach_many_pages_without_a_mistake(
    hostile_pages: dict[str, tuple[int, str, str]],
) -> None:
    assert len(hostile_pages) > 60
    assert {path: page[0] for path, page in hostile_pages.items() if page[0] >= 400} == {}
    shown = "".join(text for _status, kind, text in hostile_pages.values() if "html" in kind)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown


def test_hostile_data_become_neither_scripts_nor_links(
    hostile_pages: dict[str, tuple[int, str, str]],
) -> None:
    for path, (_status, kind, text) in hostile_pages.items():
        if "html" not in kind:
            continue
        for tag, attributes in tags_of(text):
            assert not [name for name in attributes if name.startswith("on")], path
            assert attributes.get("src") != "x", path
            for name in ("href", "src", "action"):
                address = (attributes.get(name) or "").strip().lower()
                assert not address.startswith(("javascript:", "data:")), path
            if tag == "script":
                trusted = (attributes.get("src") or "").startswith("/static/")
                assert trusted or attributes.get("type") == "application/json", path


def test_hostile_data_are_not_run_as_templates(
    hostile_pages: dict[str, tuple[int, str, str]],
) -> None:
    shown = "".join(text for _status, kind, text in hostile_pages.values() if "html" in kind)
    assert "{{ 7|add:7 }}" in shown


def test_hostile_data_are_defused_in_exports(
    hostile_pages: dict[str, tuple[int, str, str]],
) -> None:
    files = [text for _status, kind, text in hostile_pages.values() if kind.startswith("text/csv")]
    assert "HYPERLINK" in "".join(files)
    for text in files:
        assert not re.search(r'(^|,)"?[=+@-](?!\d)', text, re.MULTILINE), text[:300]


def test_map_data_are_not_html(hostile_pages: dict[str, tuple[int, str, str]], client: Any) -> None:
    response = client.get("/en/map/gba/organisations.geojson")
    assert response["Content-Type"] == "application/geo+json"
    assert response["X-Content-Type-Options"] == "nosniff"
