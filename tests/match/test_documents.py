import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from twinbay.lake.store import Lake, write_build
from twinbay.match.documents import DocumentSource, initials
from twinbay.match.encoders import default_encoder
from twinbay.match.search import open_index
from twinbay.regions import load_pair

SOLAR, ROBOTS = "T10247", "T10653"


@pytest.fixture(scope="module")
def pair():
    return load_pair("sf-bay--gba")


def tables(extra_work="Perovskite tandem cells"):
    return {
        "organisations": pa.table(
            {
                "org_id": ["org:a", "org:b", "org:world"],
                "name": ["Bay Institute of Solar Technology", "Delta Robotics", "Far University"],
                "name_zh": ["湾区太阳能研究院", "三角洲机器人", None],
                "kind": ["research-institute", "enterprise", "education"],
                "region": ["sf-bay", "gba", None],
                "place": ["alameda", "shenzhen", None],
                "city": ["Berkeley", "Shenzhen", "Oslo"],
                "country": ["US", "CN", "NO"],
                "source": ["test"] * 3,
            }
        ),
        "organisation_names": pa.table(
            {
                "org_id": ["org:a", "org:a", "org:b"],
                "name": ["BIST", "Bay Institute of Solar Technology", "Delta Robot Co."],
                "rule": ["source"] * 3,
                "source": ["test"] * 3,
            }
        ),
        "focus": pa.table(
            {
                "org_id": ["org:b"],
                "statement": ["robot grasping"],
                "statement_zh": ["机器人抓取"],
                "source": ["test"],
            }
        ),
        "people": pa.table(
            {"person_id": ["person:x"], "name": ["Ada Example"], "source": ["test"]}
        ),
        "works": pa.table(
            {
                "work_id": ["work:1", "work:2"],
                "kind": ["paper"] * 2,
                "title": [extra_work, "Grippers"],
                "abstract": ["Stable cells.", None],
                "year": [2019, 2021],
                "topics": [[SOLAR], [ROBOTS]],
                "source": ["test"] * 2,
            }
        ),
        "authorships": pa.table(
            {
                "work_id": ["work:1", "work:1", "work:2"],
                "position": [0, 1, 0],
                "person_id": ["person:x", None, "person:x"],
                "org_id": ["org:a", "org:b", "org:b"],
                "region": ["sf-bay", "gba", "gba"],
            }
        ),
        "portfolio": pa.table(
            {
                "org_id": ["org:a", "org:b", "org:b"],
                "topic": [SOLAR, ROBOTS, ""],
                "year": [2019, 2021, 2021],
                "works": [12, 3, 40],
            }
        ),
        "topic_totals": pa.table({"topic": [SOLAR], "year": [2019], "works": [77]}),
    }


@pytest.fixture
def lake(tmp_path):
    write_build(tmp_path, tables(), {"pair": "sf-bay--gba"})
    return Lake.open(tmp_path)


@pytest.fixture
def documents(lake, pair):
    source = DocumentSource(lake, pair, default_encoder().encode)
    found = {document.record_id: document for document in source.documents()}
    assert len(found) == source.count()
    return found


def texts(document, zone):
    return " ".join(text for name, text in document.texts if name == zone)


def test_an_organisation_has_its_names_focus_topics_and_place(documents):
    solar, robots = documents["org:a"], documents["org:b"]
    assert solar.title_zh == "湾区太阳能研究院"
    assert texts(solar, "alias") == "BIST BIST"  # recorded, and from the initials
    assert {"Perovskite", "钙钛矿材料及应用"} <= set(texts(solar, "topic").split())
    assert {"Berkeley", "Alameda", "California", "旧金山湾区"} <= set(
        texts(solar, "location").replace(" County", "").split()
    )
    assert "green-energy" in solar.fields
    assert texts(robots, "focus") == "robot grasping 机器人抓取"
    assert robots.prominence == 3
    assert "advanced-manufacturing" in robots.fields or "artificial-intelligence" in robots.fields


def test_works_without_a_topic_give_an_organisation_no_field(documents):
    assert documents["org:world"].fields == ()
    assert documents["org:world"].regions == ()


def test_a_work_lies_in_the_regions_of_its_authors_first_author_first(documents):
    assert documents["work:1"].regions == ("sf-bay", "gba")
    assert documents["work:2"].regions == ("gba",)
    assert documents["work:1"].year == 2019


def test_a_person_stands_for_works_and_lives_where_the_latest_was_written(documents):
    person = documents["person:x"]
    assert person.members == ("work:1", "work:2")
    assert person.regions == ("gba",)
    assert person.place == "shenzhen"
    assert person.year == 2021
    assert "Delta Robotics" in texts(person, "location")


def test_topics_carry_both_names_and_the_works_of_the_data(documents):
    topic = documents[SOLAR]
    assert topic.prominence == 77
    assert topic.title and topic.fields


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Hong Kong University of Science and Technology", "HKUST"),
        ("Stanford University", ""),
        ("Institute for 3D Printing", ""),
        ("École Polytechnique de Paris", ""),
    ],
)
def test_initials(name, expected):
    assert initials(name) == expected


def test_the_index_is_made_once_and_again_for_another_build(tmp_path, pair):
    write_build(tmp_path, tables(), {"pair": "sf-bay--gba"})
    told = []
    first = Lake.open(tmp_path)
    index = open_index(first, pair, progress=lambda *step: told.append(step))
    assert told[-1][1] == told[-1][2] == len(index)
    told.clear()
    open_index(first, pair, progress=lambda *step: told.append(step))
    assert told == []
    write_build(tmp_path, tables("Wind turbines"), {"pair": "sf-bay--gba"})
    second = open_index(Lake.open(tmp_path), pair)
    assert second.search("wind turbines").hits[0].record_id == "work:1"
    assert index.search("perovskite tandem").hits[0].record_id == "work:1"


def test_another_pair_of_fields_makes_another_index(lake, pair):
    open_index(lake, pair)
    told = []
    open_index(
        lake, replace(pair, fields=pair.fields[:2]), progress=lambda *step: told.append(step)
    )
    assert told


def test_threads_that_come_together_share_one_index(lake, pair):
    told, made = [], []

    def ask():
        made.append(len(open_index(lake, pair, progress=lambda *step: told.append(step))))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 1 and len(made) == 4
    assert len([step for step in told if step[1] == step[2]]) == 1


KILLED = """
import os, signal, sys
from pathlib import Path
from twinbay.lake.store import Lake
from twinbay.match.search import open_index
from twinbay.regions import load_pair
lake = Lake.open(Path(sys.argv[1]))
open_index(lake, load_pair("sf-bay--gba"), progress=lambda *_: os.kill(os.getpid(), signal.SIGKILL))
"""


def test_a_killed_build_of_the_index_leaves_nothing_that_is_used(lake, pair):
    done = subprocess.run([sys.executable, "-c", KILLED, str(lake.home)], check=False)
    assert done.returncode == -9
    index = open_index(lake, pair)
    assert index.search("BIST").hits[0].record_id == "org:a"
    folders = [entry.name for entry in (lake.home / "index").iterdir() if entry.is_dir()]
    assert folders == [f"{lake.build_id}-{default_encoder().name}"]


def test_a_slow_encoder_keeps_its_vectors_in_the_home_folder(lake, pair):
    class Slow:
        name, dimensions = "slow-1", 8
        asked = 0

        def encode(self, texts, role="passage"):
            self.asked += len(texts)
            return default_encoder().encode(texts, role)[:, :8]

    slow = Slow()
    index = open_index(lake, pair, slow)
    index.search("solar")
    before = slow.asked
    for folder in (lake.home / "index").iterdir():
        if folder.is_dir():
            (folder / "manifest.json").unlink()
    open_index(lake, pair, slow).search("solar")
    assert slow.asked == before
    assert Path(lake.home / "cache" / "embeddings.sqlite3").exists()
