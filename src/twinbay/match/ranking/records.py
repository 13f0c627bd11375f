"""The bibliographic record as arrays, and the one way to cut it at a year.

Everything a ranking may learn from comes out of ``Records.until(year)``, which holds no work and
no transaction after that year. Labels come out of ``Records.joint_between`` and go nowhere else.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from twinbay.errors import ConfigurationError, NotFoundError

# A work of very many organisations says little about any two of them (as in lake.derive.tables).
MOST_ORGANISATIONS = 50

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Organisations:
    """The organisations; all arrays of shape (organisations,).

    They are attributes that do not change with the year: where an organisation sits, what it is.

    Attributes:
        ids: ids, the names where the source has no ids.
        names: names.
        countries: country codes or names, "" where unknown.
        regions: region ids, "" outside the regions.
        kinds: organisation kinds (``lake.schema.ORGANISATION_KINDS``).
        places: degrees latitude and longitude, shape (organisations, 2), NaN where unknown.
    """

    ids: NDArray[np.str_]
    names: NDArray[np.str_]
    countries: NDArray[np.str_]
    regions: NDArray[np.str_]
    kinds: NDArray[np.str_]
    places: Floats

    def __len__(self) -> int:
        return int(self.ids.size)

    @cached_property
    def rows(self) -> dict[str, int]:
        """Row by id."""
        return {str(org_id): row for row, org_id in enumerate(self.ids)}

    def row(self, org_id: str) -> int:
        """Return the row of an organisation; NotFoundError when there is none."""
        try:
            return self.rows[org_id]
        except KeyError:
            raise NotFoundError(
                f"there is no organisation {org_id!r} in the record",
                remedy="Search for its name first: twinbay search NAME.",
            ) from None

    def within(self, place: str) -> NDArray[np.bool_]:
        """Say which organisations sit in a region or country.

        Arguments:
            place: a region id or a country code or name, as the record has them.

        Raises:
            NotFoundError: no organisation sits there.
        """
        chosen: NDArray[np.bool_] = (self.regions == place) | (self.countries == place)
        if not chosen.any():
            regions = sorted({str(region) for region in self.regions if region})
            raise NotFoundError(
                f"no organisation of the record sits in {place!r}",
                remedy="Give a country such as US or CN"
                + (f", or a region: {', '.join(regions)}." if regions else "."),
            )
        return chosen


@dataclass(frozen=True, eq=False)
class Records:
    """Works and who wrote them.

    Attributes:
        organisations: the organisations.
        people: folded names of authors. A folded name is the same before and after any year, which
            an identity resolved from all works would not be.
        year: year of each work, shape (works,).
        venue: code of each work's venue, -1 where unknown, shape (works,).
        topic: code of each work's topic, -1 where unknown, shape (works,).
        topic_ids: topic ids by code.
        words: hashed word counts of each work, shape (works, buckets).
        vectors: unit vectors of the works' texts, half precision, shape (works, dimensions).
        work: work of each authorship, shape (authorships,).
        person: person of each authorship, shape (authorships,).
        org: organisation of each authorship, -1 where the source gives none.
        deals: transactions as (from row, to row, year), shape (deals, 3).
    """

    organisations: Organisations
    people: NDArray[np.str_]
    year: Integers
    venue: Integers
    topic: Integers
    topic_ids: tuple[str, ...]
    words: sparse.csr_matrix
    vectors: NDArray[np.float16]
    work: Integers
    person: Integers
    org: Integers
    deals: Integers

    def until(self, year: int) -> "Records":
        """Return the record as it was known at the end of a year; later works are gone from it."""
        kept = self.year <= year
        position = np.cumsum(kept) - 1
        rows = kept[self.work]
        return replace(
            self,
            year=self.year[kept],
            venue=self.venue[kept],
            topic=self.topic[kept],
            words=self.words[np.flatnonzero(kept)],
            vectors=self.vectors[kept],
            work=position[self.work[rows]],
            person=self.person[rows],
            org=self.org[rows],
            deals=self.deals[self.deals[:, 2] <= year],
        )

    @cached_property
    def incidence(self) -> sparse.csr_matrix:
        """1 where an organisation took part in a work, shape (works, organisations)."""
        known = self.org >= 0
        matrix = sparse.csr_matrix(
            (np.ones(int(known.sum()), dtype=np.float32), (self.work[known], self.org[known])),
            shape=(self.year.size, len(self.organisations)),
        )
        matrix.data[:] = 1.0
        return matrix

    def joint_between(self, first: int, last: int) -> sparse.csr_matrix:
        """Count joint works of the years first to last, shape (organisations, organisations)."""
        chosen = (self.year >= first) & (self.year <= last)
        return joint_works(self.incidence, chosen.astype(np.float32))

    @property
    def years(self) -> tuple[int, int]:
        """First and last year with works; ConfigurationError when there is none."""
        if not self.year.size:
            raise ConfigurationError(
                "the record has no dated work", remedy="Import works with a year first."
            )
        return int(self.year.min()), int(self.year.max())

    @cached_property
    def fingerprint(self) -> str:
        """Return a hash of all content, for caches."""
        digest = hashlib.sha256()
        for name in ("year", "venue", "topic", "work", "person", "org", "deals"):
            digest.update(np.ascontiguousarray(getattr(self, name)).tobytes())
        for column in (
            self.organisations.ids,
            self.organisations.countries,
            self.organisations.regions,
            self.organisations.kinds,
        ):
            digest.update("\0".join(column.tolist()).encode())
        for array in (self.words.data, self.words.indices, self.vectors):
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()[:16]

    def as_arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return everything as named arrays, for a file."""
        orgs = self.organisations
        arrays: dict[str, NDArray[np.generic]] = {
            f"org_{name}": getattr(orgs, name)
            for name in ("ids", "names", "countries", "regions", "kinds", "places")
        }
        arrays |= {name: getattr(self, name) for name in _PLAIN}
        arrays["topic_ids"] = np.array(self.topic_ids, dtype=np.str_)
        arrays["words_shape"] = np.array(self.words.shape)
        arrays |= {f"words_{name}": getattr(self.words, name) for name in _SPARSE}
        return arrays

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "Records":
        """Read what ``as_arrays`` gave."""
        parts = tuple(arrays[f"words_{name}"] for name in _SPARSE)
        return cls(
            organisations=Organisations(
                *(
                    arrays[f"org_{name}"]
                    for name in ("ids", "names", "countries", "regions", "kinds", "places")
                )
            ),
            topic_ids=tuple(arrays["topic_ids"].tolist()),
            words=sparse.csr_matrix(parts, shape=tuple(arrays["words_shape"])),
            **{name: arrays[name] for name in _PLAIN},
        )


_PLAIN = ("people", "year", "venue", "topic", "vectors", "work", "person", "org", "deals")
_SPARSE = ("data", "indices", "indptr")


def joint_works(incidence: sparse.csr_matrix, weight: NDArray[np.float32]) -> sparse.csr_matrix:
    """Sum a weight of works over those that two organisations share; zero on the diagonal.

    Arguments:
        incidence: works by organisations, 0 to 1.
        weight: one per work; works of more than ``MOST_ORGANISATIONS`` organisations count 0.
    """
    size = np.diff(incidence.indptr)
    used = np.flatnonzero((weight > 0) & (size > 1) & (size <= MOST_ORGANISATIONS))
    chosen = incidence[used]
    joint = (chosen.T @ sparse.diags(weight[used]) @ chosen).tocsr()
    joint.setdiag(0)
    joint.eliminate_zeros()
    joint.sort_indices()
    return joint
