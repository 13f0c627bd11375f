"""Mixed-integer linear programmes for HiGHS, built row by row and solved again and again."""

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor, inf, isfinite
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from twinbay.highs import quiet_highs
from twinbay.meet.interruptible import run_interruptible

TOLERANCE = 1e-6
"""What HiGHS takes for zero in feasibility and integrality (its default)."""


SLACK = 1e-4
"""Added to a bound before it is rounded down to a whole number."""


@dataclass(frozen=True, slots=True)
class Solved:
    """What HiGHS found.

    Attributes:
        values: of the columns, or None when no feasible point was found.
        objective: of ``values`` (minus infinity without them).
        bound: proven from above; plus infinity when nothing is proven.
        infeasible: whether it is proven that no feasible point exists.
    """

    values: NDArray[np.float64] | None
    objective: float
    bound: float
    infeasible: bool


class LinearProgramme:
    """Maximise a linear function of columns within rows; columns are 0-1 integers by default.

    Arguments:
        seed: of HiGHS.
        record: whether to keep bounds and rows, so that another solver can be given the same.

    Attributes:
        columns, rows: how many there are.
        bounds, recorded: lower and upper bound of each column, and lower bound, upper bound and
            terms of each row, when they are recorded.
    """

    def __init__(self, seed: int = 0, *, record: bool = False) -> None:
        self.columns = 0
        self.rows = 0
        self.bounds: list[tuple[float, float]] = []
        self.recorded: list[tuple[float, float, dict[int, float]]] = []
        self._record = record
        self._highs = quiet_highs()
        self._interrupted = threading.Event()
        for moment in (
            self._highs.cbSimplexInterrupt,
            self._highs.cbIpmInterrupt,
            self._highs.cbMipInterrupt,
        ):
            moment.subscribe(self._stop_if_interrupted)
        for option, value in (
            ("random_seed", seed),
            ("threads", 1),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 1 - 1e-4),
        ):
            self._highs.setOptionValue(option, value)
        self._pending_columns: list[tuple[float, float, bool]] = []
        self._pending_rows: list[tuple[float, float, Sequence[int], Sequence[float]]] = []

    def add_column(self, lower: float = 0.0, upper: float = 1.0, *, integer: bool = True) -> int:
        """Add a column and return its number."""
        self._pending_columns.append((lower, upper, integer))
        if self._record:
            self.bounds.append((lower, upper))
        self.columns += 1
        return self.columns - 1

    def add_row(
        self,
        terms: Iterable[tuple[int, float]],
        lower: float = -inf,
        upper: float = inf,
    ) -> int:
        """Add ``lower <= sum of coefficient times column <= upper`` and return its number."""
        summed: dict[int, float] = {}
        for column, coefficient in terms:
            summed[column] = summed.get(column, 0.0) + coefficient
        self._pending_rows.append((lower, upper, tuple(summed), tuple(summed.values())))
        if self._record:
            self.recorded.append((lower, upper, summed))
        self.rows += 1
        return self.rows - 1

    def bound_column(self, column: int, lower: float, upper: float) -> None:
        """Change the bounds of a column."""
        self._flush()
        self._highs.changeColBounds(column, lower, upper)

    def bound_row(self, row: int, lower: float, upper: float) -> None:
        """Change the bounds of a row."""
        self._flush()
        self._highs.changeRowBounds(row, lower, upper)

    def maximise(
        self,
        objective: Iterable[tuple[int, float]],
        seconds: float,
        *,
        start: Mapping[int, float] | None = None,
    ) -> Solved:
        """Maximise a function with whole coefficients over the integers.

        The search ends as soon as no better whole number is possible.

        Arguments:
            objective: terms of the function.
            seconds: time limit, above 0.
            start: values of some columns to start from; HiGHS completes them.
        """
        self._set_objective(objective)
        self._highs.setOptionValue("solve_relaxation", False)
        self._highs.setOptionValue("time_limit", max(seconds, 0.01))
        if start is not None:
            self._highs.setSolution(
                len(start),
                np.asarray(tuple(start), dtype=np.int32),
                np.asarray(tuple(start.values()), dtype=np.float64),
            )
        self._run()
        status = self._highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return Solved(None, -inf, -inf, True)
        info = self._highs.getInfo()
        bound = -info.mip_dual_bound if self.columns else 0.0
        if isfinite(bound):
            bound = floor(bound + SLACK)
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return Solved(None, -inf, bound, False)
        values = np.asarray(self._highs.getSolution().col_value, dtype=np.float64)
        return Solved(values, round(-info.objective_function_value), bound, False)

    def relax(self, objective: Iterable[tuple[int, float]], seconds: float) -> Solved:
        """Maximise over the fractions; duals and reduced costs can be asked for afterwards."""
        self._set_objective(objective)
        self._highs.setOptionValue("solve_relaxation", True)
        self._highs.setOptionValue("time_limit", max(seconds, 0.01))
        self._run()
        status = self._highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return Solved(None, -inf, -inf, True)
        if status != highspy.HighsModelStatus.kOptimal:
            return Solved(None, -inf, inf, False)
        value = -self._highs.getInfo().objective_function_value
        return Solved(
            np.asarray(self._highs.getSolution().col_value, dtype=np.float64), value, value, False
        )

    def row_duals(self) -> NDArray[np.float64]:
        """Return what one more unit of each row's limit is worth, after :meth:`relax`."""
        duals: NDArray[np.float64] = -np.asarray(
            self._highs.getSolution().row_dual, dtype=np.float64
        )
        return duals

    def reduced_costs(self) -> NDArray[np.float64]:
        """Return what one unit of each column adds to the objective, after :meth:`relax`."""
        costs: NDArray[np.float64] = -np.asarray(
            self._highs.getSolution().col_dual, dtype=np.float64
        )
        return costs

    def _run(self) -> None:
        self._interrupted.clear()
        run_interruptible(self._highs.run, self._interrupted.set)

    def _stop_if_interrupted(self, event: Any) -> None:
        if self._interrupted.is_set():
            event.interrupt()

    def _set_objective(self, objective: Iterable[tuple[int, float]]) -> None:
        self._flush()
        cost = np.zeros(self.columns)
        for column, coefficient in objective:
            cost[column] -= coefficient
        if self.columns:
            everything = np.arange(self.columns, dtype=np.int32)
            self._highs.changeColsCost(self.columns, everything, cost)

    def _flush(self) -> None:
        """Hand new columns and rows to HiGHS in one piece each."""
        if self._pending_columns:
            count = len(self._pending_columns)
            first = self.columns - count
            lower, upper, whole = zip(*self._pending_columns, strict=True)
            none = np.zeros(0, dtype=np.int32)
            self._highs.addCols(
                count,
                np.zeros(count),
                np.asarray(lower, dtype=np.float64),
                np.asarray(upper, dtype=np.float64),
                0,
                np.zeros(count, dtype=np.int32),
                none,
                np.zeros(0),
            )
            integers = np.flatnonzero(whole).astype(np.int32) + first
            kinds = np.full(len(integers), highspy.HighsVarType.kInteger)
            self._highs.changeColsIntegrality(len(integers), integers.astype(np.int32), kinds)
            self._pending_columns = []
        if self._pending_rows:
            starts = np.cumsum([0, *(len(row[2]) for row in self._pending_rows[:-1])])
            index = [column for row in self._pending_rows for column in row[2]]
            value = [coefficient for row in self._pending_rows for coefficient in row[3]]
            self._highs.addRows(
                len(self._pending_rows),
                np.asarray([row[0] for row in self._pending_rows], dtype=np.float64),
                np.asarray([row[1] for row in self._pending_rows], dtype=np.float64),
                len(index),
                starts.astype(np.int32),
                np.asarray(index, dtype=np.int32),
                np.asarray(value, dtype=np.float64),
            )
            self._pending_rows = []
