"""How much organisations do, with whom across borders, and how fast they grow."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from twinbay.match.ranking.chains import Block, Rows
from twinbay.match.ranking.network import Network
from twinbay.match.ranking.records import Records

RECENT_YEARS = 3
FADING_YEARS = 2.0
EARTH_RADIUS = 6371.0  # kilometres


@dataclass(frozen=True, eq=False)
class Activity:
    """How much organisations do at one moment; vectors of shape (organisations,).

    Attributes:
        works: works of all years.
        recent_works: works of the last ``RECENT_YEARS``.
        first_year: year of the first work, 0 where there is none.
        growth: recent works over those of the years before, each plus one.
        volume: log of faded works, with authors placed where they work.
        new_ties: first joint works within the last ``RECENT_YEARS``.
        country: code of the country, shape (organisations,).
        partners_in: logged, faded joint works with each country, organisations by countries.
        new_partners_in: first joint works of the last years with each country.
        closeness: log of joint works between two countries over what their totals would suggest.
        places: unit vectors of the places on the globe, NaN where unknown, shape (n, 3).
        dealt: 1 where an earlier transaction ties two organisations.
    """

    works: NDArray[np.float64]
    recent_works: NDArray[np.float64]
    first_year: NDArray[np.int64]
    growth: NDArray[np.float64]
    volume: NDArray[np.float64]
    new_ties: NDArray[np.float64]
    country: NDArray[np.int64]
    partners_in: NDArray[np.float32]
    new_partners_in: NDArray[np.float32]
    closeness: NDArray[np.float32]
    places: NDArray[np.float64]
    dealt: sparse.csr_matrix

    def distance(self, rows: Rows, columns: Rows) -> Block:
        """Return the log of one plus the great-circle distance in kilometres; NaN if unknown."""
        cosine = np.clip(self.places[rows] @ self.places[columns].T, -1.0, 1.0)
        return np.asarray(np.log1p(np.arccos(cosine) * EARTH_RADIUS), dtype=np.float32)


def activity_of(
    records: Records, year: int, network: Network, placed: sparse.csr_matrix
) -> Activity:
    """Compute the activity as known at the end of a year, from the record up to it."""
    age = year - records.year
    count = len(records.organisations)
    incidence = records.incidence
    works = _sum(incidence, np.ones(age.size))
    recent = _sum(incidence, age < RECENT_YEARS)
    earlier = _sum(incidence, (age >= RECENT_YEARS) & (age < 2 * RECENT_YEARS))
    _, country = np.unique(records.organisations.countries, return_inverse=True)
    membership = sparse.csr_matrix(
        (np.ones(count, dtype=np.float32), (np.arange(count), country.ravel()))
    )
    faded = network.faded
    between = np.asarray((membership.T @ faded @ membership).todense(), dtype=np.float64)
    total = between.sum(axis=1)
    suggested = np.outer(total, total) / max(total.sum(), 1.0)
    deals = records.deals
    ends = np.concatenate([deals[:, :2], deals[:, 1::-1]])
    return Activity(
        works=works,
        recent_works=recent,
        first_year=_first_years(records, count),
        growth=(recent + 1) / (earlier + 1),
        volume=np.log1p(_sum(placed, np.exp(-age / FADING_YEARS))),
        new_ties=np.asarray(network.new_ties.sum(axis=1), dtype=np.float64).ravel(),
        country=country.ravel().astype(np.int64),
        partners_in=np.asarray((faded @ membership).todense(), dtype=np.float32),
        new_partners_in=np.asarray((network.new_ties @ membership).todense(), dtype=np.float32),
        closeness=np.log((between + 1) / (suggested + 1)).astype(np.float32),
        places=_unit_vectors(records.organisations.places),
        dealt=sparse.csr_matrix(
            (np.ones(len(ends), dtype=np.float32), (ends[:, 0], ends[:, 1])), shape=(count, count)
        ),
    )


def _sum(incidence: sparse.csr_matrix, weight: NDArray[np.generic]) -> NDArray[np.float64]:
    return np.asarray(incidence.T @ weight.astype(np.float64), dtype=np.float64)


def _first_years(records: Records, count: int) -> NDArray[np.int64]:
    first = np.full(count, np.iinfo(np.int64).max)
    known = records.org >= 0
    np.minimum.at(first, records.org[known], records.year[records.work[known]])
    return np.where(first == np.iinfo(np.int64).max, 0, first)


def _unit_vectors(places: NDArray[np.float64]) -> NDArray[np.float64]:
    latitude, longitude = np.radians(places[:, 0]), np.radians(places[:, 1])
    return np.column_stack(
        [
            np.cos(latitude) * np.cos(longitude),
            np.cos(latitude) * np.sin(longitude),
            np.sin(latitude),
        ]
    )
