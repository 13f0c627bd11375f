"""Large linear programmes by Clarabel's interior point, between HiGHS' presolve and postsolve.

Clarabel (Goulart and Chen 2024, arXiv:2405.12762) factorises the whole system of each step, whose
factor stays sparse for programmes made of hours that meet only in capacities and yearly sums.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import clarabel
import highspy
import numpy as np
from scipy import sparse

from twinbay.plan.pathway.linear import Floats

GAP = 1e-8
"""Largest difference of the costs of the solution and its bound, as a share of them."""

NEARLY = 1e-6
"""Gap that is taken where rounding stops the search short of ``GAP``; rows are
kept within ``GAP`` all the same."""

STEPS = 400
"""Steps after which the search is given up; large programmes take 100 to 200."""

REGULARISATIONS = (1e-11, 1e-9)
"""Added to the diagonal of the systems, first and where that does not get there; Clarabel's own
1e-8 stops short of the tolerance."""

CERTAIN = 1e-12
"""Tolerance of a proof that there is no solution; with Clarabel's own 1e-8 programmes with one were
called infeasible."""

REACH = 1e5
"""Size that columns may have, in their units, for such a proof to hold."""


class Ending(StrEnum):
    """How a search ended."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Point:
    """What was found.

    Attributes:
        values, row_duals: of the whole programme, empty unless optimal.
        steps: taken by the interior point.
    """

    ending: Ending
    values: Floats
    row_duals: Floats
    steps: int


@dataclass(frozen=True, slots=True)
class _Cones:
    """A programme as Clarabel takes it: ``matrix @ x + slack = right``, slack zero or not below.

    Attributes:
        equal, above, below: rows that are equations, have an upper, have a lower bound.
        upper, lower: columns with such bounds.
    """

    matrix: sparse.csc_matrix
    right: Floats
    cost: Floats
    equal: np.ndarray
    above: np.ndarray
    below: np.ndarray
    upper: np.ndarray
    lower: np.ndarray


def interior_point(highs: highspy.Highs) -> Point:
    """Solve the linear programme that a HiGHS instance holds.

    Arguments:
        highs: with a programme passed to it; its presolve is used.
    """
    nothing = np.zeros(0)
    highs.presolve()
    state = highs.getModelPresolveStatus()
    if state == highspy.HighsPresolveStatus.kInfeasible:
        return Point(Ending.INFEASIBLE, nothing, nothing, 0)
    presolved = highs.getPresolvedLp()
    if presolved.num_col_ == 0 or state == highspy.HighsPresolveStatus.kUnboundedOrInfeasible:
        return Point(Ending.STOPPED, nothing, nothing, 0)
    cones = _as_cones(presolved)
    scale = _typical(cones.cost)
    for regularisation in REGULARISATIONS:
        found = _search(cones, scale, regularisation)
        if found.status in (clarabel.SolverStatus.Solved, clarabel.SolverStatus.AlmostSolved):
            break
        if found.status == clarabel.SolverStatus.PrimalInfeasible and _proves(cones, found.z):
            return Point(Ending.INFEASIBLE, nothing, nothing, found.iterations)
    else:
        return Point(Ending.STOPPED, nothing, nothing, found.iterations)
    highs.postsolve(_as_highs(presolved, cones, np.asarray(found.x), np.asarray(found.z) * scale))
    whole = highs.getSolution()
    return Point(
        Ending.OPTIMAL,
        np.asarray(whole.col_value),
        np.asarray(whole.row_dual),
        found.iterations,
    )


def _search(cones: _Cones, scale: float, regularisation: float) -> clarabel.DefaultSolution:
    width, many = len(cones.cost), len(cones.right)
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    settings.max_iter = STEPS
    settings.direct_solve_method = "qdldl"
    settings.tol_gap_rel = settings.tol_gap_abs = GAP
    settings.tol_feas = GAP / 10
    settings.reduced_tol_gap_rel = settings.reduced_tol_gap_abs = NEARLY
    settings.reduced_tol_feas = GAP
    settings.tol_infeas_rel = settings.tol_infeas_abs = CERTAIN
    settings.static_regularization_constant = regularisation
    kinds = [
        clarabel.ZeroConeT(len(cones.equal)),
        clarabel.NonnegativeConeT(many - len(cones.equal)),
    ]
    no_squares = sparse.csc_matrix((width, width))
    solver = clarabel.DefaultSolver(
        no_squares, cones.cost / scale, cones.matrix, cones.right, kinds, settings
    )
    return solver.solve()


def _proves(cones: _Cones, weights: Sequence[float]) -> bool:
    """Return whether weights on the rows prove that no solution exists (Farkas' lemma).

    Weighted, the rows ask for ``weights @ matrix @ x <= weights @ right`` with a right side below
    zero: impossible for every ``x`` of a size up to ``REACH`` if the left side is nearly nothing.
    """
    ray = np.asarray(weights)
    left = np.abs(cones.matrix.T @ ray).sum()
    return bool(cones.right @ ray < -REACH * left)


def _typical(costs: Floats) -> float:
    some = np.abs(costs[costs != 0])
    return float(np.median(some)) if len(some) else 1.0


def _as_cones(lp: highspy.HighsLp) -> _Cones:
    shape = (lp.num_row_, lp.num_col_)
    compressed = (
        np.asarray(lp.a_matrix_.value_),
        np.asarray(lp.a_matrix_.index_),
        np.asarray(lp.a_matrix_.start_),
    )
    rows = sparse.csc_array(compressed, shape=shape).tocsr()
    row_lower, row_upper = np.asarray(lp.row_lower_), np.asarray(lp.row_upper_)
    column_lower, column_upper = np.asarray(lp.col_lower_), np.asarray(lp.col_upper_)
    same = row_lower == row_upper
    equal = np.flatnonzero(same)
    above = np.flatnonzero(~same & np.isfinite(row_upper))
    below = np.flatnonzero(~same & np.isfinite(row_lower))
    upper = np.flatnonzero(np.isfinite(column_upper))
    lower = np.flatnonzero(np.isfinite(column_lower))
    one = sparse.eye_array(shape[1], format="csr")
    matrix = sparse.vstack([rows[equal], rows[above], -rows[below], one[upper], -one[lower]])
    right = [
        row_upper[equal],
        row_upper[above],
        -row_lower[below],
        column_upper[upper],
        -column_lower[lower],
    ]
    return _Cones(
        sparse.csc_matrix(matrix),
        np.concatenate(right),
        np.asarray(lp.col_cost_),
        equal,
        above,
        below,
        upper,
        lower,
    )


def _as_highs(
    lp: highspy.HighsLp, cones: _Cones, values: Floats, duals: Floats
) -> highspy.HighsSolution:
    """Return a solution of the presolved programme by HiGHS' signs."""
    ends = np.cumsum(
        [len(part) for part in (cones.equal, cones.above, cones.below, cones.upper, cones.lower)]
    )
    equal, above, below, upper, lower = np.split(duals, ends[:-1])
    row_dual = np.zeros(lp.num_row_)
    row_dual[cones.equal] = -equal
    row_dual[cones.above] -= above
    row_dual[cones.below] += below
    column_dual = np.zeros(lp.num_col_)
    column_dual[cones.upper] -= upper
    column_dual[cones.lower] += lower
    inside = np.clip(values, np.asarray(lp.col_lower_), np.asarray(lp.col_upper_))
    count = len(cones.equal) + len(cones.above) + len(cones.below)
    activity = np.zeros(lp.num_row_)
    reached = cones.matrix[:count] @ inside
    equal_rows, above_rows, below_rows = np.split(reached, ends[:2])
    activity[cones.equal] = equal_rows
    activity[cones.above] = above_rows
    activity[cones.below] = -below_rows
    solution = highspy.HighsSolution()
    solution.col_value = inside.tolist()
    solution.row_value = activity.tolist()
    solution.col_dual = column_dual.tolist()
    solution.row_dual = row_dual.tolist()
    solution.value_valid = solution.dual_valid = True
    return solution
