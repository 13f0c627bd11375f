"""Who knows about a text, over a small lake."""

import json

import pyarrow as pa
import pytest

from twinbay.cli.main import build_parser
from twinbay.errors import ConfigurationError
from twinbay.lake.store import Lake, write_build
from twinbay.match.encoders import encoder_named
from twinbay.match.expertise import who
from twinbay.match.expertise.ranking import ONE_WORD
from twinbay.match.expertise.records import Proof, Work
from twinbay.match.expertise.who import who_knows
from twinbay.match.search import MatchReason, open_index
from twinbay.regions import load_pair

STATIC = encoder_named("static")
WORKS = [
    ("w1", "Grasping unknown objects with a robot hand", "A robot learns to grasp objects."),
    ("w2", "Deep learning of robot grasping", "Robots grasp unknown objects in clutter."),
    ("w3", "Perovskite solar cells", "Stable perovskite photovoltaics of high efficiency."),
    ("w4", "Neural machine translation", "Attention improves translation of sentences."),
]
# work, position, person, organisation, region
WRITTEN = [
    *(("w1", 0, "ana", "o1", "sf-bay"), ("w1", 1, "bo", "o2", "gba")),
    *(("w2", 0, "ana", "o1", "sf-bay"), ("w2", 1, "bo", "o2", "gba")),
    *(("w3", 0, "chen", "o2", "gba"), ("w4", 0, "dee", "o1", "sf-bay")),
]


def made_lake(home, *, works=True):
    organisations = [
        {
            "org_id": "o1",
            "name": "Bay Robotics",
            "name_zh": None,
            "kind": "enterprise",
            "region": "sf-bay",
        },
        {"org_id": "o2", "name": "Delta University", "name_zh": "三角大学", "kind": "education"},
    ]
    for row, region in zip(organisations, ("sf-bay", "gba"), strict=True):
        row |= {"region": region, "country": "US" if region == "sf-bay" else "CN", "source": "made"}
    focus = [
        {
            "org_id": "o1",
            "statement": "robot grasping",
            "statement_zh": "机器人抓取",
            "source": "made",
        }
    ]
    tables = {"organisations": organisations, "focus": focus}
    if works:
        names = ("ana", "bo", "chen", "dee")
        tables["people"] = [{"person_id": n, "name": n.title(), "source": "made"} for n in names]
        tables["works"] = [
            {
                "work_id": i,
                "kind": "paper",
                "title": t,
                "abstract": a,
                "year": 2020,
                "source": "made",
            }
            for i, t, a in WORKS
        ]
        columns = ("work_id", "position", "person_id", "org_id", "region")
        tables["authorships"] = [dict(zip(columns, row, strict=True)) for row in WRITTEN]
    built = {name: pa.Table.from_pylist(rows) for name, rows in tables.items()}
    write_build(home, built, {"pair": "sf-bay--gba"})
    return Lake.open(home)


@pytest.fixture
def ask(tmp_path):
    def answer(text, *, works=True, **options):
        lake = made_lake(tmp_path, works=works)
        index = open_index(lake, load_pair("sf-bay--gba"), STATIC)
        return who_knows(text, lake, index, STATIC, **options)

    return answer


def test_people_teams_and_organisations_come_with_their_works(ask):
    answer = ask("robots that grasp unknown objects")
    assert answer.from_works
    assert {knower.record_ids for knower in answer.people[:2]} == {("ana",), ("bo",)}
    assert [team.names for team in answer.teams] == [("Ana", "Bo")]
    assert {proof.work.work_id for proof in answer.people[0].proofs} == {"w1", "w2"}
    assert {knower.record_ids for knower in answer.organisations} == {("o1",), ("o2",)}
    assert "chen" not in {person for knower in answer.people for person in knower.record_ids}


def test_a_region_keeps_only_who_is_there(ask):
    answer = ask("robots that grasp unknown objects", region="gba")
    assert [knower.record_ids for knower in answer.people] == [("bo",)]
    assert [knower.record_ids for knower in answer.organisations] == [("o2",)]
    assert answer.organisations[0].names_zh == ("三角大学",)
    assert answer.teams == ()


def test_a_chinese_text_finds_who_wrote_in_english(ask):
    answer = ask("钙钛矿太阳能电池")
    assert answer.people[0].record_ids == ("chen",)


def test_without_works_organisations_are_found_by_what_they_state(ask):
    answer = ask("robot grasping of objects", works=False)
    assert not answer.from_works
    assert answer.people == ()
    assert answer.organisations[0].record_ids == ("o1",)
    assert answer.organisations[0].score is None
    assert "robot" in answer.organisations[0].because


def test_one_word_is_too_little(ask):
    assert ask("robots").problem == ONE_WORD


def run(arguments):
    options = build_parser(("match",)).parse_args(["match", "who", *arguments])
    return options.run(options)


def test_the_command_prints_either_language_and_json(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("TWINBAY_HOME", str(tmp_path))
    made_lake(tmp_path)
    assert run(["robots that grasp unknown objects"]) == 0
    said = capsys.readouterr().out
    assert "People\n" in said
    assert "Ana  (2 near works)" in said
    assert run(["钙钛矿太阳能电池"]) == 0
    assert "1 项相近成果" in capsys.readouterr().out
    assert run(["robots that grasp unknown objects", "--json", "--limit", "1"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["people"]) == 1
    assert found["from_works"] is True
    with pytest.raises(ConfigurationError, match="only one word"):
        run(["robots"])


@pytest.mark.parametrize(
    ("score", "shared", "near"),
    [
        (3.6, ("law",), False),  # "Roman law" and "control laws"
        (3.6, (), False),  # between two languages what is unrelated comes this near
        (5.4, (), True),
        (5.4, ("erosion",), True),
        (1.6, ("solar", "cells"), True),
        (0.4, ("solar", "cells"), False),
    ],
)
def test_one_shared_word_is_no_evidence_unless_the_work_is_very_near(score, shared, near):
    assert who._is_near(Proof(0, Work("Title", ""), score, shared)) is near


@pytest.mark.parametrize(
    ("words", "similarity", "asked", "evidence"),
    [
        (("and", "nutrition", "of"), None, 4, False),
        (("dairy", "nutrition"), None, 4, True),
        (("dairy", "nutrition"), None, 9, False),
        (("史", "与"), None, 2, False),
        (("电池", "回收"), None, 3, True),
        ((), 0.3, 3, False),
        ((), 0.6, 3, True),
    ],
)
def test_organisations_without_near_works_share_the_subject_not_a_word(
    words, similarity, asked, evidence
):
    reasons = [MatchReason("words", words, "topic")] if words else []
    reasons += [MatchReason("meaning", similarity=similarity)] if similarity else []
    assert who._is_evidence(reasons, asked) is evidence
