"""A preprint and its paper: linked, kept, and counted once."""

from pathlib import Path
from typing import Any

import pytest
from built_lakes import LISTS, PAIR, load, rows
from tidy_tables import affiliation, work

from twinbay.lake.build import build
from twinbay.lake.store import Lake

TITLE = "Perovskite solar cells that last"
ABSTRACT = "We make perovskite solar cells that last ten years in the sun and measure how they age."
TOPIC = {"topics": ["T10036"], "topics_rule": "source"}
STANFORD, HKU = "org:00f54p054", "org:02zhqgq86"


def built(
    home: Path,
    preprint: dict[str, Any],
    paper: dict[str, Any],
    by: tuple[dict[str, Any], ...] | None = None,
) -> Lake:
    """Build a lake of a preprint (p) and a paper (q), both of 2020 and by Mei Lin unless given."""
    works = [
        work(
            "p", **{"title": TITLE, "kind": "preprint", "abstract": ABSTRACT, **TOPIC, **preprint}
        ),
        work("q", **{"title": TITLE, "abstract": ABSTRACT, **TOPIC, **paper}),
    ]
    by = by or (
        affiliation("p", 0, "Mei Lin", "Stanford University", country="US"),
        affiliation("q", 0, "Mei Lin", "Stanford University", country="US"),
    )
    load(home, LISTS, "lists")
    load(home, {"part": {"works": works, "affiliations": list(by)}}, "rows")
    build(home, PAIR)
    return Lake.open(home)


def links(lake: Lake) -> list[tuple[str, str, str]]:
    return [(r["work_id"], r["version_of"], r["rule"]) for r in rows(lake, "work_versions")]


LINKED = ("work:p", "work:q")


def test_a_preprint_and_its_paper_are_kept_linked_and_counted_once(tmp_path: Path) -> None:
    by = (
        affiliation("p", 0, "Mei Lin", "Stanford University", country="US"),
        affiliation("q", 0, "Mei Lin", "Stanford University", country="US"),
        affiliation("q", 1, "Li Ming", "The University of Hong Kong", country="CN"),
    )
    lake = built(tmp_path / "home", {"year": 2019, "citations": 70}, {"citations": 5}, by)
    assert links(lake) == [(*LINKED, "same-title")]
    assert {row["work_id"] for row in rows(lake, "works")} == set(LINKED)
    assert {row["work_id"] for row in rows(lake, "authorships")} == set(LINKED)
    counted = {
        name: [(r["year"], r["works"], r.get("citations")) for r in rows(lake, name)]
        for name in ("topic_totals", "portfolio", "collaboration", "region_portfolio")
    }
    assert counted == {
        "topic_totals": [(2020, 1, 70)],
        "portfolio": [(2020, 1, 70)] * 2,
        "collaboration": [(2020, 1, None)],
        "region_portfolio": [(2020, 1, 70)] * 2,
    }
    assert [r["works"] for r in rows(lake, "region_collaboration")] == [1]
    assert lake.manifest["notes"] == ["1 preprints were counted with the papers they became"]


def test_the_paper_has_the_organisations_of_its_preprint_too(tmp_path: Path) -> None:
    by = (
        affiliation("p", 0, "Mei Lin", "Stanford University", country="US"),
        affiliation("p", 1, "Li Ming", "The University of Hong Kong", country="CN"),
        affiliation("q", 0, "Mei Lin", "Stanford University", country="US"),
    )
    lake = built(tmp_path / "home", {}, {}, by)
    assert {(r["org_id"], r["works"]) for r in rows(lake, "portfolio")} == {(STANFORD, 1), (HKU, 1)}


@pytest.mark.parametrize(
    ("preprint", "paper"),
    [
        ({"title": "PEROVSKITE Solar-Cells, that last!"}, {}),
        ({"kind": "paper", "venue": "arXiv (Cornell University)"}, {"venue": "Joule"}),
        ({"kind": "paper", "venue": "bioRxiv"}, {}),
        ({"year": 2018}, {}),
        ({"year": 2022}, {}),
    ],
)
def test_one_work(tmp_path: Path, preprint: dict[str, Any], paper: dict[str, Any]) -> None:
    assert links(built(tmp_path / "home", preprint, paper)) == [(*LINKED, "same-title")]


@pytest.mark.parametrize(
    ("preprint", "paper"),
    [
        ({"kind": "paper"}, {}),  # two papers
        ({}, {"kind": "preprint"}),  # two preprints
        ({}, {"kind": "dataset"}),
        ({"kind": "dataset", "venue": "arXiv"}, {}),
        ({"year": 2017}, {}),
        ({"year": None}, {}),
        ({"title": "Preface"}, {"title": "Preface"}),
        ({"title": TITLE + " longer than all others"}, {}),
        (
            {"title": "Perovskite solar cells that rust", "abstract": "Rust is not what we meant."},
            {},
        ),
        ({"title": TITLE + ", part I"}, {"title": TITLE + ", part II"}),
        ({"title": TITLE + " 1"}, {"title": TITLE + " 2"}),
        ({"title": TITLE + "ed", "abstract": None}, {"abstract": None}),
    ],
)
def test_two_works(tmp_path: Path, preprint: dict[str, Any], paper: dict[str, Any]) -> None:
    lake = built(tmp_path / "home", preprint, paper)
    assert links(lake) == []
    counted = sum(row["works"] for row in rows(lake, "topic_totals"))
    assert counted == sum(row["year"] is not None for row in rows(lake, "works"))


def test_a_title_may_differ_a_little_where_the_abstract_is_the_same(tmp_path: Path) -> None:
    lake = built(tmp_path / "home", {"title": "Perovskite solar cells which last"}, {})
    assert links(lake) == [(*LINKED, "near-title")]


@pytest.mark.parametrize(
    ("author", "organisation", "linked"),
    [
        ("Mei Lin", "The University of Hong Kong", True),
        ("Li Ming", "Stanford University", True),
        ("Li Ming", "The University of Hong Kong", False),
    ],
)
def test_works_of_one_title_share_an_author_or_an_organisation(
    tmp_path: Path, author: str, organisation: str, linked: bool
) -> None:
    by = (
        affiliation("p", 0, author, organisation),
        affiliation("q", 0, "Mei Lin", "Stanford University", country="US"),
    )
    assert links(built(tmp_path / "home", {}, {}, by)) == [(*LINKED, "same-title")] * linked


def test_a_preprint_goes_to_the_paper_of_its_title_first_and_of_the_nearest_year_next(
    tmp_path: Path,
) -> None:
    ids = ("p", "p2", "a-near-title", "b-far", "q")
    given: dict[str, dict[str, Any]] = {
        "p": {"kind": "preprint"},
        "p2": {"kind": "preprint", "year": 2021},
        "a-near-title": {"title": "Perovskite solar cells which last"},
        "b-far": {"year": 2022},
        "q": {"year": 2021},
    }
    works = [work(i, **{"title": TITLE, "abstract": ABSTRACT, **TOPIC, **given[i]}) for i in ids]
    by = [affiliation(i, 0, "Mei Lin", "Stanford University", country="US") for i in ids]
    load(tmp_path / "home", {"part": {"works": works, "affiliations": by}}, "rows", build_now=True)
    found = {
        row["work_id"]: row["version_of"]
        for row in rows(Lake.open(tmp_path / "home"), "work_versions")
    }
    assert found == {"work:p": "work:q", "work:p2": "work:q"}
