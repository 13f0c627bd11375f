"""HiGHS behind one function: arrays in, values, duals and basis out."""

import ctypes
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import highspy
import numpy as np

from twinbay.plan.pathway.linear import Floats, LinearProgramme

_INFINITY = highspy.kHighsInf


class Method(StrEnum):
    """An algorithm of HiGHS."""

    SIMPLEX = "simplex"
    INTERIOR_POINT = "ipm"
    CHOOSE = "choose"


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


def quiet_highs() -> highspy.Highs:
    """Return a solver that prints nothing, not even the banner of its first instance.

    The banner is written by compiled code before any option can be set, and would spoil what a
    command writes to its standard output; hence the detour of the file descriptor.
    """
    sys.stdout.flush()
    try:
        saved = os.dup(1)
    except OSError:  # no standard output at all
        saved = -1
    if saved >= 0:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.close(nowhere)
    try:
        highs = highspy.Highs()
        ctypes.CDLL(None).fflush(None)
    finally:
        if saved >= 0:
            os.dup2(saved, 1)
            os.close(saved)
    highs.silent()
    return highs


def pass_programme(highs: highspy.Highs, lp: LinearProgramme) -> None:
    """Hand a linear programme to a solver in one piece."""
    rows, columns = lp.matrix.shape
    integrality = lp.integer.astype(np.int32)
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
        integrality,
    )


def minimise(
    lp: LinearProgramme,
    *,
    method: Method = Method.CHOOSE,
    basis: highspy.HighsBasis | None = None,
    options: dict[str, object] | None = None,
    interrupt: Callable[[], bool] | None = None,
) -> Solution:
    """Solve a linear (or mixed-integer) programme.

    Arguments:
        basis: to start the simplex method from.
        options: of HiGHS, beyond what is chosen here.
    """
    highs = quiet_highs()
    highs.setOptionValue("threads", 2)
    highs.setOptionValue("solver", str(method))
    for name, value in (options or {}).items():
        highs.setOptionValue(name, value)
    pass_programme(highs, lp)
    if basis is not None:
        highs.setBasis(basis)
    highs.run()
    return read_solution(highs)


def read_solution(highs: highspy.Highs) -> Solution:
    """Return what a solver holds after its run."""
    status = highs.getModelStatus()
    nothing = np.zeros(0)
    if status in (
        highspy.HighsModelStatus.kInfeasible,
        highspy.HighsModelStatus.kUnboundedOrInfeasible,
    ):
        return Solution("infeasible", nothing, nothing, float("inf"), None)
    if status != highspy.HighsModelStatus.kOptimal:
        said = highs.modelStatusToString(status)
        return Solution(said.lower(), nothing, nothing, float("nan"), None)
    solution = highs.getSolution()
    basis = highs.getBasis()
    return Solution(
        "optimal",
        np.asarray(solution.col_value),
        np.asarray(solution.row_dual),
        float(highs.getInfo().objective_function_value),
        basis if basis.valid else None,
    )
