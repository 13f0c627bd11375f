"""Odd addresses and hostile evidence: pages in words, nothing run, nothing leaked."""

from pathlib import Path
from typing import Any

import pytest
from directory_lake import FILLERS

UNKNOWN = [
    "organisations/org:nobody/",
    "organisations/%3Cscript%3Ealert(1)%3C%2Fscript%3E/",
    "organisations/org%3A%00/",
    "organisations/%27%20OR%201%3D1%20--/",
    f"organisations/{'x' * 5_000}/",
    "pairs/org:stan/org:nobody/",
    "pairs/org:nobody/org:stan/",
    "pairs/org:stan/org:stan/",
    "topics/T99999999/",
    "topics/%F0%9F%8E%89/",
    "fields/astrology/",
    "people/person:nobody/",
    "works/work:nobody/",
]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("path", UNKNOWN)
def test_what_does_not_exist_is_a_page_in_words(
    client: Any, directory_home: Path, path: str, language: str
) -> None:
    response = client.get(f"/{language}/{path}")
    html = response.content.decode()
    assert response.status_code == 404
    assert "<h1>" in html
    assert "<script>alert" not in html
    assert "Traceback" not in html


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-3",
        "page=abc",
        "page=1e9",
        "page=%EF%BC%91",
        "page=99999999999999999999",
        "region=atlantis&kind=dragon&place=nowhere&field=astrology&sort=evil",
        "region=gba&region=sf-bay",
        "q=%00%01%ff",
        "q=%27%3B+DROP+TABLE+organisations%3B--",
        "q=%25%25%25",
        "q=" + "%E9%92%99" * 3_300,
        "all=organisations&all=x",
    ],
)
def test_odd_queries_of_the_list_still_answer(
    client: Any, directory_home: Path, query: str
) -> None:
    assert client.get(f"/en/organisations/?{query}").status_code == 200


def test_a_page_beyond_the_end_shows_the_last_one(client: Any, directory_home: Path) -> None:
    html = client.get("/en/organisations/?page=999999").content.decode()
    assert "Page 2 of 2" in html
    assert f"Filler {FILLERS - 1:02}" in html


@pytest.mark.parametrize("topic", ["T99999999", "", "%3Cscript%3E", "x" * 2_000])
def test_an_odd_topic_of_a_pair_is_left_out(client: Any, directory_home: Path, topic: str) -> None:
    response = client.get(f"/en/pairs/org:stan/org:hkust/?topic={topic}")
    assert response.status_code == 200
    assert 'id="topic-title"' not in response.content.decode()


PAGES_WITH_HOSTILE_TEXT = [
    "organisations/?region=gba",
    "organisations/org:evil/",
    "organisations/org:stan/",
    "pairs/org:evil/org:stan/",
    "pairs/org:hkust/org:stan/",
    "topics/T10018/",
    "topics/T10247/",
    "fields/green-energy/",
    "people/person:eve/",
    "works/work:3/",
    "organisations/?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E",
]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("path", PAGES_WITH_HOSTILE_TEXT)
def test_text_of_others_stays_text(
    client: Any, directory_home: Path, path: str, language: str
) -> None:
    response = client.get(f"/{language}/{path}")
    html = response.content.decode()
    assert response.status_code == 200
    for tag in ("<script>alert", "<img src=x", "<b>Eve"):
        assert tag not in html
    assert 'href="javascript:' not in html


def test_hostile_names_are_shown_as_they_are(client: Any, directory_home: Path) -> None:
    html = client.get("/en/organisations/org:evil/").content.decode()
    assert "<h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1>" in html


def test_pages_cannot_be_posted_to(client: Any, directory_home: Path) -> None:
    assert client.post("/en/organisations/").status_code in {403, 405}
