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
    solver.parameters.catch_sigint_signal = False
    return run_interruptible(lambda: solver.solve(model), solver.stop_search)


def run_side_by_side(
    works: Sequence[Callable[[], Result]], stop: Callable[[], None]
) -> list[Result]:
    """Return what several pieces of work return that run at the same time.

    Arguments and errors are those of :func:`run_interruptible`.
    """

    def work() -> list[Result]:
        with ThreadPoolExecutor(len(works)) as pool:
            return [future.result() for future in [pool.submit(one) for one in works]]

    return run_interruptible(work, stop)
