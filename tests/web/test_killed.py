"""Killing the process at any step of a publication, import, upload or acceptance harms nothing.

Nothing is half-done, nothing that was there is lost, and doing it again completes it
(``killing.py``).
"""

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = Path(__file__).with_name("killing.py")


LEAST_STEPS = {"publication": 15, "importing": 25, "upload": 6, "acceptance": 15}


def test_dying_at_any_step_harms_nothing(lake_home: Path) -> None:
    command = [sys.executable, str(PROGRAM)]
    done = subprocess.run(command, env=os.environ, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    steps = {name: int(number) for name, number in map(str.split, done.stdout.splitlines())}
    assert steps.keys() == LEAST_STEPS.keys()
    assert all(steps[name] >= least for name, least in LEAST_STEPS.items()), steps
