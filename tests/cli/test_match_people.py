"""``twinbay match people``: who is suggested to a researcher, on a lake of made-up works."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "match"))
from made_records import made_records

from twinbay.cli.main import main
from twinbay.lake.store import write_build
from twinbay.match.ranking.folder import people_folder
from twinbay.match.ranking.people_suggesting import store_people, train_people


@pytest.fixture(scope="module")
def made_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake with the people and organisations of the made-up record, and its ranking."""
    made = made_records()
    regions = np.array(["sf-bay"] * 30 + ["gba"] * 30)
    records = replace(made, organisations=replace(made.organisations, regions=regions))
    home = tmp_path_factory.mktemp("home")
    orgs = records.organisations
    people = records.people.tolist()
    build_id = write_build(
        home,
        {
            "organisations": pa.table(
                {
                    "org_id": orgs.ids.tolist(),
                    "name": [f"Organisation {i}" for i in range(60)],
                    "name_zh": [f"机构{i}" for i in range(60)],
                    "kind": ["education"] * 60,
                    "region": orgs.regions.tolist(),
                    "source": ["test"] * 60,
                }
            ),
            "people": pa.table(
                {
                    "person_id": people,
                    "name": [f"Name {min(i, 470)}" for i in range(len(people))],
                    "source": ["test"] * len(people),
                }
            ),
        },
        {"pair": "sf-bay--gba"},
    )
    rankers = train_people(records, records, 3, ("sf-bay", "gba"))
    store_people(rankers, people_folder(home, build_id))
    return home


@pytest.fixture(autouse=True)
def use(made_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWINBAY_HOME", str(made_home))


def test_both_lists_come_with_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match", "people", "Name 3"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Name 3 → Guangdong")
    assert "\nResearchers\n 1. Name " in out
    assert "\nHost organisations\n 1. Organisation " in out
    assert main(["match", "people", "name 3", "--for", "hosts", "--language", "zh"]) == 0
    out = capsys.readouterr().out
    assert "接收机构\n 1. 机构" in out
    assert "研究人员" not in out


def test_json_names_the_same_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match", "people", "person 3", "--json", "--limit", "4"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["person_id"], found["region"]) == ("person 3", "gba")
    assert len(found["researchers"]) == len(found["hosts"]) == 4
    for each in (*found["researchers"], *found["hosts"]):
        assert each["reasons"][0]["en"]
        assert each["reasons"][0]["zh"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Nobody Atall"], "there is nobody named 'Nobody Atall'"),
        (["Name 470"], "people are named 'Name 470'"),
        (["Name 3", "--region", "atlantis"], "atlantis"),
    ],
)
def test_what_cannot_be_answered_is_said(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["match", "people", *arguments]) == 1
    assert said in capsys.readouterr().err


def test_without_a_ranking_the_way_to_one_is_told(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    del tmp_path, home
    assert main(["match", "people", "somebody"]) == 1
    assert "twinbay train" in capsys.readouterr().err
