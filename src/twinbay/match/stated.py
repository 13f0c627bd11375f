"""What organisations state they work on, compared: with each other, and with what they publish."""

import numpy as np
from numpy.typing import NDArray

from twinbay.match.evidence import Evidence, FocusStatement

# Cosine below which two stated phrases are not one subject. Among the 692 phrases of the bundled
# organisations the default encoder puts "cancer therapy" and "cancer treatment" at 0.85, "data
# storage" and "energy storage systems" at 0.80.
FOCUS_SIMILARITY = 0.85
# Phrases that are placed in one topic are about one subject however they are worded, but need not
# mean the same: they count as the least similar ones that do.
SAME_TOPIC_SIMILARITY = FOCUS_SIMILARITY
WORKS_SCALE = 3.0  # works at which publishing on what is stated counts 1 - 1/e


def matching_focus(
    evidence: Evidence, row: int, other: int, columns: NDArray[np.int64] | None = None
) -> list[tuple[float, FocusStatement, FocusStatement]]:
    """Return the stated phrases of two organisations on one subject, the closest first.

    Each phrase counts once: the closest two are taken first. With ``columns``, only phrases count
    of which both have a topic among them.
    """
    others = stated_in(evidence, other, columns)
    near = [
        (closeness, mine, theirs)
        for mine in stated_in(evidence, row, columns)
        for theirs in others
        if (closeness := similarity(mine, theirs)) >= FOCUS_SIMILARITY
    ]
    found: list[tuple[float, FocusStatement, FocusStatement]] = []
    taken: set[int] = set()
    for closeness, mine, theirs in sorted(near, key=lambda match: -match[0]):
        if taken.isdisjoint((id(mine), id(theirs))):
            found.append((closeness, mine, theirs))
            taken |= {id(mine), id(theirs)}
    return found


def stated_in(
    evidence: Evidence, row: int, columns: NDArray[np.int64] | None
) -> tuple[FocusStatement, ...]:
    """Return what an organisation states; with ``columns``, what has a topic among them."""
    statements = evidence.focus.get(row, ())
    if columns is None:
        return statements
    within = set(columns.tolist())
    return tuple(each for each in statements if within.intersection(evidence.columns_of(each)))


def focus_similarity(
    evidence: Evidence, row: int, other: int, columns: NDArray[np.int64] | None = None
) -> float:
    """Return the summed similarity of matching stated phrases."""
    return sum(match[0] for match in matching_focus(evidence, row, other, columns))


def focus_on_topics(
    evidence: Evidence, stating: int, publishing: int, columns: NDArray[np.int64] | None = None
) -> list[tuple[float, FocusStatement, int]]:
    """Return what one states and the other publishes on: (weight, statement, topic column)."""
    works = evidence.works[publishing]
    if not works.nnz:
        return []
    counts = dict(zip(works.indices.tolist(), works.data.tolist(), strict=True))
    if columns is not None:
        within = set(columns.tolist())
        counts = {column: count for column, count in counts.items() if column in within}
    found: dict[int, tuple[float, FocusStatement, int]] = {}
    for statement in evidence.focus.get(stating, ()):
        for column in evidence.columns_of(statement):
            if counts.get(column):
                weight = float(1.0 - np.exp(-counts[column] / WORKS_SCALE))
                found.setdefault(column, (weight, statement, column))
    return sorted(found.values(), key=lambda match: -match[0])


def focus_in_works(
    evidence: Evidence, row: int, other: int, columns: NDArray[np.int64] | None = None
) -> float:
    """Return how much of what either states is what the other publishes on."""
    pairs = focus_on_topics(evidence, row, other, columns)
    pairs += focus_on_topics(evidence, other, row, columns)
    return sum(weight for weight, _, _ in pairs)


def similarity(a: FocusStatement, b: FocusStatement) -> float:
    """Return how close two phrases are, up to 1: by their words, their topics or their vectors."""
    if a.statement.casefold() == b.statement.casefold():
        return 1.0
    shared = SAME_TOPIC_SIMILARITY if set(a.topics).intersection(b.topics) else 0.0
    if a.vector is None or b.vector is None:
        return shared
    return max(shared, float(a.vector @ b.vector))
