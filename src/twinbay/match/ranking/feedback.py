"""Feedback as labels: what members said about suggestions teaches the ranking, within bounds.

"Follow" is a weak yes, "not for us" a weak no, a meeting and a deal are stronger. Each account has
one vote of a fixed weight that its answers share, and a pair hears each account once, so that
nobody can push a partner by answering more often, nor by answering about it from one account. All
accounts together weigh at most a share of what was observed, so that many invented accounts cannot
outvote the record.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

# How much an answer says, against one observed first collaboration. They are a choice, not a fit.
ANSWER_WEIGHTS = {"follow": 0.3, "not-for-us": 0.3, "meeting": 0.6, "deal": 1.0}
POSITIVE = frozenset({"follow", "meeting", "deal"})
ACCOUNT_WEIGHT = 3.0  # the most that all answers of one account weigh together
# The most that all answers weigh together, against all observed first collaborations.
MOST_SHARE = 0.5


@dataclass(frozen=True)
class Answer:
    """What one account said about one suggestion.

    Attributes:
        account: who answered; any stable id.
        org_id: the organisation that was shown the suggestion.
        partner: the suggested organisation.
        kind: a key of ``ANSWER_WEIGHTS``.
    """

    account: str
    org_id: str
    partner: str
    kind: str


@dataclass(frozen=True)
class FeedbackLabel:
    """What all accounts together said about a pair, order of the two not counting.

    Attributes:
        pair: the two ids, the smaller first.
        positive: weight of the answers that want it.
        negative: weight of the answers that do not.
    """

    pair: tuple[str, str]
    positive: float
    negative: float


def labels_of(answers: Iterable[Answer]) -> tuple[FeedbackLabel, ...]:
    """Turn answers into labels.

    Of several answers of an account about a pair only the last counts. If the answers of an account
    weigh more than ``ACCOUNT_WEIGHT`` together, each is reduced in proportion.

    Raises:
        KeyError: an answer of an unknown kind.
    """
    latest: dict[tuple[str, tuple[str, str]], str] = {}
    for answer in answers:
        first, second = sorted((answer.org_id, answer.partner))
        latest[answer.account, (first, second)] = answer.kind
    total: dict[str, float] = defaultdict(float)
    for (account, _), kind in latest.items():
        total[account] += ANSWER_WEIGHTS[kind]
    positive: dict[tuple[str, str], float] = defaultdict(float)
    negative: dict[tuple[str, str], float] = defaultdict(float)
    for (account, pair), kind in latest.items():
        weight = ANSWER_WEIGHTS[kind] * min(1.0, ACCOUNT_WEIGHT / total[account])
        (positive if kind in POSITIVE else negative)[pair] += weight
    pairs = sorted({*positive, *negative})
    return tuple(FeedbackLabel(p, positive.get(p, 0.0), negative.get(p, 0.0)) for p in pairs)


def bounded(labels: Sequence[FeedbackLabel], observed: float) -> tuple[FeedbackLabel, ...]:
    """Reduce labels in proportion until they weigh at most ``MOST_SHARE`` of what was observed.

    Arguments:
        labels: what was said.
        observed: number of observed first collaborations.
    """
    total = sum(label.positive + label.negative for label in labels)
    factor = min(1.0, MOST_SHARE * observed / total) if total else 1.0
    return tuple(
        replace(label, positive=factor * label.positive, negative=factor * label.negative)
        for label in labels
    )
