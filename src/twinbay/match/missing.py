"""Bridges that do not exist yet: pairs across two regions that should talk about a field."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twinbay.match.evidence import Evidence
from twinbay.match.explain import explain
from twinbay.match.features import FEATURES, confidence_in, pair_features
from twinbay.match.partners import LinearRanker, Ranker
from twinbay.match.reasons import Reason

# Organisations of either side that are compared: those with most works in the topics, and as many
# again that only state the topics, because companies and investors publish little.
LEADERS = 60
MOST_EACH = 2  # times an organisation may appear, so that one giant does not fill the list


@dataclass(frozen=True)
class MissingBridge:
    """Two organisations without joint works that the ranking would bring together.

    Attributes:
        org_a: organisation of the first region.
        org_b: organisation of the second region.
        score: sum of the features' contributions, with content counted in the topics only and
            third parties as far as both are active in the topics.
        reasons: the weightiest first; at least one is about the topics (``is_about_topics``).
    """

    org_a: str
    org_b: str
    score: float
    reasons: tuple[Reason, ...]


def missing_bridges(
    evidence: Evidence,
    region_a: str,
    region_b: str,
    topics: Collection[str],
    limit: int = 10,
    *,
    ranker: Ranker | None = None,
    leaders: int = LEADERS,
) -> tuple[MissingBridge, ...]:
    """Rank the pairs of two regions that work on the topics, but not yet together.

    Arguments:
        evidence: the evidence.
        region_a: one region.
        region_b: the other.
        topics: topic ids, such as those of a field of cooperation.
        limit: how many to return at most.
        ranker: weighs the features; default ``LinearRanker``.
        leaders: organisations of either side that are compared, by their works and by what they
            state.

    Returns:
        The best first; an organisation appears at most ``MOST_EACH`` times.
    """
    found = [column for topic in sorted(topics) if (column := evidence.column(topic)) is not None]
    columns = np.array(found, dtype=np.int64)
    side_a = _leaders(evidence, region_a, columns, leaders)
    side_b = _leaders(evidence, region_b, columns, leaders)
    if not side_a.size or not side_b.size:
        return ()
    ranker = ranker or LinearRanker()
    parts = np.stack(
        [ranker.contributions(_features(evidence, row, side_b, columns)) for row in side_a]
    )
    scores = parts.sum(axis=2)
    joint = np.asarray(evidence.joint[side_a][:, side_b].todense()) > 0
    scores[joint] = -1.0
    chosen: list[MissingBridge] = []
    seen: dict[int, int] = {}
    for flat in np.argsort(-scores, axis=None, kind="stable"):
        i, j = np.unravel_index(flat, scores.shape)
        a, b = int(side_a[i]), int(side_b[j])
        if len(chosen) == limit or scores[i, j] <= 0:
            break
        if MOST_EACH in (seen.get(a, 0), seen.get(b, 0)):
            continue
        contributions = dict(zip(FEATURES, parts[i, j].tolist(), strict=True))
        reasons = explain(evidence, a, b, contributions, columns)
        if any(is_about_topics(reason) for reason in reasons):
            chosen.append(
                MissingBridge(
                    evidence.org_ids[a], evidence.org_ids[b], float(scores[i, j]), reasons
                )
            )
            seen[a] = seen.get(a, 0) + 1
            seen[b] = seen.get(b, 0) + 1
    return tuple(chosen)


def is_about_topics(reason: Reason) -> bool:
    """Return whether a bridge's reason is about the topics it was looked for in.

    What both state is: only phrases that have a topic among the given ones are told.
    """
    return reason.topic is not None or len(reason.statements) == 2


def _features(
    evidence: Evidence, row: int, others: NDArray[np.int64], columns: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the features in the topics; third parties count as far as both are active there."""
    features = pair_features(evidence, row, others, columns)
    active = confidence_in(evidence, row, columns) * confidence_in(evidence, others, columns)
    features[:, FEATURES.index("third-party")] *= active
    return features


def _leaders(
    evidence: Evidence, region: str, columns: NDArray[np.int64], most: int
) -> NDArray[np.int64]:
    """Return the rows of a region's organisations with most works in the columns.

    After them come as many that have none there but state most phrases on the topics.
    """
    inside = evidence.regions == region
    works = np.asarray(evidence.works[:, columns].sum(axis=1)).ravel()
    stated = np.zeros(len(works))
    within = set(columns.tolist())
    for row, statements in evidence.focus.items():
        stated[row] = sum(bool(within.intersection(evidence.columns_of(s))) for s in statements)
    publishing = _largest(works * inside, most)
    stating = _largest(stated * (inside & (works == 0)), most)
    return np.concatenate([publishing, stating])


def _largest(amounts: NDArray[np.float64], most: int) -> NDArray[np.int64]:
    """Return the positions of the largest amounts above 0, the first of equals first."""
    rows = np.flatnonzero(amounts > 0)
    chosen: NDArray[np.int64] = rows[np.lexsort((rows, -amounts[rows]))][:most]
    return chosen
