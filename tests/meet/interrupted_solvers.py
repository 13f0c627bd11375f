"""Programs that solve something far too hard, for the tests that interrupt them.

``python interrupted_solvers.py NAME`` prints ``searching`` once its solver is at work, and, when it
is interrupted, what became of the solver. The tests give each a process of its own, as a user
would: what other tests did to the handlers of signals cannot matter.
"""

import random
import signal
import sys
import threading
from typing import Any

import highspy
from ortools.sat.python import cp_model

from twinbay.meet.interruptible import run_interruptible, solve_interruptible
from twinbay.meet.linear import LinearProgramme

SECONDS = 100.0
"""Time limit of a solver that does not hear the interruption."""


def searching() -> None:
    """Tell the test that the solver is at work."""
    print("searching", flush=True)


def market_split(rows: int = 5, columns: int = 40) -> tuple[list[list[int]], list[int]]:
    """Return a market split instance (Cornuéjols and Dawande, 1998): small, and far too hard."""
    chance = random.Random(3)
    shares = [[chance.randrange(100) for _ in range(columns)] for _ in range(rows)]
    return shares, [sum(row) // 2 for row in shares]


def work() -> None:
    """Wait to be told to stop."""
    told, ended = threading.Event(), threading.Event()

    def wait() -> None:
        searching()
        told.wait()
        ended.set()

    try:
        run_interruptible(wait, told.set)
    except KeyboardInterrupt:
        print("stopped" if ended.is_set() else "left running")


def highs() -> None:
    """Solve a programme with HiGHS."""
    heard = LinearProgramme._stop_if_interrupted
    first = threading.Event()

    def note(programme: LinearProgramme, event: Any) -> None:
        if not first.is_set():
            first.set()
            searching()
        heard(programme, event)

    LinearProgramme._stop_if_interrupted = note
    programme = LinearProgramme()
    shares, halves = market_split()
    columns = [programme.add_column() for _ in shares[0]]
    for row, half in zip(shares, halves, strict=True):
        programme.add_row(zip(columns, map(float, row), strict=True), float(half), float(half))
    try:
        programme.maximise([(columns[0], 1.0)], SECONDS)
    except KeyboardInterrupt:
        status = programme._highs.getModelStatus()
        told = status == highspy.HighsModelStatus.kInterrupt
        print("stopped" if told else f"left as {status}")


def cp_sat() -> None:
    """Solve a model with CP-SAT."""
    model = cp_model.CpModel()
    shares, halves = market_split()
    columns = [model.new_bool_var("") for _ in shares[0]]
    for row, half in zip(shares, halves, strict=True):
        model.add(sum(a * x for a, x in zip(row, columns, strict=True)) == half)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = SECONDS
    solver.parameters.log_search_progress = True
    solver.parameters.log_to_stdout = False
    first = threading.Event()

    def note(_: str) -> None:
        if not first.is_set():
            first.set()
            searching()

    solver.log_callback = note
    try:
        solve_interruptible(solver, model)
    except KeyboardInterrupt:
        print("stopped")


if __name__ == "__main__":
    # A program that is started in the background inherits that the signal is ignored.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    signal.signal(signal.SIGINT, signal.default_int_handler)
    {"work": work, "highs": highs, "cp-sat": cp_sat}[sys.argv[1]]()
