"""Suggested partners: the organisations of the other region to talk to, and why."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from twinbay.match.evidence import Evidence
from twinbay.match.explain import explain
from twinbay.match.exposure import balanced_order, large_ones
from twinbay.match.features import FEATURES, pair_features, profiles_of
from twinbay.match.reasons import Reason

if TYPE_CHECKING:
    from twinbay.match.ranking.learned import Judgement, LearnedRanker


@dataclass(frozen=True)
class Feedback:
    """What a user said about suggestions for one organisation."""

    followed: frozenset[str] = frozenset()
    dismissed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Suggestion:
    """One suggested partner.

    Attributes:
        org_id: the partner.
        score: the sum of the contributions of all features, 0 to 1; comparable within one list.
        followed: whether the user follows it; followed partners come first.
        reasons: the reasons, the weightiest first; never empty.
        judgement: what the learned ranking says: a calibrated probability of a first joint work
            and what such suggestions were worth in the past; None for those that already have joint
            works, those with too little evidence, and without a learned ranking.
    """

    org_id: str
    score: float
    followed: bool
    reasons: tuple[Reason, ...]
    judgement: "Judgement | None" = None


class Ranker(Protocol):
    """Turns features of pairs into contributions to a score; a learned ranker fits here."""

    def contributions(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return each feature's part of the score, same shape as ``features``."""
        ...


@dataclass(frozen=True)
class LinearRanker:
    """A weighted sum. The weights are a choice, not a fit: see docs/explanation/partners.md."""

    weights: tuple[float, ...] = (0.15, 0.25, 0.25, 0.10, 0.15, 0.10, 0.15)

    def contributions(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return each feature times its weight."""
        weighted: NDArray[np.float64] = features * np.asarray(self.weights)
        return weighted


def suggest_partners(
    evidence: Evidence,
    org_id: str,
    region: str,
    feedback: Feedback | None = None,
    limit: int = 10,
    *,
    ranker: Ranker | None = None,
    learned: "LearnedRanker | None" = None,
    eligible: Callable[[str], bool] | None = None,
    with_joint_works: bool = True,
) -> tuple[Suggestion, ...]:
    """Rank the organisations of a region as partners for one organisation.

    Arguments:
        evidence: the evidence.
        org_id: the organisation that asks.
        region: the region to look in, normally the other one of the pair.
        feedback: what the user dismissed (never suggested again) and follows (listed first).
        limit: how many to return at most, at least 1.
        ranker: weighs the features; default ``LinearRanker``.
        learned: the trained ranking of new partners. They exchange their places in the list by its
            score; those with joint works, and those it cannot judge, keep theirs.
        eligible: keeps only organisations for which it is true.
        with_joint_works: False leaves out those that already have joint works.

    Returns:
        Suggestions, the best first; fewer than ``limit`` where no reason can be given. Three of the
        first ten places are kept for organisations outside the largest fifth of the region
        (``match.exposure``).

    Raises:
        NotFoundError: the organisation is not in the evidence.
    """
    feedback = feedback or Feedback()
    row = evidence.row(org_id)
    candidates = np.flatnonzero(evidence.regions == region)
    candidates = candidates[candidates != row]
    if not with_joint_works:
        candidates = np.setdiff1d(candidates, evidence.joint[row].indices)
    if feedback.dismissed or eligible:
        keep = [
            evidence.org_ids[c] not in feedback.dismissed
            and (eligible is None or eligible(evidence.org_ids[c]))
            for c in candidates
        ]
        candidates = candidates[np.array(keep, dtype=bool)]
    if not candidates.size:
        return ()
    parts = (ranker or LinearRanker()).contributions(pair_features(evidence, row, candidates))
    scores = parts.sum(axis=1)
    followed = np.array([evidence.org_ids[c] in feedback.followed for c in candidates])
    judged = _judgements(evidence, org_id, candidates, learned)
    log_odds = np.array(
        [judged[o].log_odds if (o := evidence.org_ids[c]) in judged else np.nan for c in candidates]
    )
    order = np.lexsort((candidates, -scores, ~followed))
    order = _exchanged(order, followed, log_odds)
    order = _balanced(evidence, row, candidates, order, followed)
    judged_reasons = _judged_reasons(evidence, learned, row)
    suggestions: list[Suggestion] = []
    for position in order:
        if len(suggestions) == limit:
            break
        partner = evidence.org_ids[candidates[position]]
        judgement = judged.get(partner)
        contribution = dict(zip(FEATURES, parts[position].tolist(), strict=True))
        if judgement is not None:
            reasons = judged_reasons(int(candidates[position]), judgement)
        else:
            reasons = explain(evidence, row, int(candidates[position]), contribution)
        if reasons:
            suggestions.append(
                Suggestion(
                    org_id=partner,
                    score=float(scores[position]),
                    followed=bool(followed[position]),
                    reasons=reasons,
                    judgement=judgement,
                )
            )
    return tuple(suggestions)


def _judgements(
    evidence: Evidence,
    org_id: str,
    candidates: NDArray[np.int64],
    learned: "LearnedRanker | None",
) -> "dict[str, Judgement]":
    """Return what the learned ranking says of the candidates, by id."""
    if learned is None:
        return {}
    judged = learned.judge(org_id, [evidence.org_ids[c] for c in candidates])
    return {judgement.org_id: judgement for judgement in judged}


def _judged_reasons(
    evidence: Evidence, learned: "LearnedRanker | None", row: int
) -> "Callable[[int, Judgement], tuple[Reason, ...]]":
    """Return what tells what raised a learned score, and nothing that it does not look at."""
    if learned is None:
        return lambda _partner, _judgement: ()
    # Only who has a trained ranking waits for the libraries that it needs.
    from twinbay.match.ranking.pair_facts import Asking, reasons_for

    org_id, snapshot = evidence.org_ids[row], learned.snapshot
    asking = Asking(snapshot, snapshot.organisations.rows.get(org_id, -1))

    def tell(partner: int, judgement: "Judgement") -> tuple[Reason, ...]:
        raised = {name: max(judgement.parts.get(name, 0.0), 0.0) for name in FEATURES}
        shared = [r for r in explain(evidence, row, partner, raised) if r.contribution > 0]
        own = reasons_for(asking, judgement)
        return tuple(sorted([*shared, *own], key=lambda reason: -reason.contribution))

    return tell


def _exchanged(
    order: NDArray[np.intp], followed: NDArray[np.bool_], log_odds: NDArray[np.float64]
) -> NDArray[np.intp]:
    """Let the judged candidates exchange their places by the learned score, followed ones first.

    Arguments:
        order: positions of the candidates, the best first.
        followed: whether the user follows each candidate.
        log_odds: the learned score of each candidate, NaN where it is not judged.
    """
    chosen = ~np.isnan(log_odds[order])
    movable = order[chosen]
    exchanged = order.copy()
    exchanged[chosen] = movable[np.lexsort((movable, -log_odds[movable], ~followed[movable]))]
    return exchanged


def _balanced(
    evidence: Evidence,
    row: int,
    candidates: NDArray[np.int64],
    order: NDArray[np.intp],
    followed: NDArray[np.bool_],
) -> NDArray[np.intp]:
    """Keep places for candidates that are not large; followed ones and partners are not moved."""
    large = large_ones(np.asarray(profiles_of(evidence).total_works)[candidates])
    large &= ~followed & ~np.isin(candidates, evidence.joint[row].indices)
    return order[balanced_order(large[order])]


def bridges(
    evidence: Evidence, region_a: str, region_b: str, topics: frozenset[str], limit: int = 10
) -> tuple[tuple[str, str, int], ...]:
    """Return the strongest existing links between two regions: (org_a, org_b, joint works).

    Joint works count over all topics for pairs of which both publish in the given topics.
    """
    columns = [column for topic in topics if (column := evidence.column(topic)) is not None]
    active = np.asarray(evidence.works[:, columns].sum(axis=1)).ravel() > 0
    a = np.flatnonzero((evidence.regions == region_a) & active)
    b = np.flatnonzero((evidence.regions == region_b) & active)
    block = evidence.joint[a][:, b].tocoo()
    order = np.argsort(-block.data, kind="stable")[:limit]
    return tuple(
        (
            evidence.org_ids[a[block.row[i]]],
            evidence.org_ids[b[block.col[i]]],
            int(block.data[i]),
        )
        for i in order
    )
