"""Ctrl-C ends a native solver at once; the solver is told to stop, not left running."""

import random
import signal
import threading
from typing import Any

import highspy
import pytest
from ortools.sat.python import cp_model

from twinbay.meet.interruptible import run_interruptible, solve_interruptible
from twinbay.meet.linear import LinearProgramme

SECONDS = 20.0
"""Time limit of a solver that does not hear the interruption."""


def market_split(rows: int = 5, columns: int = 40) -> tuple[list[list[int]], list[int]]:
    """Return a market split instance (Cornuéjols and Dawande, 1998): small, and far too hard."""
    chance = random.Random(3)
    shares = [[chance.randrange(100) for _ in range(columns)] for _ in range(rows)]
    return shares, [sum(row) // 2 for row in shares]


def interrupt_when(ready: threading.Event) -> None:
    """Send the main thread SIGINT, as a terminal does, as soon as an event is set."""
    main = threading.main_thread().ident
    assert main is not None
    # A reference solver of another test may have taken the handler away from Python.
    signal.signal(signal.SIGINT, signal.default_int_handler)

    def send() -> None:
        ready.wait()
        signal.pthread_kill(main, signal.SIGINT)

    threading.Thread(target=send, daemon=True).start()


def test_the_work_is_told_to_stop_and_has_ended() -> None:
    started, told, ended = threading.Event(), threading.Event(), threading.Event()

    def work() -> None:
        started.set()
        told.wait()
        ended.set()

    interrupt_when(started)
    with pytest.raises(KeyboardInterrupt):
        run_interruptible(work, told.set)
    assert ended.is_set()


def test_what_the_work_returns_or_raises_is_handed_on() -> None:
    assert run_interruptible(lambda: 7, lambda: None) == 7
    with pytest.raises(ZeroDivisionError):
        run_interruptible(lambda: 1 // 0, lambda: None)


def test_highs_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    searching = threading.Event()
    heard = LinearProgramme._stop_if_interrupted

    def note(programme: LinearProgramme, event: Any) -> None:
        searching.set()
        heard(programme, event)

    monkeypatch.setattr(LinearProgramme, "_stop_if_interrupted", note)
    programme = LinearProgramme()
    shares, halves = market_split()
    columns = [programme.add_column() for _ in shares[0]]
    for row, half in zip(shares, halves, strict=True):
        programme.add_row(zip(columns, map(float, row), strict=True), float(half), float(half))
    interrupt_when(searching)
    with pytest.raises(KeyboardInterrupt):
        programme.maximise([(columns[0], 1.0)], SECONDS)
    assert programme._highs.getModelStatus() == highspy.HighsModelStatus.kInterrupt


def test_cp_sat_stops() -> None:
    searching = threading.Event()
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
    solver.log_callback = lambda _: searching.set()
    interrupt_when(searching)
    with pytest.raises(KeyboardInterrupt):
        solve_interruptible(solver, model)
