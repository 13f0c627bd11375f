"""The trained ranking: its parts add up, its reasons are true, and it never invents a score."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from made_records import made_records

from twinbay.errors import ConfigurationError, NotFoundError
from twinbay.match.evidence import Evidence
from twinbay.match.network_reasons import LEARNED_REASON_KINDS
from twinbay.match.partners import Feedback, suggest_partners
from twinbay.match.ranking import learned as learned_module
from twinbay.match.ranking.candidates import Sides
from twinbay.match.ranking.learned import Judgement, LearnedRanker
from twinbay.match.ranking.likelihood import LikelihoodTable
from twinbay.match.ranking.pair_facts import learned_reasons
from twinbay.match.ranking.pair_features import feature_block
from twinbay.match.ranking.plain_arrays import as_arrays
from twinbay.match.ranking.records import Records
from twinbay.match.ranking.storage import load, store, train

SIDES = Sides("west", "east")


@pytest.fixture(scope="module")
def records() -> Records:
    return made_records()


@pytest.fixture(scope="module")
def ranker(records: Records) -> LearnedRanker:
    table = LikelihoodTable.count(np.repeat([0.004, 0.03, 0.15], 200), np.arange(600) % 10 == 0, 3)
    return train(records, 3, SIDES, table)


@pytest.fixture(scope="module")
def evidence(records: Records) -> Evidence:
    """The same record as aggregate tables."""
    orgs, ids = records.organisations, records.organisations.ids
    incidence = records.incidence.tocoo()
    portfolio: dict[tuple[str, str, int], int] = {}
    for work, org in zip(incidence.row, incidence.col, strict=True):
        key = (str(ids[org]), f"T{records.topic[work]}", int(records.year[work]))
        portfolio[key] = portfolio.get(key, 0) + 1
    joint: dict[tuple[str, str, str, int], int] = {}
    for work in range(records.year.size):
        members = sorted(str(ids[o]) for o in records.incidence[work].indices)
        for i, a in enumerate(members):
            for b in members[i + 1 :]:
                pair = (a, b, f"T{records.topic[work]}", int(records.year[work]))
                joint[pair] = joint.get(pair, 0) + 1
    totals = {key[1:]: 0 for key in portfolio}
    for key, works in portfolio.items():
        totals[key[1:]] += works
    return Evidence.from_tables(
        organisations=pa.table(
            {"org_id": ids.tolist(), "region": orgs.regions.tolist(), "kind": orgs.kinds.tolist()}
        ),
        portfolio=_table(portfolio, ("org_id", "topic", "year")),
        collaboration=_table(joint, ("org_a", "org_b", "topic", "year")),
        topic_totals=_table(totals, ("topic", "year")),
    )


def _table(counted: dict[tuple, int], names: tuple[str, ...]) -> pa.Table:
    columns = {name: [key[i] for key in counted] for i, name in enumerate(names)}
    return pa.table({**columns, "works": list(counted.values())})


def test_the_parts_add_up_to_the_score(ranker: LearnedRanker) -> None:
    asking, others = np.array([0]), np.arange(30, 60)
    features = ranker.scale.apply(feature_block(ranker.snapshot, asking, others)[0])
    parts, rest = ranker.model.contributions(features)
    np.testing.assert_allclose(parts.sum(axis=1) + rest, ranker.model.log_odds(features), atol=1e-6)


def test_the_parts_of_every_judgement_add_up_wherever_it_stands(ranker: LearnedRanker) -> None:
    """Parts are computed a few at a time; with what no feature carries they are the score."""
    ids = ranker.snapshot.organisations.ids.tolist()
    judged = ranker.judge(ids[0], ids)
    assert len(judged) > learned_module.EXPLAINED_AT_ONCE  # of more than one chunk
    rest = {round(each.log_odds - sum(each.parts.values()), 5) for each in judged[::-1]}
    assert len(rest) == 1
    assert "unheard of" not in judged[0].parts


def test_judgements_leave_out_partners_and_come_likeliest_first(ranker: LearnedRanker) -> None:
    ids = ranker.snapshot.organisations.ids.tolist()
    judged = ranker.judge(ids[0], [*ids, "org:unknown"])
    partners = {ids[i] for i in ranker.snapshot.network.tied[0].indices}
    named = [judgement.org_id for judgement in judged]
    assert set(named) == set(ids) - partners - {ids[0]}
    odds = [judgement.log_odds for judgement in judged]
    assert odds == sorted(odds, reverse=True)
    assert all(0 < judgement.probability < 1 for judgement in judged)
    for judgement in judged:
        found = judgement.likelihood
        assert found is None or found.low <= judgement.probability


def test_both_sides_see_the_same_likelihood(ranker: LearnedRanker) -> None:
    ids = ranker.snapshot.organisations.ids.tolist()
    best = ranker.judge(ids[0], ids, limit=1)[0]
    (back,) = ranker.judge(best.org_id, [ids[0]])
    assert back.probability == pytest.approx(best.probability, rel=1e-3)


def test_a_single_work_is_not_enough_evidence(ranker: LearnedRanker) -> None:
    works = ranker.snapshot.activity.works.copy()
    works[5] = 1
    activity = replace(ranker.snapshot.activity, works=works)
    poor = replace(ranker, snapshot=replace(ranker.snapshot, activity=activity))
    assert poor.evidence_gap("org:5") == "not enough evidence: 1 work"
    assert poor.judge("org:5", ["org:40"]) == ()
    assert "org:5" not in {j.org_id for j in poor.judge("org:0", ["org:5", "org:40", "org:41"])}
    assert poor.evidence_gap("org:unknown") == "not enough evidence: 0 works"
    assert poor.judge("org:unknown", ["org:40"]) == ()


def test_a_shortlist_holds_the_candidates_that_the_model_likes(
    ranker: LearnedRanker, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = ranker.snapshot.organisations.ids.tolist()
    everybody = [j.org_id for j in ranker.judge(ids[1], ids)]
    monkeypatch.setattr(learned_module, "SHORTLIST", 20)
    few = [j.org_id for j in ranker.judge(ids[1], ids)]
    assert len(few) == 20
    assert len(set(few[:5]) & set(everybody[:5])) >= 3


def test_suggestions_follow_the_learned_order_and_carry_it(
    ranker: LearnedRanker, evidence: Evidence
) -> None:
    found = suggest_partners(
        evidence, "org:0", "east", limit=30, learned=ranker, with_joint_works=False
    )
    odds = [s.judgement.log_odds for s in found if s.judgement]
    assert len(odds) > 5
    assert odds == sorted(odds, reverse=True)  # too few are large for places to be kept


def test_existing_partners_keep_their_places(ranker: LearnedRanker, evidence: Evidence) -> None:
    plain = [s.org_id for s in suggest_partners(evidence, "org:0", "east", limit=60)]
    taught = suggest_partners(evidence, "org:0", "east", limit=60, learned=ranker)
    known = {evidence.org_ids[i] for i in evidence.joint[0].indices}
    shown = [s.org_id for s in taught]
    assert set(shown) <= set(plain)
    assert [o for o in shown if o in known] == [o for o in plain if o in known]
    assert all((s.judgement is None) == (s.org_id in known) for s in taught)


def test_followed_partners_stay_first(ranker: LearnedRanker, evidence: Evidence) -> None:
    last = suggest_partners(
        evidence, "org:0", "east", limit=60, learned=ranker, with_joint_works=False
    )[-1].org_id
    found = suggest_partners(
        evidence,
        "org:0",
        "east",
        Feedback(followed=frozenset({last})),
        limit=60,
        learned=ranker,
        with_joint_works=False,
    )
    assert found[0].org_id == last


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_number_in_a_learned_reason_is_in_the_record(
    records: Records, ranker: LearnedRanker, evidence: Evidence, language: str
) -> None:
    seen = set()
    for asking in ("org:0", "org:3", "org:11", "org:29"):
        for suggestion in suggest_partners(
            evidence, asking, "east", limit=20, learned=ranker, with_joint_works=False
        ):
            assert suggestion.reasons
            for reason in suggestion.reasons:
                assert reason.contribution > 0
                seen.add(reason.kind)
                sentence = reason.sentence(language, lambda name: name)
                check(records, reason.kind, asking, suggestion.org_id, reason.numbers, sentence)
    assert {"paths", "experience", "openness", "text", "size"} <= seen
    assert seen <= {*LEARNED_REASON_KINDS, "third-party", "shared-topic", "complementary"}


def test_every_kind_of_learned_reason_states_a_fact_or_is_silent(
    records: Records, ranker: LearnedRanker
) -> None:
    """With every part positive, a reason is there exactly where there is something to show."""
    raised = dict.fromkeys(LEARNED_REASON_KINDS, 1.0)
    silent = dict.fromkeys(LEARNED_REASON_KINDS, -1.0)
    seen: dict[str, int] = {}
    ids = ranker.snapshot.organisations.ids.tolist()
    for here, there in ((0, 35), (1, 31), (2, 57), (5, 40), (12, 42), (25, 30)):
        judgement = Judgement(ids[there], 0.0, 0.5, None, raised)
        for reason in learned_reasons(ranker.snapshot, ids[here], judgement):
            seen[reason.kind] = seen.get(reason.kind, 0) + 1
            sentence = reason.sentence("en", lambda name: name)
            check(records, reason.kind, ids[here], ids[there], reason.numbers, sentence)
        quiet = Judgement(ids[there], 0.0, 0.5, None, silent)
        assert learned_reasons(ranker.snapshot, ids[here], quiet) == ()
    assert {"people", "co-authors", "paths", "partners-alike", "size", "text"} <= set(seen)
    assert "dealt" not in seen  # the record has no transactions


def check(
    records: Records,
    kind: str,
    here: str,
    there: str,
    numbers: dict[str, float],
    sentence: str,
) -> None:
    """Count a reason's numbers again from the plain authorship rows."""
    rows = records.organisations.rows
    a, b = rows[here], rows[there]

    def works_of(org: int) -> set[int]:
        return set(records.work[records.org == org].tolist())

    def people_of(org: int) -> set[int]:
        return set(records.person[records.org == org].tolist())

    def partners_of(org: int) -> set[int]:
        found = set(records.org[np.isin(records.work, list(works_of(org)))].tolist())
        return found - {org, -1}

    def new_partners(org: int, since: int) -> int:
        earlier = [w for w in works_of(org) if records.year[w] < since]
        return len(partners_of(org) - set(records.org[np.isin(records.work, earlier)].tolist()))

    country = records.organisations.countries
    counted: dict[str, Callable[[], dict[str, float]]] = {
        "size": lambda: {"subject_works": len(works_of(a)), "partner_works": len(works_of(b))},
        "people": lambda: {"people": len(people_of(a) & people_of(b))},
        "experience": lambda: {
            "subject_partners": sum(country[o] == country[b] for o in partners_of(a)),
            "partner_partners": sum(country[o] == country[a] for o in partners_of(b)),
        },
        "openness": lambda: {
            "subject_new": new_partners(a, int(numbers["since"])),
            "partner_new": new_partners(b, int(numbers["since"])),
            "since": 2016,
        },
        "paths": lambda: {
            "links": sum(len(partners_of(c) & partners_of(b)) for c in partners_of(a))
        },
    }
    if kind in counted:
        assert numbers == counted[kind]()
    if kind == "text":
        assert 0 < numbers["similarity"] <= 1.0001
    for name, value in numbers.items():
        if name in ("people", "links", "subject_works", "partner_works", "subject_partners"):
            assert f"{value:,.0f}" in sentence


def test_a_ranker_is_stored_and_read_back(ranker: LearnedRanker, tmp_path: Path) -> None:
    ids = ranker.snapshot.organisations.ids.tolist()
    store(ranker, tmp_path / "ranking")
    read = load(tmp_path / "ranking")
    assert read is not None
    assert read.judge(ids[0], ids) == ranker.judge(ids[0], ids)
    assert load(tmp_path / "elsewhere") is None
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "model.json").write_text("{")
    with pytest.raises(ConfigurationError, match="damaged"):
        load(tmp_path / "broken")


def test_stored_files_hold_every_array_and_no_pickled_object(
    ranker: LearnedRanker, tmp_path: Path
) -> None:
    """What is read back is what was kept, and an archive with an object in it is refused."""
    folder = tmp_path / "ranking"
    store(ranker, folder)
    assert {path.name for path in folder.iterdir()} == {"model.json", "snapshot.npz"}
    read = load(folder)
    assert read is not None
    before, after = as_arrays(ranker.snapshot), as_arrays(read.snapshot)
    assert before.keys() == after.keys()
    for name in before:
        np.testing.assert_array_equal(before[name], after[name], err_msg=name)
    assert "network.third_parties.last.same" in before  # a shared matrix is kept once
    assert read.snapshot.network.third_parties.last is read.snapshot.network.tied
    arrays = {**before, "network.degree": np.array([{"code": "run"}], dtype=object)}
    np.savez(folder / "snapshot.npz", allow_pickle=True, **arrays)
    with pytest.raises(ConfigurationError, match="damaged"):
        load(folder)


def test_too_little_evidence_is_said_not_guessed(records: Records) -> None:
    few = made_records(works_each_year=2)
    with pytest.raises(ConfigurationError, match="not enough evidence"):
        train(few, 3, SIDES, None)
    with pytest.raises(NotFoundError, match="nowhere"):
        train(records, 3, Sides("west", "nowhere"), None)
