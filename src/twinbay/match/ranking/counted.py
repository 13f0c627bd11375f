"""What the numbers of a learned reason were counted from: the rows behind each sentence.

Every table adds up to the numbers that ``pair_facts`` puts into the sentence: as many rows, or a
column that sums to them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from twinbay.match.ranking.pair_facts import (
    ALIKE,
    FACTS,
    co_authorships,
    experienced,
    shared_people,
)
from twinbay.match.ranking.snapshot import Snapshot
from twinbay.match.tokens import tokens


@dataclass(frozen=True)
class Row:
    """One row; what a kind of reason does not have is empty.

    Attributes:
        org_id: an organisation.
        side: whose row it is: 0 the asking organisation's, 1 the partner's.
        people: folded names, the asking organisation's first.
        term: a word.
        value: a count, or a share of the similarity.
    """

    org_id: str = ""
    side: int = 0
    people: tuple[str, ...] = ()
    term: str = ""
    value: float | None = None


def counted_rows(snapshot: Snapshot, kind: str, org_id: str, partner: str) -> tuple[Row, ...]:
    """Return the rows behind a reason of a pair; none where there is no such reason.

    Arguments:
        snapshot: what was known.
        kind: a kind of ``TABLES``.
        org_id, partner: ids of the snapshot.
    """
    rows = snapshot.organisations.rows
    if org_id not in rows or partner not in rows:
        return ()
    here, there = rows[org_id], rows[partner]
    if not FACTS[kind](snapshot, here, there):
        return ()
    return tuple(TABLES[kind](snapshot, here, there))


def shared_terms(
    snapshot: Snapshot, org_id: str, partner: str, texts: Iterable[str]
) -> tuple[Row, ...]:
    """Return the words that make two organisations' recent works alike, the weightiest first.

    The snapshot keeps words as numbers; the words themselves are read from the works.

    Arguments:
        snapshot: what was known.
        org_id, partner: ids of the snapshot.
        texts: the recent works of either organisation: title, abstract and keywords.

    Returns:
        Words with their part of the similarity; the parts of all words sum to it. Where two words
        share a number, they stand together.
    """
    from twinbay.match.ranking.reading import word_buckets  # slow to import, and only needed here

    rows = snapshot.organisations.rows
    if org_id not in rows or partner not in rows:
        return ()
    words = snapshot.content.recent_words
    shared = words[rows[org_id]].multiply(words[rows[partner]]).tocsr()
    parts = dict(zip(shared.indices.tolist(), shared.data.tolist(), strict=True))
    named: dict[int, set[str]] = defaultdict(set)
    used = sorted({word for text in texts for word in tokens(text)})
    for word, bucket in zip(used, word_buckets(used) if used else (), strict=True):
        if bucket in parts:
            named[bucket].add(word)
    found = [
        Row(term=" / ".join(sorted(named[bucket])), value=float(part))
        for bucket, part in parts.items()
        if bucket in named
    ]
    return tuple(sorted(found, key=lambda row: (-(row.value or 0.0), row.term)))


def _people(snapshot: Snapshot, here: int, there: int) -> Iterable[Row]:
    names = snapshot.people.names
    return [Row(people=(names[person],)) for person in shared_people(snapshot, here, there)]


def _co_authors(snapshot: Snapshot, here: int, there: int) -> Iterable[Row]:
    names = snapshot.people.names
    mine, theirs = co_authorships(snapshot, here, there)
    return [Row(people=(names[a], names[b])) for a, b in zip(mine, theirs, strict=True)]


def _paths(snapshot: Snapshot, here: int, there: int) -> Iterable[Row]:
    tied, ids = snapshot.network.tied, snapshot.organisations.ids
    is_theirs = np.zeros(tied.shape[0], dtype=bool)
    is_theirs[tied[there].indices] = True
    found = [
        Row(str(ids[partner]), value=float(is_theirs[tied[partner].indices].sum()))
        for partner in tied[here].indices
    ]
    return sorted((row for row in found if row.value), key=lambda row: -(row.value or 0.0))


def _experience(snapshot: Snapshot, here: int, there: int) -> Iterable[Row]:
    joint, ids = snapshot.network.joint, snapshot.organisations.ids
    sides = experienced(snapshot, here, there)
    return [
        Row(str(ids[partner]), side, value=float(joint[own, partner]))
        for side, (own, partners) in enumerate(zip((here, there), sides, strict=True))
        for partner in sorted(partners, key=lambda p: -joint[own, p])
    ]


def _openness(snapshot: Snapshot, here: int, there: int) -> Iterable[Row]:
    new, ids = snapshot.network.new_ties, snapshot.organisations.ids
    return [
        Row(str(ids[partner]), side)
        for side, own in enumerate((here, there))
        for partner in new[own].indices
    ]


def _partners_alike(snapshot: Snapshot, here: int, there: int) -> Iterable[Row]:
    concepts, ids = snapshot.content.concepts, snapshot.organisations.ids
    partners = snapshot.network.tied[here].indices
    likeness = concepts[partners] @ concepts[there]
    return [
        Row(str(ids[partners[place]]), value=float(likeness[place]))
        for place in np.argsort(-likeness, kind="stable")
        if likeness[place] >= ALIKE
    ]


def _size(snapshot: Snapshot, here: int, there: int) -> Iterable[Row]:
    works, ids = snapshot.activity.works, snapshot.organisations.ids
    return [
        Row(str(ids[own]), side, value=float(works[own])) for side, own in enumerate((here, there))
    ]


TABLES: Mapping[str, Callable[[Snapshot, int, int], Iterable[Row]]] = {
    "people": _people,
    "co-authors": _co_authors,
    "paths": _paths,
    "experience": _experience,
    "openness": _openness,
    "partners-alike": _partners_alike,
    "size": _size,
}
"""Kinds of reason whose rows are in the snapshot; "text" and "dealt" are read from the lake."""
