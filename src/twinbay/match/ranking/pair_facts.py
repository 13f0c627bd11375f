"""The facts behind a judgement: the numbers in a reason's sentence, read from the snapshot."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from twinbay.match.network_reasons import LEARNED_REASON_KINDS
from twinbay.match.ranking.learned import Judgement
from twinbay.match.ranking.snapshot import Snapshot
from twinbay.match.reasons import Reason

RECENT_YEARS = 3
MOSTLY = 0.5


def learned_reasons(snapshot: Snapshot, org_id: str, judgement: Judgement) -> tuple[Reason, ...]:
    """Return the reasons of a judgement that have facts of their own, the weightiest first.

    A reason is given only where its features raised the score against the average pair, and where
    the snapshot has a fact to show for it. Third parties and topics are explained by
    ``match.explain`` from the same contributions.
    """
    rows = snapshot.organisations.rows
    here, there = rows[org_id], rows[judgement.org_id]
    found = []
    for kind in LEARNED_REASON_KINDS:
        part = judgement.parts.get(kind, 0.0)
        numbers = FACTS[kind](snapshot, here, there) if part > 0 else None
        if numbers:
            found.append(Reason(kind, part, org_id, judgement.org_id, numbers=numbers))
    return tuple(sorted(found, key=lambda reason: -reason.contribution))


def shared_people(snapshot: Snapshot, here: int, there: int) -> NDArray[np.int64]:
    """Return the people who published for both."""
    employed = snapshot.people.employed
    return np.intersect1d(employed[here].indices, employed[there].indices)


def _people(snapshot: Snapshot, here: int, there: int) -> dict[str, float] | None:
    shared = shared_people(snapshot, here, there).size
    return {"people": float(shared)} if shared else None


def co_authorships(
    snapshot: Snapshot, here: int, there: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return who of the one wrote with whom of the other, by where they mostly are: two columns."""
    shares, together = snapshot.people.shares, snapshot.people.together
    is_theirs = np.zeros(together.shape[0], dtype=bool)
    is_theirs[_mostly(shares, there)] = True
    mine = _mostly(shares, here)
    wrote = together[mine]
    found = is_theirs[wrote.indices]
    author = np.repeat(mine, np.diff(wrote.indptr))[found]
    return author, wrote.indices[found].astype(np.int64)


def _co_authors(snapshot: Snapshot, here: int, there: int) -> dict[str, float] | None:
    mine, theirs = co_authorships(snapshot, here, there)
    if not mine.size:
        return None
    return {"people": float(np.unique(mine).size), "co_authors": float(np.unique(theirs).size)}


def _mostly(shares: sparse.csr_matrix, organisation: int) -> NDArray[np.int64]:
    """Return the people who publish for an organisation at least half of the time."""
    entries = shares[organisation]
    return np.asarray(entries.indices[entries.data >= MOSTLY], dtype=np.int64)


def _paths(snapshot: Snapshot, here: int, there: int) -> dict[str, float] | None:
    tied = snapshot.network.tied
    is_theirs = np.zeros(tied.shape[0], dtype=bool)
    is_theirs[tied[there].indices] = True
    links = int(is_theirs[tied[tied[here].indices].indices].sum())
    return {"links": float(links)} if links else None


def experienced(
    snapshot: Snapshot, here: int, there: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return either organisation's partners in the country of the other."""
    country, tied = snapshot.activity.country, snapshot.network.tied
    mine, theirs = tied[here].indices, tied[there].indices
    return mine[country[mine] == country[there]], theirs[country[theirs] == country[here]]


def _experience(snapshot: Snapshot, here: int, there: int) -> dict[str, float] | None:
    country = snapshot.activity.country
    if country[here] == country[there] or not snapshot.organisations.countries[here]:
        return None
    mine, theirs = experienced(snapshot, here, there)
    if not mine.size or not theirs.size:
        return None
    return {"subject_partners": float(mine.size), "partner_partners": float(theirs.size)}


def _openness(snapshot: Snapshot, here: int, there: int) -> dict[str, float] | None:
    ties = snapshot.activity.new_ties
    if not ties[here] or not ties[there]:
        return None
    return {
        "subject_new": float(ties[here]),
        "partner_new": float(ties[there]),
        "since": float(snapshot.year - RECENT_YEARS + 1),
    }


def _text(snapshot: Snapshot, here: int, there: int) -> dict[str, float] | None:
    words = snapshot.content.recent_words
    shared = words[here].multiply(words[there])
    similarity = float(shared.sum())
    if not similarity:
        return None
    return {"similarity": similarity, "since": float(snapshot.year - RECENT_YEARS + 1)}


def _partners_alike(snapshot: Snapshot, here: int, there: int) -> dict[str, float] | None:
    partners = snapshot.network.tied[here].indices
    if not partners.size:
        return None
    concepts = snapshot.content.concepts
    alike = int(((concepts[partners] @ concepts[there]) >= ALIKE).sum())
    return {"alike": float(alike), "partners": float(partners.size)} if alike else None


def _size(snapshot: Snapshot, here: int, there: int) -> dict[str, float] | None:
    works = snapshot.activity.works
    return {"subject_works": float(works[here]), "partner_works": float(works[there])}


def _dealt(snapshot: Snapshot, here: int, there: int) -> dict[str, float] | None:
    deals = float(snapshot.activity.dealt[here, there])
    return {"deals": deals} if deals else None


ALIKE = 0.7  # cosine of concepts from which a partner works on much the same
FACTS = {
    "people": _people,
    "co-authors": _co_authors,
    "paths": _paths,
    "experience": _experience,
    "openness": _openness,
    "text": _text,
    "partners-alike": _partners_alike,
    "size": _size,
    "dealt": _dealt,
}
