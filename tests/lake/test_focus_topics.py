"""Stated areas of work have topics: reviewed ones that ship, loaded with the organisations."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from twinbay.lake.build import build
from twinbay.lake.importing import import_source
from twinbay.lake.sources.bundled import COLUMNS, FOCUS_TOPICS, FOLDER, BundledReader
from twinbay.lake.store import Lake
from twinbay.regions import load_pair
from twinbay.regions.taxonomy import load_topics

PAIR = load_pair("sf-bay--gba")
ORGANISATION = "lab,Lab,实验室,,education,Stanford,US,37.43,-122.17,,,,{english},{chinese}"


def mapping() -> dict[str, list[str]]:
    with (FOLDER / FOCUS_TOPICS).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {row["statement"]: [t for t in row["topics"].split(";") if t] for row in rows}
    assert len(found) == len(rows), "a phrase stands twice"
    return found


def stated() -> set[str]:
    phrases = set()
    for path in FOLDER.glob("organisations_*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                phrases |= {phrase.strip() for phrase in row["focus"].split(";") if phrase.strip()}
    return phrases


def lake_of(tmp_path: Path, english: str, chinese: str, topics: str) -> Lake:
    folder = tmp_path / "lists"
    folder.mkdir()
    row = ORGANISATION.format(english=english, chinese=chinese)
    text = f"{','.join(COLUMNS)}\n{row}\n"
    (folder / "organisations_x.csv").write_text(text, encoding="utf-8")
    (folder / FOCUS_TOPICS).write_text(topics, encoding="utf-8")
    import_source(tmp_path / "home", BundledReader(folder))
    build(tmp_path / "home", PAIR)
    return Lake.open(tmp_path / "home")


def test_every_phrase_was_looked_at_and_no_other() -> None:
    assert set(mapping()) == stated()


def test_the_topics_exist_and_none_repeats() -> None:
    known = {topic.topic_id for topic in load_topics()}
    for phrase, topics in mapping().items():
        assert set(topics) <= known, phrase
        most = 6 if "capital" in phrase or "investment" in phrase else 3
        assert len(set(topics)) == len(topics) <= most, phrase


def test_most_phrases_have_topics() -> None:
    placed = [phrase for phrase, topics in mapping().items() if topics]
    assert len(placed) >= 0.85 * len(mapping())


@pytest.mark.parametrize(
    ("phrase", "field"),
    [
        ("battery recycling", "energy-conservation"),
        ("building energy efficiency", "energy-conservation"),
        ("heat pumps", "energy-conservation"),
        ("perovskite solar cells", "green-energy"),
        ("electric vehicle charging networks", "green-energy"),
        ("nuclear fusion", "green-energy"),
        ("high-voltage direct current transmission", "green-energy"),
        ("venture capital for clean energy", "green-energy"),
        ("surgical robots", "medicine"),
        ("drug discovery", "medicine"),
        ("semiconductor packaging equipment", "advanced-manufacturing"),
        ("film production", "cultural-innovation"),
        ("telecommunications equipment", "information-technology"),
        ("computer vision", "artificial-intelligence"),
    ],
)
def test_phrases_lie_in_the_field_an_officer_would_look_in(phrase: str, field: str) -> None:
    assert set(mapping()[phrase]) & PAIR.field(field).topics


def test_satellite_images_are_no_culture() -> None:
    # OpenAlex files remote sensing under media technology, a subfield of the field of culture.
    assert not set(mapping()["satellite remote sensing"]) & PAIR.field("cultural-innovation").topics


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    home = tmp_path_factory.mktemp("bundled")
    import_source(home, BundledReader())
    build(home, PAIR)
    return Lake.open(home)


def test_every_field_is_stated_by_organisations_of_both_bays(bundled: Lake) -> None:
    rows = bundled.arrow("organisations").to_pylist()
    regions = {row["org_id"]: row["region"] for row in rows}
    stating = defaultdict(set)
    for row in bundled.arrow("focus").to_pylist():
        for field in PAIR.fields:
            if field.topics.intersection(row["topics"]):
                stating[field.field_id, regions[row["org_id"]]].add(row["org_id"])
    for field in PAIR.fields:
        for region in PAIR.regions:
            assert len(stating[field.field_id, region.region_id]) >= 15, field.field_id


def test_the_build_keeps_none_apart_from_not_looked_at(tmp_path: Path) -> None:
    topics = "statement,topics\nsolar cells,T10624;T10247\ncounty government,\n"
    lake = lake_of(
        tmp_path, "solar cells;county government;optics", "太阳能电池;县政府;光学", topics
    )
    found = {row["statement"]: row["topics"] for row in lake.arrow("focus").to_pylist()}
    assert found == {
        "solar cells": ["T10624", "T10247"],
        "county government": [],
        "optics": None,
    }


def test_an_unknown_topic_is_named_and_the_others_load(tmp_path: Path) -> None:
    lake = lake_of(tmp_path, "optics", "光学", "statement,topics\noptics,T99999999;T10247\n")
    assert [row["topics"] for row in lake.arrow("focus").to_pylist()] == [["T10247"]]
    quarantine = lake.home / "lake/imports/bundled/quarantine.jsonl"
    problem = quarantine.read_text(encoding="utf-8")
    assert FOCUS_TOPICS in problem
    assert '"line": 2' in problem
    assert '"field": "topics"' in problem
    assert "T99999999" in problem
