"""Who could deliver a programme's measures, on the evidence of the lake."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.plan.plan_examples import small_programme
from twinbay.cli.plan_deliverers import deliverers, side_names
from twinbay.errors import LakeError
from twinbay.plan.programme import Programme
from twinbay.regions.taxonomy import load_topics

BAYS = {"sf-bay": ("west",), "gba": ("east",)}
KNOWN = "T10247"


def about(*topics: str) -> Programme:
    """Return the small programme with its heat pumps about topics, and the others about none."""
    programme = small_programme()
    measures = tuple(
        replace(m, topics=topics if m.base_id == "heat-pumps" else ()) for m in programme.measures
    )
    return replace(programme, measures=measures)


def test_organisations_of_both_sides_are_named_by_their_works(home: Path) -> None:
    found = deliverers(about(KNOWN), BAYS)
    assert list(found) == ["heat-pumps"]
    assert [(d.org_id, d.side, d.works) for d in found["heat-pumps"]] == [
        ("org:west", "sf-bay", 18),
        ("org:east", "gba", 12),
    ]
    assert found["heat-pumps"][1].names.zh == "东部大学"


def test_a_topic_may_be_written_by_its_name(home: Path) -> None:
    name = next(topic.name for topic in load_topics() if topic.topic_id == KNOWN)
    assert deliverers(about(name.upper()), BAYS) == deliverers(about(KNOWN), BAYS)


def test_neighbouring_topics_alone_are_no_evidence(home: Path) -> None:
    subfield = next(t.subfield_id for t in load_topics() if t.topic_id == KNOWN)
    near = next(t for t in load_topics() if t.subfield_id == subfield and t.topic_id != KNOWN)
    assert deliverers(about(near.topic_id), BAYS) == {}


def test_without_bays_or_topics_nobody_is_named(home: Path) -> None:
    assert deliverers(about(KNOWN), {}) == {}
    assert deliverers(about(), BAYS) == {}


def test_without_evidence_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWINBAY_HOME", str(tmp_path))
    with pytest.raises(LakeError):
        deliverers(about(KNOWN), BAYS)


def test_sides_bear_the_pairs_names() -> None:
    assert side_names(BAYS)["gba"].en.startswith("Guangdong")
    assert side_names({"elsewhere": ("west",)})["elsewhere"].en == "elsewhere"
