"""What the model is measured against: every baseline scores the same pairs of the same snapshot.

Sources: common neighbours and preferential attachment: Liben-Nowell and Kleinberg 2007,
doi:10.1002/asi.20591; Katz 1953, doi:10.1007/BF02289026; personalised PageRank: Page et al. 1999;
alternating least squares: Hu, Koren and Volinsky 2008, doi:10.1109/ICDM.2008.22; BPR: Rendle et al.
2009, arXiv:1205.2618.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from twinbay.match.ranking.chains import Block, Rows, row_sums, scaled
from twinbay.match.ranking.pair_features import NAMES
from twinbay.match.ranking.records import Records
from twinbay.match.ranking.snapshot import Snapshot

KATZ_DAMPING = 0.005
KATZ_LENGTH = 4
RESTART = 0.15
PAGERANK_STEPS = 20
FACTORS = 32
ITERATIONS = 15
SUMMED = (
    "third-parties",
    "recent-third-parties",
    "paths",
    "words",
    "recent-words",
    "co-authors",
    "network-size",
)

Score = Callable[["Setting"], NDArray[np.float64]]


@dataclass(frozen=True, eq=False)
class Setting:
    """What a baseline may look at.

    Attributes:
        snapshot: what was known at the split.
        known: the record up to the split.
        pairs: the pairs to score, shape (n, 2).
        features: their scaled features, shape (n, features).
    """

    snapshot: Snapshot
    known: Records
    pairs: NDArray[np.int64]
    features: NDArray[np.float32]


def baseline_scores(setting: Setting) -> tuple[dict[str, NDArray[np.float64]], tuple[str, ...]]:
    """Score all pairs with every baseline.

    Returns:
        Scores by name, and the names of those left out because ``implicit`` is not installed.
    """
    scores = {name: score(setting) for name, score in BASELINES.items()}
    try:
        scores |= {name: factorised(setting, name) for name in FACTORISATIONS}
    except ModuleNotFoundError:
        return scores, tuple(FACTORISATIONS)
    return scores, ()


def _at(setting: Setting, block: Callable[[Rows, Rows], Block]) -> NDArray[np.float64]:
    rows, columns = np.unique(setting.pairs[:, 0]), np.unique(setting.pairs[:, 1])
    dense = block(rows, columns)
    return np.asarray(
        dense[
            np.searchsorted(rows, setting.pairs[:, 0]),
            np.searchsorted(columns, setting.pairs[:, 1]),
        ],
        dtype=np.float64,
    )


def _random(setting: Setting) -> NDArray[np.float64]:
    return np.random.default_rng(0).random(len(setting.pairs))


def _preferential_attachment(setting: Setting) -> NDArray[np.float64]:
    degree = setting.snapshot.network.degree
    return np.asarray(degree[setting.pairs[:, 0]] * degree[setting.pairs[:, 1]])


def _common_neighbours(setting: Setting) -> NDArray[np.float64]:
    tied = setting.snapshot.network.tied
    return _at(setting, lambda r, c: (tied[r] @ tied[c].T).toarray())


def _katz(setting: Setting) -> NDArray[np.float64]:
    tied = setting.snapshot.network.tied

    def block(rows: Rows, columns: Rows) -> Block:
        walks = tied[rows].toarray()
        total = np.zeros_like(walks)
        for length in range(1, KATZ_LENGTH + 1):
            total += KATZ_DAMPING**length * walks
            walks = (tied @ walks.T).T
        return np.asarray(total[:, columns])

    return _at(setting, block)


def _personalised_pagerank(setting: Setting) -> NDArray[np.float64]:
    joint = setting.snapshot.network.joint
    step = scaled(1.0 / np.maximum(row_sums(joint), 1e-12), joint).T.tocsr()

    def block(rows: Rows, columns: Rows) -> Block:
        start = np.zeros((joint.shape[0], rows.size))
        start[rows, np.arange(rows.size)] = 1.0
        here = start
        for _ in range(PAGERANK_STEPS):
            here = RESTART * start + (1 - RESTART) * (step @ here)
        return np.asarray(here[columns].T)

    return _at(setting, block)


def _feature(name: str) -> Score:
    position = NAMES.index(name)

    def score(setting: Setting) -> NDArray[np.float64]:
        return setting.features[:, position].astype(np.float64)

    return score


def _allocation(setting: Setting) -> NDArray[np.float64]:
    return _at(setting, setting.snapshot.network.allocation.block)


def _embedding(setting: Setting) -> NDArray[np.float64]:
    known = setting.known
    vectors = known.vectors.astype(np.float32)
    vectors -= vectors.mean(axis=0)
    summed = np.asarray(known.incidence.T @ vectors)
    unit = summed / np.maximum(np.linalg.norm(summed, axis=1, keepdims=True), 1e-9)
    return _at(setting, lambda r, c: unit[r] @ unit[c].T)


def _sum_of_standard_scores(setting: Setting) -> NDArray[np.float64]:
    positions = [NAMES.index(name) for name in SUMMED]
    return np.asarray(setting.features[:, positions].sum(axis=1), dtype=np.float64)


def factorised(setting: Setting, name: str) -> NDArray[np.float64]:
    """Score with a matrix factorisation of the library implicit; ModuleNotFoundError without it."""
    library = import_module("implicit")
    models: dict[str, Callable[[], Any]] = {
        "als": lambda: library.als.AlternatingLeastSquares(
            factors=FACTORS, iterations=ITERATIONS, random_state=0, num_threads=1
        ),
        "bpr": lambda: library.bpr.BayesianPersonalizedRanking(
            factors=FACTORS, iterations=100, random_state=0, num_threads=1
        ),
    }
    ties = sparse.csr_matrix(setting.snapshot.network.joint, dtype=np.float32)
    if not ties.nnz:
        return np.zeros(len(setting.pairs))
    with threadpool_limits(1, "blas"):  # implicit is slow when two thread pools compete
        model = models[name]()
        model.fit(ties, show_progress=False)
    users, items = np.asarray(model.user_factors), np.asarray(model.item_factors)
    return _at(setting, lambda r, c: users[r] @ items[c].T + items[r] @ users[c].T)


BASELINES: dict[str, Score] = {
    "random": _random,
    "preferential-attachment": _preferential_attachment,
    "common-neighbours": _common_neighbours,
    "adamic-adar": _feature("third-parties"),
    "resource-allocation": _allocation,
    "katz": _katz,
    "personalised-pagerank": _personalised_pagerank,
    "tf-idf": _feature("words"),
    "embedding": _embedding,
    "sum-of-standard-scores": _sum_of_standard_scores,
}
FACTORISATIONS = ("als", "bpr")
