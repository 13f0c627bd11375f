"""Who has worked with whom: third parties, paths, and joint works that no affiliation shows.

Sources of the measures: common neighbours weighted by 1 / ln(degree): Adamic and Adar 2003,
doi:10.1016/S0378-8733(03)00009-1; by 1 / degree (resource allocation): Zhou, Lü and Zhang 2009,
doi:10.1140/epjb/e2009-00335-8; paths of length three, each step divided by the root of the
degrees: Kovács et al. 2019, doi:10.1038/s41467-019-09177-y.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

from twinbay.match.ranking.chains import Chain, ones, row_sums, scaled, unit_rows
from twinbay.match.ranking.records import Records, joint_works

RECENT_YEARS = 3
FADING_YEARS = 3.0  # a joint work counts exp(-age / this)
QUICK_FADING_YEARS = 1.5
# Damping of paths through organisations of little activity, in logged faded joint works.
LEAST_ACTIVITY = 0.3
COUNTED_TIE = 0.05  # an inferred tie below this does not count towards the degree
FACTORS = 48
FACTOR_ITERATIONS = 4


@dataclass(frozen=True, eq=False)
class Network:
    """The network of joint works at one moment; matrices are organisations by organisations.

    Attributes:
        joint: joint works of all years.
        tied: 1 where there are any.
        degree: organisations that each has joint works with.
        recent_degree: the same within the last ``RECENT_YEARS``.
        new_ties: 1 where the first joint work is within the last ``RECENT_YEARS``.
        activity: sum of logged, faded joint works.
        third_parties: Adamic-Adar.
        allocation: resource allocation.
        recent_third_parties: Adamic-Adar of the last ``RECENT_YEARS``.
        faded_third_parties: Adamic-Adar of logged, faded joint works.
        paths: faded paths of length three.
        faded: logged, faded joint works.
        same_circle: cosine of logged, faded joint works.
        inferred_third_parties: Adamic-Adar with unaffiliated authors placed where they work.
        inferred_paths: paths of length three in that network.
        unaffiliated: faded joint works in that network.
        factors: left and right factors of the normalised faded network.
    """

    joint: sparse.csr_matrix
    tied: sparse.csr_matrix
    degree: NDArray[np.float64]
    recent_degree: NDArray[np.float64]
    new_ties: sparse.csr_matrix
    activity: NDArray[np.float64]
    third_parties: Chain
    allocation: Chain
    recent_third_parties: Chain
    faded_third_parties: Chain
    paths: Chain
    faded: sparse.csr_matrix
    same_circle: sparse.csr_matrix
    inferred_third_parties: Chain
    inferred_paths: Chain
    unaffiliated: sparse.csr_matrix
    factors: tuple[NDArray[np.float32], NDArray[np.float32]]


def network_of(records: Records, year: int, placed: sparse.csr_matrix) -> Network:
    """Compute the network as known at the end of a year.

    Arguments:
        records: the record up to that year.
        year: that year.
        placed: works by organisations, with authors who state no organisation placed where they
            work (``people_links.placed_works``).
    """
    age = (year - records.year).astype(np.float64)
    everything = np.ones(records.year.size, dtype=np.float32)
    joint = joint_works(records.incidence, everything)
    recent = ones(joint_works(records.incidence, (age < RECENT_YEARS).astype(np.float32)))
    before = ones(joint_works(records.incidence, (age >= RECENT_YEARS).astype(np.float32)))
    tied = ones(joint)
    new = (tied - tied.multiply(before)).tocsr()
    new.eliminate_zeros()
    faded = _logged(records.incidence, _fading(age, FADING_YEARS))
    quick = _logged(records.incidence, _fading(age, QUICK_FADING_YEARS))
    unaffiliated = joint_works(placed, _fading(age, FADING_YEARS))
    inferred = unaffiliated.log1p().tocsr()
    degree, recent_degree = row_sums(tied), row_sums(recent)
    counted = np.asarray((inferred > COUNTED_TIE).sum(axis=1), dtype=np.float64).ravel()
    return Network(
        joint=joint,
        tied=tied,
        degree=degree,
        recent_degree=recent_degree,
        new_ties=new,
        activity=row_sums(faded),
        third_parties=_through(tied, adamic_adar(degree)),
        allocation=_through(tied, 1.0 / np.maximum(degree, 1.0)),
        recent_third_parties=_through(recent, adamic_adar(recent_degree)),
        faded_third_parties=_through(faded, adamic_adar(degree)),
        paths=three_steps(quick),
        faded=faded,
        same_circle=unit_rows(faded),
        inferred_third_parties=_through(inferred, adamic_adar(counted)),
        inferred_paths=three_steps(inferred),
        unaffiliated=unaffiliated,
        factors=_factors(faded),
    )


def adamic_adar(degree: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return 1 / ln(degree), 0 for a degree below two: such a one connects nobody."""
    return np.where(degree > 1, 1.0 / np.log(np.maximum(degree, 1.5)), 0.0)


def three_steps(ties: sparse.csr_matrix) -> Chain:
    """Return the weighted paths of length three, each step over the root of the activity."""
    damping = 1.0 / np.sqrt(np.maximum(row_sums(ties), LEAST_ACTIVITY))
    step = (scaled(damping, ties) @ sparse.diags(damping)).tocsr().astype(np.float32)
    return Chain(ties, ties, (step,))


def _through(ties: sparse.csr_matrix, weight: NDArray[np.float64]) -> Chain:
    return Chain((ties @ sparse.diags(weight)).tocsr().astype(np.float32), ties)


def _fading(age: NDArray[np.float64], years: float) -> NDArray[np.float32]:
    return np.exp(-age / years).astype(np.float32)


def _logged(incidence: sparse.csr_matrix, weight: NDArray[np.float32]) -> sparse.csr_matrix:
    return joint_works(incidence, weight).log1p().tocsr().astype(np.float32)


def _factors(faded: sparse.csr_matrix) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return factors whose product is the best approximation of the normalised network."""
    rank = min(FACTORS, faded.shape[0] - 1)
    if rank < 1 or not faded.nnz:
        empty = np.zeros((faded.shape[0], 1), dtype=np.float32)
        return empty, empty
    root = 1.0 / np.sqrt(np.maximum(row_sums(faded), 1e-9))
    normalised = (scaled(root, faded) @ sparse.diags(root)).tocsr()
    u, values, vt = randomized_svd(normalised, rank, n_iter=FACTOR_ITERATIONS, random_state=0)
    return (u * values).astype(np.float32), vt.T.astype(np.float32)
