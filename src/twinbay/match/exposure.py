"""Keeping places for organisations that are not large, so that giants do not fill every list."""

import numpy as np
from numpy.typing import NDArray

FIRST = 10  # places of a list that are balanced
RESERVED = 3  # of them, kept for organisations that are not large
LARGE_SHARE = 0.2  # of the candidates, the largest count as large


def large_ones(works: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Say which candidates are large: more works than four fifths of them have at most.

    Arguments:
        works: works of each candidate, shape (candidates,).
    """
    if not works.size:
        return np.zeros(0, dtype=bool)
    large: NDArray[np.bool_] = works > np.quantile(works, 1 - LARGE_SHARE)
    return large


def balanced_order(large: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return the order in which large ones take at most ``FIRST - RESERVED`` of the first places.

    Those beyond come directly behind the first places; all others keep their order. Where too few
    others exist, large ones fill the places.

    Arguments:
        large: whether each entry is large, the best first, shape (entries,).
    """
    delayed = large & (np.cumsum(large) > FIRST - RESERVED)
    first = np.flatnonzero(~delayed)[:FIRST]
    return np.concatenate([first, np.setdiff1d(np.arange(large.size), first)])
