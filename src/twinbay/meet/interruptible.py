"""Run a native solver so that Ctrl-C ends it at once.

Python handles a signal between two of its own instructions, so a solver that runs in the main
thread keeps the signal waiting until it ends. Here the solver has a thread of its own and the main
thread waits, which a signal does interrupt; the solver is then told to stop.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from ortools.sat.python import cp_model

STOP_SECONDS = 0.05
"""Time after which a solver that has been told to stop is told again."""

Result = TypeVar("Result")


def run_interruptible(work: Callable[[], Result], stop: Callable[[], None]) -> Result:
    """Return what ``work`` returns.

    Arguments:
        work: runs the solver; must release Python's lock meanwhile.
        stop: makes ``work`` return soon; called when the wait for it is interrupted.

    Raises:
        BaseException: what ``work`` raised, or what interrupted the wait (``KeyboardInterrupt``),
            after ``work`` has ended.
    """
    results: list[Result] = []
    failures: list[BaseException] = []
    ended = threading.Event()  # a join that is interrupted takes the thread for ended

    def attempt() -> None:
        try:
            results.append(work())
        except BaseException as failure:  # handed on to the waiting thread
            failures.append(failure)
        finally:
            ended.set()

    thread = threading.Thread(target=attempt, name="solver", daemon=True)
    try:
        thread.start()
        ended.wait()
    except BaseException:
        stop()
        while thread.ident is not None and not ended.wait(STOP_SECONDS):
            stop()  # one before the search has begun is not heard
        raise
    if failures:
        raise failures[0]
    return results[0]


def solve_interruptible(
    solver: cp_model.CpSolver, model: cp_model.CpModel
) -> cp_model.CpSolverStatus:
    """Solve a model with CP-SAT; an interruption stops the search and is raised."""
    (status,) = solve_side_by_side([(solver, model)])
    return status


def solve_side_by_side(
    searches: Sequence[tuple[cp_model.CpSolver, cp_model.CpModel]],
) -> list[cp_model.CpSolverStatus]:
    """Solve several models with CP-SAT at the same time; return the status of each.

    An interruption stops all searches and is raised.
    """
    for solver, _ in searches:
        solver.parameters.catch_sigint_signal = False

    def work() -> list[cp_model.CpSolverStatus]:
        with ThreadPoolExecutor(len(searches)) as pool:
            return list(pool.map(lambda search: search[0].solve(search[1]), searches))

    def stop() -> None:
        for solver, _ in searches:
            solver.stop_search()

    return run_interruptible(work, stop)
