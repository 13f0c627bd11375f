"""Builds: what goes in comes out counted once; the switch is atomic; every figure has a source."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from tidy_tables import RowsReader, affiliation, work

from twinbay.errors import LakeError
from twinbay.lake.assemble.order import STEPS
from twinbay.lake.build import BuildSettings, build, needs_topics
from twinbay.lake.folders import UNFINISHED
from twinbay.lake.importing import import_source, remove_source
from twinbay.lake.schema import ORGANISATION_KINDS, REGION_RULES, TABLES
from twinbay.lake.store import Lake, current_build
from twinbay.regions import load_pair
from twinbay.regions.taxonomy import load_topics

PAIR = load_pair("sf-bay--gba")
STANFORD = {
    "org_id": "org:00f54p054",
    "name": "Stanford University",
    "kind": "education",
    "city": "Stanford",
    "country": "US",
    "lat": 37.4275,
    "lon": -122.1697,
    "ror": "00f54p054",
    "url": "https://www.stanford.edu",
    "source": "lists",
    "aliases": ["Leland Stanford Junior University"],
}
HKU = {
    "org_id": "org:02zhqgq86",
    "name": "University of Hong Kong",
    "name_zh": "香港大学",
    "kind": "education",
    "city": "Hong Kong",
    "country": "HK",
    "lat": 22.2830,
    "lon": 114.1371,
    "ror": "02zhqgq86",
    "source": "lists",
    "aliases": [],
}
LISTS = {"lists": {"organisations": [STANFORD, HKU]}}
FIGURES = {
    "figures": {
        "portfolio": [
            {"org_id": STANFORD["org_id"], "topic": "T10036", "year": 2019, "works": 40}
            | {"citations": 90, "specialisation": 2.0, "source": "figures"}
        ],
        "topic_totals": [{"topic": "T10036", "year": 2019, "works": 500, "source": "figures"}],
        "collaboration": [
            {"org_a": STANFORD["org_id"], "org_b": HKU["org_id"], "topic": "T10036", "year": 2019}
            | {"works": 4, "source": "figures"}
        ],
    }
}
WORKS = {
    "works": {
        "works": [
            work("w1", topics=["T10036", "T10090"], topics_rule="source", citations=5),
            work("w2", topics=["T10036"], topics_rule="source", year=2021),
            work("w3", year=None),
        ],
        "affiliations": [
            affiliation("w1", 0, "Mei Lin", "Stanford University", country="US"),
            affiliation("w1", 1, "Li Ming", "The University of Hong Kong", country="CN"),
            affiliation("w2", 0, "Mei Lin", "Stanford Univ.", country="US"),
            affiliation("w3", 0, "Mei Lin", "Stanford University", country="US"),
        ],
    }
}


def load(home: Path, parts: Any, source: str, build_now: bool = False) -> None:
    import_source(home, RowsReader(home.parent / f"{source}-files", parts, source=source))
    if build_now:
        build(home, PAIR)


def rows(lake: Lake, table: str) -> list[dict[str, Any]]:
    return lake.arrow(table).to_pylist()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_without_imports_there_is_nothing_to_build(home: Path) -> None:
    with pytest.raises(LakeError, match="nothing was imported") as raised:
        build(home, PAIR)
    assert "twinbay lake import" in raised.value.remedy


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
    load(home, LISTS, "lists")
    load(home, other, "more")
    load(home, WORKS, "works", build_now=True)
    lake = Lake.open(home)
    described = {row["source"]: row for row in rows(lake, "sources")}
    assert set(described) == {"lists", "more", "works", "more+works"}
    assert described["more+works"]["title"] == "The source more; The source works"
    for name in ("portfolio", "collaboration", "topic_totals", "region_portfolio"):
        assert {row["source"] for row in rows(lake, name)} == {"more+works"}, name
    assert {row["source"] for row in rows(lake, "works")} <= set(described) | {"rows"}


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


def nearest_topic(texts: Any) -> Any:
    """One direction per first letter, so that a text is nearest to topics of its letter."""
    vectors = np.zeros((len(texts), 27), dtype=np.float32)
    for row, text in enumerate(texts):
        letter = ord(text.strip()[:1].lower() or "{") - ord("a")
        vectors[row, letter if 0 <= letter < 26 else 26] = 1.0
    return vectors


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


def test_equal_imports_are_not_built_again(home: Path) -> None:
    load(home, WORKS, "works")
    first = build(home, PAIR)
    stamps = {p: p.stat().st_mtime_ns for p in (home / "lake" / "builds").rglob("*.parquet")}
    second = build(home, PAIR)
    assert (first.unchanged, second.unchanged) == (False, True)
    assert (second.build_id, second.rows) == (first.build_id, first.rows)
    assert all(path.stat().st_mtime_ns == stamp for path, stamp in stamps.items())


def test_another_pair_or_encoder_is_another_build_and_the_earlier_is_found_again(
    home: Path,
) -> None:
    load(home, WORKS, "works")
    first = build(home, PAIR)
    other = build(home, load_pair("bavaria--quebec"))
    assert other.build_id != first.build_id == build(home, PAIR).build_id
    assert current_build(home) == first.build_id
    encoded = build(home, PAIR, BuildSettings(encode=nearest_topic, encoder_name="letters"))
    assert encoded.build_id not in (first.build_id, other.build_id)


def test_builds_of_the_same_imports_are_equal(home: Path, tmp_path: Path) -> None:
    tables = []
    for folder in (home, tmp_path / "again" / "home"):
        folder.parent.mkdir(exist_ok=True)
        load(folder, LISTS, "lists")
        load(folder, WORKS, "works", build_now=True)
        lake = Lake.open(folder)
        tables.append({name: sorted(map(repr, rows(lake, name))) for name in TABLES})
    assert tables[0] == tables[1]


@pytest.mark.parametrize("step", range(len(STEPS) + 1))
def test_an_interrupt_at_any_step_leaves_the_earlier_build(home: Path, step: int) -> None:
    load(home, LISTS, "lists", build_now=True)
    before = current_build(home)
    load(home, WORKS, "works")

    def interrupt(_text: str, done: int, _total: int) -> None:
        if done == step:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(home, PAIR, progress=interrupt)
    assert current_build(home) == before
    assert Lake.open(home).rows("organisations") == 2
    assert not list(home.rglob(f"{UNFINISHED}*"))
    build(home, PAIR)
    assert Lake.open(home).rows("works") == 3


def test_an_interrupted_query_counts_as_an_interrupt(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DuckDB answers Ctrl-C with an error of its own."""
    load(home, WORKS, "works")

    def interrupted(*_: Any, **__: Any) -> None:
        raise RuntimeError("Query interrupted")

    monkeypatch.setattr("twinbay.lake.assemble.order.assemble_figures", interrupted)
    with pytest.raises(KeyboardInterrupt):
        build(home, PAIR)
    assert current_build(home) is None
    assert not list(home.rglob(f"{UNFINISHED}*"))


@pytest.mark.parametrize("place", ["write_table", "write_text"])
def test_a_full_disk_leaves_the_earlier_build(
    home: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    load(home, LISTS, "lists", build_now=True)
    before = current_build(home)
    load(home, WORKS, "works")

    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    owner = pq.ParquetWriter if place == "write_table" else Path
    with monkeypatch.context() as patched:
        patched.setattr(owner, place, full)
        with pytest.raises(LakeError, match="the disk is full"):
            build(home, PAIR)
    assert current_build(home) == before
    assert Lake.open(home).rows("organisations") == 2
    assert not list(home.rglob(f"{UNFINISHED}*"))


def test_a_memory_limit_that_is_too_low_is_said(home: Path) -> None:
    many = {
        "works": [work(f"w{n}") for n in range(3_000)],
        "affiliations": [affiliation(f"w{n}", 0, f"Name {n}", f"Org {n}") for n in range(3_000)],
    }
    load(home, {"p": many}, "p")
    with pytest.raises(LakeError, match="memory limit is too low") as raised:
        build(home, PAIR, BuildSettings(memory="1MB"))
    assert "--memory" in raised.value.remedy
    assert current_build(home) is None


KILLED = """
import os, signal
from pathlib import Path
from twinbay.lake.build import build
from twinbay.regions import load_pair
def kill(text, done, total):
    if done == 3:
        os.kill(os.getpid(), signal.SIGKILL)
build(Path(HOME), load_pair("sf-bay--gba"), progress=kill)
"""


def test_a_killed_build_leaves_the_earlier_one_and_is_swept_up(home: Path) -> None:
    load(home, LISTS, "lists", build_now=True)
    before = current_build(home)
    load(home, WORKS, "works")
    code = textwrap.dedent(KILLED).replace("HOME", repr(str(home)))
    run = subprocess.run([sys.executable, "-c", code], check=False)
    assert run.returncode == -signal.SIGKILL
    assert list(home.rglob(f"{UNFINISHED}*"))
    assert current_build(home) == before
    build(home, PAIR)
    assert not list(home.rglob(f"{UNFINISHED}*"))
    assert Lake.open(home).rows("works") == 3


def test_a_damaged_build_is_said_and_made_again(home: Path) -> None:
    load(home, LISTS, "lists", build_now=True)
    (home / "lake" / "builds" / str(current_build(home)) / "manifest.json").write_text("{")
    with pytest.raises(LakeError, match="damaged"):
        Lake.open(home)
    build(home, PAIR)
    assert Lake.open(home).rows("organisations") == 2


def test_an_empty_or_missing_lake_is_said(home: Path) -> None:
    with pytest.raises(LakeError, match="the lake is empty"):
        Lake.open(home)
    load(home, LISTS, "lists", build_now=True)
    shutil.rmtree(home / "lake" / "builds")
    with pytest.raises(LakeError, match="the lake is empty"):
        Lake.open(home)


def test_old_builds_are_dropped_but_the_last_two(home: Path) -> None:
    for number in range(4):
        load(home, {"p": {"works": [work(f"w{number}")]}}, "p", build_now=True)
    assert len(list((home / "lake" / "builds").iterdir())) == 2
    assert Lake.open(home).rows("works") == 1
