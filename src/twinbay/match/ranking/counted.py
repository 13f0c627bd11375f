"""What the numbers of a learned reason were counted from: the rows behind each sentence.

Every table adds up to the numbers that ``pair_facts`` puts into the sentence: as many rows, or a
column that sums to them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from twinbay.match.ranking.chains import entries
from twinbay.match.ranking.pair_facts import ALIKE, FACTS, Asking
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
    asking, there = Asking(snapshot, rows[org_id]), rows[partner]
    return tuple(TABLES[kind](asking, there)) if FACTS[kind](asking, there) else ()


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


def _people(asking: Asking, there: int) -> Iterable[Row]:
    names = asking.snapshot.people.names
    return [Row(people=(names[int(person)],)) for person in asking.shared_people(there)]


def _co_authors(asking: Asking, there: int) -> Iterable[Row]:
    names = asking.snapshot.people.names
    mine, theirs = asking.co_authorships_with(there)
    pairs = zip(mine.tolist(), theirs.tolist(), strict=True)
    return [Row(people=(names[a], names[b])) for a, b in pairs]


def _paths(asking: Asking, there: int) -> Iterable[Row]:
    tied, ids = asking.snapshot.network.tied, asking.snapshot.organisations.ids
    is_theirs = np.zeros(tied.shape[0], dtype=bool)
    is_theirs[entries(tied, there)] = True
    found = [
        Row(str(ids[partner]), value=float(is_theirs[entries(tied, partner)].sum()))
        for partner in asking.partners
    ]
    return sorted((row for row in found if row.value), key=lambda row: -(row.value or 0.0))


def _experience(asking: Asking, there: int) -> Iterable[Row]:
    joint, ids = asking.snapshot.network.joint, asking.snapshot.organisations.ids
    sides = zip((asking.here, there), asking.partners_over_there(there), strict=True)
    return [
        Row(str(ids[partner]), side, value=float(joint[own, partner]))
        for side, (own, partners) in enumerate(sides)
        for partner in sorted(partners, key=lambda p: -joint[own, p])
    ]


def _openness(asking: Asking, there: int) -> Iterable[Row]:
    new, ids = asking.snapshot.network.new_ties, asking.snapshot.organisations.ids
    return [
        Row(str(ids[partner]), side)
        for side, own in enumerate((asking.here, there))
        for partner in entries(new, own)
    ]


def _partners_alike(asking: Asking, there: int) -> Iterable[Row]:
    concepts, ids = asking.snapshot.content.concepts, asking.snapshot.organisations.ids
    likeness = concepts[asking.partners] @ concepts[there]
    return [
        Row(str(ids[asking.partners[place]]), value=float(likeness[place]))
        for place in np.argsort(-likeness, kind="stable")
        if likeness[place] >= ALIKE
    ]


def _size(asking: Asking, there: int) -> Iterable[Row]:
    works, ids = asking.snapshot.activity.works, asking.snapshot.organisations.ids
    return [
        Row(str(ids[own]), side, value=float(works[own]))
        for side, own in enumerate((asking.here, there))
    ]


TABLES: Mapping[str, Callable[[Asking, int], Iterable[Row]]] = {
    "people": _people,
    "co-authors": _co_authors,
    "paths": _paths,
    "experience": _experience,
    "openness": _openness,
    "partners-alike": _partners_alike,
    "size": _size,
}
"""Kinds of reason whose rows are in the snapshot; "text" and "dealt" are read from the lake."""
