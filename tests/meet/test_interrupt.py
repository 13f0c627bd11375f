"""Ctrl-C ends a native solver at once; the solver is told to stop, not left running."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from twinbay.meet.interruptible import run_interruptible

PROGRAM = Path(__file__).parent / "interrupted_solvers.py"
PATIENCE = 50
"""Seconds that a program may take to end; its solver would search for twice as many."""


@pytest.mark.parametrize("name", ["work", "highs", "cp-sat"])
def test_an_interrupted_solver_stops(name: str) -> None:
    program = subprocess.Popen(
        [sys.executable, str(PROGRAM), name], stdout=subprocess.PIPE, text=True
    )
    try:
        assert program.stdout is not None
        assert program.stdout.readline() == "searching\n"
        program.send_signal(signal.SIGINT)
        said, _ = program.communicate(timeout=PATIENCE)
    finally:
        program.kill()
    assert (said, program.returncode) == ("stopped\n", 0)


def test_what_the_work_returns_or_raises_is_handed_on() -> None:
    assert run_interruptible(lambda: 7, lambda: None) == 7
    with pytest.raises(ZeroDivisionError):
        run_interruptible(lambda: 1 // 0, lambda: None)
