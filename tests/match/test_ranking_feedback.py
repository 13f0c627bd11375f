"""Feedback teaches the ranking, and one account cannot push it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_records import made_records
from sklearn.metrics import average_precision_score

from twinbay.match.ranking.candidates import Sides
from twinbay.match.ranking.feedback import (
    ACCOUNT_WEIGHT,
    ANSWER_WEIGHTS,
    MOST_SHARE,
    Answer,
    bounded,
    labels_of,
)
from twinbay.match.ranking.fitting import refit_with_feedback
from twinbay.match.ranking.learned import LearnedRanker
from twinbay.match.ranking.model import PartnerModel
from twinbay.match.ranking.pair_features import NAMES
from twinbay.match.ranking.storage import train

ANSWERS = st.lists(
    st.builds(
        Answer,
        st.sampled_from(["a", "b"]),
        st.sampled_from(["org:1", "org:2"]),
        st.sampled_from(["org:8", "org:9"]),
        st.sampled_from(sorted(ANSWER_WEIGHTS)),
    ),
    max_size=30,
)


@given(ANSWERS)
def test_no_account_weighs_more_than_its_share(answers: list[Answer]) -> None:
    labels = labels_of(answers)
    total = sum(label.positive + label.negative for label in labels)
    assert total <= ACCOUNT_WEIGHT * len({answer.account for answer in answers}) + 1e-9
    limited = bounded(labels, observed=4.0)
    weight = sum(label.positive + label.negative for label in limited)
    assert weight == pytest.approx(min(total, 4.0 * MOST_SHARE))


def test_a_thousand_answers_of_one_account_are_one() -> None:
    once = labels_of([Answer("a", "org:1", "org:9", "follow")])
    often = labels_of([Answer("a", "org:1", "org:9", "follow")] * 1000)
    other_way = labels_of([Answer("a", "org:9", "org:1", "follow")] * 7)
    assert once == often == other_way
    assert once[0].positive == ANSWER_WEIGHTS["follow"]


def test_the_last_answer_about_a_pair_counts() -> None:
    (label,) = labels_of(
        [Answer("a", "org:1", "org:9", "follow"), Answer("a", "org:1", "org:9", "not-for-us")]
    )
    assert (label.positive, label.negative) == (0.0, ANSWER_WEIGHTS["not-for-us"])


def test_an_account_that_praises_everything_says_little_about_each() -> None:
    spread = labels_of([Answer("a", "org:1", f"org:{i}", "deal") for i in range(300)])
    assert sum(label.positive for label in spread) == pytest.approx(ACCOUNT_WEIGHT)
    assert max(label.positive for label in spread) < 0.02


def test_accounts_that_agree_weigh_more_than_one_that_shouts() -> None:
    agreed = labels_of([Answer(f"a{i}", "org:1", "org:9", "deal") for i in range(5)])[0]
    shouted = labels_of([Answer("a", "org:1", "org:9", "deal")] * 50)[0]
    assert agreed.positive > shouted.positive > 0


@pytest.fixture(scope="module")
def world() -> dict[str, np.ndarray]:
    """Few observed pairs, many members: tastes differ from the past in one feature."""
    random = np.random.default_rng(5)
    features = random.normal(size=(4_000, len(NAMES))).astype(np.float32)
    old = features[:, 0] - 3.0
    new = features[:, 0] + 1.5 * features[:, 5] - 3.0
    chance = lambda odds: random.random(odds.size) < 1 / (1 + np.exp(-odds))  # noqa: E731
    return {
        "features": features,
        "became": chance(old),
        "wanted": chance(new),
        "unseen": (unseen := random.normal(size=(4_000, len(NAMES))).astype(np.float32)),
        "truth": chance(unseen[:, 0] + 1.5 * unseen[:, 5] - 3.0),
    }


def quality(model: PartnerModel, world: dict[str, np.ndarray]) -> float:
    return float(average_precision_score(world["truth"], model.log_odds(world["unseen"])))


def labels_from(world: dict[str, np.ndarray], accounts: int, *, honest: bool) -> list[Answer]:
    random = np.random.default_rng(6)
    answers = []
    for i in random.permutation(1_500).tolist():
        likes = bool(world["wanted"][i]) if honest else bool(world["features"][i, 7] > 1)
        kind = "meeting" if likes else "not-for-us"
        answers.append(Answer(f"m{i % accounts}", f"org:{i:04}", "partner", kind))
    return answers


def test_feedback_of_many_members_helps_and_of_one_account_hardly_moves_anything(
    world: dict[str, np.ndarray],
) -> None:
    """The simulation of docs/explanation/backtest.md."""
    weight = np.ones(len(world["features"]))
    before = PartnerModel.fit(world["features"], world["became"], weight)

    def taught(answers: list[Answer]) -> PartnerModel:
        labels = labels_of(answers)
        rows = [int(label.pair[0].split(":")[1]) for label in labels]
        return refit_with_feedback(
            world["features"], world["became"], weight, world["features"][rows], labels
        )

    members = taught(labels_from(world, 300, honest=True))
    liar = taught(labels_from(world, 1, honest=False))
    assert quality(members, world) > quality(before, world) + 0.02
    assert abs(quality(liar, world) - quality(before, world)) < 0.01
    moved = np.corrcoef(liar.log_odds(world["unseen"]), before.log_odds(world["unseen"]))[0, 1]
    assert moved > 0.98


def test_invented_accounts_cannot_outvote_the_record(world: dict[str, np.ndarray]) -> None:
    """A thousand accounts that lie together still weigh less than what was observed."""
    labels = labels_of(labels_from(world, 1_500, honest=False))
    observed = float(world["became"].sum())
    assert sum(label.positive + label.negative for label in labels) > observed
    kept = bounded(labels, observed)
    assert sum(label.positive + label.negative for label in kept) == pytest.approx(
        MOST_SHARE * observed
    )


def test_training_learns_from_answers_about_ranked_organisations() -> None:
    """Members want partners of another community than the past would suggest."""
    records, sides = made_records(), Sides("west", "east")

    def taught(answers: list[Answer]) -> LearnedRanker:
        return train(records, 3, sides, None, answers=answers)

    plain = taught([])
    ids = [str(i) for i in plain.snapshot.organisations.ids]
    asked = [(a, b) for a in ids[:30] for b in ids[30:]]
    wanted = [pair for pair in asked if int(pair[1].split(":")[1]) % 5 == 2]
    answers = [Answer(f"m{i % 40}", *pair, "meeting") for i, pair in enumerate(wanted)]
    answers += [
        Answer(f"m{i % 40}", *pair, "not-for-us")
        for i, pair in enumerate(asked)
        if pair not in wanted
    ]
    members = taught([*answers, Answer("m1", "org:0", "org:unknown", "follow")])
    assert members.taught == len(asked)
    assert plain.taught == 0

    def log_odds(ranker: LearnedRanker) -> dict[tuple[str, str], float]:
        return {(a, j.org_id): j.log_odds for a in ids[:30] for j in ranker.judge(a, ids[30:])}

    before, after = log_odds(plain), log_odds(members)
    change = {pair: after[pair] - before[pair] for pair in before}
    liked = np.mean([change[pair] for pair in change if pair in wanted])
    others = np.mean([change[pair] for pair in change if pair not in wanted])
    assert liked > others
