"""The facts behind a judgement: the numbers in a reason's sentence, read from the snapshot."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from twinbay.match.network_reasons import LEARNED_REASON_KINDS
from twinbay.match.ranking.chains import entries, values
from twinbay.match.ranking.learned import Judgement
from twinbay.match.ranking.snapshot import Snapshot
from twinbay.match.reasons import Reason

RECENT_YEARS = 3
MOSTLY = 0.5
ALIKE = 0.7  # cosine of concepts from which a partner works on much the same

Numbers = dict[str, float]


@dataclass(frozen=True, eq=False)
class Asking:
    """An organisation that asks, with what is the same for all its candidates computed once."""

    snapshot: Snapshot
    here: int

    @cached_property
    def partners(self) -> NDArray[np.int64]:
        """Rows of the partners."""
        return entries(self.snapshot.network.tied, self.here).astype(np.int64)

    @cached_property
    def reach(self) -> NDArray[np.int64]:
        """By organisation, how many of the partners have worked with it."""
        tied = self.snapshot.network.tied
        return np.bincount(tied[self.partners].indices, minlength=tied.shape[0])

    @cached_property
    def co_authorships(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Who of this organisation wrote with whom, by where they mostly are: two columns."""
        mine = mostly_at(self.snapshot.people.shares, self.here)
        wrote = self.snapshot.people.together[mine]
        return np.repeat(mine, np.diff(wrote.indptr)), wrote.indices.astype(np.int64)

    @cached_property
    def words(self) -> NDArray[np.float32]:
        """Weights of the words of the recent works, zero for other words."""
        words = self.snapshot.content.recent_words
        dense = np.zeros(words.shape[1], dtype=np.float32)
        dense[entries(words, self.here)] = values(words, self.here)
        return dense

    def co_authorships_with(self, there: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return who of this organisation wrote with whom of another: two columns."""
        mine, others = self.co_authorships
        is_theirs = np.zeros(self.snapshot.people.together.shape[0], dtype=bool)
        is_theirs[mostly_at(self.snapshot.people.shares, there)] = True
        found = is_theirs[others]
        return mine[found], others[found]

    def shared_people(self, there: int) -> NDArray[np.int64]:
        """Return the people who published for both."""
        employed = self.snapshot.people.employed
        return np.intersect1d(entries(employed, self.here), entries(employed, there))

    def partners_over_there(self, there: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return either organisation's partners in the country of the other."""
        country = self.snapshot.activity.country
        mine, theirs = self.partners, entries(self.snapshot.network.tied, there)
        return (
            mine[country[mine] == country[there]],
            theirs[country[theirs] == country[self.here]],
        )


def learned_reasons(snapshot: Snapshot, org_id: str, judgement: Judgement) -> tuple[Reason, ...]:
    """Return the reasons of a judgement that have facts of their own, the weightiest first.

    A reason is given only where its features raised the score against the average pair, and where
    the snapshot has a fact to show for it. Third parties and topics are explained by
    ``match.explain`` from the same contributions.
    """
    return reasons_for(Asking(snapshot, snapshot.organisations.rows[org_id]), judgement)


def reasons_for(asking: Asking, judgement: Judgement) -> tuple[Reason, ...]:
    """Return ``learned_reasons`` for one of many judgements of the same organisation."""
    organisations = asking.snapshot.organisations
    org_id, there = str(organisations.ids[asking.here]), organisations.rows[judgement.org_id]
    found = []
    for kind in LEARNED_REASON_KINDS:
        part = judgement.parts.get(kind, 0.0)
        numbers = FACTS[kind](asking, there) if part > 0 else None
        if numbers:
            found.append(Reason(kind, part, org_id, judgement.org_id, numbers=numbers))
    return tuple(sorted(found, key=lambda reason: -reason.contribution))


def mostly_at(shares: sparse.csr_matrix, organisation: int) -> NDArray[np.int64]:
    """Return the people who publish for an organisation at least half of the time."""
    chosen = values(shares, organisation) >= MOSTLY
    return entries(shares, organisation)[chosen].astype(np.int64)


def _people(asking: Asking, there: int) -> Numbers | None:
    shared = asking.shared_people(there).size
    return {"people": float(shared)} if shared else None


def _co_authors(asking: Asking, there: int) -> Numbers | None:
    mine, theirs = asking.co_authorships_with(there)
    if not mine.size:
        return None
    return {"people": float(np.unique(mine).size), "co_authors": float(np.unique(theirs).size)}


def _paths(asking: Asking, there: int) -> Numbers | None:
    links = int(asking.reach[entries(asking.snapshot.network.tied, there)].sum())
    return {"links": float(links)} if links else None


def _experience(asking: Asking, there: int) -> Numbers | None:
    country, here = asking.snapshot.activity.country, asking.here
    if country[here] == country[there] or not asking.snapshot.organisations.countries[here]:
        return None
    mine, theirs = asking.partners_over_there(there)
    if not mine.size or not theirs.size:
        return None
    return {"subject_partners": float(mine.size), "partner_partners": float(theirs.size)}


def _openness(asking: Asking, there: int) -> Numbers | None:
    ties = asking.snapshot.activity.new_ties
    if not ties[asking.here] or not ties[there]:
        return None
    return {
        "subject_new": float(ties[asking.here]),
        "partner_new": float(ties[there]),
        "since": float(asking.snapshot.year - RECENT_YEARS + 1),
    }


def _text(asking: Asking, there: int) -> Numbers | None:
    words = asking.snapshot.content.recent_words
    similarity = float(asking.words[entries(words, there)] @ values(words, there))
    if not similarity:
        return None
    return {"similarity": similarity, "since": float(asking.snapshot.year - RECENT_YEARS + 1)}


def _partners_alike(asking: Asking, there: int) -> Numbers | None:
    if not asking.partners.size:
        return None
    concepts = asking.snapshot.content.concepts
    alike = int(((concepts[asking.partners] @ concepts[there]) >= ALIKE).sum())
    return {"alike": float(alike), "partners": float(asking.partners.size)} if alike else None


def _size(asking: Asking, there: int) -> Numbers | None:
    works = asking.snapshot.activity.works
    return {"subject_works": float(works[asking.here]), "partner_works": float(works[there])}


def _dealt(asking: Asking, there: int) -> Numbers | None:
    deals = float(asking.snapshot.activity.dealt[asking.here, there])
    return {"deals": deals} if deals else None


FACTS: dict[str, Callable[[Asking, int], Numbers | None]] = {
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
