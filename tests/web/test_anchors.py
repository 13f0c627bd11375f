"""Links within a page lead to a place on it, also where a table has nothing to show."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from page_tags import tags_of
from tiny_lake import PAGES

# Pages whose tables are empty: no works, no partners, no third party, an unknown topic.
BARE = (
    "organisations/org:fund/",
    "organisations/org:mit/",
    "pairs/org:fund/org:evil/",
    "pairs/org:fund/org:evil/?topic=T10247",
    "topics/T10090/",
    "fields/medicine/",
)


def unmet(html: str) -> Iterator[str]:
    """Yield the names that links within the page ask for and no element bears."""
    tags = tags_of(html)
    ids = {attributes["id"] for _, attributes in tags if "id" in attributes}
    for tag, attributes in tags:
        address = attributes.get("href") or ""
        if tag == "a" and address.startswith("#") and address[1:] not in ids:
            yield address


def test_a_link_without_a_target_is_found() -> None:
    page = '<a href="#here">1</a><p id="here"><a href="#gone">2</a><a href="/x#there">3</a>'
    assert list(unmet(page)) == ["#gone"]


@pytest.mark.parametrize("path", dict.fromkeys((*PAGES, *BARE)))
def test_every_link_within_a_page_has_its_target(client: Any, path: str) -> None:
    html = client.get(f"/en/{path}").content.decode()
    assert 'href="#content"' in html  # every page has one at least
    assert list(unmet(html)) == []


@pytest.mark.parametrize("path", BARE)
def test_they_have_in_the_directory_too(client: Any, directory_home: Path, path: str) -> None:
    response = client.get(f"/en/{path}")
    assert response.status_code == 200
    assert list(unmet(response.content.decode())) == []


@pytest.mark.parametrize("anchor", ["joint-years", "topic-years", "shared-topics", "third-parties"])
def test_what_other_pages_link_to_is_there_on_an_empty_pair_page(client: Any, anchor: str) -> None:
    html = client.get("/en/pairs/org:fund/org:evil/?topic=T10247").content.decode()
    assert [tag for tag, found in tags_of(html) if found.get("id") == anchor] == ["div"]
