"""Suggestions from a description alone: ranked by topics, stated focus and fields, or none."""

import re

import numpy as np
import pyarrow as pa
import pytest

from twinbay.errors import NotFoundError
from twinbay.lake.derive.topics import TopicAssigner
from twinbay.match.cold_start import ColdStart, suggest_for_description
from twinbay.match.encoders import default_encoder
from twinbay.match.evidence import Evidence
from twinbay.match.names import NameBook

SOLAR, STORAGE, SURGERY = "T10247", "T10018", "T10049"


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    organisations = pa.table(
        {
            "org_id": ["org:solar", "org:mixed", "org:robots", "org:battery", "org:west"],
            "region": ["gba", "gba", "gba", "gba", "sf-bay"],
            "kind": ["education"] * 5,
        }
    )
    works = [
        ("org:solar", SOLAR, 2019, 40),
        ("org:solar", SOLAR, 2021, 6),
        ("org:mixed", SOLAR, 2015, 4),
        ("org:mixed", SURGERY, 2020, 60),
        ("org:west", SOLAR, 2020, 900),
    ]
    columns = list(zip(*works, strict=True))
    portfolio = pa.table(
        {"org_id": columns[0], "topic": columns[1], "year": columns[2], "works": columns[3]}
    )
    return Evidence.from_tables(
        organisations=organisations,
        portfolio=portfolio,
        collaboration=pa.table(
            {
                "org_a": ["org:solar"],
                "org_b": ["org:west"],
                "topic": [SOLAR],
                "year": [2020],
                "works": [1],
            }
        ),
        topic_totals=pa.table(
            {"topic": [SOLAR, STORAGE, SURGERY], "year": [2020] * 3, "works": [2000, 2000, 2000]}
        ),
        focus=pa.table(
            {
                "org_id": ["org:robots", "org:battery"],
                "statement": ["warehouse robots", "perovskite photovoltaics"],
                "statement_zh": ["仓储机器人", "钙钛矿光伏"],
                "topics": pa.array([None, None], pa.list_(pa.string())),
            }
        ),
        encode=default_encoder().encode,
    )


@pytest.fixture(scope="module")
def assigner() -> TopicAssigner:
    return TopicAssigner.of_taxonomy(default_encoder().encode)


def suggest(evidence: Evidence, assigner: TopicAssigner, *texts: str, **more: object) -> ColdStart:
    arguments = {"encoder": default_encoder(), "assigner": assigner, **more}
    return suggest_for_description(evidence, texts, "gba", **arguments)  # type: ignore[arg-type]


TEXTS = [
    "We make perovskite solar cells and the coating process for them.",
    "我们研发钙钛矿太阳能电池及其涂布工艺。",
    "我們研發鈣鈦礦太陽能電池及其塗布工藝。",
]


@pytest.mark.parametrize("text", TEXTS)
def test_those_who_publish_or_state_the_subject_come_first(
    evidence: Evidence, assigner: TopicAssigner, text: str
) -> None:
    found = suggest(evidence, assigner, text, "")
    order = [suggestion.org_id for suggestion in found.suggestions]
    assert set(order[:2]) == {"org:solar", "org:battery"}
    assert "org:west" not in order
    assert "org:robots" not in order
    if "org:mixed" in order:
        assert order.index("org:mixed") > order.index("org:solar")
    assert found.message("en") == ""


def test_reasons_add_up_and_their_numbers_are_the_evidence(
    evidence: Evidence, assigner: TopicAssigner
) -> None:
    fields = {"green-energy": frozenset({SOLAR, STORAGE})}
    found = suggest(evidence, assigner, TEXTS[0], fields=fields)
    name = NameBook({}, {}, {}).name
    for suggestion in found.suggestions:
        total = sum(reason.contribution for reason in suggestion.reasons)
        assert total == pytest.approx(suggestion.score)
    solar = next(s for s in found.suggestions if s.org_id == "org:solar")
    kinds = {reason.kind: reason for reason in solar.reasons}
    english = kinds["topics"].sentence("en", name)
    assert re.findall(r"\d+", english) == ["46", "46", "2019", "2021"]
    assert re.findall(r"\d+", kinds["topics"].sentence("zh", name))[0] == "46"
    assert kinds["fields"].sentence("en", name).startswith("46 of its 46 works")
    battery = next(s for s in found.suggestions if s.org_id == "org:battery")
    (reason,) = battery.reasons
    assert "perovskite photovoltaics" in reason.sentence("en", name)
    assert "钙钛矿光伏" in reason.sentence("zh", name)
    stated = evidence.focus[3][0].vector
    assert stated is not None
    assert float(np.linalg.norm(stated)) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize(
    ("text", "words"), [("", 0), ("...", 0), ("Solar", 1), ("the and of solar", 1), ("光伏", 1)]
)
def test_a_text_of_one_word_is_not_enough(
    evidence: Evidence, assigner: TopicAssigner, text: str, words: int
) -> None:
    found = suggest(evidence, assigner, text)
    assert found.suggestions == ()
    assert found.words == words
    assert f"Not enough evidence: {words} " in found.message("en")
    assert f"只有 {words} 个" in found.message("zh")


def test_nobody_near_is_said(evidence: Evidence, assigner: TopicAssigner) -> None:
    found = suggest(evidence, assigner, "Medieval Portuguese poetry and its manuscripts")
    assert found.suggestions == ()
    assert "nobody in the region" in found.message("en")


def test_only_the_eligible_are_suggested_and_a_region_without_data_is_an_error(
    evidence: Evidence, assigner: TopicAssigner
) -> None:
    found = suggest(evidence, assigner, TEXTS[0], eligible=lambda org: org != "org:solar")
    assert "org:solar" not in {s.org_id for s in found.suggestions}
    with pytest.raises(NotFoundError, match="no organisation in the region 'mars'"):
        suggest_for_description(
            evidence, [TEXTS[0]], "mars", encoder=default_encoder(), assigner=assigner
        )
