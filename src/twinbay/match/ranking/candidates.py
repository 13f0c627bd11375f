"""Which pairs are candidates for a first collaboration, and which of them became one."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twinbay.match.ranking.records import Organisations, Records
from twinbay.match.ranking.snapshot import Snapshot


@dataclass(frozen=True)
class Sides:
    """Between whom partners are sought: places, each a region id or a country."""

    origin: str
    destination: str

    def rows(self, organisations: Organisations) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the rows of either side; NotFoundError for a place without organisations."""
        return (
            np.flatnonzero(organisations.within(self.origin)),
            np.flatnonzero(organisations.within(self.destination)),
        )


def candidate_pairs(snapshot: Snapshot, sides: Sides | None = None) -> NDArray[np.int64]:
    """Return pairs of ranked organisations without joint works so far, shape (n, 2).

    Arguments:
        snapshot: what is known.
        sides: origin in the first column, destination in the second; without sides all pairs of
            the snapshot, each once.
    """
    ranked = snapshot.ranked
    if sides is None:
        first, second = np.triu_indices(ranked.size, 1)
        pairs = np.column_stack([ranked[first], ranked[second]])
    else:
        origin, destination = sides.rows(snapshot.organisations)
        origin, destination = np.intersect1d(origin, ranked), np.intersect1d(destination, ranked)
        grid = np.meshgrid(origin, destination, indexing="ij")
        pairs = np.column_stack([axis.ravel() for axis in grid])
        # Where the sides overlap, a pair counts once and nobody is its own partner.
        mirrored = np.isin(pairs[:, 0], destination) & np.isin(pairs[:, 1], origin)
        pairs = pairs[(pairs[:, 0] != pairs[:, 1]) & (~mirrored | (pairs[:, 0] < pairs[:, 1]))]
    if not len(pairs):
        return pairs.reshape(-1, 2).astype(np.int64)
    return pairs[~_tied(snapshot.network.tied, pairs)]


def became_partners(
    records: Records, pairs: NDArray[np.int64], first: int, last: int
) -> NDArray[np.bool_]:
    """Say which pairs have joint works in the years first to last, shape (n,)."""
    return _tied(records.joint_between(first, last), pairs)


def _tied(matrix: object, pairs: NDArray[np.int64]) -> NDArray[np.bool_]:
    if not len(pairs):
        return np.zeros(0, dtype=bool)
    found: NDArray[np.bool_] = np.asarray(matrix[pairs[:, 0], pairs[:, 1]]).ravel() > 0  # type: ignore[index]
    return found
