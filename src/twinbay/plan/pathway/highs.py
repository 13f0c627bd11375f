"""HiGHS behind one function: arrays in, values, duals and basis out."""

from dataclasses import dataclass, replace
from enum import StrEnum

import highspy
import numpy as np
from scipy import sparse

from twinbay.highs import quiet_highs
from twinbay.plan.pathway.interior import Ending, interior_point
from twinbay.plan.pathway.linear import Floats, LinearProgramme

SMALL = 220_000
"""Coefficients up to which the simplex method is faster than an interior point (measured on the
worked programme: 3 s against 5 s at 160,000, 57 s against 11 s at 280,000)."""

WARM_PART = 20
"""A large programme is given up as too far from its starting basis after as many steps of the
simplex method as this part of its rows."""


class Method(StrEnum):
    """An algorithm of HiGHS."""

    SIMPLEX = "simplex"
    INTERIOR_POINT = "ipm"


@dataclass(frozen=True, slots=True)
class Solution:
    """What HiGHS found.

    Attributes:
        status: ``optimal``, ``infeasible`` or what HiGHS said otherwise.
        values, row_duals: of columns and rows; empty unless a point was found. A dual is the
            change of the objective per unit of the row's bound.
        objective: of ``values``.
        basis: to start from next time, when there is one.
    """

    status: str
    values: Floats
    row_duals: Floats
    objective: float
    basis: highspy.HighsBasis | None


@dataclass(frozen=True, slots=True)
class _Scaled:
    """A linear programme in the solver's units: columns by ``unit``, rows by their largest."""

    lp: LinearProgramme
    rows: Floats


def _scale(lp: LinearProgramme) -> _Scaled:
    matrix = (lp.matrix @ sparse.diags_array(lp.unit)).tocsc()
    largest = np.zeros(matrix.shape[0])
    np.maximum.at(largest, matrix.indices, np.abs(matrix.data))
    rows = np.exp2(-np.round(np.log2(np.where(largest > 0, largest, 1.0))))
    matrix.data *= rows[matrix.indices]
    return _Scaled(
        replace(
            lp,
            matrix=matrix,
            cost=lp.cost * lp.unit,
            lower=lp.lower / lp.unit,
            upper=lp.upper / lp.unit,
            row_lower=lp.row_lower * rows,
            row_upper=lp.row_upper * rows,
        ),
        rows,
    )


def _pass(highs: highspy.Highs, lp: LinearProgramme) -> None:
    rows, columns = lp.matrix.shape
    highs.passModel(
        columns,
        rows,
        lp.matrix.nnz,
        int(highspy.MatrixFormat.kColwise),
        int(highspy.ObjSense.kMinimize),
        0.0,
        lp.cost,
        lp.lower,
        lp.upper,
        lp.row_lower,
        lp.row_upper,
        lp.matrix.indptr.astype(np.int32),
        lp.matrix.indices.astype(np.int32),
        lp.matrix.data,
        lp.integer.astype(np.int32),
    )


def load(lp: LinearProgramme, options: dict[str, object]) -> tuple[highspy.Highs, _Scaled]:
    """Return a solver with a programme in it, in the solver's units, and how it was scaled."""
    scaled = _scale(lp)
    highs = quiet_highs()
    for name, value in options.items():
        highs.setOptionValue(name, value)
    _pass(highs, scaled.lp)
    return highs, scaled


def minimise(
    lp: LinearProgramme,
    *,
    basis: highspy.HighsBasis | None = None,
    vertex: bool = False,
) -> Solution:
    """Solve a linear or mixed-integer programme.

    Small programmes and those with a basis to start from go to the simplex method, larger ones to
    Clarabel's interior point, or to that of HiGHS where a vertex (with a basis) is asked for. Where
    one method does not get there, the next takes over: so when a basis turns out to be too far from
    the optimum.

    Arguments:
        basis: to start from.
        vertex: whether a basis is wanted.

    Returns:
        The solution; for integers, duals are those with the integers held at their values.
    """
    small = lp.matrix.nnz <= SMALL
    whole = bool(lp.integer.any())
    simplex = basis is not None or small
    method = Method.SIMPLEX if simplex else Method.INTERIOR_POINT
    options: dict[str, object] = {"threads": 2, "solver": str(method), "mip_rel_gap": 1e-6}
    if not (vertex or simplex or whole):
        options["run_crossover"] = "choose"
    highs, scaled = load(lp, options)
    if not (vertex or simplex or whole):
        solution = _inside(highs, scaled, lp)
        if solution is not None:
            return solution
    if basis is not None:
        highs.setBasis(basis)
        if not small:
            highs.setOptionValue("simplex_iteration_limit", lp.matrix.shape[0] // WARM_PART)
    highs.run()
    if whole:
        _hold_integers(highs, lp)
    elif not _settled(highs):
        if simplex and not small and not vertex:
            return minimise(lp)
        other = Method.INTERIOR_POINT if simplex else Method.SIMPLEX
        highs.setOptionValue("simplex_iteration_limit", highspy.kHighsIInf)
        highs.setOptionValue("solver", str(other))
        highs.run()
    return _read(highs, scaled, lp)


def _inside(highs: highspy.Highs, scaled: _Scaled, lp: LinearProgramme) -> Solution | None:
    """Return what the interior point finds, or None where it stops short."""
    point = interior_point(highs)
    if point.ending is Ending.INFEASIBLE:
        return _nothing("infeasible")
    if point.ending is Ending.STOPPED:
        return None
    return _solution(lp, scaled, point.values, point.row_duals, None)


_SETTLED = (
    highspy.HighsModelStatus.kOptimal,
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
)


def _settled(highs: highspy.Highs) -> bool:
    return highs.getModelStatus() in _SETTLED


def _hold_integers(highs: highspy.Highs, lp: LinearProgramme) -> None:
    """Solve again with the integers held at what was found, for the duals."""
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return
    whole = np.flatnonzero(lp.integer).astype(np.int32)
    found = np.round(np.asarray(highs.getSolution().col_value)[whole])
    kinds = np.full(len(whole), highspy.HighsVarType.kContinuous)
    highs.changeColsIntegrality(len(whole), whole, kinds)
    highs.changeColsBounds(len(whole), whole, found, found)
    highs.run()


def _read(highs: highspy.Highs, scaled: _Scaled, lp: LinearProgramme) -> Solution:
    status = highs.getModelStatus()
    if status in _SETTLED[1:]:
        return _nothing("infeasible")
    if status != highspy.HighsModelStatus.kOptimal:
        return _nothing(highs.modelStatusToString(status).lower())
    found, basis = highs.getSolution(), highs.getBasis()
    values, duals = np.asarray(found.col_value), np.asarray(found.row_dual)
    return _solution(lp, scaled, values, duals, basis if basis.valid else None)


def _nothing(status: str) -> Solution:
    empty = np.zeros(0)
    objective = float("inf" if status == "infeasible" else "nan")
    return Solution(status, empty, empty, objective, None)


def _solution(
    lp: LinearProgramme,
    scaled: _Scaled,
    values: Floats,
    row_duals: Floats,
    basis: highspy.HighsBasis | None,
) -> Solution:
    """Return an optimum in the programme's own units."""
    own = values * lp.unit
    return Solution(
        "optimal",
        np.clip(own, lp.lower, lp.upper),
        row_duals * scaled.rows,
        float(lp.cost @ own),
        basis,
    )
