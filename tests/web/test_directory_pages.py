"""The directory's pages: what they say, in both languages, with a fixed number of queries."""

import logging
import re
from pathlib import Path
from typing import Any

import pytest

PEROVSKITES = "T10247"
# Page and how many questions it asks of the lake once a build's totals are known.
PAGES = {
    "organisations/": 2,
    "organisations/?region=gba&kind=education&field=green-energy&q=university&sort=name": 2,
    "organisations/org:stan/": 7,
    "organisations/org:mit/": 7,
    "organisations/org:fund/": 7,
    f"pairs/org:stan/org:hkust/?topic={PEROVSKITES}": 6,
    f"topics/{PEROVSKITES}/": 7,
    "fields/": 2,
    "fields/green-energy/": 7,
    "people/person:lin/": 3,
    "works/work:1/": 2,
}


def page(client: Any, path: str, language: str = "en") -> str:
    response = client.get(f"/{language}/{path}")
    assert response.status_code == 200, response.content.decode()[:2_000]
    return str(response.content.decode())


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("path", PAGES)
def test_pages_answer_in_both_languages(
    client: Any, directory_home: Path, path: str, language: str
) -> None:
    html = page(client, path, language)
    assert f'lang="{"zh-Hans" if language == "zh" else "en"}"' in html[:80]
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert len(re.findall(r"<h1\b", html)) == 1


@pytest.mark.parametrize("path", PAGES)
def test_pages_ask_the_lake_a_fixed_number_of_times(
    client: Any, directory_home: Path, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    page(client, path)  # counts once what is kept per build
    with caplog.at_level(logging.DEBUG, "twinbay.web.directory.queries.serving"):
        page(client, path)
    asked = [r for r in caplog.records if r.getMessage().startswith("lake query")]
    assert len(asked) <= PAGES[path]


@pytest.mark.parametrize("path", [path for path in PAGES if "?" not in path])
def test_every_page_leads_to_its_sources(client: Any, directory_home: Path, path: str) -> None:
    assert 'href="/en/sources/#tiny"' in page(client, path)


def test_an_organisation_says_what_it_is_and_how_its_region_was_decided(
    client: Any, directory_home: Path
) -> None:
    html = page(client, "organisations/org:stan/")
    assert "斯坦福大学" in html
    assert "Santa Clara County" in html
    assert "by its coordinates and the outlines of the places" in html
    assert 'href="https://ror.org/00f54p054"' in html
    assert 'href="/en/organisations/org:cell/">Bay Cell Works' in html
    assert 'href="/en/organisations/org:stan/">Stanford University' in page(
        client, "organisations/org:cell/"
    )


def test_a_chinese_page_has_chinese_names(client: Any, directory_home: Path) -> None:
    html = page(client, "organisations/org:stan/", "zh")
    assert "<h1>斯坦福大学</h1>" in html
    assert "钙钛矿材料及应用" in html
    assert "双方都研究" in html


def test_suggestions_have_reasons_that_lead_to_their_numbers(
    client: Any, directory_home: Path
) -> None:
    html = page(client, "organisations/org:stan/")
    section = html[html.index('id="suggested"') : html.index('id="strong-title"')]
    assert "They already have 28 joint works (2017–2023), 18 of them since 2021." in section
    assert 'href="/en/pairs/org:stan/org:hkust/#joint-years">28 joint works' in section
    # Third parties of Stanford and SUSTech: HKUST (28 and 9 works), MIT (4 and 3).
    assert (
        "with Hong Kong University of Science and Technology, Stanford University has 28" in section
    )
    assert "and Southern University of Science and Technology 9 works." in section
    assert 'href="/en/pairs/org:stan/org:sustech/#third-parties">all 2 third parties' in section
    assert 'href="/en/pairs/org:sustech/org:hkust/#joint-years">9 joint works' in section
    assert f'href="/en/pairs/org:stan/org:sustech/?topic={PEROVSKITES}#topic-years"' in section


def test_every_number_of_a_reason_is_on_the_page_it_leads_to(
    client: Any, directory_home: Path
) -> None:
    joint = text_of(page(client, "pairs/org:stan/org:hkust/"))
    assert "Joint works 28" in joint
    topic = text_of(page(client, f"pairs/org:stan/org:sustech/?topic={PEROVSKITES}"))
    # Steps 1 to 7: 28 works each; 2018-2020 are 2+3+4, 2021-2023 are 5+6+7.
    assert "Stanford University: 28 works in all, 9 in 2018–2020, 18 in 2021–2023." in topic
    third = text_of(page(client, "pairs/org:stan/org:sustech/"))
    assert re.search(r"Massachusetts Institute of Technology Elsewhere 4 3", third)


def test_stated_focus_is_a_reason_between_those_without_works(
    client: Any, directory_home: Path
) -> None:
    html = page(client, "organisations/org:fund/")
    assert "Both could invest together: Golden Gate Ventures states" in html
    assert 'href="/en/organisations/org:filler-00/#focus"' in html
    assert 'id="focus"' in page(client, "organisations/org:filler-00/")


def test_an_organisation_outside_both_bays_gets_partners_in_both(
    client: Any, directory_home: Path
) -> None:
    html = page(client, "organisations/org:mit/")
    assert "lies outside both bays" in html
    assert 'id="suggested-sf-bay"' in html
    assert 'id="suggested-gba"' in html


def test_where_nothing_speaks_for_anyone_the_page_says_so(
    client: Any, directory_home: Path
) -> None:
    assert "No partner to suggest" in page(client, "organisations/org:filler-01/")


def test_people_and_transactions_are_shown_where_loaded(client: Any, directory_home: Path) -> None:
    html = page(client, "organisations/org:cell/")
    assert "Golden Gate Ventures" in html
    assert "2021-03-01" in html
    assert "5,000,000" in html
    people = page(client, "organisations/org:hkust/")
    assert 'href="/en/people/person:lin/">Lin Mei' in people
    assert "Transactions" not in people


def test_a_person_has_a_name_and_works_and_nothing_else(client: Any, directory_home: Path) -> None:
    html = page(client, "people/person:lin/")
    assert "Stable perovskite solar cells" in html
    assert "锂电池回收数据集" in html
    assert 'href="/en/organisations/org:hkust/"' in html
    assert "orcid" not in html.lower()


def test_a_work_names_its_topics_and_the_rule_and_shortens_the_abstract(
    client: Any, directory_home: Path
) -> None:
    html = page(client, "works/work:3/")
    assert "assigned from title and abstract by nearness of meaning" in html
    assert html.count("Long.") < 100
    assert "…" in html
    # One author with two organisations: two rows.
    assert html.count('href="/en/people/person:eve/"') == 2


def test_joint_works_are_listed_as_they_are_counted(client: Any, directory_home: Path) -> None:
    html = page(client, "pairs/org:hkust/org:stan/")
    assert 'href="/en/works/work:1/"' in html
    assert 'href="/en/works/work:3/"' in html
    assert "work:4" not in html  # without a year it is in no yearly figure
    assert "work:2" not in html


def test_a_pair_reads_the_same_from_either_side(client: Any, directory_home: Path) -> None:
    first = text_of(page(client, "pairs/org:stan/org:hkust/"))
    second = text_of(page(client, "pairs/org:hkust/org:stan/"))
    for text in (first, second):
        assert "Joint works 28" in text


def test_the_topic_page_compares_both_bays(client: Any, directory_home: Path) -> None:
    html = page(client, f"topics/{PEROVSKITES}/")
    text = text_of(html)
    # sf-bay: 7 * 10 + 3 * 28; gba: 7 * 8 + 28.
    assert "San Francisco Bay Area 154 works" in text
    assert "Greater Bay Area 84 works" in text
    assert 'href="/en/fields/green-energy/"' in html
    assert 'href="/en/people/person:lin/"' in html
    assert 'href="/en/pairs/org:stan/org:hkust/#joint-topics">28' in html


def test_the_field_page_has_bridges_and_missing_ones(client: Any, directory_home: Path) -> None:
    html = page(client, "fields/green-energy/")
    existing = html[html.index('id="bridges-title"') : html.index('id="missing-title"')]
    missing = html[html.index('id="missing-title"') : html.index('id="topics-title"')]
    assert 'href="/en/pairs/org:stan/org:hkust/#joint-topics"' in existing
    assert 'href="/en/pairs/org:stan/org:hkust/"' not in missing
    assert 'href="/en/pairs/org:ucb/org:hkust/"' in missing
    assert "Both publish on" in missing
    # 2021-2023 in the perovskites of the field only: 5+6+7, before 2+3+4.
    assert "18 shared works in 2021–2023: 2.0 times the 9 of 2018–2020." in html


def test_the_field_page_tells_stated_areas_of_work_apart_from_works(
    client: Any, directory_home: Path
) -> None:
    html = page(client, "fields/green-energy/")
    stating = html[html.index('id="stating-title"') : html.index('id="bridges-title"')]
    assert "not counts of works" in stating
    (row,) = re.findall(r"<tr[^>]*>(?:(?!</tr>).)*org:fund.*?</tr>", stating, re.DOTALL)
    assert text_of(row).split("Ventures")[1].split() == ["Investor", "battery", "recycling", "0"]
    assert "org:filler-00" not in stating  # the same phrase, but nobody gave it a topic
    chinese = page(client, "fields/green-energy/", language="zh")
    assert "电池回收" in chinese[chinese.index('id="stating-title"') :]


def test_fields_count_only_their_own_shared_works(client: Any, directory_home: Path) -> None:
    text = text_of(page(client, "fields/"))
    assert re.search(r"Artificial intelligence 126 [\d.]+ 112 [\d.]+ 14\b", text)


def sources_linked(html: str) -> set[str]:
    return set(re.findall(r'href="/\w+/sources/#([^"]+)"', html))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_source_link_lands_on_a_source(
    client: Any, directory_home: Path, language: str
) -> None:
    anchors = set(re.findall(r'\bid="([^"]+)"', page(client, "sources/", language)))
    linked = {path: sources_linked(page(client, path, language)) for path in PAGES}
    assert any(linked.values())
    lost = {path: keys - anchors for path, keys in linked.items() if keys - anchors}
    assert not lost
