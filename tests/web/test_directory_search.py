"""The search page: hits of every kind, why they matched, facets, paging, odd queries."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest


def page(client: Any, query: str, language: str = "en") -> str:
    response = client.get(f"/{language}/search/?{query}")
    assert response.status_code == 200
    return str(response.content.decode())


def hits(html: str) -> list[str]:
    """Addresses of the hits, in order."""
    return re.findall(r'<h3><a href="([^"]+)">', html)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Stanford", "organisations/org:stan/"),
        ("斯坦福", "organisations/org:stan/"),
        ("香港科技大學", "organisations/org:hkust/"),
        ("Perovskite Materials and Applications", "topics/T10247/"),
        ("Lin Mei", "people/person:lin/"),
        ("Stable perovskite solar cells", "works/work:1/"),
        ("锂电池回收数据集", "works/work:2/"),
    ],
)
def test_names_find_what_bears_them_in_both_languages(
    client: Any, directory_home: Path, text: str, first: str, language: str
) -> None:
    found = hits(page(client, f"q={quote(text)}", language))
    assert found[0] == f"/{language}/{first}"


def test_a_subject_in_chinese_finds_those_who_work_on_it(client: Any, directory_home: Path) -> None:
    html = page(client, f"q={quote('鈣鈦礦')}&record=organisation", "zh")
    assert "/zh/organisations/org:stan/" in hits(html)
    html = page(client, "q=battery+recycling&region=gba")
    assert "/en/organisations/org:filler-00/" in hits(html)


def test_each_hit_says_why_it_matched(client: Any, directory_home: Path) -> None:
    html = page(client, "q=Stanford")
    assert "Found “stanford” in its name" in html
    html = page(client, "q=battery+recycling&record=organisation&region=sf-bay")
    fund = html[html.index("org:fund") :]
    assert "in its areas of work" in fund.split("</li>", 1)[0]


def test_facets_narrow_down_and_are_taken_back(client: Any, directory_home: Path) -> None:
    html = page(client, "q=university")
    narrowed = "/en/search/?q=university&amp;record=organisation"
    assert f'href="{narrowed}"' in html
    only = page(client, "q=university&record=organisation")
    assert all(address.startswith("/en/organisations/") for address in hits(only))
    assert 'href="/en/search/?q=university" rel="nofollow" aria-current="true"' in only
    both = page(client, "q=university&region=gba&region=sf-bay&record=organisation")
    assert {"/en/organisations/org:stan/", "/en/organisations/org:hkust/"} <= set(hits(both))
    gba = page(client, "q=university&region=gba&record=organisation")
    assert "/en/organisations/org:stan/" not in hits(gba)


def test_years_narrow_works_down(client: Any, directory_home: Path) -> None:
    text = quote("perovskite")
    assert "/en/works/work:1/" in hits(page(client, f"q={text}&from=2022&to=2022"))
    assert "/en/works/work:1/" not in hits(page(client, f"q={text}&from=2023"))
    assert 'value="2023"' in page(client, f"q={text}&from=2023")


def test_fields_of_cooperation_are_found_by_their_names(client: Any, directory_home: Path) -> None:
    html = page(client, "q=artificial+intelligence")
    assert 'href="/en/fields/artificial-intelligence/"' in html
    html = page(client, f"q={quote('人工智能')}", "zh")
    assert 'href="/zh/fields/artificial-intelligence/"' in html
    assert "/fields/artificial-intelligence/" not in page(client, "q=Stanford")


def test_pages_follow_each_other_without_gaps(client: Any, directory_home: Path) -> None:
    seen: list[str] = []
    for number in range(1, 5):
        seen += hits(page(client, f"q=filler&record=organisation&page={number}"))
        if number == 1:
            assert "Page 1 of" in page(client, "q=filler&record=organisation")
    assert len(seen) == len(set(seen)) or len(seen) % 20 == 0
    assert {f"/en/organisations/org:filler-{n:02}/" for n in range(60)} <= set(seen)


def test_nothing_found_says_what_to_try(client: Any, directory_home: Path) -> None:
    html = page(client, "q=Stanford&record=work&from=1500&to=1501")
    assert "Nothing found" in html
    assert not hits(html)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=",
        "q=%20%20",
        "q=" + "x" * 10_000,
        "q=" + quote("钙") * 3_400,
        "q=Stanford&page=999999",
        "q=Stanford&page=-1",
        "q=Stanford&page=zero",
        "q=%00%01",
        "q=%22AND%20OR%20NOT%20(%5B",
        "q=%3Cscript%3Ealert(1)%3C/script%3E",
        "q=%F0%9F%94%8B",
        "record=dragon&region=atlantis&kind=x&field=y&from=abcd&to=20235",
        "from=2025&to=2001",
        "record=organisation&record=topic&record=person&record=work",
    ],
)
def test_odd_queries_still_answer(client: Any, directory_home: Path, query: str) -> None:
    html = page(client, query)
    assert "<script>alert" not in html
    assert "<h1>" in html


def test_a_very_long_query_is_cut_and_says_so(client: Any, directory_home: Path) -> None:
    html = page(client, "q=" + "solar+" * 2_000)
    assert "Only the first 200 characters were searched." in html
    assert len(html) < 100_000


def test_hits_export_with_their_reasons(client: Any, directory_home: Path) -> None:
    response = client.get("/en/search/?q=filler&record=organisation&table=hits&export=csv")
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Title,Record,Region,Year,Why it matched"
    assert len(lines) > 60
    assert "Found" in lines[1]


def test_the_search_box_of_every_page_leads_here(client: Any, directory_home: Path) -> None:
    for path in ("", "fields/", "organisations/org:stan/"):
        assert 'action="/zh/search/"' in client.get(f"/zh/{path}").content.decode()
