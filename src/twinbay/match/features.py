"""Features of a pair of organisations, each between 0 and 1, and their parts.

Three families: content (topics in common, one strong where the other grows, stated focus) and
network (third parties, earlier joint works). A learned ranker takes the same features; the
explanation takes the same parts, so that a reason is what the score was made of.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from twinbay.match.capital import CO_INVESTMENT, both_invest, capital_matches, complement
from twinbay.match.evidence import Evidence
from twinbay.match.stated import focus_in_works, focus_similarity

FEATURES = (
    "joint-works",
    "third-party",
    "shared-topic",
    "complementary",
    "shared-focus",
    "focus-meets-works",
    "capital",
)

# Pseudo-works at the world's mix, so that three works do not make a speciality.
SPECIALISATION_PRIOR = 10.0
STRONG_SPECIALISATION = 1.5
STRONG_WORKS = 3
GROWTH_RATIO = 1.25  # growth relative to the world's growth in the same topic
GROWTH_WORKS = 2
# Sums at which a feature reaches 1 - 1/e: about four specific third parties, ten joint works, two
# complementary topics, one matching phrase.
THIRD_PARTY_SCALE = 2.0
JOINT_SCALE = np.log1p(10.0)
COMPLEMENTARY_SCALE = 2.0
FOCUS_SCALE = 1.0
COSINE_PRIOR_WORKS = 5.0


@dataclass(frozen=True, eq=False)
class Profiles:
    """What each organisation is, ready for comparison.

    Attributes:
        topic_vectors: unit rows, square root of works times inverse frequency of the topic.
        strength: log of shrunk specialisation where strong, else 0.
        growth: log of growth relative to the world where growing, else 0.
        linked: 1 where two organisations have joint works.
        link_weight: Adamic-Adar weight of each organisation as a third party, 1 / ln(1 + degree)
            (Adamic and Adar 2003, doi:10.1016/S0378-8733(03)00009-1).
        total_works: works per organisation, with a topic.
    """

    topic_vectors: sparse.csr_matrix
    strength: sparse.csr_matrix
    growth: sparse.csr_matrix
    linked: sparse.csr_matrix
    link_weight: NDArray[np.float64]
    total_works: NDArray[np.float64]


@lru_cache(maxsize=4)
def profiles_of(evidence: Evidence) -> Profiles:
    """Compute the profiles of all organisations, once per evidence."""
    total = np.asarray(evidence.works.sum(axis=1)).ravel()
    linked = evidence.joint.copy()
    linked.data = np.ones_like(linked.data)
    degree = np.asarray(linked.sum(axis=1)).ravel()
    return Profiles(
        topic_vectors=_topic_vectors(evidence),
        strength=_strength(evidence, total),
        growth=_growth(evidence),
        linked=linked,
        link_weight=np.where(degree > 1, 1.0 / np.log(1.0 + np.maximum(degree, 2.0)), 0.0),
        total_works=total,
    )


def _topic_vectors(evidence: Evidence) -> sparse.csr_matrix:
    weight = np.log(1.0 + evidence.world.sum() / np.maximum(evidence.world, 1.0))
    vectors = evidence.works.sqrt().multiply(weight[np.newaxis, :]).tocsr()
    return _unit_rows(vectors)


def _unit_rows(vectors: sparse.csr_matrix) -> sparse.csr_matrix:
    length = np.sqrt(np.asarray(vectors.multiply(vectors).sum(axis=1)).ravel())
    return sparse.diags(1.0 / np.where(length > 0, length, 1.0)) @ vectors


def confidence_in(
    evidence: Evidence, rows: int | NDArray[np.int64], columns: NDArray[np.int64] | None
) -> NDArray[np.float64]:
    """Return how far organisations' topic vectors can be trusted, 0 to 1, by works in the topics.

    Arguments:
        evidence: the evidence.
        rows: one organisation, or several, shape (n,).
        columns: the topics, shape (k,); None for all.
    """
    works = evidence.works[rows] if columns is None else evidence.works[rows][:, columns]
    total = np.asarray(works.sum(axis=1), dtype=np.float64).ravel()
    confidence: NDArray[np.float64] = total / (total + COSINE_PRIOR_WORKS)
    return confidence


def _strength(evidence: Evidence, total: NDArray[np.float64]) -> sparse.csr_matrix:
    works = evidence.works.tocoo()
    share = evidence.world / max(evidence.world.sum(), 1.0)
    expected = np.maximum(share[works.col], 1e-12)
    shrunk = (works.data + SPECIALISATION_PRIOR * expected) / (
        (total[works.row] + SPECIALISATION_PRIOR) * expected
    )
    strong = (shrunk >= STRONG_SPECIALISATION) & (works.data >= STRONG_WORKS)
    value = np.log(shrunk[strong])
    return sparse.csr_matrix((value, (works.row[strong], works.col[strong])), shape=works.shape)


def _growth(evidence: Evidence) -> sparse.csr_matrix:
    recent = evidence.recent.tocoo()
    if not recent.nnz:
        return sparse.csr_matrix(recent.shape)
    earlier = np.asarray(evidence.earlier[recent.row, recent.col]).ravel()
    world_recent = np.asarray(evidence.recent.sum(axis=0)).ravel()
    world_earlier = np.asarray(evidence.earlier.sum(axis=0)).ravel()
    world = (world_recent + 1.0) / (world_earlier + 1.0)
    ratio = (recent.data + 1.0) / (earlier + 1.0) / world[recent.col]
    growing = (ratio >= GROWTH_RATIO) & (recent.data - earlier >= GROWTH_WORKS)
    value = np.log(ratio[growing])
    return sparse.csr_matrix((value, (recent.row[growing], recent.col[growing])), recent.shape)


def pair_features(
    evidence: Evidence,
    row: int,
    candidates: NDArray[np.int64],
    columns: NDArray[np.int64] | None = None,
) -> NDArray[np.float64]:
    """Compute the features of one organisation with each candidate.

    Arguments:
        evidence: the evidence.
        row: the organisation's row.
        candidates: rows of the candidates, shape (n,).
        columns: only these topics count, shape (k,); None for all. Organisations are then
            compared as if they had no other works. Third parties and joint works count whatever
            their topic.

    Returns:
        Values from 0 to 1, shape (n, len(FEATURES)), columns as in ``FEATURES``.
    """
    profiles = profiles_of(evidence)
    joint = _column(evidence.joint[row], candidates)
    third = profiles.linked[row].multiply(profiles.link_weight[np.newaxis, :]).tocsr()
    third_sum = _dense(profiles.linked[candidates] @ third.T)
    mine, theirs = (
        [_among(matrix[rows], columns) for matrix in _content(profiles)]
        for rows in (row, candidates)
    )
    shared = _dense(_unit_rows(theirs[0]) @ _unit_rows(mine[0]).T)
    shared *= confidence_in(evidence, row, columns) * confidence_in(evidence, candidates, columns)
    complementary = _dense(theirs[2] @ mine[1].T) + _dense(theirs[1] @ mine[2].T)
    stated = np.array([_stated_features(evidence, row, int(c), columns) for c in candidates])
    stated = stated.reshape(len(candidates), 3)
    return np.column_stack(
        [
            _saturate(np.log1p(joint), JOINT_SCALE),
            _saturate(third_sum, THIRD_PARTY_SCALE),
            shared,
            _saturate(complementary, COMPLEMENTARY_SCALE),
            _saturate(stated, FOCUS_SCALE),
        ]
    ).reshape(len(candidates), len(FEATURES))


def _stated_features(
    evidence: Evidence, row: int, other: int, columns: NDArray[np.int64] | None
) -> tuple[float, float, float]:
    """Return what two organisations state: on one subject, beside works, as capital and its use.

    What a fund states is what it looks for: with a company or an institute it counts as such, and
    not again as likeness.
    """
    if complement(evidence, row, other):
        matches = capital_matches(evidence, row, other, columns)
        return 0.0, 0.0, sum(match.value for match in matches)
    likeness = focus_similarity(evidence, row, other, columns)
    if both_invest(evidence, row, other):
        likeness *= CO_INVESTMENT
    return likeness, focus_in_works(evidence, row, other, columns), 0.0


def _content(profiles: Profiles) -> tuple[sparse.csr_matrix, ...]:
    return profiles.topic_vectors, profiles.strength, profiles.growth


def _among(rows: sparse.csr_matrix, columns: NDArray[np.int64] | None) -> sparse.csr_matrix:
    return rows if columns is None else rows[:, columns]


def _saturate(value: NDArray[np.float64], scale: float) -> NDArray[np.float64]:
    saturated: NDArray[np.float64] = 1.0 - np.exp(-value / scale)
    return saturated


def _column(row: sparse.csr_matrix, chosen: NDArray[np.int64]) -> NDArray[np.float64]:
    dense: NDArray[np.float64] = np.asarray(row.todense()).ravel()[chosen]
    return dense


def _dense(matrix: sparse.csr_matrix) -> NDArray[np.float64]:
    dense: NDArray[np.float64] = np.asarray(matrix.todense()).ravel()
    return dense
