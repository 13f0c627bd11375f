"""Run a sample of a programme in parallel, into a folder, from where it was left off.

The folder holds ``sample.json`` (what is sampled) and ``run-00000.parquet`` and so on (one outcome
each, written whole or not at all). Ctrl-C stops when the runs under way are done; the same call
goes on from there.
"""

import hashlib
import json
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

import polars as pl

from twinbay.errors import ConfigurationError
from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.problems import InfeasibleError
from twinbay.plan.programme import Programme
from twinbay.plan.uncertainty.factors import Factor, apply_factors, default_factors
from twinbay.plan.uncertainty.outcome import kept, missed, sampled, table
from twinbay.plan.uncertainty.sampling import Method, sample

Solve = Callable[[Programme], Pathway]
MakeSolver = Callable[[], Solve]
"""Called once in each process, so that a solver may start each run from the one before."""
Progress = Callable[[int, int], None]
"""Told how many runs are done, and of how many."""

MANIFEST = "sample.json"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be run.

    Attributes:
        runs: number of runs.
        seed: of the sample; the same seed gives the same programmes.
        method: how the cube is sampled.
        representative_days: typical days of the runs, fewer than of the programme to be fast;
            None keeps the programme's. The reference is to be solved with as many to compare.
    """

    runs: int = 200
    seed: int = 1
    method: Method = Method.LATIN_HYPERCUBE
    representative_days: int | None = 2


@dataclass(frozen=True, slots=True)
class Runs:
    """Outcomes of a sample.

    Attributes:
        factors: the uncertain factors.
        table: ``outcome.OUTCOME`` with a first column ``run``.
        wanted: how many runs the sample has; fewer are in the table when it was interrupted.
    """

    factors: tuple[Factor, ...]
    table: pl.DataFrame
    wanted: int

    @property
    def done(self) -> int:
        """Return the number of runs in the table."""
        return int(self.table["run"].n_unique())


def run(
    programme: Programme,
    make_solver: MakeSolver,
    folder: Path,
    plan: Plan = Plan(),
    *,
    factors: Sequence[Factor] | None = None,
    processes: int = 2,
    progress: Progress | None = None,
) -> Runs:
    """Return the outcomes of a sample, running those that the folder does not hold yet.

    Arguments:
        make_solver: gives a solver; a function of a module, because other processes import it.
        folder: made when it does not exist.
        factors: what is uncertain; by default ``default_factors`` of the programme.
        processes: how many at once; 1 runs here.
        progress: told after each run.

    Raises:
        ConfigurationError: the folder holds another sample, or a number is wrong.
        KeyboardInterrupt: on Ctrl-C, after the runs under way have been finished and kept.
    """
    chosen = tuple(default_factors(programme) if factors is None else factors)
    if not chosen:
        raise ConfigurationError(
            "nothing is uncertain in this programme",
            where="uncertainty",
            remedy="Give factors, or a programme with technologies, demand and prices.",
        )
    points = sample(plan.method, plan.runs, len(chosen), plan.seed).tolist()
    if plan.representative_days is not None:
        settings = replace(programme.settings, representative_days=plan.representative_days)
        programme = replace(programme, settings=settings)
    _claim(folder, programme, plan, chosen)
    left = [number for number in range(plan.runs) if not _file(folder, number).exists()]
    done = plan.runs - len(left)
    if progress:
        progress(done, plan.runs)
    job = _Job(programme, chosen, folder, make_solver)
    finished = _here(job, left, points) if processes <= 1 else _apart(job, left, points, processes)
    for _ in finished:
        done += 1
        if progress:
            progress(done, plan.runs)
    return load(folder, chosen, plan.runs)


def load(folder: Path, factors: Sequence[Factor], wanted: int) -> Runs:
    """Return the outcomes that a folder holds so far."""
    frames = [
        pl.read_parquet(_file(folder, number)).select(
            pl.lit(number, pl.Int32).alias("run"), pl.all()
        )
        for number in range(wanted)
        if _file(folder, number).exists()
    ]
    empty = table([]).select(pl.lit(0, pl.Int32).alias("run"), pl.all())
    return Runs(tuple(factors), pl.concat([empty, *frames]), wanted)


@dataclass(frozen=True, slots=True)
class _Job:
    """What is the same in every run."""

    programme: Programme
    factors: tuple[Factor, ...]
    folder: Path
    make_solver: MakeSolver


def _one(job: _Job, solve: Solve, number: int, point: Sequence[float]) -> int:
    """Solve one run and write its outcome."""
    rows = sampled(job.factors, point)
    try:
        rows += kept(solve(apply_factors(job.programme, job.factors, point)))
    except InfeasibleError as error:
        rows += missed(error)
    path = _file(job.folder, number)
    partial = path.with_suffix(f".{os.getpid()}.partial")
    table(rows).write_parquet(partial)
    partial.replace(path)
    return number


def _here(job: _Job, numbers: Sequence[int], points: Sequence[Sequence[float]]) -> Iterator[int]:
    solve = job.make_solver()
    for number in numbers:
        yield _one(job, solve, number, points[number])


_worker: tuple[_Job, Solve] | None = None


def _start(job: _Job) -> None:
    """Prepare a process; Ctrl-C is left to the one that started it."""
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker = (job, job.make_solver())


def _work(number: int, point: Sequence[float]) -> int:
    if _worker is None:
        raise RuntimeError("the process was not prepared")
    job, solve = _worker
    return _one(job, solve, number, point)


def _apart(
    job: _Job, numbers: Sequence[int], points: Sequence[Sequence[float]], processes: int
) -> Iterator[int]:
    """Yield the numbers of runs as other processes finish them.

    No more are handed out than there are processes, so that stopping leaves nothing queued. New
    processes are started rather than forked: a fork would inherit the threads of polars.
    """
    pool = ProcessPoolExecutor(
        processes, mp_context=get_context("spawn"), initializer=_start, initargs=(job,)
    )
    queue = iter(numbers)
    running: set[Future[int]] = set()
    try:
        while True:
            for number in queue:
                running.add(pool.submit(_work, number, points[number]))
                if len(running) >= processes:
                    break
            if not running:
                break
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                yield future.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _file(folder: Path, number: int) -> Path:
    return folder / f"run-{number:05}.parquet"


def _claim(folder: Path, programme: Programme, plan: Plan, factors: Sequence[Factor]) -> None:
    """Write what the folder holds, or see that it holds the same."""
    said = {
        "programme": programme.id,
        "content": hashlib.sha256(repr(programme).encode()).hexdigest(),
        "runs": plan.runs,
        "seed": plan.seed,
        "method": str(plan.method),
        "representative_days": programme.settings.representative_days,
        "factors": [[f.id, f.low, f.high] for f in factors],
    }
    path = folder / MANIFEST
    folder.mkdir(parents=True, exist_ok=True)
    if path.exists():
        there = json.loads(path.read_text(encoding="utf-8"))
        other = [key for key, value in said.items() if there.get(key) != value]
        if other:
            raise ConfigurationError(
                f"the folder holds another sample: {', '.join(other)} differ",
                where=str(path),
                remedy="Give another folder, or delete this one to begin again.",
            )
    else:
        partial = path.with_suffix(".partial")
        partial.write_text(json.dumps(said, indent=1), encoding="utf-8")
        partial.replace(path)
    for leftover in folder.glob("*.partial"):
        leftover.unlink(missing_ok=True)
