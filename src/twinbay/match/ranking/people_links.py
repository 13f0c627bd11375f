"""What people connect: who moved, who writes with whom, and where unaffiliated authors work."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from twinbay.match.ranking.chains import Chain, ones, row_sums, scaled, unit_rows
from twinbay.match.ranking.records import Records

FADING_YEARS = 4.0  # an authorship counts exp(-age / this)
MOST_AUTHORS = 30  # works of more authors connect nobody in particular
# An author who states no organisation is placed at those that hold at least this share of their
# faded authorships.
LEAST_SHARE = 0.15


@dataclass(frozen=True, eq=False)
class Names:
    """Names by row in one block of text; an array of texts would pad each to the longest.

    Attributes:
        text: all names in UTF-8, one after the other.
        ends: where each ends, shape (names,).
    """

    text: NDArray[np.uint8]
    ends: NDArray[np.int64]

    @classmethod
    def of(cls, names: Iterable[str]) -> "Names":
        """Keep names."""
        encoded = [name.encode() for name in names]
        ends = np.cumsum([len(each) for each in encoded], dtype=np.int64)
        return cls(np.frombuffer(b"".join(encoded), dtype=np.uint8), ends)

    def __getitem__(self, row: int) -> str:
        start = int(self.ends[row - 1]) if row else 0
        return self.text[start : int(self.ends[row])].tobytes().decode()


@dataclass(frozen=True, eq=False)
class PeopleLinks:
    """Links between organisations through people.

    Attributes:
        employed: 1 where a person published for an organisation, organisations by people.
        shares: each person's faded authorships, in shares that sum to 1, organisations by people.
        together: faded works that two people wrote together, each work counting 1 / (authors - 1).
        activity: how lately each person published, exp(-age / FADING_YEARS).
        shared: people who published for both, each over the number of their organisations, so that
            a name borne by many people counts little.
        shared_shares: the same weighted by the shares at both.
        co_authors: works that people of the one wrote with people of the other, wherever they were.
        close_circles: people who wrote with people of both, over the width of their circle.
        circle: whom an organisation's people write with, logged, unit rows.
        names: folded names by row.
    """

    employed: sparse.csr_matrix
    shares: sparse.csr_matrix
    together: sparse.csr_matrix
    activity: NDArray[np.float64]
    shared: Chain
    shared_shares: Chain
    co_authors: Chain
    close_circles: Chain
    circle: sparse.csr_matrix
    names: Names


def people_links_of(records: Records, year: int) -> PeopleLinks:
    """Compute the links as known at the end of a year, from the record up to it."""
    faded = _faded_authorships(records, year)
    employed = ones(faded)
    shares = _shares(faded)
    organisations_each = np.asarray(employed.sum(axis=0), dtype=np.float64).ravel()
    activity = np.zeros(records.people.size)
    known = records.person >= 0
    age = (year - records.year)[records.work[known]]
    np.maximum.at(activity, records.person[known], np.exp(-age / FADING_YEARS))
    together = _together(records, year)
    circles = (shares @ together).tocsr()
    circle = unit_rows(circles.log1p().tocsr())
    circles.data = np.minimum(circles.data, 1.0)
    width = 1.0 / np.maximum(row_sums(together), 1e-9)
    homonyms = activity / np.maximum(organisations_each, 1.0)
    return PeopleLinks(
        employed=employed,
        shares=shares,
        together=together,
        activity=activity,
        shared=Chain((employed @ sparse.diags(homonyms)).tocsr().astype(np.float32), employed),
        shared_shares=Chain((shares @ sparse.diags(activity)).tocsr().astype(np.float32), shares),
        co_authors=Chain(shares, shares, (together,)),
        close_circles=Chain((circles @ sparse.diags(width)).tocsr().astype(np.float32), circles),
        circle=circle,
        names=Names.of(records.people.tolist()),
    )


def placed_works(records: Records, year: int) -> sparse.csr_matrix:
    """Return works by organisations, authors without one placed where they otherwise work.

    Many venues print no affiliation. An author's organisations come from all their works up to
    the year; an entry is 1 where an affiliation is printed, else the author's share.
    """
    shares = _shares(_faded_authorships(records, year))
    shape = (records.year.size, records.people.size)
    known = records.person >= 0
    printed = known & (records.org >= 0)
    wrote = _binary(records.work[known], records.person[known], shape)
    stated = _binary(records.work[printed], records.person[printed], shape)
    silent = (wrote - stated).tocsr()
    silent.eliminate_zeros()
    placed = (silent @ shares.T).tocsr()
    placed.data[placed.data < LEAST_SHARE] = 0.0
    placed.eliminate_zeros()
    both = (records.incidence + placed).tocsr()
    both.data = np.minimum(both.data, 1.0)
    return both.astype(np.float32)


def _faded_authorships(records: Records, year: int) -> sparse.csr_matrix:
    """Return faded authorships, organisations by people."""
    known = (records.person >= 0) & (records.org >= 0)
    age = (year - records.year)[records.work[known]].astype(np.float64)
    return sparse.csr_matrix(
        (
            np.exp(-age / FADING_YEARS).astype(np.float32),
            (records.org[known], records.person[known]),
        ),
        shape=(len(records.organisations), records.people.size),
    )


def _shares(faded: sparse.csr_matrix) -> sparse.csr_matrix:
    total = np.asarray(faded.sum(axis=0), dtype=np.float64).ravel()
    return (faded @ sparse.diags(1.0 / np.maximum(total, 1e-12))).tocsr().astype(np.float32)


def _together(records: Records, year: int) -> sparse.csr_matrix:
    known = records.person >= 0
    wrote = _binary(
        records.work[known], records.person[known], (records.year.size, records.people.size)
    )
    authors = np.diff(wrote.indptr)
    used = np.flatnonzero((authors > 1) & (authors <= MOST_AUTHORS))
    weight = np.exp(-(year - records.year[used]) / FADING_YEARS) / (authors[used] - 1)
    wrote = wrote[used]
    together = (wrote.T @ scaled(weight, wrote)).tocsr().astype(np.float32)
    together.setdiag(0)
    together.eliminate_zeros()
    return together


def _binary(
    rows: NDArray[np.int64], columns: NDArray[np.int64], shape: tuple[int, int]
) -> sparse.csr_matrix:
    matrix = sparse.csr_matrix((np.ones(rows.size, dtype=np.float32), (rows, columns)), shape=shape)
    matrix.data[:] = 1.0
    return matrix
