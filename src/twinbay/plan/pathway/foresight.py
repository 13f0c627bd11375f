"""Planning one milestone after the other, without knowing those to come."""

import numpy as np

from twinbay.plan.pathway.highs import Solution, minimise
from twinbay.plan.pathway.linear import LinearProgramme


def minimise_step_by_step(lp: LinearProgramme) -> tuple[Solution, int]:
    """Solve each milestone on its own, what was decided before held fixed.

    A step sees the costs, prices and targets of its own milestone only; of an investment it sees
    the annuity of that milestone. Each row concerns its own milestone and those before it, so that
    the parts are cut out of the whole.

    Returns:
        The steps put together (``objective`` at the whole's costs), and the position of the
        milestone at which no solution was found, or -1.
    """
    values = np.zeros(len(lp.cost))
    duals = np.zeros(len(lp.row_lower))
    by_row = lp.matrix.tocsr()
    for step in range(int(lp.column_milestone.max(initial=0)) + 1):
        columns = np.flatnonzero(lp.column_milestone == step)
        rows = np.flatnonzero(lp.row_milestone == step)
        decided = by_row[rows] @ values
        part = _cut(lp, by_row[rows][:, columns].tocsc(), rows, columns, decided)
        solution = minimise(part)
        if solution.status != "optimal":
            return solution, step
        values[columns] = solution.values
        duals[rows] = solution.row_duals
    return Solution("optimal", values, duals, float(lp.cost @ values), None), -1


def _cut(
    lp: LinearProgramme,
    matrix: object,
    rows: np.ndarray,
    columns: np.ndarray,
    decided: np.ndarray,
) -> LinearProgramme:
    return LinearProgramme(
        matrix=matrix,
        cost=lp.cost_at_once[columns],
        cost_at_once=lp.cost_at_once[columns],
        lower=lp.lower[columns],
        upper=lp.upper[columns],
        row_lower=lp.row_lower[rows] - decided,
        row_upper=lp.row_upper[rows] - decided,
        integer=lp.integer[columns],
        unit=lp.unit[columns],
        column_milestone=np.zeros(len(columns), np.int32),
        row_milestone=np.zeros(len(rows), np.int32),
        columns={},
        rows={},
    )
