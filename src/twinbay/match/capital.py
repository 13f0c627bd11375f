"""Capital and what it looks for: a fund's useful partners are companies and institutes, not funds.

A fund and a company that state one area of work complement each other, two funds resemble each
other. What a fund states is what it invests in.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twinbay.match.evidence import Evidence, FocusStatement
from twinbay.match.stated import FOCUS_SIMILARITY, WORKS_SCALE, similarity

INVESTOR = "investor"
# What capital is for, the readiest first. A choice, not a fit: a company takes investment as it
# is, a result of research has to become one before.
RECEIVING = {
    "enterprise": 1.0,
    "research-institute": 0.8,
    "education": 0.6,
    "healthcare": 0.6,
}
CO_INVESTMENT = 0.25  # what the likeness of two funds counts for beside that of two others
OPEN_THESIS = 0.5  # a fund that names no subject fits everybody half
DEVOTED = 0.3  # of the fit, the part that a subject has among all that the other states
# Venture capital itself, and founding companies: what funds do, not what they invest in.
_NO_SUBJECT = frozenset({"T11903", "T10058"})


@dataclass(frozen=True)
class CapitalMatch:
    """What a fund looks for, and what the other has of it.

    Attributes:
        value: how well they fit, 0 to 1.
        investor: row of the fund.
        receiving: row of the other.
        thesis: what the fund states.
        stated: what the other states on the same subject, if anything.
        column: topic that the other publishes on, if it does.
        named: whether the fund names a subject.
    """

    value: float
    investor: int
    receiving: int
    thesis: FocusStatement
    stated: FocusStatement | None
    column: int | None
    named: bool = True


def complement(evidence: Evidence, row: int, other: int) -> bool:
    """Say whether one of two organisations invests and the other is something to invest in."""
    kinds = {str(evidence.kinds[row]), str(evidence.kinds[other])}
    return INVESTOR in kinds and bool(kinds & RECEIVING.keys())


def both_invest(evidence: Evidence, row: int, other: int) -> bool:
    """Say whether both organisations are investors."""
    return bool(evidence.kinds[row] == INVESTOR == evidence.kinds[other])


def capital_matches(
    evidence: Evidence, row: int, other: int, columns: NDArray[np.int64] | None = None
) -> list[CapitalMatch]:
    """Return where what a fund looks for meets what the other has, the best first.

    Arguments:
        evidence: the evidence.
        row: one organisation.
        other: the other; either may be the fund.
        columns: only these topics count; None for all.

    Returns:
        One match per phrase of the fund. None for a pair that does not complement each other
        (``complement``). Unless ``columns`` are given, phrases also meet by their words, and a
        fund that names no subject meets the first area of work of the other that has topics.
    """
    if not complement(evidence, row, other):
        return []
    investor, receiving = (row, other) if evidence.kinds[row] == INVESTOR else (other, row)
    theses = [
        (thesis, _subjects(evidence, thesis, columns))
        for thesis in evidence.focus.get(investor, ())
    ]
    found = [
        match
        for thesis, subjects in theses
        if (subjects or columns is None)
        and (match := _match(evidence, investor, receiving, thesis, subjects, columns is None))
    ]
    if not (found or any(subjects for _, subjects in theses)) and columns is None:
        found = [
            match
            for thesis, _ in theses[:1]
            if (match := _open(evidence, investor, receiving, thesis))
        ]
    return sorted(found, key=lambda match: -match.value)


def _subjects(
    evidence: Evidence, thesis: FocusStatement, columns: NDArray[np.int64] | None
) -> list[int]:
    within = None if columns is None else set(columns.tolist())
    return [
        column
        for column in evidence.columns_of(thesis)
        if evidence.topics[column] not in _NO_SUBJECT and (within is None or column in within)
    ]


def _match(
    evidence: Evidence,
    investor: int,
    receiving: int,
    thesis: FocusStatement,
    subjects: list[int],
    by_words: bool,
) -> CapitalMatch | None:
    """Match a phrase of a fund by its subjects and, with ``by_words``, by what it says."""
    works = {column: float(evidence.works[receiving, column]) for column in subjects}
    most = max(works, key=lambda column: works[column], default=None)
    published = 1.0 - float(np.exp(-works[most] / WORKS_SCALE)) if most is not None else 0.0
    statements = evidence.focus.get(receiving, ())
    inside = [
        stated
        for stated in statements
        if set(subjects).intersection(evidence.columns_of(stated))
        or (by_words and similarity(thesis, stated) >= FOCUS_SIMILARITY)
    ]
    devoted = 1.0 - DEVOTED + DEVOTED * len(inside) / len(statements) if inside else 0.0
    fit = max(devoted, (1.0 - DEVOTED) * published)
    if not fit:
        return None
    value = RECEIVING[str(evidence.kinds[receiving])] * fit
    stated = inside[0] if inside else None
    return CapitalMatch(value, investor, receiving, thesis, stated, most if published else None)


def _open(
    evidence: Evidence, investor: int, receiving: int, thesis: FocusStatement
) -> CapitalMatch | None:
    """Match a fund that names no subject, the more the other published of late."""
    stated = next((s for s in evidence.focus.get(receiving, ()) if s.topics), None)
    if stated is None:
        return None
    recent = float(evidence.recent[receiving].sum())
    active = 1.0 - float(np.exp(-recent / WORKS_SCALE))
    value = OPEN_THESIS * RECEIVING[str(evidence.kinds[receiving])] * (1.0 + active) / 2.0
    return CapitalMatch(value, investor, receiving, thesis, stated, None, named=False)
