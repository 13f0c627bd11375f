"""Suggestions to a researcher: their reasons are true, and nobody is judged on too little."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from made_records import made_records

from twinbay.errors import ConfigurationError, NotFoundError
from twinbay.match.people_reasons import PEOPLE_REASON_KINDS
from twinbay.match.ranking.people_suggesting import (
    PeopleRanker,
    load_people,
    store_people,
    train_people,
)
from twinbay.match.ranking.records import Records
from twinbay.match.reasons import Reason


@pytest.fixture(scope="module")
def records() -> Records:
    return made_records()


@pytest.fixture(scope="module")
def rankers(records: Records) -> tuple[PeopleRanker, ...]:
    return train_people(records, records, 3, ("west", "east"))


def works_of(records: Records, person: int) -> set[int]:
    return set(records.work[records.person == person].tolist())


def authors_of(records: Records, works: set[int]) -> set[int]:
    return set(records.person[np.isin(records.work, list(works))].tolist()) - {-1}


def orgs_of(records: Records, works: set[int]) -> set[int]:
    return set(records.org[np.isin(records.work, list(works))].tolist()) - {-1}


def test_both_aims_are_learned(rankers: tuple[PeopleRanker, ...]) -> None:
    assert [ranker.aim for ranker in rankers] == ["researchers", "hosts"]


@pytest.mark.parametrize("number", [0, 1])
def test_only_those_of_the_region_without_joint_work_are_suggested(
    records: Records, rankers: tuple[PeopleRanker, ...], number: int
) -> None:
    ranker = rankers[number]
    found = ranker.suggest("person 3", "east", limit=500)
    assert len(found) > 5
    scores = [each.score for each in found]
    assert scores == sorted(scores, reverse=True)
    mine = works_of(records, 3)
    if ranker.aim == "researchers":
        met = {f"person {other}" for other in authors_of(records, mine)}
        assert all(ranker.region_of(each.candidate) == "east" for each in found)
    else:
        own = records.org[records.person == 3]
        met = {str(records.organisations.ids[org]) for org in own if org >= 0}
        rows = records.organisations.rows
        assert all(records.organisations.regions[rows[e.candidate]] == "east" for e in found)
    assert not met & {each.candidate for each in found}
    assert "person 3" not in {each.candidate for each in found}


def counted(records: Records, kind: str, asking: int, candidate: str) -> dict[str, float] | None:
    """Count a reason's numbers again from the plain authorship rows; None where it has others."""
    colleagues = authors_of(records, works_of(records, asking)) - {asking}
    if kind in ("wrote-with-both", "circles-met", "person-works"):
        other = records.people.tolist().index(candidate)
        theirs = authors_of(records, works_of(records, other)) - {other}
        if kind == "wrote-with-both":
            return {"people": len(colleagues & theirs)}
        if kind == "person-works":
            return {"works": len(works_of(records, other))}
        circles = [authors_of(records, works_of(records, c)) - {c} for c in colleagues]
        return {"links": sum(len(circle & theirs) for circle in circles)}
    if kind == "person-text":
        return None
    org = records.organisations.rows[candidate]
    works = set(records.work[records.org == org].tolist())
    if kind == "co-authors-there":
        return {"people": len(colleagues & set(records.person[records.org == org].tolist()))}
    if kind == "host-works":
        return {"works": len(works)}
    own = {int(o) for o in records.org[records.person == asking] if o >= 0}
    return {"people": len((own & orgs_of(records, works)) - {org})}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_number_of_a_reason_is_in_the_record(
    records: Records, rankers: tuple[PeopleRanker, ...], language: str
) -> None:
    """With weights that let every feature speak, every reason is seen."""
    seen = set()
    for ranker in rankers:
        loud = replace(ranker.models[1], weights=np.ones(4), mean=np.zeros(4))
        speaking = replace(ranker, models=(loud, loud))
        for asking in (3, 77, 130):
            for each in speaking.suggest(f"person {asking}", "east", limit=8):
                assert each.reasons
                for reason in each.reasons:
                    seen.add(reason.kind)
                    expected = counted(records, reason.kind, asking, each.candidate)
                    check_sentence(reason, expected, language)
    assert seen == set(PEOPLE_REASON_KINDS)


def check_sentence(reason: Reason, expected: dict[str, float] | None, language: str) -> None:
    assert reason.contribution > 0
    sentence = reason.sentence(language, lambda name: name)
    assert all(third in sentence for third in reason.third_parties)
    if "others" in reason.numbers:
        shown = len(reason.third_parties) + reason.numbers["others"]
        assert shown == reason.numbers["people"]
    if expected is None:
        assert 0 < reason.numbers["similarity"] <= 1.0001
        return
    for name, value in expected.items():
        assert reason.numbers[name] == value
        if name != "people":
            assert f"{value:,.0f}" in sentence


def test_too_little_is_said_not_guessed(
    records: Records, rankers: tuple[PeopleRanker, ...]
) -> None:
    ranker = rankers[0]
    works = ranker.moment.works.copy()
    works[3] = 1
    poor = replace(ranker, moment=replace(ranker.moment, works=works))
    assert poor.evidence_gap("person 3") == "not enough evidence: 1 work"
    assert poor.suggest("person 3", "east") == ()
    assert ranker.evidence_gap("nobody") == "not enough evidence: 0 works"
    with pytest.raises(NotFoundError, match="atlantis"):
        ranker.suggest("person 3", "atlantis")
    assert train_people(records, records, 3, ("west", "atlantis")) == ()
    few = made_records(works_each_year=2)
    assert train_people(few, few, 3, ("west", "east")) == ()


def test_rankers_are_stored_and_read_back(
    rankers: tuple[PeopleRanker, ...], tmp_path: Path
) -> None:
    store_people(rankers, tmp_path / "people")
    read = load_people(tmp_path / "people")
    for before, after in zip(rankers, read, strict=True):
        assert before.suggest("person 3", "east") == after.suggest("person 3", "east")
    assert load_people(tmp_path / "elsewhere") == ()
    (tmp_path / "people" / "hosts.npz").write_bytes(b"PK half")
    with pytest.raises(ConfigurationError, match="damaged"):
        load_people(tmp_path / "people")
