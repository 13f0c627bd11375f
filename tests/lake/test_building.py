"""Builds: what goes in comes out counted once, and every figure has a source."""

from pathlib import Path
from typing import Any

import pytest
from built_lakes import FIGURES, HKU, LISTS, PAIR, STANFORD, WORKS, load, nearest_topic, rows
from tidy_tables import affiliation, work

from twinbay.lake.build import BuildSettings, build, needs_topics
from twinbay.lake.importing import remove_source
from twinbay.lake.schema import ORGANISATION_KINDS, REGION_RULES, TABLES
from twinbay.lake.store import Lake
from twinbay.regions.taxonomy import load_topics


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_figures_alone_are_taken_as_they_come(home: Path) -> None:
    load(home, LISTS, "lists")
    load(home, FIGURES, "figures", build_now=True)
    lake = Lake.open(home)
    (row,) = rows(lake, "portfolio")
    assert (row["works"], row["specialisation"], row["source"]) == (40, 2.0, "figures")
    assert rows(lake, "topic_totals")[0]["works"] == 500
    assert {row["region"] for row in rows(lake, "organisations")} == {"sf-bay", "gba"}
    assert lake.rows("works") == lake.rows("people") == lake.rows("mobility") == 0


def test_figures_give_way_to_works(home: Path) -> None:
    load(home, LISTS, "lists")
    load(home, FIGURES, "figures")
    load(home, WORKS, "works", build_now=True)
    lake = Lake.open(home)
    assert {row["source"] for row in rows(lake, "portfolio")} == {"works"}
    stanford = [r for r in rows(lake, "portfolio") if r["org_id"] == STANFORD["org_id"]]
    assert sum(r["works"] for r in stanford) == 2
    assert any("figures of figures were left aside" in note for note in lake.manifest["notes"])
    remove_source(home, "works")
    build(home, PAIR)
    assert rows(Lake.open(home), "portfolio")[0]["works"] == 40


def test_of_two_sources_of_figures_the_larger_is_used(home: Path) -> None:
    smaller = {"figures": {k: [dict(r, works=1) for r in v] for k, v in FIGURES["figures"].items()}}
    load(home, smaller, "smaller")
    load(home, FIGURES, "figures", build_now=True)
    assert [row["works"] for row in rows(Lake.open(home), "portfolio")] == [40]


def test_works_are_counted_with_their_organisations(home: Path) -> None:
    load(home, LISTS, "lists")
    load(home, WORKS, "works", build_now=True)
    lake = Lake.open(home)
    assert {row["org_id"] for row in rows(lake, "authorships")} == {
        STANFORD["org_id"],
        HKU["org_id"],
    }
    (joint,) = rows(lake, "collaboration")
    assert (joint["org_a"], joint["org_b"], joint["topic"], joint["year"], joint["works"]) == (
        STANFORD["org_id"],
        HKU["org_id"],
        "T10036",
        2020,
        1,
    )
    (bridge,) = rows(lake, "region_collaboration")
    assert (bridge["region_a"], bridge["region_b"], bridge["works"]) == ("gba", "sf-bay", 1)
    names = {row["name"]: row for row in rows(lake, "organisation_names")}
    assert names["Stanford Univ."]["org_id"] == STANFORD["org_id"]
    assert names["Stanford Univ."]["rule"] == "known-name"
    assert names["Stanford University"]["works"] == 2


def test_every_table_has_its_columns_and_unique_keys(home: Path) -> None:
    load(home, LISTS, "lists")
    load(home, WORKS, "works", build_now=True)
    lake = Lake.open(home)
    for name, table in TABLES.items():
        found = lake.arrow(name)
        assert found.schema.names == table.columns.names, name
        assert found.schema.types == table.columns.types, name
        keys = [tuple(row[column] for column in table.key) for row in found.to_pylist()]
        assert len(keys) == len(set(keys)), name
        for column in table.columns:
            assert column.nullable or found[column.name].null_count == 0, (name, column.name)
    assert {row["kind"] for row in rows(lake, "organisations")} <= set(ORGANISATION_KINDS)
    assert {row["region_rule"] for row in rows(lake, "authorships")} <= set(REGION_RULES)


def test_every_figure_names_a_source_that_is_described(home: Path) -> None:
    other = {"more": {"works": [work("x1", source="more")], "affiliations": []}}
    works = [{**row, "source": "own"} for row in WORKS["works"]["works"]]
    newcomer = affiliation("w2", 1, "Wei Chen", "Bay Robotics Inc", country="US")
    own = {"p": {"works": works, "affiliations": [*WORKS["works"]["affiliations"], newcomer]}}
    load(home, LISTS, "lists")
    load(home, other, "more")
    load(home, own, "own", build_now=True)
    lake = Lake.open(home)
    described = {row["source"]: row for row in rows(lake, "sources")}
    assert set(described) == {"lists", "more", "own", "more+own", "found-by-name"}
    assert described["more+own"]["title"] == "The source more; The source own"
    named = {
        name: {row["source"] for row in rows(lake, name)}
        for name, table in TABLES.items()
        if "source" in table.columns.names and name not in ("sources", "organisation_names")
    }
    for name in ("portfolio", "collaboration", "topic_totals", "region_portfolio"):
        assert named[name] == {"more+own"}, name
    assert named["organisations"] == {"lists", "found-by-name"}
    assert named["people"] == {"found-by-name"}
    assert set().union(*named.values()) <= set(described)


def test_what_nothing_was_found_in_is_no_source(home: Path) -> None:
    load(home, LISTS, "lists", build_now=True)
    assert [row["source"] for row in rows(Lake.open(home), "sources")] == ["lists"]


def test_a_work_of_two_sources_is_counted_once(home: Path) -> None:
    title = "Perovskite solar cells that last for a thousand hours"
    plain = {
        "a": {
            "works": [work("a1", title=title, source="a"), work("a2", source="a")],
            "affiliations": [
                affiliation("a1", 0, "Mei Lin", "Stanford University"),
                affiliation("a2", 0, "Mei Lin", "Stanford University"),
            ],
        }
    }
    richer = {
        "b": {
            "works": [
                work("b1", title=title.upper() + "!", topics=["T10036"], topics_rule="source")
                | {"source": "b"}
            ],
            "affiliations": [
                affiliation("b1", 0, "Mei Lin", "Stanford University"),
                affiliation("b1", 1, "Li Ming", "University of Hong Kong"),
            ],
        }
    }
    load(home, plain, "a")
    load(home, richer, "b", build_now=True)
    lake = Lake.open(home)
    assert {row["work_id"] for row in rows(lake, "works")} == {"work:a2", "work:b1"}
    assert {row["work_id"] for row in rows(lake, "authorships")} == {"work:a2", "work:b1"}
    assert lake.manifest["notes"] == ["1 works came more than once and were counted once"]


@pytest.mark.parametrize(
    "other", [{"title": "Editorial"}, {"year": 2021}, {"title": "Another title of equal length"}]
)
def test_works_of_two_sources_with_other_title_or_year_both_count(
    home: Path, other: dict[str, Any]
) -> None:
    first = {"title": "The one title of sufficient length", "year": 2020}
    if other == {"title": "Editorial"}:
        first = {**first, **other}
    load(home, {"a": {"works": [work("a1", **first, source="a")]}}, "a")
    load(home, {"b": {"works": [work("b1", **{**first, **other}, source="b")]}}, "b", True)
    assert Lake.open(home).rows("works") == 2


def test_a_work_in_two_parts_keeps_the_first_parts_authors(home: Path) -> None:
    parts = {
        "p1": {"works": [work("w")], "affiliations": [affiliation("w", 0, "Mei Lin", "Stanford")]},
        "p2": {"works": [work("w")], "affiliations": [affiliation("w", 0, "Li Ming", "HKU")]},
    }
    load(home, parts, "parts", build_now=True)
    lake = Lake.open(home)
    assert [row["name"] for row in rows(lake, "people")] == ["Mei Lin"]
    assert lake.rows("authorships") == lake.rows("works") == 1


def test_organisations_that_the_source_identifies_keep_their_ids(home: Path) -> None:
    parts = {
        "p": {
            "works": [work("w")],
            "affiliations": [
                affiliation("w", 0, "Mei Lin", "Stanford", org_id=STANFORD["org_id"]),
                affiliation("w", 1, "A. Noor", "Institute of Nowhere", org_id="org:I77"),
            ],
        }
    }
    load(home, LISTS, "lists")
    load(home, parts, "p", build_now=True)
    lake = Lake.open(home)
    known = {row["org_id"]: row for row in rows(lake, "organisations")}
    assert known["org:I77"]["name"] == "Institute of Nowhere"
    assert known[STANFORD["org_id"]]["name"] == "Stanford University"
    assert {row["org_id"] for row in rows(lake, "authorships")} == {STANFORD["org_id"], "org:I77"}


def test_deals_join_the_organisations_by_name(home: Path) -> None:
    deal = {"kind": "acquisition", "from_name": "Example Motors Inc.", "from_city": "San Jose"}
    deal |= {"from_country": "US", "to_name": "Beispiel GmbH", "to_country": "DE", "source": "d"}
    load(home, {"deals": {"deals": [deal, deal]}}, "deals", build_now=True)
    lake = Lake.open(home)
    (row,) = rows(lake, "transactions")
    known = {row["org_id"]: row for row in rows(lake, "organisations")}
    assert known[row["from_org"]]["region"] == "sf-bay"
    assert known[row["to_org"]]["name"] == "Beispiel GmbH"


def test_works_without_topics_get_them_by_embedding(home: Path) -> None:
    parts = {
        "p": {
            "works": [
                work("w1", title="zyxwvut"),
                work("w2", topics=["T10036"], topics_rule="source"),
            ],
            "affiliations": [affiliation("w1", 0, "Mei Lin", "Stanford University")],
        }
    }
    load(home, parts, "p")
    assert needs_topics(home)
    build(home, PAIR, BuildSettings(encode=nearest_topic, encoder_name="letters"))
    lake = Lake.open(home)
    found = {row["work_id"]: row for row in rows(lake, "works")}
    names = {topic.topic_id: topic.name for topic in load_topics()}
    assert found["work:w1"]["topics_rule"] == "embedding"
    assert names[found["work:w1"]["topics"][0]].lower().startswith("z")
    assert (found["work:w2"]["topics"], found["work:w2"]["topics_rule"]) == (["T10036"], "source")
    assert lake.manifest["topics_by"] == "letters"


def test_topics_are_needed_only_when_a_work_has_none(home: Path) -> None:
    assert not needs_topics(home)
    topical = {"p": {"works": [work("w", topics=["T10036"], topics_rule="source")]}}
    load(home, topical, "p")
    assert not needs_topics(home)
