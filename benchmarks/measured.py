"""Time and peak memory of a piece of work in a process of its own."""

import contextlib
import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Measured:
    """What a run took.

    Attributes:
        wall: seconds on the clock, process start included.
        inner: seconds that the work itself reports, imports not included.
        processor: seconds of processor time.
        peak: largest resident memory, in GB of 10^9 bytes.
        result: what the work printed, as JSON.
    """

    wall: float
    inner: float
    processor: float
    peak: float
    result: Any


_WRAPPER = """
import json, resource, sys, time
{imports}
started = time.perf_counter()
result = {call}
usage = resource.getrusage(resource.RUSAGE_SELF)
print("\\nMEASURED" + json.dumps([time.perf_counter() - started,
    usage.ru_utime + usage.ru_stime, usage.ru_maxrss, result], default=str))
"""


def measure_command(home: Path, *arguments: object) -> Measured:
    """Run a ``twinbay`` command in a new process with a home folder; the result is its code."""
    given = [str(argument) for argument in arguments]
    return measure(
        "from benchmarks.measured import quietly; from twinbay.cli.main import main",
        f"quietly(main, {given!r})",
        {"TWINBAY_HOME": str(home)},
    )


def quietly(function: Callable[..., Any], *arguments: Any) -> Any:
    """Call a function without what it prints."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return function(*arguments)


def measure(imports: str, call: str, environment: Mapping[str, str] | None = None) -> Measured:
    """Run an expression in a new Python process and measure it.

    Arguments:
        imports: import statements, not part of ``inner``.
        call: an expression; its value must be JSON.
        environment: variables for the process.
    """
    code = _WRAPPER.format(imports=imports, call=call)
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env={**os.environ, **(environment or {})},
    )
    wall = time.perf_counter() - started
    inner, processor, peak, result = json.loads(done.stdout.rsplit("MEASURED", 1)[1])
    # Linux counts in KiB, macOS in bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    return Measured(wall, inner, processor, peak * unit / 1e9, result)
