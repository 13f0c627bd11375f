"""From a pair's feature contributions to reasons: the parts that the score was made of."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from twinbay.match.capital import CapitalMatch, both_invest, capital_matches, complement
from twinbay.match.evidence import Evidence
from twinbay.match.features import profiles_of
from twinbay.match.reasons import Reason
from twinbay.match.stated import focus_on_topics, matching_focus

TOPICS_SHOWN = 3
THIRD_PARTIES_SHOWN = 3


Columns = NDArray[np.int64] | None


def explain(
    evidence: Evidence,
    row: int,
    partner: int,
    contributions: dict[str, float],
    columns: Columns = None,
) -> tuple[Reason, ...]:
    """Return the reasons for a pair, the weightiest first.

    Arguments:
        evidence: the evidence.
        row: the organisation that asks.
        partner: the suggested organisation.
        contributions: each feature's part of the score (``features.FEATURES``).
        columns: only these topics are told, shape (k,); None for all.

    Returns:
        Reasons whose contributions add up to at most the score: a feature's contribution is
        shared out over its parts, and parts too small to show are left out.
    """
    reasons: list[Reason] = []
    reasons += _joint(evidence, row, partner, contributions["joint-works"])
    reasons += _shared_topics(evidence, row, partner, contributions["shared-topic"], columns)
    reasons += _complementary(evidence, row, partner, contributions["complementary"], columns)
    reasons += _third_parties(evidence, row, partner, contributions["third-party"])
    reasons += _shared_focus(evidence, row, partner, contributions["shared-focus"], columns)
    reasons += _focus_meets_works(
        evidence, row, partner, contributions["focus-meets-works"], columns
    )
    reasons += _capital(evidence, row, partner, contributions["capital"], columns)
    return tuple(sorted(reasons, key=lambda reason: -reason.contribution))


def _among(row: sparse.csr_matrix, columns: Columns) -> sparse.csr_matrix:
    """Return a sparse row with other columns than the given ones left out."""
    if columns is None:
        return row
    kept = np.isin(row.indices, columns)
    found = (row.data[kept], (np.zeros(kept.sum(), dtype=np.int64), row.indices[kept]))
    return sparse.csr_matrix(found, shape=row.shape)


def _joint(evidence: Evidence, row: int, partner: int, contribution: float) -> list[Reason]:
    works = float(evidence.joint[row, partner])
    if not works:
        return []
    numbers = {
        "works": works,
        "first": float(evidence.joint_first[row, partner]),
        "last": float(evidence.joint_last[row, partner]),
        "recent": float(evidence.joint_recent[row, partner]),
        "recent_from": float(evidence.recent_years[0]),
    }
    ids = evidence.org_ids
    return [Reason("joint-works", contribution, ids[row], ids[partner], numbers=numbers)]


def _shared_topics(
    evidence: Evidence, row: int, partner: int, contribution: float, columns: Columns
) -> list[Reason]:
    vectors = profiles_of(evidence).topic_vectors
    product = _among(vectors[row].multiply(vectors[partner]).tocsr(), columns)
    total = product.data.sum()
    if not total:
        return []
    return [
        Reason(
            "shared-topic",
            contribution * float(product.data[position] / total),
            evidence.org_ids[row],
            evidence.org_ids[partner],
            topic=evidence.topics[product.indices[position]],
            numbers={
                "subject_works": float(evidence.works[row, product.indices[position]]),
                "partner_works": float(evidence.works[partner, product.indices[position]]),
            },
        )
        for position in np.argsort(-product.data, kind="stable")[:TOPICS_SHOWN]
    ]


def _complementary(
    evidence: Evidence, row: int, partner: int, contribution: float, columns: Columns
) -> list[Reason]:
    profiles = profiles_of(evidence)
    parts: list[tuple[float, int, int, int]] = []
    for strong, growing in ((row, partner), (partner, row)):
        product = profiles.strength[strong].multiply(profiles.growth[growing]).tocsr()
        product = _among(product, columns)
        parts += [
            (float(value), strong, growing, int(topic))
            for value, topic in zip(product.data, product.indices, strict=True)
        ]
    total = sum(value for value, _, _, _ in parts)
    parts.sort(key=lambda part: -part[0])
    return [
        Reason(
            "complementary",
            contribution * value / total,
            evidence.org_ids[strong],
            evidence.org_ids[growing],
            topic=evidence.topics[topic],
            numbers=_complementary_numbers(evidence, strong, growing, topic),
        )
        for value, strong, growing, topic in parts[:TOPICS_SHOWN]
    ]


def _complementary_numbers(
    evidence: Evidence, strong: int, growing: int, topic: int
) -> dict[str, float]:
    works = float(evidence.works[strong, topic])
    total = float(profiles_of(evidence).total_works[strong])
    share = float(evidence.world[topic] / evidence.world.sum())
    return {
        "strong_works": works,
        "specialisation": works / total / share,
        "earlier": float(evidence.earlier[growing, topic]),
        "recent": float(evidence.recent[growing, topic]),
        "earlier_from": float(evidence.earlier_years[0]),
        "earlier_to": float(evidence.earlier_years[1]),
        "recent_from": float(evidence.recent_years[0]),
        "recent_to": float(evidence.recent_years[1]),
    }


def _third_parties(evidence: Evidence, row: int, partner: int, contribution: float) -> list[Reason]:
    profiles = profiles_of(evidence)
    common = profiles.linked[row].multiply(profiles.linked[partner]).tocsr()
    if not common.nnz:
        return []
    third = common.indices
    # Shown first: those with which both have substantial work.
    mine = np.asarray(evidence.joint[row, third].todense()).ravel()
    theirs = np.asarray(evidence.joint[partner, third].todense()).ravel()
    order = np.lexsort((third, -profiles.link_weight[third] * np.minimum(mine, theirs)))
    shown = order[:THIRD_PARTIES_SHOWN]
    return [
        Reason(
            "third-party",
            contribution,
            evidence.org_ids[row],
            evidence.org_ids[partner],
            third_parties=tuple(evidence.org_ids[third[i]] for i in shown),
            numbers={
                "subject_works": float(mine[shown[0]]),
                "partner_works": float(theirs[shown[0]]),
                "others": float(third.size - len(shown)),
            },
        )
    ]


def _shared_focus(
    evidence: Evidence, row: int, partner: int, contribution: float, columns: Columns
) -> list[Reason]:
    if complement(evidence, row, partner):
        return []  # told as capital and its use
    matches = matching_focus(evidence, row, partner, columns)
    total = sum(similarity for similarity, _, _ in matches)
    kind = "co-investment" if both_invest(evidence, row, partner) else "shared-focus"
    return [
        Reason(
            kind,
            contribution * similarity / total,
            evidence.org_ids[row],
            evidence.org_ids[partner],
            statements=(
                (mine.statement, mine.statement_zh),
                (theirs.statement, theirs.statement_zh),
            ),
        )
        for similarity, mine, theirs in matches[:TOPICS_SHOWN]
    ]


def _focus_meets_works(
    evidence: Evidence, row: int, partner: int, contribution: float, columns: Columns
) -> list[Reason]:
    if complement(evidence, row, partner):
        return []
    found = [(*match, partner, row) for match in focus_on_topics(evidence, partner, row, columns)]
    found += [(*match, row, partner) for match in focus_on_topics(evidence, row, partner, columns)]
    total = sum(match[0] for match in found)
    found.sort(key=lambda match: -match[0])
    return [
        Reason(
            "focus-meets-works",
            contribution * weight / total,
            evidence.org_ids[publishing],
            evidence.org_ids[stating],
            topic=evidence.topics[column],
            statements=((statement.statement, statement.statement_zh),),
            numbers={"works": float(evidence.works[publishing, column])},
        )
        for weight, statement, column, stating, publishing in found[:TOPICS_SHOWN]
    ]


def _capital(
    evidence: Evidence, row: int, partner: int, contribution: float, columns: Columns
) -> list[Reason]:
    matches = capital_matches(evidence, row, partner, columns)
    total = sum(match.value for match in matches)
    return [
        _capital_reason(evidence, match, contribution * match.value / total)
        for match in matches[:TOPICS_SHOWN]
    ]


def _capital_reason(evidence: Evidence, match: CapitalMatch, contribution: float) -> Reason:
    """Return why capital and its use fit; of what is stated and what is published, the former."""
    company = evidence.kinds[match.receiving] == "enterprise"
    told = [statement for statement in (match.stated, match.thesis) if statement is not None]
    by_works = match.stated is None and match.column is not None
    return Reason(
        "capital-for-company" if company else "capital-for-research",
        contribution,
        evidence.org_ids[match.receiving],
        evidence.org_ids[match.investor],
        topic=evidence.topics[match.column] if by_works and match.column is not None else None,
        numbers=_capital_numbers(evidence, match, by_works),
        statements=tuple((each.statement, each.statement_zh) for each in told),
    )


def _capital_numbers(evidence: Evidence, match: CapitalMatch, by_works: bool) -> dict[str, float]:
    numbers = {"named": float(match.named)}
    if by_works:
        numbers["works"] = float(evidence.works[match.receiving, match.column])
    return numbers
